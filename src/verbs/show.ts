import { examples } from "./verb.ts";
import type { Verb } from "./verb.ts";

export const showVerb: Verb = (command, run) => {
  command
    .argument("<机构>", "编号、名称、代码、电话、人名或拼音首字母")
    .addHelpText("after", examples(["tuban show 12", "看 12 号"], ["tuban show ygpx", "按拼音首字母找"]))
    .action((query: string) => run(async (office) => (await import("../commands/show.ts")).show(office, query)));
};
