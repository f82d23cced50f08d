/** A plan of one region and year made into one of another: names, level of government and days replaced in its own text. */
import { addDays, daysBetween, isDay } from "../../campaign/index.ts";
import type { Day } from "../../campaign/index.ts";
import { edited, parsed } from "./edits.ts";
import type { Edit } from "./edits.ts";
import type { Path, PlanText } from "./parse.ts";
import { blankForm } from "./shape.ts";
import { holds, valueAt } from "./values.ts";

interface Adaptation {
  /** As it is to be called: 清河县, 川汇区. */
  readonly region: string;
  /** The first day of the first phase. */
  readonly start: Day;
  readonly code: string;
  /** What it is made from, for the comment at its head. */
  readonly from: string;
}

/** What a person has to look at: it may belong to the old region or year. */
export interface Leftover {
  /** 1-based line of the new text; null where it is about no line. */
  readonly line: number | null;
  readonly text: string;
}

export interface Adapted {
  readonly text: string;
  readonly leftovers: readonly Leftover[];
}

/** Days that the first phase is given where the source names only its end. */
const firstPhaseDays = 7;

/**
 * Replaces the region, the level in the names of departments (区教体局 → 县教体局), the year, the code; moves the days of
 * phases, 期限不超过 and the days of 应有 with the first phase; opens again (待填) the area code, the towns and the words of paper numbers.
 * The days from which laws and items hold stay. What refers to what is for readPlan to check. @throws Stop when the text is no YAML
 */
export function adaptPlan(text: string, file: string, to: Adaptation): Adapted {
  const source = parsed(text, file);
  const days = shiftOf(source, to.start);
  const moved = edited(text, [...days.edits, ...headEdits(source, to), ...reopened(source)]);
  const renamed = moved.replaceAll(...namesReplaced(source, to.region));
  const adapted = withHead(renamed, to);
  const undated = days.assumed
    ? [{ line: null, text: `第一个阶段来源没有写起日，按 ${firstPhaseDays} 天排，其余阶段依次后移` }]
    : [];
  return { text: adapted, leftovers: [...undated, ...leftoversIn(adapted, source, to)] };
}

const textAt = (source: PlanText, path: Path): string | null => {
  const value = valueAt(source.content, path);
  return typeof value === "string" && !blankForm.test(value) ? value : null;
};

const dayAt = (source: PlanText, path: Path): Day | null => {
  const value = textAt(source, path);
  return value !== null && isDay(value) ? value : null;
};

const countAt = (source: PlanText, path: Path): number => {
  const value = valueAt(source.content, path);
  return Array.isArray(value) ? value.length : 0;
};

interface Shift {
  readonly edits: readonly Edit[];
  /** Whether the length of the first phase is not the source's. */
  readonly assumed: boolean;
}

function shiftOf(source: PlanText, start: Day): Shift {
  const phases = Array.from({ length: countAt(source, ["阶段"]) }, (_, at): Path => ["阶段", at]);
  const first = phases[0] ?? ["阶段", 0];
  const [from, until] = [dayAt(source, [...first, "自"]), dayAt(source, [...first, "止"])];
  const origin = from ?? (until === null ? null : addDays(until, 1 - firstPhaseDays));
  if (origin === null) return { edits: [], assumed: false };
  const kinds = Array.from({ length: countAt(source, ["文书种类"]) }, (_, at): Path => ["文书种类", at, "期限不超过"]);
  const expected = Array.from({ length: countAt(source, ["应有"]) }, (_, at): Path => ["应有", at, "截止"]);
  const moving = [
    ...phases.flatMap((phase): Path[] => [
      [...phase, "自"],
      [...phase, "止"],
    ]),
    ...kinds,
    ...expected,
  ];
  const by = daysBetween(origin, start);
  const edits = moving.flatMap((path): Edit[] => {
    const [day, span] = [dayAt(source, path), source.span(path)];
    if (day === null || span === null) return [];
    // a first phase of which only the end is known is given its beginning, too
    const begins =
      from === null && path[1] === 0 && path[0] === "阶段" ? `${addDays(day, by)}\n    自: ${start}` : null;
    return [{ span, words: begins ?? addDays(day, by) }];
  });
  return { edits, assumed: from === null };
}

function headEdits(source: PlanText, { region, start, code }: Adaptation): Edit[] {
  const rest = nameWithoutPlace(textAt(source, ["名称"]) ?? "", textAt(source, ["地区", "名称"]));
  const wanted: readonly (readonly [Path, string])[] = [
    [["代号"], code],
    [["名称"], `${start.slice(0, 4)}年${region}${rest}`],
    [["地区", "名称"], region],
    [["地区", "区划代码"], "待填：六位行政区划代码"],
  ];
  return wanted.flatMap(([path, words]) => editAt(source, path, words));
}

function nameWithoutPlace(name: string, region: string | null): string {
  const plain = name.replace(/^\d{4}年/, "").replace(/（[^）]*范本）$/, "");
  return region === null ? plain : plain.replaceAll(region, "");
}

