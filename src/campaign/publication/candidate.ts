/** What decides whether a subject may stand on a list, as of a day. */
import type { Calendar } from "../calendar.ts";
import type { Day } from "../../base/day.ts";
import type { Existence } from "../existence.ts";
import type { PermitEnd } from "../roster-fields.ts";
import type { InspectionKind } from "../inspection.ts";
import type { ListingState } from "../listing.ts";
import type { LicenceClass, ListName, OrderEffect, Plan, Severity, SubjectKind } from "../plan.ts";
import type { Operation } from "../standing/operation.ts";

/** A finding as the gates look at it. */
export interface CandidateFinding {
  readonly id: number;
  readonly topic: number;
  readonly severity: Severity;
  readonly open: boolean;
  /** 已整改待验收: only the second person is missing. */
  readonly awaitsClosing: boolean;
  /** Files kept for it. */
  readonly evidence: number;
  readonly route: string | null;
}

/** An order as the gates look at it. */
export interface CandidateOrder {
  readonly number: string;
  readonly kind: string;
  readonly effect: OrderEffect;
  readonly issuedOn: Day;
  readonly servedOn: Day | null;
  readonly waivedOn: Day | null;
  readonly withdrawnOn: Day | null;
}

export interface CandidateVisit {
  readonly kind: InspectionKind;
  readonly on: Day;
  /** 合格, 不合格, or the result of a re-check. */
  readonly result: string;
}

/** All that decides whether one subject may stand on a list, as of one day. */
export interface CandidateFacts {
  readonly subject: number;
  readonly kind: SubjectKind;
  readonly name: string;
  /** The persons that its roster row names: who founded it, represents it, runs it. */
  readonly persons?: readonly string[];
  readonly uscc: string | null;
  readonly permitNo: string | null;
  readonly permitUntil: PermitEnd | null;
  readonly address: string | null;
  readonly licenceClass: LicenceClass | null;
  readonly category: string | null;
  readonly operation: Operation | null;
  /** 机构状态 on the roster; absent: 正常. */
  readonly existence?: Existence;
  readonly findings: readonly CandidateFinding[];
  readonly visits: readonly CandidateVisit[];
  readonly orders: readonly CandidateOrder[];
  /** On the 黑名单 of any campaign of this ledger. */
  readonly blacklisted: boolean;
  /** It is on the list that it is judged for by an announcement from before the ledger. */
  readonly onPaper?: boolean;
  /** Where it stands on each list of this campaign; absent: 未列入. */
  readonly states: Readonly<Partial<Record<ListName, ListingState>>>;
}

/** What the facts are judged by. */
export interface JudgedBy {
  readonly plan: Plan;
  readonly day: Day;
  /** Asked only where days are counted. */
  readonly calendar: Calendar;
}

/** Decisions that found a 黑名单 entry: a penalty or a closure, not withdrawn. */
export const decisionsOf = (facts: CandidateFacts): CandidateOrder[] => ordersOf(facts, ["处罚", "取缔"]);

export function ordersOf({ orders }: CandidateFacts, effects: readonly OrderEffect[]): CandidateOrder[] {
  return orders.filter(({ effect, withdrawnOn }) => withdrawnOn === null && effects.includes(effect));
}

export const isServed = ({ servedOn }: CandidateOrder, day: Day): boolean => servedOn !== null && servedOn <= day;
