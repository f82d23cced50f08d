import { examples } from "./verb.ts";
import type { Verb } from "./verb.ts";
import type { ZeroOptions } from "../commands/zero.ts";

export const zeroVerb: Verb = (program, run) => {
  program
    .command("zero")
    .description("零目标：方案里“不出现”的事发生了几起，已经多少天没有发生")
    .option("--csv", "输出 CSV")
    .addHelpText("after", examples(["tuban zero", "每个零目标发生几起、最近一起在哪里"]))
    .action((options: ZeroOptions) =>
      run(async (office) => (await import("../commands/zero.ts")).zero(office, options)),
    );
};
