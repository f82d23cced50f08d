/** Numbers that bundles may give: an office leaves them free while a bundle is out, and in a bundle no others are given. */
import { beforeReserved, hint, next, refuse, seriesKey } from "../../campaign/index.ts";
import type { ReservedNumbers } from "../../campaign/index.ts";
import { fromJson } from "../json.ts";
import type { Db } from "../tables.ts";

/** The last serial that may not be given again in a series: by papers on record, and by what bundles reserved. @throws Stop numbers-used-up */
export async function lastSerial(db: Db, series: { word: string; year: number }, given: number): Promise<number> {
  const { own, out } = await reservations(db);
  const key = seriesKey(series.word, series.year);
  if (own === null)
    return out.reduce((last, numbers) => Math.max(last, beforeReserved(numbers, key) + numbers.count), given);
  const before = beforeReserved(own, key);
  const last = Math.max(before, given);
  if (last >= before + own.count)
    refuse(
      "numbers-used-up",
      `任务包里“${series.word}”${series.year} 年预留的号用完了（${before + 1}–${before + own.count}）`,
      {
        hint: hint`先把任务包交回单位：${next("bundle back")}；再领一个时预留多一些`,
      },
    );
  return last;
}

interface Reservations {
  /** Of this bundle; null in an office. */
  readonly own: ReservedNumbers | null;
  /** Of bundles that are out. */
  readonly out: readonly ReservedNumbers[];
}

async function reservations(db: Db): Promise<Reservations> {
  const rows = await db.selectFrom("bundle").select(["id", "head", "numbers"]).execute();
  if (rows.length === 0) return { own: null, out: [] };
  const own = rows.find(({ head }) => head === null);
  const back = new Set(await bundlesBack(db));
  return {
    own: own ? fromJson(own.numbers) : null,
    out: rows.filter(({ id, head }) => head !== null && !back.has(id)).map(({ numbers }) => fromJson(numbers)),
  };
}

/** Bundles that came back for good; one that goes on is out still. */
export async function bundlesBack(db: Db): Promise<number[]> {
  const rows = await db.selectFrom("bundle_return").select(["bundle", "goes_on"]).orderBy("id").execute();
  const last = new Map(rows.map(({ bundle, goes_on }) => [bundle, goes_on]));
  return [...last].filter(([, goesOn]) => goesOn === 0).map(([bundle]) => bundle);
}

/** What a new bundle reserves: after what was given in the year, and after what others out have reserved. */
export async function reserve(db: Db, year: number, count: number): Promise<ReservedNumbers> {
  const given = new Map<string, number>();
  const note = (word: string, serial: number): void =>
    void given.set(seriesKey(word, year), Math.max(given.get(seriesKey(word, year)) ?? 0, serial));
  for (const table of ["orders", "paper"] as const)
    for (const row of await db
      .selectFrom(table)
      .select(["word", (of) => of.fn.max("serial").as("last")])
      .where("year", "=", year)
      .groupBy("word")
      .execute())
      note(row.word, row.last);
  for (const row of await db
    .selectFrom("register_entry")
    .select(["register", (of) => of.fn.max("serial").as("last")])
    .where("year", "=", year)
    .groupBy("register")
    .execute())
    note(row.register, row.last);
  const { out } = await reservations(db);
  const keys = new Set([...given.keys(), ...out.flatMap(({ series }) => Object.keys(series))]);
  const after = (key: string): number =>
    out.reduce((last, numbers) => Math.max(last, beforeReserved(numbers, key) + numbers.count), given.get(key) ?? 0);
  return {
    count,
    after: out.reduce((last, numbers) => Math.max(last, numbers.after + numbers.count), 0),
    series: Object.fromEntries([...keys].map((key) => [key, after(key)])),
  };
}
