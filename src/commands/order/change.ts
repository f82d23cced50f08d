/** tuban order extend, waive, withdraw: what may still happen to an order after it was issued. */
import { Stop, extensionProblems, misuse, refuse } from "../../campaign/index.ts";
import type { OrderAct, OrderKind, Plan } from "../../campaign/index.ts";
import type { Entry, Reading } from "../../ledger/ledger.ts";
import { findingsOf } from "../../ledger/orders.ts";
import { findingsNow } from "../../ledger/standing.ts";
import type { OrderNow } from "../../ledger/standing.ts";
import type { Office } from "../../office.ts";
import { jsonText } from "../../write/json.ts";
import { plain } from "../../write/plain.ts";
import { actOf, openCampaign } from "../campaign.ts";
import { orderMeant } from "./find.ts";
import { dayOf } from "./wanted.ts";

export interface ExtendOptions {
  readonly to: string;
  readonly reason: string;
  readonly approver: string;
}

export interface ReasonOptions {
  readonly reason: string;
}

/** @throws Stop */
export async function orderExtend(office: Office, query: string, options: ExtendOptions): Promise<void> {
  const to = dayOf("--to", options.to);
  const [reason, approver] = [filled("--reason", options.reason), filled("--approver", options.approver)];
  await change(office, query, "延期", async (entry, order, plan) => {
    const unresolved = await hasUnresolved(entry.db, office, order);
    const problems = extensionProblems(
      plan,
      kindOf(plan, order),
      { number: order.number, kind: order.kind, dueOn: order.due_on, extensions: order.extensions, unresolved },
      { on: office.on, to },
    );
    if (problems.length > 0) throw new Stop(1, problems);
    await entry.add("extension", { order_id: order.id, happened_on: office.on, due_on: to, reason, approver });
    return {
      summary: `${order.number} 延期到 ${to}（${approver}批准）`,
      said: `已延期 ${order.number}：${order.due_on ?? ""} → ${to}，${approver}批准（${reason}）`,
    };
  });
}

/** The party gives up statement and defence, so that the waiting time falls away. @throws Stop */
export async function orderWaive(office: Office, query: string, options: ReasonOptions): Promise<void> {
  const reason = filled("--reason", options.reason);
  await change(office, query, "放弃申辩", async (entry, order, plan) => {
    const waivable = plan.orderKinds.some(({ after }) => after?.kind === order.kind && after.waivable);
    if (!waivable)
      refuse("not-waivable", `${order.kind} 没有可以放弃的陈述申辩期`, { hint: "方案里没有写“先行文书”可放弃" });
    if (order.waived_on !== null)
      refuse("already-waived", `${order.number} 已于 ${order.waived_on} 登记放弃陈述申辩`, {
        hint: `用 tuban order show ${order.number} 看经过`,
      });
    await entry.add("waiver", { order_id: order.id, happened_on: office.on, reason });
    return {
      summary: `${order.number} 当事人放弃陈述申辩`,
      said: `已登记：${order.addressee} 放弃对 ${order.number} 的陈述申辩（${reason}）`,
    };
  });
}

/** The number stays taken. @throws Stop */
export async function orderWithdraw(office: Office, query: string, options: ReasonOptions): Promise<void> {
  const reason = filled("--reason", options.reason);
  await change(office, query, "撤回", async (entry, order) => {
    await entry.add("withdrawal", { order_id: order.id, happened_on: office.on, reason });
    return {
      summary: `撤回 ${order.number}（${reason}）`,
      said: `已撤回 ${order.number}：${order.addressee}（${reason}）；这个文号不再使用`,
    };
  });
}

type Change = (
  entry: Entry,
  order: OrderNow,
  plan: Plan,
) => Promise<{ readonly summary: string; readonly said: string }>;

async function change(office: Office, query: string, act: OrderAct, work: Change): Promise<void> {
  const { ledger, code, plan } = await openCampaign(office);
  const head = await actOf(
    office,
    `order ${{ 送达: "serve", 延期: "extend", 放弃申辩: "waive", 撤回: "withdraw" }[act]}`,
  );
  const { value } = await ledger.record(head, async (entry) => {
    const order = await orderMeant(office, entry.db, code, query, act);
    const { summary, said } = await work(entry, order, plan);
    entry.describe(summary);
    return { order, said };
  });
  office.io.out.write(
    office.json
      ? jsonText({ id: value.order.id, number: value.order.number, act, on: office.on })
      : `${plain(value.said)}\n`,
  );
}

function kindOf(plan: Plan, { kind }: OrderNow): OrderKind {
  return (
    plan.orderKinds.find(({ name }) => name === kind) ??
    misuse("unknown-kind", `现在的方案里没有这种文书了：${kind}`, { hint: "补进方案再采用" })
  );
}

async function hasUnresolved(db: Reading, office: Office, { id, campaign, subject }: OrderNow): Promise<boolean> {
  const ours = new Set(await findingsOf(db, id));
  return (await findingsNow(db, office.on, { campaign, subject })).some(
    (finding) => ours.has(finding.id) && finding.stage === "未整改",
  );
}

function filled(flag: string, text: string): string {
  const word = text.trim();
  return word === "" ? misuse("empty-reason", `${flag} 是空的`, { hint: `${flag} 后面写明内容` }) : word;
}
