/** What an event of a subject is, whatever it is told from. */
import type { Day, EventKind } from "../../campaign/index.ts";
import type { Change } from "../roster/content.ts";

/** An event before it is known who recorded it. */
export interface ToldEvent {
  readonly day: Day;
  readonly entry: number;
  readonly what: EventKind;
  readonly text: string;
  readonly changes?: readonly Change[];
}

export const joined = (words: readonly string[]): string => words.filter(Boolean).join("，");
