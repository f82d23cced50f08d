/** tuban opening (期初数): what the office had counted before it began this ledger, as of a day. */
import { existsSync } from "node:fs";
import { extname, resolve } from "node:path";
import { Stop, amountText, inUnit, misuse, placesOf, refuse, tallyUnit } from "../campaign/index.ts";
import type { Counted, Plan, Problem } from "../campaign/index.ts";
import { openingsOn, recordOpenings } from "../ledger/acts/openings.ts";
import type { New } from "../ledger/ledger.ts";
import type { OpeningRow } from "../ledger/tables.ts";
import type { Office } from "../office.ts";
import { besideColumns, readOpenings } from "../read/openings.ts";
import type { OpeningCell } from "../read/openings.ts";
import { csvText } from "../write/csv.ts";
import { writeOut } from "../write/files.ts";
import { asTyped, nextSteps } from "../write/message.ts";
import { plain } from "../write/plain.ts";
import { actOf, openCampaign, openCampaignAsOf } from "./desk/campaign.ts";
import type { OpenedCampaign } from "./desk/campaign.ts";
import { print } from "./desk/print.ts";
import { amountOf } from "./tally.ts";

export interface OpeningOptions {
  readonly town?: string;
  readonly department?: string;
  readonly note?: string;
  readonly sheet?: string;
  readonly form?: boolean;
  readonly out?: string;
  readonly csv?: boolean;
}

/** Records one balance, a table of them, or lists what stands. @throws Stop with every fault; then nothing is recorded */
export async function opening(
  office: Office,
  indicator: string | undefined,
  quantity: string | undefined,
  options: OpeningOptions,
): Promise<void> {
  if (options.form === true) return writeOpeningForm(office, options.out);
  if (options.sheet !== undefined) {
    const path = resolve(office.io.cwd, options.sheet);
    const opened = await openCampaign(office);
    const { cells, problems } = readOpenings(path, namesOf(opened.plan));
    return record(office, opened, cells, problems);
  }
  if (indicator === undefined) return listOpenings(office, options);
  if (quantity === undefined)
    misuse("no-quantity", `没有写${indicator}的期初数`, {
      hint: `写成 tuban opening ${indicator} 120 --on 截至的日期`,
    });
  const { town = "", department = "", note = "" } = options;
  const cell = {
    indicator,
    amount: quantity,
    town: town.trim(),
    department: department.trim(),
    note: note.trim(),
    place: {},
  };
  return record(office, await openCampaign(office), [cell], []);
}

/** Those that may have a balance: not ratios, and not the roster itself, which the ledger holds whole. */
const countedIn = ({ indicators }: Plan): Counted[] =>
  indicators.filter((one): one is Counted => one.basis !== "比率" && one.set !== "机构");
const namesOf = (plan: Plan): string[] => countedIn(plan).map(({ name }) => name);

async function record(
  office: Office,
  { ledger, code, plan }: OpenedCampaign,
  cells: readonly OpeningCell[],
  faults: readonly Problem[],
): Promise<void> {
  const read = cells.map((cell) => rowOf(office, code, plan, cell));
  const problems = [...faults, ...read.flatMap((one) => ("problems" in one ? one.problems : []))];
  if (problems.length > 0) throw new Stop(2, problems);
  const rows = read.flatMap((one) => ("row" in one ? [one.row] : []));
  if (rows.length === 0) refuse("openings-empty", "没有填一个期初数，没有登记", { hint: "在表里填上数再交" });
  const { seq } = await ledger.record(await actOf(office, "opening"), async (entry) => {
    const before = await openingsOn(entry.db, { campaign: code, day: office.today });
    const repeated = rows.filter((row) => before.some((one) => keyOf(one) === keyOf(row)));
    if (repeated.length > 0)
      throw new Stop(
        1,
        repeated.map((row) => already(row, before)),
      );
    entry.describe(`期初数 ${rows.length} 个（截至 ${office.on}）`);
    await recordOpenings(entry, rows);
  });
  if (office.json) {
    const { jsonText } = await import("../write/json.ts");
    return office.io.out.write(jsonText({ entry: seq, asOf: office.on, openings: rows.length }));
  }
  office.io.out.write(`已登记期初数 ${rows.length} 个，截至 ${office.on}；累计数里都算上它\n`);
  const [first] = rows;
  office.io.err.write(
    nextSteps(
      [`tuban report explain ${first?.indicator ?? ""}`, `tuban undo ${seq ?? ""} --reason 原因　　填错了的，撤销重填`],
      office.io,
    ),
  );
}

const keyOf = ({ indicator, town, department }: Pick<OpeningRow, "indicator" | "town" | "department">): string =>
  JSON.stringify([indicator, town, department]);

function already(row: New<OpeningRow>, before: readonly OpeningRow[]): Problem {
  const there = before.find((one) => keyOf(one) === keyOf(row));
  const where = [row.town, row.department].filter(Boolean).join("、");
  return {
    code: "opening-there",
    message: `${row.indicator}${where === "" ? "" : `（${where}）`}已有期初数 ${amountText(inUnit(there?.quantity ?? 0, row.unit), row.unit)} ${row.unit}`,
    hint: `要改的，先 tuban undo ${there?.entry ?? ""} --reason 原因，再重新登记`,
  };
}

