/** A row of a roster while it is read: what it says so far, and what has been remarked of it. */
import { fieldKeys, isOfComplainant, rawHeaders } from "../../campaign/index.ts";
import type {
  Day,
  FieldKey,
  Institution,
  LicenceClass,
  Presence,
  Problem,
  RawField,
  SubjectKind,
} from "../../campaign/index.ts";
import type { RosterField } from "../fields.ts";
import type { HeaderColumn } from "../headers.ts";
import type { Asides } from "./asides.ts";
import type { KnownCategory, TownFound } from "./words.ts";

/** 拒收: the row is not taken. 注意: taken, but somebody should look. 提示: taken, and said how. */
export type Grade = "拒收" | "注意" | "提示";

/** What is wrong with one cell or row. */
export interface Remark extends Problem {
  readonly grade: Grade;
  /** The offending value as it stood. */
  readonly value: string;
}

/** What every row is read with. */
export interface RosterSheet {
  readonly file: string;
  readonly kind: SubjectKind;
  readonly on: Day;
  readonly columns: readonly HeaderColumn<RosterField>[];
  /** Headers of the unclaimed columns that hold anything. */
  readonly used: Set<string>;
  readonly width: number;
  readonly towns: (text: string) => TownFound;
  readonly categories: (text: string) => KnownCategory | undefined;
  readonly hasCategories: boolean;
  readonly area: string | null;
  readonly days: (text: string) => Day | null;
  readonly asides: Asides;
  /** The cells of the row before, as they were read; none where there is none, or it could not be read. */
  above: readonly string[];
}

/** An institution that is being filled in; its kind only where the row says it. */
export type RowDraft = { -readonly [K in keyof Omit<Institution, "kind">]: Institution[K] } & {
  kind: SubjectKind | undefined;
};

/** What the columns say of one of the two papers, or of both. */
export interface CellStatement {
  class: LicenceClass | null;
  permit: Presence | null;
  registration: Presence | null;
}

export interface RowHand {
  readonly line: number;
  readonly sheet: RosterSheet;
  readonly draft: RowDraft;
  /** A map: a header may be any word, __proto__ too. Null while there is nothing. */
  extra: Map<string, string> | null;
  remarks: Remark[];
  /** Header of the column in hand. */
  header: string;
  /** What a word in a column of its own says, and what the number's column says. */
  readonly said: CellStatement;
  readonly numbered: Omit<CellStatement, "class">;
}

const blank: Readonly<RowDraft> = {
  ...(Object.fromEntries(fieldKeys.map((key) => [key, undefined])) as Record<FieldKey, undefined>),
  name: "",
  extra: {},
};

/** All fields from the start: rows of one shape are read several times faster, and there may be a million of them. */
export function takeUp(sheet: RosterSheet, line: number): RowHand {
  return {
    line,
    sheet,
    draft: { ...blank },
    extra: null,
    remarks: [],
    header: "",
    said: { class: null, permit: null, registration: null },
    numbered: { permit: null, registration: null },
  };
}

/** Keeps a text with the row under a header. */
export function keepAs(hand: RowHand, header: string, text: string): void {
  hand.extra ??= new Map();
  hand.extra.set(header, text);
}

/** Keeps what could not be read in the place of a field. */
export function keepRaw(hand: RowHand, field: RawField, text: string): void {
  keepAs(hand, rawHeaders[field], text);
}

/** Keeps what no field took, under the header it stands under. */
export function keep(hand: RowHand, text: string): void {
  if (isOfComplainant(hand.header)) return;
  keepAs(hand, hand.header, text);
  hand.sheet.used.add(hand.header);
}

export function remark(
  { remarks, sheet, line, header }: RowHand,
  grade: Grade,
  { code, message, hint }: Pick<Problem, "code" | "message" | "hint">,
  value: string,
): void {
  const place = { file: sheet.file, row: line, ...(header === "" ? {} : { column: header }) };
  remarks.push({ grade, code, message, ...(hint === undefined ? {} : { hint }), place, value });
}
