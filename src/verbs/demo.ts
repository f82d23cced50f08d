import type { DemoOptions } from "../commands/demo/index.ts";
import type { Verb } from "./verb.ts";

export const demoVerb: Verb = (program, run) => {
  program
    .command("demo")
    .argument("[文件夹]", "演示用的文件夹，由它自己新建", "demo")
    .description("看一遍：用样例数据从方案走到名单和周调度")
    .option("--full", "北仑区的方案从4月到11月走一整年：各本台账、编印、抽取、报表")
    .action((folder: string, options: DemoOptions) =>
      run(async (office) => (await import("../commands/demo/index.ts")).demo(office, folder, options)),
    );
};
