/**
 * The power goes while tuban works: the real process is killed before a change of a file or a statement that writes, or at any moment, or
 * its disk is full. Afterwards the ledger opens and holds together, the act is whole or was never there, numbers have no holes, and
 * papers that were recorded are written. A thorough run kills at every step: TUBAN_TEST_KILLS=all (about a quarter of an hour).
 */
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { migrate } from "../../src/ledger/engines/migrate.ts";
import { createSqlite, openSqlite } from "../../src/ledger/engines/sqlite/open.ts";
import { migrations } from "../../src/ledger/migrations/index.ts";
import { factTables } from "../../src/ledger/tables.ts";
import { otherProgram } from "../ledger/other-program.ts";
import { furnishedOffice, testOffice } from "../office.ts";
import type { TestOffice } from "../office.ts";

const root = join(import.meta.dirname, "../..");
/** The killed processes go by the real clock: so does all else here. Offices of tests are told the time in China. */
const now = (): string => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 19);

const prepared = (): Promise<TestOffice> =>
  furnishedOffice(
    "crash",
    async (office) => {
      await office.ok("init --plan chuanhui-2021 --fill 文书种类.整改通知书.期限=10个工作日");
      for (const name of ["张某甲", "李某乙"])
        await office.ok(`person add ${name} --unit 区教体局 --cert ${name}证 --until 2099-01-01`);
      await office.ok("as 张某甲");
      const places = Array.from({ length: 4 }, (_, at) => `样例培训中心${at}（样例）,样例路${at}号,样例镇`);
      office.write("底数.csv", `名称,地址,属地\n${places.join("\n")}\n`);
      office.write("再来.csv", "名称,地址,属地\n新样例中心（样例）,别路9号,样例镇\n");
      office.write("照片.jpg", "样例照片");
      await office.ok("import 底数.csv --yes");
      for (const subject of [1, 2, 3]) await office.ok(`inspect ${subject} --fail 1-1=没有公示 --by 张某甲,李某乙`);
      await office.ok("order issue 1 --kind 整改通知书 --finding 1 --issuer 区教体局 --yes");
      await office.ok("backup --to 备份.tubk");
      await office.ok("bundle out --team 一组 --ids 4 --to 一组.tuban");
      await office.ok("bundle open 一组.tuban --to 一组");
      await office.ok("--ledger 一组/tuban.db set 4 电话=13900000001 --as 张某甲");
      await office.ok("--ledger 一组/tuban.db bundle back --to 一组回.tuban");
    },
    { now: now() },
  );

interface Ended {
  readonly killed: boolean;
  readonly status: number | null;
  readonly err: string;
}

/** Runs the real program; `at`: before which step it is killed, `after`: after how many milliseconds. */
function run(
  folder: string,
  words: readonly string[],
  { at, after, blocks }: { readonly at?: number; readonly after?: number; readonly blocks?: number },
): Promise<Ended> {
  const program = ["--require", join(root, "test/crash/kill.cjs"), join(root, "bin/tuban.cjs"), ...words];
  const [command, given] =
    blocks === undefined
      ? [process.execPath, program]
      : ["bash", ["-c", `trap '' XFSZ; ulimit -f ${blocks}; exec "$0" "$@"`, process.execPath, ...program]];
  const env = { ...process.env, TUBAN_ROOT: root, TUBAN_DRIVER: "better-sqlite3", TUBAN_KILL_AT: String(at ?? 0) };
  return new Promise((done) => {
    const child = spawn(command, given, { cwd: folder, env });
    let err = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
    const timer = after === undefined ? undefined : setTimeout(() => child.kill("SIGKILL"), after);
    child.on("close", (status, signal) => {
      clearTimeout(timer);
      done({ killed: signal === "SIGKILL", status, err });
    });
  });
}

/** The same office again, in files of its own. */
function copyOf(office: TestOffice): TestOffice {
  const folder = mkdtempSync(join(tmpdir(), "tuban-crash-"));
  cpSync(office.folder, folder, { recursive: true });
  return testOffice({ at: folder, now: now() });
}

