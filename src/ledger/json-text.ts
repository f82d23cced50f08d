/** How an engine writes JSON by itself: rows that it writes out are one text to be taken over, instead of a value at a time. */
import { SqliteAdapter, sql } from "kysely";
import type { Kysely, RawBuilder } from "kysely";

type Part = RawBuilder<unknown>;

export interface JsonText {
  /** Whether a value is one that JSON has words for: none, and bytes, are not. */
  has(of: Part): Part;
  /** Such a value, written exactly as JSON.stringify writes it. */
  value(of: Part): Part;
  /** Any value; a word in the place of bytes, which another program may have written. */
  any(of: Part): Part;
  /** An array of the values of many rows. */
  array(of: Part): Part;
  /** An array of the values of one row. */
  row(values: readonly Part[]): Part;
  /** Text as bytes of UTF-8. */
  bytes(text: Part): Part;
  /** How many bytes that are. */
  length(bytes: Part): Part;
  /** Those of many rows, one after the other. */
  joined(bytes: Part): Part;
}

const sqlite: JsonText = {
  // bytes come after all numbers and all text
  has: (of) => sql`${of} < x''`,
  value: (of) => sql`json_quote(${of})`,
  any: (of) => sql`iif(${of} >= x'', 'bytes', ${of})`,
  array: (of) => sql`json_group_array(${of})`,
  row: (values) => sql`json_array(${sql.join(values)})`,
  bytes: (text) => sql`cast(${text} as blob)`,
  length: (bytes) => sql`length(${bytes})`,
  joined: (bytes) => sql`cast(string_agg(${bytes}, '') as blob)`,
};

const postgres: JsonText = {
  has: (of) => sql`${of} is not null`,
  value: (of) => sql`to_json(${of})::text`,
  any: (of) => of,
  array: (of) => sql`json_agg(${of})::text`,
  row: (values) => sql`json_build_array(${sql.join(values)})`,
  bytes: (text) => sql`convert_to(${text}, 'UTF8')`,
  length: (bytes) => sql`octet_length(${bytes})`,
  joined: (bytes) => sql`string_agg(${bytes}, ''::bytea)`,
};

/** Of the engine behind a connection. */
export const jsonTextOf = <Tables>(db: Kysely<Tables>): JsonText =>
  db.getExecutor().adapter instanceof SqliteAdapter ? sqlite : postgres;
