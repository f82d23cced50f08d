/**
 * One pass over many facts: of each comes over who it is about, which conditions hold for it, and its days. What the conditions say is
 * the database's business; they are numbered, one bit each, so that one pass answers for many figures. All facts come over in one text,
 * since a row for each would take the driver ten times as long as finding it.
 */
import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import type { Reading } from "./ledger.ts";
import { sources } from "./sets.ts";
import type { DayColumn, Vantage } from "./sets.ts";

/** What to bring over of every row of a query of `sources`. */
export interface Pass {
  readonly from: string;
  /** See `numbered`. */
  readonly conditions: ReadonlyMap<number, RawBuilder<unknown>>;
  /** Leave out what no condition holds for. */
  readonly wanted: boolean;
  readonly days: readonly DayColumn[];
  readonly quantity: RawBuilder<unknown> | undefined;
  readonly text: "town" | "lead" | undefined;
}

/** One fact. The next one is written over it. */
export interface Line {
  subject: number;
  /** The sum of the numbers of the conditions that hold. */
  bits: number;
  quantity: number;
  /** As the pass lists them, as numbers (20210723); 0 where there is none. */
  readonly days: number[];
  text: string | null;
}

/** The most conditions that one pass can tell apart. */
export const mostConditions = 30;

/** Gives conditions their numbers 1, 2, 4 …; the same condition has the same number. */
export function numbered(db: Reading): {
  readonly known: ReadonlyMap<number, RawBuilder<unknown>>;
  readonly numberOf: (conditions: readonly RawBuilder<unknown>[]) => number;
} {
  const known = new Map<number, RawBuilder<unknown>>();
  const numbers = new Map<string, number>();
  const oneOf = (condition: RawBuilder<unknown>): number => {
    const compiled = condition.compile(db);
    const words = JSON.stringify([compiled.sql, compiled.parameters]);
    const number = numbers.get(words) ?? 2 ** known.size;
    numbers.set(words, number);
    known.set(number, condition);
    return number;
  };
  return { known, numberOf: (conditions) => [...new Set(conditions.map(oneOf))].reduce((sum, one) => sum + one, 0) };
}

/** Takes every fact of a pass, in no order. */
export async function passOver(
  db: Reading,
  vantage: Vantage,
  pass: Pass,
  take: (line: Readonly<Line>) => void,
): Promise<void> {
  const { from, conditions, days, quantity, text, wanted } = pass;
  const fields = [
    sql`subject`,
    bitsOf(conditions),
    ...(quantity ? [quantity] : []),
    ...days.map((column) => sql.ref(column)),
    ...(text ? [escaped(text)] : []),
  ];
  const asked = wanted ? sql`(${sql.join([...conditions.values()], sql` or `)})` : sql`1 = 1`;
  for (const subjects of await stretches(db)) {
    const query = sql<{ lines: string | null }>`
      with ${sources(vantage)}
      select string_agg(concat(${sql.join(fields, sql`, ' ', `)}), ${sql.lit("\n")}) as lines
      from ${sql.ref(from)} as facts where ${asked}${subjects}`;
    const { rows } = await query.execute(db);
    read(rows[0]?.lines ?? "", pass, take);
  }
}

/** Subjects whose facts come over together: so many that few statements do, so few that their text does not fill the memory. */
const together = 100_000;

/** Conditions that part all subjects into stretches; none where there are few. */
async function stretches(db: Reading): Promise<RawBuilder<unknown>[]> {
  const { last } = await db
    .selectFrom("roster")
    .select((of) => of.fn.max("subject").as("last"))
    .executeTakeFirstOrThrow();
  const starts = Array.from({ length: Math.max(1, Math.ceil((last ?? 0) / together)) }, (_, nth) => nth * together);
  return starts.map((start, nth) => {
    const after = nth === 0 ? sql`` : sql` and subject > ${start}`;
    return nth === starts.length - 1 ? after : sql`${after} and subject <= ${start + together}`;
  });
}

/** The conditions' numbers that hold for a subject that the roster does not have. */
export async function bitsOfNobody(db: Reading, conditions: ReadonlyMap<number, RawBuilder<unknown>>): Promise<number> {
  const query = sql<{ bits: number }>`
    select ${bitsOf(conditions)} as bits
    from (select '机构' as kind, cast(null as text) as licence_class, cast(null as text) as category, cast(null as text) as bucket, cast(null as text) as town) as nobody`;
  return (await query.execute(db)).rows[0]?.bits ?? 0;
}

function bitsOf(conditions: ReadonlyMap<number, RawBuilder<unknown>>): RawBuilder<unknown> {
  if (conditions.size === 0) return sql`0`;
  const bits = [...conditions].map(([number, holds]) => sql`case when ${holds} then ${sql.lit(number)} else 0 end`);
  return sql`(${sql.join(bits, sql` + `)})`;
}

/** A text that may hold anything, kept on its line; nothing at all is told from an empty text. */
function escaped(column: string): RawBuilder<unknown> {
  const [backslash, newline] = [sql.lit("\\"), sql.lit("\n")];
  const text = sql`replace(${sql.ref(column)}, ${backslash}, ${sql.lit("\\\\")})`;
  return sql`'+' || replace(${text}, ${newline}, ${sql.lit("\\n")})`;
}

function unescaped(text: string): string | null {
  if (text === "") return null;
  const plain = text.slice(1);
  return plain.includes("\\")
    ? plain.replaceAll(/\\(.)/gu, (_, character: string) => (character === "n" ? "\n" : character))
    : plain;
}

function read(lines: string, pass: Pass, take: (line: Readonly<Line>) => void): void {
  const { days, quantity, text } = pass;
  const texts = new Map<string, string | null>();
  const line: Line = { subject: 0, bits: 0, quantity: 1, days: days.map(() => 0), text: null };
  const numbers = (quantity ? 3 : 2) + days.length;
  for (let at = 0; at < lines.length;) {
    for (let nth = 0; nth < numbers; nth += 1) {
      // A day is a number with dashes in it.
      let value = 0;
      for (;;) {
        const digit = lines.charCodeAt(at++) - zero;
        if (digit >= 0 && digit <= 9) value = value * 10 + digit;
        else if (digit !== dash) break;
      }
      if (nth === 0) line.subject = value;
      else if (nth === 1) line.bits = value;
      else if (nth === 2 && quantity) line.quantity = value;
      else line.days[nth - numbers + days.length] = value;
    }
    if (text) {
      const from = at;
      at = endOfLine(lines, from);
      line.text = known(texts, lines.slice(from, at));
      at += 1;
    }
    take(line);
  }
}

const zero = "0".charCodeAt(0);
/** Seen from zero, as digits are. */
const dash = "-".charCodeAt(0) - zero;

function endOfLine(lines: string, from: number): number {
  const at = lines.indexOf("\n", from);
  return at === -1 ? lines.length : at;
}

/** The same few texts come again and again. */
function known(texts: Map<string, string | null>, word: string): string | null {
  const before = texts.get(word);
  if (before !== undefined) return before;
  const plain = unescaped(word);
  texts.set(word, plain);
  return plain;
}
