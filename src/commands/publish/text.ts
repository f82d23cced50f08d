/** A version of a list as the public gets it: Markdown from the office's template, CSV for spreadsheets, both from the same entries. */
import { readFileSync } from "node:fs";
import { Stop, chineseDay, fullUnitName, isDay } from "../../campaign/index.ts";
import type { Day, ListRule, Plan, PublicEntry } from "../../campaign/index.ts";
import { templatePath } from "../../templates.ts";
import { byteOrderMark, csvText } from "../../write/csv.ts";
import { renderDocument } from "../../write/document.ts";
import type { Fields } from "../../write/document.ts";

/** What a version says of itself. */
export interface Imprint {
  readonly plan: Plan;
  readonly rule: ListRule;
  readonly version: number;
  readonly on: Day;
  readonly contact: string;
  /** Those that come with this version. */
  readonly fresh: ReadonlySet<number>;
  /** 第二批; null: no name of its own. */
  readonly batch: string | null;
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
  const { rule, batch } = imprint;
  const title = `${imprint.plan.region.name}校外培训机构${rule.name}${batch === null ? "" : `（${batch}）`}`;
  const file = `${rule.name}.md`;
  const rendered = renderDocument(
    readFileSync(templatePath("lists", file), "utf8"),
    fieldsOf(imprint, title, entries),
    file,
  );
  if ("problems" in rendered) throw new Stop(2, rendered.problems);
  return {
    title,
    markdown: rendered.text.replaceAll(/\n{3,}/g, "\n\n"),
    csv: csvText({ title, columns: columnsOf(imprint), rows: [...entries.entries()] }).replace(byteOrderMark, ""),
  };
}

/** A plan's name without the 《》 that some write around it. */
const bare = (name: string): string => name.replaceAll(/^《|》$/g, "");

const untilText = ({ until }: PublicEntry): string => until ?? "移出为止";

function fieldsOf(
  { plan, rule, version, on, contact, checkCode, fresh, batch }: Imprint,
  title: string,
  entries: readonly PublicEntry[],
): Fields {
  const came = entries.filter(({ subject }) => fresh.has(subject));
  return {
    标题: title,
    专项行动: bare(plan.name),
    公布单位: fullUnitName(plan, rule.lead),
    公布日期: chineseDay(on),
    版次: version,
    家数: entries.length,
    新列入数: came.length > 0 && came.length < entries.length ? came.length : null,
    条件: rule.gates.join("、"),
    异议与更正: contact,
    校验码: checkCode,
    ...sharedFields(entries, [`《${bare(plan.name)}》`]),
    决定种类: decisionsIn(entries),
    组: groupsOf(entries, { came, batch, on }),
  };
}

/** What new names and those of earlier versions stand under; one table without a heading where there is only one sort. */
function groupsOf(
  entries: readonly PublicEntry[],
  { came, batch, on }: { readonly came: readonly PublicEntry[]; readonly batch: string | null; readonly on: Day },
): Fields[] {
  const before = entries.filter((entry) => !came.includes(entry));
  if (entries.length === 0) return [];
  const kind = decisionsIn(entries);
  if (came.length === 0 || before.length === 0) return [{ 组名: "", 名单: rowsFrom(entries, 1, kind) }];
  const newly = `一、本次新列入（${batch === null ? chineseDay(on) : batch}，${came.length} 家）`;
  const already = `二、以前列入、继续在列（${before.length} 家）`;
  return [
    { 组名: newly, 名单: rowsFrom(came, 1, kind) },
    { 组名: already, 名单: rowsFrom(before, came.length + 1, kind) },
  ];
}

/** The kind that all decisions are of, 行政处罚决定书 川教罚〔2021〕12号（2021-08-20）: said once, above the table. */
function decisionsIn(entries: readonly PublicEntry[]): string | null {
  const kinds = new Set(entries.map(({ reason }) => /^(\S+) .*〔/.exec(reason)?.[1] ?? ""));
  const [kind = ""] = kinds;
  return kinds.size === 1 && entries.length > 1 && kind !== "" ? kind : null;
}

function rowsFrom(entries: readonly PublicEntry[], first: number, kind: string | null): Fields[] {
  return entries.map((entry, nth) => ({
    序号: first + nth,
    机构名称: entry.name,
    统一社会信用代码: entry.uscc,
    办学许可证号: entry.permitNo,
    地址: entry.address,
    情形: entry.situation,
    理由: kind === null ? entry.reason : entry.reason.slice(kind.length + 1),
    依据: entry.basis,
    有效至: untilText(entry),
  }));
}

/** What may be lifted out of the table, with how the entries say it. */
const columns = {
  统一社会信用代码: ({ uscc }) => uscc,
  办学许可证号: ({ permitNo }) => permitNo,
  地址: ({ address }) => address,
  情形: ({ situation }) => situation,
  理由: ({ reason }) => reason,
  依据: ({ basis }) => basis,
  有效至: untilText,
} satisfies Readonly<Record<string, (entry: PublicEntry) => string>>;

/** These say of the list as such what they say of one name: a sentence even where there is only one. */
const ofTheList: ReadonlySet<string> = new Set(["依据", "有效至"]);

const inSentence = (said: string): string => (isDay(said) ? chineseDay(said) : said);

/**
 * 【?有·地址】 where the column stands in the table; 【同·依据】 what all say alike, which is then a sentence above it; what nobody has
 * is in neither.
 */
function sharedFields(entries: readonly PublicEntry[], saidAlready: readonly string[]): Fields {
  return Object.fromEntries(
    Object.entries(columns).flatMap(([name, of]) => {
      const said = new Set(entries.map(of));
      const [only = ""] = said;
      const alike = said.size === 1 && (entries.length > 1 || only === "" || ofTheList.has(name));
      return [
        [`有·${name}`, entries.length > 0 && !alike],
        [`同·${name}`, alike && only !== "" && !saidAlready.includes(only) ? inSentence(only) : null],
      ];
    }),
  );
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
    of("since", "列入日期", ({ since }) => since, "day"),
    of("publisher", "公布单位", () => rule.lead),
    of("publishedOn", "公布日期", () => on, "day"),
    of("version", "版次", () => `第${version}版`),
    of("contact", "异议与更正", () => contact),
    of("checkCode", "校验码", () => checkCode, "code"),
  ];
}
