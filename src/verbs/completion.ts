import { Argument } from "commander";
import type { Command } from "commander";
import { examples } from "./verb.ts";
import type { Verb } from "./verb.ts";

const work = () => import("../commands/completion.ts");

/** The program, with all words and options of every verb where one of these is typed (wholeTree in index.ts). */
const programOf = (command: Command): Command => command.parent ?? command;

export const completionVerb: Verb = (command, run) => {
  command
    .addArgument(new Argument("<命令行>", "哪一种命令行").choices(["bash", "zsh", "fish", "powershell"]))
    .addHelpText(
      "after",
      examples(
        ['eval "$(tuban completion bash)"', "bash，写进 ~/.bashrc"],
        ["tuban completion powershell | Out-String | Invoke-Expression", "PowerShell，写进 $PROFILE"],
      ),
    )
    .action((shell: string) => run(async (office) => (await work()).completionScript(office, shell)));
};

/** What a shell asks while somebody types; no command for people. */
export const completeVerb: Verb = (command, run) => {
  command
    .argument("[已写的词...]")
    .option("--word <词>", "正在写的词", "")
    .action((before: string[], { word }: { word: string }) =>
      run(async (office) => {
        const { candidatesAfter } = await import("../reference.ts");
        await (await work()).completionWords(office, candidatesAfter(programOf(command), before, word), word);
      }),
    );
};

/** Every command on one page, for docs and for man. */
export const referenceVerb: Verb = (command, run) => {
  command.addArgument(new Argument("<样式>").choices(["markdown", "man"])).action((form: string) =>
    run(async (office) => {
      const { manPage, referencePage } = await import("../reference.ts");
      const program = programOf(command);
      office.io.out.write(form === "man" ? manPage(program) : referencePage(program));
    }),
  );
};
