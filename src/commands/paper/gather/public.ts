/** Papers for everybody: a published list, and the campaign itself. */
import { chineseDay, cleanCell, refuse } from "../../../campaign/index.ts";
import type { ListName } from "../../../campaign/index.ts";
import { codeOn, publicationsOf } from "../../../ledger/acts/listings.ts";
import { readCsv } from "../../../read/csv.ts";
import { line } from "../kinds.ts";
import type { PaperKind } from "../kinds.ts";
import { departments } from "./desk.ts";
import type { PaperDesk, GatheredFields } from "./desk.ts";

/** What is in the frozen CSV of a list's latest version, by its column. */
export async function listPaper(desk: PaperDesk, kind: PaperKind): Promise<GatheredFields> {
  const { db, on, campaign, plan } = desk;
  const list: ListName = kind.name === "黑名单公示" ? "黑名单" : "白名单";
  const publication = (await publicationsOf(db, on, campaign, list)).at(-1);
  if (!publication)
    return refuse("not-published", `${on} 以前没有公布过${list}`, {
      hint: `先公布：tuban publish ${list === "黑名单" ? "blacklist" : "whitelist"}`,
    });
  const [header, ...rows] = [...readCsv([publication.csv.replace(/^\uFEFF/, "")], `${list}.csv`).rows].map(
    ({ cells }) => cells.map(cleanCell),
  );
  const cell = (cells: readonly string[], ...titles: readonly string[]): string =>
    cells[(header ?? []).findIndex((title) => titles.includes(title))] ?? "";
  const publisher = plan.lists.find(({ name }) => name === list);
  return {
    aboutId: publication.id,
    subject: null,
    addressee: publication.title,
    issuers: [cell(rows[0] ?? [], "公布单位") || publisher?.lead || "", ...departments(desk)].filter(
      (name) => name !== "",
    ),
    fields: {
      标题: publication.title,
      版次: publication.version,
      家数: rows.length,
      公布日期: chineseDay(publication.happened_on),
      名单: rows.map((cells) => ({
        名称: cell(cells, "名称"),
        统一社会信用代码: cell(cells, "统一社会信用代码"),
        地址: cell(cells, "地址"),
        情形: cell(cells, "情形"),
        依据: cell(cells, "依据"),
        有效至: cell(cells, "有效至", "公布至"),
      })),
      异议与更正: cell(rows[0] ?? [], "异议与更正") || publisher?.contact || line,
      校验码: await codeOn(db, publication),
    },
  };
}

export async function campaignPaper(desk: PaperDesk): Promise<GatheredFields> {
  const { plan } = desk;
  return {
    aboutId: null,
    subject: null,
    addressee: plan.region.name,
    issuers: departments(desk),
    fields: {
      地区: plan.region.name,
      治理内容: plan.topics.map(({ name }) => ({ 名称: name })),
      阶段: plan.phases.map(({ no, name, from, until }) => ({
        阶段号: no,
        名称: name,
        起: from === null ? "—" : chineseDay(from),
        止: until === null ? "—" : chineseDay(until),
      })),
    },
  };
}
