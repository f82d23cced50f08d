/** tuban consolidate --list: the lists of many counties as one city's (市州汇总公示), with who has sent none and who stands twice. */
import { basename, dirname, extname, resolve } from "node:path";
import { Stop, listNames, misuse, unitName } from "../../campaign/index.ts";
import type { CountyUnit, ListName, Problem } from "../../campaign/index.ts";
import { readCountyList } from "../../read/county-list.ts";
import type { CountyListRow } from "../../read/county-list.ts";
import { fileBytes } from "../../read/file.ts";
import type { Done } from "../../io.ts";
import type { Office } from "../../office.ts";
import { csvText } from "../../write/csv.ts";
import { jsonText } from "../../write/json.ts";
import { placeText, problemText } from "../../write/message.ts";
import type { Sheet } from "../../write/sheet.ts";
import { namesOf } from "./ledgers.ts";
import type { CountyNames } from "./ledgers.ts";
import { tableText } from "../../write/table.ts";

interface CityRow extends CountyListRow {
  readonly county: string;
}

export interface ListsWanted {
  /** What the list is called, e.g. 白名单. */
  readonly list: string;
  readonly files: readonly string[];
  /** Counties' ledgers. */
  readonly ledgers: readonly string[];
  /** Who should have sent one; null: nobody says. */
  readonly units: readonly CountyUnit[] | null;
  readonly partial: boolean;
  readonly out: string | undefined;
  readonly csv: boolean;
}

/** @throws Stop with every file that is no list, unless those are to be left out */
export async function consolidateLists(office: Office, wanted: ListsWanted): Promise<Done | void> {
  const { rows, problems } = await readAll(office, wanted);
  if (problems.length > 0 && !wanted.partial) throw new Stop(1, problems);
  const twice = standingTwice(rows);
  const sent = new Set(rows.map(({ county }) => county));
  const missing = (wanted.units ?? []).filter((unit) => !sent.has(unitName(unit)));
  const sheet = citySheet(wanted.list, rows);
  if (wanted.out !== undefined) await writeOutList(office, sheet, wanted.out);
  if (office.json)
    office.io.out.write(
      jsonText({
        list: wanted.list,
        rows,
        missing,
        twice,
        remarks: problems.map(({ message, place }) => ({ message, place })),
      }),
    );
  else if (wanted.csv) office.io.out.write(csvText(sheet));
  else {
    if (wanted.out === undefined) office.io.out.write(tableText(onScreen(sheet), office.io));
    const due = wanted.units === null ? "" : `应报 ${wanted.units.length} 个县区，`;
    office.io.out.write(
      `${due}已报 ${sent.size} 个，共 ${rows.length} 家${missing.length === 0 ? "" : `；没有报的：${missing.map(unitName).join("、")}`}\n`,
    );
  }
  for (const problem of [...problems, ...twice])
    office.io.err.write(problemText(problem, { color: office.io.color, severity: "warning" }));
  return problems.length > 0 ? 3 : undefined;
}

async function readAll(
  office: Office,
  { list, files, ledgers, units }: ListsWanted,
): Promise<{ readonly rows: readonly CityRow[]; readonly problems: readonly Problem[] }> {
  const rows: CityRow[] = [];
  const problems: Problem[] = [];
  const take = async (file: string, read: () => CountyNames | Promise<CountyNames>): Promise<void> => {
    try {
      const { county, rows: its } = await read();
      rows.push(...its.map((row) => ({ ...row, county })));
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
      problems.push(...error.problems.map((problem) => ({ ...problem, place: problem.place ?? { file } })));
    }
  };
  for (const file of files)
    await take(file, () => ({
      county: countyOf(file, units),
      rows: readCountyList(fileBytes(resolve(office.io.cwd, file)), file),
    }));
  for (const ledger of ledgers)
    await take(ledger, async () => {
      const { county, rows: its } = await namesOf(office, ledger, listNamed(list));
      return { county: countyNamed(county, units), rows: its };
    });
  return { rows, problems };
}

