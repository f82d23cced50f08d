/** The files of the site: the page, the table as CSV and JSON, and the feed of what came and went. */
import { addDays, tombstoneDays } from "../../../campaign/index.ts";
import type { Day } from "../../../campaign/index.ts";
import { sha256Of } from "../../../ledger/acts/papers.ts";
import { atomText } from "../../../write/atom.ts";
import { csvText } from "../../../write/csv.ts";
import { jsonRows, jsonText } from "../../../write/json.ts";
import type { Sheet } from "../../../write/sheet.ts";
import { siteFiles, siteHtml } from "../../../write/site.ts";
import type { Site, SiteRow } from "../../../write/site.ts";
import type { Gathered } from "./gather.ts";
import { departures, idOf } from "./page.ts";

/** By name; the page comes last, when what it points to is there. */
export function filesOf(site: Site, day: Day, gathered: Gathered): ReadonlyMap<string, string> {
  return new Map([
    [siteFiles.csv, csvText(sheetOf(site))],
    [siteFiles.json, jsonOf(site)],
    [siteFiles.feed, feedOf(site, day, gathered)],
    [siteFiles.page, siteHtml(site)],
  ]);
}

/** A line of the table that others take: those on a list, then those that have left, under the same columns. */
type Line = Partial<SiteRow> & Pick<SiteRow, "name" | "list"> & { readonly state: string; readonly left: string };

function sheetOf({ lists, rows, gone }: Site): Sheet<Line> {
  const published = new Map(lists.map((list) => [list.name, list]));
  const of = (
    key: string,
    title: string,
    value: (line: Line) => string | undefined,
    kind: "text" | "code" = "text",
  ) => ({
    key,
    title,
    kind,
    value: (line: Line) => value(line) ?? "",
  });
  return {
    title: "名单",
    columns: [
      of("name", "名称", ({ name }) => name),
      of("list", "名单", ({ list }) => list),
      of("state", "状态", ({ state }) => state),
      of("uscc", "统一社会信用代码", ({ uscc }) => uscc, "code"),
      of("permitNo", "办学许可证号", ({ permitNo }) => permitNo, "code"),
      of("permitUntil", "许可证有效期至", ({ permitUntil }) => permitUntil),
      of("category", "类别", ({ category }) => category),
      of("town", "属地", ({ town }) => town),
      of("address", "地址", ({ address }) => address),
      of("situation", "情形", ({ situation }) => situation),
      of("reason", "符合条件或决定", ({ reason }) => reason),
      of("basis", "依据", ({ basis }) => basis),
      of("since", "列入日期", ({ since }) => since),
      of("until", "有效至", ({ until, left }) => (left === "" && until === "" ? "移出为止" : until)),
      of("left", "移出日期", ({ left }) => left),
      of("version", "版次", ({ list, left }) => (left === "" ? `第${published.get(list)?.version ?? ""}版` : "")),
      of("publishedOn", "公布日期", ({ list, left }) => (left === "" ? published.get(list)?.publishedOn : "")),
      of("reply", "当事人说明（未经核实）", ({ reply }) => reply),
    ],
    rows: [
      ...rows.map((row): Line => ({ ...row, state: row.objected ? "在列，申诉中" : "在列", left: "" })),
      ...gone.map(({ name, list, from, on, how }): Line => ({
        name,
        list,
        since: from,
        state: how,
        left: on,
        until: "",
      })),
    ],
  };
}

/** What a list says of all its names stands with the list alone; a key that has nothing to say is left out. */
function jsonOf(site: Site): string {
  const { title, day: asOf, lists } = site;
  const records = (part: Site): object[] =>
    jsonRows(sheetOf(part)).map((row) =>
      Object.fromEntries(Object.entries(row).filter(([key, value]) => value !== "" && !saidOfList.has(key))),
    );
  const [entries, removed] = [records({ ...site, gone: [] }), records({ ...site, rows: [] })];
  return jsonText({ format: "tuban-site", version: 1, title, asOf, lists, entries, removed });
}

const saidOfList: ReadonlySet<string> = new Set(["version", "publishedOn"]);

function feedOf({ title, lists, rows }: Site, day: Day, { identity, times }: Gathered): string {
  const since = addDays(day, -tombstoneDays);
  const shown = new Set(rows.map(({ id }) => id));
  const idFor = (...words: readonly (string | number)[]): string =>
    `urn:uuid:${uuidOf([identity, ...words].join("\n"))}`;
  const came = times.filter(
    ({ list, subject, from, left }) => left === null && from >= since && shown.has(idOf(list, subject)),
  );
  const went = times.flatMap((time) =>
    time.left !== null && time.left.on >= since ? [{ ...time, left: time.left }] : [],
  );
  const entries = [
    ...came.map(({ list, subject, name, from, version }) => ({
      id: idFor(list, subject, from),
      title: `列入${list}：${name}`,
      on: from,
      summary: `${from} 公布的${list}第 ${version} 版新列入`,
      link: `${siteFiles.page}#${idOf(list, subject)}`,
    })),
    ...went.map(({ list, subject, name, from, left }) => ({
      id: idFor(list, subject, from, left.how),
      title: `移出${list}：${name}`,
      on: left.on,
      summary: `${left.on} ${departures[left.how]}；${from} 的列入不再有效`,
      link: `${siteFiles.page}#gone`,
    })),
  ].toSorted((one, other) => (one.on < other.on ? 1 : one.on > other.on ? -1 : 0));
  return atomText({
    id: idFor("feed"),
    title: `${title}的变动`,
    author: [...new Set(lists.map(({ publisher }) => publisher))].filter((name) => name !== "").join("、") || title,
    updated: entries[0]?.on ?? day,
    entries,
    deleted: [
      ...went.map(({ list, subject, from, left }) => ({ id: idFor(list, subject, from), on: left.on })),
      // those kept back for now: what a reader had of them goes, and comes again with the name
      ...times.flatMap(({ list, subject, from, left }) =>
        left === null && from >= since && !shown.has(idOf(list, subject))
          ? [{ id: idFor(list, subject, from), on: day }]
          : [],
      ),
    ],
  });
}

/** A UUID (version 8) of a text: the same for the same text. */
function uuidOf(text: string): string {
  const hex = sha256Of(text);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