const entriesOf = async (office: TestOffice): Promise<number> =>
  (JSON.parse((await office.ok("verify --json")).out) as { entries: number }).entries;

/** Numbers that the bundle of the office took along, after the first order. */
const reserved = 20;

/** Everything that has to hold after a crash: of the entries of an act there are all or none. */
async function holds(office: TestOffice, before: number, added: number, what: string): Promise<void> {
  const entries = await entriesOf(office);
  expect([before, before + added], what).toContain(entries);
  await office.ok("doctor --mend");
  const orders = JSON.parse((await office.ok("order list --json")).out) as { number: string }[];
  const serials = orders.map(({ number }) => Number(/〕(\d+)号/.exec(number)?.[1])).toSorted((a, b) => a - b);
  expect(serials, what).toEqual(serials.map((_, at) => at + 1 + (at === 0 ? 0 : reserved)));
  for (const { number } of orders) expect(existsSync(join(office.folder, "文书", `${number}.docx`)), what).toBe(true);
  expect((await office.run("list")).err, what).not.toContain("没有写完");
  expect(await entriesOf(office), what).toBe(entries);
}

const acts: readonly (readonly [name: string, words: readonly string[]])[] = [
  [
    "a check with a photograph",
    ["inspect", "4", "--fail", "1-1=没有公示", "--evidence", "照片.jpg", "--by", "张某甲,李某乙"],
  ],
  ["an order", ["order", "issue", "2", "--kind", "整改通知书", "--finding", "2", "--issuer", "区教体局", "--yes"]],
  ["an import", ["import", "再来.csv", "--yes"]],
  ["a backup", ["backup"]],
  ["a paper", ["paper", "issue", "约谈记录", "1", "--set", "约谈事由=整改"]],
  ["a bundle that goes out", ["bundle", "out", "--team", "二组", "--ids", "3", "--to", "二组.tuban"]],
  ["a bundle that comes back", ["bundle", "in", "一组回.tuban"]],
  ["a restoring", ["restore", "备份.tubk", "--to", "恢复"]],
];

/** Acts that may be done twice by mistake after a cut: what was recorded is not recorded again unasked. */
const onlyOnce: ReadonlySet<string> = new Set([
  "a check with a photograph",
  "an order",
  "a paper",
  "a bundle that comes back",
]);

const isThorough = process.env["TUBAN_TEST_KILLS"] === "all";

/** Steps spread over all there are; each run takes others, told by the seed in the name of a failure. */
function someOf(steps: number, seed: number): number[] {
  if (isThorough) return Array.from({ length: steps }, (_, at) => at + 1);
  const wanted = 3;
  return Array.from({ length: wanted }, (_, nth) => 1 + Math.floor(((nth + (seed % 97) / 97) * steps) / wanted));
}

const seed = Number(process.env["TUBAN_TEST_SEED"] ?? Math.floor(Date.now() / 1_000));

test.each(acts)(
  "%s, killed at its steps: all of it or nothing, and it goes on",
  { timeout: 1_800_000 },
  async (name, words) => {
    const office = await prepared();
    const before = await entriesOf(office);
    const counted = copyOf(office);
    const whole = await run(counted.folder, words, {});
    expect(whole, whole.err).toMatchObject({ status: 0 });
    const steps = Number(/steps (\d+)/.exec(whole.err)?.[1]);
    const added = (await entriesOf(counted)) - before;
    rmSync(counted.folder, { recursive: true });
    expect(steps).toBeGreaterThan(3);
    let kills = 0;
    for (const at of someOf(steps, seed)) {
      const one = copyOf(office);
      const ended = await run(one.folder, words, { at });
      // files are written side by side: a run may take a step less than the one that was counted
      expect(ended.killed || ended.status === 0, `${name}, step ${at} of ${steps}: ${ended.err}`).toBe(true);
      if (ended.killed) kills += 1;
      const what = `${name}, step ${at} of ${steps}, seed ${seed}`;
      await holds(one, before, added, what);
      if (onlyOnce.has(name)) {
        // whoever does not know whether it was recorded does it once more
        const again = await one.run(words.join(" "));
        expect(await entriesOf(one), `${what}, again: ${again.err}`).toBe(before + added);
      }
      if (existsSync(join(one.folder, "恢复"))) await one.ok("verify --ledger 恢复/tuban.db");
      rmSync(one.folder, { recursive: true });
    }
    if (isThorough) console.log(`${name}: ${kills} kills, ${steps} steps`);
    expect(kills, name).toBeGreaterThan(1);
  },
);

