/** A bundle written: the office's entries with what goes along of each, under the numbers that all has there. */
import { toJson } from "../json.ts";
import type { Day, ReservedNumbers } from "../../campaign/index.ts";
import { entriesOf, headOf, identityOf } from "../journal.ts";
import { inStretches, refuse } from "../../campaign/index.ts";
import type { Entry, Ledger, New } from "../ledger.ts";
import type { BundleRow, Db, FactTable, JournalRow } from "../tables.ts";
import { reserve } from "../acts/reserved-numbers.ts";
import { handedOutTo } from "../handed-out.ts";
import type { AnyRow } from "../../campaign/index.ts";
import type { CarriedRows } from "./carried.ts";

/** Who takes a bundle, and how many numbers of each series. */
export interface HandOut {
  readonly team: string;
  readonly actor: string;
  readonly count: number;
  readonly on: Day;
}

/** What a bundle says of itself; it is the last entry that is handed out. */
export type BundleHeader = Pick<
  New<BundleRow>,
  "number" | "team" | "office" | "known_to" | "subjects" | "numbers" | "happened_on"
>;

/** The header of the next bundle. @throws Stop bundle-in-bundle */
export async function nextHeader(
  db: Db,
  { team, count, on }: HandOut,
  subjects: readonly number[],
): Promise<BundleHeader> {
  if ((await handedOutTo(db)) > 0)
    refuse("bundle-in-bundle", "这本账本身是任务包，不能再分包", { hint: "回到单位的账本上再分" });
  const [office, head] = [await identityOf(db), await headOf(db)];
  // its campaign has been opened: there are entries
  if (office === null || head === null) throw new Error("an empty ledger has no bundle");
  const { last } = await db
    .selectFrom("bundle")
    .select((of) => of.fn.max("number").as("last"))
    .executeTakeFirstOrThrow();
  const numbers: ReservedNumbers = await reserve(db, Number(on.slice(0, 4)), count);
  return {
    number: (last ?? 0) + 1,
    team,
    office,
    known_to: head.seq,
    subjects: toJson(subjects),
    numbers: toJson(numbers),
    happened_on: on,
  };
}

/** Where a bundle ends as it is handed out. */
export interface HandedOut {
  readonly handed: number;
  readonly head: string;
}

/** Fills a new ledger with what is carried, entry by entry, the header last. `db` is the office's. */
export async function fillBundle(
  bundle: Ledger,
  db: Db,
  rows: CarriedRows,
  header: BundleHeader,
  actor: string,
): Promise<HandedOut> {
  const byEntry = entriesWith(rows);
  const entries = await entriesIn(db, [...byEntry.keys()]);
  const places = new Map(entries.map(({ seq }, at) => [seq, at + 1]));
  await bundle.recordAll(async (record) => {
    for (const entry of entries)
      await record(asCarried(entry, header.office), (into) => putAll(into, entry, byEntry.get(entry.seq), places));
    const act = { command: "bundle out", actor, on: header.happened_on };
    await record(act, async (entry) => {
      entry.describe(`${header.number} 号任务包交给${header.team}`);
      await entry.add("bundle", { ...header, handed: null, head: null });
    });
  });
  const head = await headOf(bundle.db);
  if (!head) throw new Error("a bundle without entries");
  return { handed: head.seq, head: head.hash };
}

const asCarried = ({ command, actor, happened_on, seq, hash, recorded_at }: JournalRow, ledger: string) => ({
  command,
  actor,
  on: happened_on,
  origin: { ledger, seq, hash, recordedAt: recorded_at },
});

type RowsByTable = Map<FactTable, AnyRow[]>;

/** By the entry that recorded them. */
function entriesWith(carried: CarriedRows): ReadonlyMap<number, RowsByTable> {
  const byEntry = new Map<number, RowsByTable>();
  for (const [table, rows] of carried)
    for (const row of rows.values()) {
      const ours: RowsByTable = byEntry.get(row.entry) ?? new Map();
      byEntry.set(row.entry, ours);
      const its = ours.get(table);
      if (its) its.push(row);
      else ours.set(table, [row]);
    }
  return byEntry;
}

async function entriesIn(db: Db, seqs: readonly number[]): Promise<JournalRow[]> {
  const found: JournalRow[] = [];
  for (const some of inStretches(
    seqs.toSorted((one, other) => one - other),
    500,
  ))
    found.push(...(await entriesOf(db, some)));
  return found.toSorted((one, other) => one.seq - other.seq);
}

/** An annulment names an entry by its number here. */
async function putAll(
  into: Entry,
  { summary }: JournalRow,
  rows: RowsByTable | undefined,
  places: ReadonlyMap<number, number>,
): Promise<void> {
  into.describe(summary);
  for (const [table, its] of rows ?? []) {
    const placed =
      table === "annulment" ? its.map((row) => ({ ...row, target: places.get(Number(row["target"])) ?? 0 })) : its;
    await into.put(
      table,
      placed.toSorted((one, other) => one.id - other.id),
    );
  }
}