/** What every region has its own of. */
function reopened(source: PlanText): Edit[] {
  const towns = Array.isArray(valueAt(source.content, ["乡镇街道"])) ? listEdit(source) : [];
  const words = Array.from({ length: countAt(source, ["文书种类"]) }, (_, at) => {
    const byIssuer = valueAt(source.content, ["文书种类", at, "代字"]);
    return holds(byIssuer) ? Object.keys(byIssuer).map((issuer): Path => ["文书种类", at, "代字", issuer]) : [];
  });
  return [
    ...towns,
    ...words.flat().flatMap((path) => (textAt(source, path) === null ? [] : editAt(source, path, "待填：机关代字"))),
  ];
}

/** A list of towns becomes one blank: its first word is written over, the others go. */
function listEdit(source: PlanText): Edit[] {
  const count = countAt(source, ["乡镇街道"]);
  const [first, last] = [source.span(["乡镇街道", 0]), source.span(["乡镇街道", count - 1])];
  return first && last ? [{ span: [first[0], last[1]], words: "待填" }] : [];
}

function editAt(source: PlanText, path: Path, words: string): Edit[] {
  const span = source.span(path);
  return span === null ? [] : [{ span, words }];
}

const levels = ["区", "县", "市", "旗"];

/** A pattern of all names that change, and what each becomes. */
function namesReplaced(source: PlanText, region: string): [RegExp, (name: string) => string] {
  const old = textAt(source, ["地区", "名称"]);
  const names = departmentNames(source);
  const level = region.slice(-1);
  const oldLevel = levels.includes(old?.slice(-1) ?? "") ? old?.slice(-1) : commonLevel(names);
  const becomes = new Map<string, string>();
  if (oldLevel !== undefined && oldLevel !== level && levels.includes(level)) {
    becomes.set(`全${oldLevel}`, `全${level}`);
    for (const name of names)
      if (name.startsWith(oldLevel) && !name.startsWith("市场") && name.length > 2)
        becomes.set(name, `${level}${name.slice(1)}`);
  }
  if (old !== null) {
    becomes.set(old, region);
    if (old.length > 2) becomes.set(old.slice(0, -1), region.slice(0, -1));
    for (const name of names) {
      const [, branch] = new RegExp(`^市(.+)${old}分局$`).exec(name) ?? [];
      if (branch !== undefined && level !== "区") becomes.set(name, `${level}${branch}`);
    }
  }
  const longest = [...becomes.keys()].toSorted((a, b) => b.length - a.length);
  return [new RegExp(longest.join("|") || "(?!)", "g"), (name) => becomes.get(name) ?? name];
}

function departmentNames(source: PlanText): string[] {
  return Array.from({ length: countAt(source, ["部门"]) }, (_, at) => {
    const aliases = valueAt(source.content, ["部门", at, "别名"]);
    const name = textAt(source, ["部门", at, "名称"]);
    return [...(name === null ? [] : [name]), ...(Array.isArray(aliases) ? aliases.map(String) : [])];
  }).flat();
}

/** The level that most departments begin with. */
function commonLevel(names: readonly string[]): string | undefined {
  const counts = levels.map((level) => names.filter((name) => name.startsWith(level)).length);
  const most = Math.max(...counts);
  return most === 0 ? undefined : levels[counts.indexOf(most)];
}

/** The schema line stays, remarks on the old source go, and the head says where the text comes from. */
function withHead(text: string, { region, start, from }: Adaptation): string {
  const [first = "", ...lines] = text.split("\n");
  const schema = first.startsWith("# yaml-language-server") ? [first, "#"] : [];
  const rest = (schema.length > 0 ? lines : [first, ...lines]).filter(
    (line) => !(line.trimStart().startsWith("#") && (line.trim() === "#" || line.includes("来源"))),
  );
  return [...schema, `# ${region}的方案，${start} 起，由 ${from} 改写；改好以后运行 tuban plan check。`, ...rest].join(
    "\n",
  );
}

/** Lines that speak of days, of another year or of the old region. */
function leftoversIn(text: string, source: PlanText, { start }: Adaptation): Leftover[] {
  const region = textAt(source, ["地区", "名称"]);
  const stem = region === null || region.length < 3 ? null : region.slice(0, -1);
  const year = start.slice(0, 4);
  let laws = 0;
  const lines = text.split("\n").flatMap((line, at): Leftover[] => {
    if (line.trimStart().startsWith("#") || /^\s*(?:自|止|期限不超过|代号|名称): [^《]*$/.test(line)) return [];
    const years = line.match(/(?<!\d)20\d\d(?!\d)/g) ?? [];
    const old = years.some((one) => one !== year) || /\d月|[上中下]旬|月底/.test(line);
    if (/^\s*- \{ 代号:/.test(line) && old) {
      laws += 1;
      return [];
    }
    const [, code, began] = /编号: ([\d-]+),.*[自至]: (\d{4}-\d{2}-\d{2})/.exec(line) ?? [];
    if (code !== undefined && old)
      return [{ line: at + 1, text: `检查项 ${code} 写有 ${began ?? ""}：规定施行的日子不用改，行动里的日子请改` }];
    const isNamed = stem !== null && line.includes(stem);
    return old || isNamed ? [{ line: at + 1, text: line.trim() }] : [];
  });
  const ofLaws = { line: null, text: `法律依据里有 ${laws} 条带年份，核对是不是现行有效的` };
  return laws > 0 ? [...lines, ofLaws] : lines;
}
