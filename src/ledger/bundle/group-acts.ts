/** What a group recorded in its bundle, act by act: facts that it made itself are named by their place in its entries, for they have other numbers here. */
import { kindsByName } from "../../campaign/index.ts";
import type { AnyRow, GroupAct, LooseRow } from "../../campaign/index.ts";
import { kindOf } from "../facts/links.ts";
import { fromJson, toJson } from "../json.ts";
import type { Db, FactTable, JournalRow, RegisterEntryRow, SealedTextRow } from "../tables.ts";
import { isSealed } from "../acts/sealed.ts";
import { rowsWhere } from "../facts/whom.ts";
import { sql } from "kysely";
import { claimsOf } from "./claims.ts";

/** A fact of the group's own: the entry, and its place among those of its table there. */
export const placeMark = (seq: number, place: number): string => `@${seq}:${place}`;

export function readMark(value: unknown): { readonly seq: number; readonly place: number } | null {
  const [, seq, place] = typeof value === "string" ? (/^@(\d+):(\d+)$/.exec(value) ?? []) : [];
  return seq === undefined || place === undefined ? null : { seq: Number(seq), place: Number(place) };
}

/** The entries after those handed out. */
export async function groupActs(db: Db, handed: number): Promise<GroupAct[]> {
  const entries = await db.selectFrom("journal").selectAll().where("seq", ">", handed).orderBy("seq").execute();
  const own = new Map<string, string>();
  const acts: GroupAct[] = [];
  for (const entry of entries) {
    const rows: [FactTable, readonly AnyRow[]][] = [];
    for (const table of Object.keys(fromJson(entry.digests)) as FactTable[]) {
      if (!kindsByName.has(table) || table === "incident") continue;
      const its = await rowsWhere(db, table, sql`entry = ${entry.seq}`);
      rows.push([table, its]);
      for (const [place, { id }] of its.entries()) own.set(`${table} ${id}`, placeMark(entry.seq, place));
    }
    for (const [, its] of rows.filter(([table]) => table === "roster"))
      for (const [place, row] of its.entries()) {
        const subject = Number(row["subject"]);
        if (!own.has(`subject ${subject}`) && (await isNew(db, subject, entry.seq)))
          own.set(`subject ${subject}`, placeMark(entry.seq, place));
      }
    acts.push(await actOf(db, entry, rows, { own, handed }));
  }
  return acts;
}

/** Whether the subject's first row is of this entry. */
async function isNew(db: Db, subject: number, entry: number): Promise<boolean> {
  const first = await db
    .selectFrom("roster")
    .select("entry")
    .where("subject", "=", subject)
    .orderBy("id")
    .limit(1)
    .executeTakeFirst();
  return first?.entry === entry;
}

interface Names {
  readonly own: ReadonlyMap<string, string>;
  readonly handed: number;
}

async function actOf(
  db: Db,
  entry: JournalRow,
  rows: readonly (readonly [FactTable, readonly AnyRow[]])[],
  { own, handed }: Names,
): Promise<GroupAct> {
  const loose = rows.map(
    ([table, its]) =>
      [table, its.map((row) => named(table, row, (of, id) => own.get(`${of} ${String(id)}`) ?? id))] as const,
  );
  const marks = loose.flatMap(([, its]) => its.flatMap((row) => Object.values(row).flatMap(marksIn)));
  const target = rows.flatMap(([table, its]) =>
    table === "annulment" ? its.map((row) => Number(row["target"])) : [],
  )[0];
  const { seq, hash, actor, command, happened_on, summary } = entry;
  return {
    seq,
    hash,
    actor,
    command,
    on: happened_on,
    summary,
    rows: loose,
    claims: await claimsOf(db, loose, ({ subject }) => readMark(subject)?.seq === entry.seq),
    needs: [...new Set(marks.map((mark) => mark.seq))].filter((one) => one !== seq),
    undoes: target === undefined || target <= handed ? null : target,
  };
}

function marksIn(value: unknown): { readonly seq: number }[] {
  const mark = readMark(value);
  if (mark) return [mark];
  if (typeof value !== "string" || (!value.startsWith('["@') && !value.includes(',"@'))) return [];
  return (JSON.parse(value) as unknown[]).flatMap((one) => readMark(one) ?? []);
}

/** An act that counts here already, as it came: what it names of the same bundle is named by its place there again. */
export async function actBack(db: Db, entry: JournalRow, team: string): Promise<GroupAct> {
  const rows: (readonly [FactTable, readonly AnyRow[]])[] = [];
  const wanted = new Map<string, Set<number>>();
  for (const table of Object.keys(fromJson(entry.digests)) as FactTable[]) {
    const its = await rowsWhere(db, table, sql`entry = ${entry.seq}`);
    rows.push([table, its]);
    for (const row of its)
      named(table, row, (of, id) => {
        wanted.set(of, (wanted.get(of) ?? new Set()).add(Number(id)));
        return id;
      });
  }
  const own = new Map<string, string>();
  for (const [of, ids] of wanted)
    for (const id of ids) {
      const mark = await markOf(db, entry.origin, of, id);
      if (mark !== null) own.set(`${of} ${id}`, mark);
    }
  const there = { ...entry, seq: entry.origin_seq ?? 0, hash: entry.origin_hash ?? "" };
  const summary = entry.summary.replace(`（${team}）`, "");
  return actOf(db, { ...there, summary }, rows, { own, handed: Infinity });
}

