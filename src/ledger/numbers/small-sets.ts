/** The rows of sets that are never large, each with what it says. */
import { sql } from "kysely";
import { dayOfNumber, inStretches } from "../../campaign/index.ts";
import type { RowFilter } from "../../campaign/index.ts";
import { stateOn } from "../as-of/state.ts";
import type { FactsRead, Vantage } from "../as-of/vantage.ts";
import type { FewRow } from "./set-row.ts";
import type { ListedKind } from "./sets.ts";
import { namesOf, subjectIn, together } from "./words.ts";

/** The rows of sets that are never large: who is stopped or closed, who is on a list, what is in a register. */
export async function fewRows(
  facts: FactsRead,
  vantage: Vantage,
  kind: ListedKind,
  filter: RowFilter,
): Promise<FewRow[]> {
  if (kind === "register") {
    const { registerRows } = await import("./registers.ts");
    return registerRows(facts, vantage, filter);
  }
  if (kind === "expected") {
    const { expectedRows } = await import("./expected.ts");
    return expectedRows(facts, vantage, filter);
  }
  if (kind === "inherited") {
    const { inheritedRows } = await import("./inherited.ts");
    return inheritedRows(facts, vantage, filter);
  }
  return kind === "operation" ? stoppedOn(facts, vantage) : listedOn(facts, vantage);
}

/** The same for counting alone: rows that a figure cannot tell apart may be one, with their number. */
export async function fewCounted(
  facts: FactsRead,
  vantage: Vantage,
  kind: ListedKind,
  filter: RowFilter,
): Promise<FewRow[]> {
  if (kind !== "register") return fewRows(facts, vantage, kind, filter);
  const { registerCounts } = await import("./registers.ts");
  return registerCounts(facts, vantage, filter);
}

const noMore = { lead: null, severity: null, order_kind: null, inspection_kind: null };

/** Those that the roster does not have are left out. */
async function stoppedOn(facts: FactsRead, vantage: Vantage): Promise<FewRow[]> {
  const state = stateOn(facts, vantage);
  const people = await state.people();
  const rows: Omit<FewRow, "name">[] = [];
  await state.each("operation", ({ subject, fact: id, entry, day }, { operation = null, table: fact = "service" }) => {
    const about = subjectIn(people, subject);
    if (people.row[subject] === 0 || !isThere(facts, about.town)) return;
    const own = { fact, id, entry, subject, day: dayOfNumber(day) };
    rows.push({ ...noMore, ...about, ...own, list: null, operation, label: operation ?? "" });
  });
  const names = await namesOf(facts, people, rows);
  return rows.map((row) => ({ ...row, name: names.get(row.subject) ?? null }));
}

const isThere = ({ town }: FactsRead, of: string | null): boolean => town === undefined || town === of;

/** A name that is on a list, objected to or not, with what was published of it. */
async function listedOn(facts: FactsRead, vantage: Vantage): Promise<FewRow[]> {
  const state = stateOn(facts, vantage);
  const people = await state.people();
  const rows = new Map<number, Omit<FewRow, "name" | "label">>();
  await state.each("listing", ({ subject, fact: id, entry, day }, { list = null, state: stage }) => {
    const about = subjectIn(people, subject);
    if (id === 0 || (stage !== "在列" && stage !== "在列异议中") || !isThere(facts, about.town)) return;
    const own = { fact: "listing" as const, id, entry, subject, day: dayOfNumber(day) };
    rows.set(id, { ...noMore, ...about, ...own, list, operation: null });
  });
  const said: FewRow[] = [];
  for (const ids of inStretches([...rows.keys()], together)) {
    const query = sql<{ id: number; name: string; list: string; situation: string }>`
      select id, name, list, situation from listing where id in (${sql.raw(ids.join(","))}) order by id`;
    for (const { id, name, list, situation } of (await query.execute(facts.db)).rows) {
      const row = rows.get(id);
      if (row) said.push({ ...row, name, label: situation === "" ? list : `${list}：${situation}` });
    }
  }
  return said;
}
