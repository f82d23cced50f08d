/** Keeps spans in step with the facts: the roots that a recording touched are folded anew, and what differs is written. */
import { sql } from "kysely";
import { inStretches, refuse } from "../../campaign/index.ts";
import type { Engine } from "../engines/engine.ts";
import { factTables } from "../tables.ts";
import type { Db, FactTable, SpanRow } from "../tables.ts";
import { kindOf } from "../facts/links.ts";
import { spanCheck } from "./check.ts";
import { rootsWith, talliesOfNobody } from "./facts.ts";
import { newcomersTo } from "./newcomers.ts";
import { spanKinds } from "./kinds.ts";
import { lawVersion, spansSetting, spansVersion } from "./law-version.ts";
import { spansOf } from "./span.ts";
import { nothingTouched, touch } from "./touched.ts";
import type { Range, Touched } from "./touched.ts";
import { spanWriter } from "./write.ts";
import type { SpanWriter } from "./write.ts";

/** Spans as an entry is recorded. */
export interface SpanKeeper {
  /** Takes a fact as it is recorded: a new subject's row needs no folding. */
  take(table: FactTable, names: readonly string[], values: readonly unknown[]): void | Promise<void>;
  /** Folds all that these facts concern. To be called once, before the entry is sealed. */
  settle(ranges: readonly Range[]): Promise<void>;
}

export function spanKeeper(engine: Pick<Engine, "appender">, db: Db): SpanKeeper {
  const writer = spanWriter(engine, db);
  const newcomers = newcomersTo(db, writer);
  return {
    take: (table, names, values) => (table === "roster" ? newcomers.take(names, values) : undefined),
    settle: async (ranges) => {
      const touched: Touched = { subjects: new Set(newcomers.others), tallies: new Set() };
      await touch(
        db,
        touched,
        ranges.filter(({ table }) => table !== "roster"),
      );
      await refold(db, writer, touched);
    },
  };
}

/** How many subjects are folded together. */
const together = 200;

/** Folds these and writes what differs; gives how many spans did. */
async function refold(db: Db, writer: SpanWriter, { subjects, tallies }: Touched): Promise<number> {
  let count = 0;
  const done = new Set<number>();
  for (const some of inStretches(
    [...subjects].toSorted((one, other) => one - other),
    together,
  )) {
    const asked = some.filter((subject) => !done.has(subject));
    if (asked.length === 0) continue;
    const { subjects: about, roots } = await rootsWith(db, asked);
    for (const subject of about) done.add(subject);
    const ours = new Set(about);
    const spans = roots.flatMap(spansOf).filter(({ subject }) => ours.has(subject));
    count += await writer.settle(await storedOf(db, about), spans);
  }
  for (const some of inStretches([...tallies], together))
    count += await writer.settle(await storedTallies(db, some), (await talliesOfNobody(db, some)).flatMap(spansOf));
  return count;
}

async function storedOf(db: Db, subjects: readonly number[]): Promise<SpanRow[]> {
  const { rows } = await sql<SpanRow>`
    select * from span where kind in (${sql.join(spanKinds)}) and subject in (${sql.raw(subjects.join(","))})`.execute(
    db,
  );
  return rows;
}

async function storedTallies(db: Db, numbers: readonly number[]): Promise<SpanRow[]> {
  const { rows } = await sql<SpanRow>`
    select * from span where kind = 'tally' and subject = 0 and thing in (${sql.raw(numbers.join(","))})`.execute(db);
  return rows;
}

/**
 * Makes all spans anew where they are of an older law than this program's.
 * @throws Stop "ledger-newer" when they are of a newer one
 */
export async function bringSpansUpToDate(engine: Engine): Promise<void> {
  const version = await spansVersion(engine.db);
  if (version > lawVersion)
    refuse(
      "ledger-newer",
      `账本里的现状由更新版本的 tuban 算出（口径 ${version}，本程序只到 ${lawVersion}）：${engine.place}`,
      {
        hint: "升级 tuban 后再打开",
      },
    );
  if (version === lawVersion) return;
  await engine.db.transaction().execute(async (db) => {
    await engine.lock(db);
    // another terminal may have been faster
    if ((await spansVersion(db)) !== version) return;
    await sql`delete from span`.execute(db);
    await sql`delete from trait`.execute(db);
    await settleAll(db, spanWriter(engine, db));
    await db
      .insertInto("setting")
      .values({ name: spansSetting, value: String(lawVersion) })
      .onConflict((conflict) => conflict.column("name").doUpdateSet({ value: String(lawVersion) }))
      .execute();
  });
}

/** How many spans differ from what the facts say. */
export async function checkSpans(db: Db): Promise<number> {
  const doubtful = nothingTouched();
  const check = await spanCheck(db);
  const last = await lastConcerned(db);
  for (let from = 1; from <= last; from += checkedTogether)
    for (const subject of await check.doubtful({ from, to: Math.min(last, from + checkedTogether - 1) }))
      doubtful.subjects.add(subject);
  for (const tally of await talliesOfNone(db)) doubtful.tallies.add(tally);
  return (await strangers(db)).length + (await refold(db, spanWriter(null, db), doubtful));
}

/** How many subjects are read together where nothing is written. */
const checkedTogether = 500;

/** Has all spans made anew when the ledger is next opened; false where this login may not. */
export async function forgetSpans(db: Db): Promise<boolean> {
  const { numDeletedRows } = await db.deleteFrom("setting").where("name", "=", spansSetting).executeTakeFirst();
  return numDeletedRows > 0;
}

/** A stretch of subjects at a time, so that no more than these are in memory. */
const stretch = 5_000;

async function settleAll(db: Db, writer: SpanWriter): Promise<number> {
  let count = 0;
  const last = await lastConcerned(db);
  for (let first = 1; first <= last; first += stretch) {
    const touched = nothingTouched();
    for (let subject = first; subject < first + stretch && subject <= last; subject += 1) touched.subjects.add(subject);
    count += await refold(db, writer, touched);
  }
  return count + (await refold(db, writer, { subjects: new Set(), tallies: new Set(await talliesOfNone(db)) }));
}

/** Tallies that are about nobody. */
async function talliesOfNone(db: Db): Promise<number[]> {
  const rows = await db.selectFrom("tally").select("id").where("subject", "is", null).execute();
  return rows.map(({ id }) => id);
}

/** The greatest short number that any fact is about. */
async function lastConcerned(db: Db): Promise<number> {
  const tables = factTables.filter((table) => "subject" in kindOf(table).columns);
  const { rows } = await sql<{ last: number | null }>`
    select max(last) as last from (${sql.join(
      tables.map((table) => sql`select max(subject) as last from ${sql.table(table)}`),
      sql` union all `,
    )}) as known`.execute(db);
  return rows[0]?.last ?? 0;
}

/** Spans of subjects and tallies that no fact is about. */
async function strangers(db: Db): Promise<SpanRow[]> {
  const { rows } = await sql<SpanRow>`
    select * from span where kind not in (${sql.join(spanKinds)}) or subject < 0 or subject > ${await lastConcerned(db)}
      or subject <> cast(subject as bigint)
      or (subject = 0 and (kind <> 'tally' or thing not in (select id from tally where subject is null)))`.execute(db);
  return rows;
}
