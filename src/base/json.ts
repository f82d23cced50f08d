/** Columns that hold JSON say of what, so that it is written and read as one thing; only here is it taken at its word. */
declare const of: unique symbol;

/** The JSON of a T. Any text will do where one is wanted (a row as the database gives it); one of something else will not. */
export type Json<T> = string & { readonly [of]?: T };

export function toJson<T>(value: T): Json<T> {
  return JSON.stringify(value);
}

/** What a column of this ledger holds: this program wrote it, and the chain seals it. */
export function fromJson<T>(json: Json<T>): T {
  return JSON.parse(json) as T;
}
