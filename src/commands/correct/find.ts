/** Which fact is meant to be corrected, how it reads now, and what may be corrected of it. */
import {
  hint,
  kindsByName,
  misuse,
  next,
  readShortNumber,
  refuse,
  registerNamed,
  shown,
} from "../../campaign/index.ts";
import type { AnyRow, Correctable, CorrectionOf, Day, EntryFields } from "../../campaign/index.ts";
import { entriesNow, inOneLine } from "../../ledger/acts/registers.ts";
import { correctedOn } from "../../ledger/corrections.ts";
import { kindOf, tablesOf } from "../../ledger/facts/links.ts";
import { about, calledAs, rowsNamed, rowsWhere, whomOf } from "../../ledger/facts/whom.ts";
import { findSubject } from "../../ledger/roster/find.ts";
import type { Db } from "../../ledger/tables.ts";
import { entriesTakenBack, whyTakenBack } from "../../ledger/taken-back.ts";
import type { Office } from "../../office.ts";
import { nextSteps } from "../../write/message.ts";
import { openCampaignAsOf } from "../desk/campaign.ts";
import type { OpenedCampaign } from "../desk/campaign.ts";
import { print } from "../desk/print.ts";

/** Where one looks, and as of which day. */
export interface Looked {
  readonly db: Db;
  readonly opened: OpenedCampaign;
  readonly asOf: Day;
}

/** A column that may be corrected, or one field of an entry of a register. */
export interface CorrectableField {
  /** Of a register's field: fields.<its name>. */
  readonly column: string;
  readonly title: string;
  readonly as: Exclude<Correctable["as"], "worked out">;
  /** As text; null where it holds nothing. */
  readonly was: string | null;
}

/** A fact that may be corrected, as it reads on a day. */
export interface Found {
  readonly table: CorrectionOf;
  readonly row: AnyRow;
  readonly called: string;
  readonly campaign: string | null;
  readonly subject: number | null;
  readonly fields: readonly CorrectableField[];
}

const correctable = (): readonly CorrectionOf[] =>
  (tablesOf(({ corrects }) => corrects !== undefined) as readonly CorrectionOf[]).filter((table) =>
    Object.values(correctsOf(table)).some(({ as }) => as !== "worked out"),
  );

const correctsOf = (table: CorrectionOf): Readonly<Record<string, Correctable>> =>
  (kindsByName.get(table)?.corrects ?? {}) as Readonly<Record<string, Correctable>>;

/** w3, 问题3, finding#3, 检查5, 出动12 … @throws Stop when there is no such fact, or it was taken back */
export async function foundIn(looked: Looked, text: string): Promise<Found> {
  const { db } = looked;
  const named = factNamed(text);
  if (named === null)
    return misuse("unknown-fact", `看不懂要更正哪一件：${shown(text)}`, {
      hint: "写成 w3（问题 3）、检查5、出动12、登记的数7、台账4；一家机构有哪些可以更正：tuban correct 机构",
    });
  const [row] = await rowsNamed(db, named.table, [named.id]);
  if (row === undefined)
    return misuse("unknown-fact", `没有${kindOf(named.table).title} ${named.id}`, {
      hint: "一家机构有哪些可以更正：tuban correct 机构",
    });
  const back = (await whyTakenBack(db)).get(row.entry);
  const [found] = await calledOf(looked, named.table, [row]);
  if (found === undefined) throw new Error("a row without its words");
  if (back)
    refuse("corrected-undone", `${found.called} 已撤销（${back.reason}），不用再更正`, {
      hint: hint`撤销后重新登记；经过见 ${next("log")}`,
    });
  return found;
}

function factNamed(text: string): { readonly table: CorrectionOf; readonly id: number } | null {
  const short = readShortNumber(text);
  if (short?.of === "问题") return { table: "finding", id: short.number };
  const [, word = "", digits = ""] = /^(\D+?)\s*#?\s*(\d{1,9})$/.exec(text.normalize("NFKC").trim()) ?? [];
  const table = correctable().find((one) => one === word || kindOf(one).title === word);
  return table === undefined ? null : { table, id: Number(digits) };
}

