/** tuban report explain (是哪12家): the rows behind a number, counted by the same definition. */
import {
  amountIn,
  amountText,
  definitionOf,
  figureOf,
  inUnit,
  misuse,
  partsOf,
  refuse,
  setTraits,
} from "../../campaign/index.ts";
import type { Amounts, Counted, Day, Figure, Indicator, Plan, Topic } from "../../campaign/index.ts";
import { countsOf } from "../../ledger/numbers/counting.ts";
import { factsOf } from "../../ledger/as-of/vantage.ts";
import type { FactsRead } from "../../ledger/as-of/vantage.ts";
import { quantityOf, sumOf } from "../../ledger/numbers/figures.ts";
import { correctedIn } from "../../ledger/corrections.ts";
import { checkCode } from "../../ledger/tree/states.ts";
import type { Db } from "../../ledger/tables.ts";
import { openingsOn } from "../../ledger/acts/openings.ts";
import { stretchesOf } from "../../ledger/numbers/rows.ts";
import type { Office } from "../../office.ts";
import { nearest } from "../../write/nearest.ts";
import { plain } from "../../write/plain.ts";
import type { Column, Sheet } from "../../write/sheet.ts";
import { openCampaignAsOf } from "../desk/campaign.ts";
import { correctedMark } from "../desk/corrected.ts";
import type { OpenedCampaign } from "../desk/campaign.ts";
import { knownTo, spanOf, wantedOf } from "./counted.ts";
import { phaseJson } from "./json.ts";
import { countsFrom, openingText, openingTotals } from "./openings.ts";
import { inTown, rowSheet, rowsBehind } from "./rows.ts";
import type { ListedRow } from "./rows.ts";
import { scopeOf } from "./scope.ts";
import type { Scope, ScopeOptions } from "./scope.ts";
import { noTown, townAsked } from "./words.ts";

export interface ExplainOptions extends ScopeOptions {
  readonly town?: string;
  /** Only findings of this topic of the plan: its number, or what its name says. */
  readonly topic?: string;
  readonly csv?: boolean;
  /** Writes the rows to this Excel file. */
  readonly xlsx?: string;
}

/** One counted indicator and the rows it counts. */
interface Part {
  readonly indicator: Counted;
  readonly amounts: Amounts;
  /** The 期初数 in it, in words; empty where there is none. */
  readonly opening: string;
  /** Some at a time, looked up anew whenever they are asked for. */
  readonly rows: () => AsyncIterable<readonly ListedRow[]>;
}

interface Explained {
  readonly indicator: Indicator;
  /** Only this town. */
  readonly town: string | undefined;
  /** Only findings of this topic. */
  readonly topic: Topic | undefined;
  readonly figure: Figure;
  readonly parts: readonly Part[];
  readonly checkCode: string;
}

/** tuban report explain. @throws Stop for an indicator the plan does not have, or a town that the numbers do not know */
export async function reportExplain(office: Office, name: string, options: ExplainOptions): Promise<void> {
  const opened = await openCampaignAsOf(office);
  const indicator = indicatorNamed(opened.plan, name);
  const scope = await scopeOf(office, opened, options);
  await opened.ledger.read(async (db) => {
    const explained = await explain(db, opened, scope, indicator, options);
    if (options.xlsx !== undefined) await writeWorkbook(office, options.xlsx, scope, explained);
    if (office.json) await showJson(office, opened, scope, explained);
    else if (options.csv) await showCsv(office, scope, explained);
    else if (options.xlsx === undefined) await showTables(office, scope, opened.plan, explained);
  });
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
  db: Db,
  opened: OpenedCampaign,
  scope: Scope,
  indicator: Indicator,
  { town, topic: asked }: Pick<ExplainOptions, "town" | "topic">,
): Promise<Explained> {
  const { plan } = opened;
  const topic = asked === undefined ? undefined : topicNamed(plan, asked);
  const counted = partsOf(indicator, plan.indicators);
  const narrowed = counted.map((part) => (topic ? ofTopic(part, topic) : part));
  const vantage = { day: scope.cutOff, knownTo: await knownTo(db, scope) };
  const facts = factsOf(db, townAsked(town));
  const wanted = narrowed.map((part) => wantedOf(part, plan));
  // What was counted before the ledger began is not known by topic.
  const openings = topic ? [] : await openingsOn(db, { campaign: opened.code, ...vantage });
  const counts = [
    ...(await countsOf(facts, spanOf(opened, scope, vantage.knownTo), wanted)),
    ...countsFrom(openings, counted),
  ];
  const ours = counts.filter((count) => inTown(count.town, town));
  if (town !== undefined && ours.length === 0) await refuseUnknownTown(factsOf(db), opened, scope.cutOff, town);
  const isCorrected = await correctedIn(db, scope.cutOff, opened.code);
  const amounts = (part: Counted): Amounts => sumOf(ours, ({ nth }) => nth === counted.indexOf(part));
  const parts = narrowed.map((part, nth): Part => ({
    indicator: part,
    amounts: sumOf(ours, (count) => count.nth === nth),
    opening: openingTotals(
      openings.filter((row) => inTown(row.town, town)),
      [part],
    )
      .map(openingText)
      .join(""),
    rows: () => marked(rowsBehind(facts, { opened, vantage, part, town }), isCorrected),
  }));
  return {
    indicator,
    town,
    topic,
    figure: figureOf(indicator, plan.indicators, amounts),
    parts,
    checkCode: await checkCode(db),
  };
}

