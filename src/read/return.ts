/** A return that somebody sent (报表): CSV, xlsx or the JSON that tuban writes, as figures with their places. */
import { cleanCell, foldWidth, misuse } from "../campaign/index.ts";
import type { Place, Problem } from "../campaign/index.ts";
import type { Row } from "./csv.ts";
import { tableRows } from "./table.ts";
import { textOf } from "./text.ts";

/** One number as it was sent. */
export interface SentFigure {
  /** 全部, or the town. */
  readonly scope: string;
  readonly name: string;
  /** null for — and for nothing. */
  readonly value: number | null;
  readonly thisPeriod: number | null;
  readonly place: Place;
  /** Where thisPeriod stands, if elsewhere. */
  readonly periodPlace?: Place;
}

export interface SentReturn {
  readonly figures: readonly SentFigure[];
  /** What stands where a number belongs, and what could not be understood. */
  readonly problems: readonly Problem[];
}

/** Larger than this it is no return: a nation by county has 22 MB. */
const mostBytes = 50_000_000;

/**
 * Reads a return. A table has one figure a row (a column 指标), or one column a figure and one row a place.
 * @throws Stop for a file that is none of the three forms
 */
export function readReturn(bytes: Uint8Array, file: string): SentReturn {
  if (bytes.length > mostBytes)
    misuse("return-too-large", `文件有 ${Math.round(bytes.length / 1_000_000)} MB，不像一份报表`, {
      hint: "报表只有一页数；请报送单位重报",
      place: { file },
    });
  if (/\.json$/i.test(file)) return fromJson(textOf(bytes, file).text, file);
  return fromTable([...tableRows(bytes, file)], file);
}

/** Columns that accompany figures and are none, those of the roll-up's form among them. */
const beside = new Set([
  ..."序号、截至日、校验码、备注、说明、填报人、填报单位、填报日期、联系人、联系电话".split("、"),
  ..."省份、地市、是否启动、是否基本完成".split("、"),
]);

const scopeTitles = ["范围", "属地", "乡镇街道", "县区", "单位名称"];
const valueTitles = ["累计（期末）", "累计", "期末", "数值", "数量"];
const periodTitles = ["本期", "本周", "本月", "本季", "本年", "本阶段", "行动以来"];

function fromTable(rows: readonly Row[], file: string): SentReturn {
  const header = rows.find(({ cells }) => cells.filter((cell) => cleanCell(cell) !== "").length > 1);
  if (!header)
    return misuse("empty-return", "文件里没有表格", {
      hint: "核对是不是拿错了文件；没有传完的，请报送单位重报",
      place: { file },
    });
  const titles = header.cells.map((cell) => cleanCell(cell));
  const body = rows.filter(({ line, cells }) => line > header.line && cells.some((cell) => cleanCell(cell) !== ""));
  return titles.includes("指标") ? longTable(titles, body, file) : wideTable(titles, body, file);
}

/** One figure a row, as tuban report --csv writes it. */
function longTable(titles: readonly string[], rows: readonly Row[], file: string): SentReturn {
  const column = (wanted: readonly string[]): number => titles.findIndex((title) => wanted.includes(title));
  const [name, scope, value, thisPeriod] = [
    column(["指标"]),
    column(scopeTitles),
    column(valueTitles),
    column(periodTitles),
  ];
  if (value < 0 && thisPeriod < 0)
    misuse("no-value-column", "表里没有写数的那一列", {
      hint: `列名写成：${valueTitles.join("、")}之一`,
      place: { file },
    });
  const problems: Problem[] = [];
  const figures = rows.map(({ line, cells }): SentFigure => {
    const number = (index: number): number | null => {
      if (index < 0) return null;
      const place = { file, row: line, column: titles[index] ?? "" };
      return numberOf(cells[index] ?? "", cleanCell(cells[name] ?? ""), place, problems);
    };
    const [stated, added] = [number(value < 0 ? thisPeriod : value), number(thisPeriod)];
    return {
      scope: scopeOf(cells[scope] ?? ""),
      name: cleanCell(cells[name] ?? ""),
      value: stated,
      thisPeriod: added,
      place: { file, row: line, column: titles[value < 0 ? thisPeriod : value] ?? "" },
      periodPlace: { file, row: line, column: titles[thisPeriod] ?? "" },
    };
  });
  return { figures, problems };
}

