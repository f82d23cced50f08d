/** What waits to be done in a campaign as of a day, each with the one to begin with. */
import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import type { Day, FindingStage } from "../../campaign/index.ts";
import type { Db } from "../tables.ts";
import { noticesRunning } from "../spans/notices.ts";
import { someOf, standsOn, traitsWhere } from "../spans/read.ts";
import type { Some } from "../spans/read.ts";
import type { SpanTraits } from "../spans/traits.ts";

export const tasks = ["待判定", "待检查", "未做完", "待交办", "待送达", "待销号", "已停业"] as const;
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
 * Counts pairs on the roster that may be one institution, institutions never inspected and neither closed nor gone (停业、注销), subjects with answers not yet recorded, findings not taken up, orders not served
 * (nor under public notice, which serves them by itself in time),
 * findings rectified that a second person has to close, and those gone that left findings open; in the order of `tasks`. What runs by the day is in ledger/clocks.ts.
 */
export async function waitingOn(
  db: Db,
  { campaign, day }: { readonly campaign: string; readonly day: Day },
): Promise<Waiting[]> {
  const findings = async (holds: (traits: SpanTraits) => boolean, by: "due_on" | "thing" = "due_on"): Promise<Some> => {
    const traits = await traitsWhere(db, "finding", (one) => one.campaign === campaign && holds(one));
    return someOf(db, { kind: "finding", day, traits }, by);
  };
  const inStage =
    (stage: FindingStage) =>
    (traits: SpanTraits): boolean =>
      traits.stage === stage;
  const waiting: Readonly<Record<Task, Omit<Waiting, "task">>> = {
    待判定: await undecided(db, day),
    待检查: await neverInspected(db, campaign, day),
    未做完: await unfinished(db, campaign),
    待交办: bySubject(await findings(inStage("待交办"))),
    待送达: await unserved(db, campaign, day),
    待销号: byThing(await findings(inStage("已整改待验收"), "thing")),
    已停业: await goneWithFindings(db, campaign, day),
  };
  return tasks.map((task) => ({ task, ...waiting[task] }));
}

const bySubject = ({ count, first }: Some): Omit<Waiting, "task"> => ({
  count,
  first: first && String(first.subject),
  draft: null,
});

const byThing = ({ count, first }: Some): Omit<Waiting, "task"> => ({
  count,
  first: first && String(first.thing),
  draft: null,
});

/** Most ledgers have no doubts, and need not load what weighs them. */
async function undecided(db: Db, day: Day): Promise<Omit<Waiting, "task">> {
  const doubts = await sql`select 1 from doubt limit 1`.execute(db);
  const pairs = doubts.rows.length === 0 ? [] : await (await import("../roster/pairs.ts")).openPairNumbers(db, day);
  return { count: pairs.length, first: pairs[0] ?? null, draft: null };
}

async function neverInspected(db: Db, campaign: string, day: Day): Promise<Omit<Waiting, "task">> {
  const institutions = await traitsWhere(db, "subject", ({ kind, gone }) => kind === "机构" && gone !== true);
  const visits = await traitsWhere(db, "visit", (one) => one.campaign === campaign);
  const closed = await traitsWhere(db, "operation", ({ operation }) => operation === "取缔关停");
  const without = (kind: "visit" | "operation", traits: typeof visits): RawBuilder<unknown> => sql`not exists (
    select 1 from span as done
    where ${standsOn(kind, day, "done")} and done.subject = span.subject and ${traits.in("done")})`;
  const also = sql`${without("visit", visits)} and ${without("operation", closed)}`;
  return bySubject(await someOf(db, { kind: "subject", day, traits: institutions, also }, "subject"));
}

/** 停业 or 注销 while findings are open: whoever closes shop is not done with them. */
async function goneWithFindings(db: Db, campaign: string, day: Day): Promise<Omit<Waiting, "task">> {
  const none = { count: 0, first: null, draft: null };
  const gone = await traitsWhere(db, "subject", (one) => one.gone === true);
  if (gone.of.size === 0) return none;
  const open = await traitsWhere(db, "finding", (one) => one.campaign === campaign && one.stage !== "销号");
  if (open.of.size === 0) return none;
  const also = sql`exists (
    select 1 from span as left_open
    where ${standsOn("finding", day, "left_open")} and left_open.subject = span.subject and ${open.in("left_open")})`;
  return bySubject(await someOf(db, { kind: "subject", day, traits: gone, also }, "subject"));
}

async function unfinished(db: Db, campaign: string): Promise<Omit<Waiting, "task">> {
  const { rows } = await sql<{ subject: number; task: string }>`
    select subject, task from draft where campaign = ${campaign} group by subject, task order by max(saved_at) desc`.execute(
    db,
  );
  return {
    count: rows.length,
    first: rows[0] === undefined ? null : String(rows[0].subject),
    draft: rows[0]?.task ?? null,
  };
}

async function unserved(db: Db, campaign: string, day: Day): Promise<Omit<Waiting, "task">> {
  const traits = await traitsWhere(db, "order", (one) => one.campaign === campaign && one.stage === "已签发");
  if (traits.of.size === 0) return { count: 0, first: null, draft: null };
  const noticed = [...(await noticesRunning(db, day)).keys()];
  const also = noticed.length === 0 ? sql`1 = 1` : sql`thing not in (${sql.raw(noticed.join(","))})`;
  const { count, first } = await someOf(db, { kind: "order", day, traits, also });
  if (first === null) return { count: 0, first: null, draft: null };
  const { number } = await db
    .selectFrom("orders")
    .select("number")
    .where("id", "=", first.thing)
    .executeTakeFirstOrThrow();
  return { count, first: number, draft: null };
}
