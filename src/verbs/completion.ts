import { Argument } from "commander";
import { examples } from "./verb.ts";
import type { Verb } from "./verb.ts";

const work = () => import("../commands/completion.ts");

export const completionVerb: Verb = (program, run) => {
  program
    .command("completion")
    .description("命令补全：按 TAB 出命令、选项，机构写名称或拼音首字母")
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
export const completeVerb: Verb = (program, run) => {
  program
    .command("complete", { hidden: true })
    .argument("[已写的词...]")
    .option("--word <词>", "正在写的词", "")
    .action((before: string[], { word }: { word: string }) =>
      run(async (office) => {
        const { candidatesAfter } = await import("../reference.ts");
        await (await work()).completionWords(office, candidatesAfter(program, before, word), word);
      }),
    );
};

/** Every command on one page, for docs and for man. */
export const referenceVerb: Verb = (program, run) => {
  program
    .command("reference", { hidden: true })
    .addArgument(new Argument("<样式>").choices(["markdown", "man"]))
    .action((form: string) =>
      run(async (office) => {
        const { manPage, referencePage } = await import("../reference.ts");
        office.io.out.write(form === "man" ? manPage(program) : referencePage(program));
      }),
    );
};
