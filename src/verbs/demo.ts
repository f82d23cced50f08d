import type { DemoOptions } from "../commands/demo/index.ts";
import type { Verb } from "./verb.ts";

export const demoVerb: Verb = (command, run) => {
  command
    .argument("[文件夹]", "演示用的文件夹，由它自己新建", "demo")
    .option("--full", "北仑区的方案从4月到11月走一整年：各本台账、编印、抽取、报表")
    .action((folder: string, options: DemoOptions) =>
      run(async (office) => (await import("../commands/demo/index.ts")).demo(office, folder, options)),
    );
};
