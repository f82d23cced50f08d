/** The columns of facts: what each holds, and which other fact or subject it names. */
import type { Day } from "../../base/day.ts";
import type { Json } from "../../base/json.ts";

/** Traits by which kinds may be pointed to. */
export type PointedTo = "evidence" | "papers" | "corrects";

declare const held: unique symbol;

export interface FactColumn<T> {
  /** As the database has it; text for days, words and JSON. */
  readonly type: "text" | "integer" | "bigint";
  /** It may be empty. */
  readonly optional?: true;
  /** Whose number it holds: a kind of fact, or a subject (机构、学校 …). A list of numbers (JSON) where `many`. */
  readonly names?: string;
  readonly many?: true;
  /** Of a subject: the fact stands only while the subject is in the roster. Of an order: it needs the order to be served. */
  readonly rests?: true;
  /** The column that says of which kind the fact is whose number this is; among the kinds with that trait. */
  readonly kindIn?: string;
  readonly among?: PointedTo;
  readonly [held]?: T;
}

export type FactColumns = Readonly<Record<string, FactColumn<unknown>>>;

export const text: FactColumn<string> = { type: "text" };
export const integer: FactColumn<number> = { type: "integer" };
/** Money in 分, and counts beyond two thousand millions. */
export const large: FactColumn<number> = { type: "bigint" };
/** 2021-07-20 */
export const day: FactColumn<Day> = { type: "text" };
/** One of the users' own words. */
export const word = <T extends string>(): FactColumn<T> => ({ type: "text" });
export const json = <T>(): FactColumn<Json<T>> => ({ type: "text" });

export const optional = <T>(column: FactColumn<T>): FactColumn<T | null> => ({ ...column, optional: true });
/** May be left out where a row is made. */
export const omissible = <T>(column: FactColumn<T>): FactColumn<T | null | undefined> => ({
  ...column,
  optional: true,
});

/** Whom the fact is about. */
export const subject: FactColumn<number> = { type: "integer", names: "subject", rests: true };
/** A subject that is spoken of; the fact does not rest on it. */
export const mentioned: FactColumn<number> = { type: "integer", names: "subject" };
/** A fact of another kind, which has to stand. */
export const ref = (kind: string): FactColumn<number> => ({ type: "integer", names: kind });
/** An order, which has to stand and to have been served. */
export const servedOrder: FactColumn<number> = { type: "integer", names: "orders", rests: true };
export const refs = (kind: string): FactColumn<Json<readonly number[]>> => ({ type: "text", names: kind, many: true });
/** A fact of the kind that another column says, among the kinds with a trait. */
export const pointer = (kindIn: string, among: PointedTo): FactColumn<number> => ({
  type: "integer",
  kindIn,
  among,
});

/** Every fact has a number of its own and the journal entry that recorded it; the ledger gives both. */
export interface Fact {
  id: number;
  entry: number;
}

/** A fact as it is handed to the ledger. */
export type New<Row extends Fact> = Omit<Row, keyof Fact>;

type Held<C> = C extends FactColumn<infer T> ? T : never;

/** A row of a table with these columns. */
export type RowOf<C extends FactColumns> = { id: number; entry: number } & {
  -readonly [Name in keyof C as undefined extends Held<C[Name]> ? never : Name]: Held<C[Name]>;
} & {
  -readonly [Name in keyof C as undefined extends Held<C[Name]> ? Name : never]?: Held<C[Name]>;
};
