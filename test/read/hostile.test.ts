/**
 * Files that came out of hostile or broken hands, into every command that reads one: good files are changed at random, in the places where
 * their grammar turns (quotes, separators, tags, entities, lengths), and what is said of them has to be a clear Chinese sentence with an
 * exit status of README. 150 by themselves, more by TUBAN_FUZZ_SECONDS, seeded: TUBAN_TEST_SEED; a failure names both the seed and the file.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import PizZip from "pizzip";
import { expect, test } from "vitest";
import { templatePath } from "../../src/templates.ts";
import { xlsxBytes } from "../../src/write/xlsx.ts";
import { testOffice } from "../office.ts";
import type { TestOffice } from "../office.ts";

const seconds = Number(process.env["TUBAN_FUZZ_SECONDS"] ?? 60);
/** The same ones on every machine, however fast it is, unless seconds are given. */
const most = process.env["TUBAN_FUZZ_SECONDS"] === undefined ? 150 : Infinity;
const seed = Number(process.env["TUBAN_TEST_SEED"] ?? 20210622) || 1;

/** mulberry32: small, and the same everywhere. */
function randomFrom(start: number): (below: number) => number {
  let state = start >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

type Random = (below: number) => number;

/** What turns the grammar of one format or another, and what a reader trips over. */
const tokens = [
  ..."\"',;\t|{}[]:#&*!<>=@%【】〔〕".split(""),
  ...'\n|\r\n|\u0000|\ufeff|\u202e|\u2028|\ud800|&#x0;|&#99999999;|&amp;|&lol;|]]>|<!--|<![CDATA[|<!DOCTYPE x [<!ENTITY a "b">]>'.split(
    "|",
  ),
  ..."1e999|-0|9999999999999999999|0x10|NaN|null|true|2021-02-30|9999-99-99|1900-01-00|=HYPERLINK(1)|../../etc/passwd".split(
    "|",
  ),
  ..."__proto__|constructor|toString|!!js/function|*a|&a|<<: *a|? x|- - - -|%YAML 9|---".split("|"),
  "A".repeat(70_000),
  "[".repeat(3_000),
  '{"a":'.repeat(3_000),
  "<w:p>".repeat(2_000),
  "【#问题】".repeat(200),
];

/** One change: cut, doubled, swapped, or a token put in. */
function changed(text: string, random: Random): string {
  const at = random(text.length + 1);
  const to = Math.min(text.length, at + 1 + random(40));
  switch (random(6)) {
    case 0:
      return text.slice(0, at) + text.slice(to);
    case 1:
      return text.slice(0, to) + text.slice(at);
    case 2:
      return text.slice(0, at);
    case 3: {
      const other = random(text.length + 1);
      return text.slice(0, at) + text.slice(other, other + (to - at)) + text.slice(to);
    }
    default:
      return text.slice(0, at) + (tokens[random(tokens.length)] ?? "") + text.slice(random(2) === 0 ? at : to);
  }
}

function changedText(text: string, random: Random): string {
  let result = text;
  for (let left = 1 + random(4); left > 0; left -= 1) result = changed(result, random);
  return result;
}

/** A part of a zip is changed as the text it is, or the zip's own bytes are. */
function changedBytes(bytes: Uint8Array, random: Random): Uint8Array {
  if (bytes[0] !== 0x50 || random(4) === 0) {
    const copy = Uint8Array.from(bytes.subarray(0, random(8) === 0 ? random(bytes.length) : bytes.length));
    for (let left = 1 + random(6); left > 0 && copy.length > 0; left -= 1) copy[random(copy.length)] = random(256);
    return copy;
  }
  const zip = new PizZip(bytes);
  const names = Object.keys(zip.files).filter((name) => zip.files[name]?.dir === false);
  const name = names[random(names.length)] ?? "";
  if (random(8) === 0) zip.remove(name);
  else zip.file(name, changedText(zip.file(name)?.asText() ?? "", random));
  return zip.generate({ type: "uint8array", compression: "DEFLATE" });
}

interface Subject {
  /** The file as it should be, in the folder of the office. */
  readonly file: string;
  readonly line: string;
}

const subjects: readonly Subject[] = [
  { file: "底数.csv", line: "import 底数.csv --dry-run" },
  { file: "底数.xlsx", line: "import 底数.xlsx --dry-run" },
  { file: "人员.csv", line: "person import 人员.csv --dry-run" },
  { file: "答案.csv", line: "inspect 1 --answers 答案.csv --by 张某甲,李某乙 --yes" },
  { file: "方案.yaml", line: "plan check 方案.yaml" },
  { file: "一组.tuban", line: "bundle open 一组.tuban --to 开" },
  { file: "备份.tubk", line: "restore 备份.tubk --to 恢复" },
  { file: "templates/documents/整改通知书.docx", line: "template check 整改通知书" },
  { file: "报表.json", line: "report check 报表.json" },
  { file: "日历.csv", line: "calendar check 日历.csv" },
  { file: "见证.json", line: "witness take 见证.json --book 簿.json" },
  { file: "手机.csv", line: "form in 手机.csv --yes" },
  { file: "手机.xlsx", line: "form in 手机.xlsx --yes" },
  { file: "手机.zip", line: "form in 手机.zip --yes" },
];

/** Two visits as phones send them: one in order, one with a failed item and its photograph. */
const submitted = [
  "KEY,tuban_form,visit-institution,visit-visit_day,visit-visit_kind,visit-officers,all_1,all_2,a_2_1,n_2_1,p_2_1,Edits",
  "uuid:a,chuanhui-2021/1,1,2026-11-19,排查,张某甲 李某乙,是,是,,,,0",
  "uuid:b,chuanhui-2021/1,2,2026-11-19,排查,张某甲 李某乙,是,否,不合格,没有许可证,1.jpg,0",
].map((line) => line.split(","));

async function prepared(): Promise<TestOffice> {
  const office = testOffice({ now: "2026-11-20T09:00:00" });
  await office.ok("init --plan chuanhui-2021 --fill 文书种类.整改通知书.期限=10个工作日");
  for (const name of ["张某甲", "李某乙"])
    await office.ok(`person add ${name} --unit 区教体局 --cert ${name}证 --until 2099-01-01`);
  await office.ok("as 张某甲");
  cpSync(templatePath("sample", "roster.csv"), join(office.folder, "底数.csv"));
  cpSync(templatePath("sample", "people.csv"), join(office.folder, "人员.csv"));
  cpSync(templatePath("plans", "chuanhui-2021.yaml"), join(office.folder, "方案.yaml"));
  cpSync(templatePath("calendar", "节假日.csv"), join(office.folder, "日历.csv"));
  await office.run("import 底数.csv --yes");
  await office.ok("list --xlsx 底数.xlsx");
  await office.ok("inspect 1 --print --csv --out 答案.csv");
  await office.ok("bundle out --team 一组 --ids 2 --to 一组.tuban");
  await office.ok("backup --to 备份.tubk");
  await office.ok("template copy 整改通知书");
  office.write("报表.json", (await office.ok("report --json")).out);
  await office.ok("witness give --out 见证.json");
  const [head = [], ...rows] = submitted;
  const columns = head.map((title, at) => ({ key: title, title, value: (row: readonly string[]) => row[at] ?? "" }));
  office.write("手机.csv", submitted.map((cells) => cells.join(",")).join("\n"));
  office.write("手机.xlsx", await xlsxBytes({ title: "导出", columns, rows }));
  const zip = new PizZip();
  zip.file("表.csv", submitted.map((cells) => cells.join(",")).join("\n"));
  zip.file("media/1.jpg", "photograph");
  office.write("手机.zip", zip.generate({ type: "uint8array", compression: "DEFLATE" }));
  return office;
}

/** What no person should be shown: a trace, a word of the machine's own, a value that was never there. */
const machineTalk =
  /\bat (?:\/|file:|async|Object\.|new )|TypeError|RangeError|SyntaxError|ReferenceError|\bundefined\b|\[object |内部错误/;

test("changed files: a clear sentence or none, never a crash", { timeout: (seconds + 120) * 1_000 }, async () => {
  const office = await prepared();
  const random = randomFrom(seed);
  const until = Date.now() + seconds * 1_000;
  const tried = new Map<string, number>();
  const refused = new Map<string, number>();
  for (let nth = 0; nth < most && Date.now() < until; nth += 1) {
    const { file, line } = subjects[nth % subjects.length] ?? { file: "", line: "" };
    const folder = mkdtempSync(join(tmpdir(), "tuban-hostile-"));
    try {
      cpSync(office.folder, folder, { recursive: true });
      const good = readFileSync(join(office.folder, file));
      const isText = /\.(?:csv|yaml|json)$/.test(file) && random(5) > 0;
      const bad = isText ? Buffer.from(changedText(good.toString("utf8"), random)) : changedBytes(good, random);
      writeFileSync(join(folder, file), bad);
      const one = testOffice({ at: folder, now: "2026-11-20T09:00:00" });
      const { status, out, err } = await one.run(line);
      const what = `${line}, seed ${seed}, case ${nth}: ${err.slice(0, 600)}`;
      expect([0, 1, 2, 3, 4], what).toContain(status);
      expect(err, what).not.toMatch(machineTalk);
      if (status !== 0) expect(err + out, what).toMatch(/错误：.*\p{Script=Han}/u);
      tried.set(file, (tried.get(file) ?? 0) + 1);
      if (status !== 0) refused.set(file, (refused.get(file) ?? 0) + 1);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  const counts = Array.from(tried, ([file, count]) => `${count} ${file} (${refused.get(file) ?? 0} refused)`);
  const total = [...tried.values()].reduce((sum, count) => sum + count, 0);
  if (process.env["TUBAN_FUZZ_SECONDS"] !== undefined)
    console.log(`hostile files, seed ${seed}: ${total} in all\n${counts.join("\n")}`);
  expect(total).toBeGreaterThan(subjects.length);
});