/** One column a figure, one row a place. */
function wideTable(titles: readonly string[], rows: readonly Row[], file: string): SentReturn {
  const scope = titles.findIndex((title) => scopeTitles.includes(title));
  const problems: Problem[] = [];
  const figures = rows.flatMap(({ line, cells }) =>
    titles.flatMap((name, index): SentFigure[] => {
      if (index === scope || name === "" || beside.has(name)) return [];
      const place = { file, row: line, column: name };
      const value = numberOf(cells[index] ?? "", name, place, problems);
      return [{ scope: scopeOf(cells[scope] ?? ""), name, value, thisPeriod: null, place }];
    }),
  );
  return { figures, problems };
}

function scopeOf(text: string): string {
  const scope = cleanCell(text);
  return ["", "合计", "总计", "小计", "全县", "全区"].includes(scope) ? "全部" : scope;
}

function numberOf(text: string, name: string, place: Place, problems: Problem[]): number | null {
  const clean = foldWidth(cleanCell(text)).replaceAll(/[,\s]/g, "").replace(/%$/, "");
  if (clean === "" || /^[—–-]+$/.test(clean)) return null;
  if (/^[-+]?\d{1,12}(?:\.\d{1,6})?$/.test(clean)) return Number(clean);
  problems.push({
    code: "not-a-number",
    message: `${name} 应写数，写了“${cleanCell(text).slice(0, 30)}”`,
    hint: "改成数字，不带单位；没有数的写 —",
    place,
  });
  return null;
}

function fromJson(text: string, file: string): SentReturn {
  const content = parsed(text, file);
  const [problems, figures]: [Problem[], SentFigure[]] = [[], []];
  const take = (list: unknown, scope: string, where: string): void => {
    if (!Array.isArray(list)) return;
    for (const [index, one] of (list as unknown[]).entries()) {
      const place = { file, column: `${where}[${index}]` };
      const { name, value, thisPeriod } = isRecord(one) ? one : {};
      if (typeof name !== "string")
        problems.push({
          code: "no-indicator-name",
          message: `第 ${index + 1} 个指标没有名称`,
          hint: "让对方用 tuban report --json 重新导出，不要手工修改",
          place,
        });
      else
        figures.push({
          scope,
          name,
          value: amount(value, name, place),
          thisPeriod: amount(thisPeriod, name, place),
          place,
        });
    }
  };
  const amount = (value: unknown, name: string, place: Place): number | null => {
    if (typeof value === "number" && Number.isFinite(value)) return value;
    return value === null || value === undefined
      ? null
      : numberOf(typeof value === "string" ? value : JSON.stringify(value), name, place, problems);
  };
  if (!Array.isArray(content["indicators"]) && !Array.isArray(content["figures"]))
    misuse("not-a-return", "这个 JSON 不是 tuban 写出的报表", {
      hint: "对方用 tuban report --json 导出",
      place: { file },
    });
  take(content["indicators"] ?? content["figures"], "全部", "indicators");
  const towns: unknown = content["indicatorsByTown"];
  if (Array.isArray(towns))
    for (const town of towns as unknown[])
      if (isRecord(town))
        take(town["indicators"], typeof town["town"] === "string" ? town["town"] : "未填属地", "indicatorsByTown");
  return { figures, problems };
}

function parsed(text: string, file: string): Record<string, unknown> {
  try {
    const content: unknown = JSON.parse(text);
    if (isRecord(content)) return content;
  } catch {
    // told below
  }
  return misuse("bad-json", "JSON 文件读不通", { hint: "让对方重新导出，不要手工修改", place: { file } });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
