/** The ledger's tables as Kysely sees them. Values are the users' own words; days are text, 2021-07-20. */
import type {
  Answer,
  CaseStep,
  CaseTrait,
  Day,
  FieldColumns,
  FieldName,
  InspectionKind,
  Institution,
  ListName,
  ListingChange,
  OrderEffect,
  Plan,
  Procedure,
  ReviewOutcome,
  ServiceMethod,
  Severity,
  StepDetails,
  Unit,
} from "../campaign/index.ts";
import type { Json } from "./json.ts";

/** Every fact has a number of its own and the journal entry that recorded it; the ledger gives both. */
export interface Fact {
  id: number;
  entry: number;
}

export interface JournalRow {
  seq: number;
  /** Moment of recording, UTC, ISO 8601. */
  recorded_at: string;
  actor: string;
  command: string;
  /** The day the act happened; much earlier than recorded_at for a late entry (补录). */
  happened_on: Day;
  summary: string;
  /** Table → SHA-256 over the rows that this entry added. */
  digests: Json<Readonly<Partial<Record<FactTable, string>>>>;
  previous: string;
  hash: string;
}

/** A whole entry taken back by a later one, with the reason. */
export interface AnnulmentRow extends Fact {
  target: number;
  happened_on: Day;
  reason: string;
}

/** The adoption of a plan; the latest one of a code is in force. */
export interface CampaignRow extends Fact {
  code: string;
  name: string;
  plan: Json<Plan>;
  /** The YAML text as adopted. */
  source: string;
  source_sha256: string;
  happened_on: Day;
}

/** The latest row of a name stands. */
export interface PersonRow extends Fact {
  name: string;
  unit: string;
  certificate: string | null;
  certificate_until: Day | null;
  team: string | null;
  happened_on: Day;
}

export interface ImportBatchRow extends Fact {
  happened_on: Day;
  file: string;
  sha256: string;
  source: string;
  /** Column header → field; "" where the user said that it is none, null where none was found. */
  mapping: Json<Readonly<Record<string, string | null>>>;
  rows_read: number;
  rows_taken: number;
  rows_refused: number;
}

/** What one source row says of a subject; the latest row of a subject stands. */
export interface RosterRow extends Fact, FieldColumns {
  batch: number | null;
  line: number | null;
  /** The subject's short number in this ledger. */
  subject: number;
  happened_on: Day;
  /** The other known fields. */
  more: Json<Partial<Institution>>;
  /** Columns that no field claims, by header. */
  extra: Json<Institution["extra"]>;
  /** What the source itself says, where the row, settled among several, says something else; null where it is the same. */
  said?:
    | Json<Omit<RosterRow, "id" | "entry" | "batch" | "line" | "subject" | "happened_on" | "said">>
    | null
    | undefined;
}

/** Two subjects of different lists that look alike, to be looked at by a person. */
export interface DoubtRow extends Fact {
  subject: number;
  other: number;
  why: string;
  happened_on: Day;
}

/** A person's word on two subjects: 同一家 (then `other` is `subject` from that day on) or 两家. */
export interface PairingRow extends Fact {
  subject: number;
  other: number;
  verdict: "同一家" | "两家";
  reason: string;
  happened_on: Day;
}

/** Which of several sources' values holds for a field of a subject. */
export interface ChoiceRow extends Fact {
  subject: number;
  field: FieldName;
  value: Json<unknown>;
  source: string;
  reason: string;
  happened_on: Day;
}

/** Derived, outside the chain: what 4096 rows of the roster are recognised by (signs.ts). */
export interface SignPageRow {
  no: number;
  version: number;
  signs: Uint8Array;
}

/** Derived, outside the chain: columns of 1024 facts (pages.ts). */
export interface FactPageRow {
  fact: string;
  no: number;
  content: Uint8Array;
}

/** A visit: a checklist gone through, or findings re-checked (复查, 回头看). */
export interface InspectionRow extends Fact {
  campaign: string;
  subject: number;
  /** The order that a re-check answers to. */
  order_id: number | null;
  kind: InspectionKind;
  happened_on: Day;
  /** 合格 or 不合格; for a re-check what it came to, e.g. 无法核查. */
  result: string;
  note: string;
}

export interface AttendanceRow extends Fact {
  inspection: number;
  name: string;
  unit: string;
  certificate: string | null;
}

export interface AnswerRow extends Fact {
  inspection: number;
  item: string;
  answer: Answer;
  note: string;
}

export interface FindingRow extends Fact {
  campaign: string;
  inspection: number;
  subject: number;
  item: string;
  topic: number;
  text: string;
  note: string;
  severity: Severity;
  /** Citations in force on the day. */
  basis: Json<readonly string[]>;
  route: string | null;
  lead: string;
  supporting: string;
  order_kind: string | null;
  happened_on: Day;
  /** 反弹: the closed finding that came back. */
  relapse_of: number | null;
}

