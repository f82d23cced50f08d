/** Databases on the server of this run of the tests: each test has its own. */
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import pg from "pg";
import { inject, onTestFinished } from "vitest";
import { createPostgres } from "../../src/ledger/engines/postgres/open.ts";
import { ledgerOn } from "../../src/ledger/ledger.ts";

/** Whether PostgreSQL is to be tested. */
export const isTested = inject("postgres") !== null;

/** The place of a new, empty database, gone when the test ends. */
export function emptyDatabase(): Promise<string> {
  return databaseOf("template1");
}

/** The place of a new database with an empty ledger of today's shape: quicker than to make one. Gone when the test ends, unless it is `kept`. */
export async function databaseWithLedger({ kept = false } = {}): Promise<string> {
  await (template ??= makeTemplate());
  return databaseOf(templateName, kept);
}

/** The place of a new database that holds what another one does, gone when the test ends. */
export async function copyOfDatabase(place: string): Promise<string> {
  return databaseOf(new URL(place).pathname.slice(1));
}

const templateName = "ledger_of_today";
let template: Promise<void> | undefined;

/** Whichever test file comes first makes it for all. */
async function makeTemplate(): Promise<void> {
  await administer(async (client) => {
    await client.query("select pg_advisory_lock(1)");
    const { rowCount } = await client.query("select 1 from pg_database where datname = $1", [templateName]);
    if (rowCount === 1) return;
    await client.query("create database unfinished");
    const ledger = await ledgerOn(await createPostgres(await placeOf("unfinished")), () => new Date());
    await ledger.close();
    await client.query(`alter database unfinished rename to ${templateName}`);
  });
}

async function databaseOf(from: string, kept = false): Promise<string> {
  const name = `t${process.pid}_${(made += 1)}`;
  await administer(async (client) => {
    // before PostgreSQL 15 there was no other way
    const strategy = (await majorOf(client)) < 15 ? "" : "strategy file_copy";
    await client.query(`create database ${name} template ${from} ${strategy}`);
  });
  if (!kept) onTestFinished(() => administer((client) => drop(client, name)));
  return placeOf(name);
}

let made = 0;

/** Whoever is still in it is sent away. */
async function drop(client: pg.Client, name: string): Promise<void> {
  const isOld = (await majorOf(client)) < 13;
  if (isOld) await client.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", [name]);
  await client.query(`drop database ${name} ${isOld ? "" : "with (force)"}`);
}

/** The server's version, e.g. 18. */
async function majorOf(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ major: number }>(
    "select current_setting('server_version_num')::int / 10000 as major",
  );
  return rows[0]?.major ?? 0;
}

/** What the server's administrator does. */
export async function administer(work: (client: pg.Client) => Promise<unknown>, database = "postgres"): Promise<void> {
  const client = new pg.Client({ host: "127.0.0.1", port: await (port ??= askForPort()), user: "tuban", database });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

async function placeOf(database: string): Promise<string> {
  return `postgres://tuban@127.0.0.1:${await (port ??= askForPort())}/${database}`;
}

let port: Promise<number> | undefined;

async function askForPort(): Promise<number> {
  const desk = inject("postgres");
  if (desk === null) throw new Error("TUBAN_TEST_PG=off: there is no server");
  const answer = JSON.parse(await text(connect(desk, "127.0.0.1"))) as { port?: number; fault?: string };
  if (answer.port === undefined) throw new Error(answer.fault);
  return answer.port;
}
