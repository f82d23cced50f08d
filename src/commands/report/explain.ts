/** tuban report explain (是哪12家): the rows behind a number, counted by the same definition. */
import { amountIn, amountText, definitionOf, figureOf, inUnit, misuse, partsOf, refuse } from "../../campaign/index.ts";
import type { Amounts, Counted, Day, Figure, Indicator, Plan } from "../../campaign/index.ts";
import { countsOf } from "../../ledger/numbers/counting.ts";
import { factsOf } from "../../ledger/columns/facts.ts";
import type { Facts } from "../../ledger/columns/facts.ts";
import { quantityOf, sumOf } from "../../ledger/numbers/figures.ts";
import { checkCode } from "../../ledger/ledger.ts";
import { rowsOf } from "../../ledger/numbers/rows.ts";
import type { SetRow } from "../../ledger/numbers/words.ts";
import type { Office } from "../../office.ts";
import { nearest } from "../../write/nearest.ts";
import { plain } from "../../write/plain.ts";
import { openCampaignAsOf } from "../campaign.ts";
import type { Opened } from "../campaign.ts";
import { knownTo, spanOf, wantedOf } from "./gather.ts";
import { phaseJson } from "./json.ts";
import { actsOf, inTown, rowSheet, rowsBehind } from "./rows.ts";
import type { Acts } from "./rows.ts";
import { scopeOf } from "./scope.ts";
import type { Scope, ScopeOptions } from "./scope.ts";
import { noTown, townAsked } from "./words.ts";

export interface ExplainOptions extends ScopeOptions {
  readonly town?: string;
  readonly csv?: boolean;
  /** Writes the rows to this Excel file. */
  readonly xlsx?: string;
}

/** One counted indicator and the rows it counts. */
interface Part {
  readonly indicator: Counted;
  readonly amounts: Amounts;
  readonly rows: readonly SetRow[];
}

interface Explained {
  readonly indicator: Indicator;
  /** Only this town. */
  readonly town: string | undefined;
  readonly figure: Figure;
  readonly parts: readonly Part[];
  /** What recorded each row. */
  readonly acts: Acts;
  readonly checkCode: string;
}

/** tuban report explain. @throws Stop for an indicator the plan does not have, or a town that the numbers do not know */
export async function reportExplain(office: Office, name: string, options: ExplainOptions): Promise<void> {
  const opened = await openCampaignAsOf(office);
  const indicator = indicatorNamed(opened.plan, name);
  const scope = await scopeOf(office, opened, options);
  const explained = await explain(opened, scope, indicator, options.town);
  if (options.xlsx !== undefined) await writeWorkbook(office, options.xlsx, scope, explained);
  if (office.json) await showJson(office, opened, scope, explained);
  else if (options.csv) await showCsv(office, scope, explained);
  else if (options.xlsx === undefined) await showTables(office, scope, explained);
}

async function writeWorkbook(office: Office, file: string, scope: Scope, { parts, acts }: Explained): Promise<void> {
  const [{ workbookBytes, workbookSheet }, { pathFor, writeOut }] = await Promise.all([
    import("../../write/workbook.ts"),
    import("../../write/files.ts"),
  ]);
  const sheets = parts.map(({ indicator, rows }) =>
    workbookSheet({ name: indicator.name, sheet: rowSheet(indicator, rows, scope, acts) }),
  );
  const path = pathFor(office.io.cwd, file, ".xlsx");
  await writeOut(path, await workbookBytes(sheets));
  office.io.err.write(`已写出：${plain(path)}\n`);
}

function indicatorNamed({ indicators }: Plan, name: string): Indicator {
  const found = indicators.find((indicator) => indicator.name === name);
  if (found) return found;
  const names = indicators.map((indicator) => indicator.name);
  const near = new Set(
    [...names.filter((known) => known.includes(name) || name.includes(known)), nearest(name, names) ?? []]
      .flat()
      .slice(0, 4),
  );
  const hint =
    near.size > 0
      ? `是不是：${[...near].join("、")}；全部指标见 tuban report indicators`
      : "全部指标见 tuban report indicators";
  return misuse("unknown-indicator", `方案里没有这个指标：${name}`, { hint });
}

async function explain(
  { ledger, code, plan, startedOn }: Opened,
  scope: Scope,
  indicator: Indicator,
  town: string | undefined,
): Promise<Explained> {
  const counted = partsOf(indicator, plan.indicators);
  return ledger.read(async (db) => {
    const known = await knownTo(db, scope);
    const facts = factsOf(db, townAsked(town));
    const counts = await countsOf(
      facts,
      spanOf({ code, startedOn }, scope, known),
      counted.map((part) => wantedOf(part, plan)),
    );
    const amounts = (part: Counted): Amounts =>
      sumOf(counts, (count) => count.nth === counted.indexOf(part) && inTown(count.town, town));
    const parts: Part[] = [];
    for (const part of counted)
      parts.push({
        indicator: part,
        amounts: amounts(part),
        rows: await rowsBehind(facts, { code, plan, startedOn }, { day: scope.cutOff, knownTo: known }, part, town),
      });
    if (town !== undefined && parts.every(({ rows }) => rows.length === 0))
      await refuseUnknownTown(factsOf(db), { code, plan }, scope.cutOff, town);
    const acts = await actsOf(
      db,
      parts.flatMap(({ rows }) => rows),
    );
    const figure = figureOf(indicator, plan.indicators, amounts);
    return { indicator, town, figure, parts, acts, checkCode: await checkCode(db) };
  });
}

