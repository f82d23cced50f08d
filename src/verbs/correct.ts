import { examples } from "./verb.ts";
import type { Verb } from "./verb.ts";
import type { CorrectOptions } from "../commands/correct/index.ts";

export const correctVerb: Verb = (command, run) => {
  command
    .argument("<事实>", "w3（问题 3）、检查5、出动12、送达2、登记的数7、台账4；写机构，就列出它有哪些可以更正")
    .argument("[字段=内容...]", "例如 严重程度=严重")
    .option("--reason <理由>", "为什么更正")
    .option("--source <依据>", "凭什么更正：材料，或谁说的")
    .option("--csv", "输出 CSV")
    .addHelpText(
      "after",
      examples(
        ["tuban correct 12", "第 12 号机构有哪些登记可以更正"],
        ["tuban correct w3 严重程度=严重 --reason 复核时改定 --source 复核记录", "从问题 3 发生的那天起都按“严重”算"],
        ["tuban correct 检查5 日期=2021-07-15 --reason 登错一天 --source 现场检查笔录", "检查和那次发现的问题一起改"],
        ["tuban correct w3 牵头部门=城管局 --on 2021-07-20 --reason 改派 --source 联席会议纪要", "从 7 月 20 日起"],
      ),
    )
    .action((fact: string, values: string[], options: CorrectOptions) =>
      run(async (office) => (await import("../commands/correct/index.ts")).correct(office, fact, values, options)),
    );
};
