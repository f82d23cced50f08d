/** Spans are what the law says, on every day, whatever is recorded, late or taken back; and only what differs is written. */
import { join } from "node:path";
import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import { describe, expect, test } from "vitest";
import * as fc from "fast-check";
import {
  addDays,
  dayNumber,
  inspectionKinds,
  listNames,
  listingChanges,
  reviewOutcomes,
} from "../../src/campaign/index.ts";
import type { Day, OrderEffect } from "../../src/campaign/index.ts";
import { createSqlite, openSqlite } from "../../src/ledger/engines/sqlite/open.ts";
import { ledgerOn } from "../../src/ledger/ledger.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { spanCheck } from "../../src/ledger/spans/check.ts";
import { columnsBorne } from "../../src/ledger/as-of/standing.ts";
import { spanKinds } from "../../src/ledger/spans/kinds.ts";
import { checkSpans, forgetSpans } from "../../src/ledger/spans/keep.ts";
import type { FactTable, SpanRow } from "../../src/ledger/tables.ts";
import { findingsListed } from "../../src/ledger/spans/findings.ts";
import { institutionsListed } from "../../src/ledger/spans/institutions.ts";
import { visitsListed } from "../../src/ledger/spans/visits.ts";
import { campaign, rosterRow } from "../facts.ts";
import { tellStory } from "../report-story.ts";
import { addRow } from "./any-row.ts";
import { engines, freshLedger, temporaryFolder } from "./engines.ts";
import { findingsBySql, institutionsBySql, ordersBySql, standing, visitsBySql } from "./standing-sql.ts";

const start = "2021-07-08" as Day;
const act = { command: "test", actor: "张某甲", on: "2021-07-30" as Day };
const effects: readonly OrderEffect[] = ["整改", "整改", "督办", "告知", "停办", "恢复", "取缔"];

type Row = Readonly<Record<string, unknown>>;

/** What a random row of each kind may say, by three random numbers. */
const says: Partial<Record<FactTable, (one: number, two: number, choice: number) => Row>> = {
  roster: (subject, town) => ({ subject, kind: "机构", town: ["城北", "城南", null][town % 3] }),
  pairing: (subject, other, choice) => ({ subject, other, verdict: choice % 4 === 0 ? "两家" : "同一家" }),
  inspection: (subject, _, choice) => ({
    campaign,
    subject,
    kind: choice % 3 === 0 ? "验收" : inspectionKinds[choice % inspectionKinds.length],
    result: choice % 2 === 0 ? "合格" : "不合格",
  }),
  attendance: (inspection) => ({ inspection }),
  finding: (subject, inspection) => ({ campaign, subject, inspection }),
  orders: (subject, serial, choice) => ({ campaign, subject, number: `${serial}`, effect: effects[choice % 7] }),
  order_finding: (order_id, finding) => ({ order_id, finding }),
  service: (order_id, until, choice) => ({ order_id, due_on: choice % 3 === 0 ? null : addDays(start, until * 2) }),
  extension: (order_id, until) => ({ order_id, due_on: addDays(start, until * 3) }),
  withdrawal: (order_id) => ({ order_id }),
  waiver: (order_id) => ({ order_id }),
  review_outcome: (finding, inspection, choice) => ({ finding, inspection, outcome: reviewOutcomes[choice % 5] }),
  close_out: (finding) => ({ finding }),
  disposition: (subject, _, choice) => ({ campaign, subject, bucket: `去向${choice % 3}` }),
  listing: (subject, until, choice) => ({
    campaign,
    list: listNames[choice % 2],
    subject,
    until: choice % 3 === 0 ? addDays(start, until * 2) : null,
  }),
  listing_change: (subject, two, choice) => ({
    campaign,
    list: listNames[two % 2],
    subject,
    change: listingChanges[choice % listingChanges.length],
  }),
  tally: (subject, _, choice) => ({
    campaign,
    subject: choice % 3 === 0 ? null : subject,
    item: "退费",
    quantity: 3_000_000_000_00 + choice,
  }),
  annulment: (target, two) => ({ target: target * 3 + two }),
};
const tables = Object.keys(says) as FactTable[];
const often: readonly FactTable[] = [
  "inspection",
  "inspection",
  "finding",
  "finding",
  "finding",
  "orders",
  "orders",
  "order_finding",
  "order_finding",
  "service",
  "service",
  "review_outcome",
  "review_outcome",
  "close_out",
];

interface RandomFact {
  readonly table: FactTable;
  readonly one: number;
  readonly two: number;
  readonly choice: number;
  readonly on: number;
}

