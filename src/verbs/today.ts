import type { Verb } from "./verb.ts";

/** What `tuban` without a command does. A mistyped command ends up here too, with its options. */
export const todayVerb: Verb = (program, run) => {
  program
    .command("today", { isDefault: true })
    .description("今日：阶段还剩几天，等着办的事和下一条命令（直接运行 tuban 就是它）")
    .argument("[多余的词...]")
    .usage("")
    .allowUnknownOption()
    .action((words: string[]) =>
      run(async (office) =>
        (await import("../commands/today.ts")).today(
          office,
          words,
          program.commands.map((command) => command.name()),
        ),
      ),
    );
};
