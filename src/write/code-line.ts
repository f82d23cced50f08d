/** The last line of every paper: the check code (校验码) of the ledger on which it was drafted. A template may name the field and place it elsewhere. */
import { fieldsOf } from "./document.ts";
import type { Fields } from "./document.ts";

const field = "账本校验码";

const line = `校验码：【${field}】`;

/** The field, as every paper has it. */
export const codeField = (code: string): Fields => ({ [field]: code });

/** The code that the fields of an issued paper bear; "" of one from before papers had any. */
function codeIn(fields: Fields): string {
  const code = fields[field];
  return typeof code === "string" ? code : "";
}

/** A paper's text but for its code, which every entry of others changes. */
export const withoutCode = (text: string, fields: Fields): string => text.replace(codeIn(fields) || /^$/, "");

/** Whether the line has to be added: there is a code, and the template does not place it itself. */
export const wantsCode = (markdown: string, fields: Fields): boolean =>
  Object.hasOwn(fields, field) && !fieldsOf(markdown).includes(field);

/** The template's text with the line at its end. */
export const withCodeLine = (markdown: string, fields: Fields): string =>
  wantsCode(markdown, fields) ? `${markdown.trimEnd()}\n\n${line}\n` : markdown;

/** Small and close, so that it begins no page of its own; WordprocessingML wants these properties in this order. */
const paragraphOf = (text: string): string =>
  `<w:p><w:pPr><w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="exact"/><w:ind w:firstLine="0"/><w:jc w:val="right"/></w:pPr><w:r><w:rPr><w:sz w:val="15"/><w:szCs w:val="15"/></w:rPr><w:t>${text}</w:t></w:r></w:p>`;

/** The page's own properties stand last in the body; those of an earlier section stand within a paragraph. */
const bodyEnd = /<w:sectPr[\s>/](?:(?!<w:p[\s>/]|<\/w:p>)[^])*<\/w:body>|<\/w:body>/;

/** word/document.xml with the line as its last paragraph. */
export const withCodeParagraph = (xml: string): string => xml.replace(bodyEnd, (end) => paragraphOf(line) + end);

/** The line in a paper that is set from its text; null where a text is another. */
export const codeLineXml = (text: string): string | null =>
  /^校验码：[\dA-Z-]+$/.test(text) ? paragraphOf(text) : null;
