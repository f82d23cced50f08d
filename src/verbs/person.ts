import { examples } from "./verb.ts";
import type { Verb } from "./verb.ts";
import type { PersonOptions } from "../commands/person.ts";

const work = () => import("../commands/person.ts");

export const personVerb: Verb = (person, run) => {
  person
    .command("add <姓名>")
    .description("登记一个人；再登记一次就是变更")
    .requiredOption("--unit <单位>", "所在单位")
    .option("--cert <执法证号>", "行政执法证号")
    .option("--no-cert", "证件遗失、收回：从这一天起按无证算")
    .option("--until <日期>", "证件有效期至")
    .option("--team <工作组>", "所在工作组")
    .action((name: string, options: PersonOptions) =>
      run(async (office) => (await work()).personAdd(office, name, options)),
    );
  person
    .command("import <文件>")
    .description("从 CSV 导入：姓名、单位、执法证号、证件有效期、工作组")
    .action((file: string) => run(async (office) => (await work()).personImport(office, file)));
  person
    .command("list")
    .description("人员名册和证件是否有效")
    .option("--csv", "输出 CSV")
    .action((options: { csv?: boolean }) => run(async (office) => (await work()).personList(office, options)));
  person.addHelpText(
    "after",
    examples(
      ["tuban person add 张某甲 --unit 区教体局 --cert 豫P0001 --until 2025-12-31", "登记一名检查人员"],
      ["tuban person add 张某甲 --unit 区教体局 --no-cert --on 2021-07-20", "他的证件遗失了，7月20日起按无证算"],
    ),
  );
};

export const asVerb: Verb = (command, run) => {
  command.arguments("<姓名>").action((name: string) => run(async (office) => (await work()).as(office, name)));
};
