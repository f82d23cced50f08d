/** A report as an Excel workbook: every figure leads to the rows it counts. */
import { definitionOf, partsOf, placesOf, roundingNote } from "../../campaign/index.ts";
import { factsOf } from "../../ledger/as-of/vantage.ts";
import type { Figure, Indicator, Plan } from "../../campaign/index.ts";
import type { Sheet } from "../../write/sheet.ts";
import { workbookBytes, workbookSheet } from "../../write/workbook.ts";
import type { WorkbookSheet } from "../../write/workbook.ts";
import type { OpenedCampaign } from "../desk/campaign.ts";
import { indicatorsOf, knownTo } from "./counted.ts";
import type { GatheredReport } from "./gather.ts";
import { firstBehind, rowSheet } from "./rows.ts";
import type { Scope } from "./scope.ts";
import { dueSheet, figuresSheet, hazardsSheet, lateSheet, leadsSheet, topicsSheet, townsSheet } from "./tables.ts";
import { campaignTitle, issueText, noTown, townAsked } from "./words.ts";

/** The figures, the same by town, the lists, and one sheet of rows for each indicator. */
export async function reportWorkbook(
  opened: OpenedCampaign,
  scope: Scope,
  gathered: GatheredReport,
): Promise<Uint8Array> {
  const indicators = indicatorsOf(
    opened.plan,
    gathered.stated.map(({ name }) => name),
  );
  const { plan } = opened;
  const overdue = dueSheet("逾期未整改", scope, gathered.overdue);
  const numbers = new Set(["thisPeriod", "previous", "change", "value"]);
  return workbookBytes([
    workbookSheet({
      name: "总体情况",
      sheet: figuresSheet(scope, gathered.figures),
      above: headOf(opened.plan.name, scope, gathered),
      link: ({ name }: Figure, { key }) => (numbers.has(key) ? name : null),
    }),
    workbookSheet({
      name: "各属地各指标",
      sheet: byTown(gathered),
      above: gathered.figures.some(({ unit }) => unit === "万元") ? [`注：${roundingNote}。`] : [],
      link: (_, { key }) => (key === "town" ? null : key),
    }),
    workbookSheet({ name: "属地排名", sheet: townsSheet(gathered) }),
    workbookSheet({ name: "治理内容", sheet: topicsSheet(gathered) }),
    workbookSheet({ name: "牵头部门", sheet: leadsSheet(gathered) }),
    workbookSheet({ name: "重大隐患", sheet: hazardsSheet(scope, gathered) }),
    workbookSheet({ name: "逾期", sheet: overdue }),
    workbookSheet({ name: "将到期", sheet: dueSheet("将要到期", scope, gathered.coming) }),
    ...(scope.moment ? [workbookSheet({ name: "截止后登记", sheet: lateSheet(scope, gathered) })] : []),
    workbookSheet({ name: "指标口径", sheet: definitions(indicators, plan) }),
    ...(await details(opened, scope, indicators)),
  ]);
}

/** What a printed sheet must say of itself. */
function headOf(planName: string, scope: Scope, { checkCode }: GatheredReport): string[] {
  const { sender, signer } = scope.signature;
  return [
    `${campaignTitle(planName, scope.town)}${scope.kind.name}　${issueText(scope)}`,
    `截至 ${scope.moment?.text ?? scope.cutOff}　校验码 ${checkCode}`,
    ...(sender === null ? [] : [`报送单位：${sender}　　签发人：${signer ?? ""}`]),
  ];
}

type TownFigures = GatheredReport["figuresByTown"][number];

function byTown({ figures, figuresByTown }: GatheredReport): Sheet<TownFigures> {
  return {
    title: "各属地各指标",
    columns: [
      { key: "town", title: "属地", value: ({ town }) => town ?? noTown },
      ...figures.map(({ name, unit }) => ({
        key: name,
        title: `${name}（${unit}）`,
        kind: "number" as const,
        places: () => placesOf(unit),
        value: (of: TownFigures) => of.figures.find((figure) => figure.name === name)?.value ?? null,
      })),
    ],
    rows: figuresByTown,
  };
}

function definitions(indicators: readonly Indicator[], plan: Plan): Sheet<Indicator> {
  return {
    title: "指标口径",
    columns: [
      { key: "name", title: "指标", value: ({ name }) => name },
      { key: "unit", title: "单位", value: ({ unit }) => unit },
      { key: "definition", title: "怎样数", value: (indicator) => definitionOf(indicator, plan) },
    ],
    rows: indicators,
  };
}

async function details(
  opened: OpenedCampaign,
  scope: Scope,
  indicators: readonly Indicator[],
): Promise<WorkbookSheet[]> {
  const { plan } = opened;
  return opened.ledger.read(async (db) => {
    const vantage = { day: scope.cutOff, knownTo: await knownTo(db, scope) };
    const facts = factsOf(db, townAsked(scope.town));
    const sheets: WorkbookSheet[] = [];
    for (const indicator of indicators)
      if (indicator.basis === "比率") sheets.push(ratioSheet(indicator, plan));
      else {
        const { rows, count } = await firstBehind(
          facts,
          { opened, vantage, part: indicator, town: scope.town },
          { most: rowsListed },
        );
        sheets.push(
          workbookSheet({
            name: indicator.name,
            sheet: rowSheet(indicator, rows, scope),
            above: count > rows.length ? [restText(indicator, count)] : [],
          }),
        );
      }
    return sheets;
  });
}

/** How many rows open well in a spreadsheet, and leave room for those of the other indicators. */
const rowsListed = 10_000;

const restText = ({ name }: Indicator, count: number): string =>
  `共 ${count} 行，只列前 ${rowsListed} 行；全部用 tuban report explain ${name} --csv`;

/** A ratio's two parts, each leading to its rows. */
function ratioSheet(ratio: Indicator, plan: Plan): WorkbookSheet {
  return workbookSheet({
    name: ratio.name,
    sheet: {
      title: definitionOf(ratio, plan),
      columns: [
        { key: "part", title: "分子、分母", value: ({ name }: Indicator) => name },
        { key: "definition", title: "怎样数", value: (part) => definitionOf(part, plan) },
      ],
      rows: partsOf(ratio, plan.indicators),
    },
    link: ({ name }, { key }) => (key === "part" ? name : null),
  });
}
