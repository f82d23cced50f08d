/** tuban order serve: the clock starts. */
import { resolve } from "node:path";
import { Stop, eachOnce, misuse, refuse, serviceMethods, serving } from "../../campaign/index.ts";
import type {
  OrderToServe,
  ServeKnown,
  ServiceAct,
  ServiceMade,
  ServiceMethod,
  Serving,
} from "../../campaign/index.ts";
import { attachEvidence, keepEvidence } from "../../ledger/evidence/files.ts";
import type { KeptFile } from "../../ledger/evidence/files.ts";
import { attemptsOn, pendingServices, recordServices } from "../../ledger/acts/orders.ts";
import { ordersListed } from "../../ledger/spans/orders.ts";
import type { ListedOrder } from "../../ledger/spans/orders.ts";
import type { Db } from "../../ledger/tables.ts";
import type { Office } from "../../office.ts";
import { readDay } from "../../read/day.ts";
import { jsonText } from "../../write/json.ts";
import { nextSteps } from "../../write/message.ts";
import { plain } from "../../write/plain.ts";
import { calendarOf } from "../desk/calendar.ts";
import { actOf, actorOf, openCampaign } from "../desk/campaign.ts";
import { namesIn, peopleNamed } from "../desk/officers.ts";
import { followCase } from "../case/follow.ts";
import { orderMeant } from "./find.ts";

export interface ServeOptions {
  readonly method?: string;
  readonly to?: string;
  readonly note?: string;
  readonly by?: string;
  readonly place?: string;
  readonly relation?: string;
  readonly witness?: string;
  readonly recording?: string;
  readonly reason?: string;
  readonly consent?: string;
  readonly mailNo?: string;
  readonly received?: string;
  readonly evidence?: readonly string[];
  readonly all?: boolean;
  readonly kind?: string;
}

/** How all the orders of this command are served; by whom is looked up when they are. */
type Delivery = Omit<Serving, "officers">;

/** @throws Stop with everything that stands against it; then nothing is recorded */
export async function orderServe(office: Office, query: string | undefined, options: ServeOptions): Promise<void> {
  const delivery = await deliveryOf(office, query, options);
  const { ledger, code, plan } = await openCampaign(office);
  const act = await actOf(office, "order serve");
  const gather = (db: Db): Promise<readonly Known[]> =>
    query === undefined ? unserved(office, db, code, options.kind) : one(office, db, code, query);
  const known = await gather(ledger.db);
  stopOn(known, { ...delivery, officers: [] });
  const orders = known.map(({ onDay }) => onDay);
  if (query === undefined && !(await agreed(office, orders, delivery))) return;
  const kept = await keptFiles(office, options.evidence);
  const asked: Serving = { ...delivery, officers: await serversOf(office, options.by) };
  const made = known.map((one) => serving.facts(one, asked));
  const { value: followed } = await ledger.record(act, async (entry) => {
    const again = await gather(entry.db);
    if (again.map(({ onDay }) => onDay.id).join() !== orders.map(({ id }) => id).join())
      refuse("changed-meanwhile", "确认期间另有人登记，要送达的文书变了，没有登记", { hint: "再运行一次" });
    stopOn(again, asked);
    const first = await recordServices(entry, made);
    for (const index of orders.keys())
      for (const file of kept) await attachEvidence(entry, "service", first + index, file, office.on);
    const following = { code, plan, calendar: delivery.calendar, today: office.today };
    const notes: string[] = [];
    for (const [index, order] of orders.entries()) {
      const note = await followCase(entry, following, order, made[index]?.service.happened_on ?? office.on);
      if (note !== null) notes.push(note);
    }
    entry.describe(
      orders.length === 1
        ? `${delivery.act.method}送达 ${orders[0]?.number ?? ""}`
        : `${delivery.act.method}送达 ${orders.length} 份，${orders[0]?.number ?? ""} 至 ${orders.at(-1)?.number ?? ""}`,
    );
    return notes;
  });
  tell(office, orders, made);
  const { method } = delivery.act;
  if (asked.officers.length < 2 && (method === "直接" || method === "留置"))
    office.io.err.write(
      `注意：送达回证要两名送达人签名，登记的只有${plain(asked.officers.join("、"))}；两人送的用 --by 甲,乙 写明\n`,
    );
  if (!office.json) for (const note of followed) office.io.out.write(`${plain(note)}\n`);
}

/** @throws Stop with everything that stands against it, what several orders have alike once */
function stopOn(known: readonly Known[], asked: Serving): void {
  const problems = eachOnce(known.flatMap((one) => serving.problems(one, asked)));
  if (problems.length > 0) throw new Stop(1, problems);
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
  const act = actGiven(office, method, options);
  const on = act.receivedOn ?? office.on;
  if (on > office.today)
    refuse("received-in-future", `收件日期 ${on} 在今天（${office.today}）之后`, { hint: "核对 --received" });
  return { recipient, act, relation: options.relation?.trim() || null, on, calendar: await calendarOf(office) };
}

