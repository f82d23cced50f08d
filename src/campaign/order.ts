/** Orders (文书): what may be issued, its number, its clock, and its life from 签发 to 办结. */
import type { Calendar } from "./calendar.ts";
import { deadline, formatDuration } from "./calendar.ts";
import type { Day } from "./day.ts";
import { addDays } from "./day.ts";
import type { Department, Duration, OrderKind, Plan } from "./plan.ts";
import { oneProblem } from "./problem.ts";
import type { Problem } from "./problem.ts";
import { misuse, refuse } from "./problem.ts";

export const serviceMethods = ["直接", "留置", "电子", "邮寄", "公告"] as const;
export type ServiceMethod = (typeof serviceMethods)[number];

/** Stages of an order, in the order of its life; which one it is in is derived in ledger/standing. */
export const orderStages = ["已签发", "已送达", "已到期", "办结", "已撤回"] as const;
export type OrderStage = (typeof orderStages)[number];

export const orderActs = ["送达", "送达未成", "收回回证", "延期", "放弃申辩", "撤回"] as const;
export type OrderAct = (typeof orderActs)[number];

/**
 * What may be done to an order in each stage, and the stage it leads to; an act not named is refused.
 * 已到期 comes by the calendar, 办结 with the close-out of the last finding.
 */
const orderMoves = {
  已签发: { 送达: "已送达", 送达未成: "已签发", 撤回: "已撤回" },
  已送达: { 收回回证: "已送达", 延期: "已送达", 放弃申辩: "已送达", 撤回: "已撤回" },
  已到期: { 收回回证: "已到期", 延期: "已送达", 放弃申辩: "已到期", 撤回: "已撤回" },
  办结: { 收回回证: "办结" },
  已撤回: {},
} as const satisfies Record<OrderStage, Partial<Record<OrderAct, OrderStage>>>;

/** Where the act leads; null where it may not be done. */
export function moveOrder(stage: OrderStage, act: OrderAct): OrderStage | null {
  const moves: Partial<Record<OrderAct, OrderStage>> = orderMoves[stage];
  return moves[act] ?? null;
}

/** Why the act may not be done to this order now; null when it may. */
export function orderProblem(
  act: OrderAct,
  { number, stage }: { readonly number: string; readonly stage: OrderStage },
): Problem | null {
  if (moveOrder(stage, act) !== null) return null;
  const hints: Record<OrderStage, string> = {
    已签发: `先登记送达：tuban order serve ${number} --to 收件人`,
    已送达: `用 tuban order show ${number} 看送达情况；登记错了的用 tuban undo 撤销那一次登记`,
    已到期: `用 tuban order show ${number} 看办理经过；到期后先复查：tuban review ${number}`,
    办结: `问题都已销号，不用再办；用 tuban order show ${number} 看办理经过`,
    已撤回: "撤回的文书不能再用，文号不再使用；需要的重新签发：tuban order issue",
  };
  const again = act === "送达" && (stage === "已送达" || stage === "已到期") ? "再次" : "";
  return { code: "order-stage", message: `${number} 现在是“${stage}”，不能${again}${act}`, hint: hints[stage] };
}

/** 文号 from the plan's pattern, e.g. 川教体改〔2021〕1号: hexagonal brackets, a serial without padding (GB/T 9704). */
export function numberOf(pattern: string, word: string, year: number, serial: number): string {
  const values: Readonly<Record<string, string>> = { 代字: word, 年: String(year), 序: String(serial) };
  return pattern
    .replace(/[([（［【〔]\{年\}[)\]）］】〕]/u, "〔{年}〕")
    .replace(/\{(代字|年|序)\}/gu, (_, name: string) => values[name] ?? "");
}

/** A number once given; it stays taken whatever became of the order. */
export interface NumberTaken {
  readonly word: string;
  readonly year: number;
  readonly serial: number;
  readonly number: string;
}

