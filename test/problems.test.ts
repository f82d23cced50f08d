/**
 * The gallery of problems: every code has a sample, and docs/出错.md shows what each one says.
 *
 * A script in test/problems is replayed over one office. `$ tuban …` has to end well; `code: tuban …` has to show that problem (`one, two: tuban …`
 * several); `% 检查表` fills in a printed checklist; `- 文件夹` takes away, `= 甲 乙` copies, `+ 文件夹 | 内容` adds to a file in it, `@ code 旧码` keeps a check code for {旧码}; `> 文件 | 内容` writes a file (\n for a new line,
 * {样*400} for 400 of them); `~ 文件 | 原来 | 改成` alters one; `! delete from …` (of another ledger `! 一组/tuban.db: delete …`) alters the ledger as another program would; `? y true 1 =1` (a key, yes, the second of a choice, the key 1) answers what the next line asks, and `& tuban … ? y` is done by somebody else before it is answered; `@ now 2027-05-10` sets the clock of the
 * computer, `@ env 名=值` its environment, `@ in 文件夹` where the lines are typed; `# …` is a remark; `## …` a heading of the page. Of the plans in test/read/samples/plan/invalid each is the sample of the code that it is named after.
 * `npx vitest run test/problems.test.ts -u` writes the page anew.
 */
