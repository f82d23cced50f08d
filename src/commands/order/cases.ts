/** Which orders are due: findings gathered by subject, kind and issuer, and what stands against each. */
import {
  issuerOf,
  kindNamed,
  oneProblem,
  orderProblem,
  precedingProblems,
  refuse,
  startingKinds,
  Stop,
  takeUpProblem,
} from "../../campaign/index.ts";
import type { Calendar, Day, OrderKind, Plan, Problem } from "../../campaign/index.ts";
import type { FindingNow, InstitutionNow, OrderOver } from "../../ledger/now.ts";
import { bothViews } from "./book.ts";
import type { Book } from "./book.ts";
import type { Wanted } from "./wanted.ts";

/** One order to be. */
export interface OrderCase {
  readonly subject: InstitutionNow;
  readonly kind: OrderKind;
  readonly issuer: string;
  readonly findings: readonly FindingNow[];
}

export interface Cases {
  readonly cases: readonly OrderCase[];
  /** With --all: how many subjects were passed over, by reason. */
  readonly passed: ReadonlyMap<string, number>;
  /** What the user should know of findings that no order takes up. */
  readonly notes: readonly string[];
}

export interface Setting {
  readonly plan: Plan;
  readonly on: Day;
  readonly calendar: Calendar;
  readonly wanted: Wanted;
  /** The department of whoever acts; null where it is not known, or none of the plan's. */
  readonly own: string | null;
}

/** The orders for one subject. @throws Stop with everything that stands against them */
export function casesOf(book: Book, subject: InstitutionNow, setting: Setting): Cases {
  const { plan, on, wanted } = setting;
  const kind = wanted.kind === null ? null : kindNamed(plan, wanted.kind, on);
  if (kind?.restsOn === "机构") {
    if (wanted.findings !== null)
      refuse("kind-without-findings", `${kind.name}直接对机构下发，不带问题`, { hint: "去掉 --finding" });
    stopOn([...subjectProblems(book, subject, kind, setting)]);
    return {
      cases: [{ subject, kind, issuer: issuerOf(plan, kind, { asked: wanted.issuer, leads: [] }), findings: [] }],
      passed: new Map(),
      notes: [],
    };
  }
  const findings = book.findings.get(subject.subject) ?? [];
  const chosen = wanted.findings === null ? waiting(book, findings, kind) : named(findings, wanted.findings, subject);
  const notes = unrouted(chosen, kind);
  const routed = chosen.filter((finding) => kind !== null || finding.order_kind !== null);
  if (routed.length === 0) nothingToIssue(book, subject, { findings, kind, notes, kinds: startingKinds(plan, on) });
  const pairs = routed.map((finding) => ({ finding, kind: kind ?? kindNamed(plan, finding.order_kind ?? "", on) }));
  stopOn(
    pairs.flatMap((pair) =>
      bothViews(book, pair.finding)
        .flatMap((view) => takeUpProblem(pair.kind, view) ?? [])
        .slice(0, 1),
    ),
  );
  const cases = gathered(subject, pairs, setting);
  stopOn(cases.flatMap((one) => restingProblems(book, one, setting)));
  const { ours, others } = ownCases(cases, setting);
  return { cases: ours, passed: new Map(), notes: [...notes, ...others.map((one) => handedOver(one, setting))] };
}

/**
 * An office numbers its own papers: where it leads some of what was found, what others lead is named for them. Findings or an
 * issuer that are asked for by name are issued as asked.
 */
function ownCases(
  cases: readonly OrderCase[],
  { own, wanted }: Setting,
): { readonly ours: readonly OrderCase[]; readonly others: readonly OrderCase[] } {
  const asked = wanted.issuer !== null || wanted.findings !== null;
  const ours = cases.filter(({ issuer }) => issuer === own);
  if (asked || ours.length === 0) return { ours: cases, others: [] };
  return { ours, others: cases.filter(({ issuer }) => issuer !== own) };
}

function handedOver({ subject, issuer, findings }: OrderCase, { plan, own }: Setting): string {
  const ids = findings.map(({ id }) => id);
  const transfer = plan.orderKinds.find(({ effect, issuers }) => effect === "移送" && issuers.includes(own ?? ""));
  const how =
    transfer === undefined
      ? ""
      : `移送：tuban order issue ${subject.subject} --kind ${transfer.name} --finding ${ids.join(",")} --to ${issuer}；`;
  return `问题 ${ids.join("、")} 由 ${issuer} 牵头，没有替它编文号。${how}一并由 ${own ?? ""} 下达的，加 --issuer ${own ?? ""}`;
}

