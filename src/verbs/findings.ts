import { examples } from "./verb.ts";
import type { Verb } from "./verb.ts";
import type { FindingsOptions } from "../commands/findings.ts";

export const findingsVerb: Verb = (command, run) => {
  command
    .arguments("[机构]")
    .option("--town <属地>", "只列这些属地的，几个用逗号隔开")
    .option("--lead <部门>", "只列这些部门牵头的")
    .option("--severity <严重程度>", "重大隐患、严重、一般")
    .option("--state <状态>", "待交办、已整改待验收、销号 …… 或 逾期")
    .option("--open", "只列没有销号的")
    .option("--csv", "输出 CSV")
    .option("--xlsx <文件>", "写成 Excel 文件")
    .option("--docx <文件>", "写成 Word 文件")
    .addHelpText(
      "after",
      examples(
        ["tuban findings --open", "还没有销号的全部问题"],
        ["tuban findings --lead 消防 --state 逾期", "消防牵头、已经逾期的"],
        ["tuban findings --xlsx 问题台账.xlsx", "全部写成 Excel"],
      ),
    )
    .action((query: string | undefined, options: FindingsOptions) =>
      run(async (office) => (await import("../commands/findings.ts")).findings(office, query, options)),
    );
};
