/** A list too large to read at leisure: the program reads it with a second thread, and must come to what one thread comes to. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { office } from "./import-office.ts";
import type { TestOffice } from "../office.ts";

const program = join(import.meta.dirname, "../../bin/tuban.cjs");
const sample = join(import.meta.dirname, "../bench/roster-file.mjs");
const rows = 25_000;

/** The sample's rows with a column more, which nothing claims, and with faults far behind. */
function faultyRoster(place: TestOffice): void {
  execFileSync(process.execPath, [sample, String(rows), join(place.folder, "大表.csv")]);
  const lines = readFileSync(join(place.folder, "大表.csv"), "utf8").trimEnd().split("\n");
  const changed = lines.map((line, index) => {
    const cells = line.split(",");
    if (index === 20_000) cells[1] = "";
    if (index === 22_000) cells[1] = `"样例没有配对的引号`;
    if (index === 24_000) cells[2] = "9.1350200072832E+17";
    if (index === 24_100) cells.splice(0, 2, "合计", "");
    return [...cells, index === 0 ? "门头颜色" : index === 24_500 ? "红" : ""].join(",");
  });
  place.write("大表.csv", `${changed.join("\n")}\n`);
}

interface Run {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** The built program in a process of its own. */
function byProgram(place: TestOffice, line: string): Run {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...line.split(" ")], {
    cwd: place.folder,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  return { status, out: stdout, err: stderr };
}

const importing = "import 大表.csv --source 审批库 --on 2021-06-25";

test("两个线程读的，和一个线程读的一样：收了什么、问题在哪一行、没认出的列", async () => {
  const [one, two] = [await office(), await office()];
  for (const place of [one, two]) faultyRoster(place);
  const here = await one.run(`${importing} --json`);
  const there = byProgram(two, `${importing} --json`);
  expect([here.status, there.status]).toEqual([3, 3]);
  expect(JSON.parse(there.out.replaceAll(two.folder, one.folder))).toEqual(JSON.parse(here.out));
  expect(JSON.parse(there.out)).toMatchObject({ passedOver: { count: 1, rows: [{ line: 24_101, word: "合计" }] } });
  const problems = two.read("大表.csv.问题.csv");
  expect(problems).toBe(one.read("大表.csv.问题.csv"));
  expect(problems).toMatch(/20001.*没有机构名称[^]*22001.*引号[^]*24001.*Excel/);
  const numbers = (await one.ok("list --csv --on 2021-06-25")).out
    .trimEnd()
    .split("\r\n")
    .slice(1)
    .map((line) => Number(line.split(",", 1)[0]));
  expect(numbers).toEqual(Array.from({ length: rows - 3 }, (_, index) => index + 1));
  expect((await one.ok("list --json --on 2021-06-25")).out).toBe((await two.ok("list --json --on 2021-06-25")).out);
});

test("--strict：远处一行读不通，整份都不收", async () => {
  const place = await office();
  faultyRoster(place);
  const { status, err } = byProgram(place, `${importing} --strict`);
  expect([status, err]).toEqual([1, expect.stringContaining("有 2 行不能收，按 --strict 整份都没有导入。")]);
  expect((await place.ok("list --json --on 2021-06-25")).out).toBe("[]\n");
});

test("第二个线程读到一半读不通：一句话，什么都没有收", async () => {
  const place = await office();
  faultyRoster(place);
  const bytes = readFileSync(join(place.folder, "大表.csv"));
  place.write(
    "大表.csv",
    Buffer.concat([bytes.subarray(0, bytes.length - 4_000), Buffer.from([0xff, 0xff]), bytes.subarray(-4_000)]),
  );
  const { status, out, err } = byProgram(place, importing);
  expect([status, out]).toEqual([2, ""]);
  expect(err).toMatch(/认不出文件的编码.*从第 249\d\d 行起读不通/);
  expect(err).not.toMatch(/ at |Worker|Error/);
  expect((await place.ok("list --json --on 2021-06-25")).out).toBe("[]\n");
});

test("每一行都有毛病：问题一条不少，仍按行的次序，屏幕上只说数目和前几条", async () => {
  const place = await office();
  execFileSync(process.execPath, [sample, String(rows), join(place.folder, "大表.csv")]);
  const lines = place.read("大表.csv").trimEnd().split("\n");
  const phone = (lines[0] ?? "").split(",").indexOf("联系电话");
  const spoilt = lines.map((line, index) => (index === 0 ? line : line.split(",").with(phone, "138").join(",")));
  place.write("大表.csv", `${spoilt.join("\n")}\n`);
  const { err, out } = byProgram(place, "import 大表.csv --on 2021-06-25");
  expect(out).toContain(`注意 ${rows} 处`);
  expect(err).toContain(`……注意共 ${rows} 处：电话不对 ${rows}`);
  expect(err.match(/注意：/g)).toHaveLength(5);
  const problems = place.read("大表.csv.问题.csv").trimEnd().split("\r\n").slice(1);
  expect(problems.map((line) => Number(line.split(",", 1)[0]))).toEqual(
    Array.from({ length: rows }, (_, at) => at + 2),
  );
  expect(readdirSync(place.folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
});

test("问题清单写不了（同名的是文件夹）：好的行照样收下，说一声", async () => {
  const place = await office();
  place.write("甲.csv", "机构名称,电话,地址\n阳光中心,138,一路1号\n");
  mkdirSync(join(place.folder, "甲.csv.问题.csv"));
  const { out, err } = await place.ok("import 甲.csv --on 2021-06-25");
  expect(out).toContain("新登记 1 家");
  expect(err).toContain("这是一个文件夹，不是文件");
  expect(err).not.toContain("已列在");
});
