/** tuban demo: the sample campaign from plan to lists, in a folder of its own, by the very commands an office types. */
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { cleanCell, refuse } from "../../campaign/index.ts";
import type { Io, Sink } from "../../io.ts";
import { isServer } from "../../ledger/engines/storage.ts";
import type { Office } from "../../office.ts";
import { readCsv } from "../../read/csv.ts";
import { templatePath } from "../../templates.ts";
import { csvText } from "../../write/csv.ts";
import { makeFolder } from "../../write/files.ts";
import { asTyped, nextSteps } from "../../write/message.ts";
import { scenes } from "./scenes.ts";
import type { Scene, Step } from "./scenes.ts";

/** Says that a folder was made by the demo, and holds what was in it when the demo ended. */
const mark = ".tuban-demo";

export interface DemoOptions {
  /** 北仑's plan for a whole year, every register of it. */
  readonly full?: boolean;
}

/**
 * The ledger is in the folder, or on the server that --ledger names; that of the environment is the office's own, and left alone.
 * @throws Stop when the folder is there but was not made by the demo, or a step does not end as it should
 */
export async function demo(office: Office, folder: string, { full = false }: DemoOptions = {}): Promise<void> {
  const home = resolve(office.io.cwd, folder);
  await startAfresh(office, home);
  if (full) return wholeYear(office, home);
  for (const name of ["roster.csv", "people.csv"]) copyFileSync(templatePath("sample", name), join(home, name));
  for (const scene of scenes) await play(office, home, scene);
  writeFileSync(join(home, mark), contentOf(home));
  office.io.err.write(
    nextSteps(
      [
        ...wayIn(office, home),
        "tuban                              今日：等着办的事",
        "tuban show 4                       一家机构从登记到公布",
        "tuban report explain 逾期未整改数 --as-of 2021-08-06",
        "tuban inspect 12 --by 张某甲,李某乙   自己检查一家",
        "tuban verify                       核对整本账",
      ],
      office.io,
    ),
  );
}

/** The place of the demo's ledger. */
const ledgerOf = ({ wanted }: Office, home: string): string =>
  wanted.ledger !== undefined && isServer(wanted.ledger) ? wanted.ledger : join(home, "tuban.db");

/** What to do before the commands that are suggested. */
function wayIn(office: Office, home: string): readonly string[] {
  const ledger = ledgerOf(office, home);
  return [
    `cd ${asTyped(relative(office.io.cwd, home) || ".")}`,
    ...(isServer(ledger) ? [`export TUBAN_LEDGER=${asTyped(ledger)}      Windows：set TUBAN_LEDGER=…`] : []),
  ];
}

async function play(office: Office, home: string, { title, uses = [], steps }: Scene): Promise<void> {
  office.io.out.write(`\n## ${title}${uses.length === 0 ? "" : `（${uses.join("、")}）`}\n\n`);
  for (const step of steps) await perform(office, home, step);
}

async function wholeYear(office: Office, home: string): Promise<void> {
  const { yearFiles, yearOf } = await import("./year.ts");
  for (const [name, text] of yearFiles()) writeFileSync(join(home, name), text);
  const year = yearOf();
  for (const scene of year) await play(office, home, scene);
  const used = [...new Set(year.flatMap(({ uses = [] }) => uses))].toSorted();
  office.io.out.write(`\n用到的机制 ${used.length} 项：${used.join("、")}（各是什么见 docs/机制.md）\n`);
  writeFileSync(join(home, mark), contentOf(home));
  office.io.err.write(
    nextSteps(
      [
        ...wayIn(office, home),
        "tuban --as-of 2021-11-30            今日",
        "tuban book --as-of 2021-11-30       各本台账",
        "tuban clue list --as-of 2021-11-30",
        "ls 编印 文书 报表",
        "tuban verify                       核对整本账",
      ],
      office.io,
    ),
  );
}