/** The next serial in the series of this pattern, word and year: one more than the highest given. */
export function nextSerial(pattern: string, word: string, year: number, taken: readonly NumberTaken[]): number {
  const ours = taken.filter(
    (one) => one.word === word && one.year === year && one.number === numberOf(pattern, word, year, one.serial),
  );
  return ours.reduce((highest, { serial }) => Math.max(highest, serial), 0) + 1;
}

/** How long an order leaves: a time counted from service, a last day, both (the earlier holds), or neither. */
export interface TimeLimit {
  readonly deadline: Duration | null;
  readonly bound: Day | null;
}

export interface Due {
  /** The last day on which the demand is met in time; null where the order sets none. */
  readonly due: Day | null;
  /** How it was counted, in words. */
  readonly rule: string | null;
}

/** The due day of an order served on a day; the day of service is not counted. @throws Stop calendar-unknown-year */
export function dueDay(calendar: Calendar, { deadline: time, bound }: TimeLimit, servedOn: Day): Due {
  if (time === null) return { due: bound, rule: bound === null ? null : `文书写明的期限 ${bound}` };
  const { due, counted } = deadline(calendar, servedOn, time);
  const moved = due === counted ? "" : `，${counted} 不是工作日，顺延到 ${due}`;
  const rule = `自送达次日 ${addDays(servedOn, 1)} 起 ${formatDuration(time)}${moved}`;
  return bound !== null && bound < due
    ? { due: bound, rule: `${rule}，到 ${due}；方案规定不超过 ${bound}` }
    : { due, rule };
}

/** The time limit as a document says it; null where it sets none. */
export function limitText({ deadline: time, bound }: TimeLimit): string | null {
  if (time === null) return bound === null ? null : `${chineseDay(bound)}前（含当日）`;
  const last = bound === null ? "" : `（最迟不超过${chineseDay(bound)}）`;
  return `自送达之日起${formatDuration(time)}内${last}`;
}

/** 2021年7月1日, without padding (GB/T 9704). */
export function chineseDay(day: Day): string {
  return `${Number(day.slice(0, 4))}年${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`;
}

export interface GivenLimit {
  readonly days: Duration | null;
  readonly due: Day | null;
}

/**
 * The time limit of an order of this kind issued on a day. What the command line gives fills what the plan leaves open
 * and may shorten what it sets; the plan's last day (期限不超过) binds what is issued up to that day.
 * @throws Stop when the plan leaves it blank and nothing is given, or what is given goes beyond the plan
 */
export function limitOf(plan: Plan, kind: OrderKind, on: Day, given: GivenLimit): TimeLimit {
  const planBound = kind.deadlineBound !== null && kind.deadlineBound >= on ? kind.deadlineBound : null;
  if (given.due !== null) {
    if (given.due < on) misuse("due-before-issue", `期限 ${given.due} 早于签发日期 ${on}`, { hint: "改 --due 的日期" });
    if (planBound !== null && given.due > planBound)
      refuse("due-beyond-plan", `期限 ${given.due} 超过方案规定的最晚日期 ${planBound}（${kind.name}）`, {
        hint: `--due 不晚于 ${planBound}`,
      });
    return { deadline: given.days, bound: given.due };
  }
  const time = given.days ?? kind.deadline;
  if (time !== null) return { deadline: time, bound: planBound };
  if (isBlank(plan, limitPath(kind)) || kind.effect === "整改")
    refuse("blank-deadline", `方案没有填写${kind.name}的期限（${limitPath(kind)}）`, {
      hint: `本次用 --days 10个工作日 或 --due 日期 给出；一律照办的写进方案：${fillCommand(plan, limitPath(kind), "10个工作日")}`,
    });
  return { deadline: null, bound: planBound };
}

const limitPath = (kind: OrderKind): string => `文书种类.${kind.name}.期限`;

function isBlank(plan: Plan, path: string): boolean {
  return plan.blanks.some((blank) => blank.path === path);
}

/** The command that writes a blank into the plan. */
function fillCommand(plan: Plan, path: string, example: string): string {
  return `tuban plan adopt ${plan.code} --fill ${path}=${example}`;
}

