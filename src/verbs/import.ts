import { Option } from "commander";
import { subjectKinds } from "../campaign/plan.ts";
import type { SubjectKind } from "../campaign/index.ts";
import { entryNumber } from "./undo.ts";
import { collect, examples } from "./verb.ts";
import type { Verb } from "./verb.ts";
import type { ImportOptions } from "../commands/import/index.ts";
import type { CompareOptions, ConflictOptions } from "../commands/import/compare.ts";
import type { PairReviewOptions } from "../commands/import/review.ts";

export const importVerb: Verb = (verb, run) => {
  verb
    .argument("[文件...]", "Excel（.xlsx、.xlsm）、CSV 或 TSV；UTF-8、GBK 都行；几份的依次导入")
    .option("--source <来源>", "这份表从哪里来，如 街道摸排、市监局登记库")
    .option("--dry-run", "预演：逐行列出会怎样，什么也不写")
    .option("--map <列名=字段>", "指明某一列是什么，可写多次；列名=另存 是照原样收下", collect)
    .addOption(new Option("--kind <对象>", "表里没写对象类型的，都当作这一种").choices(subjectKinds))
    .option("--sheet <工作表>", "Excel 里读哪一张，写名称或第几张")
    .option("--strict", "有一行不能收，就整份都不收")
    .addOption(new Option("--template <对象>", "不导入，写出一份填报用的空表").choices(subjectKinds))
    .option("--out <文件>", "空表写到哪里")
    .action((files: string[], options: ImportOptions & { template?: SubjectKind; out?: string }) =>
      run(async (office) => {
        if (options.template !== undefined)
          return (await import("../commands/import/form.ts")).writeForm(office, options.template, options.out);
        return (await import("../commands/import/index.ts")).importRosters(office, files, options);
      }),
    );
  verb
    .command("undo")
    .description("撤销一次导入（默认最近一次）")
    .argument("[登记序号]", "见 tuban log", entryNumber)
    .requiredOption("--reason <原因>", "为什么撤销")
    .action((seq: number | undefined, options: { reason: string }) =>
      run(async (office) => (await import("../commands/undo.ts")).undoImport(office, seq, options)),
    );
  verb
    .command("review")
    .description("可能是同一家的，逐对判定：1 同一家，2 两家，3 稍后")
    .option("--same <编号=编号>", "这一对是同一家，可写多次", collect)
    .option("--apart <编号=编号>", "这一对是两家，可写多次", collect)
    .option("--reason <依据>", "凭什么这样判定")
    .option("--csv", "以 CSV 列出待判定的")
    .action((options: PairReviewOptions) =>
      run(async (office) => (await import("../commands/import/review.ts")).reviewDoubts(office, options)),
    );
  verb
    .command("compare")
    .description("两个来源比对：只在一边的、两边都有的、不同在哪里")
    .option("--left <来源>", "如 审批库；只有两个来源时不用写")
    .option("--right <来源>", "如 街道摸排")
    .option("--only <情况>", "只列这一种，如 两边不同、只在街道摸排")
    .option("--csv", "以 CSV 输出")
    .option("--xlsx <文件>", "写成 Excel 文件")
    .action((options: CompareOptions) =>
      run(async (office) => (await import("../commands/import/compare.ts")).compareLists(office, options)),
    );
  verb
    .command("conflicts")
    .description("几个来源说法不一的项目：各说什么、现以谁为准；选定的记入账本")
    .option("--choose <编号:项目=来源>", "以这个来源为准，可写多次", collect)
    .option("--reason <依据>", "凭什么这样选")
    .option("--ask", "逐处询问，一键一处")
    .option("--all", "已选定的也列出")
    .option("--csv", "以 CSV 输出")
    .action((options: ConflictOptions) =>
      run(async (office) => (await import("../commands/import/compare.ts")).settleConflicts(office, options)),
    );
  verb.addHelpText(
    "after",
    examples(
      ["tuban import 台账.csv --source 街道摸排 --dry-run", "先看会新登记几家、改哪几处、拒收哪几行"],
      ["tuban import 台账.csv --source 街道摸排", "导入；问题列在 台账.csv.问题.csv"],
      ["tuban import 台账.csv --map 门头名=机构名称", "“门头名”这一列当作机构名称"],
      ["tuban import 台账.xlsx --sheet 城东", "读 Excel 里“城东”这张工作表"],
      ["tuban import 城东.xlsx 城西.xlsx --source 街道摸排", "几份依次导入，各是一次登记"],
      ["tuban import --template 机构 --out 填报表.xlsx", "写出填报用的空表，填好后直接导入"],
      ["tuban import review", "可能是同一家的，逐对判定"],
      ["tuban import compare --left 审批库 --right 街道摸排", "两份名单对一对"],
      ["tuban import undo --reason 导错了文件", "撤销最近一次导入"],
    ),
  );
};
