/** What counties returned, for a roll-up: the JSON that `tuban report` writes, or a filled form (CSV, xlsx), one county a row. */
import {
  Stop,
  cleanCell,
  countTitles,
  foldWidth,
  misuse,
  provincePlace,
  returnCounts,
  shown,
  unitName,
} from "../campaign/index.ts";
import type { AbsentCounty, CountyReturn, CountyUnit, Place, Problem, ReturnCount } from "../campaign/index.ts";
import type { Row } from "./csv.ts";
import { findHeaders } from "./headers.ts";
import type { HeaderFields, Headers } from "./headers.ts";
import { tableRows } from "./table.ts";
import { textOf } from "./text.ts";

export interface CountyReturns {
  readonly returns: readonly CountyReturn[];
  /** One for each faulty cell; a return with one is not among the returns. */
  readonly problems: readonly Problem[];
  /** Counties whose return is faulty; and those that a roll-up says to have none that counts. */
  readonly absent: readonly AbsentCounty[];
}

const unitFields = {
  province: { title: "省份", aliases: ["省", "省（区、市）", "省级", "省市自治区"] },
  city: { title: "地市", aliases: ["市", "市州", "设区市", "地级市", "市（州）"] },
  county: { title: "县区", aliases: ["县", "区县", "县市区", "县（市、区）", "报送单位", "单位", "单位名称", "地区"] },
  code: { title: "行政区划代码", aliases: ["区划代码", "地区代码"] },
} as const;

type UnitField = keyof typeof unitFields;

const formFields = {
  ...unitFields,
  institutions: { title: countTitles.institutions, aliases: ["摸排机构数", "机构数", "机构总家数"] },
  inspected: { title: countTitles.inspected, aliases: ["已检查机构数"] },
  withProblems: { title: countTitles.withProblems, aliases: ["问题机构数", "有问题机构数"] },
  rectified: { title: countTitles.rectified, aliases: ["已整改数", "完成整改数", "已整改机构数", "已完成整改机构数"] },
  ownRate: { title: "整改完成率", aliases: ["整改率", "完成整改率"] },
  started: { title: "是否启动", aliases: ["已启动"] },
  completed: { title: "是否基本完成", aliases: ["基本完成"] },
  counties: { title: "县区总数", aliases: ["县（市、区）总数", "县市区总数", "区县总数", "县区数"] },
} as const;
type FormField = keyof typeof formFields;

/** The titles of a form, in order. */
export const formTitles: readonly string[] = Object.entries(formFields).flatMap(([name, { title }]) =>
  name === "code" || name === "counties" ? [] : title,
);

/** Larger than this it is no return. */
const mostBytes = 50_000_000;

/** @throws Stop for a file that is none of the forms; faulty cells are among the problems */
export function readCountyReturns(bytes: Uint8Array, file: string): CountyReturns {
  if (bytes.length > mostBytes)
    misuse("return-too-large", `文件有 ${Math.round(bytes.length / 1_000_000)} MB，不像一份报表`, {
      hint: "报表只含汇总数；请报送单位用 tuban report --json 或报表表样重报",
      place: { file },
    });
  if (/\.json$/i.test(file)) return readReturnJson(textOf(bytes, file).text, file);
  return fromForm(tableRows(bytes, file), file);
}

/** The list of those who should return: columns 省份, 地市, 县区; only the last is needed. @throws Stop when it is no table */
export function readUnits(bytes: Uint8Array, file: string): { units: CountyUnit[]; problems: Problem[] } {
  const headers = headersIn<UnitField>(tableRows(bytes, file), unitFields, file);
  const hasCounties = headers.columns.some(({ field }) => field === "county");
  const units: CountyUnit[] = [];
  const lines = new Map<string, number>();
  const problems: Problem[] = [];
  for (const row of headers.rows) {
    const cell = cellsOf(row, headers.columns);
    const unit = unitOf(cell, hasCounties);
    if (unit === null) continue;
    const key = JSON.stringify(unit);
    const before = lines.get(key);
    if (before === undefined) units.push(unit);
    else
      problems.push({
        code: "unit-twice",
        message: `应报名单里${shown(unit.county || unitName(unit))}出现两次：第${before}行和第${row.line}行`,
        hint: "删去一行；同名的不同县区要写明地市",
        place: { file, row: row.line, column: unitFields.county.title },
      });
    lines.set(key, row.line);
  }
  return { units, problems };
}

