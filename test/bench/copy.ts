/**
 * A ledger copied to a server and back, against the same rows loaded by `sqlite3 .dump | psql`: a real server on this computer, which
 * this starts by itself. Prints seconds. Run by copy.mjs: node copy.cjs <seeded ledger> <folder>
 */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import pg from "pg";
import { copyRows } from "../../src/ledger/copy.ts";
import { storage } from "../../src/ledger/engines/storage.ts";
import { ledgerOn } from "../../src/ledger/ledger.ts";
import { factTables } from "../../src/ledger/tables.ts";
import { startServer } from "../postgres/server.ts";

const [seeded = "", folder = ""] = process.argv.slice(2);
const now = (): Date => new Date();

async function timed<T>(work: () => Promise<T>): Promise<readonly [seconds: number, value: T]> {
  const start = performance.now();
  const value = await work();
  return [(performance.now() - start) / 1000, value];
}

async function copied(from: string, to: string) {
  const source = await ledgerOn(await storage.open(from), now);
  const engine = await storage.create(to);
  const target = await ledgerOn(engine, now);
  try {
    return await source.read((db) => copyRows(db, engine, () => undefined));
  } finally {
    await target.close();
    await source.close();
  }
}

/** Into tables with their indexes and guards, one transaction, as a dump is loaded. */
function loadDump(place: string): void {
  const tables = [...factTables, "journal", "trait", "span"].join(" ");
  execFileSync(
    "/bin/sh",
    [
      "-c",
      `(echo "set search_path = tuban; set client_min_messages = warning;"; sqlite3 "${seeded}" ".dump --data-only ${tables}" | sed "s/^PRAGMA.*//;s/^BEGIN TRANSACTION/begin/;s/char(10)/chr(10)/g") | psql -q -v ON_ERROR_STOP=1 "${place}"`,
    ],
    { stdio: ["ignore", "ignore", "inherit"] },
  );
}

async function measured(): Promise<void> {
  const server = await startServer();
  try {
    const place = (database: string): string => `postgres://tuban@127.0.0.1:${server.port}/${database}`;
    const client = new pg.Client({ host: "127.0.0.1", port: server.port, user: "tuban", database: "postgres" });
    await client.connect();
    for (const database of ["copied", "dumped"]) await client.query(`create database ${database}`);
    await client.end();
    await (await ledgerOn(await storage.create(place("dumped")), now)).close();
    const [dump] = await timed(async () => loadDump(place("dumped")));
    const [out, verdict] = await timed(() => copied(seeded, place("copied")));
    const [back, again] = await timed(() => copied(place("copied"), join(folder, "back.db")));
    if (verdict.checkCode !== again.checkCode) throw new Error("the check codes differ");
    console.log(JSON.stringify({ facts: verdict.facts, dump, out, back, ratio: out / dump }));
  } finally {
    await server.stop();
  }
}

void measured();