const fact: fc.Arbitrary<RandomFact> = fc.record({
  table: fc.constantFrom(...tables, ...often),
  one: fc.integer({ min: 1, max: 4 }),
  two: fc.integer({ min: 1, max: 4 }),
  choice: fc.integer({ min: 0, max: 34 }),
  on: fc.integer({ min: 0, max: 12 }),
});
const entries = fc.array(fc.array(fact, { minLength: 1, maxLength: 3 }), { minLength: 20, maxLength: 50 });

/** What each kind of fact is about, which must be there. */
const about: Partial<Record<FactTable, readonly (readonly [FactTable, "one" | "two"])[]>> = {
  attendance: [["inspection", "one"]],
  finding: [["inspection", "two"]],
  order_finding: [
    ["orders", "one"],
    ["finding", "two"],
  ],
  service: [["orders", "one"]],
  extension: [["orders", "one"]],
  withdrawal: [["orders", "one"]],
  waiver: [["orders", "one"]],
  review_outcome: [["finding", "one"]],
  close_out: [["finding", "one"]],
};

async function randomLedger(
  create: (typeof engines)[number]["create"],
  acts: readonly (readonly RandomFact[])[],
): Promise<Ledger> {
  const ledger = await freshLedger(create);
  const counts = new Map<FactTable, number>();
  const countOf = (table: FactTable): number => counts.get(table) ?? 0;
  for (const facts of acts)
    await ledger.record(act, async (entry) => {
      for (const random of facts) {
        const { table, one, two, choice, on } = random;
        if ((about[table] ?? []).some(([of, nth]) => random[nth] > countOf(of))) continue;
        counts.set(table, countOf(table) + 1);
        const row = says[table]?.(one, table === "orders" ? countOf(table) : two, choice) ?? {};
        await addRow(entry, table, row, addDays(start, on));
      }
    });
  return ledger;
}

/** Spans of a kind that stand on a day, with their traits. */
async function standingSpans({ db }: Ledger, kind: string, day: Day): Promise<(SpanRow & { said: Row })[]> {
  const { rows } = await sql<SpanRow & { said: string }>`
    select span.*, trait.said from span join trait on trait.id = span.trait
    where span.kind = ${kind} and since <= ${dayNumber(day)} and until > ${dayNumber(day)} order by thing, subject`.execute(
    db,
  );
  return rows.map((row) => ({ ...row, said: JSON.parse(row.said) as Row }));
}

/** What of a finding lists do not say, or the SQL does not. */
const notListed = {
  outcome_id: null,
  outcome_on: null,
  attempt: null,
  attempt_on: null,
  closed_by: null,
} as const;

const number = (day: Day | null): number | null => (day === null ? null : dayNumber(day));

async function expectLaw(ledger: Ledger, day: Day): Promise<void> {
  const { db } = ledger;
  const findings = await standingSpans(ledger, "finding", day);
  expect(
    findings.map(({ thing, order_id, served_on, due_on, closed_on, said }) => ({
      thing,
      order_id,
      served_on,
      due_on,
      closed_on,
      stage: said["stage"],
      overdue: said["overdue"],
    })),
  ).toEqual(
    (await findingsBySql(db, day, campaign)).map(({ id, order_id, served_on, due_on, closed_on, stage, overdue }) => ({
      thing: id,
      order_id,
      served_on: number(served_on),
      due_on: number(due_on),
      closed_on: number(closed_on),
      stage,
      overdue: overdue === 1,
    })),
  );
  const orders = await standingSpans(ledger, "order", day);
  expect(
    orders.map(({ thing, served_on, due_on, more, said }) => ({
      thing,
      served_on,
      due_on,
      stage: said["stage"],
      ...(JSON.parse(more ?? "{}") as object),
    })),
  ).toEqual(
    (await ordersBySql(db, day, campaign)).map(
      ({ id, served_on, due_on, stage, extensions, withdrawn_on, waived_on, findings: all, closed }) => ({
        thing: id,
        served_on: number(served_on),
        due_on: number(due_on),
        stage,
        extensions,
        withdrawn_on,
        waived_on,
        findings: all,
        closed,
      }),
    ),
  );
  const subjects = await standingSpans(ledger, "subject", day);
  expect(subjects.map(({ subject, fact: row, said }) => [subject, row, said["town"]])).toEqual(
    (await institutionsBySql(db, day)).map(({ subject, id, town }) => [subject, id, town]),
  );
  const visits = await standingSpans(ledger, "visit", day);
  expect(visits.map(({ thing }) => thing)).toEqual(
    (await visitsBySql(db, day, campaign)).map(({ id }) => id).toSorted((a, b) => a - b),
  );
  expect(await institutionsListed(db, day)).toEqual(await institutionsBySql(db, day));
  expect(await visitsListed(db, day, campaign)).toEqual(await visitsBySql(db, day, campaign));
  const known = (finding: object): object => ({ ...finding, ...notListed });
  expect((await findingsListed(db, day, { campaign })).map(known)).toEqual(
    (await findingsBySql(db, day, campaign)).map(known),
  );
  const operations =
    await sql<Row>`with ${standing(day)} select subject, operation, id from operation_now order by subject`.execute(db);
  expect(
    (await standingSpans(ledger, "operation", day)).map(({ subject, said, fact: id }) => ({
      subject,
      operation: said["operation"],
      id,
    })),
  ).toEqual(operations.rows);
  const listed = await sql<{
    list: string;
    subject: number;
    state: string;
  }>`with ${standing(day)} select list, subject, state from listing_state order by subject, list`.execute(db);
  expect(
    (await standingSpans(ledger, "listing", day))
      .map(({ subject, said }) => ({ list: said["list"], subject, state: said["state"] }))
      .toSorted((a, b) => a.subject - b.subject || (String(a.list) < String(b.list) ? -1 : 1)),
  ).toEqual(listed.rows);
}

