/**
 * The stories are the manual and its test in one: every console block is replayed in order over one office, and must
 * print what the page says. `npx vitest run test/stories.test.ts -u` writes the pages anew.
 *
 * In a block, `$ tuban …` is a command, `# 输入：1 | 2 | 说明` gives the answers to the questions of the next command,
 * `$ cat 文件` and `$ ls 文件夹` show what it left, and everything else is output. A story may begin with the folder of
 * samples it needs: `<!-- samples: templates/sample -->`.
 */
import { cpSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Storage } from "../src/io.ts";
import { postgresStorage } from "./ledger/engines.ts";
import { testOffice } from "./office.ts";
import type { TestOffice } from "./office.ts";

const folder = join(import.meta.dirname, "stories");
const stories = readdirSync(folder).filter((name) => name.endsWith(".md"));

test.each(stories)("%s replays as written", async (name) => {
  await expect(await replayed(pageOf(name), officeFor(name))).toMatchFileSnapshot(join(folder, name));
});

test.each(stories)("%s replays the same on PostgreSQL", async (name) => {
  const page = pageOf(name);
  expect(await replayed(page, officeFor(name, postgresStorage()))).toBe(page);
});

const pageOf = (name: string): string => readFileSync(join(folder, name), "utf8");

function officeFor(name: string, storage?: Storage): TestOffice {
  const office = testOffice({ width: 96, ...(storage ? { storage } : {}) });
  const samples = /<!-- samples: (\S+) -->/.exec(pageOf(name))?.[1];
  if (samples) cpSync(join(import.meta.dirname, "..", samples), office.folder, { recursive: true });
  return office;
}

async function replayed(page: string, office: TestOffice): Promise<string> {
  const parts = page.split(/(^```console\n[\s\S]*?^```$)/m);
  const out: string[] = [];
  for (const part of parts) out.push(part.startsWith("```console\n") ? await replayedBlock(part, office) : part);
  return out.join("");
}

async function replayedBlock(block: string, office: TestOffice): Promise<string> {
  const lines = block.split("\n").filter((line) => line.startsWith("$ ") || line.startsWith("# "));
  const out: string[] = ["```console"];
  for (const line of lines) {
    out.push(line);
    if (line.startsWith("# 输入：")) office.answer(...line.slice(5).split("|").map((word) => answerOf(word.trim())));
    else if (line.startsWith("$ tuban")) out.push(...shown(await office.transcript(line.slice(7).trim()), office));
    else if (line.startsWith("$ cat ")) out.push(...shown(office.read(line.slice(6).trim()).replace(/^\uFEFF/, "").replaceAll("\r\n", "\n"), office));
    else if (line.startsWith("$ ls ")) out.push(...readdirSync(join(office.folder, line.slice(5).trim())).toSorted());
  }
  return [...out, "```"].join("\n");
}

function answerOf(word: string): string | boolean {
  return word === "是" ? true : word === "否" ? false : word;
}

function shown(text: string, office: TestOffice): string[] {
  return text.replaceAll(`${office.folder}/`, "").replaceAll(office.folder, ".").replace(/\n$/, "").split("\n").map((line) => line.trimEnd());
}
