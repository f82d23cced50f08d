/**
 * Issuing orders (签发文书): which orders are due, findings gathered by subject, kind and issuer, and what stands against each.
 *
 * The act needs what is known of the subjects on its day and today, refuses with Problems, and gives the orders to be drafted.
 */
import { grouped } from "../../base/grouped.ts";
import { hint, joined, next, particular } from "../../base/next.ts";
import type { Hint } from "../../base/next.ts";
import type { Calendar } from "../calendar.ts";
import type { Day } from "../../base/day.ts";
import { issuingUnit } from "../department.ts";
import { orderProblem } from "../order/life.ts";
import type { OrderStage } from "../order/life.ts";
import { issuerOf, jointIssuers, kindNamed, precedingProblems, startingKinds } from "../order/issue.ts";
import { inForceOn } from "../plan.ts";
import type { LicenceClass, OrderEffect, OrderKind, Plan, SubjectKind } from "../plan.ts";
import { Stop, eachOnce, oneProblem, refuse } from "../../base/problem.ts";
import type { Problem } from "../../base/problem.ts";
import { takeUpProblem } from "../review.ts";
import type { FindingStage, NamedFinding, TakenUp } from "../review.ts";
import type { Operation } from "../standing/operation.ts";

/** What is asked: for a kind or, where none is named, for each finding's own; of some findings, or of all that are due. */
export interface IssueWanted {
  readonly kind: string | null;
  /** Numbers of findings; null: all that are due for the kind. */
  readonly findings: readonly number[] | null;
  readonly issuer: string | null;
  /** 共同签发: one paper for all findings of a kind, signed by these units, too; by all that lead them where none is named. null: a paper for each issuer. */
  readonly joint: readonly string[] | null;
  /** Where orders go to everybody: only to these. */
  readonly classes: readonly LicenceClass[];
  readonly towns: readonly string[];
}

/** What has to be known of subjects, findings and orders; rows of the ledger fit as they are. */
export interface IssueKnown {
  readonly subject: {
    readonly subject: number;
    readonly name: string;
    readonly kind: SubjectKind;
    readonly licence_class: LicenceClass | null;
    readonly town: string | null;
  };
  readonly finding: StagedFinding & {
    readonly lead: string;
    readonly order_kind: string | null;
    readonly closed_on: Day | null;
  };
  /** An order that a finding is under. */
  readonly over: {
    readonly kind: string;
    readonly number: string;
    readonly served_on: Day | null;
    readonly waived_on: Day | null;
  };
  readonly order: IssueKnown["over"] & { readonly effect: OrderEffect; readonly stage: OrderStage };
}

/** What is known when orders are to be issued: as it was on the day of the act, and as it is today. */
export interface IssueBook<Known extends IssueKnown = IssueKnown> {
  readonly subjects: readonly Known["subject"][];
  /** By subject, as on the day of the act. */
  readonly findings: ReadonlyMap<number, readonly Known["finding"][]>;
  /** By finding, as today: a late entry (补录) must not contradict what was recorded since. */
  readonly latest: ReadonlyMap<number, Known["finding"]>;
  /** By finding, the orders that are not withdrawn, oldest first. */
  readonly over: ReadonlyMap<number, readonly Known["over"][]>;
  /** By subject, the same. */
  readonly orders: ReadonlyMap<number, readonly Known["order"][]>;
  /** Findings in penalty cases that are not closed (结案) on the day of the act. */
  readonly inCase: ReadonlySet<number>;
  /** By subject, as on the day of the act. */
  readonly operations: ReadonlyMap<number, { readonly operation: Operation }>;
}

/** A finding with its stage and what was found. */
export interface StagedFinding {
  readonly id: number;
  readonly text: string;
  readonly note: string;
  readonly stage: FindingStage;
  readonly order_number: string | null;
}

/** What was found: a finding's item says what should be, what was found instead is in its note. */
export function faultOf({ text, note }: Pick<StagedFinding, "text" | "note">): string {
  return note === "" ? `不符合“${text}”` : note;
}

export function namedFinding(finding: StagedFinding): NamedFinding {
  const { id, stage, order_number } = finding;
  return { id, text: faultOf(finding), stage, order: order_number };
}

