/**
 * Step 1 of reading a plan: YAML text → plain values that still know where in the text they stand.
 *
 * Refused before anything is built: texts over 1 MB, deep nesting, anchors and aliases. A plan needs none of them,
 * and each is a way to make a small file eat the machine.
 */
import { isAlias, isMap, isNode, isScalar, isSeq, Lexer, LineCounter, parseDocument, visit } from "yaml";
import type { Document, Node, Pair, YAMLMap, YAMLSeq } from "yaml";
import type { Place, Problem } from "../../campaign/index.ts";
import { shown } from "./words.ts";

/** Keys and list positions from the top of the file to a value. */
export type Path = readonly (string | number)[];

/** A plan's text as plain values, each traceable to its line. */
export interface PlanText {
  readonly content: Record<string, unknown>;
  /** Where the value at a path stands; where it is missing, the nearest thing around it. */
  readonly placeOf: (path: Path) => Place;
  /** Where the key itself stands. */
  readonly placeOfKey: (path: Path, key: string) => Place;
  /** Where, inside a map of `content`, a key's value stands, or one word of its list. */
  readonly placeIn: (map: object, key?: string, word?: string) => Place;
  /** Start and end of the scalar at a path, as offsets into the text. */
  readonly span: (path: Path) => readonly [number, number] | null;
}

const largest = 1_048_576;
const deepest = 32;
const widestIndent = 200;

/** Reads YAML text. Problems name line and column; `text` is null when there are any. */
export function parsePlan(
  text: string,
  file: string,
): { text: PlanText; problems: readonly [] } | { text: null; problems: readonly Problem[] } {
  if (Buffer.byteLength(text) > largest) {
    return failed({
      code: "plan-too-large",
      message: "方案文件超过1 MB。",
      hint: "方案只写规则；名册、照片等请另存。",
      place: { file },
    });
  }
  if (nestsTooDeep(text)) {
    return failed({
      code: "plan-too-deep",
      message: "方案文件缩进或括号的层次太深。",
      hint: "方案最多用到六层，请检查缩进和括号。",
      place: { file },
    });
  }
  const lines = new LineCounter();
  // The library compares every key with every other; repeated keys are found in plainOf instead.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false });
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line, col };
  };
  const problems = [...syntaxProblems(document, placeAt), ...aliasProblems(document, placeAt)];
  if (problems.length > 0) return { text: null, problems };
  const { contents } = document;
  if (!isMap(contents)) {
    return failed({
      code: "plan-syntax",
      message: "方案文件里没有“键: 值”。",
      hint: "可从 templates/plans 里的方案改起。",
      place: { file, line: 1, col: 1 },
    });
  }
  return located(contents, placeAt);
}

function failed(problem: Problem): { text: null; problems: readonly Problem[] } {
  return { text: null, problems: [problem] };
}

function located(
  root: YAMLMap,
  placeAt: (offset: number) => Place,
): { text: PlanText; problems: readonly [] } | { text: null; problems: readonly Problem[] } {
  const nodes: Nodes = new WeakMap();
  const repeated: Problem[] = [];
  const content = plainMap(root, nodes, (key) => {
    repeated.push({
      code: "plan-duplicate-key",
      message: `“${shown(keyText(key))}”在同一处写了两次。`,
      hint: "只留一处；后写的不会盖掉先写的。",
      place: placeAt(startOf(key.key)),
    });
  });
  if (repeated.length > 0) return { text: null, problems: repeated };
  return {
    text: {
      content,
      placeOf: (path) => placeAt(startOf(nearestNode(root, path))),
      placeOfKey: (path, key) => {
        const map = nearestNode(root, path);
        const pair = isMap(map) ? pairOf(map, key) : undefined;
        return placeAt(startOf(pair ? pair.key : map));
      },
      placeIn: (map, key, word) => placeAt(startOf(nodeIn(nodes.get(map) ?? root, key, word))),
      span: (path) => {
        const node = nearestNode(root, path);
        return isScalar(node) && node.range ? [node.range[0], node.range[1]] : null;
      },
    },
    problems: [],
  };
}

/** Looks at the tokens only: the parser itself does not survive the worst of these texts. */
function nestsTooDeep(text: string): boolean {
  let brackets = 0;
  let marksInLine = 0;
  for (const token of new Lexer().lex(text)) {
    if (token === "[" || token === "{") brackets += 1;
    else if (token === "]" || token === "}") brackets -= 1;
    else if (token === "-" || token === "?" || token === ":") marksInLine += brackets === 0 ? 1 : 0;
    else if (token.includes("\n")) marksInLine = 0;
    else if (token.length > widestIndent && token.trim() === "") return true;
    if (brackets > deepest || marksInLine > deepest) return true;
  }
  return false;
}