/** A file kept under its SHA-256, attached to a fact of another table. */
export interface EvidenceRow extends Fact {
  fact:
    | "answer"
    | "finding"
    | "review_outcome"
    | "service"
    | "orders"
    | "inspection"
    | "service_attempt"
    | "penalty_case"
    | "case_step"
    | "case_measure";
  fact_id: number;
  sha256: string;
  name: string;
  bytes: number;
  happened_on: Day;
}

/** An issued document (文书): text, fields and addressee as they were on that day. */
export interface OrderRow extends Fact {
  campaign: string;
  subject: number;
  kind: string;
  effect: OrderEffect;
  issuer: string;
  word: string;
  year: number;
  serial: number;
  number: string;
  addressee: string;
  /** As the plan writes it, e.g. 10个工作日; the clock starts at service. */
  deadline: string | null;
  due_bound: Day | null;
  text: string;
  fields: string;
  template_sha256: string;
  happened_on: Day;
}

/** What a paper that is no order is about. */
export type PaperAbout = "inspection" | "subject" | "orders" | "publication" | "campaign";

/** An issued paper that is no order (笔录, 审批表, 公示 …): text and fields as they were on that day. */
export interface PaperRow extends Fact {
  campaign: string;
  kind: string;
  about: PaperAbout;
  /** Number of the row it is about; null for the campaign. */
  about_id: number | null;
  subject: number | null;
  issuer: string;
  word: string;
  year: number;
  serial: number;
  number: string;
  addressee: string;
  text: string;
  fields: string;
  /** Which template, e.g. documents/约谈记录.docx（随附） */
  template: string;
  template_sha256: string;
  happened_on: Day;
}

/** The Word file in which an order or a paper was issued; kept under its SHA-256 beside the ledger. */
export interface IssuedFileRow extends Fact {
  fact: "orders" | "paper";
  fact_id: number;
  template: string;
  template_sha256: string;
  sha256: string;
  name: string;
  bytes: number;
}

export interface OrderFindingRow extends Fact {
  order_id: number;
  finding: number;
}

export interface ServiceRow extends Fact {
  order_id: number;
  happened_on: Day;
  method: ServiceMethod;
  recipient: string;
  note: string;
  due_on: Day | null;
  /** The rule the due day was counted by, in words. */
  due_rule: string | null;
}

export interface ExtensionRow extends Fact {
  order_id: number;
  happened_on: Day;
  due_on: Day;
  reason: string;
  approver: string;
}

export interface WithdrawalRow extends Fact {
  order_id: number;
  happened_on: Day;
  reason: string;
}

/** The party gives up statement and defence. */
export interface WaiverRow extends Fact {
  order_id: number;
  happened_on: Day;
  reason: string;
}

export interface ReviewOutcomeRow extends Fact {
  inspection: number;
  finding: number;
  outcome: ReviewOutcome;
  note: string;
  happened_on: Day;
}

export interface CloseOutRow extends Fact {
  finding: number;
  /** The review_outcome it rests on. */
  outcome: number;
  closed_by: string;
  note: string;
  happened_on: Day;
}

export interface DispositionRow extends Fact {
  campaign: string;
  subject: number;
  bucket: string;
  reason: string;
  happened_on: Day;
}

/** A published version of a list, frozen. */
export interface PublicationRow extends Fact {
  campaign: string;
  list: ListName;
  version: number;
  title: string;
  markdown: string;
  csv: string;
  happened_on: Day;
}

export interface ListingRow extends Fact {
  publication: number;
  campaign: string;
  list: ListName;
  subject: number;
  name: string;
  situation: string;
  reason: string;
  basis: string;
  until: Day | null;
  happened_on: Day;
}

export interface ListingChangeRow extends Fact {
  campaign: string;
  list: ListName;
  subject: number;
  change: ListingChange;
  reason: string;
  happened_on: Day;
}

/** A penalty case as opened (立案); where it stands is folded from its steps by campaign/penalty. */
export interface PenaltyCaseRow extends Fact {
  campaign: string;
  subject: number;
  /** 案号, where the office gives one. */
  number: string | null;
  /** 案由 */
  cause: string;
  /** 案件来源 */
  source: string;
  procedure: Procedure;
  party: "公民" | "组织";
  /** The day of the act, or its last day where it went on. */
  acted_on: Day;
  approver: string;
  /** Names. */
  officers: Json<readonly string[]>;
  /** Numbers of findings. */
  findings: Json<readonly number[]>;
  traits: Json<readonly CaseTrait[]>;
  note: string;
  happened_on: Day;
}

export interface CaseStepRow extends Fact {
  case_id: number;
  step: CaseStep;
  /** The document that the step rests on. */
  order_id: number | null;
  details: Json<StepDetails>;
  happened_on: Day;
}

/** A measure (措施) taken against a subject, with its basis and the body that took it. */
export interface CaseMeasureRow extends Fact {
  campaign: string;
  subject: number;
  case_id: number | null;
  measure: string;
  authority: string;
  basis: string;
  approver: string;
  premises: "住宅" | "非住宅" | null;
  until: Day | null;
  note: string;
  happened_on: Day;
}

