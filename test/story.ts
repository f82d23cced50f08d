/**
 * The stories are the manual and its test in one: every console block is replayed in order over one office, and must
 * print what the page says. `npx vitest run test/stories.test.ts -u` writes the pages anew.
 *
 * In a block, `$ tuban …` is a command, `# 输入：1 | 2 | 说明` gives the answers to the questions of the next command,
 * `上面的校验码` in a command stands for the one that was printed last,
 * `$ cat 文件` and `$ ls 文件夹` show what it left, `# 填表：检查表.csv 1-1=不合格:说明` fills in a printed checklist
 * (all else 合格, with the sample evidence), `# 只列前 12 行` cuts what the next command prints, and everything else is output. A story may begin with the folder of
 * samples it needs: `<!-- samples: templates/sample -->`. A block of text whose first line says `接在 文件 后面` is written behind that file.
 */
import { cpSync, existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Storage } from "../src/ledger/engines/storage.ts";
import { testOffice } from "./office.ts";
import type { TestOffice } from "./office.ts";

export const folder = join(import.meta.dirname, "stories");

/** The manual's pages, and others whose examples must hold as well. */
export const stories = [
  ...readdirSync(folder).filter((name) => name.endsWith(".md")),
  ...[
    "README.md",
    "docs/期限.md",
    "docs/比对.md",
    "docs/现状.md",
    "docs/校验码.md",
    "docs/JSON.md",
    "docs/台账.md",
  ].map((name) => `../../${name}`),
];

export function pageOf(name: string): string {
  return readFileSync(join(folder, name), "utf8");
}

export function officeFor(name: string, storage?: Storage): TestOffice {
  const office = testOffice({ width: 96, ...(storage ? { storage } : {}) });
  const samples = /<!-- samples: (\S+) -->/.exec(pageOf(name))?.[1];
  office.pipe(
    "机构名称,地址,联系电话,所属乡镇\n样例小树苗培训学校有限公司,样例路3栋,,城南\n样例向日葵艺术中心,新址路8号,13800010002,城南\n",
  );
  office.write("坏方案.yaml", "模式版本: 1\n代号: 坏方案\n阶段: 一二三\n阶断: []\n");
  if (samples) cpSync(join(import.meta.dirname, "..", samples), office.folder, { recursive: true });
  return office;
}

export async function replayed(page: string, office: TestOffice): Promise<string> {
  const parts = page.split(/(^```console\n[\s\S]*?^```$)/m);
  const out: string[] = [];
  for (const part of parts) {
    for (const [, name = "", text = ""] of part.matchAll(/^```text 接在 (\S+) 后面\n([\s\S]*?)^```$/gm))
      office.write(name, office.read(name) + text);
    out.push(part.startsWith("```console\n") ? await replayedBlock(part, office, out.join("")) : part);
  }
  const told = out.join("");
  return page.includes(ofChance) ? withCodesOf(page, told) : told;
}

/** A page says so whose ledger has sealed fields: their salt is of chance, and so are the codes. */
const ofChance = "<!-- 有保密的字段，校验码每次不同 -->";

/** What was told, with the page's own codes in the place of those of as many entries. */
function withCodesOf(page: string, told: string): string {
  const own = [...page.matchAll(anyCode)].map(([code]) => code);
  return told.replaceAll(anyCode, (code) => {
    const kept = own.shift() ?? code;
    return entriesOf(kept) === entriesOf(code) ? kept : code;
  });
}

const anyCode = /(?<=校验码 )\d+(?:-[0-9A-Z]{4}){4}-[0-9A-Z]/g;
const entriesOf = (code: string): string => code.split("-")[0] ?? "";

/** A code is another whenever the plan is: an example names the one that was printed last. */
function withCode(command: string, before: string): string {
  const last = [...before.matchAll(/校验码 (\d+(?:-[0-9A-Z]{4}){4}-[0-9A-Z])/g)].at(-1)?.[1] ?? "";
  return command.replaceAll("上面的校验码", last);
}

async function replayedBlock(block: string, office: TestOffice, earlier: string): Promise<string> {
  const lines = block.split("\n").filter((line) => /^(\$ |# 输入：|# 只列前 |# 填表：)/.test(line));
  const out: string[] = ["```console"];
  let most = Infinity;
  for (const line of lines) {
    const before = `${earlier}\n${out.join("\n")}`;
    out.push(line);
    const limit = /^# 只列前 (\d+) 行$/.exec(line)?.[1];
    if (limit) {
      most = Number(limit);
      continue;
    }
    if (line.startsWith("# 输入："))
      office.answer(
        ...line
          .slice(5)
          .split("|")
          .map((word) => answerOf(word.trim())),
      );
    else if (line.startsWith("$ tuban"))
      out.push(...firstOf(shown(await office.transcript(withCode(line.slice(7).trim(), before)), office), most));
    else if (line.startsWith("$ cat ")) out.push(...shown(fileText(line.slice(6).trim(), office), office));
    else if (line.startsWith("# 填表：")) fillIn(line.slice(5).trim(), office);
    else if (line.startsWith("$ ls ")) out.push(...readdirSync(join(office.folder, line.slice(5).trim())).toSorted());
    most = Infinity;
  }
  return [...out, "```"].join("\n");
}

function firstOf(lines: readonly string[], most: number): readonly string[] {
  return lines.length <= most ? lines : [...lines.slice(0, most), `……（共 ${lines.length} 行）`];
}

function fileText(name: string, office: TestOffice): string {
  if (!existsSync(join(office.folder, name))) return `cat: ${name}: 没有这个文件`;
  return office
    .read(name)
    .replace(/^\uFEFF/, "")
    .replaceAll("\r\n", "\n");
}

function fillIn(words: string, office: TestOffice): void {
  const [file = "", ...answers] = words.split(/ (?=\S+=)|(?<=\.csv) /);
  const given = new Map(answers.map((answer) => [answer.split("=")[0], answer.split("=")[1] ?? ""]));
  office.write("样例佐证.txt", "样例：现场照片的替身\n");
  const lines = office
    .read(file)
    .split("\r\n")
    .map((row, index) => {
      const [code = "", text = ""] = row.split(",");
      if (index < 2 || code === "") return row;
      const [result = "合格", note = ""] = (given.get(code.replaceAll(/["\s]/g, "")) ?? "合格").split(":");
      return [code, text, result, note, result === "合格" ? "" : "样例佐证.txt"].join(",");
    });
  office.write(file, lines.join("\r\n"));
}

function answerOf(word: string): string | boolean {
  return word === "是" ? true : word === "否" ? false : word;
}

function shown(text: string, office: TestOffice): string[] {
  return text
    .replaceAll(`${office.folder}/`, "")
    .replaceAll(office.folder, ".")
    .replace(/\n$/, "")
    .split("\n")
    .map((line) => line.trimEnd());
}
