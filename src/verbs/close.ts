import { collect, examples } from "./verb.ts";
import type { Verb } from "./verb.ts";
import type { CloseOptions } from "../commands/close.ts";

export const closeVerb: Verb = (command, run) => {
  command
    .arguments("<问题编号...>")
    .option("--evidence <文件>", "补上佐证，可写多次", collect)
    .option("--note <说明>", "验收说明")
    .action((words: string[], options: CloseOptions) =>
      run(async (office) => (await import("../commands/close.ts")).close(office, words, options)),
    )
    .addHelpText(
      "after",
      examples(
        ["tuban close w3 w4 --as 赵某丁", "赵某丁确认第 3、4 号问题已整改到位"],
        ["tuban close 川教体改〔2021〕1号 --as 赵某丁", "这份文书里待验收的问题全部销号"],
      ),
    );
};
