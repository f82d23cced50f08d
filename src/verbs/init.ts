import { collect, examples } from "./verb.ts";
import type { Verb } from "./verb.ts";
import type { InitOptions } from "../commands/init/index.ts";

export const initVerb: Verb = (command, run) => {
  command
    .option("--plan <编号或文件>", "同时采用一个方案")
    .option("--fill <路径=内容>", "填上方案的待填处，可写多次", collect)
    .addHelpText("after", examples(["tuban init --plan chuanhui-2021", "在当前文件夹建 tuban.db 并采用川汇区方案"]))
    .action((options: InitOptions) =>
      run(async (office) => (await import("../commands/init/index.ts")).init(office, options)),
    );
};
