/**
 * Facts as columns: of the tables whose facts come by the hundred thousand, the few columns that figures are decided by, as plain
 * numbers, one after the other, so that a million facts are gone through in the time a database takes to begin.
 */
import { dayNumber } from "../../campaign/index.ts";
import type { Day } from "../../campaign/index.ts";

/** How a column is held: the facts' own numbers, numbers (0 for none), amounts of money (分), days as 20210723 (0 for none), words as places in a list. */
type Measure = "id" | "number" | "amount" | "day" | "word";

/** Which columns. A change here needs a migration that empties fact_page. */
export const columned = {
  annulment: { target: "number", happened_on: "day", entry: "number" },
  roster: {
    id: "id",
    subject: "number",
    kind: "word",
    licence_class: "word",
    category: "word",
    town: "word",
    happened_on: "day",
    entry: "number",
  },
  pairing: { other: "number", verdict: "word", happened_on: "day", entry: "number" },
  disposition: { campaign: "word", subject: "number", bucket: "word", happened_on: "day", entry: "number" },
  inspection: { id: "id", campaign: "word", subject: "number", kind: "word", happened_on: "day", entry: "number" },
  attendance: { inspection: "number" },
  finding: {
    id: "id",
    campaign: "word",
    inspection: "number",
    subject: "number",
    item: "word",
    severity: "word",
    lead: "word",
    order_kind: "word",
    relapse_of: "number",
    happened_on: "day",
    entry: "number",
  },
  orders: {
    id: "id",
    campaign: "word",
    subject: "number",
    kind: "word",
    effect: "word",
    issuer: "word",
    happened_on: "day",
    entry: "number",
  },
  order_finding: { order_id: "number", finding: "number" },
  service: { order_id: "number", method: "word", due_on: "day", happened_on: "day", entry: "number" },
  extension: { order_id: "number", due_on: "day", happened_on: "day", entry: "number" },
  withdrawal: { order_id: "number", happened_on: "day", entry: "number" },
  review_outcome: { finding: "number", outcome: "word", happened_on: "day", entry: "number" },
  close_out: { finding: "number", happened_on: "day", entry: "number" },
  tally: {
    id: "id",
    campaign: "word",
    item: "word",
    quantity: "amount",
    subject: "number",
    department: "word",
    town: "word",
    happened_on: "day",
    entry: "number",
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Measure>>>>;

export type Columned = keyof typeof columned;

/** A column of few different words. */
export interface Words {
  readonly codes: Uint16Array | Int32Array;
  readonly texts: readonly (string | null)[];
}

type Held<M extends Measure> = M extends "word" ? Words : M extends "amount" ? Float64Array : Int32Array;

/** The columns of one table, by the order of the facts' numbers. */
export type Columns<T extends Columned> = { readonly count: number } & {
  readonly [Name in keyof (typeof columned)[T]]: Held<Extract<(typeof columned)[T][Name], Measure>>;
};

/** Facts in a page: those with numbers 1 to 1024, 1025 to 2048 … */
export const pageRows = 1024;

/** The names of the columns that are held of a table, in the order in which a page holds them. */
export function columnNames(table: Columned): readonly string[] {
  return Object.keys(columned[table]);
}

/** Columns in the making: room for so many facts, filled one by one or a page at a time. */
export interface Sheaf {
  /** Puts a fact in its place; the values in the order of `columnNames`. */
  put(at: number, values: readonly unknown[]): void;
  /** Puts a page of facts in their places, of which the first has this number. @throws for what is no page of this table */
  putPage(at: number, firstId: number, page: Uint8Array): void;
  /** The facts as a page. */
  page(): Uint8Array;
  columns(): Readonly<Record<string, Column["held"]>>;
}

export function sheafOf(table: Columned, count: number): Sheaf {
  const measures: Readonly<Record<string, Measure>> = columned[table];
  const made = Object.entries(measures).map(([name, measure]) => [name, columnOf(measure, count)] as const);
  return {
    put: (at, values) => {
      for (let nth = 0; nth < made.length; nth += 1) made[nth]?.[1].put(at, values[nth]);
    },
    putPage: (at, firstId, page) => {
      let from = 0;
      for (const [, column] of made) from = column.read(page, from, at, firstId);
      if (from !== page.length) throw new RangeError("a page of another length");
    },
    page: () => joined(made.map(([, column]) => column.bytes())),
    columns: () => Object.fromEntries(made.map(([name, column]) => [name, column.held])),
  };
}

/** One column in the making. */
interface Column {
  readonly held: Int32Array | Float64Array | Words;
  put(at: number, value: unknown): void;
  /** All of it, as bytes. */
  bytes(): Uint8Array;
  /** Takes its part of a page from a place on; gives where that ends. */
  read(page: Uint8Array, from: number, at: number, firstId: number): number;
}

function columnOf(measure: Measure, count: number): Column {
  if (measure === "word") return wordColumn(count);
  if (measure === "day") return dayColumn(count);
  if (measure === "id") return idColumn(count);
  return numberColumn(measure === "amount" ? new Float64Array(count) : new Int32Array(count));
}

/** A page need not hold them: they go up by one. */
function idColumn(count: number): Column {
  const ids = new Int32Array(count);
  return {
    held: ids,
    put: (at, value) => void (ids[at] = Number(value)),
    bytes: () => new Uint8Array(),
    read: (_, from, at, firstId) => {
      for (let nth = 0; nth < pageRows; nth += 1) ids[at + nth] = firstId + nth;
      return from;
    },
  };
}

/** Every value is the same: it is written once. */
const same = 0;
const various = 1;

function numberColumn(values: Int32Array | Float64Array): Column {
  const size = values.BYTES_PER_ELEMENT;
  const raw = new Uint8Array(values.buffer);
  return {
    held: values,
    put: (at, value) => void (values[at] = Number(value ?? 0)),
    bytes: () => {
      const [first] = values;
      const kept = values.every((value) => value === first) ? raw.subarray(0, size) : raw;
      return joined([Uint8Array.of(kept === raw ? various : same), kept]);
    },
    read: (page, from, at) => {
      const start = from + 1;
      const end = start + (page[from] === same ? size : size * pageRows);
      raw.set(page.subarray(start, end), at * size);
      if (page[from] === same) values.fill(values[at] ?? 0, at, at + pageRows);
      return end;
    },
  };
}

/** The same few days come again and again. */
function dayColumn(count: number): Column {
  const numbers = numberColumn(new Int32Array(count));
  let [before, number] = ["", 0];
  const numberOf = (value: string): number => {
    if (value !== before) [before, number] = [value, dayNumber(value as Day)];
    return number;
  };
  return {
    ...numbers,
    put: (at, value) => numbers.put(at, typeof value === "string" ? numberOf(value) : 0),
  };
}

/** In a page: the length of the list of words, the list as JSON, and the words' places in it. */
function wordColumn(count: number): Column {
  let codes: Uint16Array | Int32Array = new Uint16Array(count);
  const texts: (string | null)[] = [];
  const known = new Map<string | null, number>();
  const codeOf = (text: string | null): number => {
    const before = known.get(text);
    if (before !== undefined) return before;
    known.set(text, texts.length);
    if (texts.length === mostShort) codes = Int32Array.from(codes);
    return texts.push(text) - 1;
  };
  const placesOf = listReader(codeOf);
  return {
    get held() {
      return { codes, texts };
    },
    put: (at, value) => {
      const code = codeOf((value ?? null) as string | null);
      codes[at] = code;
    },
    bytes: () => {
      const json = Buffer.from(JSON.stringify(texts));
      const each = texts.length === 1 ? [] : [new Uint8Array(Uint16Array.from(codes).buffer)];
      return joined([new Uint8Array(Uint32Array.of(json.length).buffer), json, ...each]);
    },
    read: (page, from, at) => {
      const view = new DataView(page.buffer, page.byteOffset, page.byteLength);
      const start = from + 4 + view.getUint32(from, true);
      const places = placesOf(page.subarray(from + 4, start));
      if (places.length === 1) {
        codes.fill(places[0] ?? 0, at, at + pageRows);
        return start;
      }
      for (let nth = 0; nth < pageRows; nth += 1)
        codes[at + nth] = places[(page[start + 2 * nth] ?? 0) + 256 * (page[start + 2 * nth + 1] ?? 0)] ?? 0;
      return start + 2 * pageRows;
    },
  };
}

/** Reads the list of a page's words as their codes. Page after page has the same list. */
function listReader(codeOf: (text: string | null) => number): (json: Uint8Array) => readonly number[] {
  let [list, codes] = [Buffer.alloc(0), [] as readonly number[]];
  return (json) => {
    if (list.equals(json)) return codes;
    list = Buffer.from(json);
    codes = (JSON.parse(list.toString()) as (string | null)[]).map(codeOf);
    return codes;
  };
}

/** So many words are told apart by two bytes. */
const mostShort = 2 ** 16;

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