type Cells<Name extends string> = (field: Name) => { readonly text: string; readonly header: string };

function cellsOf<Name extends string>(
  row: Row,
  columns: readonly { readonly index: number; readonly header: string; readonly field: Name | null }[],
): Cells<Name> {
  return (field) => {
    const column = columns.find((one) => one.field === field);
    return { text: column ? cleanCell(row.cells[column.index] ?? "") : "", header: column?.header ?? "" };
  };
}

/** The unit of a row: a county; in a table that has no column of counties, a whole city or province. */
function unitOf(cell: Cells<"province" | "city" | "county" | "code">, hasCounties: boolean): CountyUnit | null {
  const [county, city, province, code] = [cell("county"), cell("city"), cell("province"), cell("code")].map(
    ({ text }) => text,
  ) as [string, string, string, string];
  if ([county, city, province].some((name) => /^(?:合计|总计|全国|全省|全市|小计)$/.test(name))) return null;
  const known = code === "" ? {} : { code };
  // 地区 of a national table are provinces.
  if (hasCounties && city === "" && province === "" && provincePlace(county) !== null)
    return { province: county, city: null, county: "", ...known };
  if (hasCounties ? county === "" : city === "" && province === "") return null;
  return { province: province || null, city: city || null, county, ...known };
}

/** The header by its column of counties; else of cities; else of provinces. @throws Stop where there is none */
function headersIn<Name extends string>(
  source: Iterable<Row>,
  fields: HeaderFields<Name | UnitField>,
  file: string,
): Headers<Name | UnitField> {
  const rows = [...source];
  for (const key of ["county", "city", "province"] as const)
    try {
      return findHeaders<Name | UnitField>(rows, { fields, key, file });
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
    }
  return findHeaders<Name | UnitField>(rows, { fields, key: "county", file });
}

function fromForm(rows: Iterable<Row>, file: string): CountyReturns {
  const headers = headersIn<FormField>(rows, formFields, file);
  const has = (field: FormField): boolean => headers.columns.some((column) => column.field === field);
  const filled = [...headers.rows].filter((row) => row.cells.some((cell) => cleanCell(cell) !== ""));
  const others = figureColumns(headers.columns, filled);
  if (returnCounts.every((count) => !has(count)) && others.length === 0)
    misuse("return-column-missing", "表里没有一列是数", {
      hint: "用 tuban consolidate --form 表.xlsx 写出表样，照表样填报；公布的表要有单位和数",
      place: { file, row: headers.line },
    });
  const returns: CountyReturn[] = [];
  const problems: Problem[] = [...headers.remarks];
  const absent: AbsentCounty[] = [];
  for (const row of filled) {
    const more = moreIn(row, others);
    const read = returnOf(cellsOf(row, headers.columns), { file, row: row.line }, { hasCounties: has("county"), more });
    if (read === null) continue;
    problems.push(...read.problems);
    if (read.problems.length > 0) {
      if (unitName(read.sent.unit) !== "") absent.push({ ...read.sent.unit, why: "有错没有计入" });
    } else if (saysNothing(read.sent)) absent.push({ ...read.sent.unit, why: "没有报" });
    else returns.push(read.sent);
  }
  if (returns.length === 0 && problems.length === 0)
    misuse("empty-return", "表里一个单位也没有填", { hint: "照表样一个县区填一行", place: { file } });
  return { returns, problems, absent };
}

/** A row of the form that has only its unit: 未报. */
function saysNothing({ counts, more = {}, whole, ownRate, started, completed }: CountyReturn): boolean {
  return (
    returnCounts.every((count) => counts[count] === null) &&
    Object.keys(more).length === 0 &&
    [ownRate, started, completed, whole?.counties ?? null].every((said) => said === null)
  );
}

/** What stands where a number was not reported. */
const notReported = /^(?:|[-—–/]+|未报|未上报|暂无|无数据|\.{2,}|…+)$/;
const numeric = /^-?(?:\d{1,12}|\d{1,3}(?:,\d{3})+)(?:\.\d+)?$/;
/** No quantities that may be added up. */
const noQuantity =
  /序号|编号|名次|排名|位次|年份|年度|日期|时间|备注|电话|代码|率|占比|比例|比重|%|％|平均|人均|同比|环比/;

