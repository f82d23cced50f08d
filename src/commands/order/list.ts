/** tuban order list, show. */
import { daysBetween, misuse, orderStages } from "../../campaign/index.ts";
import type { Day, OrderStage } from "../../campaign/index.ts";
import { lifeOf } from "../../ledger/acts/order-life.ts";
import { markedCorrected } from "../../ledger/corrections.ts";
import { orderNamed } from "../../ledger/acts/orders.ts";
import { noticesRunning } from "../../ledger/spans/notices.ts";
import { ordersListed, ordersOfOverdue } from "../../ledger/spans/orders.ts";
import type { ListedOrder } from "../../ledger/spans/orders.ts";
import { subjectsNamed } from "../../ledger/spans/institutions.ts";
import type { OrderNow } from "../../ledger/now.ts";
import type { Office } from "../../office.ts";
import { jsonText } from "../../write/json.ts";
import type { Column } from "../../write/sheet.ts";
import { plain, plainLines } from "../../write/plain.ts";
import { openCampaignAsOf } from "../desk/campaign.ts";
import { print } from "../desk/print.ts";
import { listOf } from "../desk/values.ts";
import { correctedHead, correctedMark } from "../desk/corrected.ts";

export interface OrderListOptions {
  readonly kind?: string;
  readonly stage?: string;
  readonly overdue?: boolean;
  readonly town?: string;
  readonly csv?: boolean;
}

/** tuban order list */
export async function orderList(office: Office, options: OrderListOptions): Promise<void> {
  const { ledger, code } = await openCampaignAsOf(office);
  const { orders, overdue, notices, subjects, corrected } = await ledger.read(async (db) => ({
    orders: await ordersListed(db, office.asOf, code),
    overdue: await ordersOfOverdue(db, office.asOf, code),
    notices: await noticesRunning(db, office.asOf),
    subjects: await subjectsNamed(db, office.asOf),
    corrected: await markedCorrected(db, { asOf: office.asOf, campaign: code }, "orders"),
  }));
  const known = { late: overdueAmong(orders, overdue, office.asOf), notices, subjects, corrected };
  const rows = orders.filter(isWanted(options, known));
  const onScreen = !office.json && options.csv !== true;
  const columns = columnsOf(known, office.asOf, onScreen);
  await print(
    office,
    {
      title: `文书（截至 ${office.asOf}，${rows.length} 份）`,
      columns: onScreen ? columns.filter(({ key }) => shownKeys.has(key)) : columns,
      rows,
    },
    options,
  );
}

/** What is known of orders beside their rows. */
interface Known {
  readonly late: ReadonlySet<number>;
  readonly notices: ReadonlyMap<number, Day>;
  readonly subjects: Awaited<ReturnType<typeof subjectsNamed>>;
  /** What was corrected after they were issued. */
  readonly corrected: ReadonlyMap<number, readonly string[]>;
}

/** @throws Stop where a stage is unknown */
function isWanted(options: OrderListOptions, { late, subjects }: Known): (order: ListedOrder) => boolean {
  const [kinds, stages, wantedTowns] = [listOf(options.kind), listOf(options.stage).map(stageOf), listOf(options.town)];
  return (order) =>
    (kinds.length === 0 || kinds.includes(order.kind)) &&
    (stages.length === 0 || stages.includes(order.stage)) &&
    (wantedTowns.length === 0 || wantedTowns.includes(subjects.get(order.subject)?.town ?? "")) &&
    (options.overdue !== true || late.has(order.id));
}

/** A screen has room for these; the rest is in --csv and --json. */
const shownKeys: ReadonlySet<string> = new Set(["id", "number", "kind", "addressee", "dueOn", "closed", "stage"]);

