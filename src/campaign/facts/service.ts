/** What becomes of an order: service and its proof, extension, withdrawal, defence given up. */
import type { ServiceMethod } from "../order/service.ts";
import { day, json, optional, ref, servedOrder, text, word } from "./column.ts";
import { fact } from "./kind.ts";

const byOrder = { about: "order_id" } as const;

export const serviceKinds = {
  service: fact(
    {
      order_id: ref("orders"),
      happened_on: day,
      method: word<ServiceMethod>(),
      recipient: text,
      note: text,
      due_on: optional(day),
      /** The rule the due day was counted by, in words. */
      due_rule: optional(text),
    },
    {
      title: "送达",
      indexes: { service_latest: ["order_id", "id", "happened_on", "entry", "due_on"] },
      ...byOrder,
      called: (_row, of) => `${of} 的送达`,
      cited: (_row, of) => of,
      evidence: true,
      corrects: {
        happened_on: { title: "日期", as: "day" },
        recipient: { title: "收件人", as: "name" },
        note: { title: "备注", as: "text" },
        due_on: { title: "到期日", as: "worked out" },
        due_rule: { title: "期限的算法", as: "worked out" },
      },
      counted: true,
      event: "送达",
      words: (row, of) => [
        of,
        `${row.method}送达`,
        `收件人 ${row.recipient}`,
        row.due_on === null ? "" : `到期 ${row.due_on}`,
        row.note,
      ],
    },
  ),
  extension: fact(
    { order_id: servedOrder, happened_on: day, due_on: day, reason: text, approver: text },
    {
      title: "延期",
      indexes: { extension_order: ["order_id"] },
      ...byOrder,
      counted: true,
      event: "延期",
      words: (row, of) => [of, `延期到 ${row.due_on}`, row.reason, `批准人 ${row.approver}`],
    },
  ),
  withdrawal: fact(
    { order_id: ref("orders"), happened_on: day, reason: text },
    {
      title: "撤回",
      indexes: { withdrawal_order: ["order_id"] },
      ...byOrder,
      counted: true,
      event: "撤回",
      words: (row, of) => [of, row.reason],
    },
  ),
  /** The party gives up statement and defence. */
  waiver: fact(
    { order_id: servedOrder, happened_on: day, reason: text },
    {
      title: "放弃申辩",
      indexes: { waiver_order: ["order_id"] },
      ...byOrder,
      event: "放弃申辩",
      words: (row, of) => [of, row.reason],
    },
  ),
  /** An attempt at service that did not succeed: refused, nobody there, sent back. */
  service_attempt: fact(
    {
      order_id: ref("orders"),
      method: word<ServiceMethod>(),
      outcome: text,
      /** Names. */
      officers: json<readonly string[]>(),
      note: text,
      happened_on: day,
    },
    {
      title: "送达未成",
      indexes: { service_attempt_order: ["order_id"] },
      ...byOrder,
      called: (_row, of) => `${of} 送达未成`,
      evidence: true,
      event: "送达",
      words: (row, of) => [of, `${row.method}送达未成：${row.outcome}`, row.note],
    },
  ),
  /** What stands in the 送达回证 of a service beyond its day, method and recipient. */
  service_proof: fact(
    {
      service: ref("service"),
      /** Names of those who served it. */
      officers: json<readonly string[]>(),
      place: optional(text),
      /** Of who took it for the addressee (代收人). */
      relation: optional(text),
      witness: optional(text),
      recording: optional(text),
      consent: optional(text),
      mail_no: optional(text),
      reason: optional(text),
    },
    { title: "送达回证", indexes: { service_proof_service: ["service"] }, about: "service" },
  ),
  /** The signed 送达回证 came back. */
  service_return: fact(
    { service: ref("service"), signed_by: text, note: text, happened_on: day },
    {
      title: "回证收回",
      indexes: { service_return_service: ["service"] },
      about: "service",
      event: "送达",
      words: (row, of) => [of, "送达回证收回", `${row.signed_by}签收`, row.note],
    },
  ),
};
