/** The rows behind a counted indicator, and how they are listed. */
import { inUnit, placesOf } from "../../campaign/index.ts";
import type { Counted, Day } from "../../campaign/index.ts";
import type { Facts } from "../../ledger/columns/facts.ts";
import { quantityOf } from "../../ledger/numbers/figures.ts";
import type { Reading } from "../../ledger/ledger.ts";
import { rowsOf } from "../../ledger/numbers/rows.ts";
import type { SetRow } from "../../ledger/numbers/words.ts";
import type { Column, Sheet } from "../../write/sheet.ts";
import type { Opened } from "../campaign.ts";
import { wantedOf } from "./gather.ts";
import type { Scope } from "./scope.ts";
import { noTown } from "./words.ts";

/** The rows whose number is the figure's value: a 期间 figure adds up from the campaign's start. */
export async function rowsBehind(
  facts: Facts,
  { code, plan, startedOn }: Pick<Opened, "code" | "plan" | "startedOn">,
  { day, knownTo }: { readonly day: Day; readonly knownTo: number | undefined },
  part: Counted,
  town?: string,
): Promise<SetRow[]> {
  const { set, filter } = wantedOf(part, plan);
  const rows = await rowsOf(facts, { campaign: code, day, knownTo }, set, filter);
  return rows.filter((row) => inTown(row.town, town) && (part.basis === "时点" || row.day >= startedOn));
}

export function inTown(town: string | null, wanted: string | undefined): boolean {
  return wanted === undefined || (town ?? noTown) === wanted;
}

/** What the rows come to, in the indicator's unit. */
export function totalOf(rows: readonly SetRow[], { unit }: Counted): number {
  return inUnit(
    rows.reduce((sum, row) => sum + quantityOf(row), 0),
    unit,
  );
}

/** What each journal entry was: who did it, and in a sentence what. */
export type Acts = ReadonlyMap<number, string>;

export async function actsOf(db: Reading, rows: readonly SetRow[]): Promise<Acts> {
  const wanted = new Set(rows.map(({ entry }) => entry));
  const [first, last] = [...wanted].reduce(
    ([low, high], seq) => [Math.min(low, seq), Math.max(high, seq)],
    [Infinity, 0],
  );
  if (wanted.size === 0) return new Map();
  const entries = await db
    .selectFrom("journal")
    .select(["seq", "actor", "summary"])
    .where("seq", ">=", first)
    .where("seq", "<=", last)
    .execute();
  return new Map(
    entries
      .filter(({ seq }) => wanted.has(seq))
      .map(({ seq, actor, summary }) => [seq, summary === "" ? actor : `${actor}：${summary}`]),
  );
}

export function rowSheet(
  indicator: Counted,
  rows: readonly SetRow[],
  { period, cutOff, words }: Pick<Scope, "period" | "cutOff" | "words">,
  acts?: Acts,
): Sheet<SetRow> {
  const amount: Column<SetRow> = {
    key: "quantity",
    title: `数量（${indicator.unit}）`,
    kind: "number",
    places: () => placesOf(indicator.unit),
    value: (row) => inUnit(quantityOf(row), indicator.unit),
  };
  const act: Column<SetRow> = { key: "act", title: "经过", value: ({ entry }) => acts?.get(entry) ?? null };
  return {
    title: `${indicator.name} ${totalOf(rows, indicator)} ${indicator.unit}`,
    columns: [
      { key: "subject", title: "编号", kind: "number", value: ({ subject }) => subject },
      { key: "name", title: "名称", value: ({ name }) => name },
      { key: "town", title: "属地", value: ({ town }) => town ?? noTown },
      { key: "day", title: "日期", kind: "day", value: ({ day }) => day },
      { key: "label", title: "内容", value: ({ label }) => label },
      ...(indicator.set === "登记" ? [amount] : []),
      { key: "lead", title: "部门", value: ({ lead }) => lead },
      {
        key: "thisPeriod",
        title: words.current,
        value: ({ day }) => (day >= period.from && day <= cutOff ? "是" : null),
      },
      { key: "fact", title: "事实", kind: "code", value: ({ fact, id }) => `${fact}#${id}` },
      { key: "entry", title: "登记序号", kind: "number", value: ({ entry }) => entry },
      ...(acts ? [act] : []),
    ],
    rows,
  };
}
