/** The law of what stands (campaign/standing), held against SQL over the same facts on random ledgers, on any day and as it was known at any entry. */
import { sql } from "kysely";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  addDays,
  caseSteps,
  findingStages,
  inspectionKinds,
  listNames,
  listingChanges,
  listingStates,
  orderStages,
  reviewOutcomes,
  timelineOf,
} from "../../src/campaign/index.ts";
import type { AsOf, CaseTrait, Day, Facts, OrderEffect, Standing, StepDetails } from "../../src/campaign/index.ts";
import { casesNow } from "../../src/ledger/acts/cases.ts";
import { fromJson } from "../../src/ledger/json.ts";
import type { Db, FactTable, FactTables } from "../../src/ledger/tables.ts";
import { addRow } from "./any-row.ts";
import { engines, freshLedger } from "./engines.ts";
import { findingsBySql, standing } from "./standing-sql.ts";

const start = "2021-07-08" as Day;
const act = { command: "test", actor: "张某甲", on: "2021-07-30" as Day };
const campaigns = ["甲行动", "乙行动"] as const;
const effects: readonly OrderEffect[] = ["整改", "整改", "督办", "告知", "停办", "恢复", "取缔"];

/** No number is given twice. */
let serial = 0;

type Row = Readonly<Record<string, unknown>>;

/** What a random row of each kind may say, by three random numbers. */
const says: Partial<Record<FactTable, (one: number, two: number, choice: number) => Row>> = {
  roster: (subject, town) => ({ subject, town: ["城北", "城南", null][town % 3] }),
  pairing: (subject, other, choice) => ({ subject, other, verdict: choice % 4 === 0 ? "两家" : "同一家" }),
  inspection: (subject, _, choice) => ({
    campaign: campaigns[choice % 2],
    subject,
    kind: choice % 3 === 0 ? "验收" : inspectionKinds[choice % inspectionKinds.length],
    result: choice % 2 === 0 ? "合格" : "不合格",
  }),
  finding: (subject, _, choice) => ({ campaign: campaigns[choice % 2], subject }),
  orders: (subject, two, choice) => ({
    campaign: campaigns[two % 2],
    subject,
    effect: effects[choice % effects.length],
    serial: (serial += 1),
    number: `样〔2021〕${serial}号`,
  }),
  order_finding: (order_id, finding) => ({ order_id, finding }),
  service: (order_id, until, choice) => ({ order_id, due_on: choice % 3 === 0 ? null : addDays(start, until * 2) }),
  extension: (order_id, until) => ({ order_id, due_on: addDays(start, until * 3) }),
  withdrawal: (order_id) => ({ order_id }),
  waiver: (order_id) => ({ order_id }),
  review_outcome: (finding, inspection, choice) => ({
    finding,
    inspection,
    outcome: reviewOutcomes[choice % reviewOutcomes.length],
  }),
  close_out: (finding) => ({ finding }),
  disposition: (subject, _, choice) => ({ campaign: campaigns[choice % 2], subject, bucket: `去向${choice % 3}` }),
  listing: (subject, until, choice) => ({
    campaign: campaigns[0],
    list: listNames[choice % 2],
    subject,
    until: choice % 3 === 0 ? addDays(start, until * 2) : null,
  }),
  listing_change: (subject, two, choice) => ({
    campaign: campaigns[0],
    list: listNames[two % 2],
    subject,
    change: listingChanges[choice % listingChanges.length],
  }),
  penalty_case: (subject, _, choice) => ({
    campaign: campaigns[choice % 2],
    subject,
    procedure: choice % 3 === 0 ? "简易" : "普通",
    acted_on: start,
    officers: "[]",
    findings: choice % 4 === 0 ? "[]" : `[${choice % 7}]`,
    traits: choice % 5 === 0 ? '["重大违法"]' : "[]",
  }),
  case_step: (case_id, _, choice) => ({
    case_id,
    step: caseSteps[choice % caseSteps.length],
    details: '{"note":""}',
  }),
  case_measure: (subject, until, choice) => ({
    campaign: campaigns[choice % 2],
    subject,
    until: choice % 2 === 0 ? addDays(start, until) : null,
  }),
  tally: (subject, _, choice) => ({ campaign: campaigns[choice % 2], subject, item: "退费", quantity: choice }),
  annulment: (target, two) => ({ target: target * 3 + two }),
};
const kinds = Object.keys(says) as FactTable[];
const often: readonly FactTable[] = ["orders", "order_finding", "service", "finding", "review_outcome", "listing"];