/** The kind of that name in force on the day. @throws Stop */
export function kindNamed(plan: Plan, name: string, on: Day): OrderKind {
  const named = plan.orderKinds.filter((kind) => kind.name === name.trim());
  const inForce = named.find((kind) => (kind.from ?? on) <= on && on <= (kind.until ?? on));
  if (inForce) return inForce;
  const [known] = named;
  if (known)
    return refuse(
      "kind-not-in-force",
      `${known.name} 在 ${on} 不能签发：方案规定 ${known.from ?? "…"} 至 ${known.until ?? "…"} 适用`,
      { hint: "核对 --on 的日期" },
    );
  return misuse("unknown-kind", `方案里没有这种文书：${name}`, {
    hint: `可用的种类：${[...new Set(plan.orderKinds.map((kind) => kind.name))].join("、") || "（方案没有列出文书种类）"}`,
  });
}

/** Kinds that begin with a finding, in force on the day: what to choose from where the plan does not say which. */
export function startingKinds({ orderKinds }: Plan, on: Day): string[] {
  return orderKinds
    .filter(
      ({ effect, from, until }) =>
        ["整改", "督办", "移送"].includes(effect) && (from === null || from <= on) && (until === null || on <= until),
    )
    .map(({ name }) => name);
}

/** A department by its name or an alias; null when the plan has none of that name. */
export function departmentNamed(plan: Plan, name: string): Department | null {
  const wanted = name.trim();
  return (
    plan.departments.find((department) => department.name === wanted || department.aliases.includes(wanted)) ?? null
  );
}

/** Who issues: the one asked for, else the first of the findings' lead departments that may, else the first that may. @throws Stop */
export function issuerOf(
  plan: Plan,
  kind: OrderKind,
  { asked, leads }: { readonly asked: string | null; readonly leads: readonly string[] },
): string {
  const own = (name: string): string => departmentNamed(plan, name)?.name ?? name.trim();
  if (asked !== null && !kind.issuers.includes(own(asked)))
    refuse("wrong-issuer", `${asked} 不能签发${kind.name}`, {
      hint: `方案规定由 ${kind.issuers.join("、")} 签发，用 --issuer 写明`,
    });
  const able = asked === null ? leads.map(own).find((lead) => kind.issuers.includes(lead)) : own(asked);
  return (
    able ??
    kind.issuers[0] ??
    refuse("no-issuer", `方案没有写明${kind.name}由谁签发`, { hint: `补上 文书种类.${kind.name}.签发` })
  );
}

/** 机关代字 of an issuer. @throws Stop when the plan leaves it blank and none is given */
export function wordOf(plan: Plan, kind: OrderKind, issuer: string, given: string | null): string {
  const word = given?.trim() || kind.numbering.words[issuer];
  if (word && !/[\p{C}\s〔〕]/u.test(word)) return word;
  if (word) misuse("bad-word", `机关代字不能有空格、六角括号：${word}`, { hint: "例：--word 川教体改" });
  const path = `文书种类.${kind.name}.代字.${issuer}`;
  return refuse("blank-word", `方案没有填写 ${issuer} 签发${kind.name}的机关代字（${path}）`, {
    hint: `本次用 --word 机关代字 给出；一律照办的写进方案：${fillCommand(plan, path, "机关代字")}`,
  });
}

/** The order that a kind rests on, as it stands. */
export interface PrecedingOrder {
  readonly number: string;
  readonly servedOn: Day | null;
  readonly waivedOn: Day | null;
}

/** What stands against a kind that needs another one first (告知 before 决定: 行政处罚法 第四十四条、第四十五条). @throws Stop calendar-unknown-year */
export function precedingProblems(
  plan: Plan,
  kind: OrderKind,
  before: PrecedingOrder | null,
  on: Day,
  calendar: Calendar,
): Problem[] {
  const { after } = kind;
  if (after === null) return [];
  if (before === null)
    return oneProblem(
      "preceding-missing",
      `${kind.name}之前要先有送达的${after.kind}，这些问题还没有`,
      `先运行 tuban order issue 机构 --kind ${after.kind}`,
    );
  const { number, servedOn } = before;
  if (servedOn === null || servedOn > on)
    return oneProblem(
      "preceding-unserved",
      `${after.kind} ${number} 还没有送达，不能签发${kind.name}`,
      `先运行 tuban order serve ${number} --to 收件人`,
    );
  return after.waivable && before.waivedOn !== null && before.waivedOn <= on
    ? []
    : waitProblems(plan, kind, after, { number, servedOn }, on, calendar);
}