/** The place in a bundle of a fact, or of a subject, that came from there; null of one that did not. */
async function markOf(db: Db, origin: string | null, of: string, id: number): Promise<string | null> {
  if (!kindsByName.has(of) && of !== "subject") return null;
  const table = (of === "subject" ? "roster" : of) as FactTable;
  const { rows } = await sql<{ id: number; entry: number }>`
    select id, entry from ${sql.table(table)} where ${of === "subject" ? sql`subject` : sql`id`} = ${id} order by id limit 1`.execute(
    db,
  );
  const [first] = rows;
  if (!first) return null;
  const entry = await db.selectFrom("journal").selectAll().where("seq", "=", first.entry).executeTakeFirst();
  const sealed = entry?.origin === origin ? fromJson(entry.digests)[table] : undefined;
  return entry?.origin_seq && typeof sealed === "object" ? placeMark(entry.origin_seq, first.id - sealed.first) : null;
}

/** Which kind of fact a register's entry came from, by its word; every other word is a register's. */
const causes: Readonly<Record<string, string>> = {
  问题: "finding",
  检查: "inspection",
  文书: "orders",
  案件: "penalty_case",
};

/** A row without number and entry, each fact and subject that it names given anew along the declared columns. */
export function named(table: FactTable, row: LooseRow, other: (of: string, id: unknown) => unknown): LooseRow {
  const { columns } = kindOf(table);
  const given: Record<string, unknown> = {};
  for (const [column, value] of Object.entries(row)) {
    if (column === "id" || column === "entry") continue;
    given[column] = value;
    if (value === null) continue;
    const { names, many, kindIn } = columns[column] ?? {};
    if (names !== undefined && many === true)
      given[column] = toJson(
        fromJson(value as Parameters<typeof fromJson<readonly unknown[]>>[0]).map((id) => other(names, id)),
      );
    else if (names !== undefined) given[column] = other(names, value);
    else if (kindIn !== undefined) given[column] = other(String(row[kindIn]), value);
    else if (table === "issued_file" && column === "fact_id") given[column] = other(String(row["fact"]), value);
    else if (table === "register_entry" && column === "plan") given[column] = other("campaign", value);
    else if (table === "register_entry" && column === "cause_id")
      given[column] = other(causes[String(row["cause"])] ?? "register_entry", value);
  }
  return given;
}

/** The files that belong to entries of a bundle. */
export async function keptFilesOf(
  db: Db,
  entries: readonly number[],
): Promise<{
  readonly evidence: readonly { readonly sha256: string; readonly name: string }[];
  readonly issued: readonly { readonly sha256: string; readonly name: string }[];
}> {
  const of = (table: "evidence" | "issued_file") =>
    db
      .selectFrom(table)
      .select(["sha256", "name"])
      .where("entry", "in", [0, ...entries])
      .distinct()
      .execute();
  return { evidence: await of("evidence"), issued: await of("issued_file") };
}

/** A sealed text, with the place of its register's entry among those that the act made. */
export type SealedInAct = Pick<SealedTextRow, "field" | "salt" | "content"> & { readonly place: number };

/** The sealed texts of the register's entries that an entry of the journal made. */
export async function sealedOf(db: Db, entry: number): Promise<SealedInAct[]> {
  const first = await db
    .selectFrom("register_entry")
    .select("id")
    .where("entry", "=", entry)
    .orderBy("id")
    .executeTakeFirst();
  if (!first) return [];
  const rows = await db
    .selectFrom("sealed_text")
    .innerJoin("register_entry", "register_entry.id", "sealed_text.of_entry")
    .select(["of_entry", "field", "salt", "content"])
    .where("register_entry.entry", "=", entry)
    .execute();
  return rows.map(({ of_entry, ...sealed }) => ({ ...sealed, place: of_entry - first.id }));
}

/** Whether each sealed field of the act's entries has its text. */
export function hasItsSealed({ rows }: GroupAct, sealed: readonly SealedInAct[]): boolean {
  const entries = rows.flatMap(([table, its]) => (table === "register_entry" ? its : []));
  return entries.every(({ fields }, place) =>
    Object.entries(fromJson(fields as RegisterEntryRow["fields"])).every(
      ([field, value]) => !isSealed(value) || sealed.some((one) => one.place === place && one.field === field),
    ),
  );
}
