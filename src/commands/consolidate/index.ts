/** tuban consolidate (汇总): returns of many counties, from their files or from their ledgers, checked, and brought together by city and province. */
import { readdir, stat } from "node:fs/promises";
import { extname, join, resolve } from "node:path";
import {
  Stop,
  absentCounties,
  calledRoll,
  fallsSince,
  misuse,
  mixedCampaigns,
  mixedDays,
  rateDifferences,
  relapsesSince,
  repeatedReturns,
  returnProblems,
  rollLevels,
  rollTable,
  unitName,
} from "../../campaign/index.ts";
import type { AbsentCounty, CountyReturn, CountyUnit, Problem, Roll, RollLevel } from "../../campaign/index.ts";
import type { Done } from "../../io.ts";
import type { Office } from "../../office.ts";
import { fileBytes } from "../../read/file.ts";
import { formTitles, readCountyReturns, readUnits } from "../../read/county-returns.ts";
import type { CountyReturns } from "../../read/county-returns.ts";
import { nextSteps, problemText } from "../../write/message.ts";
import { ledgersNamed, returnOf } from "./ledgers.ts";
import {
  differenceSheet,
  missingSheet,
  remarkSheet,
  rollSheet,
  tablesBehind,
  toldText,
  unreportedText,
} from "./sheets.ts";
import type { Consolidated, ReturnRemark } from "./sheets.ts";

export interface ConsolidateOptions {
  readonly units?: string;
  readonly previous?: string;
  readonly by?: string;
  readonly partial?: boolean;
  readonly out?: string;
  readonly csv?: boolean;
  readonly form?: string;
  /** The files are counties' lists of this name, not their figures. */
  readonly list?: string;
  /** The day's screen of a city instead of the table. */
  readonly desk?: boolean;
}

/** tuban consolidate. @throws Stop with every fault of every return, unless they are to be left out */
export async function consolidate(
  office: Office,
  paths: readonly string[],
  options: ConsolidateOptions,
): Promise<Done | void> {
  const expected = options.units === undefined ? null : await unitsFrom(office, options.units);
  if (options.form !== undefined) return writeForm(office, options.form, expected ?? []);
  if (paths.length === 0)
    misuse("no-returns", "没有说汇总哪些报表", { hint: "写上文件或文件夹：tuban consolidate 报送/" });
  if (options.list !== undefined) return rollLists(office, paths, options.list, { expected, options });
  const level = levelOf(options.by);
  const current = await returnsFrom(office, paths);
  const previous = options.previous === undefined ? null : await returnsFrom(office, [options.previous]);
  const roll = expected === null ? null : calledRoll(current.returns, expected);
  const returns = roll?.returns ?? current.returns;
  const problems = [
    ...current.problems,
    ...(previous?.problems ?? []),
    ...(roll?.problems ?? []),
    ...repeatedReturns(returns),
    ...returns.flatMap(returnProblems),
    ...fallsSince(previous?.returns ?? [], returns),
  ];
  if (problems.length > 0 && options.partial !== true) throw new Stop(1, problems);
  const faulty = placesOf(problems);
  const standing = returns.filter(({ place }) => !faulty.has(placeKey(place)));
  const questions = [
    ...relapsesSince(previous?.returns ?? [], standing),
    ...mixedDays(standing),
    ...mixedCampaigns(standing),
  ];
  const remarks = [
    ...problems.map((problem) => ({ problem, counted: false })),
    ...questions.map((problem) => ({ problem, counted: true })),
  ];
  const consolidated = bringTogether({ returns, absent: current.absent, roll, remarks }, level);
  await show(office, consolidated, options);
  // on the city's screen they stand in their place
  for (const { problem } of options.desk === true ? [] : remarks)
    office.io.err.write(problemText(problem, { color: office.io.color, severity: "warning" }));
  return problems.length > 0 ? 3 : undefined;
}

