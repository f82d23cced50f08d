/** What a Word file says, read as the Markdown that its paragraphs, headings and tables amount to; and whether it is safe to fill. */
import PizZip from "pizzip";
import { Stop } from "../campaign/index.ts";
import type { Problem } from "../campaign/index.ts";
import { markdownOf } from "./docx-markdown.ts";
import { hazardsIn } from "./docx-hazards.ts";

/** A Word file opened: its parts, and its text with the fields in it. */
export interface WordFile {
  readonly bytes: Uint8Array;
  readonly markdown: string;
}

/** A template of words and a few rules is some ten kilobytes; with a letterhead picture still far less than this. */
const largest = 20 * 1024 * 1024;

/**
 * Opens a .docx. Refuses whatever can run or fetch something when the file is opened: macros, controls, embedded objects,
 * pages or templates from elsewhere, fields that start programs. `file` names it in the problems.
 * @throws Stop docx-unreadable · docx-unsafe · template-in-margin
 */
export function readWord(bytes: Uint8Array, file: string): WordFile {
  const zip = opened(bytes, file);
  const problems = [...hazardsIn(zip).map((what) => unsafe(what, file)), ...marginFields(zip, file)];
  if (problems.length > 0) throw new Stop(1, problems);
  return { bytes, markdown: markdownOf(partOf(zip, "word/document.xml")) };
}

function opened(bytes: Uint8Array, file: string): PizZip {
  const hint = "用 Word 或 WPS 打开，另存为“Word 文档（.docx）”；.doc 要先另存";
  const refuse = (message: string): never => {
    throw new Stop(1, [{ code: "docx-unreadable", message, hint, place: { file } }]);
  };
  if (bytes.length > largest) refuse(`模板太大（${Math.round(bytes.length / 1048576)} MB），不像是文书模板：${file}`);
  try {
    const zip = new PizZip(bytes);
    // a part is unpacked when it is asked for, and only then found to be broken
    for (const part of Object.values(zip.files)) if (!part.dir) part.asUint8Array();
    return zip.file("word/document.xml") ? zip : refuse(`不是 Word 文档（.docx）：${file}`);
  } catch (error) {
    if (error instanceof Stop) throw error;
    return refuse(`打不开，不是完好的 Word 文档（.docx）：${file}`);
  }
}

function unsafe(what: string, file: string): Problem {
  return {
    code: "docx-unsafe",
    message: `模板里有${what}，不能用`,
    hint: "在 Word 里删去，或从 tuban template copy 重新开始；模板只能有文字、表格和【字段】",
    place: { file },
  };
}

/** Headers and footers are the same for every document: a field there would not be seen by the check of the text. */
function marginFields(zip: PizZip, file: string): Problem[] {
  return Object.keys(zip.files)
    .filter((name) => /^word\/(?:header|footer|footnotes|endnotes)\d*\.xml$/.test(name))
    .filter((name) => /[【】]/.test(partOf(zip, name)))
    .map(() => ({
      code: "template-in-margin",
      message: "页眉、页脚、脚注里有【字段】，不能填",
      hint: "把字段移到正文里",
      place: { file },
    }));
}

function partOf(zip: PizZip, name: string): string {
  return zip.file(name)?.asText() ?? "";
}
