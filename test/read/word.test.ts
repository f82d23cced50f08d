/** A Word file that unpacks to far more than a template may. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import PizZip from "pizzip";
import { afterAll, expect, test } from "vitest";
import { wordBytes } from "../../src/read/word.ts";

const folder = mkdtempSync(join(tmpdir(), "tuban-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function docx(text: string): Buffer {
  const zip = new PizZip();
  zip.file("word/document.xml", text);
  return zip.generate({ type: "nodebuffer", compression: "DEFLATE" });
}

const written = (bytes: Uint8Array): string => {
  const path = join(folder, "模板.docx");
  writeFileSync(path, bytes);
  return path;
};

test("an ordinary one is read", () => {
  const bytes = docx("<w:document/>");
  expect(Buffer.compare(wordBytes(written(bytes), "模板.docx"), bytes)).toBe(0);
});

test("one of a few kilobytes that unpacks to 30 MB is not opened, whatever size it claims", () => {
  const bytes = docx(`<w:document>${" ".repeat(30_000_000)}</w:document>`);
  expect(bytes.length).toBeLessThan(60_000);
  expect(() => wordBytes(written(bytes), "模板.docx")).toThrow("大得不像文书模板");
  // The size in the directory, made small.
  const directory = bytes.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
  bytes.writeUInt32LE(1_000, directory + 24);
  expect(() => wordBytes(written(bytes), "模板.docx")).toThrow("大得不像文书模板");
});
