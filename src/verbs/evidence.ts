import { examples } from "./verb.ts";
import type { Verb } from "./verb.ts";
import type { AddOptions, EvidenceListOptions, ExportOptions } from "../commands/evidence.ts";

const work = () => import("../commands/evidence.ts");

export const evidenceVerb: Verb = (evidence, run) => {
  evidence
    .command("add <文件...>")
    .description(
      "登记证据，写明是哪一件事的：w3 是问题 3，j9 是机构 9 最近一次检查，文号是文书；照片的拍摄时间、地点会列出来",
    )
    .option("--finding <编号>", "属于哪个问题")
    .option("--inspection <机构>", "属于这家最近一次检查")
    .option("--order <文号>", "属于哪份文书")
    .option("--case <案件>", "属于哪个案件")
    .action((files: string[], options: AddOptions) =>
      run(async (office) => (await work()).evidenceAdd(office, files, options)),
    );
  evidence
    .command("list [机构]")
    .description("证据清单")
    .option("--case <案件>", "只看一个案件的")
    .option("--csv", "输出 CSV")
    .action((query: string | undefined, options: EvidenceListOptions) =>
      run(async (office) => (await work()).evidenceList(office, query, options)),
    );
  evidence
    .command("verify")
    .description("逐个核对文件是不是原样")
    .action(() => run(async (office) => (await work()).evidenceVerify(office)));
  evidence
    .command("export [机构]")
    .description("导出文件和证据清单，附卷、移送用")
    .option("--case <案件>", "只导出一个案件的")
    .option("--out <文件夹>", "放在哪里（默认“证据”）")
    .action((query: string | undefined, options: ExportOptions) =>
      run(async (office) => (await work()).evidenceExport(office, query, options)),
    );
  evidence.addHelpText(
    "after",
    examples(
      ["tuban evidence add 现场1.jpg 现场2.jpg --finding 3", "把两张照片登记给问题 3"],
      ["tuban evidence export --case 1 --out 移送材料", "导出案件 1 的全部证据和清单"],
    ),
  );
};
