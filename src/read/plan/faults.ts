/** Step 2: what the shape refuses, as problems in the office's words; and what can still be read besides. */
import type * as z from "zod";
import type { Place, Problem } from "../../campaign/index.ts";
import { knownKeysAt } from "./keys.ts";
import type { Path, PlanText } from "./parse.ts";
import { planShape } from "./shape.ts";
import { valueAt } from "./values.ts";
import { remedy, shown } from "./words.ts";

type Issue = z.core.$ZodIssue;

/** One fault of shape, with the path it concerns. */
export interface PlanFault {
  readonly path: Path;
  readonly problem: Problem;
  /** A key nobody asked for; the rest of its map can be read without it. */
  readonly unknownKey: string | null;
}

/** Every fault of shape in the file, in the order of the file's lines. One slip is one fault. */
export function shapeFaults(text: PlanText): PlanFault[] {
  const judged = planShape.safeParse(text.content);
  if (judged.success) return [];
  const misnamed = misnamedRatios(text);
  const isTold = (path: Path): boolean => misnamed.some((ratio) => ratio.path.every((step, at) => step === path[at]));
  const others = judged.error.issues
    .flatMap((issue) => faultsOf(issue, stepsOf(issue), text))
    .filter(({ path }) => !isTold(path));
  return [...misnamed, ...withoutEchoes(others)];
}

/** Indicators with the parts of a ratio that are called something else: nothing else about them can be judged. */
function misnamedRatios(text: PlanText): PlanFault[] {
  const indicators = text.content["指标"];
  return (Array.isArray(indicators) ? indicators : []).flatMap((_, index): PlanFault[] => {
    const path = ["指标", index];
    const basis = valueAt(text.content, [...path, "口径"]);
    const hasParts = ["分子", "分母"].some((key) => valueAt(text.content, [...path, key]) !== undefined);
    if (!hasParts || (basis !== "时点" && basis !== "期间")) return [];
    const problem: Problem = {
      code: "plan-ratio-basis",
      message: `指标“${shown(valueAt(text.content, [...path, "名称"]))}”写了分子、分母，口径却是“${basis}”。`,
      hint: "口径改成比率，不写单位、统计、其中；要数一类的，删去分子、分母。",
      place: text.placeOf([...path, "口径"]),
    };
    return [{ path, unknownKey: null, problem }];
  });
}

/** “名称：甲” is one fault: the key that was meant is not told as missing besides. */
function withoutEchoes(faults: readonly PlanFault[]): PlanFault[] {
  const placeKey = (path: Path): string => JSON.stringify(path);
  const meant = new Set(
    faults.flatMap(({ path, unknownKey: key }) => (key === null ? [] : [placeKey([...path, keyMeant(key)])])),
  );
  return faults.filter(({ path, problem }) => problem.code !== "plan-missing-key" || !meant.has(placeKey(path)));
}

/** The key of “名称：甲” and of “名称:甲”. */
const keyMeant = (key: string): string => key.split(/[：:]/)[0]?.trim() ?? "";

function stepsOf(issue: Issue): (string | number)[] {
  return issue.path.filter((step) => typeof step !== "symbol");
}

function faultsOf(issue: Issue, path: Path, text: PlanText): PlanFault[] {
  if (issue.code === "invalid_union" && valueAt(text.content, path) !== undefined) {
    // 待填 comes first in a union; what the field is really for comes last.
    const meant = issue.errors.at(-1) ?? [];
    return meant.length === 0
      ? [fault(path, text, wrongChoice(path, text, "options" in issue ? (issue.options ?? []).map(String) : []))]
      : meant.flatMap((inner) => faultsOf(inner, [...path, ...stepsOf(inner)], text));
  }
  if (issue.code === "unrecognized_keys") {
    const known = knownKeysAt(planShape, path);
    return issue.keys.map((key) => ({
      path,
      unknownKey: key,
      problem: unknownKey(path, key, known, text.placeOfKey(path, key)),
    }));
  }
  return [fault(path, text, sentenceFor(issue, path, text))];
}

type Sentence = Pick<Problem, "code" | "message" | "hint">;

