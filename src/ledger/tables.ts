/** The ledger's tables as Kysely sees them. Values are the users' own words; days are text, 2021-07-20. */
import type { Kysely } from "kysely";
import { factKinds } from "../campaign/index.ts";
import type { Day, KindRows } from "../campaign/index.ts";
import type { Json } from "./json.ts";

/** Tables whose rows are facts: only ever appended, hashed into the chain; declared in campaign/facts. */
export type FactTables = KindRows;

export type FactTable = keyof FactTables;

export const factTables = Object.keys(factKinds) as readonly FactTable[];

export type AnnulmentRow = FactTables["annulment"];
export type CorrectionRow = FactTables["correction"];
export type PersonRow = FactTables["person"];
export type ImportBatchRow = FactTables["import_batch"];
export type RosterRow = FactTables["roster"];
export type InspectionRow = FactTables["inspection"];
export type AttendanceRow = FactTables["attendance"];
export type AnswerRow = FactTables["answer"];
export type FindingRow = FactTables["finding"];
export type EvidenceRow = FactTables["evidence"];
export type OrderRow = FactTables["orders"];
export type PaperRow = FactTables["paper"];
export type IssuedFileRow = FactTables["issued_file"];
export type OrderFindingRow = FactTables["order_finding"];
export type ServiceRow = FactTables["service"];
export type ReviewOutcomeRow = FactTables["review_outcome"];
export type CloseOutRow = FactTables["close_out"];
export type DispositionRow = FactTables["disposition"];
export type PublicationRow = FactTables["publication"];
export type ListingRow = FactTables["listing"];
export type TallyRow = FactTables["tally"];
export type OpeningRow = FactTables["opening"];
export type ReturnRow = FactTables["issued_return"];
export type DoubtRow = FactTables["doubt"];
export type PairingRow = FactTables["pairing"];
export type ChoiceRow = FactTables["choice"];
export type PenaltyCaseRow = FactTables["penalty_case"];
export type CaseStepRow = FactTables["case_step"];
export type CaseMeasureRow = FactTables["case_measure"];
export type RegisterEntryRow = FactTables["register_entry"];
export type RegisterStepRow = FactTables["register_step"];
export type EditionRow = FactTables["edition"];
export type DrawRow = FactTables["draw"];
export type BundleRow = FactTables["bundle"];
export type WaitingActRow = FactTables["waiting_act"];
export type ServiceProofRow = FactTables["service_proof"];

export interface JournalRow {
  seq: number;
  /** Moment of recording, UTC, ISO 8601. */
  recorded_at: string;
  actor: string;
  command: string;
  /** The day the act happened; much earlier than recorded_at for a late entry (补录). */
  happened_on: Day;
  summary: string;
  digests: Json<Digests>;
  previous: string;
  hash: string;
  /** The identity of the ledger that it was first recorded in; null for an entry of one's own, as are the next two. */
  origin: string | null;
  /** Its number there. */
  origin_seq: number | null;
  /** Its seal there. */
  origin_hash: string | null;
}

/** Of each table that an entry added to: what it added. */
export type Digests = Readonly<Partial<Record<FactTable, SealedRows>>>;

/**
 * Number of the first row, how many there are, and the SHA-256 over them; the number of the last where rows between are another
 * ledger's and not here. In an entry of before 2026-11-28 only the SHA-256.
 */
export type SealedRows =
  | string
  | { readonly first: number; readonly rows: number; readonly sha256: string; readonly last?: number };

/** Derived, outside the chain: what 4096 rows of the roster are recognised by (signs.ts). */
export interface SignPageRow {
  no: number;
  version: number;
  signs: Uint8Array;
}

/** An answer given but not yet recorded as a fact; outside the chain. */
export interface DraftRow {
  campaign: string;
  subject: number;
  task: string;
  item: string;
  answer: string;
  note: string;
  /** Evidence files already kept; null while they have not been asked for. */
  evidence: Json<readonly Pick<EvidenceRow, "sha256" | "name" | "bytes">[] | null>;
  saved_at: string;
}

/** Outside the chain: the text of a sealed field of a register's entry, and the salt of its digest. */
export interface SealedTextRow {
  of_entry: number;
  field: string;
  salt: string;
  content: string;
}

/** Derived, outside the chain: what spans of a kind have in common, said once (spans/span.ts). */
export interface TraitRow {
  id: number;
  kind: string;
  said: string;
}

/** Derived, outside the chain: one thing in one state from a day to a day; days as numbers, 20210720. */
export interface SpanRow {
  kind: string;
  /** The subject's short number; 0 for what is about nobody. */
  subject: number;
  /** Its number among those of its kind; 0 where a subject has one at a time. */
  thing: number;
  since: number;
  trait: number;
  /** The first day on which it no longer holds; 99991231 while no end is known. */
  until: number;
  /** The fact that says so, and the entry that recorded it. */
  fact: number | null;
  entry: number | null;
  /** The day on which it counts. */
  day: number;
  ordered_on: number | null;
  served_on: number | null;
  due_on: number | null;
  closed_on: number | null;
  /** Of a finding: the order whose clock it is under, the fact that the first 整改 order took it up, and its first close-out. */
  order_id: number | null;
  link: number | null;
  closing: number | null;
  /** How many it stands for; money in 分. */
  amount: number | null;
  /** What only lists show. */
  more: Json<MoreOfOrder> | null;
}

/** What a list of orders shows besides. */
export interface MoreOfOrder {
  readonly extensions: number;
  readonly withdrawn_on: Day | null;
  readonly waived_on: Day | null;
  readonly findings: number;
  readonly closed: number;
}

/** Outside the chain: a stretch of a file that the ledger keeps itself (evidence/stored.ts), from 1. */
export interface FilePieceRow {
  sha256: string;
  no: number;
  content: Uint8Array;
}

export interface SettingRow {
  name: string;
  value: string;
}

export interface Tables extends FactTables {
  journal: JournalRow;
  draft: DraftRow;
  sign_page: SignPageRow;
  sealed_text: SealedTextRow;
  trait: TraitRow;
  span: SpanRow;
  setting: SettingRow;
  file_piece: FilePieceRow;
}

/** The ledger to read from: within `record`, what was recorded so far is seen. */
export type Db = Kysely<Tables>;