/** Figures read of each kind of span the columns that it bears: the others must be empty. */
async function expectNothingElseBorne({ db }: Ledger): Promise<void> {
  const all = new Set(Object.values(columnsBorne).flat());
  for (const kind of spanKinds) {
    const others = [...all].filter((column) => !columnsBorne[kind].includes(column));
    const filled = sql.join(
      others.map((column) => sql`coalesce(${sql.ref(column)}, 0) <> 0`),
      sql` or `,
    );
    const { rows } = await sql`select * from span where kind = ${kind} and (${filled})`.execute(db);
    expect(rows, kind).toEqual([]);
  }
}

describe.each(engines)("what stands, as spans（$name）", ({ name, create }) => {
  test("the story of two weeks: spans are kept in step, and say on every day what the facts say", async () => {
    const ledger = await freshLedger(create);
    await tellStory(ledger);
    expect(await checkSpans(ledger.db)).toBe(0);
    for (let offset = -20; offset < 40; offset += 5) await expectLaw(ledger, addDays(start, offset));
  });
  test.runIf(name === "SQLite")(
    "any ledger: what was kept act by act is what all facts say at once, on any day",
    async () => {
      await fc.assert(
        fc.asyncProperty(entries, async (acts) => {
          const ledger = await randomLedger(create, acts);
          expect(await checkSpans(ledger.db)).toBe(0);
          await expectNothingElseBorne(ledger);
          for (const offset of [0, 4, 9, 20]) await expectLaw(ledger, addDays(start, offset));
        }),
        { numRuns: 20 },
      );
    },
  );
  test("entries that take each other back in a circle, as only an altered ledger has them, are each looked at once", async () => {
    const ledger = await freshLedger(create);
    await ledger.record(act, (entry) => entry.add("roster", rosterRow(1, start)));
    for (const target of [3, 2])
      await ledger.record(act, (entry) =>
        entry.add("annulment", { target, happened_on: addDays(start, 1), reason: "样例" }),
      );
    expect(await checkSpans(ledger.db)).toBe(0);
  });
  test("spans that another program changed are found", async () => {
    const ledger = await freshLedger(create);
    await ledger.record(act, (entry) =>
      entry.addMany(
        "roster",
        [1, 2].map((one) => rosterRow(one, start)),
      ),
    );
    await sql`update span set until = 20210801 where subject = 2`.execute(ledger.db);
    expect(await checkSpans(ledger.db)).toBe(1);
    await ledger.record(act, (entry) => entry.add("roster", rosterRow(2, start, { town: "城北" })));
    expect(await checkSpans(ledger.db)).toBe(0);
  });
});

