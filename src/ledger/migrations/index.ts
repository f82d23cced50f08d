import { kindsByName } from "../../campaign/index.ts";
import { tableOf } from "../facts/table.ts";
import { foundation } from "./0001-foundation.ts";
import { returns } from "./0002-returns.ts";
import { speed } from "./0003-speed.ts";
import { sources } from "./0004-sources.ts";
import { cases } from "./0005-cases.ts";
import { papers } from "./0006-papers.ts";
import { stops } from "./0007-stops.ts";
import { pages } from "./0008-pages.ts";
import { leaner } from "./0009-leaner.ts";
import { guarded, guards } from "./0010-guards.ts";
import { openings } from "./0011-openings.ts";
import { sealed } from "./0015-sealed.ts";
import { origin } from "./0019-origin.ts";
import { again } from "./0030-again.ts";
import { photos } from "./0033-photos.ts";
import { series } from "./0035-series.ts";
import { spans } from "./0020-spans.ts";
import { filePieces } from "./0024-file-pieces.ts";

export interface Migration {
  readonly no: number;
  readonly name: string;
  readonly sql: string;
  /** The tables of facts that it makes, and others whose guards are to be made anew. */
  readonly guarded?: readonly string[];
}

const byHand: readonly Migration[] = [
  { no: 1, name: "foundation", sql: foundation },
  { no: 2, name: "returns", sql: returns },
  { no: 3, name: "speed", sql: speed },
  { no: 4, name: "sources", sql: sources },
  { no: 5, name: "cases", sql: cases },
  { no: 6, name: "papers", sql: papers },
  { no: 7, name: "stops", sql: stops },
  { no: 8, name: "pages", sql: pages },
  { no: 9, name: "leaner", sql: leaner },
  { no: 10, name: "guards", sql: guards, guarded },
  { no: 11, name: "openings", sql: openings, guarded: ["opening"] },
  { no: 15, name: "sealed", sql: sealed },
  { no: 19, name: "origin", sql: origin },
  { no: 20, name: "spans", sql: spans },
  { no: 30, name: "again", sql: again },
  { no: 33, name: "photos", sql: photos },
  { no: 35, name: "series", sql: series },
  { no: 24, name: "file-pieces", sql: filePieces },
];

/** The tables of the kinds that say with which migration they came: as they are declared. */
const declared: readonly Migration[] = [...kindsByName].flatMap(([name, kind]) =>
  kind.since === undefined ? [] : [{ no: kind.since, name, sql: tableOf(name, kind), guarded: [name] }],
);

/** In order, forward only; a released one is never edited (its hash is checked), a new one is added below. */
export const migrations: readonly Migration[] = [...byHand, ...declared].toSorted((one, other) => one.no - other.no);