/** Columns that no field of the form claims and that hold nothing but numbers: other indicators, by the words of their headers. */
function figureColumns(
  columns: readonly { readonly index: number; readonly header: string; readonly field: FormField | null }[],
  rows: readonly Row[],
): { readonly index: number; readonly header: string }[] {
  return columns.filter(({ index, header, field }) => {
    if (field !== null || noQuantity.test(header) || /^第\d+列$/.test(header)) return false;
    const cells = rows.map((row) => foldWidth(cleanCell(row.cells[index] ?? "")).trim());
    const said = cells.filter((cell) => !notReported.test(cell));
    return said.length > 0 && said.every((cell) => numeric.test(cell));
  });
}

function moreIn(
  row: Row,
  columns: readonly { readonly index: number; readonly header: string }[],
): Record<string, number> {
  return Object.fromEntries(
    columns.flatMap(({ index, header }) => {
      const text = foldWidth(cleanCell(row.cells[index] ?? "")).trim();
      return notReported.test(text) ? [] : [[header, Number(text.replaceAll(",", ""))]];
    }),
  );
}

function returnOf(
  cell: Cells<FormField>,
  place: Place,
  { hasCounties, more }: { readonly hasCounties: boolean; readonly more: Readonly<Record<string, number>> },
): { sent: CountyReturn; problems: Problem[] } | null {
  const problems: Problem[] = [];
  const unit = unitOf(cell, hasCounties);
  const numbers = returnCounts.map((count) => [count, cell(count)] as const);
  if (unit === null) {
    const isNamed = hasCounties ? cell("county").text !== "" : true;
    if (isNamed || isTotal(cell) || numbers.every(([, { text }]) => text === "")) return null;
    problems.push({
      code: "return-no-county",
      message: "这一行有数，没有写县区",
      hint: "填上报送单位",
      place: { ...place, column: formFields.county.title },
    });
  }
  const numberIn = (field: ReturnCount | "counties" | "started" | "completed"): number | null => {
    const { text, header } = cell(field);
    return countOf(text, unit, { ...place, column: header === "" ? formFields[field].title : header }, problems);
  };
  const counts = Object.fromEntries(returnCounts.map((count) => [count, numberIn(count)])) as Readonly<
    Record<ReturnCount, number | null>
  >;
  const own = cell("ownRate");
  const isWhole = unit !== null && unit.county === "";
  const sent: CountyReturn = {
    unit: unit ?? { province: null, city: null, county: "" },
    counts,
    ...(Object.keys(more).length > 0 && { more }),
    ...(isWhole && {
      whole: { counties: numberIn("counties"), started: numberIn("started"), completed: numberIn("completed") },
    }),
    ownRate: rateOf(own.text, counts, { ...place, column: own.header }, problems),
    started: isWhole ? null : presenceOf(cell("started"), place, problems),
    completed: isWhole ? null : presenceOf(cell("completed"), place, problems),
    asOf: null,
    campaign: null,
    place,
  };
  return { sent, problems };
}

const isTotal = (cell: Cells<"province" | "city">): boolean =>
  [cell("province"), cell("city")].some(({ text }) => /^(?:合计|总计|全国|全省|全市|小计)$/.test(text));

/** 1,203 and １２０３ are 1203; 空着, — and 未报 are not reported; 1203家, 约1200 and -3 are not what belongs there. */
function countOf(text: string, unit: CountyUnit | null, place: Place, problems: Problem[]): number | null {
  const folded = foldWidth(text).trim();
  if (notReported.test(folded)) return null;
  if (/^(?:\d{1,9}|\d{1,3}(?:,\d{3}){1,2})(?:\.0+)?$/.test(folded)) return Number(folded.replaceAll(",", ""));
  problems.push({
    code: "return-not-a-number",
    message: `${unit === null ? "" : `${unit.county || unitName(unit)}：`}${place.column ?? ""}应是不小于 0 的整数，却是“${shown(text).slice(1, -1)}”`,
    hint: "只填数字；没有就填 0，没有报的空着",
    place,
  });
  return null;
}

