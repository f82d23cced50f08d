import { collect, examples } from "./verb.ts";
import type { Verb } from "./verb.ts";
import type { InspectOptions } from "../commands/inspect/index.ts";

export const inspectVerb: Verb = (command, run) => {
  command
    .arguments("[机构]")
    .option("--kind <种类>", "排查、双随机、验收、督导、交叉检查、线索核查、年检、暗访（默认排查）")
    .option("--by <姓名>", "检查人员，两名以上，用逗号隔开")
    .option("--fail <检查项=查到了什么>", "不合格的，其余合格；可写多次", collect)
    .option("--na <检查项>", "不适用的，其余合格；可写多次", collect)
    .option("--measure <检查项=数>", "按量检查的测得多少，如 3-4=72课时，由方案的上限判定；可写多次", collect)
    .option("--pass", "全部合格")
    .option("--evidence <文件>", "和 --fail、--pass 一起用：照片，可写成 2-1=照片.jpg，可写多次", collect)
    .option("--sheet <文件>", "登记许多家：Excel 或 CSV，一行一家；有一行不对就一行也不登记")
    .option("--form", "写出这张表，已列好机构，填好用 --sheet 交回")
    .option("--town <属地>", "和 --form 一起用：只列这个属地的")
    .option("--print", "出检查表：打印带去的 .docx，或填了交回的 .xlsx；上面写着机构和方案的版本")
    .option("--csv", "和 --print 一起用：出可填写的 CSV")
    .option("--out <文件>", "和 --print、--form 一起用：写进哪个文件；.docx 用 Word 打印")
    .option("--answers <文件>", "交回填好的表（.csv、.xlsx），上面写着是哪一家的；有一行不对就一行也不登记")
    .addHelpText(
      "after",
      examples(
        ["tuban inspect 12 --fail 2-1=没有办学许可证 --by 张某甲,李某乙", "2-1 不合格，其余合格"],
        ["tuban inspect 12 --pass --by 张某甲,李某乙", "全部合格"],
        ["tuban inspect 12 --measure 3-4=72课时 --by 张某甲,李某乙", "一次收了72课时的费，超过60课时的为不合格"],
        ["tuban inspect --form --town 城东街道 --out 检查结果.xlsx", "写出一行一家的表，在 Excel 里填"],
        ["tuban inspect --sheet 检查结果.xlsx", "填好的表一次登记，可以一次撤销"],
        [
          "tuban inspect 12 --by 张某甲,李某乙",
          "逐项问：1 合格，2 不合格，3 不适用，a 其余合格，g 跳到某项，b 上一项，q 保存离开",
        ],
        ["tuban inspect 12 --print --out 检查表12.docx", "出一张 Word 表，打印带到现场填、当场签字"],
        ["tuban inspect 12 --print --out 检查表12.xlsx", "出一张表，用 Excel 或 WPS 填"],
        ["tuban inspect --answers 检查表12.xlsx --by 张某甲,李某乙 --on 2021-07-20", "把填好的表交回来"],
        ["tuban inspect 12 --kind 验收 --by 张某甲,李某乙", "再次验收；合格的结束暂时关停"],
      ),
    )
    .action((query: string | undefined, options: InspectOptions) =>
      run(async (office) => (await import("../commands/inspect/index.ts")).inspect(office, query, options)),
    );
};