function fault(path: Path, text: PlanText, sentence: Sentence): PlanFault {
  return { path, unknownKey: null, problem: { ...sentence, place: text.placeOf(path) } };
}

function unknownKey(path: Path, key: string, known: readonly string[], place: Place): Problem {
  const meant = keyMeant(key);
  if (meant !== key && known.includes(meant))
    return {
      code: "plan-colon",
      message: `“${shown(key)}”没有分成键和内容。`,
      hint: `键后面用半角冒号，再空一格：“${meant}: …”。`,
      place,
    };
  return {
    code: "plan-unknown-key",
    message: `${where(path)}没有“${shown(key)}”这个键。`,
    hint: remedy(key, known),
    place,
  };
}

function sentenceFor(issue: Issue, path: Path, text: PlanText): Sentence {
  const value = valueAt(text.content, path);
  if (value === undefined) return missing(path);
  if (value === null) {
    return {
      code: "plan-empty",
      message: `${name(path)}后面是空的。`,
      hint: "填上内容；来源没有写的写“待填”，不需要的删去整行。",
    };
  }
  const form = formSentences[issue.message];
  if (form) return form(shown(value), name(path));
  if (issue.code === "invalid_type") return wrongType(path, value, issue.expected);
  if (issue.code === "invalid_value") {
    return path.at(-1) === "模式版本" ? wrongVersion(value) : wrongChoice(path, text, issue.values.map(String));
  }
  if (issue.code === "too_small") return wrongSize(path, value, `太小，至少为${issue.minimum}`);
  if (issue.code === "too_big") return wrongSize(path, value, `太大，至多为${issue.maximum}`);
  return { code: "plan-wrong-value", message: `${name(path)}的“${shown(value)}”不合要求。`, hint: seeShelf };
}

const seeShelf = "对照 templates/plans 里的方案。";

/** The sentence for each form of text, by the code the shape gave it. */
const formSentences: Readonly<Record<string, (value: string, name: string) => Sentence>> = {
  "plan-text": (value, key) =>
    value.startsWith("待填")
      ? {
          code: "plan-blank-not-allowed",
          message: `${key}不能待填。`,
          hint: "这一项缺了方案就没法用，请写明；不需要的删去整行。",
        }
      : { code: "plan-bad-text", message: `${key}的“${value}”不是一行普通文字。`, hint: "写在一行里，去掉控制字符。" },
  "plan-bad-day": (value, key) => ({
    code: "plan-bad-day",
    message: `${key}的“${value}”不是日历上的一天。`,
    hint: "写成 2021-07-16 的样子。",
  }),
  "plan-bad-duration": (value, key) => ({
    code: "plan-bad-duration",
    message: `${key}的“${value}”不是期限。`,
    hint: "写成“10个工作日”“15日”或“3个月”；来源没有写的写“待填”。",
  }),
  "plan-bad-code": (value) => ({
    code: "plan-bad-code",
    message: `代号“${value}”不合要求。`,
    hint: "用小写字母、数字和连字符，以字母开头，如 chuanhui-2021。",
  }),
  "plan-bad-command": (value) => ({
    code: "plan-bad-command",
    message: `命令“${value}”不合要求。`,
    hint: "用小写英文字母和连字符，2 到 20 个，如 supervise；不想另起命令就删去这一行，用台账的名称也一样。",
  }),
  "plan-bad-item-code": (value) => ({
    code: "plan-bad-item-code",
    message: `检查项编号“${value}”不合要求。`,
    hint: "写成“治理内容的序号-顺序号”，如 1-2。",
  }),
  "plan-bad-template": (value, key) => ({
    code: "plan-bad-template",
    message: `${key}的“${value}”不是模板文件的写法。`,
    hint: "文书写 orders/名称.md 或 orders/名称.docx，报表写 reports/名称.md；不能指到别的文件夹。",
  }),
  "plan-bad-cutoff": (value, key) => ({
    code: "plan-bad-cutoff",
    message: `${key}的“${value}”不是截止时刻的写法。`,
    hint: "写成“周五 17:00”“25日 12:00”或“17:00”。",
  }),
  "plan-too-long": (value, key) => ({
    code: "plan-too-long",
    message: `${key}的“${value}”超过40字。`,
    hint: "现场要念出来，请拆成几项。",
  }),
};

