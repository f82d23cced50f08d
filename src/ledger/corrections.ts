/** Corrections of facts (更正), for whatever reads rows by itself; the law applies them where it is asked. */
import { correctedRows, inStretches, isInRanges, snapshotOf } from "../campaign/index.ts";
import type { AnyRow, AsOf, CorrectionOf, Day, EntryFields } from "../campaign/index.ts";
import { kindOf, namedBy } from "./facts/links.ts";
import { rowsNamed } from "./facts/whom.ts";
import { annulmentsOf, isInForce } from "./in-force.ts";
import { fromJson } from "./json.ts";
import type {
  CorrectionRow,
  Db,
  FactTable,
  FactTables,
  OrderRow,
  PaperRow,
  PublicationRow,
  ReturnRow,
} from "./tables.ts";

/** The corrections of these facts of one table, taken back or not, oldest first. */
export async function correctionsOf(db: Db, table: CorrectionOf, ids: readonly number[]): Promise<CorrectionRow[]> {
  const found: CorrectionRow[] = [];
  for (const some of inStretches([...new Set(ids)], 500))
    found.push(
      ...(await db
        .selectFrom("correction")
        .selectAll()
        .where("fact", "=", table)
        .where("fact_id", "in", some)
        .orderBy("id")
        .execute()),
    );
  return found;
}

/** Rows of a table as they read now. */
export async function correctedNow<Table extends CorrectionOf, Row extends Pick<FactTables[Table], "id">>(
  db: Db,
  table: Table,
  rows: readonly Row[],
): Promise<readonly Row[]> {
  return correctedOn(db, table, rows, { day: "9999-12-31" as Day });
}

/** Rows of a table as they read on a day. */
export async function correctedOn<Table extends CorrectionOf, Row extends Pick<FactTables[Table], "id">>(
  db: Db,
  table: Table,
  rows: readonly Row[],
  asOf: AsOf,
): Promise<readonly Row[]> {
  if (!(await areCorrected(db, table))) return rows;
  const corrections = await correctionsOf(
    db,
    table,
    rows.map(({ id }) => id),
  );
  const annulments = await annulmentsOf(
    db,
    corrections.map(({ entry }) => entry),
  );
  return correctedRows(table, rows, corrections, snapshotOf(annulments, asOf));
}

/** Whether any fact of a table was ever corrected: most ledgers have few corrections, and many rows to be read. */
async function areCorrected(db: Db, table: CorrectionOf): Promise<boolean> {
  const any = await db.selectFrom("correction").select("id").where("fact", "=", table).limit(1).executeTakeFirst();
  return any !== undefined;
}

/** What a correction says of fields of an entry of a register, and by which journal entry. */
export interface FieldsCorrected {
  readonly entry: number;
  readonly fields: EntryFields;
}

/** The corrected fields of these entries of registers, or of all, by the number of the entry, oldest first. */
export async function correctedFields(
  db: Db,
  asOf: AsOf,
  ids: readonly number[],
): Promise<ReadonlyMap<number, readonly FieldsCorrected[]>> {
  const corrected = new Map<number, FieldsCorrected[]>();
  if (!(await areCorrected(db, "register_entry"))) return corrected;
  for (const some of inStretches([...new Set(ids)], 500)) {
    const rows = await db
      .selectFrom("correction")
      .select(["entry", "fact_id", "field", "value"])
      .where("fact", "=", "register_entry")
      .where("fact_id", "in", some)
      .where(isInForce(asOf))
      .orderBy("id")
      .execute();
    for (const { entry, fact_id: id, field, value } of rows)
      corrected.set(id, [
        ...(corrected.get(id) ?? []),
        { entry, fields: { [field.replace(/^fields\./, "")]: value ?? "" } },
      ]);
  }
  return corrected;
}

/** What was written down of an entry one after the other, by steps and by corrections: a step after a correction writes over it. */
export function inTurn(
  steps: readonly FieldsCorrected[],
  corrected: readonly FieldsCorrected[] = [],
): readonly FieldsCorrected[] {
  return corrected.length === 0 ? steps : [...steps, ...corrected].toSorted((one, other) => one.entry - other.entry);
}

