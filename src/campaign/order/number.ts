/** 文号: numbers of documents by issuer, kind and year. */

/** 文号 from the plan's pattern, e.g. 川教体改〔2021〕1号: hexagonal brackets, a serial without padding (GB/T 9704). */
export function numberOf(pattern: string, word: string, year: number, serial: number): string {
  const values: Readonly<Record<string, string>> = { 代字: word, 年: String(year), 序: String(serial) };
  return pattern
    .replace(/[([（［【〔]\{年\}[)\]）］】〕]/u, "〔{年}〕")
    .replace(/\{(代字|年|序)\}/gu, (_, name: string) => values[name] ?? "");
}

/** A number once given; it stays taken whatever became of the order. */
export interface NumberTaken {
  readonly word: string;
  readonly year: number;
  readonly serial: number;
  readonly number: string;
}

/** The next serial in the series of this pattern, word and year: one more than the highest given. */
export function nextSerial(pattern: string, word: string, year: number, taken: readonly NumberTaken[]): number {
  const ours = taken.filter(
    (one) => one.word === word && one.year === year && one.number === numberOf(pattern, word, year, one.serial),
  );
  return ours.reduce((highest, { serial }) => Math.max(highest, serial), 0) + 1;
}

/** Stand for the year and the serial while a pattern is made into a form to read by. */
const [someYear, someSerial] = [1_234_567, 7_654_321];

/** A number given outside, read by the pattern of its series; null where it has not that form. Any brackets will do. */
export function readNumber(pattern: string, text: string): NumberTaken | null {
  const form = numberOf(pattern, "\u0001", someYear, someSerial)
    .replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
    .replace("\u0001", String.raw`(?<word>\D{1,20}?)`)
    .replace(`〔${someYear}〕`, String.raw`[(（［[【〔〈](?<year>20\d\d)[)）］\]】〕〉]`)
    .replace(String(someYear), String.raw`(?<year>20\d\d)`)
    .replace(String(someSerial), String.raw`(?<serial>[1-9]\d{0,5})`);
  const { word = "", year, serial } = new RegExp(`^${form}$`, "u").exec(text.replaceAll(/\s/g, ""))?.groups ?? {};
  if (year === undefined || serial === undefined) return null;
  const taken = { word, year: Number(year), serial: Number(serial) };
  return { ...taken, number: numberOf(pattern, word, taken.year, taken.serial) };
}
