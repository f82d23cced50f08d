/** Facts with what became of them, as rows, made of what the law (campaign/standing) says over the facts of a few subjects. */
import { listNames } from "../campaign/index.ts";
import type {
  Day,
  FindingStanding,
  ListName,
  Operation,
  OrderEffect,
  OrderStage,
  OrderStanding,
  ReviewOutcome,
  Standing,
} from "../campaign/index.ts";
import { rootsOf, rosterOf } from "./root.ts";
import type { RootRows } from "./root.ts";
import type { ListedFinding } from "./spans/findings.ts";
import type { OperationNow } from "./spans/institutions.ts";
import type { Db, InspectionRow, OrderRow, RosterRow } from "./tables.ts";

/** The row of a subject in force. */
export type InstitutionNow = RosterRow;

export interface OrderNow extends OrderRow {
  served_on: Day | null;
  /** With extensions. */
  due_on: Day | null;
  extensions: number;
  withdrawn_on: Day | null;
  waived_on: Day | null;
  findings: number;
  closed: number;
  stage: OrderStage;
}

export interface FindingNow extends ListedFinding {
  outcome_id: number | null;
  outcome_on: Day | null;
  attempt: ReviewOutcome | null;
  attempt_on: Day | null;
}

/** A subject with what has become of it. */
export interface RosterNow extends InstitutionNow {
  readonly operation: Operation | null;
  /** Findings not closed. */
  readonly open: number;
  readonly overdue: number;
  readonly lastVisit: Day | null;
  /** Inspections and re-checks. */
  readonly visits: number;
  readonly lists: readonly { readonly list: ListName; readonly standing: "在列" | "移出" | "整改中" }[];
}

/** The things of a campaign, of one subject where one is named, else of all that were loaded. */
export interface Whose {
  readonly campaign: string;
  readonly subject?: number;
}

const byId = (one: { readonly id: number }, other: { readonly id: number }): number => one.id - other.id;

const isOf =
  ({ campaign, subject }: Whose) =>
  ({ fact }: { readonly fact: { readonly campaign: string; readonly subject: number } }): boolean =>
    fact.campaign === campaign && (subject === undefined || fact.subject === subject);

/** Findings, oldest first. */
export function findingsIn({ findings }: Standing<RootRows>, whose: Whose): FindingNow[] {
  return findings.filter(isOf(whose)).map(findingRow).toSorted(byId);
}

function findingRow(finding: FindingStanding<RootRows>): FindingNow {
  const { fact, order, outcome, attempt } = finding;
  return {
    ...fact,
    closed_on: finding.closedOn,
    closed_by: finding.closing?.closed_by ?? null,
    order_id: order?.id ?? null,
    order_number: order?.fact.number ?? null,
    served_on: order?.servedOn ?? null,
    due_on: order?.dueOn ?? null,
    outcome_id: outcome?.id ?? null,
    outcome: finding.said,
    outcome_on: outcome?.happened_on ?? null,
    attempt: attempt?.outcome ?? null,
    attempt_on: attempt?.happened_on ?? null,
    stage: finding.state,
    overdue: finding.overdue ? 1 : 0,
  };
}

/** Orders, oldest first. */
export function ordersIn({ orders }: Standing<RootRows>, whose: Whose): OrderNow[] {
  return orders.filter(isOf(whose)).map(orderRow).toSorted(byId);
}

export function orderRow(order: OrderStanding<RootRows>): OrderNow {
  return {
    ...order.fact,
    served_on: order.servedOn,
    due_on: order.dueOn,
    withdrawn_on: order.withdrawnOn,
    extensions: order.extensions,
    waived_on: order.waivedOn,
    findings: order.findings,
    closed: order.closed,
    stage: order.state,
  };
}

/** An order that a finding is under; withdrawn ones are left out. */
export interface OrderOver {
  readonly finding: number;
  readonly id: number;
  readonly number: string;
  readonly kind: string;
  readonly effect: OrderEffect;
  readonly served_on: Day | null;
  readonly waived_on: Day | null;
  readonly due_on: Day | null;
  readonly stage: OrderStage;
}

