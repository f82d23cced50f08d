/** Draws as facts: the frozen directories, the seed once it is known, and what gave way since. */
import { hint, misuse, next } from "../../campaign/index.ts";
import type { Day, DrawChange, DrawRoster } from "../../campaign/index.ts";
import { numbered } from "./document-numbers.ts";
import { isInForce } from "../in-force.ts";
import { fromJson } from "../json.ts";
import type { Db, DrawRow } from "../tables.ts";

/** A draw as of a day. */
export interface DrawNow {
  readonly row: DrawRow;
  readonly roster: DrawRoster;
  /** null until the seed is known. */
  readonly seed: { readonly text: string; readonly origin: string; readonly on: Day } | null;
  readonly changes: readonly DrawChange[];
}

/** The draws of a campaign that stand on a day, oldest first. */
export async function drawsNow(db: Db, asOf: Day, campaign: string): Promise<DrawNow[]> {
  const rows = await db
    .selectFrom("draw")
    .selectAll()
    .where("campaign", "=", campaign)
    .where(isInForce(asOf))
    .orderBy("id")
    .execute();
  const seeds = await db.selectFrom("draw_seed").selectAll().where(isInForce(asOf)).orderBy("id").execute();
  const changes = await db.selectFrom("draw_change").selectAll().where(isInForce(asOf)).orderBy("id").execute();
  return rows.map((row) => {
    const seed = seeds.find(({ draw }) => draw === row.id);
    return {
      row,
      roster: fromJson(row.roster),
      seed: seed ? { text: seed.seed, origin: seed.origin, on: seed.happened_on } : null,
      changes: changes.flatMap(({ draw, place, officer, reason }) =>
        draw === row.id ? [{ place, officer, reason }] : [],
      ),
    };
  });
}

/** The one draw that is meant, by its short number or its number; the latest where none is named. @throws Stop */
export async function drawNamed(db: Db, asOf: Day, campaign: string, query: string | undefined): Promise<DrawNow> {
  const all = await drawsNow(db, asOf, campaign);
  const term = query?.trim().replaceAll("#", "");
  const rows = all.map(({ row }) => row);
  const found =
    term === undefined
      ? rows.slice(-1)
      : /^\d{1,9}$/.test(term)
        ? rows.filter(({ id }) => id === Number(term))
        : numbered(rows, term);
  const [only] = found;
  const draw = found.length === 1 ? all.find(({ row }) => row.id === only?.id) : undefined;
  if (draw) return draw;
  return misuse("unknown-draw", query === undefined ? "还没有抽取过" : `没有这一次抽取（截至 ${asOf}）：${query}`, {
    hint:
      all.length === 0
        ? hint`先锁定名录库：${next("draw freeze")}`
        : `有：${rows.map(({ id, number }) => `${id} ${number}`).join("；")}`,
  });
}

/** The next number of a rule in a year; one taken back keeps its own. */
export async function nextDrawSerial(db: Db, campaign: string, rule: string, year: number): Promise<number> {
  const row = await db
    .selectFrom("draw")
    .select((of) => of.fn.max("serial").as("last"))
    .where("campaign", "=", campaign)
    .where("rule", "=", rule)
    .where("year", "=", year)
    .executeTakeFirst();
  return (row?.last ?? 0) + 1;
}
