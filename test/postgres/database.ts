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

/** The place of a new database with an empty ledger of today's shape: quicker than to make one. */
export async function databaseWithLedger(): Promise<string> {
  await (template ??= makeTemplate());
  return databaseOf(templateName);
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

async function databaseOf(from: string): Promise<string> {
  const name = `t${process.pid}_${(made += 1)}`;
  await administer((client) => client.query(`create database ${name} template ${from} strategy file_copy`));
  onTestFinished(() => administer((client) => client.query(`drop database ${name} with (force)`)));
  return placeOf(name);
}

let made = 0;

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
