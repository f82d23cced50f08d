/** A list too large to read at leisure: the program reads it with a second thread, and must come to what one thread comes to. */
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
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
