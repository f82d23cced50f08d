/** The template of a kind of document: the office's own beside the ledger, else the one shipped; in Word where there is one. */
import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { Stop, misuse } from "../../campaign/index.ts";
import type { Problem } from "../../campaign/index.ts";
import { sha256Of } from "../../ledger/acts/papers.ts";
import type { IssuedFile } from "../../ledger/acts/papers.ts";
import type { Office } from "../../office.ts";
import { fileText } from "../../read/file.ts";
import { wordBytes } from "../../read/word.ts";
import { templatePath } from "../../templates.ts";
import { withCodeLine } from "../../write/code-line.ts";
import { fieldsOf, renderDocument } from "../../write/document.ts";
import type { Fields } from "../../write/document.ts";
import type { WordFile } from "../../write/docx-read.ts";
import type { Pictures } from "../../write/docx-fill.ts";
import { fileNameOf } from "../../write/file-name.ts";

export interface Template {
  /** As the journal and the problems name it, e.g. documents/整改通知书.docx（随附） */
  readonly name: string;
  /** The text with its fields, whichever file it comes from. */
  readonly markdown: string;
  readonly sha256: string;
  /** null where the office has a text of its own and no Word file to go with it. */
  readonly word: (WordFile & { readonly name: string; readonly sha256: string }) | null;
}

/**
 * The template for a file named like orders/整改通知书.md. An own Word file (templates/documents/整改通知书.docx beside the ledger)
 * holds before an own text, and that before what is shipped: what is frozen is the text of the paper that was issued.
 * @throws Stop
 */
export async function templateFor(office: Office, file: string, kind: string): Promise<Template> {
  const wordFile = wordFileOf(file);
  const own = (name: string): string => join(ownTemplates(office), name);
  if (existsSync(own(wordFile))) return whole(await wordTemplate(own(wordFile), `${wordFile}（本单位）`), file);
  if (file.endsWith(".md") && existsSync(own(file))) return textTemplate(own(file), `${file}（本单位）`, null);
  const shipped = existsSync(templatePath(wordFile)) ? templatePath(wordFile) : null;
  if (file.endsWith(".md") && existsSync(templatePath(file)))
    return textTemplate(
      templatePath(file),
      `${file}（随附）`,
      shipped === null ? null : await wordTemplate(shipped, `${wordFile}（随附）`),
    );
  if (shipped) return wordTemplate(shipped, `${wordFile}（随附）`);
  return misuse("template-missing", `找不到${kind}的模板：${file}`, {
    hint: `把模板放到账本旁边的 ${join("templates", wordFile)} 或 ${join("templates", file)}`,
  });
}

/** Whether there is a template, the office's own or one shipped, for a file named like orders/整改通知书.md or reports/周调度.md. */
export function hasTemplate(office: Pick<Office, "home">, file: string): boolean {
  const names = [...(file.endsWith(".md") ? [file] : []), ...(file.startsWith("reports/") ? [] : [wordFileOf(file)])];
  return names.some((name) => existsSync(join(ownTemplates(office), name)) || existsSync(templatePath(name)));
}

const wordFileOf = (file: string): string => join("documents", `${basename(file).replace(/\.(?:md|docx)$/, "")}.docx`);

/** Where the office keeps templates of its own. */
export function ownTemplates(office: Pick<Office, "home">): string {
  return office.home.templates;
}

/** Without these a paper says neither which it is nor whose: they may be moved, not left out. */
const needed = ["文号", "签发机关", "签发日期"];

/** @throws Stop naming what the office's template lacks of them where the shipped one has them */
function whole(template: Template, file: string): Template {
  const shipped = templatePath(file);
  const [wanted, used] = [existsSync(shipped) ? readFileSync(shipped, "utf8") : "", template.markdown].map(fieldsOf);
  const problems = needed
    .filter((field) => wanted?.includes(field) === true && used?.includes(field) !== true)
    .map((field): Problem => ({
      code: "template-left-out",
      message: `模板里没有【${field}】`,
      hint: `在正文里写上【${field}】`,
      place: { file: template.name },
    }));
  if (problems.length > 0) throw new Stop(1, problems);
  return template;
}

async function wordTemplate(path: string, name: string): Promise<Template> {
  const { readWord } = await import("../../write/docx-read.ts");
  const bytes = wordBytes(path, name);
  const word = { ...readWord(bytes, name), name, sha256: sha256Of(bytes) };
  return { name, markdown: word.markdown, sha256: word.sha256, word };
}

function textTemplate(path: string, name: string, word: Template | null): Template {
  const markdown = fileText(path);
  return { name, markdown, sha256: sha256Of(markdown), word: word?.word ?? null };
}

/** The document's text, with its check code. @throws Stop with every field that is unknown or missing */
export function textOf(template: Template, fields: Fields): string {
  const rendered = renderDocument(withCodeLine(template.markdown, fields), fields, template.name);
  if ("problems" in rendered) throw new Stop(1, rendered.problems);
  return rendered.text;
}

export interface WordDocument {
  readonly file: IssuedFile;
  readonly content: Uint8Array;
}

/** The Word file of a document whose text has been made; null where its template is text only. @throws Stop template-structure */
export async function wordOf(
  { word }: Template,
  { number, fields, pictures }: { readonly number: string; readonly fields: Fields; readonly pictures: Pictures },
): Promise<WordDocument | null> {
  if (!word) return null;
  const { fillWord } = await import("../../write/docx-fill.ts");
  const content = fillWord(word, fields, pictures, word.name);
  return {
    content,
    file: {
      template: word.name,
      template_sha256: word.sha256,
      sha256: sha256Of(content),
      name: `${fileNameOf(number)}.docx`,
      bytes: content.length,
    },
  };
}