/** The lists (白名单 …) of the counties, as one. */
async function rollLists(
  office: Office,
  paths: readonly string[],
  list: string,
  { expected, options }: { readonly expected: readonly CountyUnit[] | null; readonly options: ConsolidateOptions },
): Promise<Done | void> {
  const found: string[] = [];
  const ledgers: string[] = [];
  for (const path of paths) {
    const named = await ledgersNamed(office, path);
    if (named === null) found.push(...(await filesUnder(office.io.cwd, path)).files);
    else ledgers.push(...named);
  }
  const files = found.filter((name) => !/\.json$/i.test(name));
  if (files.length === 0 && ledgers.length === 0)
    misuse("no-returns", `没有找到名单：${paths.join("、")}`, { hint: "名单是 .csv 或 .xlsx 文件" });
  const { consolidateLists } = await import("./lists.ts");
  return consolidateLists(office, {
    list,
    files,
    ledgers,
    units: expected,
    partial: options.partial === true,
    out: options.out,
    csv: options.csv === true,
  });
}

interface Gathered {
  readonly returns: readonly CountyReturn[];
  /** Counties that the files themselves tell to have no return that counts. */
  readonly absent: readonly AbsentCounty[];
  readonly roll: Roll | null;
  readonly remarks: readonly ReturnRemark[];
}

/** Faulty returns are left out; their counties stand among those that have none that counts. */
function bringTogether({ returns, absent, roll, remarks }: Gathered, wanted: RollLevel | null): Consolidated {
  const faulty = placesOf(remarks.flatMap(({ problem, counted }) => (counted ? [] : [problem])));
  const times = new Map<string, number>();
  for (const { unit } of returns) times.set(unitName(unit), (times.get(unitName(unit)) ?? 0) + 1);
  const isSound = ({ unit, place }: CountyReturn): boolean =>
    !faulty.has(placeKey(place)) && times.get(unitName(unit)) === 1;
  const sound = returns.filter(isSound);
  const unsound = returns
    .filter((sent) => !isSound(sent))
    .map(({ unit }): AbsentCounty => ({ ...unit, why: "有错没有计入" }));
  const missing = absentCounties(roll, [...unsound, ...absent], sound);
  const level = wanted ?? highestLevel([...sound.map(({ unit }) => unit), ...missing]);
  return {
    level,
    ...rollTable({ returns: sound, missing, expected: roll?.expected ?? [] }, level),
    expected: roll === null ? null : roll.expected.length,
    returns: sound,
    missing,
    remarks,
    differences: rateDifferences(sound),
  };
}

function placesOf(problems: readonly Problem[]): ReadonlySet<string> {
  return new Set(problems.map(({ place }) => placeKey(place)));
}

function placeKey(place: Problem["place"]): string {
  return `${place?.file ?? ""} ${place?.row ?? ""}`;
}

/** The highest level at which there is more than one line; counties where nothing is said of what they belong to. */
function highestLevel(units: readonly CountyUnit[]): RollLevel {
  const several = (of: (unit: CountyUnit) => string | null): boolean => new Set(units.map(of)).size > 1;
  if (several(({ province }) => province)) return "省";
  return several(({ city }) => city) ? "市" : "县";
}

function levelOf(by: string | undefined): RollLevel | null {
  if (by === undefined) return null;
  return (
    rollLevels.find((level) => level === by) ??
    misuse("bad-level", `--by 只能是${rollLevels.join("、")}，不是 ${by}`, { hint: "例如 --by 市" })
  );
}

async function show(office: Office, consolidated: Consolidated, options: ConsolidateOptions): Promise<void> {
  const { io } = office;
  const { out, csv } = options;
  if (out !== undefined) {
    const { writeOut } = await import("../../write/files.ts");
    const path = resolve(io.cwd, out);
    await writeOut(path, await contentOf(consolidated, out), office);
    io.err.write(`已写出：${path}\n`);
  }
  if (options.desk === true) return showDesk(office, consolidated, out === undefined);
  if (office.json) io.out.write(await jsonOf(consolidated));
  else if (csv === true) io.out.write((await import("../../write/csv.ts")).csvText(rollSheet(consolidated)));
  else if (out === undefined) io.out.write(await screenOf(office, consolidated));
}

