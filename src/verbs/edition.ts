import { examples } from "./verb.ts";
import type { Verb } from "./verb.ts";
import type { IssueOptions } from "../commands/edition/issue.ts";

export const editionVerb: Verb = (edition, run) => {
  edition
    .option("--csv", "输出 CSV")
    .action((options: { csv?: boolean }) =>
      run(async (office) => (await import("../commands/edition/show.ts")).editionList(office, options)),
    );
  edition
    .command("issue [名称]")
    .description("编印一版：写成 Markdown、Word、CSV，记在账上")
    .option("--public", "公开的各编印一版")
    .option("--out <文件夹>", "写到哪里（默认账本旁的 编印 文件夹）")
    .option("--dry-run", "只看，不编印")
    .action((name: string | undefined, options: IssueOptions) =>
      run(async (office) => (await import("../commands/edition/issue.ts")).editionIssue(office, name, options)),
    );
  edition
    .command("show <名称> [版次]")
    .description("编印过的一版，一字不改（默认最新一版）")
    .option("--csv", "输出 CSV")
    .action((name: string, version: string | undefined, options: { csv?: boolean }) =>
      run(async (office) => (await import("../commands/edition/show.ts")).editionShow(office, name, version, options)),
    );
  edition
    .command("diff <名称> [版次]")
    .description("编印以后的变动：新增、去掉、改动")
    .option("--csv", "输出 CSV")
    .action((name: string, version: string | undefined, options: { csv?: boolean }) =>
      run(async (office) => (await import("../commands/edition/show.ts")).editionDiff(office, name, version, options)),
    );
  edition.addHelpText(
    "after",
    examples(
      ["tuban edition", "方案里有哪些编印"],
      ["tuban edition issue 问题台账", "编印一版问题台账"],
      ["tuban edition diff 整治任务清单", "查漏补缺：上一版以后变了什么"],
      ["tuban edition issue --public --out 公开", "要公开的都写进一个文件夹"],
    ),
  );
};
