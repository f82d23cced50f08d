/** Listings (列入): the life of one name on one list, from 拟列入 to 移出, and how soon a revoked name comes down. */
import { hint, next, particular } from "../base/next.ts";
import type { Hint, Next } from "../base/next.ts";
import type { Calendar, LastDay } from "./calendar.ts";
import { deadline } from "./calendar.ts";
import type { Day } from "../base/day.ts";
import { leadsTo } from "./life.ts";
import type { Life } from "./life.ts";
import type { ListName } from "./plan.ts";
import type { Problem } from "../base/problem.ts";

export const listingChanges = ["告知", "异议", "复核维持", "复核撤销", "移出", "整改中", "恢复"] as const;
/** A recorded fact about one name on one list; 公布 itself is a version of the list. */
export type ListingChange = (typeof listingChanges)[number];
export type ListingAct = ListingChange | "公布";

export const listingStates = [
  "未列入",
  "拟列入",
  "拟列入异议中",
  "在列",
  "在列异议中",
  "整改中",
  "移出",
  "不予列入",
  "期满",
] as const;
/** Which one a name is in is derived in standing/. 整改中 is 移出白名单·整改中, the third state between the lists. */
export type ListingState = (typeof listingStates)[number];

/** What may happen to a name on the 白名单. A name that was taken off comes back only through a new 告知. */
const whitelistLife: Life<ListingState, ListingAct> = {
  of: "白名单",
  states: listingStates,
  acts: [...listingChanges, "公布"],
  moves: {
    未列入: { 告知: "拟列入", 公布: "在列" },
    拟列入: { 异议: "拟列入异议中", 公布: "在列" },
    拟列入异议中: { 复核维持: "拟列入", 复核撤销: "不予列入" },
    在列: { 公布: "在列", 异议: "在列异议中", 移出: "移出", 整改中: "整改中" },
    在列异议中: { 公布: "在列异议中", 复核维持: "在列", 复核撤销: "移出", 移出: "移出" },
    整改中: { 恢复: "在列", 移出: "移出" },
    移出: { 告知: "拟列入" },
    不予列入: { 告知: "拟列入" },
    期满: { 告知: "拟列入", 公布: "在列" },
  },
  runsOut: { 在列: "期满" },
};

/** The 黑名单 has no 整改中, and an entry that has run out is not renewed without a new 告知. */
const blacklistLife: Life<ListingState, ListingAct> = {
  ...whitelistLife,
  of: "黑名单",
  states: listingStates.filter((state) => state !== "整改中"),
  moves: {
    ...whitelistLife.moves,
    在列: { 公布: "在列", 异议: "在列异议中", 移出: "移出" },
    整改中: { 移出: "移出" },
    期满: { 告知: "拟列入" },
  },
};

export const listingLives: Readonly<Record<ListName, Life<ListingState, ListingAct>>> = {
  白名单: whitelistLife,
  黑名单: blacklistLife,
};

/** Where the act leads on this list; null where it may not be done. */
export function moveListing(list: ListName, state: ListingState, act: ListingAct): ListingState | null {
  return leadsTo(listingLives[list], state, act)[0] ?? null;
}

/** Whom the act would concern. */
export interface Listed {
  readonly subject: number;
  readonly name: string;
  readonly list: ListName;
  readonly state: ListingState;
}

/** Why the act may not be done to this name now, and the command that comes first; null when it may. */
export function listingProblem(act: ListingAct, listed: Listed): Problem | null {
  const { name, list, state } = listed;
  if (moveListing(list, state, act) !== null) return null;
  return {
    code: "listing-state",
    message: `${name} 在${list}上现在是“${state}”，不能${actWords[act]}`,
    hint: wayOn(listed),
  };
}

/** How each act is said of a name. */
const actWords: Readonly<Record<ListingAct, string>> = {
  告知: "告知拟列入",
  异议: "登记异议",
  复核维持: "复核",
  复核撤销: "复核",
  移出: "移出",
  整改中: "转为移出白名单·整改中",
  恢复: "恢复列入",
  公布: "公布列入",
};

/** What to do with a name in each state. */
function wayOn(listed: Listed): Hint {
  const publish = publishing(listed.list);
  const decide = hint`先复核：${nextChange("复核维持", listed)}（撤销的用 ${particular({ revoke: true })}）`;
  const anew = hint`重新列入要重新告知：${nextChange("告知", listed)}`;
  const ways: Readonly<Record<ListingState, Hint>> = {
    未列入: hint`还没有列入；先看能不能列入：${publishing(listed.list, { preview: true })}`,
    拟列入: hint`已告知、尚未公布；有异议用 ${nextChange("异议", listed)}，没有就公布：${publish}`,
    拟列入异议中: decide,
    在列: hint`已经在列；移出用 ${nextChange("移出", listed)}`,
    在列异议中: decide,
    整改中: hint`整改到位的恢复：${nextChange("恢复", listed)}；不再恢复的移出：${nextChange("移出", listed)}`,
    移出: anew,
    不予列入: anew,
    期满: anew,
  };
  return ways[listed.state];
}

/** The word of a list as a particular of an act. */
export const listWord = (list: ListName): string => (list === "白名单" ? "whitelist" : "blacklist");

const publishing = (list: ListName, more: { readonly preview?: true } = {}): Next =>
  next(list === "白名单" ? "publish whitelist" : "publish blacklist", [], more);

/** The act that makes a change. */
export function nextChange(change: ListingChange, { subject, list }: Pick<Listed, "subject" | "list">): Next {
  const [on, more] = [[subject], { list: listWord(list), reason: "理由" }];
  const acts: Readonly<Record<ListingChange, () => Next>> = {
    告知: () => next("publish notify", on, more),
    异议: () => next("publish object", on, more),
    复核维持: () => next("publish decide", on, { uphold: true, ...more }),
    复核撤销: () => next("publish decide", on, { revoke: true, ...more }),
    移出: () => next("publish remove", on, more),
    整改中: () => next("publish suspend", on, { reason: "理由" }),
    恢复: () => next("publish restore", on, { reason: "理由" }),
  };
  return acts[change]();
}

/** Working days within which a revoked decision is withdrawn from the public and the reason explained (行政处罚法 第四十八条、第八十五条: 三日 are working days). */
export const takeDownDays = 3;

/** The last day on which a name still may be up after its decision was revoked. */
export function takeDownDue(calendar: Calendar, revokedOn: Day): LastDay {
  return deadline(calendar, revokedOn, { count: takeDownDays, unit: "工作日" });
}