function columnsOf(
  { late, notices, subjects, corrected }: Known,
  asOf: Day,
  onScreen: boolean,
): readonly Column<ListedOrder>[] {
  const lateDays = ({ id, due_on }: ListedOrder): number | null =>
    late.has(id) && due_on !== null ? daysBetween(due_on, asOf) : null;
  const stageText = (order: ListedOrder): string => {
    const days = lateDays(order);
    const stage = days === null ? standingOf(order, notices) : `超期${days}天`;
    return corrected.has(order.id) ? `${stage}，${correctedMark}` : stage;
  };
  return [
    { key: "id", title: "短编号", kind: "number", value: ({ id }) => id },
    { key: "number", title: "文号", value: ({ number }) => number },
    { key: "kind", title: "种类", value: ({ kind }) => kind },
    { key: "addressee", title: "主送", width: 24, value: ({ addressee }) => addressee },
    { key: "subject", title: "机构编号", kind: "number", value: ({ subject }) => subject },
    { key: "town", title: "属地", value: ({ subject }) => subjects.get(subject)?.town ?? null },
    { key: "issuedOn", title: "签发", kind: "day", value: ({ happened_on }) => happened_on },
    { key: "servedOn", title: "送达", kind: "day", value: ({ served_on }) => served_on },
    { key: "dueOn", title: "期限", kind: "day", value: ({ due_on }) => due_on },
    {
      key: "closed",
      title: "销号",
      value: ({ closed, findings }) => (findings === 0 ? null : `${closed}/${findings}`),
    },
    { key: "stage", title: "状态", value: (order) => (onScreen ? stageText(order) : order.stage) },
    { key: "daysOverdue", title: "超期天数", kind: "number", value: lateDays },
    { key: "corrected", title: correctedMark, value: ({ id }) => corrected.get(id)?.join("；") ?? null },
  ];
}

/** Orders past their due day with a finding that is overdue; an order without findings never is. */
function overdueAmong(orders: readonly ListedOrder[], overdue: ReadonlySet<number>, asOf: Day): ReadonlySet<number> {
  const late = orders.filter(
    ({ id, withdrawn_on, due_on }) => withdrawn_on === null && due_on !== null && due_on < asOf && overdue.has(id),
  );
  return new Set(late.map(({ id }) => id));
}

/** tuban order show: the frozen text, and what happened to it, day by day. */
export async function orderShow(office: Office, query: string): Promise<void> {
  const { ledger, code } = await openCampaignAsOf(office);
  const { order, life, notices, corrected } = await ledger.read(async (db) => {
    const found = await orderNamed(db, office.asOf, code, query);
    return {
      order: found,
      life: await lifeOf(db, found, office.asOf),
      notices: await noticesRunning(db, office.asOf, found.id),
      corrected: (await markedCorrected(db, { asOf: office.asOf, campaign: code }, "orders")).get(found.id) ?? [],
    };
  });
  if (office.json) {
    office.io.out.write(
      jsonText({
        id: order.id,
        number: order.number,
        kind: order.kind,
        issuer: order.issuer,
        addressee: order.addressee,
        subject: order.subject,
        stage: order.stage,
        issuedOn: order.happened_on,
        servedOn: order.served_on,
        dueOn: order.due_on,
        templateSha256: order.template_sha256,
        life,
        corrected,
        text: order.text,
      }),
    );
    return;
  }
  const lines = life.map(
    ({ day, what, actor, annulled }) => `${day}  ${what}  〔${actor}〕${annulled ? "（后来撤销）" : ""}`,
  );
  office.io.out.write(
    `${correctedHead(corrected)}${plainLines(order.text).trimEnd()}\n\n——————\n${headOf(order, standingOf(order, notices))}\n${lines.map((line) => `${plain(line)}\n`).join("")}`,
  );
}

/** The stage, or until when the order is under public notice. */
function standingOf({ id, stage }: Pick<OrderNow, "id" | "stage">, notices: ReadonlyMap<number, Day>): string {
  const served = stage === "已签发" ? notices.get(id) : undefined;
  return served === undefined ? stage : `公告中，${served} 视为送达`;
}

function headOf({ id, number, due_on }: OrderNow, stage: string): string {
  return plain(`办理经过（#${id} ${number}，${stage}${due_on === null ? "" : `，期限 ${due_on}`}）`);
}

function stageOf(text: string): OrderStage {
  return (
    orderStages.find((stage) => stage === text) ??
    misuse("unknown-stage", `没有这个状态：${text}`, { hint: `可用：${orderStages.join("、")}` })
  );
}
