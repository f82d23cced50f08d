/** A kind of fact, declared once: its columns, and what the rest of the program needs to know of it. */
import type { FactColumns, Fact, RowOf } from "./column.ts";

/** What an event in the history of a subject is; on one day and in one entry, in this order. */
export const eventKinds = [
  "登记",
  "变更",
  "印证",
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
  "台账",
  "更正",
] as const;

export type EventKind = (typeof eventKinds)[number];

/** An index by these columns; one by some rows only, where `only` says which. */
export type Index =
  | readonly string[]
  | {
      readonly columns: readonly string[];
      readonly unique?: true;
      readonly only?: { readonly column: string; readonly among: readonly string[] };
    };

/**
 * A column that may be corrected (更正): its title, and what it takes; a list of words, of which one. What is worked out (the due day of a
 * service, the day on which a finding of a visit was found) nobody types. Of `fields` each is corrected by itself, under a name of its own.
 */
export interface Correctable {
  readonly title: string;
  readonly as:
    | "text"
    | "optional text"
    | "name"
    | "day"
    | "departments"
    | "quantity"
    | "fields"
    | "worked out"
    | readonly string[];
}

/** `of` is how the fact is cited that this one is about (文号 of an order, 问题 3). */
export interface KindTraits<Row> {
  /** 用户的词 */
  readonly title: string;
  readonly indexes: Readonly<Record<string, Index>>;
  /** The column that names the fact whose subject and campaign are this one's, where it has no column `subject`. */
  readonly about?: string;
  /** The column that names the fact to be cited, where that is another one. */
  readonly cites?: string;
  /** What evidence of it shows. */
  called?(row: Row, of: string): string;
  /** How others cite it; as it is called where this is not said. */
  cited?(row: Row, of: string): string;
  /** Evidence may be attached to it. */
  readonly evidence?: true;
  /** Papers may be about it. */
  readonly papers?: true;
  /** What of it a later fact may correct, as `corrected` applies it; anything else is taken back and recorded anew. */
  readonly corrects?: { readonly [Column in keyof Row]?: Correctable };
  /** It changes figures: recorded late, it explains why one of a past day is another now. */
  readonly counted?: true;
  /** Its place in the history of its subject, and its words there; empty ones are left out. */
  readonly event?: EventKind;
  words?(row: Row, of: string): readonly string[];
  /** Why its entry cannot be taken back, and what to do instead. */
  readonly lasting?: string;
  /** The migration that makes its table; for those before 12 that is a file of its own. */
  readonly since?: number;
}

/** A row of any kind. */
export type AnyRow = Fact & Readonly<Record<string, unknown>>;

/** One of any kind, where all are gone through. */
export interface FactKind extends KindTraits<AnyRow> {
  readonly columns: FactColumns;
}

export function fact<const C extends FactColumns, const T extends KindTraits<RowOf<C>>>(
  columns: C,
  traits: T,
): { readonly columns: C } & T {
  return { columns, ...traits };
}
