/** Papers with a number: orders, what they take up, other papers, and the files in which they were issued. */
import type { OrderEffect } from "../plan.ts";
import { day, integer, optional, pointer, ref, subject, text, word } from "./column.ts";
import { fact } from "./kind.ts";

export const orderKinds = {
  /** An issued document (文书): text, fields and addressee as they were on that day. */
  orders: fact(
    {
      campaign: text,
      subject,
      kind: text,
      effect: word<OrderEffect>(),
      issuer: text,
      word: text,
      year: integer,
      serial: integer,
      number: text,
      addressee: text,
      /** As the plan writes it, e.g. 10个工作日; the clock starts at service. */
      deadline: optional(text),
      due_bound: optional(day),
      text,
      fields: text,
      template_sha256: text,
      happened_on: day,
    },
    {
      title: "文书",
      indexes: {
        orders_number: { columns: ["number"], unique: true },
        orders_series: ["word", "year", "serial"],
        orders_subject: ["subject"],
        orders_stopping: { columns: ["subject"], only: { column: "effect", among: ["停办", "恢复", "取缔"] } },
      },
      called: ({ kind, number }) => `${kind} ${number}`,
      cited: ({ number }) => number,
      evidence: true,
      papers: true,
      counted: true,
      event: "文书",
      words: ({ number, kind, issuer, deadline }) => [
        number,
        kind,
        `签发 ${issuer}`,
        deadline === null ? "" : `期限 ${deadline}`,
      ],
    },
  ),
  /** An issued paper that is no order (笔录, 审批表, 公示 …): text and fields as they were on that day. */
  paper: fact(
    {
      campaign: text,
      kind: text,
      about: text,
      /** Number of the row it is about; null for the campaign. */
      about_id: optional(pointer("about", "papers")),
      subject: optional(subject),
      issuer: text,
      word: text,
      year: integer,
      serial: integer,
      number: text,
      addressee: text,
      text,
      fields: text,
      /** Which template, e.g. documents/约谈记录.docx（随附） */
      template: text,
      template_sha256: text,
      happened_on: day,
    },
    {
      title: "其他文书",
      indexes: {
        paper_number: { columns: ["number"], unique: true },
        paper_series: ["word", "year", "serial"],
        paper_subject: ["subject"],
      },
    },
  ),
  /** The Word file in which an order or a paper was issued, in the entry of the issue; kept under its SHA-256 beside the ledger. */
  issued_file: fact(
    {
      fact: word<"orders" | "paper">(),
      fact_id: integer,
      template: text,
      template_sha256: text,
      sha256: text,
      name: text,
      bytes: integer,
    },
    { title: "文书原件", indexes: { issued_file_fact: ["fact", "fact_id"] } },
  ),
  order_finding: fact(
    { order_id: ref("orders"), finding: ref("finding") },
    {
      title: "列入文书的问题",
      indexes: { order_finding_order: ["order_id"], order_finding_taken: ["finding", "order_id"] },
      about: "order_id",
    },
  ),
};
