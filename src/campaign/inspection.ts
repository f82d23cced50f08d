/** Inspection (检查): who may go, what is asked, and what follows from the answers. */
import { hint, next, particular } from "../base/next.ts";
import type { Day } from "../base/day.ts";
import { inForceOn } from "./plan.ts";
import type { Item, Law, LicenceClass, OrderKind, Plan, Route, Severity, SubjectKind, VisitKind } from "./plan.ts";
import { oneProblem } from "../base/problem.ts";
import type { Problem } from "../base/problem.ts";

export const inspectionKinds = [
  "排查",
  "双随机",
  "验收",
  "督导",
  "回头看",
  "复查",
  "交叉检查",
  "线索核查",
  "年检",
  "暗访",
] as const;
/** One of these, or a kind of the plan's own (检查种类). */
export type InspectionKind = string;

/** The kinds that go through the checklist; 复查 and 回头看 go through a subject's findings instead. */
export const checklistKinds = inspectionKinds.filter((kind) => kind !== "复查" && kind !== "回头看");

export const answers = ["合格", "不合格", "不适用"] as const;
export type Answer = (typeof answers)[number];

/** Who takes part in an inspection. */
export interface Officer {
  readonly name: string;
  readonly unit: string;
  readonly certificate: string | null;
  readonly certificateUntil: Day | null;
}

/**
 * What stands against these officers inspecting on this day: fewer than two, one without a certificate, one whose
 * certificate has run out. `duty` is what they are to do, in words. Source: 行政处罚法 (2021) 第四十二条, 第五十五条; the two-officer rule is older than that revision.
 */
export function officerProblems(officers: readonly Officer[], on: Day, duty: "检查" | "办案" = "检查"): Problem[] {
  const names = new Set(officers.map((officer) => officer.name));
  const tooFew: Problem[] =
    names.size >= 2
      ? []
      : [
          {
            code: "too-few-officers",
            message: `${duty}要有两名以上执法人员，现在只有 ${names.size} 名`,
            hint: hint`用 ${particular({ by: "张某甲,李某乙" })} 写明两名${duty}人员`,
          },
        ];
  return [...tooFew, ...officers.flatMap((officer) => certificateProblems(officer, on, duty))];
}

/** The kind of that name: the plan's own, else built in, with what the law asks of an inspection; null where there is none. */
export function visitKindNamed({ visits = [] }: Pick<Plan, "visits">, name: string): VisitKind | null {
  const own = visits.find((kind) => kind.name === name);
  if (own) return own;
  return checklistKinds.some((kind) => kind === name)
    ? { name, text: "", subjects: [], units: [], certificate: true, officers: 2, items: [], fault: null }
    : null;
}

/** What stands against these people making such a visit on this day. */
export function partyProblems(
  officers: readonly Officer[],
  on: Day,
  { name, certificate, officers: least, units }: Pick<VisitKind, "name" | "certificate" | "officers" | "units">,
): Problem[] {
  const strange = officers.filter(({ unit }) => units.length > 0 && !units.some((word) => unit.includes(word)));
  const few = new Set(officers.map((officer) => officer.name)).size;
  return [
    ...(certificate ? officerProblems(officers, on) : []),
    ...(few < least && !(certificate && few < 2)
      ? oneProblem(
          "too-few-officers",
          `${name}要去 ${least} 人，现在只有 ${few} 人`,
          hint`用 ${particular({ by: "张某甲,李某乙" })} 写明`,
        )
      : []),
    ...strange.map((officer): Problem => ({
      code: "wrong-unit",
      message: `${name}由${units.join("、")}去，${officer.name}是${officer.unit}的`,
      hint: hint`核对姓名和单位：${next("person list")}；换一种检查用 ${particular({ kind: true })}`,
    })),
  ];
}

function certificateProblems({ name, certificate, certificateUntil }: Officer, on: Day, duty: string): Problem[] {
  if (certificate === null)
    return [
      {
        code: "no-certificate",
        message: `${name} 没有登记执法证号，不能作为${duty}人员`,
        hint: hint`用 ${next("person add", [name], { cert: "执法证号", until: "有效期" })} 补上`,
      },
    ];
  if (certificateUntil !== null && certificateUntil < on)
    return [
      {
        code: "certificate-expired",
        message: `${name} 的执法证 ${certificate} 已于 ${certificateUntil} 到期，${on} 不能${duty}`,
        hint: hint`换一名${duty}人员，或用 ${next("person add", [name])} 更新有效期`,
      },
    ];
  return [];
}

