/** The rows behind a counted indicator, and how they are listed. */
import { inUnit, placesOf } from "../../campaign/index.ts";
import type { Counted, Day, RowFilter } from "../../campaign/index.ts";
import type { FactsRead } from "../../ledger/as-of/vantage.ts";
import { quantityOf } from "../../ledger/numbers/figures.ts";
import type { Db } from "../../ledger/tables.ts";
import { entriesOf } from "../../ledger/journal.ts";
import { stretchesOf } from "../../ledger/numbers/rows.ts";
import type { BareRow, SetRow } from "../../ledger/numbers/set-row.ts";
import type { Column, Sheet } from "../../write/sheet.ts";
import type { OpenedCampaign } from "../desk/campaign.ts";
import { wantedOf } from "./counted.ts";
import type { Scope } from "./scope.ts";
import { noTown } from "./words.ts";

/** How a figure is counted: 期间 adds up from the campaign's start. */
export interface Counting {
  readonly set: Counted["set"];
  readonly filter: RowFilter;
  readonly basis: Counted["basis"];
  readonly startedOn: Day;
}

/** Whether a row of the set is counted by a day. */
export function isCounted({ basis, startedOn }: Counting, { day }: BareRow, until: Day): boolean {
  return basis === "时点" || (day >= startedOn && day <= until);
}

/** A row with what recorded it: who did it, and in a sentence what. */
export interface ListedRow extends SetRow {
  readonly act: string | null;
}

/** Whose rows, as of when. */
export interface Behind {
  readonly opened: Pick<OpenedCampaign, "code" | "plan" | "startedOn">;
  readonly vantage: { readonly day: Day; readonly knownTo: number | undefined };
  readonly part: Counted;
  /** Only this town's. */
  readonly town?: string | undefined;
}

/** The rows whose number is the figure's value, some at a time. */
export async function* rowsBehind(facts: FactsRead, behind: Behind): AsyncGenerator<ListedRow[]> {
  const isOurs = isBehind(behind);
  for await (const { rows, told } of stretchesBehind(facts, behind))
    if (rows.some(isOurs)) yield listed(facts.db, (await told()).filter(isOurs));
}

/** The first of them, and how many there are; only those that `where` holds of. */
export async function firstBehind(
  facts: FactsRead,
  behind: Behind,
  { most, where = () => true }: { readonly most: number; readonly where?: (row: BareRow) => boolean },
): Promise<{ readonly rows: readonly ListedRow[]; readonly count: number }> {
  const isCountedIn = isBehind(behind);
  const isOurs = (row: BareRow): boolean => isCountedIn(row) && where(row);
  const first: SetRow[] = [];
  let count = 0;
  for await (const { rows, told } of stretchesBehind(facts, behind)) {
    const here = rows.filter(isOurs).length;
    if (here > 0 && first.length < most) first.push(...(await told()).filter(isOurs));
    count += here;
  }
  return { rows: await listed(facts.db, first.slice(0, most)), count };
}

/** Whom they are about. */
export async function subjectsBehind(facts: FactsRead, behind: Behind): Promise<ReadonlySet<number>> {
  const subjects = new Set<number>();
  for await (const { rows } of stretchesBehind(facts, behind))
    for (const row of rows.filter(isBehind(behind))) subjects.add(row.subject);
  return subjects;
}

function isBehind({ opened: { plan, startedOn }, vantage, part, town }: Behind): (row: BareRow) => boolean {
  const counting = { ...wantedOf(part, plan), basis: part.basis, startedOn };
  return (row) => inTown(row.town, town) && isCounted(counting, row, vantage.day);
}

function stretchesBehind(
  facts: FactsRead,
  { opened: { code, plan }, vantage, part }: Behind,
): ReturnType<typeof stretchesOf> {
  const { set, filter } = wantedOf(part, plan);
  return stretchesOf(facts, { campaign: code, ...vantage }, set, filter);
}

async function listed(db: Db, rows: readonly SetRow[]): Promise<ListedRow[]> {
  const entries = await entriesOf(
    db,
    rows.map(({ entry }) => entry),
  );
  const acts = new Map(
    entries.map(({ seq, actor, summary }) => [seq, summary === "" ? actor : `${actor}：${summary}`]),
  );
  return rows.map((row) => ({ ...row, act: acts.get(row.entry) ?? null }));
}

export function inTown(town: string | null, wanted: string | undefined): boolean {
  return wanted === undefined || (town ?? noTown) === wanted;
}

/** How rows are listed; what recorded each is left out on the screen. */
export function rowSheet(
  indicator: Counted,
  rows: readonly ListedRow[],
  { period, cutOff, words }: Pick<Scope, "period" | "cutOff" | "words">,
  { acts }: { readonly acts: boolean } = { acts: true },
): Sheet<ListedRow> {
  const amount: Column<ListedRow> = {
    key: "quantity",
    title: `数量（${indicator.unit}）`,
    kind: "number",
    places: () => placesOf(indicator.unit),
    value: (row) => inUnit(quantityOf(row), indicator.unit),
  };
  const act: Column<ListedRow> = { key: "act", title: "经过", value: (row) => row.act };
  return {
    title: indicator.name,
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
