/** What stands on the page: of each name that a version has and that is on the list still, what the public may know. */
import { addDays, isFromPaper, keptBack, listRuleOn, publicText, tombstoneDays } from "../../../campaign/index.ts";
import type { Day, Departure, JudgedBy, ListName, TimeOnList } from "../../../campaign/index.ts";
import type { Reply } from "../../../ledger/acts/public-list.ts";
import type { RosterNow } from "../../../ledger/roster/list.ts";
import type { PublicationRow } from "../../../ledger/tables.ts";
import type { Site, SiteGone, SiteList, SiteRow } from "../../../write/site.ts";
import { nameOf } from "./gather.ts";
import type { PublishedEdition, Gathered } from "./gather.ts";

/** A name of the last version that is not put on the page, and why. */
export interface Kept {
  readonly list: ListName;
  readonly subject: number;
  readonly name: string;
  readonly why: string;
}

type Pinyin = (text: string) => readonly string[];

export async function siteOf(
  { editions, times, states, facts, replies }: Gathered,
  title: string,
  measure: JudgedBy,
): Promise<{ readonly site: Site; readonly kept: readonly Kept[] }> {
  const pinyin = await pinyinOf();
  const kept: Kept[] = [];
  const parts = editions.map(({ publication, lines, roster }) => {
    const { list } = publication;
    const rows = lines.flatMap((line): SiteRow[] => {
      const state = states.get(nameOf(list, line.subject));
      if (state !== "在列" && state !== "在列异议中") return [];
      const candidate = facts.get(line.subject);
      const why = list === "黑名单" && candidate && !isFromPaper(line) ? keptBack(candidate, measure) : null;
      if (why !== null) kept.push({ list, subject: line.subject, name: line.name, why });
      const said = { pinyin, objected: state === "在列异议中", reply: replies.get(nameOf(list, line.subject)) };
      return why === null ? [rowOf(line, roster.get(line.subject), said)] : [];
    });
    return { rows, list: listOf(publication, lines, { count: rows.length, publisher: leadOf(measure, list) }) };
  });
  const shown = new Set(parts.flatMap(({ rows }) => rows.map(({ id }) => id)));
  const site = {
    title,
    day: measure.day,
    lists: parts.map(({ list }) => list),
    rows: parts.flatMap(({ rows }) => rows.toSorted(byPinyin)),
    gone: goneOf(times, { since: addDays(measure.day, -tombstoneDays), pinyin, shown }),
  };
  return { site, kept };
}

const leadOf = ({ plan, day }: JudgedBy, list: ListName): string => listRuleOn(plan, list, day)?.lead ?? "";

/** Of a name in a page and in a feed: the same name has the same address in every version. */
export const idOf = (list: ListName, subject: number): string => `${list === "白名单" ? "w" : "b"}${subject}`;

function rowOf(
  line: PublishedEdition["lines"][number],
  roster: RosterNow | undefined,
  {
    pinyin,
    objected,
    reply,
  }: { readonly pinyin: Pinyin; readonly objected: boolean; readonly reply: Reply | undefined },
): SiteRow {
  const { list, subject, name, uscc, permitNo, address, situation, reason, basis, since, until } = line;
  // Of a natural person nothing but what the version says; of the others the fields that the roster marks 公开.
  const open = roster?.kind === "机构" || roster?.kind === "学校" ? roster : null;
  return {
    id: idOf(list, subject),
    list,
    name,
    pinyin: pinyin(name),
    category: open?.category ?? "",
    uscc,
    permitNo,
    permitUntil: permitNo === "" ? "" : (open?.permit_until ?? ""),
    town: open?.town ?? "",
    address,
    situation,
    reason,
    basis,
    since,
    until: until ?? "",
    objected,
    // one from an earlier time on the list is of that time
    reply: reply && reply.on >= since ? `${publicText(reply.text)}（${reply.on}）` : "",
  };
}

function listOf(
  { list, version, happened_on: publishedOn }: PublicationRow,
  lines: PublishedEdition["lines"],
  { count, publisher }: { readonly count: number; readonly publisher: string },
): SiteList {
  const [first] = lines;
  const alike = (of: "reason" | "basis"): string =>
    first && lines.every((line) => line[of] === first[of]) ? first[of] : "";
  return {
    name: list,
    version,
    publishedOn,
    publisher: first?.publisher || publisher,
    contact: first?.contact ?? "",
    checkCode: first?.checkCode ?? "",
    count,
    // a decision is of one party: it stands beside it, even where the list has only one
    reason: list === "黑名单" ? "" : alike("reason"),
    basis: alike("basis"),
  };
}

export const departures: Readonly<Record<Departure, string>> = {
  移出: "移出",
  整改中: "暂时移出，正在整改",
  复核撤销: "经复核，撤销列入",
  期满: "期满",
};

/** Who has left within the time that tombstones stand, the latest first; who has come back is no longer among them. */
function goneOf(
  times: readonly TimeOnList[],
  { since, pinyin, shown }: { readonly since: Day; readonly pinyin: Pinyin; readonly shown: ReadonlySet<string> },
): SiteGone[] {
  const last = new Map(times.map((time) => [idOf(time.list, time.subject), time]));
  return [...last]
    .flatMap(([id, { list, name, from, left }]) =>
      left !== null && left.on >= since && !shown.has(id)
        ? [{ list, name, pinyin: pinyin(name), from, on: left.on, how: departures[left.how] }]
        : [],
    )
    .toSorted((one, other) => (one.on < other.on ? 1 : one.on > other.on ? -1 : byPinyin(one, other)));
}

function byPinyin(one: Pick<SiteRow, "pinyin">, other: Pick<SiteRow, "pinyin">): number {
  const [mine = "", its = ""] = [one.pinyin[0], other.pinyin[0]];
  return mine < its ? -1 : mine > its ? 1 : 0;
}

/** The whole pinyin of a text and its initials, in small letters. */
async function pinyinOf(): Promise<Pinyin> {
  const { pinyin } = await import("pinyin-pro");
  return (text) => {
    const syllables = pinyin(text, { toneType: "none", type: "array", v: true }).map((one) => one.toLowerCase().trim());
    return [syllables.join(""), syllables.map((one) => one.charAt(0)).join("")];
  };
}
