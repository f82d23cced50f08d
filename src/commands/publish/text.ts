/** A version of a list as the public gets it: Markdown from the office's template, CSV for spreadsheets, both from the same entries. */
import { readFileSync } from "node:fs";
import { Stop } from "../../campaign/index.ts";
import type { Day, ListRule, Plan, PublicEntry } from "../../campaign/index.ts";
import { templatePath } from "../../templates.ts";
import { byteOrderMark, csvText } from "../../write/csv.ts";
import { renderDocument } from "../../write/document.ts";

/** What a version says of itself. */
export interface Imprint {
  readonly plan: Plan;
  readonly rule: ListRule;
  readonly version: number;
  readonly on: Day;
  readonly contact: string;
  /** Of the ledger as it was before this version was recorded. */
  readonly checkCode: string;
}

export interface PublicText {
  readonly title: string;
  readonly markdown: string;
  /** Without the byte order mark of a file. */
  readonly csv: string;
}

/** The two public files. @throws Stop when the template does not fit */
export function publicTextOf(imprint: Imprint, entries: readonly PublicEntry[]): PublicText {
  const { rule } = imprint;
  const title = `${imprint.plan.region.name}校外培训机构${rule.name}`;
  const file = `${rule.name}.md`;
  const rendered = renderDocument(
    readFileSync(templatePath("lists", file), "utf8"),
    fieldsOf(imprint, title, entries),
    file,
  );
  if ("problems" in rendered) throw new Stop(2, rendered.problems);
  return {
    title,
    markdown: rendered.text,
    csv: csvText({ title, columns: columnsOf(imprint), rows: [...entries.entries()] }).replace(byteOrderMark, ""),
  };
}

const untilText = ({ until }: PublicEntry): string => until ?? "移出为止";

function fieldsOf(
  { plan, rule, version, on, contact, checkCode }: Imprint,
  title: string,
  entries: readonly PublicEntry[],
) {
  return {
    标题: title,
    专项行动: plan.name,
    公布单位: rule.lead,
    公布日期: on,
    版次: version,
    家数: entries.length,
    条件: rule.gates.join("、"),
    异议与更正: contact,
    校验码: checkCode,
    名单: entries.map((entry) => ({
      机构名称: entry.name,
      统一社会信用代码: entry.uscc,
      办学许可证号: entry.permitNo,
      地址: entry.address,
      情形: entry.situation,
      理由: entry.reason,
      依据: entry.basis,
      有效至: untilText(entry),
    })),
  };
}

/** The CSV has no heading lines, so each row carries what the Markdown says once. */
function columnsOf({ rule, version, on, contact, checkCode }: Imprint) {
  type Row = [number, PublicEntry];
  const of = (
    key: string,
    title: string,
    value: (entry: PublicEntry) => string,
    kind: "text" | "code" | "day" = "text",
  ) => ({
    key,
    title,
    kind,
    value: ([, entry]: Row) => value(entry),
  });
  return [
    { key: "no", title: "序号", kind: "number" as const, value: ([index]: Row) => index + 1 },
    of("name", "名称", (entry) => entry.name),
    of("uscc", "统一社会信用代码", (entry) => entry.uscc, "code"),
    of("permitNo", "办学许可证号", (entry) => entry.permitNo, "code"),
    of("address", "地址", (entry) => entry.address),
    of("situation", "情形", (entry) => entry.situation),
    of("reason", rule.name === "黑名单" ? "决定" : "符合条件", (entry) => entry.reason),
    of("basis", "依据", (entry) => entry.basis),
    of("until", rule.name === "黑名单" ? "公布至" : "有效至", untilText),
    of("publisher", "公布单位", () => rule.lead),
    of("publishedOn", "公布日期", () => on, "day"),
    of("version", "版次", () => `第${version}版`),
    of("contact", "异议与更正", () => contact),
    of("checkCode", "校验码", () => checkCode, "code"),
  ];
}
