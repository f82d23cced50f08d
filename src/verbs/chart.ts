import { examples } from "./verb.ts";
import type { Verb } from "./verb.ts";
import type { ChartOptions } from "../commands/chart.ts";

export const chartVerb: Verb = (command, run) => {
  command
    .option("--out <文件>", "写成哪个文件：.svg、.html，有浏览器的电脑还有 .pdf、.png（默认 挂图.svg）")
    .option("--town <属地>", "只画一个属地")
    .addHelpText(
      "after",
      examples(
        ["tuban chart --out 挂图.html", "用浏览器打开，按 A3 横向打印，黑白也看得清"],
        ["tuban chart --out 挂图.pdf", "直接出 PDF（用这台电脑上的浏览器）"],
      ),
    )
    .action((options: ChartOptions) =>
      run(async (office) => (await import("../commands/chart.ts")).chart(office, options)),
    );
};
