import type { Verb } from "./verb.ts";

export const doctorVerb: Verb = (command, run) => {
  command
    .option("--mend", "能放心处理的，都处理")
    .action((options: { mend?: boolean }) =>
      run(async (office) => (await import("../commands/doctor.ts")).doctor(office, options)),
    );
};
