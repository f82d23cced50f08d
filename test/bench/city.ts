/** Run by city.mjs: node city.cjs <counties> <institutions> <seeder> <folder> */
import { execFileSync, spawnSync } from "node:child_process";
import { loadavg } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { startServer } from "../postgres/server.ts";

const [counties = 20, institutions = 50_000] = process.argv.slice(2, 4).map(Number);
const [seeder = "", folder = ""] = process.argv.slice(4);
const program = join(process.cwd(), "bin/tuban.cjs");

/** Seconds, the median of three. */
function timed(place: string, words: readonly string[]): number {
  const times = Array.from({ length: 3 }, () => {
    const start = performance.now();
    const ran = spawnSync(process.execPath, [program, "--ledger", place, ...words], { cwd: folder, encoding: "utf8" });
    if (ran.status !== 0) throw new Error(`${words.join(" ")}: ${ran.stderr}`);
    return (performance.now() - start) / 1000;
  });
  return times.toSorted((one, other) => one - other)[1] ?? 0;
}

/** Another county with the same facts: every table of the first one, its rows and its indexes. */
async function copyCounty(client: pg.Client, name: string): Promise<void> {
  const { rows } = await client.query<{ table: string }>(
    `select relname as table from pg_class where relkind = 'r' and relnamespace = '县1'::regnamespace`,
  );
  await client.query(`create schema ${name}`);
  for (const { table } of rows) {
    await client.query(`create table ${name}.${table} (like 县1.${table} including all)`);
    await client.query(`insert into ${name}.${table} select * from 县1.${table}`);
  }
}

async function count(client: pg.Client, table: string): Promise<number> {
  const { rows } = await client.query<{ count: string }>(`select count(*) as count from 县1.${table}`);
  return Number(rows[0]?.count);
}

async function measured(): Promise<void> {
  const server = await startServer();
  const at = { host: "127.0.0.1", port: server.port, user: "tuban" };
  try {
    const administrator = new pg.Client({ ...at, database: "postgres" });
    await administrator.connect();
    await administrator.query("create database city");
    await administrator.end();
    const place = `postgres://tuban@127.0.0.1:${server.port}/city?schema=县1`;
    execFileSync(process.execPath, [seeder, place, String(institutions)]);
    const client = new pg.Client({ ...at, database: "city" });
    await client.connect();
    await client.query("analyze");
    const day = ["--as-of", "2021-07-23"];
    const asked = {
      report: ["report", "--kind", "阶段情况报告", "--json", ...day],
      today: day,
      show: ["show", "77", ...day],
    };
    const all = (): [string, number][] => Object.entries(asked).map(([name, words]) => [name, timed(place, words)]);
    const alone = all();
    for (let nth = 2; nth <= counties; nth += 1) await copyCounty(client, `县${nth}`);
    await client.query("analyze");
    const among = new Map(all());
    const [subjects, findings] = [await count(client, "roster"), await count(client, "finding")];
    const { rows } = await client.query<{ size: string }>("select pg_size_pretty(pg_database_size('city')) as size");
    await client.end();
    console.log(
      `${counties} counties, ${counties * subjects} institutions, ${counties * findings} findings, ${rows[0]?.size}; load ${Math.round(loadavg()[0] ?? 0)}`,
    );
    for (const [name, seconds] of alone) {
      const beside = among.get(name) ?? 0;
      console.log(
        `${name}: alone ${seconds.toFixed(2)} s, in the city ${beside.toFixed(2)} s, ${(beside / seconds).toFixed(2)} ×`,
      );
    }
  } finally {
    await server.stop();
  }
}

void measured();