/** Orders that were issued before what they say was corrected bear the mark. */
async function* marked(
  all: AsyncIterable<readonly ListedRow[]>,
  isCorrected: Awaited<ReturnType<typeof correctedIn>>,
): AsyncGenerator<ListedRow[]> {
  for await (const rows of all)
    yield rows.map((row) =>
      (row.fact === "orders" || row.fact === "order_finding") && isCorrected(row)
        ? { ...row, label: `${row.label}〔${correctedMark}〕` }
        : row,
    );
}

/** @throws Stop for one that the plan does not have */
function topicNamed({ topics }: Plan, asked: string): Topic {
  const named = topics.filter(({ no, name }) => String(no) === asked || name.includes(asked));
  const [only] = named;
  if (only && named.length === 1) return only;
  return misuse("unknown-topic", `方案里${only ? "不止一项" : "没有这项"}治理内容：${asked}`, {
    hint: `写序号：${(only ? named : topics).map(({ no, name }) => `${no}（${name}）`).join("、")}`,
  });
}

/** @throws Stop where what is counted has no topic */
function ofTopic(part: Counted, { no }: Topic): Counted {
  if (!setTraits[part.set].filters.includes("topics"))
    refuse("no-topics", `指标“${part.name}”数的是${part.set}，不分治理内容`, {
      hint: "数问题、问题机构的指标才分，如存在问题机构数、发现问题数",
    });
  return { ...part, filter: { ...part.filter, topics: [no] } };
}

async function refuseUnknownTown(
  facts: FactsRead,
  { code, plan }: Pick<OpenedCampaign, "code" | "plan">,
  day: Day,
  town: string,
): Promise<void> {
  const known = new Set<string>(plan.towns);
  for await (const { rows } of stretchesOf(facts, { campaign: code, day }, "机构", {}))
    for (const row of rows) known.add(row.town ?? noTown);
  if (!known.has(town))
    refuse("unknown-town", `底数里没有这个属地：${town}`, {
      hint: known.size > 0 ? `可选：${[...known].join("、")}` : "底数里还没有填属地",
    });
}