/** The ledger of the office as a program of 2021 would have kept it: the same facts under the same seals, in the shape of migration 9. */
async function asOfOld(office: TestOffice): Promise<void> {
  const path = join(office.folder, "tuban.db");
  const now = `${path}.now`;
  renameSync(path, now);
  for (const end of ["-wal", "-shm", "-last", "-holder"]) rmSync(path + end, { force: true });
  const old = createSqlite(path);
  await migrate(old, "2021-07-19", { steps: migrations.slice(0, oldest) });
  await old.close();
  const file = otherProgram(path);
  file.exec(`attach '${now}' as now`);
  const columnsOf = (schema: string, table: string): string[] =>
    (file.prepare(`pragma ${schema}.table_info(${table})`).all([]) as { name: string }[]).map(({ name }) => name);
  for (const table of ["journal", ...factTables]) {
    const columns = columnsOf("main", table).filter((name) => columnsOf("now", table).includes(name));
    if (columns.length > 0)
      file.exec(`insert into main.${table} (${columns.join()}) select ${columns.join()} from now.${table}`);
  }
  file.exec("detach now");
  file.close();
  for (const end of ["", "-wal", "-shm"]) rmSync(now + end, { force: true });
}

const oldest = 9;

/** The shape of a ledger file, and how many entries it has. */
function shapeOf(path: string): { readonly shape: number; readonly entries: number } {
  const file = otherProgram(path);
  try {
    const [version] = file.prepare("pragma user_version").all([]) as { user_version: number }[];
    const [entries] = file.prepare("select count(*) as entries from journal").all([]) as { entries: number }[];
    return { shape: version?.user_version ?? 0, entries: entries?.entries ?? 0 };
  } finally {
    file.close();
  }
}

test(
  "an upgrade of an old ledger, killed at its steps and in between: the copy made before is there, and the next start goes on",
  { timeout: 1_800_000 },
  async () => {
    const office = testOffice({ now: now() });
    await office.ok("init --plan chuanhui-2021 --fill 文书种类.整改通知书.期限=10个工作日");
    for (const name of ["张某甲", "李某乙"])
      await office.ok(`person add ${name} --unit 区教体局 --cert ${name}证 --until 2099-01-01`);
    office.write("底数.csv", "名称,地址,属地\n样例培训中心（样例）,样例路1号,样例镇\n");
    await office.ok("import 底数.csv --yes --as 张某甲");
    await office.ok("inspect 1 --fail 1-1=没有公示 --by 张某甲,李某乙 --as 张某甲");
    const before = await entriesOf(office);
    await asOfOld(office);
    const counted = copyOf(office);
    const began = Date.now();
    const whole = await run(counted.folder, ["log"], {});
    const took = Date.now() - began;
    expect(whole, whole.err).toMatchObject({ status: 0 });
    expect(shapeOf(join(counted.folder, "tuban.db"))).toEqual({ shape: migrations.length, entries: before });
    const steps = Number(/steps (\d+)/.exec(whole.err)?.[1]);
    rmSync(counted.folder, { recursive: true });
    // one statement makes a whole migration: moments by the clock fall within it
    const moments = Array.from({ length: isThorough ? 60 : 2 }, (_, nth) =>
      Math.round((took * (nth + 1)) / (isThorough ? 61 : 3)),
    );
    let kills = 0;
    for (const cut of [...someOf(steps, seed).map((at) => ({ at })), ...moments.map((after) => ({ after }))]) {
      const one = copyOf(office);
      const ended = await run(one.folder, ["log"], cut);
      if (ended.killed) kills += 1;
      const what = `upgrade, ${JSON.stringify(cut)} of ${steps} steps, seed ${seed}`;
      const { shape, entries } = shapeOf(join(one.folder, "tuban.db"));
      expect(entries, what).toBe(before);
      const copies = readdirSync(one.folder).filter((name) => name.endsWith(".bak"));
      if (shape > oldest) expect(copies.length, what).toBeGreaterThan(0);
      for (const copy of copies) expect(shapeOf(join(one.folder, copy)), what).toMatchObject({ entries: before });
      expect(await entriesOf(one), what).toBe(before);
      expect(shapeOf(join(one.folder, "tuban.db")).shape, what).toBe(migrations.length);
      const first = readdirSync(one.folder).find((name) => name.endsWith("之前.bak"));
      expect(shapeOf(join(one.folder, first ?? "")).shape, what).toBe(oldest);
      await one.ok("set 1 电话=13900000001 --as 张某甲");
      await one.ok("verify");
      rmSync(one.folder, { recursive: true });
    }
    if (isThorough) console.log(`an upgrade: ${kills} kills, ${steps} steps and ${moments.length} moments`);
    expect(kills).toBeGreaterThan(1);
  },
);

