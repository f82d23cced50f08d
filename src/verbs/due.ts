import { examples } from "./verb.ts";
import type { Verb } from "./verb.ts";
import type { DueOptions } from "../commands/due/index.ts";

export const dueVerb: Verb = (command, run) => {
  command
    .option("--within <天数>", "几天以内到期的，连同已经过期的（默认 7）")
    .option("--all", "不限天数")
    .option("--stalled [天数]", "改列没有办完的：各本台账、各份、问题、案件，停在谁那里、几天了")
    .option("--ics <文件>", "写成日历文件（不写 --within 的，全部期限），手机、办公软件可以导入")
    .option("--csv", "输出 CSV")
    .action((options: DueOptions) =>
      run(async (office) => (await import("../commands/due/index.ts")).dueList(office, options)),
    )
    .addHelpText(
      "after",
      examples(
        ["tuban due --within 14", "两周内的期限"],
        ["tuban due --stalled 30", "停了三十天以上没有办完的"],
        ["tuban due --ics 期限.ics", "全部期限写成日历文件"],
      ),
    );
};
