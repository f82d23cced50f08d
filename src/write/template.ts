/**
 * What a template says: text with fields in 【】, never a program.
 *
 *     【机构名称】            the field's value
 *     【#问题】…【/问题】      the block once for each element of a list; 【序号】 is its number
 *     【?有证据】…【/有证据】  the block where the field is not empty
 *     【^问题】…【/问题】      the block where it is empty
 *     【%照片】                a picture
 *
 * The signs may be full-width (＃ ？ ／ ＾ ％), as an input method types them. A line with nothing but block marks leaves no line behind,
 * so that a block around table rows does not break the table.
 */
import type { Problem, ProblemCode } from "../campaign/index.ts";

type BlockKind = "each" | "if" | "unless";

/** A name in the template and where it stands. */
export interface Mark {
  readonly name: string;
  /** 1-based; col counts from the opening bracket. */
  readonly line: number;
  readonly col: number;
  /** The whole line without its marks: what a value on it is part of. */
  readonly around: string;
}
interface Text {
  readonly kind: "text";
  readonly text: string;
}
export interface Insertion {
  readonly kind: "field" | "picture";
  readonly mark: Mark;
}
export interface TemplateBlock {
  readonly kind: BlockKind;
  readonly mark: Mark;
  readonly nodes: readonly Node[];
}
export type Node = Text | Insertion | TemplateBlock;

/** Reports a fault at a mark. */
export type Report = (mark: Mark, code: ProblemCode, message: string, hint: string) => void;

/** A broken mark is named by what stands in the template. */
type Token = Text | { readonly kind: BlockKind | "field" | "picture" | "close" | "broken"; readonly mark: Mark };
interface OpenBlock {
  readonly kind: BlockKind;
  readonly mark: Mark;
  readonly nodes: Node[];
}

/** Blocks within blocks; no document needs more. */
const deepest = 8;
const signs = new Map<string, BlockKind | "close" | "picture">([
  ["#", "each"],
  ["＃", "each"],
  ["?", "if"],
  ["？", "if"],
  ["^", "unless"],
  ["＾", "unless"],
  ["/", "close"],
  ["／", "close"],
  ["%", "picture"],
  ["％", "picture"],
]);
const markPattern = /【([^【】]*)】|[【】]/g;

/** A problem at a mark of the template `file`. */
export function problemAt(file: string, mark: Mark, code: ProblemCode, message: string, hint: string): Problem {
  return { code, message, hint, place: { file, line: mark.line, col: mark.col } };
}

/** Reads a template; every fault of its form is reported. */
export function readTemplate(source: string, report: Report): readonly Node[] {
  const top: Node[] = [];
  const open: OpenBlock[] = [];
  for (const token of tokensOf(source)) {
    const here = open.at(-1)?.nodes ?? top;
    if (token.kind === "text") here.push(token);
    else if (token.kind === "field" || token.kind === "picture") here.push({ kind: token.kind, mark: token.mark });
    else if (token.kind === "broken") reportBroken(token.mark, report);
    else if (token.kind === "close") close(token.mark, open, report);
    else {
      const block: OpenBlock = { kind: token.kind, mark: token.mark, nodes: [] };
      // One too deep is still opened, so that its end finds it, but hangs nowhere.
      if (open.length < deepest) here.push(block);
      else
        report(
          token.mark,
          "template-too-deep",
          `「${token.mark.name}」套了超过${deepest}层。`,
          "把里层的内容移到外面。",
        );
      open.push(block);
    }
  }
  for (const { mark } of open) {
    report(mark, "template-unclosed-block", `「${mark.name}」这一段没有结束。`, `在这一段后面加上 【/${mark.name}】。`);
  }
  return top;
}

/** All names a template uses, fields and blocks alike, each once, in order of appearance. */
export function namesIn(source: string): readonly string[] {
  const names = tokensOf(source).flatMap((token) =>
    token.kind === "text" || token.kind === "broken" ? [] : [token.mark.name],
  );
  return [...new Set(names)];
}

function tokensOf(source: string): readonly Token[] {
  return source.split(/(?<=\n)/).flatMap((line, index) => {
    const tokens = tokensOfLine(line, index + 1);
    const marks = tokens.filter((token) => token.kind !== "text");
    const bare = marks.length > 0 && marks.every(isBlockMark) && line.replace(markPattern, "").trim() === "";
    return bare ? marks : tokens;
  });
}

function tokensOfLine(text: string, line: number): readonly Token[] {
  const around = text.replace(markPattern, "").trimEnd();
  const tokens: Token[] = [];
  let end = 0;
  for (const found of text.matchAll(markPattern)) {
    if (found.index > end) tokens.push({ kind: "text", text: text.slice(end, found.index) });
    tokens.push(markToken(found[0], found[1] ?? "", { line, col: found.index + 1, around }));
    end = found.index + found[0].length;
  }
  if (end < text.length) tokens.push({ kind: "text", text: text.slice(end) });
  return tokens;
}

function markToken(whole: string, inner: string, place: Omit<Mark, "name">): Token {
  const content = inner.trim();
  const sign = signs.get(content.charAt(0));
  const name = sign ? content.slice(1).trim() : content;
  if (name === "") return { kind: "broken", mark: { name: whole, ...place } };
  return { kind: sign ?? "field", mark: { name, ...place } };
}

function isBlockMark(token: Token): boolean {
  return token.kind === "each" || token.kind === "if" || token.kind === "unless" || token.kind === "close";
}

function reportBroken(mark: Mark, report: Report): void {
  const brackets = "正文里的括号请用〔〕或［］。";
  if (mark.name === "】") report(mark, "template-bracket", "「】」前面没有对应的「【」。", `补上「【」；${brackets}`);
  else if (mark.name === "【")
    report(mark, "template-bracket", "「【」在本行内没有对应的「】」。", `补上「】」；${brackets}`);
  else report(mark, "template-bracket", `「${mark.name}」里没有字段名。`, "写上字段名，例如 【机构名称】。");
}

/** Closes the block of that name. Blocks opened within it and not closed are reported, each at its own place. */
function close(mark: Mark, open: OpenBlock[], report: Report): void {
  const end = `【/${mark.name}】`;
  const inner = open.at(-1);
  const depth = open.findLastIndex((block) => block.mark.name === mark.name);
  if (inner === undefined) {
    report(mark, "template-unopened-block", `${end}没有对应的开头。`, `删去它，或者在前面加上 【#${mark.name}】。`);
  } else if (depth === -1) {
    const wanted = inner.mark.name;
    report(
      mark,
      "template-mismatched-close",
      `${end}没有对应的开头。`,
      `这里要结束的是「${wanted}」：【/${wanted}】。`,
    );
  } else {
    for (const { mark: left } of open.splice(depth).slice(1)) {
      const hint = `在${end}之前加上 【/${left.name}】。`;
      report(left, "template-mismatched-close", `「${left.name}」这一段在${end}之前没有结束。`, hint);
    }
  }
}
