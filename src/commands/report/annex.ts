/** What a return says beyond its report: its number, how it follows from the last, what was adjusted, what does not hold. */
import { amountText, breachText, bridgeText } from "../../campaign/index.ts";
import type { Period } from "../../campaign/index.ts";
import { plain } from "../../write/plain.ts";
import type { Adjustment, Frozen } from "./frozen.ts";
import { noTown } from "./words.ts";

/** As Markdown, to stand after the report. */
export function annex(number: string, frozen: Frozen): string {
  const { follows, gap, bridges, adjustments, breaches, override, actor } = frozen;
  const cell = (text: string | number | null): string =>
    plain(String(text ?? ""))
      .replaceAll("|", "\\|")
      .replaceAll("<", "&lt;");
  const lines = [`## 报表编号`, "", `${number}　经办：${cell(actor)}`, "", "## 与上期衔接", ""];
  if (follows === null) lines.push("这是第一份，没有上期。");
  else {
    lines.push(`接 ${follows}${gap ? `；${gapText(gap)}` : ""}。`, "");
    for (const bridge of bridges) lines.push(`- ${bridgeText(bridge)}`);
    lines.push("", "## 对以往各期的调整", "");
    if (adjustments.length === 0) lines.push("没有。");
    else {
      lines.push(
        "| 指标 | 增减 | 事实 | 机构 | 属地 | 日期 | 内容 | 原因 |",
        "| --- | ---: | --- | --- | --- | --- | --- | --- |",
      );
      for (const of of adjustments) lines.push(adjustmentLine(of, cell));
    }
  }
  lines.push("", "## 勾稽", "");
  if (breaches.length === 0) lines.push("各项勾稽关系成立。");
  else {
    lines.push(`带问题签发，理由：${cell(override)}`, "");
    for (const breach of breaches) lines.push(`- ${cell(breachText(breach))}`);
  }
  return `${lines.join("\n")}\n`;
}

function adjustmentLine(
  { indicator, amount, fact, name, town, day, label, why }: Adjustment,
  cell: (text: string | number | null) => string,
): string {
  const signed = `${amount > 0 ? "+" : ""}${amountText(amount, "个")}`;
  return `| ${[cell(indicator), signed, fact, cell(name), cell(town ?? noTown), day ?? "", cell(label), cell(why)].join(" | ")} |`;
}

export function gapText({ from, to }: Period): string {
  return `${from === to ? from : `${from} 至 ${to}`} 不在上期里，也不在本期里，这几天的数算在“两期之间”`;
}
