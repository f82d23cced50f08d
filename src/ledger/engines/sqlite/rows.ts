/** Many rows of one table: a statement compiled once, run for each. */
import type { Appender } from "../engine.ts";
import type { Connection } from "./drivers/index.ts";
import { stopOf } from "./faults.ts";

/** Inserts each row at once. @throws Stop on a full disk, or what else the user can do something about */
export function appenderTo(
  database: Connection,
  { path, table, columns }: { readonly path: string; readonly table: string; readonly columns: readonly string[] },
): Appender {
  const insert = database.prepare(
    `insert into ${table} (${columns.join(", ")}) values (${columns.map(() => "?").join(", ")})`,
  );
  return (values) => {
    try {
      insert.run(values);
    } catch (error) {
      throw stopOf(error, path) ?? error;
    }
  };
}