/** A cell as a balance, or everything that is wrong with it. */
function rowOf(
  { on }: Office,
  campaign: string,
  plan: Plan,
  { indicator, amount, town, department, note, place }: OpeningCell,
): { readonly row: New<OpeningRow> } | { readonly problems: readonly Problem[] } {
  const at = "file" in place ? { place } : {};
  const counted = countedIn(plan).find(({ name }) => name === indicator);
  if (counted === undefined) {
    const hint = "比率由两个数相除，机构数由底数得来，都不填期初；指标见 tuban report indicators";
    return {
      problems: [{ code: "unknown-indicator", message: `方案里没有这个可以填期初的指标：${indicator}`, hint, ...at }],
    };
  }
  const known = plan.departments.find(({ name, aliases }) => name === department || aliases.includes(department));
  const problems: Problem[] = [];
  if (department !== "" && !known)
    problems.push({
      code: "unknown-department",
      message: `方案里没有这个部门：${department}`,
      hint: `可选：${plan.departments.map(({ name }) => name).join("、")}`,
      ...at,
    });
  if (town !== "" && plan.towns !== null && !plan.towns.includes(town))
    problems.push({
      code: "unknown-town",
      message: `方案里没有这个属地：${town}`,
      hint: `可选：${plan.towns.join("、")}`,
      ...at,
    });
  try {
    const quantity = amountOf(amount, tallyUnit(counted.unit), counted.unit);
    if (problems.length > 0) return { problems };
    return {
      row: {
        campaign,
        indicator,
        quantity,
        unit: counted.unit,
        town: town || null,
        department: known?.name ?? null,
        note,
        happened_on: on,
      },
    };
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    return { problems: [...problems, ...error.problems.map((problem) => ({ ...problem, ...at }))] };
  }
}

/** Writes the table to be filled in: a row for each town of the plan, and one for what belongs to none. Never writes over a file. */
async function writeOpeningForm(office: Office, out = "期初数.xlsx"): Promise<void> {
  const { plan } = await openCampaign(office);
  const path = resolve(office.io.cwd, out);
  const ending = extname(out).toLowerCase();
  if (ending !== ".xlsx" && ending !== ".csv")
    misuse("bad-format", `期初数表写不成 ${ending || "没有扩展名的"} 文件`, { hint: "文件名以 .xlsx 或 .csv 结尾" });
  if (existsSync(path)) refuse("file-exists", `文件已存在，不会覆盖：${path}`, { hint: "换一个文件名" });
  const counted = countedIn(plan);
  const rows = [...(plan.towns ?? []), ""];
  const titles = [
    besideColumns.town,
    besideColumns.department,
    ...counted.map(({ name, unit }) => `${name}（${unit}）`),
    besideColumns.note,
  ];
  await writeOut(path, ending === ".csv" ? csvOf(titles, rows) : await workbookOf(titles, rows), office);
  office.io.out.write(`已写出期初数表 ${counted.length} 个指标：${path}\n`);
  office.io.err.write(nextSteps([`tuban opening --sheet ${asTyped(out)} --on 截至的日期`], office.io));
}

function csvOf(titles: readonly string[], towns: readonly string[]): string {
  const columns = titles.map((title, nth) => ({
    key: String(nth),
    title,
    value: (town: string) => (nth === 0 ? town : null),
  }));
  return csvText({ title: "期初数", columns, rows: towns });
}

async function workbookOf(titles: readonly string[], towns: readonly string[]): Promise<Uint8Array> {
  const { formBytes } = await import("../write/form.ts");
  const noteOf: Readonly<Record<string, string>> = {
    [besideColumns.town]: "没有分到属地的，留空写一行。",
    [besideColumns.department]: "一般留空；分部门报的才填。",
  };
  return formBytes({
    title: "期初数",
    filledBy: ["截至日期：", "", "填表人："],
    columns: titles.map((title, nth) => ({
      title,
      kind: nth < 2 || nth === titles.length - 1 ? "text" : "number",
      note: noteOf[title] ?? "启用账本以前的累计数；已经补录进账本的不再算在里面。没有的留空。",
    })),
    rows: towns.map((town) => titles.map((_, nth) => (nth === 0 && town !== "" ? town : null))),
    blankRows: 50,
  });
}

async function listOpenings(office: Office, { csv = false }: OpeningOptions): Promise<void> {
  const { ledger, code } = await openCampaignAsOf(office);
  const rows = await openingsOn(ledger.db, { campaign: code, day: office.asOf });
  await print(
    office,
    {
      title: `期初数（截至 ${office.asOf}）`,
      columns: [
        { key: "indicator", title: "指标", value: ({ indicator }) => plain(indicator) },
        { key: "town", title: "属地", value: ({ town }) => town },
        { key: "department", title: "部门", value: ({ department }) => department },
        {
          key: "quantity",
          title: "期初数",
          kind: "number",
          places: ({ unit }) => placesOf(unit),
          value: ({ quantity, unit }) => inUnit(quantity, unit),
        },
        { key: "unit", title: "单位", value: ({ unit }) => unit },
        { key: "asOf", title: "截至", kind: "day", value: ({ happened_on }) => happened_on },
        { key: "note", title: "说明", value: ({ note }) => note },
        { key: "entry", title: "登记序号", kind: "number", value: ({ entry }) => entry },
      ],
      rows,
    },
    { csv },
  );
  if (!office.json && !csv && rows.length === 0)
    office.io.err.write(
      nextSteps(["tuban opening --form --out 期初数.xlsx", "tuban opening 检查家次 120 --on 截至的日期"], office.io),
    );
}
