import { collect, examples } from "./verb.ts";
import type { Verb } from "./verb.ts";
import type { OutputOptions } from "../commands/paper/output.ts";
import type { PaperOptions } from "../commands/paper/index.ts";

const work = () => import("../commands/paper/index.ts");

export const paperVerb: Verb = (paper, run) => {
  paper
    .command("issue <种类> [机构或文号]")
    .description("按账本里的检查、复查、送达、名单出一份，编号并冻结")
    .option("--by <姓名>", "询问人、承办人、执法人员，两名以上")
    .option("--set <字段=内容>", "账本里没有的内容，可写多次；长的写 字段=@文件", collect)
    .option("--finding <编号>", "只写这些问题，如 3,4")
    .option("--inspection <编号>", "哪一次检查或复查（默认最近一次）")
    .option("--issuer <单位>", "由哪个单位出具")
    .option("--word <代字>", "编号的代字（默认用文书名称）")
    .option("--format <格式>", "docx、md、html、pdf，用逗号隔开（默认 docx,md）")
    .option("--pdf", "同时出 PDF（要装有 LibreOffice）")
    .option("--out <文件夹>", "放在哪里（默认账本旁的“文书”）")
    .option("--dry-run", "只预览，不编号")
    .action((kind: string, query: string | undefined, options: PaperOptions) =>
      run(async (office) => (await work()).paperIssue(office, kind, query, options)),
    );
  paper
    .command("list")
    .description("出过哪些")
    .option("--kind <种类>", "只看这一种")
    .option("--csv", "输出 CSV")
    .action((options: { kind?: string; csv?: boolean }) =>
      run(async (office) => (await work()).paperList(office, options)),
    );
  paper
    .command("show <编号>")
    .description("出具时的原文；编号可只写一部分，或 短编号#（如 12#）")
    .action((query: string) => run(async (office) => (await work()).paperShow(office, query)));
  paper
    .command("print <编号>")
    .description("再取一份，与出具时一样")
    .option("--format <格式>", "docx、md、html、pdf，用逗号隔开（默认 docx,md）")
    .option("--pdf", "同时出 PDF（要装有 LibreOffice）")
    .option("--out <文件夹>", "放在哪里（默认账本旁的“文书”）")
    .action((query: string, options: OutputOptions) =>
      run(async (office) => (await work()).reprint(office, "paper", query, options)),
    );
  paper.addHelpText(
    "after",
    examples(
      ["tuban paper issue 现场检查笔录 4", "第 4 家最近一次检查的笔录，照片排在问题旁边"],
      ["tuban paper issue 询问笔录 4 --by 张某甲,李某乙 --set 案由=涉嫌无证办学 --set 问答=@问答.txt", "询问笔录"],
      ["tuban paper issue 送达回证 川教体改〔2021〕1号", "一份文书的送达回证"],
      ["tuban order kinds", "全部文书种类、谁签发、用哪个模板"],
    ),
  );
};
