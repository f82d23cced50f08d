/** What the ledger knows when an order is to be issued: as it was on the day of the act, and as it is today. */
import { grouped } from "../../campaign/index.ts";
import type { Day, NamedFinding, TakenUp } from "../../campaign/index.ts";
import { ordersOver, pendingServices, subjectOrders } from "../../ledger/orders.ts";
import type { OrderOver } from "../../ledger/orders.ts";
import type { Reading } from "../../ledger/ledger.ts";
import { findingsNow, institutionsNow, operationsNow } from "../../ledger/standing.ts";
import type { FindingNow, InstitutionNow, OperationNow, OrderNow } from "../../ledger/standing.ts";

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

export async function openBook(
  db: Reading,
  { campaign, on, today }: { readonly campaign: string; readonly on: Day; readonly today: Day },
): Promise<Book> {
  const findings = await findingsNow(db, on, { campaign });
  const latest = on === today ? findings : await findingsNow(db, today, { campaign });
  const bySubject = grouped(findings, ({ subject }) => subject);
  return {
    subjects: await institutionsNow(db, on),
    findings: bySubject,
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