/** A finding as the rules see it, on the day of the act and today; the same twice where nothing came between. */
function bothViews({ over, latest: known, inCase }: IssueBook, finding: StagedFinding): readonly TakenUp[] {
  const orders = over.get(finding.id) ?? [];
  const latest = known.get(finding.id);
  const views = latest === undefined || latest.stage === finding.stage ? [finding] : [finding, latest];
  return views.map((view) => Object.assign(namedFinding(view), { orders, inCase: inCase.has(finding.id) }));
}

/** One order to be. */
export interface OrderCase<Known extends IssueKnown = IssueKnown> {
  readonly subject: Known["subject"];
  readonly kind: OrderKind;
  readonly issuer: string;
  /** Who signs besides (共同签发). */
  readonly joint: readonly string[];
  readonly findings: readonly Known["finding"][];
}

/** Findings that another unit leads: the acting office takes no number of that unit's series. */
export interface LedByOther {
  readonly subject: number;
  readonly unit: string;
  readonly findings: readonly number[];
}

export interface OrderCases<Known extends IssueKnown = IssueKnown> {
  readonly cases: readonly OrderCase<Known>[];
  readonly ledByOthers: readonly LedByOther[];
  /** With --all: how many subjects were passed over, by reason. */
  readonly passed: ReadonlyMap<string, number>;
  /** What the user should know of findings that no order takes up. */
  readonly notes: readonly Hint[];
}

/** What is asked of the act, and by what it is judged. */
export interface IssueSetting {
  readonly plan: Plan;
  readonly on: Day;
  readonly calendar: Calendar;
  readonly wanted: IssueWanted;
  /** The plan's department of the acting person; null where it is none of the plan's, as a joint office is. */
  readonly own: string | null;
}

/** The orders for one subject. @throws Stop with everything that stands against them */
export function ordersFor<Known extends IssueKnown>(
  book: IssueBook<Known>,
  subject: Known["subject"],
  setting: IssueSetting,
): OrderCases<Known> {
  const { plan, on, wanted } = setting;
  const kind = wanted.kind === null ? null : kindNamed(plan, wanted.kind, on);
  if (kind?.restsOn === "机构") {
    if (wanted.findings !== null)
      refuse("kind-without-findings", `${kind.name}直接对机构下发，不带问题`, {
        hint: hint`去掉 ${particular({ finding: true })}`,
      });
    stopOn([...subjectProblems(book, subject, kind, setting)]);
    return {
      cases: [signed({ subject, kind, findings: [] }, [], setting)],
      ledByOthers: [],
      passed: new Map(),
      notes: [],
    };
  }
  const findings = book.findings.get(subject.subject) ?? [];
  const chosen = wanted.findings === null ? waiting(book, findings, kind) : named(findings, wanted.findings, subject);
  const open = kind === null ? chosen.filter(({ order_kind }) => order_kind === null) : [];
  const handed = unroutedOfOthers(subject, open, setting);
  const notes = unrouted(open.filter((finding) => !isOthers(finding, setting)));
  const routed = chosen.filter((finding) => kind !== null || finding.order_kind !== null);
  if (routed.length === 0 && notes.length === 0 && handed.length > 0) refuseOthers(subject, handed, setting);
  if (routed.length === 0) nothingToIssue(book, subject, { findings, kind, notes, kinds: startingKinds(plan, on) });
  const pairs = routed.map((finding) => ({ finding, kind: kind ?? kindNamed(plan, finding.order_kind ?? "", on) }));
  stopOn(
    pairs.flatMap((pair) =>
      bothViews(book, pair.finding)
        .flatMap((view) => takeUpProblem(pair.kind, view) ?? [])
        .slice(0, 1),
    ),
  );
  const { ours, others } = ownCases(gathered(subject, pairs, setting), setting);
  const passedOn = [...others.map((one): Handed => ({ led: ledByOther(one), kind: null })), ...handed];
  if (ours.length === 0) refuseOthers(subject, passedOn, setting);
  stopOn(ours.flatMap((one) => restingProblems(book, one, setting)));
  return {
    cases: ours,
    ledByOthers: passedOn.map(({ led }) => led),
    passed: new Map(),
    notes: [...notes, ...passedOn.map((one) => otherLeadText(one, setting))],
  };
}

/**
 * An office numbers its own papers only: of what others lead it takes no number of theirs. What is asked for by number of finding,
 * or by issuer, is issued as asked.
 */
