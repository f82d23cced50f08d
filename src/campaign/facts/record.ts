/** What the ledger says of itself: the plans adopted, the people, what was taken back. */
import type { Plan } from "../plan.ts";
import type { Privacy } from "../roster-fields.ts";
import { day, integer, json, optional, pointer, subject, text, word } from "./column.ts";
import { fact } from "./kind.ts";

/** What may be wrong with a ledger itself: its computer's clock; its end, of which something is gone. */
export type IncidentKind = "时钟" | "末尾";

export const recordKinds = {
  /** A whole entry taken back by a later one, with the reason. */
  annulment: fact(
    { target: integer, happened_on: day, reason: text },
    { title: "撤销", indexes: {}, lasting: "撤销本身不能再撤销；需要的话把那件事重新登记一次" },
  ),
  /**
   * What was written down wrongly, put right (更正): from its day on, as a rule that of the fact itself, the fact says the new value.
   * The fact stays as it was recorded.
   */
  correction: fact(
    {
      campaign: optional(text),
      subject: optional(subject),
      fact: text,
      fact_id: pointer("fact", "corrects"),
      /** The column. */
      field: text,
      /** How the fact and its field are called. */
      what: text,
      /** As text, whatever the column holds; null where it holds nothing. */
      was: optional(text),
      value: optional(text),
      reason: text,
      /** What shows that the new value is right (依据). */
      source: text,
      happened_on: day,
    },
    {
      title: "更正",
      indexes: { correction_fact: ["fact", "fact_id"], correction_subject: ["subject"] },
      counted: true,
      event: "更正",
      words: ({ what, was, value, reason, source }) => [
        `${what}“${was ?? ""}”改为“${value ?? ""}”`,
        reason,
        `依据 ${source}`,
      ],
      since: 23,
    },
  ),
  /** The adoption of a plan; the latest one of a code is in force. */
  campaign: fact(
    {
      code: text,
      name: text,
      plan: json<Plan>(),
      /** The YAML text as adopted. */
      source: text,
      source_sha256: text,
      happened_on: day,
    },
    { title: "方案", indexes: {}, lasting: "方案的采用不能撤销；改过方案再采用一次就是新的一版" },
  ),
  /** The latest row of a name stands. */
  person: fact(
    {
      name: text,
      unit: text,
      certificate: optional(text),
      certificate_until: optional(day),
      team: optional(text),
      happened_on: day,
    },
    {
      title: "人员",
      indexes: { person_name: ["name"] },
      lasting: "人员登记不能撤销；把这个人再登记一次就是更正",
    },
  ),
  /** Data that left the office (提供): to whom, for what, which classes of fields (公开、内部、敏感). */
  provision: fact(
    {
      campaign: optional(text),
      unit: text,
      purpose: text,
      classes: json<readonly Privacy[]>(),
      columns: json<readonly string[]>(),
      rows: integer,
      sha256: text,
      name: text,
      happened_on: day,
    },
    { title: "对外提供", indexes: {}, lasting: "已经给出去的，记录留着；收回的另行登记", since: 31 },
  ),
  /** A file of evidence was destroyed when its time of keeping had run out (到期销毁): from then on it is missing rightly. */
  evidence_erasure: fact(
    { sha256: text, rule: text, happened_on: day },
    {
      title: "佐证销毁",
      indexes: { evidence_erasure_file: ["sha256"] },
      lasting: "销毁了的文件找不回来，记录留着",
      since: 32,
    },
  ),
  /** What was wrong with the ledger itself, and that a person looked at it and went on. */
  incident: fact(
    { what: word<IncidentKind>(), detail: text, happened_on: day },
    { title: "账本的情况", indexes: {}, since: 22 },
  ),
};
