import { entryNumber } from "./undo.ts";
import { examples } from "./verb.ts";
import type { Verb } from "./verb.ts";
import type { ImportOptions } from "../commands/import.ts";

const collect = (value: string, before: readonly string[] = []): string[] => [...before, value];

export const importVerb: Verb = (program, run) => {
  const verb = program
    .command("import")
    .description("导入底数：CSV 台账，自动认列，问题行放在一边；同一份再导一次不会重复")
    .argument("<文件>", "CSV 或 TSV；UTF-8、GBK 都行")
    .option("--source <来源>", "这份表从哪里来，如 街道摸排、市监局登记库")
    .option("--dry-run", "预演：逐行列出会怎样，什么也不写")
    .option("--map <列名=字段>", "指明某一列是什么，可写多次", collect)
    .action((file: string, options: ImportOptions) =>
      run(async (office) => (await import("../commands/import.ts")).importRoster(office, file, options)),
    );
  verb
    .command("undo")
    .description("撤销一次导入（默认最近一次）")
    .argument("[登记序号]", "见 tuban log", entryNumber)
    .requiredOption("--reason <原因>", "为什么撤销")
    .action((seq: number | undefined, options: { reason: string }) =>
      run(async (office) => (await import("../commands/undo.ts")).undoImport(office, seq, options)),
    );
  verb.addHelpText(
    "after",
    examples(
      ["tuban import 台账.csv --source 街道摸排 --dry-run", "先看会新登记几家、改哪几处、拒收哪几行"],
      ["tuban import 台账.csv --source 街道摸排", "导入；问题列在 台账.csv.问题.csv"],
      ["tuban import 台账.csv --map 门头名=机构名称", "“门头名”这一列当作机构名称"],
      ["tuban import undo --reason 导错了文件", "撤销最近一次导入"],
    ),
  );
};