describe("what another program did to the story's spans", () => {
  const story = async (): Promise<Ledger> => {
    const ledger = await freshLedger(async () => createSqlite(join(temporaryFolder(), "tuban.db")));
    await tellStory(ledger);
    await ledger.record(act, async (entry) => {
      for (const subject of [1, 2, null]) await addRow(entry, "tally", { campaign, subject, item: "走访" }, act.on);
    });
    return ledger;
  };
  /** Does it, looks, and takes it back. */
  const found = async ({ db }: Ledger, ...statements: readonly RawBuilder<unknown>[]): Promise<number> => {
    await sql`savepoint before`.execute(db);
    for (const statement of statements) await statement.execute(db);
    const count = await checkSpans(db);
    await sql`rollback to before`.execute(db);
    await sql`release before`.execute(db);
    return count;
  };
  const middle = (kind: string, count: number): RawBuilder<unknown> => {
    const key = sql`kind, subject, thing, since, trait`;
    return sql`(${key}) in (select ${key} from span where kind = ${kind} order by ${key} limit 1 offset ${count >> 1})`;
  };

  test("every column of every kind of span, one put in, one taken out: each is found", async () => {
    const ledger = await story();
    const { rows: kinds } = await sql<{ kind: string; count: number }>`
      select kind, count(*) as count from span group by kind`.execute(ledger.db);
    expect(kinds.map(({ kind }) => kind).toSorted()).toEqual([...spanKinds].toSorted());
    const [any] = await ledger.db.selectFrom("span").selectAll().limit(1).execute();
    for (const { kind, count } of kinds) {
      const one = middle(kind, count);
      for (const name of Object.keys(any ?? {})) {
        const column = sql.ref(name);
        const isText = name === "kind" || name === "more";
        const value = isText ? sql`coalesce(${column}, '') || ' '` : sql`coalesce(${column}, 0) + 1`;
        expect(await found(ledger, sql`update span set ${column} = ${value} where ${one}`), `${kind} ${name}`).not.toBe(
          0,
        );
      }
      expect(await found(ledger, sql`delete from span where ${one}`), kind).toBe(1);
      const moved = sql`create temp table moved as select * from span where ${one}; `;
      expect(
        await found(
          ledger,
          moved,
          sql`update moved set since = since - 1`,
          sql`insert into span select * from moved`,
          sql`drop table moved`,
        ),
        kind,
      ).toBe(1);
    }
    expect(await checkSpans(ledger.db)).toBe(0);
  });

  test.each(["'甲'", "0.5", "x'35'", "9e999"])("%s where a number should be", async (value) => {
    const ledger = await story();
    for (const name of ["thing", "since", "trait", "until", "fact", "amount", "more"]) {
      const column = sql.ref(name);
      const altered = sql`update span set ${column} = ${sql.raw(value)} where kind = 'subject' and subject = 2`;
      expect(await found(ledger, altered), name).not.toBe(0);
    }
  });

  test.each(["0.5", "500.5", "-1", "'甲'", "x'35'"])("a span of subject %s, whom no fact is about", async (subject) => {
    const ledger = await story();
    await ledger.record(act, (entry) => entry.add("roster", rosterRow(1_200, start)));
    const { rows } = await sql<SpanRow>`select * from span where kind = 'subject' and subject = 2`.execute(ledger.db);
    const [one] = rows;
    const added = sql`insert into span ${sql.raw(`(${Object.keys(one ?? {}).join(", ")})`)}
      select ${sql.join(Object.keys(one ?? {}).map((name) => (name === "subject" ? sql.raw(subject) : sql.ref(name))))}
      from span where kind = 'subject' and subject = 2`;
    expect(await found(ledger, added)).toBe(1);
  });

  test("what a trait says: other words, or the same words written otherwise", async () => {
    const ledger = await story();
    const { rows: traits } = await sql<{ id: number; count: number }>`
      select id, (select count(*) from span where trait = id) as count from trait`.execute(ledger.db);
    const alterations = [`replace(said, '"', '" ')`, "said || ' '", "'{}'", "'null'", "'5'", "'没有'", "x'7b7d'"];
    for (const [nth, { id, count }] of traits.entries()) {
      const said = sql.raw(alterations[nth % alterations.length] ?? "");
      expect(await found(ledger, sql`update trait set said = ${said} where id = ${id}`), `${id}`).toBe(2 * count);
    }
  });

  test("few are looked at one by one: those that were found to be one, or whom an order brings together", async () => {
    const ledger = await story();
    const all = { from: 1, to: 99 };
    const together = await (await spanCheck(ledger.db)).doubtful(all);
    const paired = await ledger.db.selectFrom("pairing").selectAll().where("verdict", "=", "同一家").execute();
    expect(together).toEqual(new Set(paired.flatMap(({ subject, other }) => [subject, other])));
    const { rows } = await sql<{ subject: number }>`
      select distinct subject from span where kind = 'finding' and subject not in (${sql.join([0, ...together])}) limit 1`.execute(
      ledger.db,
    );
    const [one] = rows;
    await sql`update span set due_on = 20210801 where kind = 'finding' and subject = ${one?.subject}`.execute(
      ledger.db,
    );
    expect([...(await (await spanCheck(ledger.db)).doubtful(all))]).toEqual([...together, one?.subject]);
  });
});

test("spans of another law are made anew when the ledger is opened", async () => {
  const path = join(temporaryFolder(), "tuban.db");
  const clock = (): Date => new Date("2021-07-20T02:00:00Z");
  const before = await ledgerOn(createSqlite(path), clock);
  await tellStory(before);
  await sql`delete from span where kind = 'finding'`.execute(before.db);
  await forgetSpans(before.db);
  await before.close();
  const after = await ledgerOn(openSqlite(path), clock);
  expect(await checkSpans(after.db)).toBe(0);
  await after.close();
});
