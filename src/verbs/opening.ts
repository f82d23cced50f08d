import { examples } from "./verb.ts";
import type { Verb } from "./verb.ts";
import type { OpeningOptions } from "../commands/opening.ts";

export const openingVerb: Verb = (command, run) => {
  command
    .arguments("[指标] [数量]")
    .option("--town <属地>", "哪个乡镇、街道的")
    .option("--department <部门>", "哪个部门的")
    .option("--note <说明>", "说明，如 见第12期周报")
    .option("--sheet <文件>", "登记填好的表：Excel 或 CSV，一行一个属地，一列一个指标")
    .option("--form", "写出这张表")
    .option("--out <文件>", "和 --form 一起用：写进哪个文件")
    .option("--csv", "输出 CSV")
    .addHelpText(
      "after",
      examples(
        ["tuban opening --form --out 期初数.xlsx", "写出表，照最后一期纸面报表填"],
        ["tuban opening --sheet 期初数.xlsx --on 2026-11-27", "登记，累计数从此接得上"],
        ["tuban opening 检查家次 120 --on 2026-11-27", "只填一个"],
      ),
    )
    .action((indicator: string | undefined, quantity: string | undefined, options: OpeningOptions) =>
      run(async (office) => (await import("../commands/opening.ts")).opening(office, indicator, quantity, options)),
    );
};
