import { collect, count, examples } from "./verb.ts";
import type { Verb } from "./verb.ts";
import type { DecideOptions } from "../commands/bundle/decide.ts";
import type { BundleInOptions } from "../commands/bundle/in.ts";
import type { BundleBackOptions, BundleOpenOptions } from "../commands/bundle/open.ts";
import type { BundleOutOptions } from "../commands/bundle/out.ts";
import type { WaitingOptions } from "../commands/bundle/waiting.ts";

const work = {
  out: () => import("../commands/bundle/out.ts"),
  open: () => import("../commands/bundle/open.ts"),
  in: () => import("../commands/bundle/in.ts"),
  list: () => import("../commands/bundle/list.ts"),
  waiting: () => import("../commands/bundle/waiting.ts"),
  decide: () => import("../commands/bundle/decide.ts"),
};

export const bundleVerb: Verb = (bundle, run) => {
  bundle.addHelpText(
    "after",
    examples(
      ["tuban bundle out --team 三组 --town 城东街道 --to 三组.tuban", "单位：把城东街道的机构交给三组"],
      ["tuban bundle open 三组.tuban --to 三组", "组里：打开在“三组”文件夹，进去照常登记"],
      ["tuban bundle back", "组里：办完了装成一个文件"],
      ["tuban bundle in 三组-带回-20261129-1700.tuban", "单位：收回"],
    ),
  );
  bundle
    .command("out")
    .description("交出一个任务包：机构和关于它们的一切、方案、人员、模板、预留的文号")
    .requiredOption("--team <组>", "交给哪个组；不写属地、编号的，是这个组的属地的机构")
    .option("--to <文件>", "写到哪里（默认 <组>.tuban）")
    .option("--town <属地>", "哪些属地的机构，可写几次", collect)
    .option("--ids <编号>", "哪些机构，如 1,2,3 或 15-20", collect)
    .option("--numbers <个数>", "每种文书、台账预留几个号（默认机构数，至少 20）", count)
    .option("--encrypt", "加口令（终端上问，或用环境变量 TUBAN_PASSPHRASE）")
    .option("--recipient <公钥>", "用 age 公钥加密，可写几次", collect)
    .addHelpText(
      "after",
      examples(
        ["tuban bundle out --team 城东街道", "城东街道的机构，写到 城东街道.tuban"],
        ["tuban bundle out --team 三组 --ids 1,2,3 --encrypt", "只要这三家，加口令"],
      ),
    )
    .action((options: BundleOutOptions) => run(async (office) => (await work.out()).bundleOut(office, options)));
  bundle
    .command("open")
    .description("打开任务包：在一个新文件夹里，进去照常登记")
    .argument("<任务包>", "tuban bundle out 写出的文件")
    .option("--to <文件夹>", "新的或空的文件夹（默认与文件同名）")
    .option("--identity <文件>", "age 密钥文件，打开用公钥加密的任务包")
    .addHelpText("after", examples(["tuban bundle open 三组.tuban --to 三组", "打开在“三组”文件夹里"]))
    .action((file: string, options: BundleOpenOptions) =>
      run(async (office) => (await work.open()).bundleOpen(office, file, options)),
    );
  bundle
    .command("back")
    .description("把手上的任务包连照片、文书装成一个文件，带回单位")
    .option("--to <文件>", "写到哪里（默认 <组>-带回-时间.tuban）")
    .option("--encrypt", "加口令（终端上问，或用环境变量 TUBAN_PASSPHRASE）")
    .option("--recipient <公钥>", "用 age 公钥加密，可写几次", collect)
    .addHelpText("after", examples(["tuban bundle back", "写在当前文件夹里"]))
    .action((options: BundleBackOptions) => run(async (office) => (await work.open()).bundleBack(office, options)));
  bundle
    .command("in")
    .description("收回任务包：逐条照单位的规矩过一遍，收下的进账本，冲突的、过不了的待定")
    .argument("<任务包>", "tuban bundle back 写出的文件；同一个收两遍没有害处")
    .option("--goes-on", "组里还接着用这个包，预留的号还留着")
    .option("--identity <文件>", "age 密钥文件，打开用公钥加密的任务包")
    .addHelpText(
      "after",
      examples(
        ["tuban bundle in 三组-带回-20261129-1700.tuban", "收回，包就回来了"],
        ["tuban bundle in 三组-带回-20261129-1700.tuban --goes-on", "先收一次，组里明天接着用"],
      ),
    )
    .action((file: string, options: BundleInOptions) =>
      run(async (office) => (await work.in()).bundleIn(office, file, options)),
    );
  bundle
    .command("waiting")
    .description("待定的登记：两个组办了同一件事的并排看，过不了的写明为什么；在终端上逐件问，按一个键就定")
    .option("--csv", "输出 CSV")
    .option("--identity <文件>", "age 密钥文件，任务包是用公钥加密的，里面的保密内容靠它取出")
    .addHelpText("after", examples(["tuban bundle waiting", "看有哪些要定，逐件定"]))
    .action((options: WaitingOptions) => run(async (office) => (await work.waiting()).bundleWaiting(office, options)));
  bundle
    .command("take")
    .description("收下待定的登记；和它冲突的就不收了")
    .argument("[编号...]", "tuban bundle waiting 里的编号")
    .option("--team <组>", "这个组的全部")
    .requiredOption("--reason <原因>", "为什么收")
    .option("--identity <文件>", "age 密钥文件，任务包是用公钥加密的，里面的保密内容靠它取出")
    .addHelpText(
      "after",
      examples(
        ["tuban bundle take 2 --reason 打电话核实过", "收下第 2 条"],
        ["tuban bundle take --team 甲组 --reason 以甲组为准", "甲组的都收下，和它们冲突的不收"],
      ),
    )
    .action((words: string[], options: DecideOptions) =>
      run(async (office) => (await work.decide()).bundleTake(office, words, options)),
    );
  bundle
    .command("drop")
    .description("不收待定的登记，连同依据它的")
    .argument("[编号...]", "tuban bundle waiting 里的编号")
    .option("--team <组>", "这个组的全部")
    .requiredOption("--reason <原因>", "为什么不收")
    .addHelpText("after", examples(["tuban bundle drop 1 --reason 记错了", "第 1 条不收"]))
    .action((words: string[], options: DecideOptions) =>
      run(async (office) => (await work.decide()).bundleDrop(office, words, options)),
    );
  bundle
    .command("list")
    .description("交出的任务包：交给谁，在外几天，收回了多少，还有几条待定")
    .option("--csv", "输出 CSV")
    .addHelpText("after", examples(["tuban bundle list", "看哪些包还在外面"]))
    .action((options: { csv?: boolean }) => run(async (office) => (await work.list()).bundleList(office, options)));
};
