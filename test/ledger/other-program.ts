/** Another program at a ledger's file, on the driver that the tests run with (TUBAN_DRIVER). */
import { createRequire } from "node:module";
import type Packaged from "better-sqlite3";
import { sqliteDriver } from "../../src/ledger/engines/sqlite/drivers/index.ts";
import type { Connection } from "../../src/ledger/engines/sqlite/drivers/connection.ts";

export const otherProgram = (path: string): Connection => sqliteDriver().open(path);

/** One that may even write into SQLite's own tables. */
export function unguardedProgram(path: string): Pick<Connection, "exec" | "close"> {
  if (sqliteDriver().name === "better-sqlite3")
    return new (createRequire(import.meta.url)("better-sqlite3") as typeof Packaged)(path).unsafeMode(true);
  const { DatabaseSync } = process.getBuiltinModule("node:sqlite") as unknown as {
    readonly DatabaseSync: new (path: string, options: { readonly defensive: boolean }) => Connection;
  };
  return new DatabaseSync(path, { defensive: false });
}
