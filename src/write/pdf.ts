/** Word files to PDF through LibreOffice, where it is installed; nothing of it comes with this program. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";

export interface WordContent {
  readonly name: string;
  readonly content: Uint8Array;
}

/** By name, as far as they could be made; or why none could. */
export type Converted = { readonly files: ReadonlyMap<string, Uint8Array> } | { readonly reason: string };

const missing =
  "这台电脑没有 LibreOffice，不能出 PDF；Word 版已写出，用 Word 或 WPS 打开后另存为 PDF，或者装好 LibreOffice 再来";
/** Files in one run of LibreOffice; its start is what takes time. */
const batch = 40;
/** Milliseconds: for the start, and for each file. */
const patience = { start: 60_000, file: 5_000 };

/** @param path where programs are sought, as the PATH variable says */
export async function pdfOf(documents: readonly WordContent[], path: string): Promise<Converted> {
  const program = libreOffice(path);
  if (program === null) return { reason: missing };
  const folder = await mkdtemp(join(tmpdir(), "tuban-pdf-"));
  try {
    const files = new Map<string, Uint8Array>();
    for (let from = 0; from < documents.length; from += batch)
      await convert(program, folder, documents.slice(from, from + batch), files);
    return { files };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function convert(
  program: string,
  folder: string,
  documents: readonly WordContent[],
  files: Map<string, Uint8Array>,
): Promise<void> {
  // Plain names inside: what the system makes of Chinese ones is not ours to find out.
  const plain = documents.map((_, index) => join(folder, `${index}.docx`));
  await Promise.all(documents.map(({ content }, index) => writeFile(plain[index] ?? "", content)));
  await run(
    program,
    [
      // A profile of its own, so that an office open on the desktop is left alone.
      `-env:UserInstallation=${pathToFileURL(join(folder, "profile")).href}`,
      "--headless",
      "--norestore",
      "--convert-to",
      "pdf",
      "--outdir",
      folder,
      ...plain,
    ],
    patience.start + patience.file * documents.length,
  );
  for (const [index, { name }] of documents.entries()) {
    const made = await readFile(join(folder, `${index}.pdf`)).catch(() => null);
    if (made) files.set(name, made);
    await rm(join(folder, `${index}.pdf`), { force: true });
  }
}

function run(program: string, words: readonly string[], timeout: number): Promise<void> {
  return new Promise((resolve) => {
    // What it could convert is there whether it ends well or not.
    execFile(program, [...words], { timeout }, () => resolve());
  });
}

function libreOffice(path: string): string | null {
  const names = process.platform === "win32" ? ["soffice.exe", "soffice.com"] : ["soffice", "libreoffice"];
  const folders = [
    ...path.split(delimiter).filter((folder) => folder !== ""),
    ...(process.platform === "win32"
      ? ["C:\\Program Files\\LibreOffice\\program", "C:\\Program Files (x86)\\LibreOffice\\program"]
      : []),
    ...(process.platform === "darwin" ? ["/Applications/LibreOffice.app/Contents/MacOS"] : []),
  ];
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find((file) => existsSync(file)) ?? null;
}
