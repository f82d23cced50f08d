import { Option } from "commander";
import { examples } from "./verb.ts";
import type { Verb } from "./verb.ts";
import type { ListOptions } from "../commands/list/index.ts";
import { subjectKinds } from "../campaign/plan.ts";

/** The words of commands/state, which is not loaded until the verb runs. */
const stages: readonly NonNullable<ListOptions["stage"]>[] = [
  "有未销号问题",
  "有逾期问题",
  "从未检查",
  "只查过一次",
  "检查过",
  "暂时关停",
  "取缔关停",
  "停业",
  "注销",
  "转型",
  "白名单",
  "黑名单",
];

export const listVerb: Verb = (command, run) => {
  command
    .argument("[关键词]", "编号、名称、代码、电话、地址、人名或拼音首字母")
    .option("--phone <电话>", "电话是它的，写一部分也行")
    .option("--address <地址>", "地址里有它的")
    .option("--person <姓名>", "法定代表人、举办者或负责人是他的")
    .option("--class <证照类别>", "有证有照、有照无证、有证无照、无证无照 或 不详")
    .option("--town <属地>", "乡镇、街道")
    .option("--zone <片区>", "方案“片区”台账里的一个片区：它含的街道、社区")
    .addOption(new Option("--kind <对象>", "对象类型").choices(subjectKinds))
    .addOption(new Option("--stage <状态>", "只看这种状态的").choices(stages))
    .option("--csv", "输出 CSV：全部的列，可以再导入")
    .option("--xlsx <文件>", "写成 Excel：同样的列，日期是日期，号码是文本")
    .addHelpText(
      "after",
      examples(
        ["tuban list 阳光", "名称里有“阳光”的"],
        ["tuban list 13800010002", "举报来的电话是哪一家的"],
        ["tuban list --class 无证无照 --stage 从未检查", "还没查过的无证无照机构"],
        ["tuban list --stage 只查过一次", "还没有再去看过的：检查、复查、回头看一共一次"],
        ["tuban list --as-of 2021-07-23 --csv", "那一天的底数，输出 CSV"],
        ["tuban list --town 城东 --xlsx 城东.xlsx", "城东的底数，写成 Excel"],
      ),
    )
    .action((query: string | undefined, options: ListOptions) =>
      run(async (office) => (await import("../commands/list/index.ts")).list(office, query, options)),
    );
};
