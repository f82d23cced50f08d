import { collect, examples } from "./verb.ts";
import type { Verb } from "./verb.ts";
import type { ProvisionOptions } from "../commands/export.ts";
import type { PurgeOptions } from "../commands/purge.ts";

export const exportVerb: Verb = (command, run) => {
  command
    .requiredOption("--for <单位>", "给哪个单位")
    .requiredOption("--purpose <用途>", "作什么用，依据什么")
    .requiredOption("--file <文件>", "写到哪个 CSV 文件")
    .option("--with <类别>", "另给 内部 或 敏感（含内部）的项目，可写多次", collect)
    .option("--town <属地>", "只给这个属地的")
    .addHelpText(
      "after",
      examples(
        ["tuban export --for 某某街道办 --purpose 摸排核对 --town 城东 --file 城东.csv", "城东各家，只有公开的项目"],
        ["tuban export --for 区公安分局 --purpose 联合执法 --with 敏感 --file 联合执法.csv", "连同法定代表人、电话等"],
      ),
    )
    .action((options: ProvisionOptions) =>
      run(async (office) => (await import("../commands/export.ts")).provide(office, options)),
    );
};

export const purgeVerb: Verb = (command, run) => {
  command
    .requiredOption("--until <日期>", "这一天和以前办结的（按你们的保管期限算出来）")
    .requiredOption("--rule <依据>", "按哪条保管期限规定，写在账上")
    .option("--sealed", "台账里的保密内容（投诉人等）")
    .option("--evidence", "佐证文件；机构还有没销号的问题、没结的案件的不动")
    .addHelpText(
      "after",
      examples(
        ["tuban purge --until 2023-12-31 --rule 本局保管期限表第4项 --sealed", "先看有哪些"],
        ["tuban purge --until 2023-12-31 --rule 本局保管期限表第4项 --sealed --evidence --yes", "销毁，并记在账上"],
      ),
    )
    .action((options: PurgeOptions) =>
      run(async (office) => (await import("../commands/purge.ts")).purge(office, options)),
    );
};
