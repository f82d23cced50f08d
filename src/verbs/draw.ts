import { collect, examples } from "./verb.ts";
import type { Verb } from "./verb.ts";
import type { FreezeOptions } from "../commands/draw/options.ts";
import type { ReplaceOptions } from "../commands/draw/replace.ts";
import type { SeedOptions } from "../commands/draw/seed.ts";
import type { ShowOptions } from "../commands/draw/show.ts";

export const drawVerb: Verb = (draw, run) => {
  draw
    .option("--csv", "输出 CSV")
    .action((options: ShowOptions) =>
      run(async (office) => (await import("../commands/draw/show.ts")).drawList(office, options)),
    );
  draw
    .command("freeze [抽取]")
    .description("锁定两个名录库（对象、人员）和回避、比例，这时还没有人知道种子")
    .option("--percent <比例>", "抽取比例，百分数（方案没有填时，或这一次不同）")
    .option("--exclude <编号:理由>", "这一次不抽的，可写几个", collect)
    .option("--recuse <编号:姓名:理由>", "谁不派到哪一家，可写几个", collect)
    .option("--officers <姓名>", "只用这些人，用逗号隔开（默认全部有执法证的）")
    .option("--lottery <名称>", "种子用以后开奖的彩票，如 双色球第2021089期（默认两人当场掷骰）")
    .option("--lottery-on <日期>", "开奖日期")
    .option("--dry-run", "只看，不锁定")
    .action((name: string | undefined, options: FreezeOptions) =>
      run(async (office) => (await import("../commands/draw/freeze.ts")).drawFreeze(office, name, options)),
    );
  draw
    .command("seed [编号]")
    .description("登记种子，抽出结果；编号不写就是最近一次")
    .option("--roll <姓名:数字>", "谁掷了什么，两人以上，合计不少于 24 位", collect)
    .option("--numbers <号码>", "开奖号码，各区用分号隔开")
    .option("--csv", "输出 CSV")
    .action((query: string | undefined, options: SeedOptions) =>
      run(async (office) => (await import("../commands/draw/seed.ts")).drawSeed(office, query, options)),
    );
  draw
    .command("show [编号]")
    .description("抽中哪些、派谁去、查了没有")
    .option("--csv", "输出 CSV")
    .action((query: string | undefined, options: ShowOptions) =>
      run(async (office) => (await import("../commands/draw/show.ts")).drawShow(office, query, options)),
    );
  draw
    .command("replace <编号> <对象>")
    .description("停业、注销等查不了的换下一家；--officer 只换一个人")
    .requiredOption("--reason <理由>", "理由")
    .option("--officer <姓名>", "换下哪一个人")
    .action((query: string, place: string, options: ReplaceOptions) =>
      run(async (office) => (await import("../commands/draw/replace.ts")).drawReplace(office, query, place, options)),
    );
  draw
    .command("file [编号]")
    .description("写出可以公布、可以重放的文件")
    .option("--out <文件>", "写到哪里（默认账本旁的 抽取 文件夹）")
    .action((query: string | undefined, options: { out?: string }) =>
      run(async (office) => (await import("../commands/draw/published.ts")).drawFile(office, query, options)),
    );
  draw
    .command("check <文件>")
    .description("按公布的文件重放，看结果对不对；不需要账本")
    .action((file: string) =>
      run(async (office) => (await import("../commands/draw/published.ts")).drawCheck(office, file)),
    );
  draw.addHelpText(
    "after",
    examples(
      ["tuban draw freeze --percent 10", "锁定名录库，抽一成"],
      ["tuban draw seed --roll 张某甲:503918274655 --roll 李某乙:917362544018", "两人各掷 12 位数字，抽出结果"],
      ["tuban draw check 抽取结果.json", "谁都能核对"],
    ),
  );
};
