import { examples } from "./verb.ts";
import type { Verb } from "./verb.ts";
import type { DeadlineWanted } from "../commands/deadline.ts";

export const deadlineVerb: Verb = (command, run) => {
  command
    .option("--from <日期>", "起算的那天，本身不计入（默认今天）")
    .option("--days <天数>", "多少天，也可写 15日、3个月")
    .option("--working", "按工作日")
    .option("--rule <期限>", "按法定期限，如 听证申请")
    .option("--no-roll", "最后一天放假也不顺延")
    .option("--rules", "列出全部法定期限和依据")
    .option("--csv", "--rules 时输出 CSV")
    .action((options: DeadlineWanted) =>
      run(async (office) => (await import("../commands/deadline.ts")).deadlineOf(office, options)),
    )
    .addHelpText(
      "after",
      examples(
        ["tuban deadline --from 2021-09-28 --days 5 --working", "国庆前送达，五个工作日到哪天"],
        ["tuban deadline --from 2021-09-28 --rule 听证申请", "按处罚法算听证申请的最后一天"],
      ),
    );
};
