/**
 * The sets that indicators count (plan.ts setNames), each defined once, over what stands as of a day: a figure counts exactly the rows
 * that an explanation lists, since both ask the same questions here; what a row says is looked up in words.ts.
 *
 * A set named after institutions holds institutions, unless the filter names other kinds of subject.
 * 机构, 问题机构, 完成整改机构, 停办, 取缔, 名单, 处置, 逾期, 待复查 are states as of the day; their `day` is when the state began
 * (of overdue findings: the day they were due). The others are happenings on their `day`.
 */
import { topicOfItem } from "../../campaign/index.ts";
import type { ListName, Operation, RowFilter, SetName } from "../../campaign/index.ts";
import type { DayColumn, ThingKind } from "../as-of/state.ts";
import type { FactTraits, SubjectTraits } from "../as-of/traits.ts";

/** What is listed by one statement: stopped and closed institutions, names on lists, entries of registers, what is expected. */
export type ListedKind = "operation" | "listing" | "register" | "expected" | "inherited";

/** What a set may be of: facts that stand, or what one statement lists. */
type SetKind = ThingKind | ListedKind;

export const isListed = (kind: SetKind): kind is ListedKind =>
  kind === "operation" || kind === "listing" || kind === "register" || kind === "expected" || kind === "inherited";

/** On which days the facts of a kind count. */
interface DaysOf extends Record<SetKind, DayColumn> {
  readonly subject: "day" | "disposed_on";
  readonly visit: "day";
  readonly finding: "day" | "closed_on" | "ordered_on";
  readonly open: "day" | "closed_on" | "due_on";
  readonly order: "day";
  readonly tally: "day";
  readonly operation: "day";
  readonly listing: "day";
  readonly register: "day";
  readonly expected: "day";
  readonly inherited: "day";
}

/** What may be listed in the place of a fact: what belongs to it. */
interface ListedFor {
  readonly subject: "disposition";
  readonly visit: "attendance";
  readonly finding: "close_out" | "order_finding";
}

/** What a set holds. A row without its day is none of the set. */
export type SetDefinition = { readonly [Kind in SetKind]: DefinitionOf<Kind> }[SetKind];

/** One over facts that stand. */
export type StandingSet = { readonly [Kind in ThingKind]: DefinitionOf<Kind> }[ThingKind];

interface DefinitionOf<Kind extends SetKind> {
  readonly of: Kind;
  readonly day: DaysOf[Kind];
  readonly where?: (traits: RowTraits) => boolean;
  /** A row stands for as many as it has, not for one. */
  readonly amounts?: Kind extends "visit" | "tally" | "register" ? true : never;
  /** Institutions, unless the filter names other kinds of subject. */
  readonly institutions?: boolean;
  /** Checks and not re-checks, unless the filter names kinds of visit. */
  readonly checks?: boolean;
  /** One row a subject, on the first `day` of its rows; where `finished`, all of them have their day and the last one counts. */
  readonly once?: { readonly finished: boolean; readonly label: (rows: number) => string };
  /** What is listed for each, where it is not the fact itself. */
  readonly lists?: Kind extends keyof ListedFor ? ListedFor[Kind] : never;
}

/** What a filter may ask of a row besides its subject. */
export interface RowTraits extends FactTraits {
  readonly list?: ListName | null;
  readonly operation?: Operation | null;
}

/** Visits that go through findings already there, not through a checklist. */
const isRecheck = ({ inspection_kind: kind }: RowTraits): boolean => kind === "复查" || kind === "回头看";
const day = "day";

