import { examples } from "./verb.ts";
import type { Verb } from "./verb.ts";

export const owedVerb: Verb = (command, run) => {
  command
    .arguments("[应有]")
    .option("--csv", "输出 CSV")
    .addHelpText(
      "after",
      examples(["tuban owed", "各项应有多少、还缺多少"], ["tuban owed 平台入驻 --csv", "哪几家还没有入驻"]),
    )
    .action((name: string | undefined, options: { csv?: boolean }) =>
      run(async (office) => (await import("../commands/owed.ts")).owed(office, name, options)),
    );
};
