import { collect, examples } from "./verb.ts";
import type { Verb } from "./verb.ts";
import type { ReviewOptions } from "../commands/review/index.ts";

const work = () => import("../commands/review/index.ts");

export const reviewVerb: Verb = (command, run) => {
  command
    .arguments("[文号或机构]")
    .option("--kind <种类>", "复查 或 回头看", "复查")
    .option("--by <人员>", "谁去的，两名以上：甲,乙")
    .option("--result <编号=结果>", "不逐个问，直接写：3=已整改:说明，或 全部=未整改；可写多次", collect)
    .option("--evidence <编号=文件>", "证据：3=照片.jpg，或 全部=照片.jpg；可写多次", collect)
    .option("--due", "列出到期待复查的问题")
    .option("--within <天数>", "--due 时连同几天内到期的")
    .option("--csv", "--due 时输出 CSV")
    .action((query: string | undefined, options: ReviewOptions) =>
      run(async (office) => (await work()).review(office, query, options)),
    )
    .addHelpText(
      "after",
      examples(
        ["tuban review --due --within 7", "看哪些问题到期、七天内到期"],
        ["tuban review 川教体改〔2021〕1号 --by 张某甲,李某乙", "逐个问题按 1–5 键登记结果"],
        [
          "tuban review 3 --by 张某甲,李某乙 --result 全部=已整改:现场查看 --evidence 全部=照片.jpg",
          "一次登记全部结果",
        ],
        ["tuban review 3 --kind 回头看 --by 张某甲,李某乙", "看销了号的问题有没有反弹"],
      ),
    );
};