function missing(path: Path): Sentence {
  return {
    code: "plan-missing-key",
    message: `${where(path.slice(0, -1))}缺少“${shown(path.at(-1))}”。`,
    hint: `补上“${shown(path.at(-1))}: …”。`,
  };
}

function wrongType(path: Path, value: unknown, expected: string): Sentence {
  const [wanted, hint] = typeWords[expected] ?? ["别的内容", seeShelf];
  return {
    code: "plan-wrong-type",
    message: `${name(path)}应是${wanted}，现在是${kindOf(value)}。`,
    hint,
  };
}

const typeWords: Readonly<Record<string, readonly [wanted: string, hint: string]>> = {
  string: ["一行文字", "写成一行；数字要当文字用时加半角双引号。"],
  number: ["数字", "只写数字，不带单位和引号。"],
  int: ["整数", "只写数字，不带单位和引号。"],
  array: ["列表", "写成 [甲, 乙]，或每项一行、以“- ”开头；只有一项也要写成列表。"],
  object: ["一组“键: 值”", "下面每行写一个“键: 值”，比这一行多缩进两个空格。"],
  record: ["一组“键: 值”", "下面每行写一个“键: 值”，比这一行多缩进两个空格。"],
};

function wrongVersion(value: unknown): Sentence {
  return {
    code: "plan-version",
    message: `模式版本“${shown(value)}”读不了，本程序只读版本1。`,
    hint: "方案若由新版本程序写成，请升级本程序；否则改为 1。",
  };
}

function wrongChoice(path: Path, text: PlanText, options: readonly string[]): Sentence {
  const value = shown(valueAt(text.content, path) ?? "");
  return {
    code: "plan-wrong-value",
    message: `${name(path)}不能是“${value}”。`,
    hint: options.length === 0 ? seeShelf : remedy(value, options),
  };
}

function wrongSize(path: Path, value: unknown, bound: string): Sentence {
  if (Array.isArray(value)) {
    const hint = path.includes("其中") ? "至少写一项；不限的删去这个键。" : "至少写一项。";
    return { code: "plan-wrong-size", message: `${name(path)}一项也没有。`, hint };
  }
  return { code: "plan-wrong-size", message: `${name(path)}的“${shown(value)}”${bound}。`, hint: "改成范围内的数。" };
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "列表";
  if (typeof value === "object") return "一组“键: 值”";
  return typeof value === "number" ? `数字${value}` : `“${shown(value)}”`;
}

/** The key a message is about; a list's element is called by its list. */
function name(path: Path): string {
  const key = path.findLast((step) => typeof step === "string");
  return key === undefined ? "方案" : `“${shown(key)}”`;
}

function where(path: Path): string {
  const steps = path.map((step) => (typeof step === "number" ? `第${step + 1}项` : shown(step)));
  return steps.length === 0 ? "方案里" : `“${steps.join(".")}”里`;
}

/**
 * Takes the faulty parts out, so that the rest can be cross-checked in the same pass: a faulty list element goes,
 * else the whole section; an unknown key stays, nobody reads it. Gives the sections that lost something.
 */
export function prune(content: Record<string, unknown>, faults: readonly PlanFault[]): ReadonlySet<string> {
  const damaged = new Set<string>();
  const faulty = new Map<unknown[], Set<number>>();
  for (const { path, unknownKey: key, problem } of faults) {
    // a key run together with its colon is told of once, and what it was meant for is missing
    if (key !== null && problem.code !== "plan-colon") continue;
    damaged.add(String(path[0] ?? ""));
    const at = path.findLastIndex((step) => typeof step === "number");
    const list = at < 0 ? undefined : valueAt(content, path.slice(0, at));
    if (Array.isArray(list)) faulty.set(list, (faulty.get(list) ?? new Set()).add(Number(path[at])));
    else delete content[String(path[0])];
  }
  for (const [list, indexes] of faulty) {
    for (const index of [...indexes].toSorted((a, b) => b - a)) list.splice(index, 1);
  }
  return damaged;
}
