/** tuban order serve: the clock starts. */
import { resolve } from "node:path";
import {
  Stop,
  dueDay,
  misuse,
  parseDuration,
  refuse,
  servedDay,
  serviceMethods,
  serviceProblems,
} from "../../campaign/index.ts";
import type { Calendar, Day, ServiceMethod } from "../../campaign/index.ts";
import { attachEvidence, keepEvidence } from "../../ledger/evidence.ts";
import type { New, Reading } from "../../ledger/ledger.ts";
import { pendingServices, recordServices } from "../../ledger/orders.ts";
import { ordersNow } from "../../ledger/standing.ts";
import type { OrderNow } from "../../ledger/standing.ts";
import type { ServiceRow } from "../../ledger/tables.ts";
import type { Office } from "../../office.ts";
import { jsonText } from "../../write/json.ts";
import { nextSteps } from "../../write/message.ts";
import { plain } from "../../write/plain.ts";
import { calendarOf } from "../calendar.ts";
import { actOf, openCampaign } from "../campaign.ts";
import { orderMeant } from "./find.ts";

export interface ServeOptions {
  readonly method?: string;
  readonly to?: string;
  readonly note?: string;
  readonly evidence?: readonly string[];
  readonly all?: boolean;
  readonly kind?: string;
}

/** How all the orders of this command are served. */
interface Delivery {
  readonly method: ServiceMethod;
  /** null with --all: each addressee receives its own. */
  readonly recipient: string | null;
  readonly note: string;
  readonly on: Day;
  readonly calendar: Calendar;
}

/** @throws Stop with everything that stands against it; then nothing is recorded */
export async function orderServe(office: Office, query: string | undefined, options: ServeOptions): Promise<void> {
  const delivery = await deliveryOf(office, query, options);
  const { ledger, code } = await openCampaign(office);
  const act = await actOf(office, "order serve");
  const gather = (db: Reading): Promise<readonly OrderNow[]> =>
    query === undefined ? unserved(office, db, code, options.kind) : one(office, db, code, query);
  const orders = await gather(ledger.db);
  const planned = orders.map((order) => serviceOf(order, delivery));
  if (query === undefined && !(await agreed(office, orders, delivery))) return;
  const kept = await Promise.all(
    (options.evidence ?? []).map((file) => keepEvidence(ledger.place, resolve(office.io.cwd, file))),
  );
  await ledger.record(act, async (entry) => {
    const again = await gather(entry.db);
    if (again.map(({ id }) => id).join() !== orders.map(({ id }) => id).join())
      refuse("changed-meanwhile", "确认期间另有人登记，要送达的文书变了，没有登记", { hint: "再运行一次" });
    const first = await recordServices(entry, planned);
    for (const index of orders.keys())
      for (const file of kept) await attachEvidence(entry, "service", first + index, file, office.on);
    entry.describe(
      orders.length === 1
        ? `${delivery.method}送达 ${orders[0]?.number ?? ""}`
        : `${delivery.method}送达 ${orders.length} 份，${orders[0]?.number ?? ""} 至 ${orders.at(-1)?.number ?? ""}`,
    );
  });
  tell(office, orders, planned);
}

async function deliveryOf(office: Office, query: string | undefined, options: ServeOptions): Promise<Delivery> {
  if (query === undefined && options.all !== true)
    misuse("no-order", "没有写明送达哪一份文书", {
      hint: "写成 tuban order serve 文号 --to 收件人；送达一批用 --all --kind 文书种类",
    });
  if (query !== undefined && options.all === true)
    misuse("all-and-order", `--all 是送达一批，不能再写 ${query}`, { hint: "去掉其中一个" });
  if (options.all === true && options.kind === undefined)
    misuse("all-without-kind", "--all 要写明送达哪种文书", { hint: "加 --kind，如 --kind 责令停办通知" });
  const method = methodOf(options.method ?? "直接");
  const recipient = options.to?.trim() || null;
  if (query !== undefined && recipient === null)
    misuse("no-recipient", "没有写明收件人", { hint: "加 --to 收件人姓名；留置、公告送达写受送达人" });
  const note = options.note?.trim() ?? "";
  const problems = serviceProblems({ method, note });
  if (problems.length > 0) throw new Stop(1, problems);
  return { method, recipient, note, on: office.on, calendar: await calendarOf(office) };
}