function actGiven({ today }: Office, method: ServiceMethod, options: ServeOptions): Omit<ServiceAct, "attempts"> {
  const text = (value: string | undefined): string => value?.trim() ?? "";
  if (options.received !== undefined && method !== "邮寄")
    misuse("received-not-mail", `--received 只用于邮寄送达，不用于${method}送达`, { hint: "送达的日期用 --on" });
  const recording =
    text(options.recording) || (method === "留置" && (options.evidence ?? []).length > 0 ? "见所附文件" : "");
  return {
    method,
    note: text(options.note),
    witness: text(options.witness),
    recording,
    consent: text(options.consent),
    mailNo: text(options.mailNo),
    receivedOn:
      options.received === undefined
        ? null
        : (readDay(options.received, { today }) ??
          misuse("bad-day", `--received 的日期看不懂：${options.received}`, { hint: "写成 2021-07-20" })),
    reason: text(options.reason),
    place: text(options.place),
  };
}

/** Those of --by, each in the register of people, else the acting person. @throws Stop */
export async function serversOf(office: Office, by: string | undefined): Promise<string[]> {
  const names = namesIn(by);
  if (names.length === 0) return [(await actorOf(office)).name];
  const { db } = await office.ledger();
  return (await peopleNamed(db, office, names)).map(({ name }) => name);
}

/** Files handed in with an act, kept before it is recorded. @throws Stop */
export async function keptFiles(office: Office, files: readonly string[] = []): Promise<readonly KeptFile[]> {
  return Promise.all(files.map((file) => keepEvidence(office.home, resolve(office.io.cwd, file))));
}

export function methodOf(text: string): ServiceMethod {
  const word = text.trim().replace(/送达$/, "");
  return (
    serviceMethods.find((method) => method === word) ??
    misuse("unknown-method", `没有这种送达方式：${text}`, { hint: `可用：${serviceMethods.join("、")}` })
  );
}

/** An order to be served, with what has to be known of it. */
type Known = ServeKnown & { readonly onDay: ToServe; readonly latest: ToServe };

type ToServe = OrderToServe & Pick<ListedOrder, "kind" | "effect" | "findings">;

async function one(office: Office, db: Db, code: string, query: string): Promise<readonly Known[]> {
  const order = await orderMeant(office, db, code, query, "送达");
  return withServices(office, db, [order]);
}

/** Every order of a kind issued by the day and not served since. */
async function unserved(office: Office, db: Db, code: string, kind: string | undefined): Promise<readonly Known[]> {
  const orders = await ordersListed(db, office.today, code);
  const issued = orders.filter(
    (order) => order.kind === kind && order.stage === "已签发" && order.happened_on <= office.on,
  );
  const ours = (await withServices(office, db, issued)).filter(({ pending }) => pending === null);
  return ours.length > 0
    ? ours
    : refuse("nothing-to-serve", `没有已签发、未送达的${kind ?? "文书"}（截至 ${office.on}）`, {
        hint: `用 tuban order list --kind ${kind ?? "种类"} 看`,
      });
}

/** Orders with what was done to serve them before. */
async function withServices({ on }: Office, db: Db, orders: readonly ToServe[]): Promise<readonly Known[]> {
  const ids = orders.map(({ id }) => id);
  const [pending, attempts] = [await pendingServices(db, on, ids), await attemptsOn(db, on, ids)];
  return orders.map((order) => ({
    onDay: order,
    latest: order,
    pending: pending.get(order.id) ?? null,
    attempts: attempts.get(order.id) ?? 0,
  }));
}

async function agreed(office: Office, orders: readonly ToServe[], { act: { method } }: Delivery): Promise<boolean> {
  if (office.yes) return true;
  const few = orders.slice(0, 3).map(({ number, addressee }) => `  ${number}  ${addressee}\n`);
  office.io.err.write(
    `准备登记${method}送达 ${orders.length} 份（${office.on}），收件人为各受送达人：\n${few.map((line) => `${plain(line.trimEnd())}\n`).join("")}${orders.length > 3 ? `  …… 至 ${orders.at(-1)?.number ?? ""}\n` : ""}`,
  );
  return office.io.ask.confirm({ message: `登记这 ${orders.length} 份都已送达？`, instead: "--yes" });
}

function tell(office: Office, orders: readonly ToServe[], made: readonly ServiceMade[]): void {
  const { io, json } = office;
  if (json) {
    io.out.write(
      jsonText(
        orders.map(({ id, number }, index) => ({
          id,
          number,
          servedOn: made[index]?.service.happened_on,
          dueOn: made[index]?.service.due_on,
          dueRule: made[index]?.service.due_rule,
        })),
      ),
    );
    return;
  }
  for (const [index, { number, addressee }] of orders.slice(0, 5).entries()) {
    const service = made[index]?.service;
    const rule = service?.due_rule ?? "";
    const due = service?.due_on ? `，期限 ${service.due_on}（${rule}）` : rule === "" ? "" : `，期限：${rule}`;
    io.out.write(
      `${plain(`已送达 ${number}：${addressee}，${service?.method ?? ""}，${service?.happened_on ?? ""} 起算${due}`)}\n`,
    );
  }
  if (orders.length > 5) io.out.write(`…… 共送达 ${orders.length} 份\n`);
  const [first] = orders;
  if (first && made[0]?.service.due_on && first.findings > 0)
    io.err.write(nextSteps([`tuban review ${first.number} --by 甲,乙`, "tuban review --due --within 7"], io));
}
