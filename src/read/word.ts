/** The bytes of a Word file, looked at before any of it is unpacked. */
import { readFileSync } from "node:fs";
import { misuse } from "../campaign/index.ts";
import { readable } from "./file.ts";
import { excessOf, unpack, zipParts } from "./zip.ts";

/** A template's text unpacks to some hundred kilobytes. */
const bounds = { most: 20 * 1024 * 1024, large: 5 * 1024 * 1024, shrunk: 250 };

/**
 * Reads a .docx of ordinary size; what is no archive at all is left to who opens it. `file` names it in the problem.
 * @throws Stop file-unreadable · word-too-large
 */
export function wordBytes(path: string, file: string): Uint8Array {
  const bytes = readable(path, () => readFileSync(path));
  const parts = zipParts(bytes);
  // An archive can lie about its sizes: then a part does not come out within them.
  const lies = (): boolean =>
    [...(parts?.values() ?? [])].some((part) => part.fullSize > 0 && unpack(bytes, part) === null);
  if (parts && (excessOf(parts, bounds) !== null || lies()))
    misuse("word-too-large", `Word 文件解开后大得不像文书模板，没有打开：${file}`, {
      hint: "可能是恶意文件，向提供方核实；或从 tuban template copy 重新开始",
      place: { file },
    });
  return bytes;
}