export const definitions: Readonly<Record<SetName, SetDefinition>> = {
  机构: { of: "subject", day, institutions: true },
  检查: { of: "visit", day, checks: true },
  检查机构: {
    of: "visit",
    day,
    checks: true,
    institutions: true,
    once: { finished: false, label: (visits) => `查过${visits}次` },
  },
  出动: { of: "visit", day, amounts: true, lists: "attendance" },
  复查: { of: "visit", day, where: isRecheck },
  问题: { of: "finding", day },
  销号问题: { of: "finding", day: "closed_on", lists: "close_out" },
  逾期问题: { of: "open", day: "due_on", where: ({ overdue }) => overdue },
  未销号问题: { of: "open", day },
  限期整改问题: { of: "finding", day: "ordered_on", lists: "order_finding" },
  待复查问题: { of: "open", day: "due_on", where: ({ stage }) => stage === "到期待复查" },
  反弹问题: { of: "finding", day, where: ({ relapse }) => relapse },
  问题机构: {
    of: "finding",
    day,
    institutions: true,
    once: { finished: false, label: (findings) => `${findings}个问题` },
  },
  完成整改机构: {
    of: "finding",
    day: "closed_on",
    institutions: true,
    once: { finished: true, label: (findings) => `${findings}个问题已全部销号` },
  },
  文书: { of: "order", day },
  停办机构: { of: "operation", day, institutions: true, where: ({ operation }) => operation === "暂时关停" },
  取缔机构: { of: "operation", day, institutions: true, where: ({ operation }) => operation === "取缔关停" },
  名单: { of: "listing", day },
  处置: { of: "subject", day: "disposed_on", institutions: true, lists: "disposition" },
  登记: { of: "tally", day, amounts: true },
  台账: { of: "register", day, amounts: true },
  应有: { of: "expected", day },
  承接: { of: "inherited", day },
};

/** Whether a fact with these traits may be one of the set. */
export function factFits({ where, checks }: SetDefinition, filter: RowFilter): (traits: RowTraits) => boolean {
  const asked: readonly ((traits: RowTraits) => boolean)[] = [
    ...(where ? [where] : []),
    ...(checks && !filter.inspectionKinds ? [(traits: RowTraits) => !isRecheck(traits)] : []),
    ...among(filter.severities, ({ severity }: RowTraits) => severity),
    ...among(filter.orderKinds, ({ order_kind: kind }: RowTraits) => kind),
    ...among(filter.inspectionKinds, ({ inspection_kind: kind }: RowTraits) => kind),
    ...among(filter.lists, ({ list }: RowTraits) => list ?? null),
    ...among(filter.items, ({ item }: RowTraits) => item),
    ...among(filter.itemCodes, ({ item }: RowTraits) => item),
    ...among(filter.topics, ({ item }: RowTraits) => topicOfItem(item)),
    ...led(filter.departments),
  ];
  return (traits) => asked.every((question) => question(traits));
}

/** Whether a subject with these traits may be one of the set, or a fact of the set be about it. */
export function subjectFits({ institutions }: SetDefinition, filter: RowFilter): (traits: SubjectTraits) => boolean {
  const kinds = filter.kinds ?? (institutions ? ["机构" as const] : []);
  const asked: readonly ((traits: SubjectTraits) => boolean)[] = [
    ...among(kinds, ({ kind }: SubjectTraits) => kind),
    ...among(filter.classes, ({ licence_class: licence }: SubjectTraits) => licence),
    ...among(filter.categories, ({ category }: SubjectTraits) => category),
    ...among(filter.buckets, ({ bucket }: SubjectTraits) => bucket),
  ];
  return (traits) => asked.every((question) => question(traits));
}

/** Whether a town is one that is asked for. */
export function townFits({ towns = [] }: RowFilter): (town: string | null) => boolean {
  const asked = new Set<string | null>(towns);
  return (town) => asked.size === 0 || asked.has(town);
}

/** "Any of"; a list that is empty does not ask. */
function among<Of, Value>(
  wanted: readonly Value[] | undefined,
  value: (of: Of) => Value | null,
): readonly ((of: Of) => boolean)[] {
  if (!wanted || wanted.length === 0) return [];
  const asked = new Set<Value | null>(wanted);
  return [(of) => asked.has(value(of))];
}

/** Led by one of the departments, alone or with others (甲、乙). */
function led(departments: readonly string[] | undefined): readonly ((traits: RowTraits) => boolean)[] {
  if (!departments || departments.length === 0) return [];
  return [({ lead }) => lead !== null && departments.some((name) => `、${lead}、`.includes(`、${name}、`))];
}
