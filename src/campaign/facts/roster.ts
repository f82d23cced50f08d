/** The roster: what each list said, and what a person said of it. */
import type { FieldName, Institution } from "../institution.ts";
import type { LicenceClass, SubjectKind } from "../plan.ts";
import type { FieldColumns, PermitEnd } from "../roster-fields.ts";
import { day, integer, json, mentioned, omissible, optional, ref, subject, text, word } from "./column.ts";
import type { FactColumn, FactColumns, RowOf } from "./column.ts";
import { fact } from "./kind.ts";

/** What a row says, from whatever source. */
const content = {
  kind: word<SubjectKind>(),
  happened_on: day,
  name: text,
  uscc: optional(text),
  permit_no: optional(text),
  permit_until: optional(word<PermitEnd>()),
  licence_class: optional(word<LicenceClass>()),
  category: optional(text),
  town: optional(text),
  address: optional(text),
  phone: optional(text),
  legal_rep: optional(text),
  organizer: optional(text),
  /** The other known fields. */
  more: json<Partial<Institution>>(),
  /** Columns that no field claims, by header. */
  extra: json<Institution["extra"]>(),
} satisfies FactColumns & { readonly [Name in keyof FieldColumns]: FactColumn<FieldColumns[Name]> };

export const rosterKinds = {
  import_batch: fact(
    {
      happened_on: day,
      file: text,
      sha256: text,
      source: text,
      /** Column header → field; "" where the user said that it is none, null where none was found. */
      mapping: json<Readonly<Record<string, string | null>>>(),
      rows_read: integer,
      rows_taken: integer,
      rows_refused: integer,
    },
    { title: "导入", indexes: { import_batch_source: ["source"] } },
  ),
  /** What one source row says of a subject; the latest row of a subject stands. */
  roster: fact(
    {
      batch: optional(ref("import_batch")),
      line: optional(integer),
      /** The subject's short number in this ledger. */
      subject: mentioned,
      ...content,
      /** What the source itself says, where the row, settled among several, says something else; null where it is the same. */
      said: omissible(json<Omit<RowOf<typeof content>, "id" | "entry" | "happened_on">>()),
    },
    {
      title: "底数",
      indexes: { roster_latest: ["subject", "happened_on", "id", "entry"], roster_town: ["town", "subject"] },
      counted: true,
    },
  ),
  /** Two subjects of different lists that look alike, to be looked at by a person; nobody is asked about one that stands no longer. */
  doubt: fact(
    { subject: mentioned, other: mentioned, why: text, happened_on: day },
    { title: "疑似同一家", indexes: {} },
  ),
  /** A person's word on two subjects: 同一家 (then `other` is `subject` from that day on) or 两家. */
  pairing: fact(
    { subject, other: mentioned, verdict: word<"同一家" | "两家">(), reason: text, happened_on: day },
    { title: "认定", indexes: { pairing_other: ["other"] }, counted: true },
  ),
  /** Which of several sources' values holds for a field of a subject. */
  choice: fact(
    { subject, field: word<FieldName>(), value: json<unknown>(), source: text, reason: text, happened_on: day },
    { title: "取值", indexes: { choice_subject: ["subject"] } },
  ),
};
