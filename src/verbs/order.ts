import { collect, examples } from "./verb.ts";
import type { Verb } from "./verb.ts";
import type { OutputOptions } from "../commands/paper/output.ts";
import type {
  AttemptOptions,
  ExtendOptions,
  OrderIssueOptions,
  OrderListOptions,
  ReasonOptions,
  ReturnOptions,
  ServeOptions,
} from "../commands/order/index.ts";

const work = () => import("../commands/order/index.ts");
const papers = () => import("../commands/paper/index.ts");

export const orderVerb: Verb = (order, run) => {
  order
    .command("issue [机构]")
    .description("按查出的问题，或直接对机构，签发文书")
    .option("--kind <种类>", "文书种类（默认按方案的分类处置）")
    .option("--finding <编号>", "只下发这些问题，如 3,4")
    .option("--issuer <部门>", "由哪个部门签发")
    .option("--joint [部门]", "共同牵头的下发一份：与哪些部门共同签发（默认问题的全部牵头部门），用第一个的文号")
    .option("--word <代字>", "机关代字（方案没有填写时）")
    .option("--number <文号>", "补录：纸上已经签发的文书，照它的文号登记，不出文件；签发的日期用 --on")
    .option("--scan <文件>", "和 --number 一起用：扫描件，可写多次", collect)
    .option("--days <期限>", "期限，如 10个工作日（方案没有填写时）")
    .option("--due <日期>", "写明最后一天")
    .option("--to <单位>", "督办单、移送函发给哪个单位")
    .option("--set <字段=内容>", "案件和方案里没有的内容，如 联系方式=…，可写多次", collect)
    .option("--all", "给全部机构下发，须写 --kind")
    .option("--class <证照类别>", "--all 时只给这些类别")
    .option("--town <属地>", "--all 时只给这些乡镇、街道")
    .option("--format <格式>", "docx、md、html、pdf，用逗号隔开（默认 docx,md）")
    .option("--pdf", "同时出 PDF（要装有 LibreOffice）")
    .option("--out <文件夹>", "文书放在哪里（默认账本旁的“文书”）")
    .option("--dry-run", "只预览，不签发")
    .action((subject: string | undefined, options: OrderIssueOptions & OutputOptions) =>
      run(async (office) => (await work()).orderIssue(office, subject, options)),
    );
  order
    .command("serve [文号或机构]")
    .description("登记送达，期限从这时起算")
    .option("--method <方式>", "直接、留置、电子、邮寄、公告", "直接")
    .option("--to <收件人>", "谁收的")
    .option("--note <说明>", "其他要记的")
    .option("--by <人员>", "送达人：甲,乙（默认办理人）")
    .option("--place <地点>", "送到哪里；公告登在哪里；电子送达的传真号、邮箱")
    .option("--relation <关系>", "代收人与受送达人的关系")
    .option("--witness <姓名>", "留置：见证人")
    .option("--recording <说明>", "留置：拍照、录像的情况")
    .option("--reason <原因>", "留置：怎样拒收；公告：为什么只能公告")
    .option("--consent <依据>", "电子：受送达人签名同意的依据")
    .option("--mail-no <邮件号>", "邮寄：邮件号")
    .option("--received <日期>", "邮寄：回执上的收件日期，期限从这天起算")
    .option("--evidence <文件>", "送达回证、照片，可写多次", collect)
    .option("--all", "一批文书都已送达，须写 --kind")
    .option("--kind <种类>", "--all 时送达哪种文书")
    .action((query: string | undefined, options: ServeOptions) =>
      run(async (office) => (await work()).orderServe(office, query, options)),
    );
  order
    .command("attempt <文号或机构>")
    .description("登记没有送成：拒收、不在、查无此人、退回")
    .requiredOption("--outcome <结果>", "拒收、不在、查无此人、退回")
    .option("--method <方式>", "直接、电子、邮寄", "直接")
    .option("--by <人员>", "谁去送的：甲,乙（默认办理人）")
    .option("--note <说明>", "当时的情形")
    .option("--evidence <文件>", "照片、录像，可写多次", collect)
    .action((query: string, options: AttemptOptions) =>
      run(async (office) => (await work()).orderAttempt(office, query, options)),
    );
  order
    .command("return <文号或机构>")
    .description("送达回证签好收回")
    .requiredOption("--signed-by <姓名>", "谁签收的")
    .option("--note <说明>", "其他要记的")
    .option("--evidence <文件>", "回证的照片、扫描件，可写多次", collect)
    .action((query: string, options: ReturnOptions) =>
      run(async (office) => (await work()).orderReturn(office, query, options)),
    );
  order
    .command("extend <文号或机构>")
    .description("延期")
    .requiredOption("--to <日期>", "新的期限")
    .requiredOption("--reason <原因>", "为什么延期")
    .requiredOption("--approver <批准人>", "谁批准的")
    .action((query: string, options: ExtendOptions) =>
      run(async (office) => (await work()).orderExtend(office, query, options)),
    );
  order
    .command("waive <文号或机构>")
    .description("登记当事人放弃陈述申辩")
    .requiredOption("--reason <说明>", "怎样表示放弃的")
    .action((query: string, options: ReasonOptions) =>
      run(async (office) => (await work()).orderWaive(office, query, options)),
    );
  order
    .command("withdraw <文号或机构>")
    .description("撤回；文号不再使用")
    .requiredOption("--reason <原因>", "为什么撤回")
    .action((query: string, options: ReasonOptions) =>
      run(async (office) => (await work()).orderWithdraw(office, query, options)),
    );
  order
    .command("list")
    .description("文书台账")
    .option("--kind <种类>", "只看这些种类")
    .option("--stage <状态>", "已签发、已送达、已到期、办结、已撤回")
    .option("--overdue", "只看超期没有整改到位的")
    .option("--town <属地>", "只看这些乡镇、街道")
    .option("--csv", "输出 CSV")
    .action((options: OrderListOptions) => run(async (office) => (await work()).orderList(office, options)));
  order
    .command("show <文号>")
    .description("签发时的原文和办理经过；文号可只写一部分，或 短编号#（如 12#）")
    .action((query: string) => run(async (office) => (await work()).orderShow(office, query)));
  order
    .command("print <文号>")
    .description("再取一份，与签发时一样")
    .option("--format <格式>", "docx、md、html、pdf，用逗号隔开（默认 docx,md）")
    .option("--pdf", "同时出 PDF（要装有 LibreOffice）")
    .option("--out <文件夹>", "放在哪里（默认账本旁的“文书”）")
    .action((query: string, options: OutputOptions) =>
      run(async (office) => (await papers()).reprint(office, "orders", query, options)),
    );
  order
    .command("kinds")
    .description("全部文书种类：谁签发、怎样编号、用哪个模板")
    .option("--csv", "输出 CSV")
    .action((options: { csv?: boolean }) => run(async (office) => (await papers()).orderKinds(office, options)));
  order.addHelpText(
    "after",
    examples(
      ["tuban order issue 3", "把第 3 家待交办的问题按种类签发成文书，先预览再确认"],
      ["tuban order issue 3 --joint", "几个部门共同牵头的，共同签发一份"],
      ["tuban order issue --all --kind 责令停办通知 --dry-run", "看看一律停办会下发多少份"],
      ["tuban order serve 川教体改〔2021〕1号 --to 王某丙 --on 2021-07-20", "登记送达，算出期限"],
      ["tuban order list --overdue", "看哪些文书超期没有整改到位"],
    ),
  );
};
