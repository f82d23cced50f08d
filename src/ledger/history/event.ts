/** What an event of a subject is, whatever it is told from. */
import type { Day } from "../../campaign/index.ts";
import type { Change } from "../content.ts";

export const eventKinds = [
  "登记",
  "变更",
  "检查",
  "问题",
  "文书",
  "送达",
  "延期",
  "撤回",
  "放弃申辩",
  "复查",
  "销号",
  "案件",
  "措施",
  "处置",
  "名单",
] as const;

export type EventKind = (typeof eventKinds)[number];

/** An event before it is known who recorded it. */
export interface Told {
  readonly day: Day;
  readonly entry: number;
  readonly what: EventKind;
  readonly text: string;
  readonly changes?: readonly Change[];
}

/** `in ()` is no SQL: without numbers there are no rows. */
export async function rowsOf<Row>(ids: number[], select: (ids: number[]) => Promise<Row[]>): Promise<Row[]> {
  return ids.length === 0 ? [] : select(ids);
}

export const joined = (words: readonly string[]): string => words.filter(Boolean).join("，");

/** A row as an event, in words; empty ones are left out. */
export const eventOf = (
  { happened_on: day, entry }: { readonly happened_on: Day; readonly entry: number },
  what: EventKind,
  words: readonly string[],
): Told => ({ day, entry, what, text: joined(words) });
