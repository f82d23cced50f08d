/** tuban order extend, waive, withdraw: what may still happen to an order after it was issued. */
import { Stop, approverProblems, attemptOutcomes, extensionProblems, misuse, refuse } from "../../campaign/index.ts";
import type { OrderAct, OrderKind, Plan } from "../../campaign/index.ts";
import { attachEvidence } from "../../ledger/evidence/files.ts";
import { toJson } from "../../ledger/json.ts";
import type { Entry } from "../../ledger/ledger.ts";
import type { Db } from "../../ledger/tables.ts";
import { findingsOf, returnOf, serviceOf } from "../../ledger/acts/orders.ts";
import { peopleOn } from "../../ledger/people.ts";
import { findingsNow } from "../../ledger/now.ts";
import type { OrderNow } from "../../ledger/now.ts";
import type { Office } from "../../office.ts";
import { jsonText } from "../../write/json.ts";
import { plain } from "../../write/plain.ts";
import { actOf, actorOf, openCampaign } from "../desk/campaign.ts";
import { orderMeant } from "./find.ts";
import { keptFiles, methodOf, serversOf } from "./serve.ts";
import { dayOf } from "../desk/values.ts";

export interface ExtendOptions {
  readonly to: string;
  readonly reason: string;
  readonly approver: string;
}

export interface ReasonOptions {
  readonly reason: string;
}

/** Approved by a registered person other than the person who records it. @throws Stop */
export async function orderExtend(office: Office, query: string, options: ExtendOptions): Promise<void> {
  const to = dayOf("--to", options.to);
  const [reason, approver] = [filled("--reason", options.reason), filled("--approver", options.approver)];
  const actor = (await actorOf(office)).name;
  await change(office, query, "延期", async (entry, order, plan) => {
    const unresolved = await hasUnresolved(entry.db, office, order);
    const problems = [
      ...extensionProblems(
        plan,
        kindOf(plan, order),
        { number: order.number, kind: order.kind, dueOn: order.due_on, extensions: order.extensions, unresolved },
        { on: office.on, to },
      ),
      ...approverProblems({ approver, actor, known: await isKnown(entry.db, office, approver) }, office),
    ];
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

export interface AttemptOptions {
  readonly method: string;
  readonly outcome: string;
  readonly by?: string;
  readonly note?: string;
  readonly evidence?: readonly string[];
}

/** An attempt at service that did not succeed (拒收、不在 …): what 留置 and 公告 rest on. @throws Stop */
export async function orderAttempt(office: Office, query: string, options: AttemptOptions): Promise<void> {
  const method = methodOf(options.method);
  const outcome =
    attemptOutcomes.find((one) => one === options.outcome.trim()) ??
    misuse("unknown-outcome", `没有这种结果：${options.outcome}`, { hint: `可用：${attemptOutcomes.join("、")}` });
  const kept = await keptFiles(office, options.evidence);
  const officers = toJson(await serversOf(office, options.by));
  await change(office, query, "送达未成", async (entry, order) => {
    const note = options.note?.trim() ?? "";
    const id = await entry.add("service_attempt", {
      order_id: order.id,
      method,
      outcome,
      officers,
      note,
      happened_on: office.on,
    });
    for (const file of kept) await attachEvidence(entry, "service_attempt", id, file, office.on);
    const next =
      outcome === "拒收"
        ? `可以留置送达：tuban order serve ${order.number} --method 留置 --to 受送达人 --witness 见证人`
        : "换一种方式再送；都不成的才公告";
    return {
      summary: `${order.number} ${method}送达未成：${outcome}`,
      said: `已登记 ${order.number} ${method}送达未成：${outcome}${note === "" ? "" : `（${note}）`}。${next}`,
    };
  });
}

export interface ReturnOptions {
  readonly signedBy: string;
  readonly note?: string;
  readonly evidence?: readonly string[];
}

/** The signed 送达回证 came back. @throws Stop when it came back before */
export async function orderReturn(office: Office, query: string, options: ReturnOptions): Promise<void> {
  const signed_by = filled("--signed-by", options.signedBy);
  const kept = await keptFiles(office, options.evidence);
  await change(office, query, "收回回证", async (entry, order) => {
    const service = await serviceOf(entry.db, order.id);
    // its stage has been asked: it was served
    if (service === null) throw new Error(`${order.number} has no service`);
    const before = await returnOf(entry.db, service.id);
    if (before !== null)
      refuse("already-returned", `${order.number} 的送达回证已于 ${before} 收回`, {
        hint: `用 tuban order show ${order.number} 看经过`,
      });
    await entry.add("service_return", {
      service: service.id,
      signed_by,
      note: options.note?.trim() ?? "",
      happened_on: office.on,
    });
    for (const file of kept) await attachEvidence(entry, "service", service.id, file, office.on);
    return {
      summary: `${order.number} 送达回证收回（${signed_by}签收）`,
      said: `已登记 ${order.number} 的送达回证收回：${signed_by}签收${kept.length === 0 ? "" : `，附 ${kept.length} 个文件`}`,
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
    `order ${{ 送达: "serve", 送达未成: "attempt", 收回回证: "return", 延期: "extend", 放弃申辩: "waive", 撤回: "withdraw" }[act]}`,
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

async function isKnown(db: Db, { on }: Office, person: string): Promise<boolean> {
  return (await peopleOn(db, on)).some(({ name }) => name === person);
}

async function hasUnresolved(db: Db, office: Office, { id, campaign, subject }: OrderNow): Promise<boolean> {
  const ours = new Set(await findingsOf(db, id));
  return (await findingsNow(db, office.on, { campaign, subject })).some(
    (finding) => ours.has(finding.id) && finding.stage === "未整改",
  );
}

function filled(flag: string, text: string): string {
  const word = text.trim();
  return word === "" ? misuse("empty-reason", `${flag} 是空的`, { hint: `${flag} 后面写明内容` }) : word;
}
