/** A report as one web page: charts and tables in it, nothing loaded from elsewhere; prints on A4. */
import { amountText, changeText, chineseDay } from "../../campaign/index.ts";
import type { Figure } from "../../campaign/index.ts";
import { barChart, escaped, lineChart } from "../../write/chart.ts";
import { toCells } from "../../write/sheet.ts";
import type { Column, Sheet } from "../../write/sheet.ts";
import type { OpenedCampaign } from "../desk/campaign.ts";
import type { GatheredReport } from "./gather.ts";
import type { Signature } from "./signature.ts";
import type { Scope } from "./scope.ts";
import type { Charted } from "./series.ts";
import { dueSheet, figuresSheet, hazardsSheet, lateSheet, leadsSheet, topicsSheet, townsSheet } from "./tables.ts";
import { campaignTitle, issueText, phasesText, summaryText } from "./words.ts";

const style = `
  @page { size: A4; margin: 18mm 15mm; }
  body { font: 15px/1.6 "FangSong", "仿宋", "Songti SC", serif; color: #111; max-width: 60em; margin: 1em auto; padding: 0 1em; }
  h1 { text-align: center; font-size: 24px; }
  h2 { font-size: 17px; margin: 1.4em 0 0.4em; }
  .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(280px, 1fr)); gap: 12px 24px; }
  svg { width: 100%; height: auto; break-inside: avoid; }
  table { border-collapse: collapse; width: 100%; font-size: 13px; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  th, td { border: 1px solid #888; padding: 2px 6px; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
  td.right { text-align: right; white-space: nowrap; }
  td.day { white-space: nowrap; }
  .sender { display: flex; justify-content: space-between; }
  .signed { text-align: right; padding-right: 4em; break-inside: avoid; }
  footer { margin-top: 1.5em; font-size: 13px; color: #444; }`;

export function reportHtml(
  { plan }: OpenedCampaign,
  scope: Scope,
  gathered: GatheredReport,
  series: readonly Charted[],
): string {
  const title = escaped(`${campaignTitle(plan.name, scope.town)}${scope.kind.name}`);
  const { coming, words } = scope;
  const due = dueSheet(`到${words.next}末到期（${coming.from} 至 ${coming.to}）`, scope, gathered.coming);
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${style}
</style>
</head>
<body>
<h1>${title}</h1>
<p>${escaped(issueText(scope))}；截至 ${scope.moment?.text ?? scope.cutOff}<br>${escaped(phasesText(scope.phases))}</p>
${senderHtml(scope.signature)}<h2>总体情况</h2>
<p>${escaped(summaryText(gathered.figures, scope))}</p>
${figuresTable(scope, gathered.figures)}
<h2>走势</h2>
<div class="charts">
${series.map((one) => (one.form === "bar" ? barChart(one) : lineChart(one))).join("\n")}
</div>
${[
  section(withPlaces(townsSheet(gathered), ["rate", "change"]), "没有属地数据。"),
  section(topicsSheet(gathered), "方案没有治理内容。"),
  section(leadsSheet(gathered), "没有发现问题。"),
  section(hazardsSheet(scope, gathered), "没有未销号的重大隐患。"),
  section(dueSheet("逾期未整改", scope, gathered.overdue), "没有逾期未整改的问题。"),
  section(due, "没有到期的问题。"),
  scope.moment ? section(lateSheet(scope, gathered), "没有。") : "",
].join("\n")}
${signedHtml(scope.signature)}<footer>截至 ${scope.cutOff}　校验码 ${gathered.checkCode}</footer>
</body>
</html>
`;
}

function senderHtml({ sender, signer }: Signature): string {
  if (sender === null) return "";
  return `<p class="sender"><span>报送单位：${escaped(sender)}</span><span>签发人：${escaped(signer ?? "　　　　")}</span></p>\n`;
}

function signedHtml({ sender, on }: Signature): string {
  return sender === null ? "" : `<p class="signed">${escaped(sender)}（印章）<br>${chineseDay(on)}</p>\n`;
}

/** Amounts as a report prints them: 66.67, +3, —. */
function figuresTable(scope: Scope, figures: readonly Figure[]): string {
  const sheet = figuresSheet(scope, figures);
  const printed: Sheet<Figure> = {
    ...sheet,
    columns: sheet.columns.map((column) =>
      column.kind === "number"
        ? {
            ...column,
            kind: "text",
            align: "right",
            value: (figure) => {
              const amount = column.value(figure);
              const number = typeof amount === "number" ? amount : null;
              return column.key === "change" ? changeText(number, figure.unit) : amountText(number, figure.unit);
            },
          }
        : column,
    ),
  };
  return table(printed);
}

/** Per cent to two places, — where there is none. */
function withPlaces<Row>(sheet: Sheet<Row>, keys: readonly string[]): Sheet<Row> {
  const columns = sheet.columns.map((column): Column<Row> => {
    if (!keys.includes(column.key)) return column;
    const printed = (row: Row): string => {
      const amount = column.value(row);
      return amountText(typeof amount === "number" ? amount : null, "%");
    };
    return { ...column, kind: "text", align: "right", value: printed };
  });
  return { ...sheet, columns };
}

function section<Row>(sheet: Sheet<Row>, none: string): string {
  return `<h2>${escaped(sheet.title)}</h2>\n${sheet.rows.length === 0 ? `<p>${none}</p>` : table(sheet)}`;
}

function table<Row>(sheet: Sheet<Row>): string {
  const head = sheet.columns.map(({ title }) => `<th>${escaped(title)}</th>`).join("");
  const body = toCells(sheet)
    .map((row) =>
      row
        .map(({ align, text }, nth) => {
          const name = align === "right" ? "right" : sheet.columns[nth]?.kind === "day" ? "day" : null;
          return `<td${name === null ? "" : ` class="${name}"`}>${escaped(text)}</td>`;
        })
        .join(""),
    )
    .map((cells) => `<tr>${cells}</tr>`);
  return `<table>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${body.join("\n")}\n</tbody>\n</table>`;
}
