/** What waits to be done in a campaign as of a day, each with the one to begin with. */
import { sql } from "kysely";
import { dayNumber } from "../../campaign/index.ts";
import type { Day, FindingStage } from "../../campaign/index.ts";
import { inStage } from "../as-of/findings.ts";
import type { Vantage } from "../as-of/moment.ts";
import { isHere } from "../as-of/people.ts";
import { stateOn } from "../as-of/state.ts";
import type { Stand, State } from "../as-of/state.ts";
import type { Facts } from "../columns/facts.ts";
import { noticesRunning } from "../acts/orders.ts";
import { fewRows } from "./words.ts";

export const tasks = ["待判定", "待检查", "未做完", "待交办", "待送达", "将到期", "逾期", "待销号"] as const;
export type Task = (typeof tasks)[number];

export interface Waiting {
  readonly task: Task;
  readonly count: number;
  /** A pair (待判定) as 12=34, an order's number (待送达), a finding's (待销号) or a subject's (all others); null when nothing waits. */
  readonly first: string | null;
  /** Of 未做完: what the answers are for, e.g. 检查:排查. */
  readonly draft: string | null;
}

/**
 * Counts pairs on the roster that may be one institution, institutions never inspected and not closed, subjects with answers not yet recorded, findings not taken up, orders not served
 * (nor under public notice, which serves them by itself in time),
 * findings due by `soon`, findings overdue, and findings rectified that a second person has to close; in the order of `tasks`.
 */
export async function waitingOn(facts: Facts, vantage: Vantage, soon: Day): Promise<Waiting[]> {
  const state = stateOn(facts, vantage);
  const open = await state.openFindings();
  const [from, to] = [dayNumber(vantage.day), dayNumber(soon)];
  const due = open.days.due_on ?? new Int32Array();
  const staged = (stage: FindingStage) => open.places.filter(inStage(open, stage));
  const soonDue = staged("限期内").filter((at) => (due[at] ?? 0) >= from && (due[at] ?? 0) <= to);
  const overdue = open.places.filter((at) => open.overdue[at] === 1);
  const [untaken, settled] = [staged("待交办"), staged("已整改待验收")];
  const waiting: Readonly<Record<Task, Omit<Waiting, "task">>> = {
    待判定: await undecided(facts, vantage),
    待检查: await neverInspected(facts, state),
    未做完: await unfinished(facts, vantage),
    待交办: { count: untaken.length, first: subjectDueFirst(open, untaken), draft: null },
    待送达: await unserved(facts, state),
    将到期: { count: soonDue.length, first: subjectDueFirst(open, soonDue), draft: null },
    逾期: { count: overdue.length, first: subjectDueFirst(open, overdue), draft: null },
    待销号: { count: settled.length, first: textOf(open.id[settled[0] ?? -1]), draft: null },
  };
  return tasks.map((task) => ({ task, ...waiting[task] }));
}

const textOf = (number: number | undefined): string | null => (number === undefined ? null : String(number));

/** Whose finding is due first. */
function subjectDueFirst({ subject, days }: Stand, places: Int32Array): string | null {
  const due = (at: number): number => days.due_on?.[at] ?? 0;
  let first: number | undefined;
  for (const at of places) if (first === undefined || due(at) < due(first)) first = at;
  return first === undefined ? null : textOf(subject[first]);
}

/** Most ledgers have no doubts, and need not load what weighs them. */
async function undecided({ db }: Facts, { day }: Vantage): Promise<Omit<Waiting, "task">> {
  const doubts = await sql`select 1 from doubt limit 1`.execute(db);
  const pairs = doubts.rows.length === 0 ? [] : await (await import("../roster/pairs.ts")).openPairNumbers(db, day);
  return { count: pairs.length, first: pairs[0] ?? null, draft: null };
}

async function neverInspected(facts: Facts, state: State): Promise<Omit<Waiting, "task">> {
  const [people, visits] = [await state.people(), await state.stand("visit")];
  const operations = await fewRows(facts.db, state.vantage, "operation", { town: facts.town, filter: {} });
  const done = new Uint8Array(people.row.length);
  for (const at of visits.places) done[visits.subject[at] ?? 0] = 1;
  for (const { subject, operation } of operations) if (operation === "取缔关停") done[subject] = 1;
  let [count, first] = [0, undefined as number | undefined];
  const institution = people.traits.all.map(({ kind }) => kind === "机构");
  const here = isHere(facts, people);
  people.row.forEach((row, subject) => {
    if (row === 0 || done[subject] === 1 || !institution[people.traits.of[subject] ?? 0] || !here(subject)) return;
    count += 1;
    first ??= subject;
  });
  return { count, first: textOf(first), draft: null };
}

async function unfinished({ db }: Facts, { campaign }: Vantage): Promise<Omit<Waiting, "task">> {
  const { rows } = await sql<{ subject: number; task: string }>`
    select subject, task from draft where campaign = ${campaign} group by subject, task order by max(saved_at) desc`.execute(
    db,
  );
  return { count: rows.length, first: textOf(rows[0]?.subject), draft: rows[0]?.task ?? null };
}

async function unserved(facts: Facts, state: State): Promise<Omit<Waiting, "task">> {
  const orders = await state.unserved();
  // most ledgers have no public notice, and need not go through their services
  const { method } = await facts.of("service");
  const noticed = method.texts.includes("公告") ? await noticesRunning(facts.db, state.vantage.day) : null;
  const waiting = orders.filter((order) => noticed?.has(order) !== true);
  const [first] = waiting;
  if (first === undefined) return { count: 0, first: null, draft: null };
  const { number } = await facts.db
    .selectFrom("orders")
    .select("number")
    .where("id", "=", first)
    .executeTakeFirstOrThrow();
  return { count: waiting.length, first: number, draft: null };
}