/** A folder that is as the demo left it is made anew; one in which somebody has worked since is set aside. */
async function startAfresh({ io }: Office, home: string): Promise<void> {
  if (existsSync(home)) {
    if (!existsSync(join(home, mark)))
      refuse("folder-not-ours", `文件夹已存在，而且不是演示建的，不会动它：${home}`, {
        hint: "写另一个文件夹名：tuban demo 文件夹",
      });
    if (readFileSync(join(home, mark), "utf8") === contentOf(home)) rmSync(home, { recursive: true, force: true });
    else io.err.write(`上次的演示文件夹已经变了（有人用过，或者演示没有做完），原样留在：${setAside(home)}\n`);
  }
  await makeFolder(home);
  writeFileSync(join(home, mark), "");
  writeFileSync(join(home, "样例佐证.txt"), "样例：现场照片的替身，只供演示。\n");
}

/** Gives the new place. */
function setAside(home: string): string {
  for (let copy = 1; ; copy += 1) {
    const place = `${home}-留存${copy}`;
    if (existsSync(place)) continue;
    renameSync(home, place);
    return place;
  }
}

/** What a folder holds: the SHA-256 over the names and contents of its files, but for the mark and what the database keeps while it is open. */
function contentOf(home: string): string {
  const hash = createHash("sha256");
  for (const file of readdirSync(home, { recursive: true, withFileTypes: true }).toSorted((a, b) =>
    join(a.parentPath, a.name) < join(b.parentPath, b.name) ? -1 : 1,
  )) {
    const path = join(file.parentPath, file.name);
    if (!file.isFile() || file.name === mark || file.name.endsWith("-shm")) continue;
    const content = readFileSync(path);
    if (file.name.endsWith("-wal") && content.length === 0) continue;
    hash.update(`${relative(home, path)}\n${content.length}\n`).update(content);
  }
  return hash.digest("hex");
}

async function perform(office: Office, home: string, step: Step): Promise<void> {
  if ("fill" in step) return fillSheet(join(home, step.fill), step.failed);
  office.io.out.write(`$ tuban ${step.tuban.map(quoted).join(" ")}\n`);
  const said: string[] = [];
  const status = await office.run(step.tuban, ioIn(office, home, { write: (text) => void said.push(text) }));
  const text = said.join("").replaceAll(`${home}/`, "");
  office.io.out.write(step.whole ? text : firstLines(text));
  if (status !== (step.ends ?? 0))
    refuse("demo-failed", `演示的这一步没有按预期结束（${status}）`, {
      hint: "先核对电脑的日期；日期不错的，是 tuban 自身的错误，请把上面的输出发给维护者",
    });
}

const quoted = (word: string): string => (/[\s|<>"]/.test(word) ? `"${word}"` : word);
/** The ledger is named: another one may lie in a folder above. */
const ioIn = (office: Office, cwd: string, out: Sink): Io => ({
  ...office.io,
  out,
  err: out,
  page: (text) => out.write(text),
  cwd,
  interactive: false,
  env: { TUBAN_LEDGER: ledgerOf(office, cwd) },
});

const shownLines = 6;

function firstLines(text: string): string {
  const lines = text.trimEnd().split("\n");
  if (lines.length <= shownLines + 1) return `${lines.join("\n")}\n`;
  return `${lines.slice(0, shownLines).join("\n")}\n……（还有 ${lines.length - shownLines} 行）\n`;
}

/** The sheet as it comes back from the site. */
function fillSheet(path: string, failed: Readonly<Record<string, string>>): void {
  const [mark, header, ...items] = [...readCsv([readFileSync(path, "utf8").replace(/^\uFEFF/, "")], path).rows].map(
    (row) => row.cells.map(cleanCell),
  );
  const columns = (header ?? []).map((title, index) => ({
    key: title,
    title,
    value: (cells: readonly string[]) => filled(cells, index),
  }));
  const filled = (cells: readonly string[], index: number): string => {
    const seen = failed[cells[0] ?? ""];
    const entry = {
      结果: seen === undefined ? "合格" : "不合格",
      说明: seen ?? "",
      证据文件: seen === undefined ? "" : "样例佐证.txt",
    }[header?.[index] ?? ""];
    return entry ?? cells[index] ?? "";
  };
  writeFileSync(path, csvText({ title: "", columns, rows: items }, mark));
}
