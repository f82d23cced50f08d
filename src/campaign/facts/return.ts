/** What is counted and sent. */
import type { Unit } from "../plan.ts";
import { day, integer, large, optional, subject, text, word } from "./column.ts";
import { fact } from "./kind.ts";

export const returnKinds = {
  /** What an office counted itself and no other fact holds (登记): 清理广告, 退费, 宣传 … */
  tally: fact(
    {
      campaign: text,
      item: text,
      /** Money in 分. */
      quantity: large,
      unit: word<Unit>(),
      subject: optional(subject),
      department: optional(text),
      town: optional(text),
      note: text,
      happened_on: day,
    },
    {
      title: "登记的数",
      indexes: { tally_subject: ["subject"] },
      called: ({ item, happened_on }) => `${happened_on} 登记的${item}`,
      corrects: {
        happened_on: { title: "日期", as: "day" },
        quantity: { title: "数量", as: "quantity" },
        note: { title: "备注", as: "text" },
      },
    },
  ),
  /** 期初数: what an indicator had come to by a day, of what this ledger does not hold. */
  opening: fact(
    {
      campaign: text,
      /** The name of a counted indicator. */
      indicator: text,
      /** Money in 分. */
      quantity: large,
      unit: word<Unit>(),
      town: optional(text),
      department: optional(text),
      note: text,
      /** All up to this day and on it. */
      happened_on: day,
    },
    { title: "期初数", indexes: {} },
  ),
  /** A return as it was sent (报表): its figures, definitions and the rows behind every figure, never changed. */
  issued_return: fact(
    {
      campaign: text,
      kind: text,
      year: integer,
      serial: integer,
      number: text,
      begins: day,
      cut_off: day,
      /** The last journal entry that it knew of. */
      known_to: integer,
      /** JSON: campaign/reconcile Frozen. */
      content: text,
      /** JSON: indicator → kind of row → numbers, as 1-5,9. */
      behind: text,
      /** The printed text. */
      markdown: text,
      /** SHA-256 of content, behind and markdown. */
      sha256: text,
      happened_on: day,
    },
    { title: "上报", indexes: { issued_return_number: { columns: ["campaign", "number"], unique: true } } },
  ),
};
