/** The two engines that the ledger runs on, each with a fresh, empty ledger. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Engine } from "../../src/ledger/engines/engine.ts";
import { openPostgres } from "../../src/ledger/engines/postgres/open.ts";
import { createSqlite } from "../../src/ledger/engines/sqlite/open.ts";
import type { Storage } from "../../src/ledger/engines/storage.ts";
import { ledgerOn } from "../../src/ledger/ledger.ts";
import type { Clock, Ledger } from "../../src/ledger/ledger.ts";
import { databaseWithLedger, isTested } from "../postgres/database.ts";

export interface TestEngine {
  readonly name: string;
  readonly create: () => Promise<Engine>;
}

const sqlite: TestEngine = {
  name: "SQLite",
  create: async () => createSqlite(join(temporaryFolder(), "tuban.db")),
};

const postgres: TestEngine = {
  name: "PostgreSQL",
  create: async () => openPostgres(await databaseWithLedger()),
};

/** A test that takes the first one alone has the server where the ledgers of this run are to be there. */
export const engines: readonly [TestEngine, ...TestEngine[]] =
  process.env["TUBAN_TEST_LEDGERS"] === "postgres" ? [postgres] : isTested ? [sqlite, postgres] : [sqlite];

export async function freshLedger(
  create: () => Promise<Engine>,
  clock: Clock = () => new Date("2021-07-20T02:00:00Z"),
): Promise<Ledger> {
  const ledger = await ledgerOn(await create(), clock);
  onTestFinished(() => ledger.close());
  return ledger;
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "tuban-ledger-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Ledgers of a test office kept on a PostgreSQL server, whatever file is asked for. */
export function postgresStorage(): Storage {
  let database: Promise<string> | undefined;
  const open = async (): Promise<Engine> => openPostgres(await (database ??= databaseWithLedger()));
  return { create: open, open };
}