/** What is left of the time that the plan gives after a served notice. */
function waitProblems(
  plan: Plan,
  { name }: OrderKind,
  { kind, wait, waivable }: NonNullable<OrderKind["after"]>,
  { number, servedOn }: { readonly number: string; readonly servedOn: Day },
  on: Day,
  calendar: Calendar,
): Problem[] {
  const waive = waivable ? `；当事人明确放弃的，用 tuban order waive ${number} --reason 说明 登记` : "";
  const path = `文书种类.${name}.先行文书.间隔`;
  if (wait === null)
    return isBlank(plan, path)
      ? oneProblem(
          "blank-wait",
          `方案没有填写${kind}送达后要等多久（${path}）`,
          `写进方案：${fillCommand(plan, path, "5个工作日")}${waive}`,
        )
      : [];
  const { due } = deadline(calendar, servedOn, wait);
  if (due < on) return [];
  return oneProblem(
    "preceding-wait",
    `${kind} ${number} 于 ${servedOn} 送达，${formatDuration(wait)}到 ${due} 才满，${on} 不能签发${name}`,
    `${due} 之后再签发${waive}`,
  );
}

/** The order to be extended, as it stands. */
export interface Extendable {
  readonly number: string;
  readonly kind: string;
  readonly dueOn: Day | null;
  readonly extensions: number;
  /** Whether a re-check left something unresolved: then an extension may follow after the due day. */
  readonly unresolved: boolean;
}

/** What stands against a new due day, approved on `on`. */
export function extensionProblems(
  plan: Plan,
  kind: OrderKind,
  order: Extendable,
  { on, to }: { readonly on: Day; readonly to: Day },
): Problem[] {
  const problems: Problem[] = [];
  const no = (code: string, message: string, hint: string): void => void problems.push({ code, message, hint });
  const path = `文书种类.${kind.name}.延期次数`;
  if (order.dueOn === null)
    no("no-due-day", `${order.number} 没有期限，谈不上延期`, `用 tuban order show ${order.number} 看内容`);
  else if (to <= order.dueOn)
    no("extension-not-later", `新期限 ${to} 不晚于现在的期限 ${order.dueOn}`, `--to 要在 ${order.dueOn} 之后`);
  else if (on > order.dueOn && !order.unresolved)
    no(
      "extension-late",
      `${order.number} 的期限 ${order.dueOn} 已过，${on} 不能直接延期`,
      `先复查：tuban review ${order.number}；没有整改到位的再延期`,
    );
  if (to <= on) no("extension-past", `新期限 ${to} 不在批准日期 ${on} 之后`, "改 --to 的日期");
  if (kind.extension === null && isBlank(plan, path))
    no("blank-extension", `方案没有填写${kind.name}能延期几次（${path}）`, `写进方案：${fillCommand(plan, path, "1")}`);
  else if (kind.extension === null)
    no("not-extendable", `方案规定${kind.name}不能延期`, "按期复查；仍未整改的采取方案的下一步");
  else if (order.extensions >= kind.extension.times)
    no(
      "extension-used-up",
      `${order.number} 已延期 ${order.extensions} 次，方案只许 ${kind.extension.times} 次`,
      `到期复查：tuban review ${order.number}`,
    );
  if (kind.deadlineBound !== null && on <= kind.deadlineBound && to > kind.deadlineBound)
    no(
      "extension-beyond-plan",
      `新期限 ${to} 超过方案规定的最晚日期 ${kind.deadlineBound}`,
      `--to 不晚于 ${kind.deadlineBound}`,
    );
  return problems;
}

