/** A report's text as a Word file. */
import { readFileSync } from "node:fs";
import type { Office } from "../../office.ts";
import { templatePath } from "../../templates.ts";
import { reportWord, sheetWord } from "../../write/docx-report.ts";
import { pathFor, writeOut } from "../../write/files.ts";

export function wordOf(markdown: string): Uint8Array {
  return reportWord(readFileSync(templatePath("reports", "版式.docx")), markdown);
}

/** A sheet to be filled in by hand, set close. */
export function sheetWordOf(markdown: string): Uint8Array {
  return sheetWord(readFileSync(templatePath("reports", "版式.docx")), markdown);
}

/** Writes it and says where. @throws Stop as pathFor and writeOut */
export async function writeWord(office: Office, file: string, markdown: string): Promise<void> {
  const path = pathFor(office.io.cwd, file, ".docx");
  await writeOut(path, wordOf(markdown), office);
  office.io.err.write(`已写出：${path}\n`);
}