/** The county that a file is of: the one of those that should return whose name is in the path, else the folder's or the file's own name. */
function countyOf(file: string, units: readonly CountyUnit[] | null): string {
  const known = (units ?? []).filter(({ county }) => county !== "" && file.includes(county));
  const [first] = known.toSorted((one, other) => other.county.length - one.county.length);
  if (first) return unitName(first);
  if (units !== null)
    return misuse("list-of-nobody", `不知道是哪个县区的名单：${file}`, {
      hint: `文件名或文件夹的名字里写上县区：${units[0]?.county ?? "县区"}/白名单.csv`,
    });
  const folder = basename(dirname(file));
  const own = basename(file, extname(file)).replace(/[-_ ]?(?:白名单|黑名单|名单).*$/, "");
  return own === "" ? folder : own;
}

/** Ledgers keep two lists. @throws Stop for another */
const listNamed = (list: string): ListName =>
  listNames.find((one) => one === list) ??
  misuse("unknown-list", `账本里没有这种名单：${list}`, { hint: `能从账本汇总的有：${listNames.join("、")}` });

/** A ledger's own region, as those that should return call it. */
function countyNamed(region: string, units: readonly CountyUnit[] | null): string {
  const known = units?.find(({ county }) => county === region);
  return known ? unitName(known) : region;
}

/** One institution is one county's: the same code in two lists, or twice in one. */
function standingTwice(rows: readonly CityRow[]): Problem[] {
  const first = new Map<string, CityRow>();
  return rows.flatMap((row) => {
    const key = row.code || row.permit || row.name;
    const before = first.get(key);
    if (before === undefined) {
      first.set(key, row);
      return [];
    }
    return [
      {
        code: "listed-twice",
        message: `${row.name}${row.code === "" ? "" : `（${row.code}）`}出现两次：${before.county}（${placeText(before.place)}）、${row.county}`,
        hint: "请两家核对：一家机构只由一个县区公示",
        place: row.place,
      },
    ];
  });
}

/** A screen has no room for the address and who published it; files have them. */
const onScreen = (sheet: Sheet<CityRow>): Sheet<CityRow> => ({
  ...sheet,
  columns: sheet.columns.filter(({ key }) => key !== "address" && key !== "publisher"),
});

function citySheet(list: string, rows: readonly CityRow[]): Sheet<CityRow> {
  const numbers = new Map(rows.map((row, at) => [row, at + 1]));
  return {
    title: `${list}汇总（${new Set(rows.map(({ county }) => county)).size} 个县区，${rows.length} 家）`,
    columns: [
      { key: "no", title: "序号", kind: "number", value: (row) => numbers.get(row) ?? null },
      { key: "county", title: "县区", value: ({ county }) => county },
      { key: "name", title: "名称", value: ({ name }) => name },
      { key: "code", title: "统一社会信用代码", kind: "code", value: ({ code }) => code },
      { key: "permit", title: "办学许可证号", kind: "code", value: ({ permit }) => permit },
      { key: "address", title: "地址", value: ({ address }) => address },
      { key: "since", title: "列入日期", value: ({ since }) => since },
      { key: "publisher", title: "公布单位", value: ({ publisher }) => publisher },
    ],
    rows,
  };
}

async function writeOutList(office: Office, sheet: Sheet<CityRow>, out: string): Promise<void> {
  const { writeOut } = await import("../../write/files.ts");
  const path = resolve(office.io.cwd, out);
  await writeOut(path, await contentOf(sheet, out), office);
  office.io.err.write(`已写出：${path}\n`);
}

async function contentOf(sheet: Sheet<CityRow>, out: string): Promise<string | Uint8Array> {
  switch (extname(out).toLowerCase()) {
    case ".csv":
      return csvText(sheet);
    case ".md":
      return (await import("./markdown.ts")).sheetMarkdown(sheet);
    case ".xlsx": {
      const { workbookBytes, workbookSheet } = await import("../../write/workbook.ts");
      return workbookBytes([workbookSheet({ name: "名单汇总", sheet })]);
    }
    default:
      return misuse("bad-format", `不会写这种文件：${out}`, { hint: "文件名以 .md、.csv 或 .xlsx 结尾" });
  }
}