/** The orders of one kind for every subject that fits; those that cannot have one are passed over and counted. */
export function casesOfAll(book: Book, setting: Setting): Cases {
  const { plan, on, wanted } = setting;
  const kind = kindNamed(plan, wanted.kind ?? "", on);
  const passed = new Map<string, number>();
  const cases: OrderCase[] = [];
  for (const subject of book.subjects.filter((one) => fits(one, wanted))) {
    const found =
      kind.restsOn === "机构" ? subjectCase(book, subject, kind, setting) : findingCases(book, subject, kind, setting);
    if (typeof found === "string") passed.set(found, (passed.get(found) ?? 0) + 1);
    else cases.push(...found);
  }
  return { cases, passed, notes: [] };
}

function fits(subject: InstitutionNow, { classes, towns }: Wanted): boolean {
  const ofClass = classes.length === 0 || (subject.licence_class !== null && classes.includes(subject.licence_class));
  return ofClass && (towns.length === 0 || (subject.town !== null && towns.includes(subject.town)));
}

/** Or why the subject is passed over. */
function subjectCase(
  book: Book,
  subject: InstitutionNow,
  kind: OrderKind,
  setting: Setting,
): readonly OrderCase[] | string {
  const [problem] = subjectProblems(book, subject, kind, setting);
  if (problem) return passedOver[problem.code] ?? "还不能下发";
  return [
    { subject, kind, issuer: issuerOf(setting.plan, kind, { asked: setting.wanted.issuer, leads: [] }), findings: [] },
  ];
}

function findingCases(
  book: Book,
  subject: InstitutionNow,
  kind: OrderKind,
  setting: Setting,
): readonly OrderCase[] | string {
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
function subjectProblems(book: Book, subject: InstitutionNow, kind: OrderKind, setting: Setting): Problem[] {
  const name = `${subject.subject} ${subject.name}`;
  if (["停办", "恢复", "取缔"].includes(kind.effect) && subject.kind !== "机构")
    return oneProblem("subject-kind", `${name} 是${subject.kind}，不能下发${kind.name}`, "停办、恢复、取缔只对机构");
  const ours = (book.orders.get(subject.subject) ?? []).filter((order) => order.kind === kind.name);
  const unserved = ours.find(({ stage }) => stage === "已签发");
  if (unserved)
    return oneProblem(
      "already-ordered",
      `${name} 已有${kind.name} ${unserved.number}，还没有送达`,
      `登记送达：tuban order serve ${unserved.number}；下达错了的先撤回`,
    );
  const operation = book.operations.get(subject.subject)?.operation;
  if (operation === "取缔关停" && kind.effect !== "恢复")
    return oneProblem(
      "already-closed",
      `${name} 已经取缔关停，不用再下发${kind.name}`,
      `用 tuban show ${subject.subject} 看经过`,
    );
  if (kind.effect === "停办" && operation === "暂时关停")
    return oneProblem(
      "already-stopped",
      `${name} 已在停办中${ours.length > 0 ? `（${ours.at(-1)?.number}）` : ""}，不用再下发${kind.name}`,
      `用 tuban show ${subject.subject} 看经过`,
    );
  if (kind.effect === "恢复") return resumeProblems(book, subject, kind);
  const [live] = ["停办", "取缔"].includes(kind.effect)
    ? []
    : ours.filter((order) => orderProblem("撤回", order) === null);
  if (live)
    return oneProblem(
      "already-ordered",
      `${name} 已有${kind.name} ${live.number}`,
      `用 tuban order show ${live.number} 看内容`,
    );
  return restingProblems(book, { subject, kind, issuer: "", findings: [] }, setting);
}

/** Only who was stopped can be let continue, and only once. */
function resumeProblems(book: Book, { subject, name }: InstitutionNow, kind: OrderKind): Problem[] {
  const last = (book.orders.get(subject) ?? []).findLast(
    ({ effect, served_on }) => (effect === "停办" || effect === "恢复") && served_on !== null,
  );
  if (last?.effect === "停办") return [];
  if (last)
    return [
      {
        code: "already-ordered",
        message: `${subject} ${name} 已由 ${last.number} 恢复办学`,
        hint: `用 tuban order show ${last.number} 看内容`,
      },
    ];
  return [
    {
      code: "not-stopped",
      message: `${subject} ${name} 没有送达过停办通知，谈不上${kind.name}`,
      hint: `用 tuban show ${subject} 看经过`,
    },
  ];
}

/** What stands against a kind that another one has to come before. */
function restingProblems(
  book: Book,
  { subject, kind, findings }: OrderCase,
  { plan, on, calendar }: Setting,
): Problem[] {
  const { after } = kind;
  if (after === null) return [];
  const before = (orders: readonly Pick<OrderOver, "kind" | "number" | "served_on" | "waived_on">[] | undefined) => {
    const last = orders?.findLast((order) => order.kind === after.kind);
    return last ? { number: last.number, servedOn: last.served_on, waivedOn: last.waived_on } : null;
  };
  const resting =
    kind.restsOn === "机构"
      ? [before(book.orders.get(subject.subject))]
      : findings.map(({ id }) => before(book.over.get(id)));
  const problems = resting.flatMap((one) => precedingProblems(plan, kind, one, on, calendar));
  return [...new Map(problems.map((problem) => [problem.message, problem])).values()];
}

/** The findings that an order of the kind, or of each one's own routed kind, would take up without being asked for by number. */
function waiting(book: Book, findings: readonly FindingNow[], kind: OrderKind | null): FindingNow[] {
  if (kind === null)
    return findings.filter(({ id, stage }) => stage === "待交办" && book.latest.get(id)?.stage === "待交办");
  return findings.filter(
    (finding) =>
      !elsewhere(finding, kind) && bothViews(book, finding).every((view) => takeUpProblem(kind, view) === null),
  );
}

/** Pending, and routed by the plan to another kind than this 整改 one. */
function elsewhere({ stage, order_kind }: FindingNow, kind: OrderKind): boolean {
  return kind.effect === "整改" && stage === "待交办" && order_kind !== null && order_kind !== kind.name;
}

function elsewhereProblems(
  { subject, name }: InstitutionNow,
  findings: readonly FindingNow[],
  kind: OrderKind | null,
): Problem[] {
  const routed = kind === null ? [] : findings.filter((finding) => elsewhere(finding, kind));
  if (kind === null || routed.length === 0) return [];
  const ids = (of: readonly FindingNow[], sign: string): string => of.map(({ id }) => id).join(sign);
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
    `确实要改用${kind.name}的，点名下发：tuban order issue ${subject} --finding ${ids(routed, ",")} --kind ${kind.name}`,
  );
}

