import { examples } from "./verb.ts";
import type { Verb } from "./verb.ts";
import type { TallyOptions } from "../commands/tally.ts";

export const tallyVerb: Verb = (command, run) => {
  command
    .arguments("[事项] [数量]")
    .option("--subject <机构>", "记在哪一家名下")
    .option("--unit <单位>", "单位；方案里有的事项不用写")
    .option("--department <部门>", "哪个部门")
    .option("--town <属地>", "哪个乡镇、街道")
    .option("--note <说明>", "说明")
    .option("--csv", "输出 CSV")
    .addHelpText(
      "after",
      examples(
        ["tuban tally 清理广告 12 --department 城管 --on 2021-07-20", "清理广告 12 处"],
        ["tuban tally 退费 35600.50 --unit 元 --subject 小树苗", "方案里没有的事项写明单位；记在一家名下"],
        ["tuban tally --csv", "全部登记"],
      ),
    )
    .action((item: string | undefined, quantity: string | undefined, options: TallyOptions) =>
      run(async (office) => {
        const work = await import("../commands/tally.ts");
        if (item === undefined) await work.tallyList(office, options);
        else await work.tallyAdd(office, item, quantity ?? "", options);
      }),
    );
};
