import type { Command } from "commander";
import { examples } from "./verb.ts";
import type { Verb } from "./verb.ts";
import type { ExplainOptions } from "../commands/report/explain.ts";
import type { ReportOptions } from "../commands/report/index.ts";
import type { ReturnIssueOptions } from "../commands/report/issue.ts";

const scoped = (command: Command): Command =>
  command
    .option("--period <时段>", "week、month、quarter、year、phase、campaign（周、月、季、年、阶段、行动以来）")
    .option("--phase <序号>", "看哪一个阶段（默认截至日所在的阶段）")
    .option("--kind <报表>", "方案里的哪一种报表（默认每周的那一种）")
    .option("--from <日期>", "从哪天起（默认截至日所在的一周、一月……）")
    .option("--to <日期>", "到哪天止");

const jsonFigures = `--json 里每个指标有四个数，与表上各栏同一个意思（算不出的是 null）：
  thisPeriod  本期：期间指标是本期内发生的，时点指标是截至日的
  previous    上期：期间指标是上期内发生的，时点指标是上期末的
  change      thisPeriod 减 previous
  value       累计（期末）：期间指标从行动开始算起，时点指标是截至日的
比率按它的分子、分母：两个都是期间指标的同期间指标，其他同时点指标。`;

export const reportVerb: Verb = (command, run) => {
  const report = scoped(command)
    .option("--out <文件夹>", "写成 Markdown、Word、CSV、网页四个文件；没有这个文件夹就新建")
    .option("--town <属地>", "只看一个属地")
    .option("--csv", "输出 CSV")
    .option("--html", "输出网页（带图，可打印）")
    .option("--xlsx <文件>", "写成 Excel，每个数都连到它的明细")
    .option("--docx <文件>", "写成 Word，按公文格式（GB/T 9704）排好")
    .option("--signer <姓名>", "签发人，印在抬头（方案的报表里写了的不用写；不写留空，打印后签）")
    .action((options: ReportOptions) =>
      run(async (office) => (await import("../commands/report/index.ts")).report(office, options)),
    );
  scoped(report.command("explain <指标>").description("列出一个数背后的每一行"))
    .option("--town <属地>", "只看一个属地")
    .option("--topic <治理内容>", "只看一项治理内容：序号或名称")
    .option("--csv", "输出 CSV")
    .option("--xlsx <文件>", "写成 Excel")
    .action((name: string, _options: unknown, command: Command) =>
      run(async (office) =>
        (await import("../commands/report/explain.ts")).reportExplain(
          office,
          name,
          command.optsWithGlobals<ExplainOptions>(),
        ),
      ),
    );
  report
    .command("indicators")
    .description("方案里的指标各数什么")
    .option("--csv", "输出 CSV")
    .action((_options: unknown, command: Command) =>
      run(async (office) =>
        (await import("../commands/report/index.ts")).reportIndicators(
          office,
          command.optsWithGlobals<{ csv?: boolean }>(),
        ),
      ),
    );
  scoped(report.command("issue").description("签发：编号、存档；与上期衔接，勾稽不成立就停下"))
    .option("--override <理由>", "勾稽不成立也签发，理由印在报表上")
    .option("--docx <文件>", "同时写成 Word")
    .option("--signer <姓名>", "签发人，印在抬头")
    .action((_options: unknown, command: Command) =>
      run(async (office) =>
        (await import("../commands/report/issue.ts")).reportIssue(
          office,
          command.optsWithGlobals<ReturnIssueOptions>(),
        ),
      ),
    );
  report
    .command("list")
    .description("签发过的报表")
    .option("--csv", "输出 CSV")
    .action((_options: unknown, command: Command) =>
      run(async (office) =>
        (await import("../commands/report/returns.ts")).reportList(
          office,
          command.optsWithGlobals<{ csv?: boolean }>(),
        ),
      ),
    );
  report
    .command("show <编号>")
    .description("一份签发过的报表，原样")
    .option("--docx <文件>", "写成 Word")
    .action((number: string, _options: unknown, command: Command) =>
      run(async (office) =>
        (await import("../commands/report/returns.ts")).reportShow(
          office,
          number,
          command.optsWithGlobals<{ docx?: string }>(),
        ),
      ),
    );
  report
    .command("diff <编号> [编号]")
    .description("两份报表相比；只写一份的，列出签发以来它的各数有什么变动")
    .option("--csv", "输出 CSV")
    .action((one: string, other: string | undefined, _options: unknown, command: Command) =>
      run(async (office) =>
        (await import("../commands/report/returns.ts")).reportDiff(
          office,
          one,
          other,
          command.optsWithGlobals<{ csv?: boolean }>(),
        ),
      ),
    );
  report
    .command("check <文件>")
    .description("用方案的勾稽关系核对别人报来的 CSV、Excel 或 JSON")
    .action((file: string) =>
      run(async (office) => (await import("../commands/report/check.ts")).reportCheck(office, file)),
    );
  report.addHelpText("after", `\n${jsonFigures}`);
  report.addHelpText(
    "after",
    examples(
      ["tuban report --phase 4 --as-of 2021-07-23", "第4阶段，7月23日所在一周的调度表"],
      ["tuban report --out 周报", "写成 周报/周调度-日期.md、.docx、.csv、.html"],
      ["tuban report --docx 周调度.docx", "写成 Word，按公文格式排好"],
      ["tuban report --period month --kind 督查通报", "这个月的督查通报"],
      ["tuban report issue --as-of 2021-07-23 --signer 张某甲", "签发这一周的报表，抬头印上签发人"],
      ["tuban report diff 周调度〔2021〕1号", "签发以后，哪些补录、更正动了它的数"],
      ["tuban report --from 2021-07-01 --to 2021-07-15 --json", "任意一段日期，给程序用"],
      ["tuban report explain 逾期未整改数", "是哪几个"],
      ["tuban report explain 存在问题机构数 --topic 竞赛", "有竞赛问题的是哪几家"],
    ),
  );
};