function ownCases<Known extends IssueKnown>(
  cases: readonly OrderCase<Known>[],
  { own, wanted }: IssueSetting,
): { readonly ours: readonly OrderCase<Known>[]; readonly others: readonly OrderCase<Known>[] } {
  if (own === null || isNamed(wanted)) return { ours: cases, others: [] };
  const isTheirs = ({ issuer, kind }: OrderCase<Known>): boolean =>
    issuer !== own && (wanted.kind === null || kind.issuers.includes(own));
  return { ours: cases.filter((one) => !isTheirs(one)), others: cases.filter(isTheirs) };
}

/** What another unit leads, and the kind to name where it is issued by one's own office all the same; null where the plan routes it. */
interface Handed {
  readonly led: LedByOther;
  readonly kind: string | null;
}

/** Whether somebody asked for findings by their numbers, or said who issues. */
const isNamed = ({ issuer, findings, joint }: IssueSetting["wanted"]): boolean =>
  issuer !== null || findings !== null || joint !== null;

/** Whether others alone lead a finding. */
export const isLedByOthers = ({ lead }: { readonly lead: string }, own: string): boolean =>
  lead !== "" && !lead.split("、").includes(own);

/** Whether others alone lead a finding that nobody named. */
const isOthers = (finding: IssueKnown["finding"], { own, wanted }: IssueSetting): boolean =>
  own !== null && !isNamed(wanted) && isLedByOthers(finding, own);

/** Of findings that the plan routes to no paper, those that others lead, by who is named first. */
function unroutedOfOthers(
  { subject }: IssueKnown["subject"],
  findings: readonly IssueKnown["finding"][],
  setting: IssueSetting,
): Handed[] {
  const theirs = findings.filter((finding) => isOthers(finding, setting));
  const [kind = null] = startingKinds(setting.plan, setting.on);
  return Array.from(
    grouped(theirs, ({ lead }) => lead.split("、")[0] ?? ""),
    ([unit, those]) => ({ led: { subject, unit, findings: those.map(({ id }) => id) }, kind }),
  );
}

function ledByOther({ subject, issuer, findings }: OrderCase): LedByOther {
  const leads = findings.map(({ lead }) => lead.split("、")[0] ?? "").filter((lead) => lead !== "");
  const unit = [...new Set(leads)].join("、") || issuer;
  return { subject: subject.subject, unit, findings: findings.map(({ id }) => id) };
}

function refuseOthers(
  { subject, name }: IssueKnown["subject"],
  others: readonly Handed[],
  setting: IssueSetting,
): never {
  const led = others.map(({ led: { findings, unit } }) => `问题 ${findings.join("、")} 由 ${unit} 牵头`).join("，");
  return refuse("led-by-others", `${subject} ${name} 没有 ${setting.own ?? ""} 牵头、要下达的问题：${led}`, {
    hint: joined(
      others.map((one) => waysOn(one, setting)),
      "；",
    ),
  });
}

function otherLeadText(one: Handed, setting: IssueSetting): Hint {
  return hint`问题 ${one.led.findings.join("、")} 由 ${one.led.unit} 牵头，没有替它编文号。${waysOn(one, setting)}`;
}

/** The paper by which a unit hands over what another one leads: 移送, else 督办; undefined where the plan lets it issue neither. */
export function handingPaper({ orderKinds }: Plan, on: Day, own: string): OrderKind | undefined {
  const may = orderKinds.filter((kind) => kind.issuers.includes(own) && inForceOn(kind, on));
  return may.find(({ effect }) => effect === "移送") ?? may.find(({ effect }) => effect === "督办");
}

/** How what another unit leads goes on: handed over (移送, else 交办) by a paper of one's own, or issued by one's own office. */
function waysOn({ led: { subject, unit, findings }, kind }: Handed, { plan, on, own }: IssueSetting): Hint {
  const paper = own === null ? undefined : handingPaper(plan, on, own);
  const which = findings.join(",");
  const together = hint`一并由一个单位下达的：${next("order issue", [subject], { finding: which, ...(kind === null ? {} : { kind }), issuer: own ?? "单位" })}`;
  return paper === undefined
    ? together
    : hint`移送的：${next("order issue", [subject], { kind: paper.name, finding: which, to: unit })}；${together}`;
}

