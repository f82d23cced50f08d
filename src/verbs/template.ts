import { examples } from "./verb.ts";
import type { Verb } from "./verb.ts";
import type { OutputOptions } from "../commands/paper/output.ts";

const work = () => import("../commands/template/index.ts");

export const templateVerb: Verb = (template, run) => {
  template
    .command("copy <种类>")
    .description("把随附的模板复制到账本旁的 templates（文书是 Word，报表是 Markdown），改好就用它")
    .action((name: string) => run(async (office) => (await work()).templateCopy(office, name)));
  template
    .command("check [种类]")
    .description("一次查出模板的全部毛病；不写种类就查全部")
    .action((name: string | undefined) => run(async (office) => (await work()).templateCheck(office, name)));
  template
    .command("preview <种类>")
    .description("用样例内容填一份来看，不编号、不记账")
    .option("--format <格式>", "docx、md、html、pdf，用逗号隔开（默认 docx,md）")
    .option("--pdf", "同时出 PDF（要装有 LibreOffice）")
    .option("--out <文件夹>", "放在哪里（默认当前文件夹）")
    .action((name: string, options: OutputOptions) =>
      run(async (office) => (await work()).templatePreview(office, name, options)),
    );
  template.addHelpText(
    "after",
    examples(
      ["tuban template copy 整改通知书", "复制出来，用 Word 或 WPS 改文字和版式；【】里的字段不要改名"],
      ["tuban template copy 情况报告", "复制报表的文字，用记事本改；tuban report --kind 情况报告 就用它"],
      ["tuban template check", "查字段有没有写错、段落有没有配对"],
      ["tuban template preview 整改通知书 --pdf", "填上样例内容看样子"],
    ),
  );
};
