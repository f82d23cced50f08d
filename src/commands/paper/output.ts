/** Issued documents into files: Word, Markdown, print-ready HTML, PDF. */
import { readdir } from "node:fs/promises";
import { join, parse, resolve } from "node:path";
import { inStretches, misuse, refuse } from "../../campaign/index.ts";
import type { Stop } from "../../campaign/index.ts";
import type { Office } from "../../office.ts";
import { makeFolder, writeIssued, replaceFile, writeRefusal } from "../../write/files.ts";
import type { Pictures } from "../../write/docx-fill.ts";
import { problemText } from "../../write/message.ts";
import { plain } from "../../write/plain.ts";
import { fileNameOf } from "../../write/file-name.ts";

export const formats = ["docx", "md", "html", "pdf"] as const;
export type Format = (typeof formats)[number];

export interface OutputOptions {
  readonly format?: string;
  readonly pdf?: boolean;
  readonly out?: string;
}

export interface Output {
  readonly formats: readonly Format[];
  /** Whether the formats were asked for by name; else what a template cannot give is no fault. */
  readonly asked: boolean;
  readonly folder: string;
  /** A preview may take the place of the one before; an issued document never does. */
  readonly replaces: boolean;
}

/** @throws Stop when a format is unknown */
export function outputOf(office: Office, { format, pdf, out }: OutputOptions): Output {
  const wanted = (format ?? "docx,md")
    .split(/[,，、\s]+/)
    .filter((one) => one !== "")
    .map(
      (one) =>
        formats.find((known) => known === one.toLowerCase()) ??
        misuse("unknown-format", `没有这种格式：${one}`, { hint: `可用：${formats.join("、")}，用逗号隔开` }),
    );
  return {
    formats: [...new Set([...wanted, ...(pdf === true ? (["pdf"] as const) : [])])],
    asked: format !== undefined,
    folder: out === undefined ? join(office.home.folder, "文书") : resolve(office.io.cwd, out),
    replaces: false,
  };
}

/**
 * A number about to be given must not stand on a file already: then it has been given before, and the ledger has lost it.
 * Unless others took it meanwhile, and wrote its file: then the next one is drafted. @throws Stop number-used-outside
 */
export async function refuseUsedNumbers(
  { folder }: Output,
  numbers: readonly string[],
  areOvertaken: () => Promise<boolean> = async () => false,
): Promise<void> {
  const files = new Set((await readdir(folder).catch(() => [])).map((file) => parse(file).name));
  const used = numbers.find((number) => files.has(fileNameOf(number)));
  if (used === undefined || (await areOvertaken())) return;
  refuse("number-used-outside", `${used} 的文件已在 ${folder}，账本里却没有这个文号：账本可能退回过旧的，没有签发`, {
    hint: "先用 tuban verify 核对账本，从备份里找回最后一份；确实是别处放进来的文件，移到别的文件夹再签发",
  });
}

/** What is to be written: text and Word file as frozen. */
export interface Paper {
  readonly number: string;
  readonly text: string;
  /** null where it was issued as text only. */
  readonly word: Uint8Array | null;
  readonly pictures: Pictures;
}

/** How many files are written at a time: each waits for the disk. */
const atOnce = 32;

/**
 * Writes each document in each format. The ledger has them already: what cannot be written is told, and the rest goes on.
 * Gives for each document the files written, and whether all that was asked for is there.
 */
export async function written(
  office: Office,
  { formats: asked, asked: strict, folder, replaces }: Output,
  papers: readonly Paper[],
): Promise<{ readonly files: readonly (readonly string[])[]; readonly whole: boolean }> {
  const refusals: Stop[] = [];
  const put: Put = async (file, content, done) => {
    try {
      await makeFolder(folder);
      const path = replaces ? await replaceFile(file, content).then(() => file) : await writeIssued(file, content);
      if (path !== file)
        office.io.err.write(`注意：${plain(file)} 已经有了，内容不同，没有动它；这一份写在 ${plain(path)}\n`);
      done.push(path);
    } catch (error) {
      refusals.push(writeRefusal(error, file));
    }
  };
  const files: string[][] = [];
  for (const some of inStretches(papers, atOnce))
    files.push(...(await Promise.all(some.map((paper) => writtenOne(folder, asked, paper, put)))));
  const notes = asked.includes("pdf") ? await pdfs(office.io.env["PATH"] ?? "", folder, papers, { files, put }) : [];
  const textOnly = asked.includes("docx") && papers.some(({ word }) => word === null);
  if (textOnly)
    office.io.err.write(
      "注意：有的文书没有 Word 版，因为用的是本单位的文字模板（.md）；要出 Word，用 tuban template copy 复制一份 Word 模板来改\n",
    );
  const [first] = refusals;
  if (first) {
    const told = first.problems.map((problem) => problemText(problem, { ...office.io, severity: "warning" })).join("");
    office.io.err.write(`${told}文书已经签发并记在账本里，只是文件没有写出；用 tuban order print 文号 随时取出。\n`);
  }
  for (const note of notes) office.io.err.write(`注意：${note}\n`);
  return { files, whole: !first && notes.length === 0 && !(textOnly && strict) };
}

/** Writes one file and adds it to what is done, or to what could not be written. */
type Put = (file: string, content: string | Uint8Array, done: string[]) => Promise<void>;

async function writtenOne(folder: string, asked: readonly Format[], paper: Paper, put: Put): Promise<string[]> {
  const done: string[] = [];
  const base = join(folder, fileNameOf(paper.number));
  if (asked.includes("docx") && paper.word) await put(`${base}.docx`, paper.word, done);
  if (asked.includes("md")) await put(`${base}.md`, paper.text, done);
  if (asked.includes("html")) {
    const { htmlOf } = await import("../../write/html.ts");
    await put(`${base}.html`, htmlOf(paper.text, paper.number, paper.pictures), done);
  }
  return done;
}

/** Gives what to tell the user where a PDF is missing. */
async function pdfs(
  path: string,
  folder: string,
  papers: readonly Paper[],
  { files, put }: { readonly files: readonly string[][]; readonly put: Put },
): Promise<string[]> {
  const { pdfOf } = await import("../../write/pdf.ts");
  const withWord = papers.flatMap(({ number, word }, index) =>
    word ? [{ name: fileNameOf(number), content: word, index }] : [],
  );
  const made = await pdfOf(withWord, path);
  if ("reason" in made) return [made.reason];
  const notes: string[] = [];
  for (const { name, index } of withWord) {
    const content = made.files.get(name);
    if (!content) notes.push(`${name} 没有转成 PDF；用 Word 或 WPS 打开后另存为 PDF`);
    else await put(join(folder, `${name}.pdf`), content, files[index] ?? []);
  }
  return notes;
}
