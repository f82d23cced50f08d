/** What a corrected day (更正日期) drags along, and between which other days it has to stay: what a fact rests on, and what rests on it. */
import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import type { AnyRow, CorrectionOf, Day } from "../campaign/index.ts";
import { correctedNow } from "./corrections.ts";
import { kindOf } from "./facts/links.ts";
import { calledAs, rowsWhere, whomOf } from "./facts/whom.ts";
import { entriesTakenBack } from "./taken-back.ts";
import type { Db, FactTable } from "./tables.ts";

/** A fact whose day is that of another one. */
export interface Dragged {
  readonly table: CorrectionOf;
  readonly row: AnyRow;
  readonly called: string;
  readonly subject: number | null;
}

/** The findings and the outcomes of a visit have its day; of all else nothing is dragged along. */
export async function draggedBy(db: Db, table: CorrectionOf, { id }: AnyRow): Promise<Dragged[]> {
  if (table !== "inspection") return [];
  const dragged: Dragged[] = [];
  for (const part of ["finding", "review_outcome"] as const) {
    const rows = await standing(db, part, sql`inspection = ${id}`);
    const whose = await whomOf(db, part, rows);
    dragged.push(
      ...rows.map((row, at): Dragged => {
        const { subject = null, of = "" } = whose[at] ?? {};
        return { table: part, row, called: calledAs(part, row, of), subject };
      }),
    );
  }
  return dragged;
}

/** Another fact in the way of a day. */
export interface Neighbour {
  readonly day: Day;
  readonly called: string;
}

/** The day of a fact is not before the latest of the one kind, nor after the earliest of the other. */
export interface DaysAround {
  readonly restsOn: Neighbour | null;
  readonly bears: Neighbour | null;
}

export async function daysAround(db: Db, table: CorrectionOf, row: AnyRow): Promise<DaysAround> {
  const { restsOn, bears } = around(table, row);
  return {
    restsOn: (await neighbours(db, restsOn)).at(-1) ?? null,
    bears: (await neighbours(db, bears))[0] ?? null,
  };
}

type Rows = readonly (readonly [FactTable, RawBuilder<unknown>])[];

interface Around {
  readonly restsOn: Rows;
  readonly bears: Rows;
}

function around(table: CorrectionOf, row: AnyRow): Around {
  const { id } = row;
  if (table === "inspection") {
    const findings = sql`select id from finding where inspection = ${id}`;
    const outcomes = sql`select id from review_outcome where inspection = ${id}`;
    return {
      restsOn: [
        ["finding", sql`id in (select finding from review_outcome where inspection = ${id})`],
        ["service", sql`order_id = ${row["order_id"] ?? null}`],
      ],
      bears: [
        ["orders", sql`id in (select order_id from order_finding where finding in (${findings}))`],
        ["review_outcome", sql`finding in (${findings}) and inspection <> ${id}`],
        ["close_out", sql`finding in (${findings}) or outcome in (${outcomes})`],
        ["paper", sql`about = 'inspection' and about_id = ${id}`],
      ],
    };
  }
  if (table === "service") {
    const order = row["order_id"];
    const findings = sql`select finding from order_finding where order_id = ${order}`;
    return {
      restsOn: [["orders", sql`id = ${order}`]],
      bears: [
        ...(["extension", "waiver", "withdrawal"] as const).map((one) => [one, sql`order_id = ${order}`] as const),
        ["service_return", sql`service = ${id}`],
        ["inspection", sql`order_id = ${order}`],
        ["orders", sql`id > ${order} and id in (select order_id from order_finding where finding in (${findings}))`],
      ],
    };
  }
  if (table === "close_out")
    return {
      restsOn: [["review_outcome", sql`id = ${row["outcome"]}`]],
      bears: [["finding", sql`relapse_of = ${row["finding"]}`]],
    };
  return { restsOn: [], bears: [] };
}

/** In the order of their days. */
async function neighbours(db: Db, which: Rows): Promise<Neighbour[]> {
  const found: Neighbour[] = [];
  for (const [table, where] of which) {
    const rows = await standing(db, table, where);
    const whose = await whomOf(db, table, rows);
    for (const [at, row] of rows.entries())
      found.push({ day: row["happened_on"] as Day, called: wordsOf(table, row, whose[at]?.of ?? "") });
  }
  return found.toSorted((one, other) => (one.day < other.day ? -1 : one.day > other.day ? 1 : 0));
}

const wordsOf = (table: FactTable, row: AnyRow, of: string): string =>
  "number" in row && typeof row["number"] === "string"
    ? `${kindOf(table).title} ${row["number"]}`
    : calledAs(table, row, of);

/** Rows that were not taken back, as they read now. */
async function standing(db: Db, table: FactTable, where: RawBuilder<unknown>): Promise<readonly AnyRow[]> {
  const undone = await entriesTakenBack(db);
  const rows = (await rowsWhere(db, table, where)).filter(({ entry }) => !undone.has(entry));
  return kindOf(table).corrects === undefined ? rows : correctedNow(db, table as CorrectionOf, rows);
}
