/** What a group did is asked of the same acts as the office's own commands: what they refuse there, the gate refuses here. */
import { expect, test } from "vitest";
import { toJson } from "../../src/campaign/index.ts";
import type { AnyRow, Calendar, Day } from "../../src/campaign/index.ts";
import { gateOf } from "../../src/commands/bundle/gates.ts";
import type { ResolvedAct } from "../../src/ledger/bundle/take-in.ts";
import type { FactTable } from "../../src/ledger/tables.ts";
import { loadCalendar } from "../../src/read/calendar.ts";
import type { TestOffice } from "../office.ts";
import { inLedger } from "./list-office.ts";
import { orderOffice } from "./order-office.ts";

const on = "2021-07-22" as Day;
const campaign = "chuanhui-2021";
/** The code of what keeps an act of these rows out; null when it is let in. */
async function refusal(
  office: TestOffice,
  calendar: Calendar,
  rows: Partial<Record<FactTable, Readonly<Record<string, unknown>>>>,
): Promise<string | null> {
  const came = Object.entries(rows).map(([table, row]): [FactTable, AnyRow[]] => [
    table as FactTable,
    [{ id: 0, entry: 0, ...row }],
  ]);
  const act: ResolvedAct = {
    act: {
      seq: 9,
      hash: "样例",
      actor: "李某乙",
      command: "样例",
      on,
      summary: "样例",
      rows: [],
      claims: [],
      needs: [],
      undoes: null,
    },
    rows: new Map(came),
  };
  const problem = await inLedger(office, ({ db }) => gateOf(db, act, { calendar, today: on, campaign }));
  return problem?.code ?? problem?.message ?? null;
}

test("送达、案件步骤、去向、名单：单位的命令不让登记的，带回来也不收", async () => {
  const office = await orderOffice({ findings: [{ subject: 1 }] });
  await office.ok("order issue 1 --kind 整改通知书 --issuer 区教体局 --yes --on 2021-07-20");
  await office.ok("case open 1 --cause 擅自举办 --finding 1 --by 张某甲,李某乙 --approver 王某丙 --on 2021-07-20");
  await office.ok("demand add 1 要求=不得招收新生 期限=2021-08-10 --cause 文书:1# --on 2021-07-20");
  const part = await inLedger(office, async ({ db }) =>
    db
      .selectFrom("register_entry")
      .select((of) => of.fn.max("id").as("id"))
      .executeTakeFirstOrThrow(),
  );
  const calendar = await loadCalendar();
  const service = { order_id: 1, happened_on: on, method: "留置", recipient: "周某戊", note: "", due_on: null };
  const proof = { service: "@9:0", officers: toJson(["李某乙"]), reason: "看后拒签" };
  const step = { case_id: 1, order_id: null, happened_on: on };
  const disposition = { campaign, subject: 1, reason: "样例", happened_on: on };
  const change = { campaign, list: "白名单", subject: 1, change: "移出", reason: "样例", happened_on: on };
  const opened = {
    campaign,
    subject: 1,
    number: null,
    cause: "擅自举办",
    source: "检查发现",
    procedure: "普通",
    party: "组织",
    acted_on: on,
    approver: "王某丙",
    officers: toJson(["张某甲", "李某乙"]),
    findings: toJson([]),
    traits: toJson([]),
    note: "",
    happened_on: on,
  };
  const demand = (step: string, fields: Readonly<Record<string, string>>, of: number = part.id) => ({
    register_step: { of_entry: of, after: null, step, taken_by: "张某甲", fields: toJson(fields), happened_on: on },
  });
  const measure = { campaign, subject: 1, measure: "查封", happened_on: on };
  const cases: readonly (readonly [string, Parameters<typeof refusal>[2], string | null])[] = [
    ["留置没有见证人", { service, service_proof: proof }, "service-proof"],
    ["留置有见证人", { service, service_proof: { ...proof, witness: "郑某己" } }, null],
    ["没有调查就决定", { case_step: { ...step, step: "决定", details: toJson({ note: "" }) } }, "case-stage"],
    ["立案以后调查", { case_step: { ...step, step: "调查", details: toJson({ note: "查明" }) } }, null],
    ["同一违法行为再立一案", { penalty_case: { ...opened, findings: toJson([1]) } }, "finding-in-case"],
    ["违法行为超过二年", { penalty_case: { ...opened, acted_on: "2019-01-01" } }, "time-barred"],
    ["另一违法行为立案", { penalty_case: opened }, null],
    ["没有检查过的机构，采取措施", { case_measure: { ...measure, subject: 2 } }, "measure-on-unseen"],
    ["检查过的机构，采取措施", { case_measure: measure }, null],
    ["台账的步骤要附佐证，没有附", demand("复查落实", { 复查情况: "已落实" }), "register-needs-evidence"],
    ["台账没有这一步", demand("反馈", {}), "register-unknown-step"],
    ["台账的这一件已经撤销登记", demand("撤销要求", { 理由: "机构已注销" }, 99), "台账的 99 单位的账本上已经没有"],
    ["台账的步骤该写的都写了", demand("撤销要求", { 理由: "机构已注销" }), null],
    ["归入方案没有的一批", { disposition: { ...disposition, bucket: "整治" } }, "unknown-bucket"],
    ["归入查处", { disposition: { ...disposition, bucket: "查处" } }, null],
    ["没有列入就移出", { listing_change: change }, "listing-state"],
  ];
  for (const [what, rows, code] of cases) expect([what, await refusal(office, calendar, rows)]).toEqual([what, code]);
});
