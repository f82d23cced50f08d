/** What the ledger knows when an order is to be issued: as it was on the day of the act, and as it is today. */
import { grouped } from "../../campaign/index.ts";
import type { Day, IssueBook, OrderCase as Case } from "../../campaign/index.ts";
import { casesNow } from "../../ledger/acts/cases.ts";
import type { CaseNow } from "../../ledger/acts/cases.ts";
import type { Db } from "../../ledger/tables.ts";
import { findingsIn, operationIn, ordersIn, ordersOverIn } from "../../ledger/now.ts";
import type { InstitutionNow, OrderOver } from "../../ledger/now.ts";
import { rootsOf } from "../../ledger/root.ts";
import { findingsListed } from "../../ledger/spans/findings.ts";
import type { ListedFinding } from "../../ledger/spans/findings.ts";
import { institutionsListed, operationsListed } from "../../ledger/spans/institutions.ts";
import { ordersByFinding, ordersListed } from "../../ledger/spans/orders.ts";
import type { ListedOrder } from "../../ledger/spans/orders.ts";

/** What is known, as rows of the ledger. */
export interface LedgerKnown {
  readonly subject: InstitutionNow;
  readonly finding: ListedFinding;
  readonly over: Omit<OrderOver, "finding">;
  readonly order: ListedOrder;
}

export type Book = IssueBook<LedgerKnown>;

export type KnownOrderCase = Case<LedgerKnown>;

interface Opening {
  readonly campaign: string;
  readonly on: Day;
  readonly today: Day;
  /** Whose book; null for that of everybody. */
  readonly subject: InstitutionNow | null;
}

export async function openBook(db: Db, { subject, ...opening }: Opening): Promise<Book> {
  return subject === null ? everybodysBook(db, opening) : bookOf(db, subject, opening);
}

/** What is about one institution reads the facts of one institution. */
async function bookOf(db: Db, row: InstitutionNow, { campaign, on, today }: Omit<Opening, "subject">): Promise<Book> {
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
    inCase: inOpenCases(
      then.cases
        .filter(({ fact }) => fact.campaign === campaign)
        .map(({ fact, course }) => ({ ...fact, state: course })),
    ),
    operations: new Map(operation === null ? [] : [[subject, operation]]),
  };
}

/** To everybody: lists of the whole campaign, from the spans. */
async function everybodysBook(db: Db, { campaign, on, today }: Omit<Opening, "subject">): Promise<Book> {
  const findings = await findingsListed(db, on, { campaign });
  const latest = on === today ? findings : await findingsListed(db, today, { campaign });
  const orders = (await ordersListed(db, today, campaign)).filter(({ withdrawn_on }) => withdrawn_on === null);
  const byNumber = new Map(orders.map((order) => [order.id, order]));
  const over = await ordersByFinding(db, today, campaign);
  const operations = await operationsListed(db, on);
  return {
    subjects: await institutionsListed(db, on),
    findings: grouped(findings, ({ subject }) => subject),
    latest: new Map(latest.map((finding) => [finding.id, finding])),
    over: new Map(Array.from(over, ([finding, numbers]) => [finding, numbers.flatMap((id) => byNumber.get(id) ?? [])])),
    orders: grouped(orders, ({ subject }) => subject),
    operations: new Map(operations.map((operation) => [operation.subject, operation])),
    inCase: inOpenCases(await casesNow(db, on, { campaign })),
  };
}

function inOpenCases(cases: readonly Pick<CaseNow, "findings" | "state">[]): ReadonlySet<number> {
  return new Set(cases.filter(({ state }) => state.stage !== "已结案").flatMap(({ findings }) => findings));
}
