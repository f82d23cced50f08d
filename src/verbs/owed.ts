import { examples } from "./verb.ts";
import type { Verb } from "./verb.ts";

export const owedVerb: Verb = (program, run) => {
  program
    .command("owed [应有]")
    .description("应有：谁该按期有什么（报表、年检、承诺书、总结……），还缺谁")
    .option("--csv", "输出 CSV")
    .addHelpText(
      "after",
      examples(["tuban owed", "各项应有多少、还缺多少"], ["tuban owed 平台入驻 --csv", "哪几家还没有入驻"]),
    )
    .action((name: string | undefined, options: { csv?: boolean }) =>
      run(async (office) => (await import("../commands/owed.ts")).owed(office, name, options)),
    );
};