async function showTables(
  office: Office,
  scope: Scope,
  plan: Plan,
  { indicator, town, topic, figure, parts, checkCode: code }: Explained,
): Promise<void> {
  const { tableText } = await import("../../write/table.ts");
  const { out, width, color } = office.io;
  const only = [town, topic?.name].flatMap((word) => (word === undefined ? [] : `${plain(word)}，`)).join("");
  out.write(
    `${indicator.name}：${amountText(figure.value, figure.unit)}${figure.value === null ? "" : figure.unit}（${only}截至 ${scope.cutOff}）\n${definitionOf(indicator, plan)}\n\n`,
  );
  for (const part of parts) {
    const { indicator: of, amounts } = part;
    const sum = `${printed(amounts.value, of)} ${of.unit}`;
    const { shown, more } = await firstRows(part);
    const sheet = rowSheet(of, shown, scope, { acts: false });
    out.write(tableText({ ...sheet, title: `${of.name} ${sum}` }, { width, color }));
    if (more) out.write(`只列前 ${rowsShown} 行；全部用 --csv 或 --xlsx 文件\n`);
    out.write(`合计 ${sum}；${periodText(part, scope)}\n${part.opening === "" ? "" : `${plain(part.opening)}\n`}\n`);
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

/** How many rows anyone reads on a screen; a county's figures have fewer. */
const rowsShown = 5_000;

async function firstRows({ rows }: Part): Promise<{ readonly shown: readonly ListedRow[]; readonly more: boolean }> {
  const shown: ListedRow[] = [];
  for await (const some of rows()) {
    shown.push(...some);
    if (shown.length > rowsShown) return { shown: shown.slice(0, rowsShown), more: true };
  }
  return { shown, more: false };
}

/** Rows under the name of their indicator, of all parts one after the other. */
type NamedRow = ListedRow & { readonly indicator: string };

async function* named(parts: readonly Part[]): AsyncGenerator<readonly NamedRow[]> {
  for (const { indicator, rows } of parts)
    for await (const some of rows()) yield some.map((row) => ({ ...row, indicator: indicator.name }));
}

function namedSheet({ indicator, parts }: Explained, scope: Scope, rows: readonly NamedRow[]): Sheet<NamedRow> {
  const columns = parts.slice(0, 1).flatMap((part) => rowSheet(part.indicator, [], scope).columns);
  const name: Column<NamedRow> = { key: "indicator", title: "指标", value: (row) => row.indicator };
  return { title: indicator.name, columns: [name, ...columns], rows };
}

async function showCsv({ io }: Office, scope: Scope, explained: Explained): Promise<void> {
  const { csvHeader, csvRows } = await import("../../write/csv.ts");
  io.out.write(csvHeader(namedSheet(explained, scope, [])));
  for await (const rows of named(explained.parts)) io.out.write(csvRows(namedSheet(explained, scope, rows)));
}

async function writeWorkbook(office: Office, file: string, scope: Scope, explained: Explained): Promise<void> {
  const [{ xlsxPieces, sampleRows }, { pathFor, writeOut }] = await Promise.all([
    import("../../write/xlsx.ts"),
    import("../../write/files.ts"),
  ]);
  const path = pathFor(office.io.cwd, file, ".xlsx");
  const sample: NamedRow[] = [];
  for await (const rows of named(explained.parts)) if (sample.push(...rows) >= sampleRows) break;
  await writeOut(path, xlsxPieces(namedSheet(explained, scope, sample), named(explained.parts)), office);
  office.io.err.write(`已写出：${plain(path)}\n`);
}

async function showJson(
  office: Office,
  { code, plan, startedOn }: OpenedCampaign,
  scope: Scope,
  { indicator, topic, figure, parts, checkCode: seal }: Explained,
): Promise<void> {
  const { jsonPieces } = await import("../../write/json.ts");
  const { period, cutOff, phases } = scope;
  const head = {
    campaign: code,
    phase: phases[0] ? phaseJson(phases[0]) : null,
    from: period.from,
    to: period.to,
    asOf: cutOff,
    startedOn,
    checkCode: seal,
    indicator: { ...figure, definition: definitionOf(indicator, plan) },
    ...(topic && { topic: { no: topic.no, name: topic.name } }),
    parts: parts.map((part) => ({
      name: part.indicator.name,
      unit: part.indicator.unit,
      value: inUnit(part.amounts.value, part.indicator.unit),
      thisPeriod: inUnit(amountIn(part.indicator, part.amounts), part.indicator.unit),
      previous: inUnit(part.amounts.previous, part.indicator.unit),
      rows: [],
    })),
  };
  for await (const piece of jsonPieces(head, parts.map(jsonRows))) office.io.out.write(piece);
}

async function* jsonRows({ indicator, rows }: Part): AsyncGenerator<object[]> {
  for await (const some of rows()) yield some.map((row) => rowJson(row, indicator));
}

function rowJson(row: ListedRow, { unit }: Counted): object {
  const { fact, id, entry, subject, name, town, lead, day, label, act } = row;
  const quantity = row.quantity === undefined ? {} : { quantity: inUnit(quantityOf(row), unit) };
  return { fact, id, entry, subject, name, town, lead, day, label, ...quantity, act };
}