/** What of a subject decides which items are asked and who takes the case; null where it is not known. */
export interface Inspected {
  readonly kind: SubjectKind;
  readonly licenceClass: LicenceClass | null;
  readonly category: string | null;
  readonly town: string | null;
}

/**
 * The plan's items for this subject, in force on the day, in the plan's order. A licence class or category that is not
 * known excludes nothing: what it is, the inspection is there to find out.
 */
export function itemsFor(plan: Plan, subject: Inspected, day: Day, among: readonly string[] = []): Item[] {
  return plan.topics
    .flatMap((topic) => topic.items)
    .filter((item) => notAskedBecause(plan, subject, day, item, among) === null);
}

/** What of a visit keeps an item from being asked, and the words that follow the item's code. */
export interface NotAsked {
  readonly cause: "kind" | "visit" | "day" | "class" | "category";
  readonly reason: string;
}

/** Why an item of the plan is not asked of this subject on the day; null where it is asked, or the plan has none of that code. */
export function whyNotAsked(
  plan: Plan,
  subject: Inspected,
  day: Day,
  { code, among = [] }: { readonly code: string; readonly among?: readonly string[] | undefined },
): NotAsked | null {
  const item = plan.topics.flatMap(({ items }) => items).find((one) => one.code === code);
  return item ? notAskedBecause(plan, subject, day, item, among) : null;
}

function notAskedBecause(
  plan: Plan,
  subject: Inspected,
  day: Day,
  item: Item,
  among: readonly string[],
): NotAsked | null {
  const { kind, licenceClass } = subject;
  const category = categoryOf(plan, subject.category);
  if (item.kind !== kind) return { cause: "kind", reason: `只对${item.kind}，这家是${kind}` };
  if (among.length > 0 && !among.includes(item.code)) return { cause: "visit", reason: "这种检查不看它" };
  if (!inForceOn(item, day)) return { cause: "day", reason: outOfForce(item, day) };
  if (licenceClass !== null && !asks(item.classes, licenceClass))
    return { cause: "class", reason: `只对${item.classes.join("、")}的，这家底数里是${licenceClass}` };
  if (category !== null && !asks(item.categories, category))
    return { cause: "category", reason: `只对${item.categories.join("、")}，这家底数里是${category}` };
  return null;
}

function outOfForce({ from, until }: Item, day: Day): string {
  return from !== null && day < from ? `从 ${from} 起才查` : `只查到 ${until ?? ""} 为止`;
}

/** The number of the topic that an item's code begins with (plan check sees to it): 4-1 is of topic 4. */
export function topicOfItem(code: string | null): number | null {
  return code === null ? null : Number.parseInt(code, 10);
}

/** A failed item as the routing table sees it. */
export interface RoutedCase {
  readonly kind: SubjectKind;
  readonly licenceClass: LicenceClass | null;
  readonly category: string | null;
  readonly severity: Severity;
  readonly topic: number;
}

/**
 * The first route of the plan, in force on the day, all of whose conditions the case meets; null when none fits.
 * A condition on something that is not known of the subject is not met.
 */
export function routeOf(plan: Plan, routed: RoutedCase, day: Day): Route | null {
  const category = categoryOf(plan, routed.category);
  return (
    plan.routes.find(
      ({ when, ...route }) =>
        inForceOn(route, day) &&
        asks(when.kinds, routed.kind) &&
        asks(when.severities, routed.severity) &&
        asks(when.classes, routed.licenceClass) &&
        asks(when.categories, category) &&
        asks(when.topics, routed.topic),
    ) ?? null
  );
}

/** The laws behind these codes as in force on the day, cited with title and article; a code without one is left out. */
export function citationsOn(plan: Plan, codes: readonly string[], day: Day): string[] {
  return codes.flatMap((code) => plan.laws.filter((law) => law.code === code && inForceOn(law, day)).map(citationOf));
}

/** 《…法》第六十二条; a document's number stands in brackets: 《…的通知》（国办发〔2018〕80号）. */
function citationOf({ title, article }: Law): string {
  const name = title.startsWith("《") ? title : `《${title}》`;
  return article.includes("〔") ? `${name}（${article}）` : `${name}${article}`;
}

