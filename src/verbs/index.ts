/**
 * Every verb, in the order of a campaign: a new one is added here and nowhere else. What the help of the program says of it stands here,
 * since every start loads this page; its options are loaded when it is typed.
 */
import type { Command } from "commander";
import { todayVerb } from "./today.ts";
import type { RunWork, Verb } from "./verb.ts";

/** One line of the program's help. */
export interface VerbLine {
  /** The heading that it stands under. */
  readonly group: string;
  readonly word: string;
  /** The word and what may follow it, as the help shows it. */
  readonly usage: string;
  /** Empty for what a shell asks, and no person: the help leaves it out. */
  readonly says: string;
  readonly load: () => Promise<Verb>;
}

type Line = readonly [usage: string, says: string, load: () => Promise<Verb>];

const under = (group: string, lines: readonly Line[]): VerbLine[] =>
  lines.map(([usage, says, load]) => ({ group, word: usage.replace(/ .*/, ""), usage, says, load }));

export const verbs: readonly VerbLine[] = [
  ...under("准备：", [
    ["demo [文件夹]", "看一遍：用样例数据从方案走到名单和周调度", async () => (await import("./demo.ts")).demoVerb],
    ["init", "建一本新账；已有的账本绝不覆盖", async () => (await import("./init.ts")).initVerb],
    ["plan", "方案：看、查、复制、采用", async () => (await import("./plan.ts")).planVerb],
    ["person", "人员：检查人员和办理人", async () => (await import("./person.ts")).personVerb],
    ["as <姓名>", "设定以后由谁办理", async () => (await import("./person.ts")).asVerb],
  ]),
  ...under("底数：", [
    [
      "import [文件...]",
      "导入底数：CSV、Excel 台账，自动认列，问题行放在一边，再导一次不会重复",
      async () => (await import("./import.ts")).importVerb,
    ],
    [
      "add [项目=内容...]",
      "登记新的一家；一份名单用 tuban import",
      async () => (await import("./roster-entry.ts")).addVerb,
    ],
    [
      "set <机构> [项目=内容...]",
      "改一家的项目：电话、证照、有效期……，一次登记，可以撤销",
      async () => (await import("./roster-entry.ts")).setVerb,
    ],
    ["list [关键词]", "底数：每一家的编号、证照类别、属地和状态", async () => (await import("./list.ts")).listVerb],
    [
      "show <机构>",
      "一家的底细：登记事项和出处、从头到尾的经过、下一步",
      async () => (await import("./show.ts")).showVerb,
    ],
  ]),
  ...under("检查：", [
    [
      "draw",
      "抽取（双随机）：锁定名录库、登记种子、抽出、公布；谁都能重放核对",
      async () => (await import("./draw.ts")).drawVerb,
    ],
    [
      "inspect [机构]",
      "检查：只写不合格的，其余合格；或一键一答；许多家的用一张表",
      async () => (await import("./inspect.ts")).inspectVerb,
    ],
    [
      "form",
      "手机表单：出给 ODK、KoboToolbox 用的检查表，收回来登记",
      async () => (await import("./form.ts")).formVerb,
    ],
    [
      "findings [机构]",
      "问题台账（整改台账）：机构、问题、责任单位、文号、时限、状态、销号人",
      async () => (await import("./findings.ts")).findingsVerb,
    ],
  ]),
  ...under("文书：", [
    ["order", "文书：签发、送达、延期、撤回", async () => (await import("./order.ts")).orderVerb],
    ["paper", "笔录、审批表、回证、公示等随附格式的文书", async () => (await import("./paper.ts")).paperVerb],
    ["template", "文书和报表的模板：复制出来改，检查，预览", async () => (await import("./template.ts")).templateVerb],
    ["case", "行政处罚案件：立案到结案，强制措施", async () => (await import("./case.ts")).caseVerb],
    [
      "evidence",
      "证据：照片、录音、录像、文件，按内容只存一份",
      async () => (await import("./evidence.ts")).evidenceVerb,
    ],
    ["deadline", "算期限，逐日列出怎么算的", async () => (await import("./deadline.ts")).deadlineVerb],
    ["calendar", "工作日历：放假和调休上班", async () => (await import("./calendar.ts")).calendarVerb],
  ]),
  ...under("复查：", [
    ["review [文号或机构]", "复查、回头看：逐个问题看整改了没有", async () => (await import("./review.ts")).reviewVerb],
    [
      "close <问题编号...>",
      "销号：由没有参加复查的第二人凭佐证确认；也可写文号或机构名称，销其中全部待验收的",
      async () => (await import("./close.ts")).closeVerb,
    ],
  ]),
  ...under("台账：", [
    [
      "book [台账] [动作] [内容...]",
      "台账：方案里的督办、线索、会议……登记、办下一步、清单、文书；不写台账就列出全部",
      async () => (await import("./book.ts")).bookVerb,
    ],
    [
      "edition",
      "编印：问题台账、任务清单、线路图、职责表……编号定稿，与上一版比对",
      async () => (await import("./edition.ts")).editionVerb,
    ],
  ]),
  ...under("名单：", [
    [
      "bucket [机构] [去向]",
      "四个“一批”：登记一家的去向；不写机构就列出全部和各批家数",
      async () => (await import("./bucket.ts")).bucketVerb,
    ],
    [
      "publish",
      "白名单、黑名单：候选、预览、公布、告知、异议、移出",
      async () => (await import("./publish.ts")).publishVerb,
    ],
  ]),
  ...under("报表：", [
    [
      "opening [指标] [数量]",
      "期初数：启用账本以前的累计数，截至 --on 那天；不写指标就列出全部",
      async () => (await import("./opening.ts")).openingVerb,
    ],
    [
      "tally [事项] [数量]",
      "登记：别处记不下的数（清理广告、退费、宣传……），供指标合计；不写事项就列出全部",
      async () => (await import("./tally.ts")).tallyVerb,
    ],
    [
      "today [多余的词...]",
      "今日：阶段还剩几天，等着办的事和下一条命令（直接运行 tuban 就是它）",
      async () => todayVerb,
    ],
    [
      "due",
      "正在走的期限：整改、申辩、听证、决定、送达、缴款、复议、公示、撤下，谁来办",
      async () => (await import("./due.ts")).dueVerb,
    ],
    [
      "owed [应有]",
      "应有：谁该按期有什么（报表、年检、承诺书、总结……），还缺谁",
      async () => (await import("./owed.ts")).owedVerb,
    ],
    [
      "report",
      "报表：本期、上期、累计，分属地、分牵头部门，逾期和将到期清单",
      async () => (await import("./report.ts")).reportVerb,
    ],
    [
      "consolidate [文件、文件夹或账本...]",
      "汇总：各县区的报表（JSON 或填好的表样）、各地市的汇总、公布的分省分市的表，或者各县区的账本，逐级汇总",
      async () => (await import("./consolidate.ts")).consolidateVerb,
    ],
    [
      "zero",
      "零目标：方案里“不出现”的事发生了几起，已经多少天没有发生",
      async () => (await import("./zero.ts")).zeroVerb,
    ],
    [
      "chart",
      "挂图：阶段、每家机构到了哪一步、未销号走势、各部门逾期，一张 A3",
      async () => (await import("./chart.ts")).chartVerb,
    ],
  ]),
  ...under("账本：", [
    [
      "bundle",
      "任务包：分组带走一部分机构，没有网络也照常登记，带回来并进账本",
      async () => (await import("./bundle.ts")).bundleVerb,
    ],
    [
      "export",
      "对外提供底数：给谁、作什么用，记在账上；只有公开的项目，内部、敏感的写明才给，投诉人从不给出",
      async () => (await import("./export.ts")).exportVerb,
    ],
    [
      "purge",
      "保管期满的保密内容、佐证文件按期销毁：先列出来，加 --yes 才销毁；登记和摘要留着，账仍核对得上",
      async () => (await import("./export.ts")).purgeVerb,
    ],
    ["log", "登记流水：谁、哪天、做了什么", async () => (await import("./log.ts")).logVerb],
    [
      "correct <事实> [字段=内容...]",
      "更正登记错的内容：另记一条，写明理由和依据；原来登记的、签发过的都不改，出示时标“已更正”",
      async () => (await import("./correct.ts")).correctVerb,
    ],
    [
      "undo <登记序号>",
      "撤销一次登记：写明原因，原记录仍在账上；后面还有依据它的登记时不能撤销",
      async () => (await import("./undo.ts")).undoVerb,
    ],
    ["verify", "核对整本账：每条事实、每次登记是否还是原样", async () => (await import("./log.ts")).verifyVerb],
    [
      "doctor",
      "体检：程序、磁盘、权限、时钟、账本、备份、没有写完的文书；打电话求助时照着念",
      async () => (await import("./doctor.ts")).doctorVerb,
    ],
    [
      "witness",
      "见证：把账的指纹交给上级或另一台电脑，账被倒回、被换过，对方看得出来",
      async () => (await import("./witness.ts")).witnessVerb,
    ],
    [
      "backup",
      "备份：账本、证据、文书原件、模板装进一个文件，并试着恢复一次",
      async () => (await import("./backup.ts")).backupVerb,
    ],
    ["restore <备份>", "把备份恢复到一个新文件夹，核对完好", async () => (await import("./backup.ts")).restoreVerb],
    ["ledger", "账本放在哪里：从一个文件搬到服务器，或者搬回来", async () => (await import("./ledger.ts")).ledgerVerb],
  ]),
  ...under("其他：", [
    [
      "completion <命令行>",
      "命令补全：按 TAB 出命令、选项，机构写名称或拼音首字母",
      async () => (await import("./completion.ts")).completionVerb,
    ],
    ["complete [已写的词...]", "", async () => (await import("./completion.ts")).completeVerb],
    ["reference <样式>", "", async () => (await import("./completion.ts")).referenceVerb],
  ]),
];

/** What `tuban` without a command does. */
export const usualWord = "today";

/** Puts verbs on the program: of those in `whole` all words and options, of the others what the program's help says. */
export async function declareVerbs(
  program: Command,
  lines: readonly VerbLine[],
  whole: (line: VerbLine) => boolean,
  run: RunWork,
): Promise<void> {
  const loaded = await Promise.all(lines.map(async (line) => (whole(line) ? line.load() : null)));
  for (const [at, { group, word, usage, says }] of lines.entries()) {
    const declare = loaded[at];
    const command = program
      .commandsGroup(group)
      .command(declare ? word : usage, { isDefault: word === usualWord, hidden: says === "" })
      .description(says);
    declare?.(command, run);
  }
}
