/** The rows of sets: one behind a number, and what it says. */
import type { Day, LicenceClass, ListName, Operation, Severity, SubjectKind } from "../../campaign/index.ts";
import type { FactTable } from "../tables.ts";

/** One row behind a number. */
export interface BareRow {
  /** The fact's table and number, and the journal entry that recorded it. */
  readonly fact: FactTable;
  readonly id: number;
  readonly entry: number;
  readonly subject: number;
  readonly town: string | null;
  /** When it happened, or when the state began. */
  readonly day: Day;
  readonly list: ListName | null;
  /** How many a tally stands for, money in 分; every other row stands for one. */
  readonly quantity?: number;
}

/** The same, and what it says. */
export interface SetRow extends BareRow {
  readonly name: string | null;
  /** Lead departments of a finding, issuer of an order; joint leads as one text. */
  readonly lead: string | null;
  /** What it is, in a few words. */
  readonly label: string;
  readonly kind: SubjectKind;
  readonly licence_class: LicenceClass | null;
  readonly category: string | null;
  readonly bucket: string | null;
  readonly severity: Severity | null;
  readonly order_kind: string | null;
  readonly inspection_kind: string | null;
}

/** A row of a set that is never large. */
export interface FewRow extends SetRow {
  /** Of who was stopped or closed; null of a name on a list. */
  readonly operation: Operation | null;
}
