/** What a wall chart (挂图) shows, as of a day: where each institution stands, open findings day by day, overdue ones by department. */
import { dayOfNumber, noWords } from "../../campaign/index.ts";
import type { Day, ListName, Operation, PublicWords } from "../../campaign/index.ts";
import type { People } from "../as-of/people.ts";
import { inStage, isLate, stateOn } from "../as-of/state.ts";
import type { Stand, State } from "../as-of/state.ts";
import type { FactsRead, Vantage } from "../as-of/vantage.ts";
import { fewRows } from "./small-sets.ts";
import { publicNamesOf, wordsOf } from "./words.ts";

/**
 * Where an institution stands on the wall, the first that holds. One that is stopped shows what is still to be done about its findings,
 * and 停办 when nothing is: a plan may stop all of them at once, and the wall is to show what moves.
 */
export const wallStages = ["取缔", "逾期", "整改中", "待交办", "待销号", "停办", "已销号", "无问题", "未检查"] as const;
export type WallStage = (typeof wallStages)[number];

export interface WallInstitution {
  readonly subject: number;
  /** The wall is seen by whoever comes in. */
  readonly name: PublicWords;
  readonly town: string | null;
  readonly stage: WallStage;
  /** Has a 重大隐患 that is not closed. */
  readonly danger: boolean;
  /** On which list it is; the 黑名单 goes before. */
  readonly list: ListName | null;
}

/** Findings found and closed on one day. */
export interface DayFlow {
  readonly day: Day;
  readonly found: number;
  readonly closed: number;
}

export interface Wall {
  /** By town, then short number. */
  readonly institutions: readonly WallInstitution[];
  /** Days on which something happened, in order. */
  readonly flow: readonly DayFlow[];
  /** The most first. */
  readonly overdue: readonly { readonly lead: string; readonly count: number }[];
}

export async function wallOf(facts: FactsRead, vantage: Vantage): Promise<Wall> {
  const state = stateOn(facts, vantage);
  return {
    institutions: await institutionsOn(facts, state),
    flow: flowOf(await state.stand("finding")),
    overdue: overdueOf(await state.stand("open")),
  };
}

async function institutionsOn(facts: FactsRead, state: State): Promise<WallInstitution[]> {
  const [people, subjects] = [await state.people(), await state.stand("subject")];
  const stageOf = await stagesOn(state, people);
  const [dangerous, lists] = [await dangerousOn(state), await listsOn(facts, state)];
  const institutions: WallInstitution[] = [];
  const kinds = people.traits.all.map(({ kind }) => kind);
  const isInstitution = (subject: number): boolean => kinds[people.traits.of[subject] ?? 0] === "机构";
  const rows = subjects.places.filter((at) => isInstitution(subjects.subject[at] ?? 0));
  const days = new Map(Array.from(rows, (at) => [subjects.id[at] ?? 0, subjects.days.day?.[at] ?? 0]));
  for await (const some of wordsOf(facts, state.vantage, { of: "subject" }, days)) {
    const names = await publicNamesOf(
      facts,
      people,
      some.map(({ subject }) => subject),
    );
    for (const { subject, town } of some)
      institutions.push({
        subject,
        name: names.get(subject) ?? noWords,
        town,
        stage: stageOf(subject),
        danger: dangerous.has(subject),
        list: lists.get(subject) ?? null,
      });
  }
  return institutions.sort(byTown);
}

async function dangerousOn(state: State): Promise<ReadonlySet<number>> {
  const open = await state.stand("open");
  const { of, all } = open.traits;
  const dangerous = new Set<number>();
  for (const at of open.places) if (all[of[at] ?? 0]?.severity === "重大隐患") dangerous.add(open.subject[at] ?? 0);
  return dangerous;
}

async function listsOn(facts: FactsRead, state: State): Promise<ReadonlyMap<number, ListName>> {
  const rows = await fewRows(facts, state.vantage, "listing", {});
  const lists = new Map<number, ListName>();
  for (const { subject, list } of rows) if (list !== null && lists.get(subject) !== "黑名单") lists.set(subject, list);
  return lists;
}

/** Those without a town come last. */
function byTown(one: WallInstitution, other: WallInstitution): number {
  if (one.town === other.town) return one.subject - other.subject;
  if (one.town === null || other.town === null) return one.town === null ? 1 : -1;
  return one.town < other.town ? -1 : 1;
}

/** What is known of a subject's findings, one bit each. */
const has = { finding: 1, open: 2, overdue: 4, untaken: 8, running: 16, visit: 32 } as const;

/** Where each subject stands. */
async function stagesOn(state: State, { row }: People): Promise<(subject: number) => WallStage> {
  const marks = new Uint8Array(row.length);
  const mark = ({ places, subject }: Pick<Stand, "places" | "subject">, bit: (at: number) => number): void => {
    for (const at of places) {
      const of = subject[at] ?? 0;
      marks[of] = (marks[of] ?? 0) | bit(at);
    }
  };
  const open = await state.stand("open");
  const [untaken, settled, late] = [inStage(open, "待交办"), inStage(open, "已整改待验收"), isLate(open)];
  mark(await state.stand("visit"), () => has.visit);
  mark(await state.stand("finding"), () => has.finding);
  mark(
    open,
    (at) => has.open | (late(at) ? has.overdue : 0) | (untaken(at) ? has.untaken : settled(at) ? 0 : has.running),
  );
  const operations = new Map<number, Operation>();
  await state.each("operation", ({ subject }, { operation }) => {
    if (operation !== undefined) operations.set(subject, operation);
  });
  return (subject) => stageOf(marks[subject] ?? 0, operations.get(subject));
}

function stageOf(marks: number, operation: Operation | undefined): WallStage {
  if (operation === "取缔关停") return "取缔";
  if (marks & has.overdue) return "逾期";
  if (marks & has.running) return "整改中";
  if (marks & has.untaken) return "待交办";
  if (marks & has.open) return "待销号";
  if (operation === "暂时关停") return "停办";
  if (marks & has.finding) return "已销号";
  return marks & has.visit ? "无问题" : "未检查";
}

function flowOf({ places, days }: Stand): DayFlow[] {
  const flow = new Map<number, { found: number; closed: number }>();
  const on = (day: number): { found: number; closed: number } => {
    const known = flow.get(day) ?? { found: 0, closed: 0 };
    flow.set(day, known);
    return known;
  };
  for (const at of places) {
    on(days.day?.[at] ?? 0).found += 1;
    const closed = days.closed_on?.[at] ?? 0;
    if (closed > 0) on(closed).closed += 1;
  }
  return [...flow]
    .toSorted(([one], [other]) => one - other)
    .map(([day, counts]) => ({ day: dayOfNumber(day), found: counts.found, closed: counts.closed }));
}

function overdueOf(open: Stand): Wall["overdue"] {
  const { places, lead } = open;
  const late = isLate(open);
  const counts = new Map<string, number>();
  for (const at of places) {
    const name = lead?.all[lead.of[at] ?? 0] ?? "";
    if (late(at)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts]
    .map(([name, count]) => ({ lead: name, count }))
    .toSorted((one, other) => other.count - one.count || (one.lead < other.lead ? -1 : 1));
}
