/** Sample facts: a case tells only what it is about, the rest is plain. */
import type { Day } from "../src/campaign/index.ts";
import type { New } from "../src/ledger/ledger.ts";
import type { FindingRow, OrderRow, RosterRow, ServiceRow } from "../src/ledger/tables.ts";

export const campaign = "chuanhui-2021";

export function rosterRow(subject: number, on: Day, more: Partial<New<RosterRow>> = {}): New<RosterRow> {
  return {
    batch: null,
    line: null,
    subject,
    kind: "机构",
    happened_on: on,
    name: `样例培训中心${subject}`,
    uscc: null,
    permit_no: null,
    permit_until: null,
    licence_class: null,
    category: null,
    town: null,
    address: null,
    phone: null,
    legal_rep: null,
    organizer: null,
    more: "{}",
    extra: "{}",
    ...more,
  };
}

export function findingRow(
  inspection: number,
  subject: number,
  on: Day,
  more: Partial<New<FindingRow>> = {},
): New<FindingRow> {
  return {
    campaign,
    inspection,
    subject,
    item: "1-1",
    topic: 1,
    text: "样例",
    note: "",
    severity: "一般",
    basis: "[]",
    route: null,
    lead: "",
    supporting: "",
    order_kind: null,
    happened_on: on,
    relapse_of: null,
    ...more,
  };
}

/** Numbered by its word: 样〔2021〕1号. */
export function orderRow(subject: number, serial: number, on: Day, more: Partial<New<OrderRow>> = {}): New<OrderRow> {
  const { word = "样" } = more;
  return {
    campaign,
    subject,
    kind: "整改通知书",
    effect: "整改",
    issuer: "区教体局",
    word,
    year: 2021,
    serial,
    number: `${word}〔2021〕${serial}号`,
    addressee: "",
    deadline: null,
    due_bound: null,
    text: "",
    fields: "{}",
    template_sha256: "",
    happened_on: on,
    ...more,
  };
}

export function serviceRow(order_id: number, on: Day, more: Partial<New<ServiceRow>> = {}): New<ServiceRow> {
  return {
    order_id,
    happened_on: on,
    method: "直接",
    recipient: "张某甲",
    note: "",
    due_on: null,
    due_rule: null,
    ...more,
  };
}