import { appendFileSync, cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import Database from "better-sqlite3";
import { expect, test, vi } from "vitest";
import type { Problem } from "../src/campaign/index.ts";
import { readPlan } from "../src/read/plan/index.ts";
import { placeText } from "../src/write/message.ts";
import { hintText } from "../src/write/next.ts";
import { testOffice } from "./office.ts";
import type { TestOffice } from "./office.ts";
import { offices } from "./problems/offices.ts";
import { samples } from "./problems/samples.ts";

/** What has been shown to people since the last command began. */
const shown: Problem[] = [];
vi.mock(import("../src/write/message.ts"), async (original) => {
  const real = await original();
  return {
    ...real,
    problemText: (problem, tone) => (shown.push(problem), real.problemText(problem, tone)),
    problemJson: (problem) => (shown.push(problem), real.problemJson(problem)),
    problemsText: (problems, tone) => (shown.push(...problems), real.problemsText(problems, tone)),
  };
});

const here = join(import.meta.dirname, "problems");
const codes = [
  ...readFileSync(join(import.meta.dirname, "../src/base/problem-code.ts"), "utf8").matchAll(/\| "([\w-]+)"/g),
].map((match) => match[1] ?? "");

interface Sample {
  readonly code: string;
  /** The heading under which the page shows it. */
  readonly under: string;
  readonly problem: Problem;
  /** What was typed, and how it ended; nothing of a sample that is no command. */
  readonly typed?: string;
  readonly status?: number;
}
const found: Sample[] = [];
/** Shown beside what a line is the sample of: good for a code that has no sample of its own. */
const beside: Sample[] = [];

test.each(readdirSync(here).filter((name) => name.endsWith(".txt")))("%s", { timeout: 240_000 }, async (name) => {
  const lines = readFileSync(join(here, name), "utf8").split("\n");
  let office = await officeFor(lines);
  const root = office.folder;
  let under = "";
  const wrong: string[] = [];
  const codes = new Map<string, string>();
  for (const written of lines) {
    const line = [...codes].reduce((text, [name, code]) => text.replaceAll(`{${name}}`, code), written);
    if (line.startsWith("## ")) under = line.slice(3);
    else if (line.startsWith("> ")) write(office, line.slice(2));
    else if (line.startsWith("@ now ")) office = testOffice({ at: office.folder, now: `${line.slice(6)}T09:00:00` });
    else if (line.startsWith("+ ")) addTo(office, line.slice(2));
    else if (line.startsWith("@ code ")) {
      const [name = "", ...options] = line.slice(7).split(" ");
      codes.set(name, await codeOf(office, options.join(" ")));
    } else if (line.startsWith("@ in "))
      office = testOffice({ at: join(office.folder, line.slice(5)), now: office.now });
    else if (line.startsWith("@ env ")) Object.assign(office.io.env, Object.fromEntries([line.slice(6).split("=")]));
    else if (line.startsWith("~ ")) alterFile(office, line.slice(2));
    else if (line.startsWith("! ")) alterLedger(office, line.slice(2));
    else if (line.startsWith("& tuban ")) {
      const [typed = "", answers] = line.slice(8).split(" ? ");
      const colleague = testOffice({ at: office.folder, now: office.now });
      if (answers !== undefined) colleague.answer(...answers.split(" ").map(answerOf));
      office.meanwhile(() => colleague.run(typed));
    } else if (line.startsWith("? ")) office.answer(...spelledOut(line.slice(2)).split(" ").map(answerOf));
    else if (line.startsWith("- ")) rmSync(join(office.folder, line.slice(2)), { recursive: true, force: true });
    else if (line.startsWith("= ")) copy(office, line.slice(2));
    else if (line.startsWith("% ")) fillIn(office, line.slice(2));
    else if (line.startsWith("$ tuban")) {
      const ran = await office.run(line.slice(8));
      if (ran.status !== 0 && ran.status !== 3) wrong.push(`${line}\n  ended with ${ran.status}\n${ran.err}`);
    } else if (/^[a-z][\w, -]*: tuban/.test(line)) wrong.push(...(await sampled(office, line, { under, root })));
  }
  expect(wrong.join("\n")).toBe("");
});

async function officeFor(lines: readonly string[]): Promise<TestOffice> {
  const name = lines.find((line) => line.startsWith("@ office "))?.slice(9) ?? "空";
  const make = offices[name];
  if (!make) throw new Error(`no such office: ${name}`);
  return make();
}

function write(office: TestOffice, line: string): void {
  const [name = "", content = ""] = line.split(/ \|(?: |$)/);
  mkdirSync(dirname(join(office.folder, name)), { recursive: true });
  office.write(name, spelledOut(content).replaceAll(String.raw`\n`, "\n"));
}

/** {样*3} is 样样样. */
const spelledOut = (text: string): string =>
  text.replaceAll(/\{([^{}*]+)\*(\d+)\}/g, (_, word: string, times: string) => word.repeat(Number(times)));

function alterFile(office: TestOffice, line: string): void {
  const [name = "", ...words] = line.split(" | ");
  const [from = "", to = ""] = words.map((word) => word.replaceAll(String.raw`\n`, "\n"));
  const text = office.read(name);
  if (!text.includes(from)) throw new Error(`${name} has no ${from}`);
  office.write(name, text.replaceAll(from, to));
}

/** What guards the tables is put away for it, and back afterwards. */
function alterLedger(office: TestOffice, line: string): void {
  const [, file = "tuban.db", statement = ""] = /^(?:(\S+\.db): )?(.*)$/.exec(line) ?? [];
  const ledger = new Database(join(office.folder, file));
  const guards = ledger
    .prepare<[], { name: string; sql: string }>("select name, sql from sqlite_master where type = 'trigger'")
    .all();
  for (const { name } of guards) ledger.exec(`drop trigger "${name}"`);
  ledger.exec(statement);
  for (const { sql } of guards) ledger.exec(sql);
  ledger.close();
}

/** `+ 文件夹 | 内容`: adds to the first file below the folder. */
function addTo(office: TestOffice, line: string): void {
  const [folder = "", content = ""] = line.split(" | ");
  const [first] = readdirSync(join(office.folder, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  appendFileSync(first ?? "", content);
}

/** `@ code 旧码 --ledger 旧.db`: what the check code of a ledger is from now on called in the script. */
async function codeOf(office: TestOffice, options: string): Promise<string> {
  const { checkCode } = JSON.parse((await office.ok(`${options} verify --json`.trim())).out) as { checkCode: string };
  return checkCode;
}

const answerOf = (word: string): string | boolean | number =>
  word === "true" || word === "false" ? word === "true" : /^\d+$/.test(word) ? Number(word) : word.replace(/^=/, "");

/** `= 旧.db tuban.db`: the first becomes the second; `= 备份.tubk 坏.tubk 900`: its first 900 bytes do. */
function copy(office: TestOffice, line: string): void {
  const [from = "", to = "", bytes] = line.split(" ");
  const [source, target] = [join(office.folder, from), join(office.folder, to)];
  if (bytes === undefined) cpSync(source, target);
  else writeFileSync(target, readFileSync(source).subarray(0, Number(bytes)));
}

/** A printed checklist with every item in order. */
function fillIn(office: TestOffice, name: string): void {
  const rows = office.read(name).split("\r\n");
  office.write(name, rows.map((row) => row.replace(/^("?\d+-\d+"?,(?:"[^"]*"|[^,]*),)[^,]*/, "$1合格")).join("\r\n"));
}

/** Runs the line and keeps the problems that it has to show; what it shows else is a fault of the script. */
async function sampled(
  office: TestOffice,
  line: string,
  { under, root }: { readonly under: string; readonly root: string },
): Promise<string[]> {
  const [, wanted = "", typed = ""] = /^([\w, -]+): (tuban.*)$/.exec(line) ?? [];
  shown.length = 0;
  const { status, out, err } = await office.run(spelledOut(typed.slice(6)));
  shown.push(...listedIn(out));
  const command = plainCode(typed);
  for (const problem of shown)
    beside.push({ code: problem.code, under, problem: without(problem, root), typed: command, status });
  return wanted.split(", ").flatMap((code) => {
    const problem = shown.find((one) => one.code === code);
    if (!problem)
      return [
        `${code}: ${typed}\n  showed ${[...new Set(shown.map((one) => one.code))].join(", ")}\n${err.slice(0, 300)}`,
      ];
    found.push({ code, under, problem: without(problem, root), typed: command, status });
    return [];
  });
}

/** Of an import that is asked for JSON: all that its list of problems holds. */
function listedIn(out: string): readonly Problem[] {
  if (!out.startsWith("{")) return [];
  const { problems = [] } = JSON.parse(out) as { problems?: readonly Problem[] };
  return problems;
}

/** Of a check code only the count is the same in every version: the rest is a digest of the whole ledger. */
const plainCode = (text: string): string =>
  text.replaceAll(/((?:校验码|--code) \d{1,6})(?:-[\dA-Z]{4}){4}-[\dA-Z]\b/g, "$1-…");

/** The folder of the office is another in each run, and so are a bundle's bytes. */
function without(problem: Problem, folder: string): Problem {
  const away = (text: string): string =>
    plainCode(text)
      .replaceAll(`${folder}/`, "")
      .replaceAll(folder, ".")
      .replaceAll(/[0-9a-f]{2}\/[0-9a-f]{64}/g, "…");
  const { hint, place } = problem;
  return {
    ...problem,
    message: away(problem.message),
    ...(hint === undefined ? {} : { hint: away(hintText(hint)) }),
    ...(place?.file === undefined ? {} : { place: { ...place, file: away(place.file) } }),
  };
}

test("of each plan with a fault, its own code", () => {
  const folder = join(import.meta.dirname, "read/samples/plan/invalid");
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".yaml"))) {
    const reading = readPlan(readFileSync(join(folder, file), "utf8"), "方案.yaml");
    const code = file.replace(".yaml", "");
    const problem = "problems" in reading ? reading.problems.find((one) => one.code === code) : undefined;
    expect(problem, file).toBeDefined();
    if (problem) found.push({ code, under: "方案", problem });
  }
});

test("of plans that are valid, what they are warned of", () => {
  const folder = join(import.meta.dirname, "read/samples/plan/valid");
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".yaml")))
    for (const problem of readPlan(readFileSync(join(folder, file), "utf8"), "方案.yaml").warnings)
      found.push({ code: problem.code, under: "方案", problem, status: 0 });
});

test("what no command of an office shows by itself", async () => {
  const wrong: string[] = [];
  for (const [code, sample] of Object.entries(samples)) {
    const shows = await sample();
    const problem = shows.find((one) => one.code === code);
    if (problem) found.push({ code, under: "文件、模板和服务器", problem });
    else wrong.push(`${code}: ${shows.map((one) => one.code).join(", ")}`);
  }
  expect(wrong).toEqual([]);
});

test("what only a server says, as test/problems-server.test.ts met it", () => {
  const met = JSON.parse(readFileSync(join(here, "服务器.json"), "utf8")) as readonly Omit<Sample, "code" | "under">[];
  for (const one of met) found.push({ ...one, code: one.problem.code, under: "账本" });
});

test("every code has a sample, and says in Chinese what happened and what to do", async () => {
  found.push(...beside);
  const have = new Set(found.map(({ code }) => code));
  expect(codes.filter((code) => !have.has(code))).toEqual([]);
  for (const { code, problem } of found) {
    expect(problem.message, code).toMatch(/[\u4e00-\u9fff]/);
    expect(problem.message, code).not.toMatch(/undefined|null|NaN|\[object/);
  }
  expect(found.filter(({ problem }) => hintText(problem.hint ?? "") === "").map(({ code }) => code)).toEqual([]);
  await expect(page()).toMatchFileSnapshot(join(import.meta.dirname, "../docs/出错.md"));
});

function page(): string {
  const first = new Map<string, Sample>();
  for (const sample of found) if (!first.has(sample.code)) first.set(sample.code, sample);
  const all = [...first.values()].toSorted((a, b) => (a.code < b.code ? -1 : 1));
  const headings = [...new Set(all.map(({ under }) => under))].toSorted();
  return [
    "# 出错说明",
    "",
    "tuban 不能办的时候说一句话：发生了什么、在哪里、为什么、下一步怎么办，账本什么都不变。这里按事情列出代码（`--json` 里的 `code`），每个一个最小的例子。退出状态：1 按规则不能办，2 用法不对或文件读不懂，3 办了一部分，4 账本损坏；“注意”只是提醒，照办不误。",
    "",
    "<!-- 由 npx vitest run test/problems.test.ts -u 写出，不要手改 -->",
    "",
    ...headings.flatMap((heading) => [
      `## ${heading}`,
      "",
      ...all.filter(({ under }) => under === heading).flatMap(entryOf),
    ]),
  ].join("\n");
}

function entryOf({ code, problem, typed, status }: Sample): string[] {
  const where = problem.place ? placeText(problem.place) : "";
  return [
    `- **${code}**　${quiet(problem.message)}`,
    ...(where === "" ? [] : [`  - 在哪里：${quiet(where)}`]),
    `  - 怎么办：${quiet(hintText(problem.hint ?? ""))}`,
    ...(typed === undefined
      ? []
      : [`  - 例：\`${typed}\`${status === 0 ? "（照办，只是提醒）" : `（退出状态 ${status}）`}`]),
    "",
  ];
}

/** A text that Markdown shows as it is. */
const quiet = (text: string): string => text.replaceAll(/[<>*_`|]/g, String.raw`\$&`).replaceAll("\n", " ");