/** The orders of every finding, by its number, oldest first. */
export function ordersOverIn(
  { findings }: Standing<RootRows>,
  campaign: string,
): ReadonlyMap<number, readonly OrderOver[]> {
  const over = findings.map(({ id: finding, orders }): [number, OrderOver[]] => [
    finding,
    orders.filter(({ fact }) => fact.campaign === campaign).map((order) => ({ ...overOf(order), finding })),
  ]);
  return new Map(over.filter(([, orders]) => orders.length > 0));
}

function overOf({ id, fact, servedOn, waivedOn, dueOn, state }: OrderStanding<RootRows>): Omit<OrderOver, "finding"> {
  const { number, kind, effect } = fact;
  return { id, number, kind, effect, served_on: servedOn, waived_on: waivedOn, due_on: dueOn, stage: state };
}

/** Visits, oldest first. */
export function visitsIn({ visits }: Standing<RootRows>, whose: Whose): InspectionRow[] {
  return visits
    .filter(isOf(whose))
    .map(({ fact }) => fact)
    .toSorted((one, other) =>
      one.happened_on === other.happened_on ? one.id - other.id : one.happened_on < other.happened_on ? -1 : 1,
    );
}

/** The subjects on the roster, by short number; those that were found to be another one are left out. */
export function institutionsIn({ subjects }: Standing<RootRows>): InstitutionNow[] {
  return subjects
    .filter(({ state }) => state === "在册")
    .toSorted(byId)
    .map(({ fact }) => fact);
}

/** Whether a subject may operate; null when nothing has stopped, resumed or closed it. */
export function operationIn({ operations }: Standing<RootRows>, subject: number): OperationNow | null {
  const found = operations.find(({ id }) => id === subject);
  return found ? { subject, operation: found.state, since: found.since } : null;
}

/** A subject of the roster with what has become of it in a campaign. */
export function rosterRowIn(standing: Standing<RootRows>, row: InstitutionNow, campaign: string): RosterNow {
  const whose = { campaign, subject: row.subject };
  const open = standing.findings.filter(isOf(whose)).filter(({ closing }) => closing === null);
  const visits = visitsIn(standing, whose);
  return {
    ...row,
    operation: operationIn(standing, row.subject)?.operation ?? null,
    open: open.length,
    overdue: open.filter(({ overdue }) => overdue).length,
    lastVisit: visits.at(-1)?.happened_on ?? null,
    visits: visits.length,
    lists: listNames.flatMap((list) => listsIn(standing, whose, list)),
  };
}

/** A name that is on a list, was taken off it or is in 整改中. */
function listsIn({ listings }: Standing<RootRows>, { campaign, subject }: Whose, list: ListName): RosterNow["lists"] {
  const listing = listings.find((one) => one.id === subject && one.campaign === campaign && one.list === list);
  if (!listing || listing.fact === null) return [];
  const { state } = listing;
  if (state === "在列" || state === "在列异议中") return [{ list, standing: "在列" }];
  return state === "移出" || state === "整改中" ? [{ list, standing: state }] : [];
}

/** The things of one subject in one campaign. */
type Ones = Required<Whose>;

/** These subjects as the roster has them, by short number; those that were found to be another one are left out. */
export async function institutionsNow(db: Db, asOf: Day, subjects: readonly number[]): Promise<InstitutionNow[]> {
  if (subjects.length === 0) return [];
  const wanted = new Set(subjects);
  const standing = (await rosterOf(db, subjects)).on({ day: asOf });
  return institutionsIn(standing).filter(({ subject }) => wanted.has(subject));
}

/** Findings of one subject, oldest first. */
export async function findingsNow(db: Db, asOf: Day, of: Ones): Promise<FindingNow[]> {
  return findingsIn((await rootsOf(db, [of.subject])).on({ day: asOf }), of);
}

/** Orders of one subject, oldest first. */
export async function ordersNow(db: Db, asOf: Day, of: Ones): Promise<OrderNow[]> {
  return ordersIn((await rootsOf(db, [of.subject])).on({ day: asOf }), of);
}

/** Visits to one subject, oldest first. */
export async function visitsNow(db: Db, asOf: Day, of: Ones): Promise<InspectionRow[]> {
  return visitsIn((await rootsOf(db, [of.subject])).on({ day: asOf }), of);
}