/** The orders of one kind for every subject that fits; those that cannot have one are passed over and counted. */
export function ordersForAll<Known extends IssueKnown>(
  book: IssueBook<Known>,
  setting: IssueSetting,
): OrderCases<Known> {
  const { plan, on, wanted } = setting;
  const kind = kindNamed(plan, wanted.kind ?? "", on);
  const passed = new Map<string, number>();
  const pass = (reason: string): unknown => passed.set(reason, (passed.get(reason) ?? 0) + 1);
  const cases: OrderCase<Known>[] = [];
  const ledByOthers: LedByOther[] = [];
  for (const subject of book.subjects.filter((one) => fits(one, wanted))) {
    const found =
      kind.restsOn === "机构" ? subjectCase(book, subject, kind, setting) : findingCases(book, subject, kind, setting);
    if (typeof found === "string") {
      pass(found);
      continue;
    }
    const { ours, others } = ownCases(found, setting);
    cases.push(...ours);
    ledByOthers.push(...others.map(ledByOther));
    if (ours.length === 0) pass("问题由别的单位牵头");
  }
  return { cases, ledByOthers, passed, notes: [] };
}

function fits(subject: IssueKnown["subject"], { classes, towns }: IssueWanted): boolean {
  const ofClass = classes.length === 0 || (subject.licence_class !== null && classes.includes(subject.licence_class));
  return ofClass && (towns.length === 0 || (subject.town !== null && towns.includes(subject.town)));
}

/** Or why the subject is passed over. */
function subjectCase<Known extends IssueKnown>(
  book: IssueBook<Known>,
  subject: Known["subject"],
  kind: OrderKind,
  setting: IssueSetting,
): readonly OrderCase<Known>[] | string {
  const [problem] = subjectProblems(book, subject, kind, setting);
  if (problem) return passedOver[problem.code] ?? "还不能下发";
  return [signed({ subject, kind, findings: [] }, [], setting)];
}

function findingCases<Known extends IssueKnown>(
  book: IssueBook<Known>,
  subject: Known["subject"],
  kind: OrderKind,
  setting: IssueSetting,
): readonly OrderCase<Known>[] | string {
  const findings = (book.findings.get(subject.subject) ?? []).filter(
    (finding) => finding.order_kind === kind.name || finding.stage !== "待交办",
  );
  if (findings.length === 0) return "没有应下发的问题";
  const free = findings.filter((finding) =>
    bothViews(book, finding).every((view) => takeUpProblem(kind, view) === null),
  );
  if (free.length === 0) return "问题都已下达或已了结";
  const cases = gathered(
    subject,
    free.map((finding) => ({ finding, kind })),
    setting,
  );
  return cases.some((one) => restingProblems(book, one, setting).length > 0) ? `还不具备${kind.name}的先行条件` : cases;
}

const passedOver: Readonly<Record<string, string>> = {
  "subject-kind": "不是机构",
  "already-stopped": "已在停办中",
  "already-closed": "已取缔",
  "already-ordered": "已有同种文书",
  "not-stopped": "没有停办",
};

/** What stands against an order that rests on the subject itself. */
function subjectProblems(
  book: IssueBook,
  subject: IssueKnown["subject"],
  kind: OrderKind,
  setting: IssueSetting,
): Problem[] {
  const name = `${subject.subject} ${subject.name}`;
  if (["停办", "恢复", "取缔"].includes(kind.effect) && subject.kind !== "机构")
    return oneProblem("subject-kind", `${name} 是${subject.kind}，不能下发${kind.name}`, "停办、恢复、取缔只对机构");
  const ours = (book.orders.get(subject.subject) ?? []).filter((order) => order.kind === kind.name);
  const unserved = ours.find(({ stage }) => stage === "已签发");
  if (unserved)
    return oneProblem(
      "already-ordered",
      `${name} 已有${kind.name} ${unserved.number}，还没有送达`,
      hint`登记送达：${next("order serve", [unserved.number])}；下达错了的先撤回`,
    );
  const operation = book.operations.get(subject.subject)?.operation;
  if (operation === "取缔关停" && kind.effect !== "恢复")
    return oneProblem(
      "already-closed",
      `${name} 已经取缔关停，不用再下发${kind.name}`,
      hint`用 ${next("show", [subject.subject])} 看经过`,
    );
  if (kind.effect === "停办" && operation === "暂时关停")
    return oneProblem(
      "already-stopped",
      `${name} 已在停办中${ours.length > 0 ? `（${ours.at(-1)?.number}）` : ""}，不用再下发${kind.name}`,
      hint`用 ${next("show", [subject.subject])} 看经过`,
    );
  if (kind.effect === "恢复") return resumeProblems(book, subject, kind);
  const [live] = ["停办", "取缔"].includes(kind.effect)
    ? []
    : ours.filter((order) => orderProblem("撤回", order) === null);
  if (live)
    return oneProblem(
      "already-ordered",
      `${name} 已有${kind.name} ${live.number}`,
      hint`用 ${next("order show", [live.number])} 看内容`,
    );
  return restingProblems(book, { subject, kind, issuer: "", joint: [], findings: [] }, setting);
}

