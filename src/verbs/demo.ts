import type { Verb } from "./verb.ts";

export const demoVerb: Verb = (program, run) => {
  program
    .command("demo")
    .argument("[文件夹]", "演示用的文件夹，由它自己新建", "demo")
    .description("看一遍：用样例数据从方案走到名单和周调度")
    .action((folder: string) =>
      run(async (office) => (await import("../commands/demo/index.ts")).demo(office, folder)),
    );
};