interface RandomFact {
  readonly table: FactTable;
  readonly one: number;
  readonly two: number;
  readonly choice: number;
  readonly on: number;
}

const fact: fc.Arbitrary<RandomFact> = fc.record({
  table: fc.constantFrom(...kinds, ...often),
  one: fc.integer({ min: 1, max: 4 }),
  two: fc.integer({ min: 1, max: 4 }),
  choice: fc.integer({ min: 0, max: 34 }),
  on: fc.integer({ min: 0, max: 12 }),
});
/** One entry never publishes a name and records a change of it besides: nothing says which came first. */
const isClear = ({ table }: RandomFact, _: number, entry: readonly RandomFact[]): boolean =>
  table !== "listing_change" || entry.every((other) => other.table !== "listing");
const entries = fc.array(fc.array(fact, { minLength: 1, maxLength: 6 }), { minLength: 8, maxLength: 25 });

/** Rows as the law takes them: cases with what their JSON says. */
type LawRows = Omit<FactTables, "penalty_case" | "case_step"> & {
  penalty_case: Omit<FactTables["penalty_case"], "officers" | "findings" | "traits"> & {
    officers: readonly string[];
    findings: readonly number[];
    traits: readonly CaseTrait[];
  };
  case_step: Omit<FactTables["case_step"], "details"> & { details: StepDetails };
};

async function allFacts(db: Db): Promise<Facts<LawRows>> {
  const rows = <Table extends FactTable>(table: Table): Promise<FactTables[Table][]> =>
    sql<FactTables[Table]>`select * from ${sql.table(table)}`.execute(db).then(({ rows }) => rows);
  const all: Partial<Record<FactTable, unknown>> = {};
  for (const kind of kinds) all[kind] = await rows(kind);
  all.correction = await rows("correction");
  const cases = await rows("penalty_case");
  const steps = await rows("case_step");
  return {
    ...(all as Facts<LawRows>),
    penalty_case: cases.map((row) => ({
      ...row,
      officers: fromJson(row.officers),
      findings: fromJson(row.findings),
      traits: fromJson(row.traits),
    })),
    case_step: steps.map((row) => ({ ...row, details: fromJson(row.details) })),
  };
}

const byId = (one: { readonly id: number }, other: { readonly id: number }): number => one.id - other.id;

/** What the SQL says, in the columns both know. */
async function asked(db: Db, { day, knownTo, annulledTo }: AsOf): Promise<Record<string, unknown>> {
  const rows = async (from: string): Promise<Row[]> =>
    (await sql<Row>`with ${standing(day, knownTo, annulledTo)} ${sql.raw(from)}`.execute(db)).rows;
  return {
    subjects: await rows("select subject, id from institution_now order by subject"),
    visits: (await rows("select id from visit_now order by id")).map(({ id }) => id),
    findings: await rows(`
      select f.id, order_id, served_on, due_on, outcome_id, f.outcome, outcome_on, attempt, attempt_on, closed_on, c.id as closing, (
        select t.id from order_finding t join order_in_force o on o.id = t.order_id
        where t.finding = f.id and o.effect = '整改' order by o.happened_on, t.id limit 1) as ordered
      from finding_now f left join first_close c on c.finding = f.id order by f.id`),
    orders: await rows(
      "select id, served_on, due_on, extensions, withdrawn_on, waived_on, findings, closed, stage from order_now order by id",
    ),
    operations: await rows("select subject, operation, since, fact, id, entry from operation_now order by subject"),
    dispositions: await rows("select id, bucket from disposition_now order by id"),
    listings: await rows(
      "select campaign, list, subject, listing, until, state, since from listing_state order by list, subject",
    ),
    measures:
      await rows(`select id from case_measure where happened_on <= '${day}' and entry not in (select entry from annulled)
      ${knownTo === undefined ? "" : `and entry <= ${knownTo}`} order by id`),
    tallies: (await rows("select id from tally_now order by id")).map(({ id }) => id),
  };
}

