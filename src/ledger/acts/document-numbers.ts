/** Documents by what a user types of them: a short number (#12, or 12#: a shell takes what follows # for a remark), the whole 文号, or a part of it. */
import { inForceOn } from "../in-force.ts";
import type { Day } from "../../campaign/index.ts";
import type { Db } from "../tables.ts";

/** A document as it is listed where several fit. */
export interface NumberedDocument {
  readonly id: number;
  readonly entry: number;
  readonly happened_on: Day;
  readonly number: string;
  readonly kind: string;
  readonly addressee: string;
  readonly subject: number | null;
}

/**
 * The documents of a campaign issued by the day that a user's words may mean, oldest first. A part that begins with digits begins
 * where a number does: 1号 is no part of 11号. Digits alone are no part.
 */
export async function documentsNamed(
  db: Db,
  asOf: Day,
  { table, campaign }: { readonly table: "orders" | "paper"; readonly campaign: string },
  query: string,
): Promise<NumberedDocument[]> {
  const term = squared(query);
  const documents = db
    .selectFrom(table)
    .select(["id", "entry", "happened_on", "number", "kind", "addressee", "subject"])
    .where("campaign", "=", campaign)
    .orderBy("id");
  const byId = /^#(\d{1,9})$|^(\d{1,9})#$/.exec(term);
  if (byId) return inForceOn(db, await documents.where("id", "=", Number(byId[1] ?? byId[2])).execute(), { day: asOf });
  const written = await documents.where("number", "in", [query.trim(), term]).execute();
  const exact = await inForceOn(db, written, { day: asOf });
  // digits alone are no part of a number, and a part is looked for in all of them
  if (exact.length > 0 || !/\D/.test(term)) return exact;
  const like = await inForceOn(db, await documents.where("number", "like", patternOf(term)).execute(), { day: asOf });
  const same = like.filter(({ number }) => squared(number) === term);
  return same.length > 0 ? same : like.filter(({ number }) => isPart(term, squared(number)));
}

/** Of rows with numbers those that a term means: the whole number, else a part of it. */
export function numbered<Row extends { readonly number: string }>(rows: readonly Row[], query: string): readonly Row[] {
  const term = squared(query);
  const same = rows.filter(({ number }) => squared(number) === term);
  return same.length > 0 ? same : rows.filter(({ number }) => isPart(term, squared(number)));
}

function isPart(term: string, number: string): boolean {
  const at = number.indexOf(term);
  return at >= 0 && !(/^\d/.test(term) && /\d/.test(number.charAt(at - 1)));
}

/** Finds at least every number of which the term is a part, however its brackets, spaces and letters are written. */
export function patternOf(term: string): string {
  const signs = term.match(/[\p{Script=Han}\d]/gu) ?? term.match(/[a-z]/gi) ?? ["?"];
  return `%${signs.map((sign) => `${sign}%`).join("")}`;
}

/** Brackets and spaces of a 文号 as people type them. */
function squared(text: string): string {
  return text
    .normalize("NFKC")
    .replaceAll(/\s/g, "")
    .replaceAll(/[([【]/g, "〔")
    .replaceAll(/[)\]】]/g, "〕");
}