function named(
  findings: readonly FindingNow[],
  ids: readonly number[],
  { subject, name }: InstitutionNow,
): FindingNow[] {
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

function unrouted(findings: readonly FindingNow[], kind: OrderKind | null): string[] {
  const without = kind === null ? findings.filter(({ order_kind }) => order_kind === null) : [];
  if (without.length === 0) return [];
  return [`问题 ${without.map(({ id }) => id).join("、")} 方案没有写明先下发哪种文书，用 --kind 指定`];
}

function nothingToIssue(
  book: Book,
  institution: InstitutionNow,
  {
    findings,
    kind,
    notes: [note],
    kinds: [usual, ...others],
  }: {
    readonly findings: readonly FindingNow[];
    readonly kind: OrderKind | null;
    readonly notes: readonly string[];
    readonly kinds: readonly string[];
  },
): never {
  const { subject, name } = institution;
  if (note !== undefined)
    refuse("no-routed-kind", `${subject} ${name} 的问题没有指明文书种类`, {
      hint: `${note}：tuban order issue ${subject} --kind ${[usual ?? "文书种类", ...others].join("，或 ")}`,
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
        ? `先检查：tuban inspect ${subject}`
        : `问题都已销号；回头看用 tuban review ${subject} --kind 回头看`,
  });
}

/** One case for each kind and issuer, in the order the findings came. */
function gathered(
  subject: InstitutionNow,
  pairs: readonly { finding: FindingNow; kind: OrderKind }[],
  { plan, wanted }: Setting,
): OrderCase[] {
  const cases = new Map<string, OrderCase & { findings: FindingNow[] }>();
  for (const { finding, kind } of pairs) {
    const issuer = issuerOf(plan, kind, { asked: wanted.issuer, leads: finding.lead.split("、") });
    const key = `${kind.name}\n${issuer}`;
    const known = cases.get(key);
    if (known) known.findings.push(finding);
    else cases.set(key, { subject, kind, issuer, findings: [finding] });
  }
  return [...cases.values()];
}

function stopOn(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new Stop(1, problems);
}