/** Citations in one line; articles of one law follow each other without its title: 《…法》第十二条、第十八条. */
export function basisText(citations: readonly string[]): string {
  return citations
    .map((citation, index) => {
      const title = /^《.*》/.exec(citation)?.[0];
      const again = title !== undefined && citations[index - 1]?.startsWith(title) === true;
      return again ? citation.slice(title.length) : citation;
    })
    .join("、");
}

/** What was answered to one item; the note says what was found, empty where the item's own words say it all. */
export interface Given {
  readonly answer: Answer;
  readonly note: string;
}

/** A finding of this subject that is already on record, in this campaign. */
export interface FormerFinding {
  readonly id: number;
  readonly item: string;
  readonly on: Day;
  readonly closedOn: Day | null;
}

/** A problem found, before it has a number. */
export interface FindingDraft {
  readonly item: string;
  readonly topic: number;
  readonly text: string;
  readonly note: string;
  readonly severity: Severity;
  readonly basis: readonly string[];
  readonly route: string | null;
  readonly lead: string;
  readonly supporting: string;
  readonly orderKind: string | null;
  /** 反弹: the closed finding that has come back. */
  readonly relapseOf: number | null;
}

/** The result of a checklist. */
export interface Conclusion {
  readonly result: "合格" | "不合格";
  readonly counts: Readonly<Record<Answer, number>>;
  /** Every item that failed, whatever it becomes. */
  readonly faults: readonly { readonly item: Item; readonly note: string }[];
  readonly findings: readonly FindingDraft[];
  /** 仍未整改: failed items whose finding is already on record and open; no second one is made. */
  readonly stillOpen: readonly { readonly finding: number; readonly item: Item; readonly note: string }[];
  /** Open findings whose item was found in order this time; only a re-check settles them. */
  readonly seenInOrder: readonly { readonly finding: number; readonly item: Item }[];
}

export interface Checklist {
  readonly plan: Plan;
  readonly subject: Inspected;
  readonly day: Day;
  /** Answers by item; those of items that do not apply are left aside. */
  readonly given: ReadonlyMap<string, Given>;
  readonly former: readonly FormerFinding[];
  /** Of the kind of visit: the items it asks, and whether it makes findings. A visit by the law's inspectors unless said. */
  readonly visit?: Pick<VisitKind, "items" | "certificate">;
}

/** What follows from a checklist, or everything that keeps it from being concluded. */
export function conclude({
  plan,
  subject,
  day,
  given,
  former,
  visit = { items: [], certificate: true },
}: Checklist): Conclusion | { readonly problems: readonly Problem[] } {
  const items = itemsFor(plan, subject, day, visit.items);
  const problems = checklistProblems(items, subject, given);
  if (problems.length > 0) return { problems };
  const answered = items.flatMap((item) => {
    const one = given.get(item.code);
    return one ? [{ item, answer: one.answer, note: one.note, open: openFinding(former, item.code, day) }] : [];
  });
  const failed = answered.filter(({ answer }) => answer === "不合格");
  return {
    result: failed.length > 0 ? "不合格" : "合格",
    faults: failed.map(({ item, note }) => ({ item, note: note.trim() })),
    counts: countsOf(answered.map(({ answer }) => answer)),
    findings: failed
      .filter(({ open }) => visit.certificate && open === null)
      .map(({ item, note }) =>
        draftOf(plan, subject, day, item, { note, relapseOf: closedFinding(former, item.code, day) }),
      ),
    stillOpen: failed.flatMap(({ open, item, note }) => (open === null ? [] : [{ finding: open, item, note }])),
    seenInOrder: answered.flatMap(({ answer, open, item }) =>
      answer !== "不合格" && open !== null ? [{ finding: open, item }] : [],
    ),
  };
}

function checklistProblems(items: readonly Item[], subject: Inspected, given: ReadonlyMap<string, Given>): Problem[] {
  if (items.length === 0)
    return [
      {
        code: "no-items",
        message: `方案里没有适用的检查项（${subject.kind}，${subject.licenceClass ?? "证照类别不详"}，${subject.category ?? "类别不详"}）`,
        hint: hint`用 ${next("plan show")} 看检查项的适用范围，改了方案再采用一次`,
      },
    ];
  const missing = items.filter(({ code }) => !given.has(code)).map(({ code }) => code);
  const problems: Problem[] = [];
  if (missing.length > 0)
    problems.push({
      code: "items-unanswered",
      message: `还有 ${missing.length} 项没有答：${missing.join("、")}`,
      hint: "每一项都要答：合格、不合格或不适用",
    });
  if (problems.length === 0 && items.every(({ code }) => given.get(code)?.answer === "不适用"))
    problems.push({
      code: "nothing-checked",
      message: `${items.length} 项全部答了不适用，等于没有检查`,
      hint: "核对机构的证照类别和类别，或重新检查",
    });
  return problems;
}