/** Per cent: 98.93%, 98.93, and 0.9893 as a spreadsheet keeps it, where that is what the counts come to. */
function rateOf(
  text: string,
  { rectified, withProblems }: CountyReturn["counts"],
  place: Place,
  problems: Problem[],
): number | null {
  const folded = foldWidth(text).trim();
  if (folded === "" || folded === "—" || folded === "-" || folded === "/") return null;
  const [, digits, sign] = /^(-?\d+(?:\.\d+)?)\s*(%?)$/.exec(folded) ?? [];
  if (digits === undefined) {
    problems.push({
      code: "return-not-a-rate",
      message: `整改完成率应是百分数，却是“${shown(text).slice(1, -1)}”`,
      hint: "写成 98.93%，或留空由汇总方计算",
      place,
    });
    return null;
  }
  const rate = Number(digits);
  const isFraction = sign === "" && rate >= 0 && rate <= 1 && (rate < 1 || rectified === withProblems);
  return isFraction && !(rate < 1 && (withProblems ?? 0) > 0 && (rectified ?? 0) * 100 < (withProblems ?? 0))
    ? Math.round(rate * 10_000) / 100
    : rate;
}

function presenceOf(
  { text, header }: { readonly text: string; readonly header: string },
  place: Place,
  problems: Problem[],
): boolean | null {
  if (text === "") return null;
  if (/^(?:是|有|1|√|已启动|基本完成|完成|Y|y)$/.test(text)) return true;
  if (/^(?:否|无|0|×|未启动|未完成|N|n)$/.test(text)) return false;
  problems.push({
    code: "return-not-yes-or-no",
    message: `${header}应填“是”或“否”，却是“${shown(text).slice(1, -1)}”`,
    hint: "填“是”或“否”，或留空由汇总方判断",
    place: { ...place, column: header },
  });
  return null;
}

/** A county's return as tuban report --json writes it, or those that a city brought together. @throws Stop for what is neither */
export function readReturnJson(text: string, file: string): CountyReturns {
  const report = parsed(text, file);
  if (Array.isArray(report["returns"])) return fromRollUp(report, file);
  const figures = new Map<string, unknown>();
  const more: Record<string, number> = {};
  // report --json calls them indicators, an issued return (report show --json) figures.
  const entries = report["indicators"] ?? report["figures"];
  for (const entry of Array.isArray(entries) ? (entries as unknown[]) : [])
    if (typeof entry === "object" && entry !== null && "name" in entry && "value" in entry) {
      figures.set(String(entry.name), entry.value);
      const isShare = "basis" in entry && entry.basis === "比率";
      if (!isShare && typeof entry.value === "number" && !isOfForm(String(entry.name)))
        more[String(entry.name)] = entry.value;
    }
  if (figures.size === 0)
    misuse("return-without-indicators", "这个 JSON 文件里没有指标，不是 tuban 写出的报表", {
      hint: "请报送单位运行 tuban report --json 或 tuban report show 编号 --json 重报；地市的汇总用 tuban consolidate --json",
      place: { file },
    });
  if (typeof report["town"] === "string")
    misuse("return-of-town", `这是一个属地（${shown(report["town"]).slice(1, -1)}）的报表，不是全县区的`, {
      hint: "请报送单位不带 --town 重报",
      place: { file },
    });
  const county = wordOf(report["region"]) ?? stemOf(file);
  const unit: CountyUnit = { province: null, city: null, county };
  const problems: Problem[] = [];
  const counts = countsIn((count) => figures.get(countTitles[count]), unit, { file }, problems);
  const [rate, visits] = [figures.get(formFields.ownRate.title), figures.get("检查家次")];
  // A report names its plan as name, an issued return as plan.
  const plan = wordOf(report["name"]) ?? wordOf(report["plan"]);
  const sent: CountyReturn = {
    unit,
    counts,
    ...(Object.keys(more).length > 0 && { more }),
    ownRate: typeof rate === "number" ? rate : null,
    started: typeof visits === "number" && visits > 0 ? true : null,
    completed: null,
    asOf: wordOf(report["asOf"]),
    campaign: plan === null ? null : plan.replaceAll(county, ""),
    place: { file },
  };
  return taken([sent], problems, []);
}

/** Indicators that the form has a column for. */
const isOfForm = (name: string): boolean => Object.values(formFields).some(({ title }) => title === name);

