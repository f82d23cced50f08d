import { examples } from "./verb.ts";
import type { Verb } from "./verb.ts";
import type { RosterEntryOptions } from "../commands/roster-entry.ts";

export const setVerb: Verb = (command, run) => {
  command
    .argument("<机构>", "编号、名称、代码、电话或拼音首字母")
    .argument("[项目=内容...]", "项目写底数里的名称或别名；内容空着就是没有；不写则逐项询问")
    .option("--source <来源>", "谁说的，如 机构来电；不写则是本办公室核实")
    .option("--reason <原因>", "为什么改")
    .addHelpText(
      "after",
      examples(
        ["tuban set 3 电话=13800000001", "改电话"],
        ["tuban set 3 许可证号=教民141160279000001 有效期至=2027-06-30 --reason 换证", "换了证"],
        ["tuban set 3 证照类别=有证有照", "证照类别定了"],
        ["tuban set 3 机构状态=注销 --on 2026-11-20 --reason 登记机关已核准注销", "注销了"],
      ),
    )
    .action((query: string, pairs: string[], options: RosterEntryOptions) =>
      run(async (office) => (await import("../commands/roster-entry.ts")).setFields(office, query, pairs, options)),
    );
};

export const addVerb: Verb = (command, run) => {
  command
    .argument("[项目=内容...]", "至少有 名称=全称；不写则逐项询问")
    .option("--source <来源>", "从哪里知道的，如 街道摸排、举报")
    .option("--reason <原因>", "写进登记里的一句话")
    .addHelpText(
      "after",
      examples(["tuban add 名称=阳光培训中心 属地=城东 证照=无证无照 电话=13800000001 --source 举报", "举报来的一家"]),
    )
    .action((pairs: string[], options: RosterEntryOptions) =>
      run(async (office) => (await import("../commands/roster-entry.ts")).addInstitution(office, pairs, options)),
    );
};