function draftOf(
  plan: Plan,
  subject: Inspected,
  day: Day,
  item: Item,
  found: Pick<FindingDraft, "note" | "relapseOf">,
): FindingDraft {
  const route = routeOf(plan, { ...subject, severity: item.severity, topic: item.topic }, day);
  const lead = route && route.lead.length > 0 ? route.lead : item.lead;
  return {
    item: item.code,
    topic: item.topic,
    text: item.text,
    note: found.note.trim(),
    severity: item.severity,
    basis: citationsOn(plan, item.basis, day),
    route: route?.code ?? null,
    lead: departmentsFor(plan, lead, subject).join("、"),
    supporting: departmentsFor(plan, route?.supporting ?? [], subject).join("、"),
    orderKind: route?.orderKind ?? null,
    relapseOf: found.relapseOf,
  };
}

/** Departments by name, the territorial one (属地, e.g. 辖区办事处) as the subject's own town where that is known. */
function departmentsFor(plan: Plan, names: readonly string[], { town }: Pick<Inspected, "town">): string[] {
  const territorial = new Set(plan.departments.filter((department) => department.territorial).map(({ name }) => name));
  return [...new Set(names.map((name) => (territorial.has(name) && town ? town : name)))];
}

/** The finding of an item that was open on the day; one found later by the calendar but recorded before counts, too. */
function openFinding(former: readonly FormerFinding[], item: string, day: Day): number | null {
  return (
    former.findLast(
      (finding) =>
        finding.item === item && (finding.closedOn === null || (finding.on <= day && finding.closedOn > day)),
    )?.id ?? null
  );
}

function closedFinding(former: readonly FormerFinding[], item: string, day: Day): number | null {
  return (
    former.findLast((finding) => finding.item === item && finding.closedOn !== null && finding.closedOn <= day)?.id ??
    null
  );
}

function countsOf(given: readonly Answer[]): Record<Answer, number> {
  const counts = { 合格: 0, 不合格: 0, 不适用: 0 };
  for (const answer of given) counts[answer] += 1;
  return counts;
}

/** The plan's name for a category, by name or by one of the words that rosters use; as it came where the plan has none. */
export function categoryOf(plan: Plan, word: string | null): string | null {
  return (
    plan.categories.find(({ name, aliases }) => name === word || (word !== null && aliases.includes(word)))?.name ??
    word
  );
}

/** Only a place with both papers may go on after a passed 再次验收; the others are helped to get them, or closed (篇一、篇四 三). */
export function acceptanceProblem({
  subject,
  name,
  licence_class: licence,
}: {
  readonly subject: number;
  readonly name: string;
  readonly licence_class: LicenceClass | null;
}): Problem | null {
  if (licence === null || licence === "有证有照") return null;
  return {
    code: "acceptance-without-papers",
    message: `${subject} ${name} 是${licence}，验收合格也不能恢复办学：方案只准有证有照的经再次验收继续办学`,
    hint: hint`证照办齐的，先导入新的底数：${next("import", ["底数.csv"])}；没有办齐的，登记办证和处置去向`,
  };
}

/** 整改要求: what an order of this kind demands of a subject besides mending its faults; a category that is not known excludes nothing. */
export function demandsOn(
  plan: Plan,
  { demands, demandsOf }: Pick<OrderKind, "demands" | "demandsOf">,
  subject: { readonly kind: SubjectKind; readonly category: string | null },
): readonly string[] {
  const category = categoryOf(plan, subject.category);
  const meant =
    demandsOf === undefined ||
    (asks(demandsOf.kinds, subject.kind) && (category === null || asks(demandsOf.categories, category)));
  return meant ? demands : [];
}

/** "Any of"; an empty list does not ask. */
export function asks<T>(wanted: readonly T[], value: T | null): boolean {
  return wanted.length === 0 || (value !== null && wanted.includes(value));
}
