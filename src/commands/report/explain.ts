/** tuban report explain (是哪12家): the rows behind a number, counted by the same definition. */
import { amountText, definitionOf, figureOf, misuse, partsOf, refuse } from "../../campaign/index.ts";
import type { Amounts, Counted, Day, Figure, Indicator, Plan } from "../../campaign/index.ts";
import { countsOf, sumOf } from "../../ledger/figures.ts";
import { checkCode } from "../../ledger/ledger.ts";
import type { Reading } from "../../ledger/ledger.ts";
import { rowsOf } from "../../ledger/sets.ts";
import type { SetRow } from "../../ledger/sets.ts";
import type { Office } from "../../office.ts";
import { nearest } from "../../write/nearest.ts";
import type { Sheet } from "../../write/sheet.ts";
import { openCampaignAsOf } from "../campaign.ts";
import type { Opened } from "../campaign.ts";
import { spanOf, wantedOf } from "./gather.ts";
import { phaseJson } from "./json.ts";
import { scopeOf } from "./scope.ts";
import type { Scope, ScopeOptions } from "./scope.ts";
import { noTown } from "./words.ts";

export interface ExplainOptions extends ScopeOptions {
  readonly town?: string;
  readonly csv?: boolean;
}

/** One counted indicator and the rows it counts. */
interface Part {
  readonly indicator: Counted;
  readonly amounts: Amounts;
  readonly rows: readonly SetRow[];
}

interface Explained {
  readonly indicator: Indicator;
  readonly figure: Figure;
  readonly parts: readonly Part[];
  readonly checkCode: string;
}

/** tuban report explain. @throws Stop for an indicator the plan does not have, or a town that the numbers do not know */
export async function reportExplain(office: Office, name: string, options: ExplainOptions): Promise<void> {
  const opened = await openCampaignAsOf(office);
  const indicator = indicatorNamed(opened.plan, name);
  const scope = await scopeOf(office, opened, options);
  const explained = await explain(opened, scope, indicator, options.town);
  if (office.json) await showJson(office, opened, scope, explained);
  else if (options.csv) await showCsv(office, scope, explained);
  else await showTables(office, scope, explained);
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
    const counts = await countsOf(
      db,
      spanOf({ code, startedOn }, scope),
      counted.map((part) => wantedOf(part, plan)),
    );
    const amounts = (part: Counted): Amounts =>
      sumOf(counts, (count) => count.nth === counted.indexOf(part) && inTown(count.town, town));
    const parts: Part[] = [];
    for (const part of counted)
      parts.push({
        indicator: part,
        amounts: amounts(part),
        rows: await rowsBehind(db, { code, plan, startedOn }, scope.cutOff, part, town),
      });
    if (town !== undefined && parts.every(({ rows }) => rows.length === 0))
      await refuseUnknownTown(db, { code, plan }, scope.cutOff, town);
    return { indicator, figure: figureOf(indicator, plan.indicators, amounts), parts, checkCode: await checkCode(db) };
  });
}

/** The rows whose number is the figure's value: a 期间 figure adds up from the campaign's start. */
async function rowsBehind(
  db: Reading,
  { code, plan, startedOn }: Pick<Opened, "code" | "plan" | "startedOn">,
  day: Day,
  part: Counted,
  town: string | undefined,
): Promise<SetRow[]> {
  const { set, filter } = wantedOf(part, plan);
  const rows = await rowsOf(db, { campaign: code, day }, set, filter);
  return rows.filter((row) => inTown(row.town, town) && (part.basis === "时点" || row.day >= startedOn));
}

function inTown(town: string | null, wanted: string | undefined): boolean {
  return wanted === undefined || (town ?? noTown) === wanted;
}

async function refuseUnknownTown(
  db: Reading,
  { code, plan }: Pick<Opened, "code" | "plan">,
  day: Day,
  town: string,
): Promise<void> {
  const found = (await rowsOf(db, { campaign: code, day }, "机构", {})).map((row) => row.town ?? noTown);
  const known = [...new Set([...(plan.towns ?? []), ...found])];
  if (!known.includes(town))
    refuse("unknown-town", `底数里没有这个属地：${town}`, {
      hint: known.length > 0 ? `可选：${known.join("、")}` : "底数里还没有填属地",
    });
}

async function showTables(
  office: Office,
  scope: Scope,
  { indicator, figure, parts, checkCode: code }: Explained,
): Promise<void> {
  const { tableText } = await import("../../write/table.ts");
  const { out, width, color } = office.io;
  out.write(
    `${indicator.name}：${amountText(figure.value, figure.unit)}${figure.value === null ? "" : figure.unit}（截至 ${scope.cutOff}）\n${definitionOf(indicator)}\n\n`,
  );
  for (const part of parts) {
    out.write(tableText(sheetOf(part, scope), { width, color }));
    out.write(`合计 ${part.amounts.value} ${part.indicator.unit}；${periodText(part, scope)}\n\n`);
  }
  if (indicator.basis === "比率")
    out.write(
      `${parts.map(({ amounts }) => amounts.value).join(" ÷ ")} ＝ ${amountText(figure.value, "%")}${figure.value === null ? "" : "%"}\n\n`,
    );
  out.write(`校验码 ${code}\n`);
}

function periodText({ indicator, amounts }: Part, { words }: Scope): string {
  const { thisPeriod, previous } = amounts;
  if (indicator.basis === "期间") return `其中${words.current} ${thisPeriod}，${words.previous} ${previous}`;
  return `${words.previous}末 ${previous}，${words.current}净${thisPeriod < 0 ? "减" : "增"} ${Math.abs(thisPeriod)}`;
}

function sheetOf({ indicator, rows }: Part, { period, cutOff, words }: Scope): Sheet<SetRow> {
  return {
    title: `${indicator.name} ${rows.length} ${indicator.unit}`,
    columns: [
      { key: "subject", title: "编号", kind: "number", value: ({ subject }) => subject },
      { key: "name", title: "名称", value: ({ name }) => name },
      { key: "town", title: "属地", value: ({ town }) => town ?? noTown },
      { key: "day", title: "日期", kind: "day", value: ({ day }) => day },
      { key: "label", title: "内容", value: ({ label }) => label },
      { key: "lead", title: "部门", value: ({ lead }) => lead },
      {
        key: "thisPeriod",
        title: words.current,
        value: ({ day }) => (day >= period.from && day <= cutOff ? "是" : null),
      },
      { key: "fact", title: "事实", kind: "code", value: ({ fact, id }) => `${fact}#${id}` },
      { key: "entry", title: "登记序号", kind: "number", value: ({ entry }) => entry },
    ],
    rows,
  };
}

async function showCsv(office: Office, scope: Scope, { parts }: Explained): Promise<void> {
  const { csvText } = await import("../../write/csv.ts");
  const rows = parts.flatMap((part) => part.rows.map((row) => ({ ...row, indicator: part.indicator.name })));
  const [first] = parts;
  if (!first) return;
  const { title, columns } = sheetOf(first, scope);
  office.io.out.write(
    csvText({
      title,
      columns: [{ key: "indicator", title: "指标", value: (row: (typeof rows)[number]) => row.indicator }, ...columns],
      rows,
    }),
  );
}

async function showJson(
  office: Office,
  { code, startedOn }: Opened,
  scope: Scope,
  { indicator, figure, parts, checkCode: head }: Explained,
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
        ...part.amounts,
        rows: part.rows.map(rowJson),
      })),
    }),
  );
}

function rowJson({ fact, id, entry, subject, name, town, lead, day, label }: SetRow): object {
  return { fact, id, entry, subject, name, town, lead, day, label };
}
