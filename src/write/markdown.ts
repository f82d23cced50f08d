/** A value as it stands in Markdown: read as text, whatever a stranger typed. */
import { plainLines } from "./plain.ts";

const inlineMarks = /[\\`*_[\]~|]/g;
// What at the start of a line would make a heading, a quotation, a list or a rule of it.
const blockMark = /^(\d*)([-+=#>.)])(?=[-+=#>.)\s]|$)/;
const quotation = /^>/;
/** A template line that is an ordinary paragraph: no heading, list, quotation, table or indentation. */
const prose = /^(?![#>|*+\s-]|\d*[.)、](?:\s|$))[^|]*$/;

/**
 * The value escaped for the template line it stands on. Rendered, it reads exactly as typed, except that blanks at the start of a line and empty lines are dropped.
 * Line breaks stay in an ordinary paragraph; in a table row, a heading or a list item they become <br>, the only tag that is ever put in.
 */
export function markdownValue(value: string, templateLine: string): string {
  return tidyLines(value)
    .map(escapedLine)
    .join(prose.test(templateLine) ? "  \n" : "<br>");
}

/** The value's lines as a document shows them: without power over what reads them, blanks at the ends and empty lines. */
export function tidyLines(value: string): string[] {
  return plainLines(value)
    .split("\n")
    .map((line) => line.replace(/^[ \t]+|[ \t]+$/g, ""))
    .filter((line) => line !== "");
}

function escapedLine(line: string): string {
  const inline = line
    .replace(inlineMarks, "\\$&")
    .replace(/&(?=[#\w]|$)/g, "&amp;")
    .replaceAll("<", "&lt;");
  return inline.replace(blockMark, "$1\\$2").replace(quotation, "\\>");
}
