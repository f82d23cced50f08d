import { InvalidArgumentError } from "commander";
import type { Verb } from "./verb.ts";

const work = () => import("../commands/log.ts");

export const logVerb: Verb = (program, run) => {
  program
    .command("log")
    .description("登记流水：谁、哪天、做了什么")
    .option("-n, --limit <条数>", "最多显示多少条（默认 20）", count)
    .option("--csv", "输出 CSV")
    .action((options: { limit?: number; csv?: boolean }) => run(async (office) => (await work()).log(office, options)));
};

export const verifyVerb: Verb = (program, run) => {
  program
    .command("verify")
    .description("核对整本账：每条事实、每次登记是否还是原样")
    .action(() => run(async (office) => (await import("../commands/verify.ts")).verify(office)));
};

function count(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError("要一个正整数");
  return value;
}
