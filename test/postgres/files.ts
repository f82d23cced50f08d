/**
 * Ledgers of test offices kept on the server of this run, whatever files are asked for: each has a database of its own, and the file holds
 * no more than its address.
 */
import { closeSync, existsSync, openSync, readFileSync, readSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createPostgres, openPostgres } from "../../src/ledger/engines/postgres/open.ts";
import { createSqlite, openSqlite } from "../../src/ledger/engines/sqlite/open.ts";
import type { Storage } from "../../src/ledger/engines/storage.ts";
import { copyOfDatabase, databaseWithLedger } from "./database.ts";

/** The databases are gone when the test ends, unless they are `kept` for others to begin with. */
export const onServer = (kept: boolean): Storage => ({
  create: async (path) => {
    // what is refused of a file is refused here
    await createSqlite(path).close();
    const place = await databaseWithLedger({ kept });
    writeFileSync(path, place);
    return createPostgres(place);
  },
  open: async (path) => {
    const place = placeIn(path);
    return place === null ? openSqlite(path) : openPostgres(place);
  },
});

/** Gives the ledgers in a copied folder, and the folders in it, databases of their own. */
export async function separate(folder: string): Promise<void> {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const place = entry.isFile() ? placeIn(path) : null;
    if (place !== null) writeFileSync(path, await copyOfDatabase(place));
  }
}

/** The address in a file; null where it holds anything else. */
function placeIn(path: string): string | null {
  if (!existsSync(path)) return null;
  const beginning = Buffer.alloc(mark.length);
  const file = openSync(path, "r");
  readSync(file, beginning);
  closeSync(file);
  return beginning.toString("latin1") === mark ? readFileSync(path, "utf8") : null;
}

const mark = "postgres://";
