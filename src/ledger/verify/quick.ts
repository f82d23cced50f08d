/**
 * The rows of a table of facts as they are hashed (journal.ts), written out by the database itself, a thousand rows at a time. It only
 * ever says that all is well: where anything is otherwise than it should be, rows.ts looks at every row.
 */
import { createHash, hash } from "node:crypto";
import type { Hash } from "node:crypto";
import { sql } from "kysely";
import type { Kysely, RawBuilder } from "kysely";
import { jsonTextOf } from "../json-text.ts";
import type { JsonText } from "../json-text.ts";
import type { FactTable, Tables } from "../tables.ts";
import { isNumber } from "./rows.ts";
import type { Run, Scan } from "./rows.ts";

/** Rows that follow each other. */
interface Stretch {
  readonly ids: readonly number[];
  /** Of each row the entry that recorded it, and how long it is in `text`. */
  readonly entries: readonly number[];
  readonly lengths: readonly number[];
  readonly text: Uint8Array;
}

/** What `scanTable` gives of a table whose rows are all in order; null of one whose rows are not, or hold what JSON has no words for. */
export async function quickScan(
  db: Kysely<Tables>,
  table: FactTable,
  foreign: ReadonlySet<number>,
): Promise<Scan | null> {
  const runs = runsInOrder();
  let [count, last] = [0, 0];
  for await (const stretch of stretchesOf(db, table)) {
    const { ids, entries, lengths } = stretch;
    for (const [at, id] of ids.entries()) {
      const entry = entries[at];
      if (!isNumber(id) || !isNumber(entry) || !isNumber(lengths[at])) return null;
      if (id !== last + 1 && !foreign.has(entry)) return null;
      last = id;
    }
    if (!runs.take(stretch)) return null;
    count += ids.length;
  }
  return { count, runs: runs.end(), faults: [] };
}

/** A run that may go on in the next stretch. */
interface Open {
  readonly entry: number;
  readonly first: number;
  last: number;
  rows: number;
  readonly digest: Hash;
}

function runsInOrder() {
  const runs = new Map<number, Run>();
  let open: Open | undefined;
  const close = (): void => {
    if (open)
      runs.set(open.entry, { first: open.first, last: open.last, rows: open.rows, sha256: open.digest.digest("hex") });
    open = undefined;
  };
  return {
    /** False where rows of an entry are found in two places. */
    take: ({ ids, entries, lengths, text }: Stretch): boolean => {
      let byte = 0;
      for (let from = 0, to = 0; from < ids.length; from = to) {
        const [entry = 0, first = 0, start] = [entries[from], ids[from], byte];
        for (; to < ids.length && entries[to] === entry; to += 1) byte += lengths[to] ?? 0;
        const [last = first, rows, bytes] = [ids[to - 1], to - from, text.subarray(start, byte)];
        if (open?.entry === entry) [open.last, open.rows] = [last, open.rows + rows];
        else {
          close();
          if (runs.has(entry)) return false;
          if (to < ids.length) {
            runs.set(entry, { first, last, rows, sha256: hash("sha256", bytes) });
            continue;
          }
          open = { entry, first, last, rows, digest: createHash("sha256") };
        }
        open.digest.update(bytes);
      }
      return true;
    },
    end: (): ReadonlyMap<number, Run> => {
      close();
      return runs;
    },
  };
}

/** How many rows are in memory at a time, and how many bytes, as far as the rows before tell. */
const together = { rows: 1_000, bytes: 2 ** 22 };

async function* stretchesOf(db: Kysely<Tables>, table: FactTable): AsyncGenerator<Stretch> {
  const columns = await columnsOf(db, table);
  const json = jsonTextOf(db);
  const [line, entry] = [lineOf(columns, json), sql.ref("entry")];
  const [ids, entries, lines] = [sql.ref("id"), sql.ref("by"), sql.ref("line")];
  let [from, size] = [sql`1 = 1`, 20];
  while (columns.length > 0) {
    const { rows } = await sql<WrittenOut>`
      select ${json.array(ids)} as ids, ${json.array(entries)} as entries, ${json.array(json.length(lines))} as lengths,
             ${json.joined(lines)} as text
      from (select id, case when ${json.has(entry)} then entry end as "by", ${json.bytes(line)} as line
            from ${sql.table(table)} where ${from} order by id limit ${size}) as stretch`.execute(db);
    const stretch = stretchIn(rows);
    if (stretch.ids.length > 0) yield stretch;
    if (stretch.ids.length < size) return;
    from = sql`id > ${stretch.ids.at(-1)}`;
    size = Math.max(1, Math.min(together.rows, Math.floor((together.bytes * size) / (stretch.text.length + 1))));
  }
}

/** Each an array of JSON; nothing where there are no rows. */
type WrittenOut = Readonly<Record<"ids" | "entries" | "lengths", string | null> & { text: Uint8Array | null }>;

function stretchIn([written]: readonly WrittenOut[]): Stretch {
  const listIn = (json: string | null | undefined): number[] => JSON.parse(json ?? "[]") as number[];
  return {
    ids: listIn(written?.ids),
    entries: listIn(written?.entries),
    lengths: listIn(written?.lengths),
    text: written?.text ?? new Uint8Array(),
  };
}

/** None of a table without rows. */
async function columnsOf(db: Kysely<Tables>, table: FactTable): Promise<string[]> {
  const { rows } = await sql<object>`select * from ${sql.table(table)} order by id limit 1`.execute(db);
  return rows.flatMap((row) => Object.keys(row));
}

/**
 * A row as its digest takes it; nothing of one with a value that JSON has no words for. `entry` has a value in every row, so that it
 * parts the columns before it from those after it.
 */
function lineOf(columns: readonly string[], json: JsonText): RawBuilder<unknown> {
  const pairs = columns.toSorted().map((name) => {
    const column = sql.ref(name);
    const [before, after] = name === "entry" ? ["", ""] : name < "entry" ? ["", ","] : [",", ""];
    const [head, tail] = [sql.lit(`${before}[${JSON.stringify(name)},`), sql.lit(`]${after}`)];
    const none = name === "entry" ? sql`` : sql`when ${column} is null then ''`;
    return sql`case when ${json.has(column)} then ${head} || ${json.value(column)} || ${tail} ${none} end`;
  });
  return sql`'[' || ${sql.join(pairs, sql` || `)} || ${sql.lit("]\n")}`;
}
