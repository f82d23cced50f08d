import type { Verb } from "./verb.ts";

/** What `tuban` without a command does. A mistyped command ends up here too, with its options. */
export const todayVerb: Verb = (command, run) => {
  command
    .argument("[多余的词...]")
    .usage("")
    .allowUnknownOption()
    .action((words: string[]) => run(async (office) => (await import("../commands/today.ts")).today(office, words)));
};
