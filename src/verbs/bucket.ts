import { examples } from "./verb.ts";
import type { Verb } from "./verb.ts";
import type { BucketOptions } from "../commands/bucket.ts";

export const bucketVerb: Verb = (command, run) => {
  command
    .arguments("[机构] [去向]")
    .option("--reason <理由>", "理由")
    .option("--propose", "只列还没有定去向的，按方案的处置办法给出建议")
    .option("--csv", "输出 CSV")
    .addHelpText(
      "after",
      examples(
        ["tuban bucket --propose", "按证照类别和走过的处置办法给出建议"],
        ["tuban bucket 12 规范 --reason 有证有照，收费公示已补上", "登记 12 号归入规范一批"],
      ),
    )
    .action((subject: string | undefined, bucket: string | undefined, options: BucketOptions) =>
      run(async (office) => {
        const work = await import("../commands/bucket.ts");
        if (subject === undefined) await work.bucketList(office, options);
        else await work.bucketSet(office, subject, bucket, options);
      }),
    );
};
