import { examples } from "./verb.ts";
import type { Verb } from "./verb.ts";
import type { ZeroOptions } from "../commands/zero.ts";

export const zeroVerb: Verb = (command, run) => {
  command
    .option("--csv", "输出 CSV")
    .addHelpText("after", examples(["tuban zero", "每个零目标发生几起、最近一起在哪里"]))
    .action((options: ZeroOptions) =>
      run(async (office) => (await import("../commands/zero.ts")).zero(office, options)),
    );
};
