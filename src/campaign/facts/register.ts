/** Registers (台账) of the plan: entries, their steps, and what was erased of them. */
import { day, integer, json, large, optional, ref, subject, text } from "./column.ts";
import { fact } from "./kind.ts";

/** By field; of a sealed one the digest. */
const fields = json<Readonly<Record<string, string>>>();

export const registerKinds = {
  /** An entry of a register, or one part of an entry; where it stands is its last step's to say. */
  register_entry: fact(
    {
      campaign: text,
      /** The adoption (row of campaign) whose plan it was entered under. */
      plan: integer,
      register: text,
      year: integer,
      /** 0 where the number is the office's own. */
      serial: integer,
      number: text,
      /** The entry that this is a part of. */
      parent: optional(ref("register_entry")),
      /** Whom or what the part is for, e.g. a department. */
      part: optional(text),
      subject: optional(subject),
      /** The unit that entered it. */
      unit: text,
      /** 问题, 检查, 文书, 案件, or the name of a register; with the number of the fact. */
      cause: optional(text),
      cause_id: optional(integer),
      /** SHA-256 of the file it was imported from, and the row. */
      batch: optional(text),
      line: optional(integer),
      /** Money in 分. */
      amount: optional(large),
      fields,
      happened_on: day,
    },
    {
      title: "台账",
      indexes: {
        register_entry_register: ["register", "campaign"],
        register_entry_subject: ["subject"],
        register_entry_parent: ["parent"],
        register_entry_number: ["number"],
      },
      called: ({ register, number, part }) => `${register} ${number}${part === null ? "" : `（${part}）`}`,
      evidence: true,
      papers: true,
      corrects: { fields: { title: "内容", as: "fields" } },
      since: 12,
    },
  ),
  /** A step of an entry, the first when it is entered: what the history tells of it. */
  register_step: fact(
    {
      of_entry: ref("register_entry"),
      /** The step before; null for the first. */
      after: optional(ref("register_step")),
      step: text,
      state: text,
      /** 1 where the state ends the entry. */
      ended: integer,
      taken_by: text,
      /** Who has to act in the state. */
      actor: optional(text),
      due_on: optional(day),
      /** The limit in words; with no due day, why there is none yet. */
      due_rule: optional(text),
      fields,
      happened_on: day,
    },
    {
      title: "台账步骤",
      indexes: { register_step_entry: ["of_entry"] },
      about: "of_entry",
      called: ({ step }, of) => `${of} 的${step}`,
      evidence: true,
      papers: true,
      event: "台账",
      words: ({ step, state }, of) => [of, `${step}（${state}）`],
      since: 13,
    },
  ),
  /** A sealed field's text was erased: from then on it is missing rightly. */
  register_erasure: fact(
    { of_entry: ref("register_entry"), field: text, reason: text, happened_on: day },
    { title: "台账保密内容删除", indexes: {}, about: "of_entry", since: 14 },
  ),
};