async function showDesk(office: Office, consolidated: Consolidated, isToBeWritten: boolean): Promise<void> {
  const { io, json, asOf } = office;
  const { deskJson, deskSteps, deskText } = await import("./desk.ts");
  if (json) {
    const { jsonText } = await import("../../write/json.ts");
    io.out.write(jsonText(deskJson(consolidated)));
    return;
  }
  io.out.write(deskText(consolidated, io, asOf));
  io.err.write(
    nextSteps([...deskSteps(consolidated), ...(isToBeWritten ? ["加 --out 今日.xlsx，写成文件发出去"] : [])], io),
  );
}

async function contentOf(consolidated: Consolidated, out: string): Promise<string | Uint8Array> {
  switch (extname(out).toLowerCase()) {
    case ".json":
      return jsonOf(consolidated);
    case ".csv":
      return (await import("../../write/csv.ts")).csvText(rollSheet(consolidated));
    case ".md":
      return (await import("./markdown.ts")).consolidatedMarkdown(consolidated);
    case ".xlsx": {
      const { workbookBytes, workbookSheet } = await import("../../write/workbook.ts");
      const { behind, behindSheet } = await import("./desk.ts");
      return workbookBytes([
        workbookSheet({
          name: "汇总",
          sheet: rollSheet(consolidated, { ratios: true }),
          above: [toldText(consolidated), unreportedText(consolidated)].filter((text) => text !== ""),
        }),
        workbookSheet({ name: "没有整改完", sheet: behindSheet(behind(consolidated)) }),
        workbookSheet({ name: "未计入", sheet: missingSheet(consolidated) }),
        workbookSheet({ name: "率有出入", sheet: differenceSheet(consolidated) }),
        workbookSheet({ name: "核对意见", sheet: remarkSheet(consolidated) }),
      ]);
    }
    default:
      return misuse("bad-format", `不会写这种文件：${out}`, { hint: "文件名以 .md、.csv、.xlsx 或 .json 结尾" });
  }
}

async function screenOf(office: Office, consolidated: Consolidated): Promise<string> {
  const { tableText } = await import("../../write/table.ts");
  const { width, color } = office.io;
  const parts = [tableText(rollSheet(consolidated, { others: false }), { width, color })];
  parts.push(`${toldText(consolidated)}\n`);
  const unreported = unreportedText(consolidated);
  if (unreported !== "") parts.push(`空着的是没有报：${unreported}\n`);
  parts.push(...tablesBehind(consolidated, (sheet) => tableText(sheet, { width, color })));
  return parts.join("");
}

async function jsonOf(consolidated: Consolidated): Promise<string> {
  const { level, lines, total, expected, returns, missing, remarks, differences } = consolidated;
  const { jsonText } = await import("../../write/json.ts");
  return jsonText({
    level,
    expected,
    reported: returns.length,
    missing,
    table: lines,
    total,
    rateDifferences: differences.map(({ unit, own, recomputed, place }) => ({ ...unit, own, recomputed, place })),
    remarks: remarks.map(({ problem, counted }) => ({ ...problem, counted })),
    returns: returns.map(({ unit, counts, more, ownRate, started, completed, asOf, campaign }) => ({
      ...unit,
      ...counts,
      ...(more && { more }),
      ownRate,
      started,
      completed,
      asOf,
      campaign,
    })),
  });
}