/** The day of a fact, or of the one that it belongs to. */
export async function dayOfFact(db: Db, table: FactTable, row: AnyRow): Promise<Day> {
  const own = row["happened_on"];
  if (typeof own === "string") return own as Day;
  const { about } = kindOf(table);
  if (about === undefined) throw new Error(`${table} has no day`);
  const owner = namedBy(table, about);
  const [owning] = await rowsNamed(db, owner, [Number(row[about])]);
  if (owning === undefined) throw new Error(`${owner} ${Number(row[about])} is gone`);
  return dayOfFact(db, owner, owning);
}

/** Corrections in force on a day, of one campaign and of what has no campaign, oldest first. */
export async function correctionsNow(db: Db, asOf: Day, campaign: string): Promise<CorrectionRow[]> {
  return db
    .selectFrom("correction")
    .selectAll()
    .where(isInForce(asOf))
    .where((of) => of.or([of("campaign", "=", campaign), of("campaign", "is", null)]))
    .orderBy("id")
    .execute();
}

/** A paper that was issued before what it rests on was corrected: it stays as it is, and is marked wherever it is shown. */
export interface IssuedBefore {
  readonly table: "orders" | "paper" | "issued_return" | "publication";
  readonly id: number;
  /** The journal entry that issued it. */
  readonly entry: number;
  readonly called: string;
  readonly correction: CorrectionRow;
}

export async function issuedBefore(db: Db, corrections: readonly CorrectionRow[]): Promise<IssuedBefore[]> {
  const found: IssuedBefore[] = [];
  for (const correction of corrections) {
    const on = await restingOn(db, correction);
    const papers = [
      ...(await ordersOf(db, on)).map((row) => ({
        table: "orders" as const,
        called: `${row.kind} ${row.number}`,
        row,
      })),
      ...(await papersOf(db, on)).map((row) => ({ table: "paper" as const, called: `${row.kind} ${row.number}`, row })),
      ...(await returnsOf(db, correction, on)).map((row) => ({
        table: "issued_return" as const,
        called: row.number,
        row,
      })),
      ...(await publicationsOf(db, correction)).map((row) => ({
        table: "publication" as const,
        called: `${row.list}第 ${row.version} 版`,
        row,
      })),
    ];
    for (const { table, called, row } of papers)
      if (row.entry < correction.entry) found.push({ table, id: row.id, entry: row.entry, called, correction });
  }
  return found;
}

/** The papers of one kind that are marked 已更正, by number, each with what was corrected. */
export async function markedCorrected(
  db: Db,
  { asOf, campaign }: { readonly asOf: Day; readonly campaign: string },
  table: IssuedBefore["table"],
): Promise<ReadonlyMap<number, readonly string[]>> {
  const marks = new Map<number, string[]>();
  for (const one of await issuedBefore(db, await correctionsNow(db, asOf, campaign)))
    if (one.table === table) marks.set(one.id, [...(marks.get(one.id) ?? []), correctedText(one.correction)]);
  return marks;
}

/** Whether what an entry issued about a subject is marked 已更正. */
export async function correctedIn(
  db: Db,
  asOf: Day,
  campaign: string,
): Promise<(issued: { readonly entry: number; readonly subject: number }) => boolean> {
  const marked = new Set(
    (await issuedBefore(db, await correctionsNow(db, asOf, campaign))).map(
      ({ entry, correction: { subject } }) => `${entry} ${subject ?? 0}`,
    ),
  );
  return ({ entry, subject }) => marked.has(`${entry} ${subject}`);
}

/** 问题 3 的严重程度“一般”改为“严重”（登记 12） */
export function correctedText({ what, was, value, entry }: CorrectionRow): string {
  return `${what}“${was ?? ""}”改为“${value ?? ""}”（登记 ${entry}）`;
}

/** Through which findings, visits and orders papers may rest on a fact. */
interface RestingOn {
  readonly fact: CorrectionRow["fact"];
  readonly id: number;
  /** Whose orders say something of it. */
  readonly findings: readonly number[];
  /** Whose close-out and orders are counted anew. */
  readonly counted: readonly number[];
  readonly visits: readonly number[];
  /** Of which papers tell how they were served. */
  readonly orders: readonly number[];
}

