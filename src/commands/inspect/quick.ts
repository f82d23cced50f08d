/** A visit told by its failed items alone: everything else was in order. */
import { basename } from "node:path";
import { Stop, measuredAnswer, shown } from "../../campaign/index.ts";
import type { Given, Item, Place, Problem } from "../../campaign/index.ts";
import { keepEvidence } from "../../ledger/evidence/files.ts";
import type { KeptFile } from "../../ledger/evidence/files.ts";
import type { Home } from "../../ledger/home.ts";
import { fileNames } from "../../read/answers.ts";
import { codeIn, readFailedItems } from "../../read/failed-items.ts";
import type { Answered } from "./answers.ts";
import type { Visit } from "./visit.ts";

/** What was written of a visit. */
export interface Exceptions {
  /** Failed items, each with what was found, as the user wrote them. */
  readonly failed: readonly string[];
  readonly notApplicable: readonly string[];
  /** What was found, for failed items that say nothing themselves. */
  readonly note: string;
  /** Names of files; one may begin with the item that it shows: 2-1=照片.jpg. */
  readonly files: readonly string[];
}

/** Answers to all items, before their files are kept. */
export interface QuickAnswers {
  readonly given: ReadonlyMap<string, Given>;
  readonly files: readonly AboutFile[];
}

interface AboutFile {
  /** The item that the file shows; null where it shows the visit as a whole. */
  readonly item: string | null;
  readonly path: string;
}

/** Which files names are, and what is wrong with one. */
export interface NamedFiles {
  readonly pathOf: (name: string) => string;
  readonly faultOf: (path: string) => string | null;
}

/** Where each part was written, for faults. */
export type PlaceOf = (part: keyof Exceptions) => { readonly place?: Place };

/** What a visit asks, and why it does not ask an item of the plan; null where the plan has no such item. */
type Asked = Pick<Visit, "items" | "notAsked">;

/**
 * The answers to all items, or everything that is wrong with what was written: an item that this visit does not ask is
 * none of its faults, but may well be written 不适用. `named` says which file a name is.
 */
export function answersBy(
  { items, notAsked }: Asked,
  written: Exceptions,
  named: NamedFiles,
  placeOf: PlaceOf,
): QuickAnswers | { readonly problems: readonly Problem[] } {
  const failed = together(written.failed, items);
  const not = together(written.notApplicable, items);
  const unknown = (part: string): Problem => notAsked(codeIn(part)) ?? unknownItem(part, items);
  const files = written.files.flatMap((text) => filesIn(text, items, named));
  const problems: Problem[] = [
    ...failed.unknown.map((part) => ({ ...unknown(part), ...placeOf("failed") })),
    ...not.unknown
      .filter((part) => notAsked(codeIn(part)) === null)
      .map((part) => ({ ...unknown(part), ...placeOf("notApplicable") })),
    ...[...not.notes.keys()]
      .filter((code) => failed.notes.has(code))
      .map((code): Problem => ({
        code: "item-twice",
        message: `检查项 ${code} 既写了不合格，又写了不适用`,
        hint: "只留一样",
        ...placeOf("notApplicable"),
      })),
    ...files.flatMap(({ path }) => unusable(path, named.faultOf, placeOf)),
  ];
  if (problems.length > 0) return { problems };
  const given = new Map(
    items.map(({ code }): [string, Given] => {
      const note = failed.notes.get(code);
      if (note !== undefined) return [code, { answer: "不合格", note: note || written.note }];
      return [code, { answer: not.notes.has(code) ? "不适用" : "合格", note: "" }];
    }),
  );
  const [only, ...others] = failed.notes.keys();
  const about = only !== undefined && others.length === 0 ? only : null;
  return { given, files: files.map(({ item, path }) => ({ item: item ?? about, path })) };
}

interface Together {
  readonly notes: ReadonlyMap<string, string>;
  readonly unknown: readonly string[];
}

function together(texts: readonly string[], items: readonly Item[]): Together {
  const read = texts.map((text) => readFailedItems(text, items));
  return { notes: new Map(read.flatMap(({ notes }) => [...notes])), unknown: read.flatMap(({ unknown }) => unknown) };
}

function unknownItem(part: string, items: readonly Item[]): Problem {
  return {
    code: "unknown-item",
    message: `这家的检查表里没有检查项${shown(part)}`,
    hint: `写检查项的编号，如 ${items[0]?.code ?? "1-1"}=查到了什么；编号见 tuban inspect 编号 --print`,
  };
}

function unusable(path: string, faultOf: NamedFiles["faultOf"], placeOf: PlaceOf): Problem[] {
  const fault = faultOf(path);
  if (fault === null) return [];
  return [
    {
      code: "evidence-unusable",
      message: `证据文件用不了：${basename(path)}，${fault}`,
      hint: "表里的路径从这张表所在的文件夹算起；多个文件用分号隔开",
      ...placeOf("files"),
    },
  ];
}

function filesIn(text: string, items: readonly Item[], { pathOf, faultOf }: NamedFiles): AboutFile[] {
  const names = faultOf(pathOf(text)) === null ? [text] : fileNames(text);
  return names.map((name) => {
    const [, code, file] = /^(\d{1,2}-\d{1,2})\s*[=＝:：]\s*(.+)$/.exec(name) ?? [];
    const item = items.find((one) => one.code === code);
    return item && file !== undefined ? { item: item.code, path: pathOf(file) } : { item: null, path: pathOf(name) };
  });
}

/** Keeps the files beside the ledger. @throws Stop as keepEvidence */
export async function keepFiles(home: Home, { given, files }: QuickAnswers): Promise<Answered> {
  const evidence = new Map<string, KeptFile[]>();
  const ofVisit: KeptFile[] = [];
  for (const { item, path } of files) {
    const kept = await keepEvidence(home, path);
    if (item === null) ofVisit.push(kept);
    else evidence.set(item, [...(evidence.get(item) ?? []), kept]);
  }
  return { given, evidence, ofVisit };
}

/** The answers of `--fail`, `--na`, `--measure` and `--pass`. @throws Stop with everything that is wrong */
export async function quickAnswers(
  visit: Visit,
  written: Exceptions & { readonly measured: readonly string[] },
  named: NamedFiles,
): Promise<Answered> {
  const measured = measuredBy(visit, written.measured);
  const answered = answersBy(visit, written, named, () => ({}));
  const problems = [...measured.problems, ...("problems" in answered ? answered.problems : [])];
  if (problems.length > 0 || "problems" in answered) throw new Stop(2, problems);
  return keepFiles(visit.office.home, { ...answered, given: new Map([...answered.given, ...measured.given]) });
}

/** 3-4=72课时: the answers that measured numbers are. */
function measuredBy(
  { items, notAsked, campaign: { plan }, office }: Visit,
  texts: readonly string[],
): { readonly given: ReadonlyMap<string, Given>; readonly problems: readonly Problem[] } {
  const given = new Map<string, Given>();
  const problems: Problem[] = [];
  for (const text of texts) {
    const [, code = text, value = ""] = /^([^=＝:：]+)[=＝:：](.*)$/.exec(text.trim()) ?? [];
    const item = items.find((one) => one.code === code.trim());
    const answer = item ? measuredAnswer(plan, item, value, office.on) : (notAsked(code) ?? unknownItem(code, items));
    if ("code" in answer) problems.push(answer);
    else if (item) given.set(item.code, answer);
  }
  return { given, problems };
}
