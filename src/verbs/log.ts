import { collect, count, examples } from "./verb.ts";
import type { Verb } from "./verb.ts";

const work = () => import("../commands/log.ts");

export const logVerb: Verb = (command, run) => {
  command
    .option("-n, --limit <条数>", "最多显示多少条（默认 20）", count)
    .option("--csv", "输出 CSV")
    .action((options: { limit?: number; csv?: boolean }) => run(async (office) => (await work()).log(office, options)));
};

export const verifyVerb: Verb = (command, run) => {
  command
    .option("--code <校验码>", "纸上的校验码是不是这本账的，可写几次", collect)
    .addHelpText(
      "after",
      examples(["tuban verify --code 37-9K3D-7ZQX-0M2V-H4TT-K", "印有这个校验码的报表、名单、文书出自这本账吗"]),
    )
    .action((options: { code?: readonly string[] }) =>
      run(async (office) => (await import("../commands/verify.ts")).verify(office, options)),
    );
};
