import { examples } from "./verb.ts";
import type { Verb } from "./verb.ts";
import type { ConsolidateOptions } from "../commands/consolidate/index.ts";

export const consolidateVerb: Verb = (command, run) => {
  command
    .arguments("[文件、文件夹或账本...]")
    .option("--units <名单>", "应报单位名单（CSV 或 Excel：省份、地市、县区），据此列出没有报送的")
    .option("--previous <文件夹>", "上一期的报表，累计数不能减少")
    .option("--by <级别>", "汇总到哪一级：省、市、县（默认能分开的最高一级）")
    .option("--partial", "有错的报表先不计入，其余照常汇总")
    .option("--list <名单>", "各县区的白名单、黑名单，汇总成全市的一份；文件名或文件夹写着县区")
    .option("--desk", "市里每天看的：谁没有报，谁的数有矛盾，哪里没有整改的最多")
    .option("--out <文件>", "写成文件：.md、.xlsx、.json 附未计入的单位和核对意见，.csv 只有汇总表")
    .option("--csv", "输出 CSV")
    .option("--form <文件>", "写出空白表样（.xlsx 或 .csv），可与 --units 连用")
    .addHelpText(
      "after",
      examples(
        ["tuban consolidate --form 表样.xlsx --units 名单.csv", "写出填报表样，单位已列好"],
        ["tuban consolidate 报送/ --units 名单.csv --out 汇总.xlsx", "汇总一个文件夹里的报表，列出没有报送的单位"],
        ["tuban consolidate A市/ --out A市.json", "地市汇总，连同各县区的数报给省里"],
        ["tuban consolidate 报送/ --units 名单.csv --partial --desk", "今天要催谁、问谁"],
        [
          "tuban consolidate postgres://zhang@10.0.0.3/city --units 名单.csv --desk",
          "全市的账本在一台服务器上：各县都看",
        ],
        ["tuban consolidate 各省进展.csv", "公布的表：有单位、有数就行，没有报的空着，不当 0"],
        ["tuban consolidate A市.json B市.json --out 全省.xlsx", "省里把各地市的汇总合在一起"],
        ["tuban consolidate 各县/ --list 白名单 --units 名单.csv --out 全市白名单.xlsx", "各县区的白名单汇总公示"],
        ["tuban consolidate 第2期/ --previous 第1期/ --by 市", "与上期核对，汇总到市"],
      ),
    )
    .action((paths: string[], options: ConsolidateOptions) =>
      run(async (office) => (await import("../commands/consolidate/index.ts")).consolidate(office, paths, options)),
    );
};
