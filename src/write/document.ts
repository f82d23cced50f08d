/** Documents from templates: a template (template.ts) and the facts become one Markdown text, or every fault at once. */
import type { Problem } from "../campaign/index.ts";
import { markdownValue } from "./markdown.ts";
import { nearest } from "./nearest.ts";
import {
  namesIn,
  problemAt,
  readTemplate,
  type TemplateBlock,
  type Insertion,
  type Mark,
  type Node,
  type Report,
} from "./template.ts";

/** null is a fact that is not known: a document cannot be issued with it, though a template may ask 【?…】 for it. */
export type Field = string | number | boolean | null | Picture | readonly Fields[];
export interface Fields {
  readonly [name: string]: Field;
}
/** A picture by the hash of its file; the bytes travel beside the fields. */
export interface Picture {
  readonly sha256: string;
  readonly name: string;
}
export type Rendered = { readonly text: string } | { readonly problems: readonly Problem[] };

/**
 * Fills a Markdown template. Values go in once, as text: nothing in them is read as a field, as HTML or as Markdown.
 * `file` is the template's name in the problems, which have line and column; fields in blocks not shown are checked too (those of a list with no element cannot be).
 * Never throws.
 */
export function renderDocument(template: string, fields: Fields, file: string): Rendered {
  const faults = new Map<string, Problem>();
  const report: Report = (mark, code, message, hint) => {
    // A field in a repeated block is at fault once, however many elements there are.
    faults.set(`${mark.line}:${mark.col} ${code}`, problemAt(file, mark, code, message, hint));
  };
  const nodes = readTemplate(template, report);
  const text = renderNodes(nodes, { scopes: [fields], shown: true, within: [], report });
  return faults.size === 0 ? { text } : { problems: [...faults.values()].toSorted(byPlace) };
}

/** The names a template uses, fields and blocks alike, each once, in order of appearance. */
export function fieldsOf(template: string): readonly string[] {
  return namesIn(template);
}

interface Setting {
  /** The innermost element first. */
  readonly scopes: readonly Fields[];
  /** Whether what is rendered will be seen; a value missing from a hidden block is no fault. */
  readonly shown: boolean;
  /** The lists being gone through. */
  readonly within: readonly Field[];
  readonly report: Report;
}

function renderNodes(nodes: readonly Node[], setting: Setting): string {
  return nodes.map((node) => renderNode(node, setting)).join("");
}

function renderNode(node: Node, setting: Setting): string {
  switch (node.kind) {
    case "text":
      return node.text;
    case "field":
      return insertion(node, setting);
    case "picture":
      return picture(node, setting);
    case "each":
      return repetition(node, setting);
    case "if":
    case "unless":
      return condition(node, setting);
  }
}

function insertion({ mark }: Insertion, setting: Setting): string {
  const value = lookUp(mark, setting);
  if (value === undefined) return "";
  if (isMissing(value)) return missing(mark, setting);
  if (isList(value)) {
    setting.report(
      mark,
      "template-is-list",
      `「${mark.name}」是清单，不能直接写出。`,
      `改用 【#${mark.name}】…【/${mark.name}】。`,
    );
    return "";
  }
  if (isPicture(value)) {
    setting.report(mark, "template-is-picture", `「${mark.name}」是照片，不能当文字写出。`, `改用 【%${mark.name}】。`);
    return "";
  }
  if (typeof value === "boolean") return value ? "是" : "否";
  return markdownValue(String(value), mark.around);
}

/** A picture as Markdown has it: ![its file's name](sha256:…). */
function picture({ mark }: Insertion, setting: Setting): string {
  const value = lookUp(mark, setting);
  if (value === undefined) return "";
  if (isMissing(value)) return missing(mark, setting);
  if (!isPicture(value)) {
    setting.report(mark, "template-not-a-picture", `「${mark.name}」不是照片。`, `写文字用 【${mark.name}】。`);
    return "";
  }
  return `![${markdownValue(value.name, mark.around)}](sha256:${value.sha256})`;
}

function repetition({ mark, nodes }: TemplateBlock, setting: Setting): string {
  const value = lookUp(mark, setting);
  if (value === undefined) return "";
  if (isMissing(value)) return missing(mark, setting);
  if (!isList(value)) {
    setting.report(
      mark,
      "template-not-a-list",
      `「${mark.name}」不是清单，不能重复。`,
      `有内容时才显示，请用 【?${mark.name}】…【/${mark.name}】。`,
    );
    return "";
  }
  // Seen from inside its own elements the list would be gone through again for each, and again in those.
  if (setting.within.includes(value)) {
    setting.report(mark, "template-list-in-itself", `「${mark.name}」套在它自己里面。`, "去掉里层的一对。");
    return "";
  }
  const within = [...setting.within, value];
  return value
    .map((element, index) => {
      const scopes = [element, { 序号: index + 1 }, ...setting.scopes];
      return renderNodes(nodes, { ...setting, scopes, within });
    })
    .join("");
}

function condition({ kind, mark, nodes }: TemplateBlock, setting: Setting): string {
  const value = lookUp(mark, setting);
  if (value === undefined) return "";
  const shown = isEmpty(value) === (kind === "unless");
  const text = renderNodes(nodes, { ...setting, shown: setting.shown && shown });
  return shown ? text : "";
}

function missing(mark: Mark, setting: Setting): string {
  if (setting.shown) {
    setting.report(
      mark,
      "template-missing-field",
      `缺少「${mark.name}」，文书不能出。`,
      `先补录「${mark.name}」；可以没有的，在模板里用 【?${mark.name}】…【/${mark.name}】 括起来。`,
    );
  }
  return "";
}

/** The field of that name, innermost first; an unknown one is reported with the nearest name there is. */
function lookUp(mark: Mark, setting: Setting): Field | undefined {
  const scope = setting.scopes.find((fields) => Object.hasOwn(fields, mark.name));
  // A field left undefined by careless data is as good as null.
  if (scope) return scope[mark.name] ?? null;
  const known = setting.scopes.flatMap((fields) => Object.keys(fields));
  const near = nearest(mark.name, known);
  const hint =
    near === undefined ? `可用的字段：${[...new Set(known)].slice(0, 20).join("、")}。` : `是不是「${near}」？`;
  setting.report(mark, "template-unknown-field", `没有「${mark.name}」这个字段。`, hint);
  return undefined;
}

function isMissing(value: Field): boolean {
  return value === null || (typeof value === "number" && !Number.isFinite(value));
}

export function isEmpty(value: Field): boolean {
  return isMissing(value) || value === false || value === "" || (isList(value) && value.length === 0);
}

export function isList(value: Field): value is readonly Fields[] {
  return Array.isArray(value);
}

export function isPicture(value: Field): value is Picture {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function byPlace(one: Problem, other: Problem): number {
  const [a, b] = [one.place, other.place];
  return (a?.line ?? 0) - (b?.line ?? 0) || (a?.col ?? 0) - (b?.col ?? 0);
}