/** Only who was stopped can be let continue, and only once. */
function resumeProblems(book: IssueBook, { subject, name }: IssueKnown["subject"], kind: OrderKind): Problem[] {
  const last = (book.orders.get(subject) ?? []).findLast(
    ({ effect, served_on }) => (effect === "停办" || effect === "恢复") && served_on !== null,
  );
  if (last?.effect === "停办") return [];
  if (last)
    return [
      {
        code: "already-ordered",
        message: `${subject} ${name} 已由 ${last.number} 恢复办学`,
        hint: hint`用 ${next("order show", [last.number])} 看内容`,
      },
    ];
  return [
    {
      code: "not-stopped",
      message: `${subject} ${name} 没有送达过停办通知，谈不上${kind.name}`,
      hint: hint`用 ${next("show", [subject])} 看经过`,
    },
  ];
}

/** What stands against a kind that another one has to come before. */
function restingProblems(
  book: IssueBook,
  { subject, kind, findings }: OrderCase,
  { plan, on, calendar }: IssueSetting,
): Problem[] {
  const { after } = kind;
  if (after === null) return [];
  const before = (orders: readonly IssueKnown["over"][] | undefined) => {
    const last = orders?.findLast((order) => order.kind === after.kind);
    return last ? { number: last.number, servedOn: last.served_on, waivedOn: last.waived_on } : null;
  };
  const resting =
    kind.restsOn === "机构"
      ? [before(book.orders.get(subject.subject))]
      : findings.map(({ id }) => before(book.over.get(id)));
  const problems = resting.flatMap((one) => precedingProblems(plan, kind, one, on, calendar));
  return eachOnce(problems);
}

/** The findings that an order of the kind, or of each one's own routed kind, would take up without being asked for by number. */
function waiting<Known extends IssueKnown>(
  book: IssueBook<Known>,
  findings: readonly Known["finding"][],
  kind: OrderKind | null,
): Known["finding"][] {
  if (kind === null)
    return findings.filter(({ id, stage }) => stage === "待交办" && book.latest.get(id)?.stage === "待交办");
  return findings.filter(
    (finding) =>
      !elsewhere(finding, kind) && bothViews(book, finding).every((view) => takeUpProblem(kind, view) === null),
  );
}

/** Pending, and routed by the plan to another kind than this 整改 one. */
function elsewhere({ stage, order_kind }: IssueKnown["finding"], kind: OrderKind): boolean {
  return kind.effect === "整改" && stage === "待交办" && order_kind !== null && order_kind !== kind.name;
}

function elsewhereProblems(
  { subject, name }: IssueKnown["subject"],
  findings: readonly IssueKnown["finding"][],
  kind: OrderKind | null,
): Problem[] {
  const routed = kind === null ? [] : findings.filter((finding) => elsewhere(finding, kind));
  if (kind === null || routed.length === 0) return [];
  const ids = (of: readonly IssueKnown["finding"][], sign: string): string => of.map(({ id }) => id).join(sign);
  const kinds = [...new Set(routed.map(({ order_kind }) => order_kind))].map(
    (own) =>
      `问题 ${ids(
        routed.filter(({ order_kind }) => order_kind === own),
        "、",
      )} 照方案下发${own ?? ""}`,
  );
  return oneProblem(
    "routed-elsewhere",
    `${subject} ${name} 没有照方案该下发${kind.name}的问题：${kinds.join("，")}`,
    hint`确实要改用${kind.name}的，点名下发：${next("order issue", [subject], { finding: ids(routed, ","), kind: kind.name })}`,
  );
}