/** Rows as they read, with their words and fields. */
async function calledOf(looked: Looked, table: CorrectionOf, rows: readonly AnyRow[]): Promise<Found[]> {
  const { db, asOf } = looked;
  const read = await correctedOn(db, table, rows, { day: asOf });
  const whose = await whomOf(db, table, read);
  const written = table === "register_entry" ? await writtenIn(looked, read) : null;
  return read.map((row, at) => {
    const { campaign = null, subject = null, of = "" } = whose[at] ?? {};
    const fields = written === null ? fieldsOf(table, row) : fieldsWritten(looked, row, written.get(row.id) ?? {});
    return { table, row, called: calledAs(table, row, of), campaign, subject, fields };
  });
}

function fieldsOf(table: CorrectionOf, row: AnyRow): CorrectableField[] {
  return Object.entries(correctsOf(table)).flatMap(([column, { title, as }]) =>
    as === "worked out" ? [] : [{ column, title, as, was: textIn(row, column) }],
  );
}

function textIn(row: AnyRow, column: string): string | null {
  const value = row[column];
  return typeof value === "string" || typeof value === "number" ? String(value) : null;
}

/** What is written last of each field of these entries. */
async function writtenIn(
  { db, opened, asOf }: Looked,
  rows: readonly AnyRow[],
): Promise<ReadonlyMap<number, EntryFields>> {
  const ids = rows.map(({ id, parent }) => (typeof parent === "number" ? parent : id));
  const entries = inOneLine(await entriesNow(db, asOf, opened.plan, { ids }));
  return new Map(entries.map(({ row, fields }) => [row.id, fields]));
}

/** Neither what is sealed, of which the ledger has a digest, nor the amount, which figures have added up already. */
function fieldsWritten({ opened: { plan } }: Looked, row: AnyRow, written: EntryFields): CorrectableField[] {
  const register = registerNamed(plan.registers ?? [], String(row["register"]));
  return (register?.fields ?? [])
    .filter(({ name, sealed }) => !sealed && name !== register?.amount)
    .map(({ name }) => ({ column: `fields.${name}`, title: name, as: "fields", was: written[name] ?? null }));
}

/** What may be corrected of an institution, or of one fact. */
export async function listCorrectable(
  office: Office,
  named: string,
  options: { readonly csv?: boolean },
): Promise<void> {
  const opened = await openCampaignAsOf(office);
  const facts = await opened.ledger.read(async (db) => {
    const looked: Looked = { db, opened, asOf: office.asOf };
    if (factNamed(named) !== null) return [await foundIn(looked, named)];
    const { subject } = await findSubject(db, office.asOf, named);
    const undone = await entriesTakenBack(db);
    const all: Found[] = [];
    for (const table of correctable()) {
      const rows = await rowsWhere(db, table, about(table, subject));
      all.push(
        ...(await calledOf(
          looked,
          table,
          rows.filter(({ entry }) => !undone.has(entry)),
        )),
      );
    }
    return all;
  });
  const rows = facts.flatMap((found) => found.fields.map((field) => ({ ...found, field })));
  await print(
    office,
    {
      title: `可以更正的（截至 ${office.asOf}）`,
      columns: [
        { key: "fact", title: "写法", value: ({ table, row }) => `${kindOf(table).title}${row.id}` },
        { key: "called", title: "哪一件", value: ({ called }) => called },
        { key: "field", title: "字段", value: ({ field }) => field.title },
        { key: "value", title: "现在", value: ({ field }) => field.was },
      ],
      rows,
    },
    options,
  );
  const [first] = rows;
  if (first && !office.json && options.csv !== true)
    office.io.err.write(
      nextSteps(
        [
          `tuban correct ${kindOf(first.table).title}${first.row.id} ${first.field.title}=内容 --reason 原因 --source 依据`,
        ],
        office.io,
      ),
    );
}
