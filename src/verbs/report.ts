import type { Command } from "commander";
import { examples } from "./verb.ts";
import type { Verb } from "./verb.ts";
import type { ExplainOptions } from "../commands/report/explain.ts";
import type { ReportOptions } from "../commands/report.ts";

const scoped = (command: Command): Command =>
  command
    .option("--phase <序号>", "看哪一个阶段（默认截至日所在的阶段）")
    .option("--kind <报表>", "方案里的哪一种报表（默认每周的那一种）")
    .option("--from <日期>", "从哪天起（默认截至日所在的一周、一月……）")
    .option("--to <日期>", "到哪天止");

export const reportVerb: Verb = (program, run) => {
  const report = scoped(
    program.command("report").description("报表：本期、上期、累计，分属地、分牵头部门，逾期和将到期清单"),
  )
    .option("--out <文件夹>", "写成 Markdown 和 CSV 两个文件")
    .option("--csv", "输出 CSV")
    .action((options: ReportOptions) =>
      run(async (office) => (await import("../commands/report.ts")).report(office, options)),
    );
  scoped(report.command("explain <指标>").description("列出一个数背后的每一行"))
    .option("--town <属地>", "只看一个属地")
    .option("--csv", "输出 CSV")
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
        (await import("../commands/report.ts")).reportIndicators(office, command.optsWithGlobals<{ csv?: boolean }>()),
      ),
    );
  report.addHelpText(
    "after",
    examples(
      ["tuban report --phase 4 --as-of 2021-07-23", "第4阶段，7月23日所在一周的调度表"],
      ["tuban report --out 周报", "写成 周报/周调度-日期.md 和 .csv"],
      ["tuban report --from 2021-07-01 --to 2021-07-15 --json", "任意一段日期，给程序用"],
      ["tuban report explain 逾期未整改数", "是哪几个"],
    ),
  );
};
