/** What a campaign takes over from earlier ones (承接): their findings, closed or open, and the places that were shut. */
import { sql } from "kysely";
import { dayOfNumber, inStretches } from "../../campaign/index.ts";
import type { InheritedCount, RowFilter } from "../../campaign/index.ts";
import type { People } from "../as-of/people.ts";
import { stateOn } from "../as-of/state.ts";
import type { FactsRead, Vantage } from "../as-of/vantage.ts";
import type { FewRow } from "./set-row.ts";
import { namesOf, subjectIn, together } from "./words.ts";

/** What a row is, before it is said whom it is about. */
interface Bare extends Pick<FewRow, "fact" | "id" | "entry" | "subject" | "label" | "lead"> {
  /** As a number. */
  readonly day: number;
}

/** The rows behind a figure over 承接; none where the campaign takes over from none. By subject, then number. */
export async function inheritedRows(
  facts: FactsRead,
  vantage: Vantage,
  { counts, inherits = [] }: RowFilter,
): Promise<FewRow[]> {
  if (inherits.length === 0 || counts === undefined) return [];
  const rows = await bareRows(facts, vantage, { counts: counts as InheritedCount, inherits });
  const people = await stateOn(facts, vantage).people();
  const names = await namesOf(facts, people, rows);
  return rows
    .map((row) => rowOf(row, people, names))
    .filter(({ town }) => facts.town === undefined || town === facts.town)
    .sort((one, other) => one.subject - other.subject || one.id - other.id);
}

function rowOf(row: Bare, people: People, names: ReadonlyMap<number, string>): FewRow {
  return {
    ...subjectIn(people, row.subject),
    ...row,
    name: names.get(row.subject) ?? null,
    day: dayOfNumber(row.day),
    severity: null,
    order_kind: null,
    inspection_kind: null,
    list: null,
    operation: null,
  };
}

async function bareRows(
  facts: FactsRead,
  vantage: Vantage,
  { counts, inherits }: { readonly counts: InheritedCount; readonly inherits: readonly string[] },
): Promise<readonly Bare[]> {
  switch (counts) {
    case "销号问题":
      return findingsOf(facts, vantage, { inherits, closed: true });
    case "未销号问题":
      return findingsOf(facts, vantage, { inherits, closed: false });
    case "关停机构":
      return shutOn(facts, vantage);
    case "关停又办学机构": {
      const found = await lastFoundOn(facts, vantage);
      return (await shutOn(facts, vantage)).filter(({ subject, day }) => (found.get(subject) ?? 0) > day);
    }
  }
}

async function findingsOf(
  facts: FactsRead,
  vantage: Vantage,
  { inherits, closed }: { readonly inherits: readonly string[]; readonly closed: boolean },
): Promise<Bare[]> {
  const rows = new Map<number, Omit<Bare, "label">>();
  for (const campaign of inherits)
    await stateOn(facts, { ...vantage, campaign }).each("finding", (span, { lead = null }) => {
      if (span.closed_on > 0 !== closed) return;
      const { thing: id, entry, subject, day } = span;
      rows.set(id, { fact: "finding", id, entry, subject, lead, day: closed ? span.closed_on : day });
    });
  const said: Bare[] = [];
  for (const ids of inStretches([...rows.keys()], together)) {
    const query = sql<{ id: number; item: string; text: string }>`
      select id, item, text from finding where id in (${sql.raw(ids.join(","))})`;
    for (const { id, item, text } of (await query.execute(facts.db)).rows) {
      const row = rows.get(id);
      if (row) said.push({ ...row, label: `${item} ${text}` });
    }
  }
  return said;
}

async function shutOn(facts: FactsRead, vantage: Vantage): Promise<Bare[]> {
  const rows: Bare[] = [];
  await stateOn(facts, vantage).each(
    "operation",
    ({ subject, fact: id, entry, day }, { operation, table: fact = "service" }) => {
      if (operation === "暂时关停" || operation === "取缔关停")
        rows.push({ fact, id, entry, subject, day, label: operation, lead: null });
    },
  );
  return rows;
}

/** By subject: the day, as a number, of the last finding of the campaign itself. */
async function lastFoundOn(facts: FactsRead, vantage: Vantage): Promise<ReadonlyMap<number, number>> {
  const last = new Map<number, number>();
  await stateOn(facts, vantage).each("finding", ({ subject, day }) => {
    last.set(subject, Math.max(last.get(subject) ?? 0, day));
  });
  return last;
}