function methodOf(text: string): ServiceMethod {
  const word = text.trim().replace(/送达$/, "");
  return (
    serviceMethods.find((method) => method === word) ??
    misuse("unknown-method", `没有这种送达方式：${text}`, { hint: `可用：${serviceMethods.join("、")}` })
  );
}

async function one(office: Office, db: Reading, code: string, query: string): Promise<readonly OrderNow[]> {
  const order = await orderMeant(office, db, code, query, "送达");
  const effective = (await pendingServices(db, office.on)).get(order.id);
  if (effective !== undefined)
    refuse("service-pending", `${order.number} 已登记公告送达，${effective} 视为送达`, {
      hint: `用 tuban order show ${order.number} 看经过`,
    });
  return [order];
}

/** Every order of a kind issued by the day and not served since. */
async function unserved(
  office: Office,
  db: Reading,
  code: string,
  kind: string | undefined,
): Promise<readonly OrderNow[]> {
  const pending = await pendingServices(db, office.on);
  const orders = await ordersNow(db, office.today, { campaign: code });
  const ours = orders.filter(
    (order) =>
      order.kind === kind && order.stage === "已签发" && order.happened_on <= office.on && !pending.has(order.id),
  );
  return ours.length > 0
    ? ours
    : refuse("nothing-to-serve", `没有已签发、未送达的${kind ?? "文书"}（截至 ${office.on}）`, {
        hint: `用 tuban order list --kind ${kind ?? "种类"} 看`,
      });
}

async function agreed(office: Office, orders: readonly OrderNow[], { method }: Delivery): Promise<boolean> {
  if (office.yes) return true;
  const few = orders.slice(0, 3).map(({ number, addressee }) => `  ${number}  ${addressee}\n`);
  office.io.err.write(
    `准备登记${method}送达 ${orders.length} 份（${office.on}），收件人为各受送达人：\n${few.map((line) => `${plain(line.trimEnd())}\n`).join("")}${orders.length > 3 ? `  …… 至 ${orders.at(-1)?.number ?? ""}\n` : ""}`,
  );
  return office.io.ask.confirm({ message: `登记这 ${orders.length} 份都已送达？`, instead: "--yes" });
}

/** A service with its due day. @throws Stop when the last day named in the order has passed before it is served */
function serviceOf(order: OrderNow, { method, recipient, note, on, calendar }: Delivery): New<ServiceRow> {
  const effective = servedDay(method, on);
  const limit = { deadline: order.deadline === null ? null : parseDuration(order.deadline), bound: order.due_bound };
  const { due, rule } = dueDay(calendar, limit, effective);
  if (due !== null && due < effective)
    refuse("due-before-service", `${order.number} 写明的期限 ${due} 在送达之日 ${effective} 之前，送达已没有意义`, {
      hint: `撤回后另定期限重新签发：tuban order withdraw ${order.number} --reason 期限已过`,
    });
  const told = method === "公告" ? `${on} 公告，${note}` : note;
  return {
    order_id: order.id,
    happened_on: effective,
    method,
    recipient: recipient ?? order.addressee,
    note: told,
    due_on: due,
    due_rule: rule,
  };
}

function tell(office: Office, orders: readonly OrderNow[], services: readonly New<ServiceRow>[]): void {
  const { io, json } = office;
  if (json) {
    io.out.write(
      jsonText(
        orders.map(({ id, number }, index) => ({
          id,
          number,
          servedOn: services[index]?.happened_on,
          dueOn: services[index]?.due_on,
          dueRule: services[index]?.due_rule,
        })),
      ),
    );
    return;
  }
  for (const [index, { number, addressee }] of orders.slice(0, 5).entries()) {
    const service = services[index];
    const due = service?.due_on ? `，期限 ${service.due_on}（${service.due_rule ?? ""}）` : "";
    io.out.write(
      `${plain(`已送达 ${number}：${addressee}，${service?.method ?? ""}，${service?.happened_on ?? ""} 起算${due}`)}\n`,
    );
  }
  if (orders.length > 5) io.out.write(`…… 共送达 ${orders.length} 份\n`);
  const [first] = orders;
  if (first && services[0]?.due_on && first.findings > 0)
    io.err.write(nextSteps([`tuban review ${first.number} --by 甲,乙`, "tuban review --due --within 7"], io));
}
