/** What the ledger knows when an order is to be issued: as it was on the day of the act, and as it is today. */
import { grouped } from "../../campaign/index.ts";
import type { Day, NamedFinding, TakenUp } from "../../campaign/index.ts";
import { ordersOver, pendingServices, subjectOrders } from "../../ledger/orders.ts";
import type { Reading } from "../../ledger/ledger.ts";
import { findingsIn, operationIn, ordersIn, ordersOverIn } from "../../ledger/now.ts";
import type { FindingNow, InstitutionNow, OperationNow, OrderNow, OrderOver } from "../../ledger/now.ts";
import { rootsOf } from "../../ledger/root.ts";
import { findingsNow, institutionsNow, operationsNow } from "../../ledger/standing.ts";

export interface Book {
  readonly subjects: readonly InstitutionNow[];
  /** By subject, as on the day of the act. */
  readonly findings: ReadonlyMap<number, readonly FindingNow[]>;
  /** By finding, as today: a late entry (补录) must not contradict what was recorded since. */
  readonly latest: ReadonlyMap<number, FindingNow>;
  readonly over: ReadonlyMap<number, readonly OrderOver[]>;
  readonly orders: ReadonlyMap<number, readonly OrderNow[]>;
  readonly operations: ReadonlyMap<number, OperationNow>;
  /** Orders whose service by public notice has not taken effect yet. */
  readonly pending: ReadonlyMap<number, Day>;
}

interface Opening {
  readonly campaign: string;
  readonly on: Day;
  readonly today: Day;
  /** Whose book; null for that of everybody. */
  readonly subject: InstitutionNow | null;
}

export async function openBook(db: Reading, { subject, ...opening }: Opening): Promise<Book> {
  return subject === null ? everybodysBook(db, opening) : bookOf(db, subject, opening);
}

/** What is about one institution reads the facts of one institution. */
async function bookOf(
  db: Reading,
  row: InstitutionNow,
  { campaign, on, today }: Omit<Opening, "subject">,
): Promise<Book> {
  const { subject } = row;
  const timeline = await rootsOf(db, [subject]);
  const [then, now] = [timeline.on({ day: on }), timeline.on({ day: today })];
  const orders = ordersIn(now, { campaign, subject });
  const operation = operationIn(then, subject);
  return {
    subjects: [row],
    findings: new Map([[subject, findingsIn(then, { campaign, subject })]]),
    latest: new Map(findingsIn(now, { campaign, subject }).map((finding) => [finding.id, finding])),
    over: ordersOverIn(now, campaign),
    orders: new Map([[subject, orders.filter(({ withdrawn_on }) => withdrawn_on === null)]]),
    operations: new Map(operation === null ? [] : [[subject, operation]]),
    pending: await pendingServices(
      db,
      today,
      orders.map(({ id }) => id),
    ),
  };
}

async function everybodysBook(db: Reading, { campaign, on, today }: Omit<Opening, "subject">): Promise<Book> {
  const findings = await findingsNow(db, on, { campaign });
  const latest = on === today ? findings : await findingsNow(db, today, { campaign });
  return {
    subjects: await institutionsNow(db, on),
    findings: grouped(findings, ({ subject }) => subject),
    latest: new Map(latest.map((finding) => [finding.id, finding])),
    over: await ordersOver(db, today, campaign),
    orders: await subjectOrders(db, today, campaign),
    operations: new Map((await operationsNow(db, on)).map((operation) => [operation.subject, operation])),
    pending: await pendingServices(db, today),
  };
}

/** A finding as the rules see it, on the day of the act and today; the same twice where nothing came between. */
export function bothViews(book: Book, finding: FindingNow): readonly TakenUp[] {
  const orders = book.over.get(finding.id) ?? [];
  const latest = book.latest.get(finding.id);
  const views = latest === undefined || latest.stage === finding.stage ? [finding] : [finding, latest];
  return views.map((view) => Object.assign(namedFinding(view), { orders }));
}

/** A finding's item says what should be; what was found instead is in its note. */
export function faultOf({ text, note }: Pick<FindingNow, "text" | "note">): string {
  return note === "" ? text : note;
}

export function namedFinding(finding: FindingNow): NamedFinding {
  const { id, stage, order_number } = finding;
  return { id, text: faultOf(finding), stage, order: order_number };
}