/** What a city brought together (tuban consolidate --json): its counties' returns as it took them, and those that it has none of. */
function fromRollUp({ returns, missing }: Record<string, unknown>, file: string): CountyReturns {
  const problems: Problem[] = [];
  const sent = recordsIn(returns).map((one, index): CountyReturn => {
    const unit = unitIn(one);
    const place: Place = {
      file: `${file}（${shown(unit.county === "" ? `第${index + 1}个` : unit.county).slice(1, -1)}）`,
    };
    if (unit.county === "")
      problems.push({ code: "return-no-county", message: "有一个单位没有写县区", hint: "请地市重新汇总", place });
    const yes = (value: unknown): boolean | null => (typeof value === "boolean" ? value : null);
    return {
      unit,
      counts: countsIn((count) => one[count], unit, place, problems),
      ...numbersIn(one["more"]),
      ownRate: typeof one["ownRate"] === "number" ? one["ownRate"] : null,
      started: yes(one["started"]),
      completed: yes(one["completed"]),
      asOf: wordOf(one["asOf"]),
      campaign: wordOf(one["campaign"]),
      place,
    };
  });
  const without = recordsIn(missing).map((one): AbsentCounty => ({
    ...unitIn(one),
    why: one["why"] === "有错没有计入" ? "有错没有计入" : "没有报",
  }));
  return taken(sent, problems, without);
}

/** A return with a faulty number is none, and its county among those without one. */
function taken(
  sent: readonly CountyReturn[],
  problems: readonly Problem[],
  absent: readonly AbsentCounty[],
): CountyReturns {
  const isFaulty = ({ place }: CountyReturn): boolean => problems.some((problem) => problem.place?.file === place.file);
  const faulty = sent
    .filter((one) => isFaulty(one) && one.unit.county !== "")
    .map(({ unit }): AbsentCounty => ({ ...unit, why: "有错没有计入" }));
  return { returns: sent.filter((one) => !isFaulty(one)), problems, absent: [...absent, ...faulty] };
}

function countsIn(
  valueOf: (count: ReturnCount) => unknown,
  unit: CountyUnit,
  place: Place,
  problems: Problem[],
): CountyReturn["counts"] {
  return Object.fromEntries(
    returnCounts.map((count) => {
      const value = valueOf(count);
      if (value === undefined || value === null) return [count, null];
      if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return [count, value];
      problems.push({
        code: "return-not-a-number",
        message: `${unit.county}：${countTitles[count]}应是不小于 0 的整数，却是“${shown(typeof value === "string" ? value : JSON.stringify(value)).slice(1, -1)}”`,
        hint: "请报送单位改成数字，不带单位、不带“约”，再报",
        place: { ...place, column: countTitles[count] },
      });
      return [count, null];
    }),
  ) as Readonly<Record<ReturnCount, number | null>>;
}

/** The other numbers of a county in a city's roll-up. */
function numbersIn(more: unknown): { readonly more?: Readonly<Record<string, number>> } {
  if (typeof more !== "object" || more === null) return {};
  const numbers = Object.entries(more).filter((entry): entry is [string, number] => typeof entry[1] === "number");
  return numbers.length === 0 ? {} : { more: Object.fromEntries(numbers) };
}

function recordsIn(list: unknown): Record<string, unknown>[] {
  return (Array.isArray(list) ? (list as unknown[]) : []).map((one) =>
    typeof one === "object" && one !== null ? (one as Record<string, unknown>) : {},
  );
}

function unitIn(one: Record<string, unknown>): CountyUnit {
  return { province: wordOf(one["province"]), city: wordOf(one["city"]), county: wordOf(one["county"]) ?? "" };
}

/** A text with something in it. */
function wordOf(value: unknown): string | null {
  return typeof value === "string" ? cleanCell(value) || null : null;
}

function parsed(text: string, file: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Said below, as for any other content that is no report.
  }
  return misuse("bad-json", "这个文件不是完整的 JSON 报表", {
    hint: "可能没有传完；请报送单位运行 tuban report --json 重报",
    place: { file },
  });
}

function stemOf(file: string): string {
  const name = file.split(/[\\/]/).at(-1) ?? file;
  return name.replace(/\.[^.]*$/, "");
}