/** Every return in these files and folders, with all their faults; files that are no returns are named. */
async function returnsFrom(
  office: Office,
  paths: readonly string[],
): Promise<{ returns: CountyReturn[]; problems: Problem[]; absent: AbsentCounty[] }> {
  const returns: CountyReturn[] = [];
  const absent: AbsentCounty[] = [];
  const problems: Problem[] = [];
  const { io } = office;
  const take = async (file: string, read: () => CountyReturns | Promise<CountyReturns>): Promise<void> => {
    try {
      const found = await read();
      returns.push(...found.returns);
      problems.push(...found.problems);
      absent.push(...found.absent);
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
      problems.push(...error.problems.map((problem) => ({ ...problem, place: problem.place ?? { file } })));
    }
  };
  for (const path of paths) {
    const ledgers = await ledgersNamed(office, path);
    for (const ledger of ledgers ?? []) await take(ledger, () => returnOf(office, ledger));
    if (ledgers !== null) continue;
    const { files, others } = await filesUnder(io.cwd, path);
    if (others.length > 0)
      io.err.write(
        `没有读（不是 .json、.csv、.xlsx）：${others.slice(0, 5).join("、")}${others.length > 5 ? ` 等 ${others.length} 个` : ""}\n`,
      );
    for (const file of files) await take(file, () => readCountyReturns(fileBytes(resolve(io.cwd, file)), file));
  }
  if (returns.length === 0 && problems.length === 0)
    misuse("no-returns", `没有找到报表：${paths.join("、")}`, { hint: "报表是 .json、.csv 或 .xlsx 文件" });
  return { returns, problems, absent };
}

/** A file itself; of a folder what is in it and below, by name, without hidden files and what Excel leaves while a file is open. */
async function filesUnder(cwd: string, path: string): Promise<{ files: string[]; others: string[] }> {
  const found = await stat(resolve(cwd, path)).catch(() =>
    misuse("no-such-file", `找不到：${path}`, { hint: "核对文件或文件夹的名字" }),
  );
  if (!found.isDirectory()) return { files: [path], others: [] };
  const entries = await readdir(resolve(cwd, path), { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile() && !/^(?:\.|~\$)/.test(entry.name))
    .map((entry) => join(path, join(entry.parentPath, entry.name).slice(resolve(cwd, path).length)))
    .toSorted();
  const isReturn = (name: string): boolean => /\.(?:json|csv|xlsx)$/i.test(name);
  return { files: names.filter(isReturn), others: names.filter((name) => !isReturn(name)) };
}

async function unitsFrom({ io }: Office, path: string): Promise<CountyUnit[]> {
  const { units, problems } = readUnits(fileBytes(resolve(io.cwd, path)), path);
  if (problems.length > 0) throw new Stop(2, problems);
  if (units.length === 0)
    misuse("no-units", "应报名单里一个单位也没有", {
      hint: "一个县区写一行，表头写 县区（要分的，再加 省份、地市）",
      place: { file: path },
    });
  return units;
}

async function writeForm(office: Office, out: string, units: readonly CountyUnit[]): Promise<void> {
  const { io } = office;
  const { writeOut } = await import("../../write/files.ts");
  const rows = units.length > 0 ? units : [{ province: null, city: null, county: "" }];
  const sheet = {
    title: "校外培训机构专项治理情况报表",
    columns: formTitles.map((title, index) => ({
      key: title,
      title,
      value: ({ province, city, county }: CountyUnit) => [province, city, county][index] ?? null,
    })),
    rows,
  };
  const path = resolve(io.cwd, out);
  const ending = extname(out).toLowerCase();
  if (ending === ".csv") await writeOut(path, (await import("../../write/csv.ts")).csvText(sheet), office);
  else if (ending === ".xlsx") {
    const { workbookBytes, workbookSheet } = await import("../../write/workbook.ts");
    await writeOut(path, await workbookBytes([workbookSheet({ name: "报表", sheet })]), office);
  } else misuse("bad-format", `表样只能写成 .xlsx 或 .csv，不是 ${out}`, { hint: "例如 --form 表样.xlsx" });
  io.err.write(`已写出表样：${path}\n`);
}
