import { foundation } from "./0001-foundation.ts";
import { papers } from "./0003-papers.ts";
import { cases } from "./0004-cases.ts";

export interface Migration {
  readonly no: number;
  readonly name: string;
  readonly sql: string;
}

/** In order, forward only; a released one is never edited (its hash is checked), a new one is added below. */
export const migrations: readonly Migration[] = [
  { no: 1, name: "foundation", sql: foundation },
  { no: 3, name: "papers", sql: papers },
  { no: 4, name: "cases", sql: cases },
];