function named<Known extends IssueKnown>(
  findings: readonly Known["finding"][],
  ids: readonly number[],
  { subject, name }: Known["subject"],
): Known["finding"][] {
  const unknown = ids.filter((id) => !findings.some((finding) => finding.id === id));
  const known = findings.map(({ id }) => id).join("、") || "（没有问题）";
  stopOn(
    unknown.map((id) => ({
      code: "unknown-finding",
      message: `${subject} ${name} 没有问题 ${id}`,
      hint: `这一家的问题编号：${known}`,
    })),
  );
  return findings.filter(({ id }) => ids.includes(id));
}

function unrouted(without: readonly IssueKnown["finding"][]): Hint[] {
  if (without.length === 0) return [];
  return [
    hint`问题 ${without.map(({ id }) => id).join("、")} 方案没有写明先下发哪种文书，用 ${particular({ kind: true })} 指定`,
  ];
}

function nothingToIssue(
  book: IssueBook,
  institution: IssueKnown["subject"],
  {
    findings,
    kind,
    notes: [note],
    kinds: [usual, ...others],
  }: {
    readonly findings: readonly IssueKnown["finding"][];
    readonly kind: OrderKind | null;
    readonly notes: readonly Hint[];
    readonly kinds: readonly string[];
  },
): never {
  const { subject, name } = institution;
  if (note !== undefined)
    refuse("no-routed-kind", `${subject} ${name} 的问题没有指明文书种类`, {
      hint: hint`${note}：${next("order issue", [subject], { kind: [usual ?? "文书种类", ...others].join("，或 ") })}`,
    });
  const open = findings.filter(({ closed_on }) => closed_on === null);
  const blocked = kind === null ? open.filter(({ id }) => book.over.has(id)) : open;
  const first = blocked.flatMap((finding) => {
    const wanted = kind ?? { name: finding.order_kind ?? "文书", effect: "整改" as const, after: null };
    return bothViews(book, finding)
      .flatMap((view) => takeUpProblem(wanted, view) ?? [])
      .slice(0, 1);
  });
  stopOn([...elsewhereProblems(institution, findings, kind), ...first]);
  return refuse("no-findings", `${subject} ${name} 没有待交办的问题`, {
    hint:
      findings.length === 0
        ? hint`先检查：${next("inspect", [subject])}`
        : hint`问题都已销号；回头看用 ${next("review", [subject], { kind: "回头看" })}`,
  });
}

/** One case for each kind and issuer, in the order the findings came. */
function gathered<Known extends IssueKnown>(
  subject: Known["subject"],
  pairs: readonly { finding: Known["finding"]; kind: OrderKind }[],
  setting: IssueSetting,
): OrderCase<Known>[] {
  const keyOf = ({ finding, kind }: (typeof pairs)[number]): string =>
    setting.wanted.joint === null ? `${kind.name}\n${signerOf(kind, finding.lead.split("、"), setting)}` : kind.name;
  return Array.from(grouped(pairs, keyOf).values(), (ours) => {
    const findings = ours.map(({ finding }) => finding);
    const leads = setting.wanted.joint === null ? findings.slice(0, 1) : findings;
    const [{ kind } = { kind: undefined }] = ours;
    return kind
      ? [
          signed(
            { subject, kind, findings },
            leads.flatMap(({ lead }) => lead.split("、")),
            setting,
          ),
        ]
      : [];
  }).flat();
}

/** A case with who signs it. @throws Stop as issuerOf and jointIssuers */
function signed<Known extends IssueKnown>(
  one: Pick<OrderCase<Known>, "subject" | "kind" | "findings">,
  leads: readonly string[],
  setting: IssueSetting,
): OrderCase<Known> {
  const { plan, wanted } = setting;
  const issuer = signerOf(one.kind, leads, setting);
  const joint = wanted.joint === null ? [] : jointIssuers(plan, one.kind, { issuer, asked: wanted.joint, leads });
  return { ...one, issuer, joint };
}

/**
 * Who signs: the one asked for; else the acting office where it may and leads the finding, or where the paper is not to the
 * institution but between offices, or rests on no finding; else as the plan has it. @throws Stop as issuerOf
 */
function signerOf(kind: OrderKind, leads: readonly string[], { plan, wanted, own }: IssueSetting): string {
  const between = kind.effect === "移送" || kind.effect === "督办";
  const ownMay =
    own !== null &&
    kind.issuers.includes(own) &&
    (between || leads.length === 0 || leads.some((lead) => issuingUnit(plan, lead) === own));
  return issuerOf(plan, kind, { asked: wanted.issuer ?? (ownMay ? own : null), leads });
}

function stopOn(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new Stop(1, problems);
}
