import { examples } from "./verb.ts";
import type { Verb } from "./verb.ts";
import type { FormOutOptions } from "../commands/form/out.ts";

export const formVerb: Verb = (form, run) => {
  form
    .command("out")
    .description("把方案的检查表（或一本台账）写成 XLSForm，机构名单写在旁边的 institutions.csv")
    .requiredOption("--to <文件>", "写到哪里：.xlsx 交给服务器，.xml 直接放进手机")
    .option("--book <台账>", "不是检查表，是这本台账的登记表")
    .option("--town <属地>", "只带这个属地的机构")
    .option("--entities", "机构名单作 ODK Central 的实体名单：各组新发现的机构，别的组当天就看得到")
    .action((options: FormOutOptions) =>
      run(async (office) => (await import("../commands/form/out.ts")).formOut(office, options)),
    );
  form
    .command("in <文件...>")
    .description("收手机上填的：服务器导出的 zip、CSV、Excel，照片一起；收过的不重复")
    .action((files: string[]) => run(async (office) => (await import("../commands/form/in.ts")).formIn(office, files)));
  form.addHelpText(
    "after",
    examples(
      ["tuban form out --to 检查.xlsx", "出表单和机构名单，两个都传到服务器"],
      ["tuban form out --book 督办 --to 督办.xlsx", "督办的登记表"],
      ["tuban form in 导出.zip", "收 ODK Central 导出的提交和照片"],
      ["tuban form in 导出.xlsx 附件.zip", "收 KoboToolbox 导出的表和照片"],
    ),
  );
};