test("an order, with a disk that is full: one sentence, nothing by halves", { timeout: 300_000 }, async () => {
  const office = await prepared();
  const before = await entriesOf(office);
  // kilobytes that a file may have: less than a Word file, less than the log of changes takes
  for (const blocks of isThorough ? [1, 4, 8, 16, 32, 64, 128, 256] : [4]) {
    const one = copyOf(office);
    const { status, err } = await run(one.folder, acts[1]?.[1] ?? [], { blocks });
    expect(status, err).not.toBe(70);
    await holds(one, before, 1, `disk full at ${blocks} KB`);
    rmSync(one.folder, { recursive: true });
  }
});

test("a log cut off at each of its pages: what was before the cut is there, whole", { timeout: 300_000 }, async () => {
  const office = await prepared();
  const before = await entriesOf(office);
  const path = join(office.folder, "tuban.db");
  // a second connection keeps the log from being taken into the ledger when the office closes its own
  const other = openSqlite(path);
  try {
    await other.db.selectFrom("journal").select("seq").execute();
    for (const note of ["甲", "乙", "丙"])
      await office.ok(`set 4 电话=139000000${note === "甲" ? "01" : note === "乙" ? "02" : "03"}`);
    const log = readFileSync(`${path}-wal`);
    const page = 24 + 4096;
    const pages = Math.floor((log.length - 32) / page);
    expect(pages).toBeGreaterThan(5);
    const cuts = Array.from({ length: pages + 1 }, (_, nth) => 32 + nth * page);
    const wanted = isThorough
      ? cuts.flatMap((cut) => [cut, cut + 100])
      : cuts.filter((_, nth) => nth % Math.ceil(pages / 6) === 0);
    const seen = new Set<number>();
    for (const cut of wanted) {
      const one = copyOf(office);
      const cutOff = join(one.folder, "tuban.db");
      for (const end of ["-shm", "-last", "-holder"]) rmSync(cutOff + end, { force: true });
      writeFileSync(`${cutOff}-wal`, log.subarray(0, cut));
      const entries = await entriesOf(one);
      seen.add(entries);
      expect(entries, `cut at ${cut}`).toBeGreaterThanOrEqual(before - 1);
      expect(entries, `cut at ${cut}`).toBeLessThanOrEqual(before + 3);
      rmSync(one.folder, { recursive: true });
    }
    expect(seen.size).toBeGreaterThan(1);
  } finally {
    await other.close();
  }
});