/** The same of the law. */
function told(now: Standing<LawRows>): Record<string, unknown> {
  return {
    subjects: now.subjects
      .filter(({ state }) => state === "在册")
      .map(({ id, fact }) => ({ subject: id, id: fact.id }))
      .toSorted((a, b) => a.subject - b.subject),
    visits: now.visits.map(({ id }) => id),
    findings: now.findings.toSorted(byId).map((finding) => ({
      id: finding.id,
      order_id: finding.order?.id ?? null,
      served_on: finding.order?.servedOn ?? null,
      due_on: finding.order?.dueOn ?? null,
      outcome_id: finding.outcome?.id ?? null,
      outcome: finding.said,
      outcome_on: finding.outcome?.happened_on ?? null,
      attempt: finding.attempt?.outcome ?? null,
      attempt_on: finding.attempt?.happened_on ?? null,
      closed_on: finding.closedOn,
      closing: finding.closing?.id ?? null,
      ordered: finding.ordered?.id ?? null,
    })),
    orders: now.orders.toSorted(byId).map((order) => ({
      id: order.id,
      served_on: order.servedOn,
      due_on: order.dueOn,
      extensions: order.extensions,
      withdrawn_on: order.withdrawnOn,
      waived_on: order.waivedOn,
      findings: order.findings,
      closed: order.closed,
      stage: order.state,
    })),
    operations: now.operations
      .toSorted(byId)
      .map(({ id: subject, state: operation, since, by: { table: fact, id, entry } }) => ({
        subject,
        operation,
        since,
        fact,
        id,
        entry,
      })),
    dispositions: now.dispositions.toSorted(byId).map(({ id, state: bucket }) => ({ id, bucket })),
    listings: now.listings
      .map(({ campaign, list, id: subject, fact, until, state, since }) => ({
        campaign,
        list,
        subject,
        listing: fact?.id ?? null,
        until,
        state,
        since,
      }))
      .toSorted((a, b) => (a.list === b.list ? a.subject - b.subject : a.list < b.list ? -1 : 1)),
    measures: now.measures.map(({ id }) => ({ id })),
    tallies: now.tallies.map(({ id }) => id),
  };
}

const seen = { findings: new Set<string>(), orders: new Set<string>(), listings: new Set<string>() };

test("任何账本、任何一天、知道到任何一次登记，法和 SQL 说的一样", async () => {
  const [sqlite] = engines;
  if (!sqlite) throw new Error("no engine");
  // Rare states do not come up in every round.
  for (let round = 0; round === 0 || (round < 12 && !allSeen()); round += 1) await hold(sqlite, round);
  expect(seen.findings).toEqual(new Set(findingStages));
  expect(seen.orders).toEqual(new Set(orderStages));
  expect(new Set([...seen.listings, "未列入"])).toEqual(new Set(listingStates));
}, 240_000);

const allSeen = (): boolean =>
  seen.findings.size === findingStages.length &&
  seen.orders.size === orderStages.length &&
  new Set([...seen.listings, "未列入"]).size === listingStates.length;

/** Each round tries other ledgers, and the same ones in every run. */
async function hold({ create }: (typeof engines)[number], round: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(entries, fc.integer({ min: 4, max: 25 }), async (acts, knownTo) => {
      const ledger = await freshLedger(create);
      for (const facts of acts)
        await ledger.record(act, async (entry) => {
          for (const { table, one, two, choice, on } of facts.filter(isClear))
            await addRow(entry, table, says[table]?.(one, two, choice) ?? {}, addDays(start, on));
        });
      const { db } = ledger;
      const timeline = timelineOf(await allFacts(db));
      const days = [0, 5, 11, 20].map((offset) => addDays(start, offset));
      for (const asOf of [
        ...days.map((day): AsOf => ({ day })),
        { day: addDays(start, 9), knownTo },
        { day: addDays(start, 6), annulledTo: addDays(start, 10), knownTo },
      ]) {
        const now = timeline.on(asOf);
        expect(told(now)).toEqual(await asked(db, asOf));
        for (const { state } of now.findings) seen.findings.add(state);
        for (const { state } of now.orders) seen.orders.add(state);
        for (const { state } of now.listings) seen.listings.add(state);
      }
      for (const campaign of campaigns) {
        const [day = start] = days.slice(2);
        const { findings, cases } = timeline.on({ day });
        const ours = findings.filter(({ fact }) => fact.campaign === campaign).toSorted(byId);
        expect(ours.map(({ id, state, overdue }) => [id, state, overdue ? 1 : 0])).toEqual(
          (await findingsBySql(db, day, campaign)).map(({ id, stage, overdue }) => [id, stage, overdue]),
        );
        expect(
          cases.filter(({ fact }) => fact.campaign === campaign).map(({ id, course }) => ({ id, course })),
        ).toEqual((await casesNow(db, day, { campaign })).map(({ row, state }) => ({ id: row.id, course: state })));
      }
    }),
    { numRuns: 25, endOnFailure: true, seed: (fc.readConfigureGlobal().seed ?? 0) + round },
  );
}