/** What is put on record of a service; empty text where nothing was given. */
export interface ServiceAct {
  readonly method: ServiceMethod;
  readonly note: string;
  /** 见证人 of 留置. */
  readonly witness: string;
  /** Whether it was photographed or filmed: what shows it, or that files were handed in. */
  readonly recording: string;
  /** 电子: the signed consent to this way of service. */
  readonly consent: string;
  /** 邮寄: number of the mail. */
  readonly mailNo: string;
  /** 邮寄: the day written on the receipt. */
  readonly receivedOn: Day | null;
  /** 留置: how it was refused; 公告: why nothing else is possible. */
  readonly reason: string;
  /** 公告: where the notice was published. */
  readonly place: string;
  /** Attempts on record that did not succeed. */
  readonly attempts: number;
}

/** What may come of an attempt at service. */
export const attemptOutcomes = ["拒收", "不在", "查无此人", "退回"] as const;

/** The day on which the order counts as served, when the act of service was done on `on`; 公告 counts from thirty days after (民诉法 第九十五条). */
export function servedDay(method: ServiceMethod, on: Day): Day {
  return method === "公告" ? addDays(on, noticeDays) : on;
}

/** Not moved off days off: nobody has to act within them. */
const noticeDays = 30;

/** What a method of service asks to be put on record (民诉法 第八十五条至第九十五条; 行政处罚法 第六十一条), all that is missing in one pass. */
export function serviceProblems(act: ServiceAct): Problem[] {
  const wanted = proofOf[act.method];
  return wanted
    .filter(({ given }) => !given(act))
    .map(({ message, hint }) => ({ code: "service-proof", message: `${act.method}送达${message}`, hint }));
}

interface Proof {
  readonly given: (act: ServiceAct) => boolean;
  readonly message: string;
  readonly hint: string;
}

const proofOf: Readonly<Record<ServiceMethod, readonly Proof[]>> = {
  直接: [],
  留置: [
    {
      given: ({ witness, recording }) => witness !== "" || recording !== "",
      message: "要有见证人，或者拍照、录像",
      hint: "加 --witness 见证人，或 --recording 录像一段；照片、录像用 --evidence 附上",
    },
    {
      given: ({ reason, attempts }) => reason !== "" || attempts > 0,
      message: "要记明拒收的情况",
      hint: "加 --reason 拒收事由，如 --reason 法定代表人看后拒绝签字；或先用 tuban order attempt 登记拒收",
    },
  ],
  电子: [
    {
      given: ({ consent }) => consent !== "",
      message: "要受送达人签名同意",
      hint: "加 --consent 同意的依据，如 --consent 2021-07-15签的电子送达确认书",
    },
    {
      given: ({ place, note }) => place !== "" || note !== "",
      message: "要记明送到哪里",
      hint: "加 --place 传真号或电子邮箱",
    },
  ],
  邮寄: [
    { given: ({ mailNo }) => mailNo !== "", message: "要记明邮件号", hint: "加 --mail-no 邮件号" },
    {
      given: ({ receivedOn }) => receivedOn !== null,
      message: "以回执上注明的收件日期为送达日期",
      hint: "加 --received 收件日期；还没有收到回执的等回执来了再登记",
    },
  ],
  公告: [
    {
      given: ({ reason }) => reason !== "",
      message: "要记明原因和经过",
      hint: "加 --reason 原因，如 --reason 下落不明，或 --reason 其他方式都无法送达",
    },
    {
      given: ({ place }) => place !== "",
      message: "要记明公告登在哪里",
      hint: "加 --place 如 --place 区政府网站和办学地点门口",
    },
    {
      given: ({ reason, attempts }) => attempts > 0 || reason.includes("下落不明"),
      message: "只在受送达人下落不明，或者用其他方式都无法送达时用",
      hint: "先登记试过的方式：tuban order attempt 文号 --method 直接 --outcome 不在；下落不明的在 --reason 写明",
    },
  ],
};
