/** Visits, what was found on them, and what shows it. */
import type { Answer, InspectionKind } from "../inspection.ts";
import { severities } from "../plan.ts";
import type { Severity } from "../plan.ts";
import { day, integer, json, optional, pointer, ref, servedOrder, subject, text, word } from "./column.ts";
import { fact } from "./kind.ts";

export const visitKinds = {
  /** A visit: a checklist gone through, or findings re-checked (复查, 回头看). */
  inspection: fact(
    {
      campaign: text,
      subject,
      /** The order that a re-check answers to. */
      order_id: optional(servedOrder),
      kind: word<InspectionKind>(),
      happened_on: day,
      /** 合格 or 不合格; for a re-check its result, e.g. 无法核查. */
      result: text,
      note: text,
    },
    {
      title: "检查",
      indexes: {
        inspection_counted: ["subject", "campaign", "kind", "happened_on", "entry"],
        inspection_accepted: { columns: ["subject"], only: { column: "kind", among: ["验收"] } },
      },
      called: ({ kind, happened_on }) => `${happened_on} ${kind}`,
      evidence: true,
      papers: true,
      counted: true,
      corrects: { happened_on: { title: "日期", as: "day" }, note: { title: "备注", as: "text" } },
    },
  ),
  attendance: fact(
    { inspection: ref("inspection"), name: text, unit: text, certificate: optional(text) },
    {
      title: "出动",
      indexes: { attendance_inspection: ["inspection"] },
      about: "inspection",
      called: ({ name }) => `出动人员 ${name}`,
      corrects: {
        name: { title: "姓名", as: "name" },
        unit: { title: "单位", as: "name" },
        certificate: { title: "执法证号", as: "optional text" },
      },
    },
  ),
  answer: fact(
    { inspection: ref("inspection"), item: text, answer: word<Answer>(), note: text },
    {
      title: "检查结果",
      indexes: { answer_inspection: ["inspection"] },
      about: "inspection",
      called: ({ item }) => `检查项 ${item}`,
      evidence: true,
    },
  ),
  finding: fact(
    {
      campaign: text,
      inspection: ref("inspection"),
      subject,
      item: text,
      topic: integer,
      text,
      note: text,
      severity: word<Severity>(),
      /** Citations in force on the day. */
      basis: json<readonly string[]>(),
      route: optional(text),
      lead: text,
      supporting: text,
      order_kind: optional(text),
      happened_on: day,
      /** 反弹: the closed finding that came back. */
      relapse_of: optional(ref("finding")),
    },
    {
      title: "问题",
      indexes: { finding_standing: ["subject", "campaign", "happened_on", "entry"] },
      called: ({ id }) => `问题 ${id}`,
      evidence: true,
      counted: true,
      corrects: {
        severity: { title: "严重程度", as: severities },
        note: { title: "情况", as: "text" },
        lead: { title: "牵头部门", as: "departments" },
        supporting: { title: "配合部门", as: "departments" },
        happened_on: { title: "发现日期", as: "worked out" },
      },
      event: "问题",
      words: (row) => [
        `问题 ${row.id}［${row.severity}］${row.item} 不符合“${row.text}”`,
        row.note,
        row.lead === "" ? "" : `牵头 ${row.lead}`,
        row.relapse_of === null ? "" : `问题 ${row.relapse_of} 反弹`,
      ],
    },
  ),
  /** A submission from a phone (手机填报) that became a visit: the same one sent again is known by its instance. */
  submission: fact(
    { inspection: ref("inspection"), instance: text, form: text, happened_on: day },
    { title: "手机填报", indexes: { submission_instance: ["instance"] }, about: "inspection", since: 29 },
  ),
  /** A file kept under its SHA-256, attached to a fact of another table. */
  evidence: fact(
    { fact: text, fact_id: pointer("fact", "evidence"), sha256: text, name: text, bytes: integer, happened_on: day },
    { title: "证据", indexes: { evidence_fact: ["fact", "fact_id"], evidence_content: ["sha256"] } },
  ),
};
