import { collect, examples } from "./verb.ts";
import type { Verb } from "./verb.ts";
import type { CaseListOptions, MeasureOptions, OpenOptions, StepOptions } from "../commands/case/index.ts";

const work = () => import("../commands/case/index.ts");

export const caseVerb: Verb = (cases, run) => {
  cases
    .command("open <机构>")
    .description("立案")
    .requiredOption("--cause <案由>", "如 擅自举办校外培训机构")
    .requiredOption("--by <人员>", "承办人，两名以上：甲,乙")
    .requiredOption("--approver <姓名>", "批准立案的负责人")
    .option("--acted <日期>", "违法行为发生的日期，持续的写终了之日（默认取问题的发现日期）")
    .option("--finding <编号>", "依据检查发现的哪些问题，如 3,4")
    .option("--source <来源>", "案件来源", "检查发现")
    .option("--number <案号>", "案号")
    .option("--trait <情形>", "重大公共利益、疑难复杂、法定审核、重大违法：要法制审核或集体讨论的")
    .option("--summary", "简易程序（当场处罚）")
    .option("--citizen", "当事人是公民（当场罚款限额不同）")
    .option("--five-years <理由>", "涉及生命健康、金融安全且有危害后果，时效五年")
    .option("--note <说明>", "其他要记的")
    .action((subject: string, options: OpenOptions) =>
      run(async (office) => (await work()).caseOpen(office, subject, options)),
    );
  stepCommand(cases.command("step <案件> <步骤>"), run);
  cases
    .command("show <案件>")
    .description("办理经过、正在走的期限、还应缴多少、下一步")
    .action((query: string) => run(async (office) => (await work()).caseShow(office, query)));
  cases
    .command("list")
    .description("案件台账")
    .option("--stage <状态>", "只看这个状态，如 已告知")
    .option("--csv", "输出 CSV")
    .action((options: CaseListOptions) => run(async (office) => (await work()).caseList(office, options)));
  measureCommand(cases.command("measure <机构> <措施>"), run);
  cases.addHelpText(
    "after",
    examples(
      [
        "tuban case open 3 --cause 擅自举办 --finding 5 --by 张某甲,李某乙 --approver 王某丙",
        "立案，从这天起90日内作出决定",
      ],
      [
        "tuban case step 1 告知 --penalty 罚款=3万元 --hearing --order 1号",
        "按送达的告知书登记，听证、申辩期从送达起算",
      ],
      [
        "tuban case measure 3 查封 --authority 市场监管局 --basis 无证无照11 --approver 王某丙 --by 甲,乙",
        "登记强制措施",
      ],
    ),
  );
};

type Declared = ReturnType<Parameters<Verb>[0]["command"]>;

function stepCommand(command: Declared, run: Parameters<Verb>[1]): void {
  command
    .description(
      "登记下一步：调查、调查终结、告知、陈述申辩、放弃、听证申请、听证通知、听证撤回、听证、法制审核、集体讨论、决定、送达、公示、履行、催告、申请强制执行、结案、销案",
    )
    .option("--note <说明>", "这一步的内容")
    .option("--by <人员>", "调查：谁查的，两名以上")
    .option("--collected <数额>", "调查：收取的费用")
    .option("--refunded <数额>", "调查：已退的费用")
    .option("--deduct", "调查：退费从违法所得里扣除")
    .option("--no-deduct", "调查：退费不扣除")
    .option("--income-rule <依据>", "调查：扣不扣除的依据")
    .option("--trait <情形>", "调查：查明的重大公共利益、疑难复杂、法定审核、重大违法")
    .option(
      "--penalty <处罚>",
      "调查终结、告知、决定：罚款=3万元、没收违法所得=3000元、警告，可写多次；告知默认照调查终结，决定默认照告知",
      collect,
    )
    .option("--times <倍数>", "调查终结、告知、决定：核对罚款是违法所得的几倍到几倍，如 1-5")
    .option("--hearing", "调查终结、告知：一并告知听证权利")
    .option("--new-facts <说明>", "调查终结、告知：重新告知更重处罚的新事实")
    .option("--order <文号>", "告知、决定、送达：对应的文书，日期从文书取")
    .option("--hearing-on <日期>", "听证通知：哪天听证")
    .option("--host <姓名>", "听证：主持人；法制审核：审核人")
    .option("--facts <事实>", "调查终结、决定：违法事实（默认取案件的问题）")
    .option("--proof <证据>", "调查终结、决定：证据（默认取登记的证据）")
    .option("--violates <规定>", "调查终结、决定：违反的规定，法律代号或《…》第…条（默认取问题的依据）")
    .option("--basis <依据>", "调查终结、决定：处罚依据，法律代号或《…》第…条（决定默认照调查终结）")
    .option("--reason <理由>", "调查终结：处罚理由")
    .option("--lighter <理由>", "决定：适用后来较轻的规定的理由")
    .option("--performance <方式>", "决定：履行方式和期限")
    .option("--remedies <途径>", "决定：复议、诉讼的途径和期限（默认取方案里的复议机关、诉讼法院）")
    .option("--agency <机关>", "决定：作出决定的机关（默认取文书的签发部门或承办人的单位）")
    .option("--address <地址>", "决定：当事人地址（默认取底数）")
    .option("--paid <数额>", "履行：缴了多少")
    .option("--remedy-ended <日期>", "申请强制执行：复议、诉讼期限届满的日期")
    .option("--evidence <文件>", "随这一步登记的证据，可写多次", collect)
    .action((query: string, step: string, options: StepOptions) =>
      run(async (office) => (await import("../commands/case/index.ts")).caseStep(office, query, step, options)),
    );
}

function measureCommand(command: Declared, run: Parameters<Verb>[1]): void {
  command
    .description("登记强制措施，如 查封、停电、拆除广告牌；先核对依据和有权的部门")
    .option("--authority <部门>", "由哪个部门实施")
    .option("--basis <依据>", "法律代号或《…》第…条")
    .option("--approver <姓名>", "批准的负责人")
    .option("--by <人员>", "实施的人员，两名以上")
    .option("--premises <住宅或非住宅>", "停水停电：是不是居民住宅")
    .option("--until <日期>", "查封、扣押到哪天")
    .option("--announced <日期>", "拆除：公告的日期")
    .option("--remedy-ended <日期>", "拆除：复议、诉讼期限届满的日期")
    .option("--urgent", "情况紧急")
    .option("--case <案件>", "属于哪个案件")
    .option("--note <说明>", "其他要记的")
    .action((query: string, measure: string, options: MeasureOptions) =>
      run(async (office) => (await import("../commands/case/index.ts")).caseMeasure(office, query, measure, options)),
    );
}
