/** A document's Markdown (document.ts makes it) as its blocks: headings, paragraphs, points of a list, rules, tables; everything else is text. */

/** Texts are still Markdown: `partsOf` reads them. */
export type Block =
  | { readonly kind: "heading"; readonly level: number; readonly text: string }
  /** `alone`: no other line touches it. */
  | { readonly kind: "paragraph"; readonly lines: readonly string[]; readonly alone: boolean }
  | { readonly kind: "point"; readonly text: string }
  | { readonly kind: "rule" }
  | TableBlock;

export interface TableBlock {
  readonly kind: "table";
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Columns set to the right, by the marks under the head. */
  readonly right: readonly boolean[];
}

/** A stretch of a line: text as it is read, a line break, or a picture by the hash of its file. */
export type Part =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "break" }
  | { readonly kind: "picture"; readonly name: string; readonly sha256: string };

export function blocksOf(markdown: string): Block[] {
  return markdown.split(/\n{2,}/).flatMap((block) => blocksIn(block.split("\n").filter((line) => line.trim() !== "")));
}

function blocksIn(lines: readonly string[]): Block[] {
  const made: Block[] = [];
  for (let at = 0; at < lines.length; at++) {
    const from = at;
    const line = lines[at] ?? "";
    const heading = /^(#{1,6}) (.*)$/.exec(line);
    if (line.startsWith("|")) {
      while (lines[at + 1]?.startsWith("|")) at += 1;
      made.push(tableOf(lines.slice(from, at + 1)));
    } else if (heading) made.push({ kind: "heading", level: heading[1]?.length ?? 1, text: heading[2] ?? "" });
    else if (line.startsWith("- ")) made.push({ kind: "point", text: line.slice(2) });
    else if (/^-{3,}$/.test(line)) made.push({ kind: "rule" });
    else {
      // A line that ends in two blanks goes on in the same paragraph.
      while ((lines[at] ?? "").endsWith("  ") && at + 1 < lines.length) at += 1;
      const its = lines.slice(from, at + 1).map((one) => one.trim());
      made.push({ kind: "paragraph", lines: its, alone: lines.length === its.length });
    }
  }
  return made;
}

const marks = /^\|[\s:|-]+\|$/;

function tableOf(lines: readonly string[]): TableBlock {
  const under = marks.test(lines[1] ?? "") ? (lines[1] ?? "") : "";
  const [head = [], ...rows] = lines.filter((_, at) => at !== 1 || under === "").map(cellsOf);
  const right = cellsOf(under).map((mark) => /^-+:$/.test(mark));
  return { kind: "table", head, rows, right };
}

/** Cells between bars; an escaped bar is text. */
function cellsOf(line: string): string[] {
  return (line.match(/(?:\\.|[^|\\])*\|/g) ?? []).slice(1).map((cell) => cell.slice(0, -1).trim());
}

const token = /!\[((?:\\.|[^\]\\])*)\]\(sha256:([0-9a-f]{64})\)|<br>|&(lt|gt|amp);|\\([!-/:-@[-`{-~])/g;
const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&" };

/** What a text of a block says, every escape undone. */
export function partsOf(text: string): Part[] {
  const parts: Part[] = [];
  let [from, plain] = [0, ""];
  const flush = (more: Part): void => {
    if (plain !== "") parts.push({ kind: "text", text: plain });
    plain = "";
    parts.push(more);
  };
  for (const match of text.matchAll(token)) {
    const [whole, name, sha256, entity, literal] = match;
    plain += text.slice(from, match.index);
    from = match.index + whole.length;
    if (sha256 !== undefined) flush({ kind: "picture", name: (name ?? "").replaceAll(/\\(.)/g, "$1"), sha256 });
    else if (whole === "<br>") flush({ kind: "break" });
    else plain += literal ?? entities[entity ?? ""] ?? whole;
  }
  plain += text.slice(from);
  if (plain !== "") parts.push({ kind: "text", text: plain });
  return parts;
}
