import { InvalidArgumentError } from "commander";
import { examples } from "./verb.ts";
import type { Verb } from "./verb.ts";

/** A journal entry's number as typed. */
export function entryNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError("要一个登记序号，见 tuban log");
  return Number(text);
}

export const undoVerb: Verb = (command, run) => {
  command
    .argument("<登记序号>", "见 tuban log", entryNumber)
    .requiredOption("--reason <原因>", "为什么撤销")
    .addHelpText(
      "after",
      examples(
        ["tuban undo 7 --reason 检查对象登错了", "撤销第 7 次登记：从它发生的那天起不算数"],
        ["tuban undo 7 --reason 机构已迁出 --on 2021-07-20", "从 7 月 20 日起不算数，此前的数里仍有它"],
      ),
    )
    .action((seq: number, options: { reason: string }) =>
      run(async (office) => (await import("../commands/undo.ts")).undo(office, seq, options)),
    );
};