/** Every syntax fault, the parser's own words put into the office's. */
function syntaxProblems(document: Document, placeAt: (offset: number) => Place): Problem[] {
  const all = [...document.errors, ...document.warnings];
  // What a tab leads to is no fault of its own.
  const tabs = all.filter(({ code }) => code === "TAB_AS_INDENT");
  return (tabs.length > 0 ? tabs : all).map((error) => {
    const [message, hint] = syntaxWords[error.code] ?? [
      "这里不符合YAML的写法。",
      "冒号、逗号、括号、引号都用半角，冒号后空一格；再对照 templates/plans 里的方案检查这一行。",
    ];
    return { code: "plan-syntax", message, hint, place: placeAt(error.pos[0]) };
  });
}

const syntaxWords: Readonly<Record<string, readonly [message: string, hint: string]>> = {
  BAD_INDENT: ["这一行的缩进与上下行对不齐。", "同一层的键左边对齐，每深一层缩进两个空格。"],
  TAB_AS_INDENT: ["缩进用了制表符（Tab）。", "改成空格，每深一层两个空格。"],
  MISSING_CHAR: ["这里缺一个符号（引号、冒号、括号或逗号）。", "检查引号和括号是否成对、冒号后是否有空格，用半角。"],
  BAD_COLLECTION_TYPE: ["这里把列表和“键: 值”混在了一起。", "列表的每一项以“- ”开头，同一层不能再写“键: 值”。"],
  BAD_SCALAR_START: ["这里以不能直接开头的符号开头（如 @ 或反引号）。", "给整个值加上半角双引号。"],
  UNEXPECTED_TOKEN: ["这里多出一段看不懂的内容。", "检查上一行的缩进和括号。"],
  BLOCK_AS_IMPLICIT_KEY: ["一行里出现了两个“键: 值”。", "值里有“: ”时，给整个值加上半角双引号。"],
  MULTILINE_IMPLICIT_KEY: [
    "键写成了多行，或这一行缺少冒号。",
    "键写在一行里，后面跟半角冒号和一个空格；全角的“：”不算。",
  ],
  MULTIPLE_DOCS: ["一个文件里写了两份方案（有 --- 分隔）。", "每份方案一个文件。"],
  TAG_RESOLVE_FAILED: ["这里用了“!”标签。", "方案不用标签；值以“!”开头时加半角双引号。"],
};

function aliasProblems(document: Document, placeAt: (offset: number) => Place): Problem[] {
  const problems: Problem[] = [];
  visit(document, {
    Node: (_, node) => {
      if (!isAlias(node) && !node.anchor) return;
      problems.push({
        code: "plan-alias",
        message: "方案里用了YAML的锚点或引用（& 或 *）。",
        hint: "把内容照写一遍；值以 & 或 * 开头时加半角双引号。",
        place: placeAt(startOf(node)),
      });
    },
  });
  return problems;
}

type Nodes = WeakMap<object, YAMLMap | YAMLSeq>;
type OnRepeat = (pair: Pair) => void;

/** Plain values, with each map and list remembered beside its node. */
function plainOf(node: unknown, nodes: Nodes, onRepeat: OnRepeat): unknown {
  if (isMap(node)) return plainMap(node, nodes, onRepeat);
  if (!isSeq(node)) return isScalar(node) ? node.value : null;
  const list = node.items.map((item) => plainOf(item, nodes, onRepeat));
  nodes.set(list, node);
  return list;
}

function plainMap(node: YAMLMap, nodes: Nodes, onRepeat: OnRepeat): Record<string, unknown> {
  // No prototype: a key called __proto__ is a key like any other.
  const map: Record<string, unknown> = Object.create(null);
  for (const pair of node.items) {
    const key = keyText(pair);
    if (key in map) onRepeat(pair);
    else map[key] = plainOf(pair.value, nodes, onRepeat);
  }
  nodes.set(map, node);
  return map;
}

function keyText(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value) : String(pair.key);
}

/** A map's pairs by key, kept: the library looks through all of them each time. */
const pairsOfMap = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();

function pairOf(map: YAMLMap, key: string): Pair | undefined {
  const pairs = pairsOfMap.get(map) ?? new Map(map.items.map((pair) => [keyText(pair), pair]));
  pairsOfMap.set(map, pairs);
  return pairs.get(key);
}

function nearestNode(root: YAMLMap, path: Path): Node {
  let node: Node = root;
  for (const step of path) {
    const next = childOf(node, step);
    if (!next) break;
    node = next;
  }
  return node;
}

function childOf(node: Node, step: string | number): Node | null {
  if (isMap(node)) return nodeOr(null, pairOf(node, String(step))?.value);
  return isSeq(node) ? nodeOr(null, node.items[Number(step)]) : null;
}

function nodeIn(node: Node, key?: string, word?: string): Node {
  const value = key === undefined ? null : childOf(node, key);
  if (!value) return node;
  if (isMap(value) && word !== undefined) return nodeOr(value, pairOf(value, word)?.key);
  if (!isSeq(value) || word === undefined) return value;
  return nodeOr(
    value,
    value.items.find((item) => isScalar(item) && String(item.value) === word),
  );
}

function nodeOr<T>(other: T, node: unknown): Node | T {
  return isNode(node) ? node : other;
}

function startOf(node: unknown): number {
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}
