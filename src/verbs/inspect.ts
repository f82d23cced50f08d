import { examples } from "./verb.ts";
import type { Verb } from "./verb.ts";
import type { InspectOptions } from "../commands/inspect.ts";

export const inspectVerb: Verb = (program, run) => {
  program
    .command("inspect <机构>")
    .description("检查一家：按方案逐项问，一键一答，随时可停，下次接着答")
    .option("--kind <种类>", "排查、双随机、验收、督导、交叉检查、线索核查、年检、暗访（默认排查）")
    .option("--by <姓名>", "检查人员，两名以上，用逗号隔开")
    .option("--print", "出纸质检查表")
    .option("--csv", "和 --print 一起用：出可填写的 CSV")
    .option("--out <文件>", "和 --print 一起用：写进文件，.docx 用 Word 打印")
    .option("--answers <文件>", "交回填好的 CSV（另存成 .xlsx 的也行）；有一行不对就一行也不登记")
    .addHelpText(
      "after",
      examples(
        ["tuban inspect 12 --by 张某甲,李某乙", "检查 12 号；1 合格，2 不合格，3 不适用，b 上一项，q 保存离开"],
        ["tuban inspect 12 --print --out 检查表12.docx", "出一张 Word 表，打印带到现场填、当场签字"],
        ["tuban inspect 12 --print --csv --out 检查表12.csv", "出一张表，用 Excel 或 WPS 填"],
        ["tuban inspect 12 --answers 检查表12.csv --by 张某甲,李某乙 --on 2021-07-20", "把填好的表交回来"],
        ["tuban inspect 12 --kind 验收 --by 张某甲,李某乙", "再次验收；合格的结束暂时关停"],
      ),
    )
    .action((query: string, options: InspectOptions) =>
      run(async (office) => (await import("../commands/inspect.ts")).inspect(office, query, options)),
    );
};