async function restingOn(db: Db, { fact, fact_id: id }: CorrectionRow): Promise<RestingOn> {
  const none = { fact, id, findings: [], counted: [], visits: [], orders: [] };
  switch (fact) {
    case "finding":
    case "inspection": {
      const column = fact === "finding" ? "id" : "inspection";
      const rows = await db.selectFrom("finding").select(["id", "inspection"]).where(column, "=", id).execute();
      const visits = fact === "finding" ? rows.map(({ inspection }) => inspection) : [id];
      const findings = rows.map((row) => row.id);
      return { ...none, findings, counted: findings, visits };
    }
    case "attendance": {
      const rows = await db.selectFrom("attendance").select("inspection").where("id", "=", id).execute();
      return { ...none, visits: rows.map(({ inspection }) => inspection) };
    }
    case "review_outcome": {
      const rows = await db.selectFrom("review_outcome").selectAll().where("id", "=", id).execute();
      const counted = rows.map(({ finding }) => finding);
      return { ...none, counted, visits: rows.map(({ inspection }) => inspection) };
    }
    case "close_out": {
      const rows = await db.selectFrom("close_out").select("finding").where("id", "=", id).execute();
      return { ...none, counted: rows.map(({ finding }) => finding) };
    }
    case "service": {
      const rows = await db.selectFrom("service").select("order_id").where("id", "=", id).execute();
      const orders = rows.map(({ order_id }) => order_id);
      const links = await db
        .selectFrom("order_finding")
        .select("finding")
        .where("order_id", "in", [0, ...orders])
        .execute();
      return { ...none, counted: links.map(({ finding }) => finding), orders };
    }
    default:
      return none;
  }
}

async function ordersOf(
  db: Db,
  { findings }: RestingOn,
): Promise<Pick<OrderRow, "id" | "entry" | "kind" | "number">[]> {
  if (findings.length === 0) return [];
  return db
    .selectFrom("orders")
    .select(["id", "entry", "kind", "number"])
    .where("id", "in", (of) =>
      of
        .selectFrom("order_finding")
        .select("order_id")
        .where("finding", "in", [...findings]),
    )
    .orderBy("id")
    .execute();
}

async function papersOf(db: Db, on: RestingOn): Promise<Pick<PaperRow, "id" | "entry" | "kind" | "number">[]> {
  const orders = await ordersOf(db, on);
  const found: Pick<PaperRow, "id" | "entry" | "kind" | "number">[] = [];
  for (const [about, ids] of [
    ["inspection", on.visits],
    ["orders", [...on.orders, ...orders.map(({ id }) => id)]],
  ] as const)
    if (ids.length > 0)
      found.push(
        ...(await db
          .selectFrom("paper")
          .select(["id", "entry", "kind", "number"])
          .where("about", "=", about)
          .where("about_id", "in", [...ids])
          .orderBy("id")
          .execute()),
      );
  return found;
}

/** What names on a public list rest on. */
const listed: ReadonlySet<string> = new Set(["finding", "service", "review_outcome", "close_out", "disposition"]);

/** Published versions of lists that name whom it is about. */
async function publicationsOf(
  db: Db,
  { fact, subject, campaign }: CorrectionRow,
): Promise<Pick<PublicationRow, "id" | "entry" | "list" | "version">[]> {
  if (subject === null || campaign === null || !listed.has(fact)) return [];
  return db
    .selectFrom("publication")
    .select(["id", "entry", "list", "version"])
    .where("campaign", "=", campaign)
    .where("id", "in", (of) => of.selectFrom("listing").select("publication").where("subject", "=", subject))
    .orderBy("id")
    .execute();
}

/** Returns of which a figure counts the fact, or what became of its findings. */
async function returnsOf(
  db: Db,
  { campaign }: CorrectionRow,
  { fact, id, counted: findings, orders }: RestingOn,
): Promise<ReturnRow[]> {
  if (campaign === null) return [];
  const returns = await db.selectFrom("issued_return").selectAll().where("campaign", "=", campaign).execute();
  if (returns.length === 0) return [];
  const links = await db
    .selectFrom("order_finding")
    .select("id")
    .where("finding", "in", [0, ...findings])
    .execute();
  const closings = await db
    .selectFrom("close_out")
    .select("id")
    .where("finding", "in", [0, ...findings])
    .execute();
  const counted: readonly (readonly [group: string, ids: readonly number[]])[] = [
    [fact, [id]],
    ["finding", findings],
    ["order_finding", links.map((row) => row.id)],
    ["close_out", closings.map((row) => row.id)],
    ["orders", orders],
  ];
  return returns.filter(({ behind }) => {
    const groups = new Map(
      Object.entries(fromJson<Readonly<Record<string, Readonly<Record<string, string>>>>>(behind)),
    );
    return [...groups.values()].some((groupsOf) =>
      counted.some(([group, ids]) => ids.some((one) => isInRanges(groupsOf[group] ?? "", one))),
    );
  });
}