async function refuseUnknownTown(
  facts: Facts,
  { code, plan }: Pick<Opened, "code" | "plan">,
  day: Day,
  town: string,
): Promise<void> {
  const found = (await rowsOf(facts, { campaign: code, day }, "机构", {})).map((row) => row.town ?? noTown);
  const known = [...new Set([...(plan.towns ?? []), ...found])];
  if (!known.includes(town))
    refuse("unknown-town", `底数里没有这个属地：${town}`, {
      hint: known.length > 0 ? `可选：${known.join("、")}` : "底数里还没有填属地",
    });
}

async function showTables(
  office: Office,
  scope: Scope,
  { indicator, town, figure, parts, checkCode: code }: Explained,
): Promise<void> {
  const { tableText } = await import("../../write/table.ts");
  const { out, width, color } = office.io;
  out.write(
    `${indicator.name}：${amountText(figure.value, figure.unit)}${figure.value === null ? "" : figure.unit}（${town === undefined ? "" : `${plain(town)}，`}截至 ${scope.cutOff}）\n${definitionOf(indicator)}\n\n`,
  );
  for (const part of parts) {
    const { indicator: of, rows, amounts } = part;
    out.write(tableText(rowSheet(of, rows, scope), { width, color }));
    out.write(`合计 ${printed(amounts.value, of)} ${of.unit}；${periodText(part, scope)}\n\n`);
  }
  if (indicator.basis === "比率")
    out.write(
      `${parts.map(({ amounts, indicator: of }) => printed(amounts.value, of)).join(" ÷ ")} ＝ ${amountText(figure.value, "%")}${figure.value === null ? "" : "%"}\n\n`,
    );
  out.write(`校验码 ${code}\n`);
}

/** An amount in the indicator's own unit. */
function printed(amount: number, { unit }: Counted): string {
  return amountText(inUnit(amount, unit), unit);
}

function periodText({ indicator, amounts }: Part, { words }: Scope): string {
  const [thisPeriod, previous] = [printed(amounts.thisPeriod, indicator), printed(amounts.previous, indicator)];
  if (indicator.basis === "期间") return `其中${words.current} ${thisPeriod}，${words.previous} ${previous}`;
  return `${words.previous}末 ${previous}，${words.current}净${amounts.thisPeriod < 0 ? "减" : "增"} ${thisPeriod.replace("-", "")}`;
}

/** So many rows are made into text at once. */
const together = 10_000;

async function showCsv(office: Office, scope: Scope, { parts, acts }: Explained): Promise<void> {
  const { csvHeader, csvRows } = await import("../../write/csv.ts");
  const [first] = parts;
  if (!first) return;
  const { title, columns } = rowSheet(first.indicator, [], scope, acts);
  const sheetOf = (name: string, rows: readonly SetRow[]) => ({
    title,
    columns: [{ key: "indicator", title: "指标", value: () => name }, ...columns],
    rows,
  });
  office.io.out.write(csvHeader(sheetOf("", [])));
  for (const { indicator, rows } of parts)
    for (let from = 0; from < rows.length; from += together)
      office.io.out.write(csvRows(sheetOf(indicator.name, rows.slice(from, from + together))));
}

async function showJson(
  office: Office,
  { code, startedOn }: Opened,
  scope: Scope,
  { indicator, figure, parts, acts, checkCode: head }: Explained,
): Promise<void> {
  const { jsonText } = await import("../../write/json.ts");
  const { period, cutOff, phases } = scope;
  office.io.out.write(
    jsonText({
      campaign: code,
      phase: phases[0] ? phaseJson(phases[0]) : null,
      from: period.from,
      to: period.to,
      asOf: cutOff,
      startedOn,
      checkCode: head,
      indicator: { ...figure, definition: definitionOf(indicator) },
      parts: parts.map((part) => ({
        name: part.indicator.name,
        unit: part.indicator.unit,
        value: inUnit(part.amounts.value, part.indicator.unit),
        thisPeriod: inUnit(amountIn(part.indicator, part.amounts), part.indicator.unit),
        previous: inUnit(part.amounts.previous, part.indicator.unit),
        rows: part.rows.map((row) => rowJson(row, part.indicator, acts)),
      })),
    }),
  );
}

function rowJson(row: SetRow, { unit }: Counted, acts: Acts): object {
  const { fact, id, entry, subject, name, town, lead, day, label } = row;
  const quantity = row.quantity === undefined ? {} : { quantity: inUnit(quantityOf(row), unit) };
  return { fact, id, entry, subject, name, town, lead, day, label, ...quantity, act: acts.get(entry) ?? null };
}
