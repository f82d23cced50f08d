/** Run by city.mjs: node city.cjs <counties> <institutions> <findings, times as many> <seeder> <folder> */
import { execFileSync, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { startServer } from "../postgres/server.ts";

const [counties = 20, institutions = 50_000, times = 1] = process.argv.slice(2, 5).map(Number);
const [seeder = "", folder = ""] = process.argv.slice(5);
const program = join(process.cwd(), "bin/tuban.cjs");
const day = ["--as-of", "2021-07-23"];

/** What one county asks, and what it records of an institution, another one each time: all as processes, the way an office runs them. */
const asked: Readonly<Record<string, (subject: number) => readonly string[]>> = {
  report: () => ["report", "--kind", "阶段情况报告", "--json", ...day],
  "the day's screen": () => day,
  "show 77": () => ["show", "77", ...day],
  inspect: (subject) => ["inspect", String(subject), "--fail", "2-8", "--by", "张某甲,李某乙", "--yes"],
  "order issue": (subject) => [
    "order",
    "issue",
    String(subject),
    "--word",
    "川教体责",
    "--days",
    "10日",
    "--kind",
    "责令整改通知书",
    "--yes",
  ],
};
/** Four classes of licence take turns: what is found leads to the same paper each time. */
let visited = institutions;

/** Seconds on the clock and pages that the server looked at: the pages depend on nothing else that runs on the machine. */
interface Cost {
  readonly seconds: number;
  readonly pages: number;
}

let database: pg.Client;

async function pages(): Promise<number> {
  for (let others = 1; others > 0;) {
    const { rows } = await database.query<{ count: number }>(
      "select count(*)::int as count from pg_stat_activity where datname = 'city' and pid <> pg_backend_pid() and backend_type = 'client backend'",
    );
    others = rows[0]?.count ?? 0;
  }
  await database.query("select pg_stat_clear_snapshot()");
  const { rows } = await database.query<{ pages: string }>(
    "select sum(heap_blks_read + heap_blks_hit + idx_blks_read + idx_blks_hit + toast_blks_read + toast_blks_hit + tidx_blks_read + tidx_blks_hit) as pages from pg_statio_user_tables",
  );
  return Number(rows[0]?.pages);
}

function tuban(place: string, words: readonly string[]): void {
  const manner = { cwd: folder, encoding: "utf8", maxBuffer: 2 ** 30 } as const;
  const ran = spawnSync(process.execPath, [program, "--ledger", place, ...words], manner);
  if (ran.status !== 0) throw new Error(`${words.join(" ")}: ${ran.stderr}`);
}

async function once(place: string, words: readonly string[]): Promise<Cost> {
  const before = await pages();
  const start = performance.now();
  tuban(place, words);
  return { seconds: (performance.now() - start) / 1000, pages: (await pages()) - before };
}

/** Of each the median of three by the clock. */
async function costs(place: string): Promise<Map<string, Cost>> {
  const runs = new Map<string, Cost[]>(Object.keys(asked).map((name) => [name, []]));
  for (let round = 0; round < 3; round += 1, visited -= 4)
    for (const [name, words] of Object.entries(asked)) runs.get(name)?.push(await once(place, words(visited)));
  return new Map([...runs].map(([name, all]) => [name, middle(all)]));
}

function middle(runs: readonly Cost[]): Cost {
  const [, cost] = runs.toSorted((one, other) => one.seconds - other.seconds);
  if (cost === undefined) throw new Error("three runs have a middle");
  return cost;
}

/** Another county with the same facts: every table of the first one, its rows, then its indexes, as one transaction that writes no log. */
async function copyCounty(name: string): Promise<void> {
  const { rows: tables } = await database.query<{ table: string }>(
    "select relname as table from pg_class where relkind = 'r' and relnamespace = '县1'::regnamespace",
  );
  const { rows: indexes } = await database.query<{ made: string }>(
    "select pg_get_indexdef(indexrelid) as made from pg_index join pg_class on pg_class.oid = indrelid where relnamespace = '县1'::regnamespace",
  );
  await database.query("begin");
  await database.query(`create schema ${name}`);
  for (const { table } of tables) {
    await database.query(`create table ${name}.${table} (like 县1.${table} including all excluding indexes)`);
    await database.query(`insert into ${name}.${table} select * from 县1.${table}`);
  }
  for (const { made } of indexes) await database.query(made.replaceAll("县1", name));
  await database.query(`update ${name}.campaign set plan = replace(plan, '"川汇区"', '"${name}"')`);
  await database.query("commit");
}

async function count(table: string): Promise<number> {
  const { rows } = await database.query<{ count: string }>(`select count(*) as count from 县1.${table}`);
  return Number(rows[0]?.count);
}

const told = (text: string): void => void process.stdout.write(`${text}\n`);
const since = (start: number): string => `${((performance.now() - start) / 1000).toFixed(1)} s`;

async function measured(port: number): Promise<void> {
  const city = `postgres://tuban@127.0.0.1:${port}/city`;
  const place = `${city}?schema=县1`;
  const seeding = performance.now();
  execFileSync(process.execPath, [seeder, place, String(institutions), String(times)]);
  for (const name of ["张某甲", "李某乙"])
    tuban(place, ["person", "add", name, "--unit", "区教体局", "--cert", `样例-${name}`, "--clock-ok"]);
  tuban(place, ["as", "张某甲"]);
  await database.query("analyze");
  told(
    `one county of ${await count("roster")} institutions and ${await count("finding")} findings made in ${since(seeding)}`,
  );
  const alone = await costs(place);
  const copying = performance.now();
  for (let nth = 2; nth <= counties; nth += 1) await copyCounty(`县${nth}`);
  await database.query("analyze");
  const { rows } = await database.query<{ size: string }>("select pg_size_pretty(pg_database_size('city')) as size");
  told(
    `${counties} counties, ${counties * (await count("roster"))} institutions, ${counties * (await count("finding"))} findings, ${rows[0]?.size}, copied in ${since(copying)}; ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, load ${Math.round(loadavg()[0] ?? 0)}`,
  );
  for (const [name, beside] of await costs(place)) {
    const { seconds = Number.NaN, pages: before = Number.NaN } = alone.get(name) ?? {};
    told(
      `${name}: alone ${seconds.toFixed(2)} s and ${before} pages, in the city ${beside.seconds.toFixed(2)} s and ${beside.pages}: ${(beside.seconds / seconds).toFixed(2)} × and ${(beside.pages / before).toFixed(2)} ×`,
    );
  }
  const units = Array.from({ length: counties }, (_, nth) => `样例省,样例市,${nth === 0 ? "川汇区" : `县${nth + 1}`}`);
  writeFileSync(join(folder, "名单.csv"), `省份,地市,县区\n${units.join("\n")}\n`);
  const desk = await once(city, ["consolidate", city, "--units", "名单.csv", "--desk"]);
  told(`consolidate --desk over all counties: ${desk.seconds.toFixed(1)} s`);
}

async function run(): Promise<void> {
  const server = await startServer();
  const at = { host: "127.0.0.1", port: server.port, user: "tuban" };
  try {
    const administrator = new pg.Client({ ...at, database: "postgres" });
    await administrator.connect();
    await administrator.query("create database city");
    await administrator.end();
    database = new pg.Client({ ...at, database: "city" });
    await database.connect();
    try {
      await measured(server.port);
    } finally {
      await database.end();
    }
  } finally {
    await server.stop();
  }
}

void run();
