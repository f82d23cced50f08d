import type { Verb } from "./verb.ts";

export const doctorVerb: Verb = (program, run) => {
  program
    .command("doctor")
    .description("体检：程序、磁盘、权限、时钟、账本、备份、没有写完的文书；打电话求助时照着念")
    .option("--mend", "能放心处理的，都处理")
    .action((options: { mend?: boolean }) =>
      run(async (office) => (await import("../commands/doctor.ts")).doctor(office, options)),
    );
};