/** An attempt at service that did not succeed: refused, nobody there, sent back. */
export interface ServiceAttemptRow extends Fact {
  order_id: number;
  method: ServiceMethod;
  outcome: string;
  /** Names. */
  officers: Json<readonly string[]>;
  note: string;
  happened_on: Day;
}

/** What stands in the 送达回证 of a service beyond its day, method and recipient. */
export interface ServiceProofRow extends Fact {
  service: number;
  /** Names of those who served it. */
  officers: Json<readonly string[]>;
  place: string | null;
  /** Of who took it for the addressee (代收人). */
  relation: string | null;
  witness: string | null;
  recording: string | null;
  consent: string | null;
  mail_no: string | null;
  reason: string | null;
}

/** The signed 送达回证 came back. */
export interface ServiceReturnRow extends Fact {
  service: number;
  signed_by: string;
  note: string;
  happened_on: Day;
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

export interface SettingRow {
  name: string;
  value: string;
}

/** What an office counted itself and no other fact holds (登记): 清理广告, 退费, 宣传 … */
export interface TallyRow extends Fact {
  campaign: string;
  item: string;
  /** Money in 分. */
  quantity: number;
  unit: Unit;
  subject: number | null;
  department: string | null;
  town: string | null;
  note: string;
  happened_on: Day;
}

/** 期初数: what an indicator had come to by a day, of what this ledger does not hold. */
export interface OpeningRow extends Fact {
  campaign: string;
  /** The name of a counted indicator. */
  indicator: string;
  /** Money in 分. */
  quantity: number;
  unit: Unit;
  town: string | null;
  department: string | null;
  note: string;
  /** All up to this day and on it. */
  happened_on: Day;
}

/** A return as it was sent (报表): its figures, definitions and the rows behind every figure, never changed. */
export interface ReturnRow extends Fact {
  campaign: string;
  kind: string;
  year: number;
  serial: number;
  number: string;
  begins: Day;
  cut_off: Day;
  /** The last journal entry that it knew of. */
  known_to: number;
  /** JSON: campaign/reconcile Frozen. */
  content: string;
  /** JSON: indicator → kind of row → numbers, as 1-5,9. */
  behind: string;
  /** The printed text. */
  markdown: string;
  /** SHA-256 of content, behind and markdown. */
  sha256: string;
  happened_on: Day;
}

/** Tables whose rows are facts: only ever appended, hashed into the chain, in this order. */
export interface FactTables {
  annulment: AnnulmentRow;
  campaign: CampaignRow;
  person: PersonRow;
  import_batch: ImportBatchRow;
  roster: RosterRow;
  inspection: InspectionRow;
  attendance: AttendanceRow;
  answer: AnswerRow;
  finding: FindingRow;
  evidence: EvidenceRow;
  orders: OrderRow;
  paper: PaperRow;
  issued_file: IssuedFileRow;
  order_finding: OrderFindingRow;
  service: ServiceRow;
  extension: ExtensionRow;
  withdrawal: WithdrawalRow;
  waiver: WaiverRow;
  review_outcome: ReviewOutcomeRow;
  close_out: CloseOutRow;
  disposition: DispositionRow;
  publication: PublicationRow;
  listing: ListingRow;
  listing_change: ListingChangeRow;
  tally: TallyRow;
  opening: OpeningRow;
  issued_return: ReturnRow;
  doubt: DoubtRow;
  pairing: PairingRow;
  choice: ChoiceRow;
  penalty_case: PenaltyCaseRow;
  case_step: CaseStepRow;
  case_measure: CaseMeasureRow;
  service_attempt: ServiceAttemptRow;
  service_proof: ServiceProofRow;
  service_return: ServiceReturnRow;
}

export type FactTable = keyof FactTables;

export interface Tables extends FactTables {
  journal: JournalRow;
  draft: DraftRow;
  sign_page: SignPageRow;
  fact_page: FactPageRow;
  setting: SettingRow;
}

const everyFactTable: Record<FactTable, true> = {
  annulment: true,
  campaign: true,
  person: true,
  import_batch: true,
  roster: true,
  inspection: true,
  attendance: true,
  answer: true,
  finding: true,
  evidence: true,
  orders: true,
  paper: true,
  issued_file: true,
  order_finding: true,
  service: true,
  extension: true,
  withdrawal: true,
  waiver: true,
  review_outcome: true,
  close_out: true,
  disposition: true,
  publication: true,
  listing: true,
  listing_change: true,
  tally: true,
  opening: true,
  issued_return: true,
  doubt: true,
  pairing: true,
  choice: true,
  penalty_case: true,
  case_step: true,
  case_measure: true,
  service_attempt: true,
  service_proof: true,
  service_return: true,
};

export const factTables = Object.keys(everyFactTable) as readonly FactTable[];
