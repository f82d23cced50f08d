/**
 * What stands on a day: one law for every screen, gate, paper and figure. Facts in, what they amount to out; no clock, no
 * calendar, no plan: due days are facts, written down with the act that starts their clock.
 */
import { inForce, snapshotOf } from "./as-of.ts";
import type { AsOf, Snapshot } from "./as-of.ts";
import { caseHistories, casesOn, measuresOn, settledBy } from "./case.ts";
import type { CaseStanding, MeasureStanding } from "./case.ts";
import { correctedFacts } from "./correction.ts";
import { countingIn, histories, successions } from "./facts.ts";
import type { FactRows, Facts } from "./facts.ts";
import { closingHistories, findingHistories, findingsOn } from "./finding.ts";
import type { FindingStanding } from "./finding.ts";
import { listingHistories, listingsOn } from "./listing.ts";
import type { ListingStanding } from "./listing.ts";
import { isAcceptance, operationsOn } from "./operation.ts";
import type { OperationStanding } from "./operation.ts";
import { orderHistories, ordersOn } from "./order.ts";
import type { OrderStanding } from "./order.ts";
import { subjectHistories, subjectsOn } from "./subject.ts";
import type { SubjectStanding } from "./subject.ts";

/** What merely happened stays as long as it is not taken back. */
interface Happening<Kind extends string, Fact> {
  readonly kind: Kind;
  readonly id: number;
  readonly state: "已登记";
  readonly fact: Fact;
}

export type VisitStanding<Rows extends FactRows = FactRows> = Happening<"visit", Rows["inspection"]>;
export type TallyStanding<Rows extends FactRows = FactRows> = Happening<"tally", Rows["tally"]>;

/** Where a subject was sent (处置去向) in one campaign; the state is the bucket. */
export interface DispositionStanding<Rows extends FactRows = FactRows> {
  readonly kind: "disposition";
  readonly id: number;
  readonly state: string;
  readonly fact: Rows["disposition"];
}

/** What stands of one root; in each kind in the order in which the facts came. */
export interface Standing<Rows extends FactRows = FactRows> {
  readonly subjects: readonly SubjectStanding<Rows>[];
  readonly visits: readonly VisitStanding<Rows>[];
  readonly findings: readonly FindingStanding<Rows>[];
  readonly orders: readonly OrderStanding<Rows>[];
  readonly operations: readonly OperationStanding[];
  readonly dispositions: readonly DispositionStanding<Rows>[];
  readonly listings: readonly ListingStanding<Rows>[];
  readonly cases: readonly CaseStanding<Rows>[];
  readonly measures: readonly MeasureStanding<Rows>[];
  readonly tallies: readonly TallyStanding<Rows>[];
}

/** One thing in one state. */
export type Thing<Rows extends FactRows = FactRows> = Standing<Rows>[keyof Standing<Rows>][number];

/** The facts of one root, put in order once, to be asked about any day. */
export interface Timeline<Rows extends FactRows = FactRows> {
  /** What stands as of a day, of all campaigns. */
  on(asOf: AsOf): Standing<Rows>;
}

/** The law over the facts of one root; given those of several, it says of each what it says of it alone. */
export function timelineOf<Rows extends FactRows>(facts: Facts<Rows>): Timeline<Rows> {
  if (facts.correction.length === 0) return recordedTimeline(facts);
  // corrections are few: what they concern is put in order anew for each day that is asked for
  return {
    on: (asOf) => recordedTimeline(correctedFacts(facts, snapshotOf(facts.annulment, asOf))).on(asOf),
  };
}

/** The law over facts as they were recorded. */
function recordedTimeline<Rows extends FactRows>(facts: Facts<Rows>): Timeline<Rows> {
  const closings = closingHistories(facts);
  const orders = orderHistories(facts, closings);
  const findings = findingHistories(facts, orders, closings);
  const subjects = subjectHistories(facts);
  const listings = listingHistories(facts);
  const cases = caseHistories(facts);
  const acceptances = facts.inspection.filter(isAcceptance);
  const dispositions = [
    ...histories(
      successions.disposition,
      facts.disposition,
      ({ campaign, subject }) => `${campaign}\n${subject}`,
    ).values(),
  ];
  return {
    on: (asOf) => {
      const at = snapshotOf(facts.annulment, asOf);
      const standing = ordersOn(orders, at);
      return {
        subjects: subjectsOn(subjects, at),
        visits: happenings<"visit", Rows["inspection"]>("visit", facts.inspection, at),
        findings: findingsOn(findings, at, { orders: standing, settled: settledBy(cases, at) }),
        orders: standing.filter((order) => order !== null),
        operations: operationsOn(acceptances, at, standing),
        dispositions: dispositionsOn(dispositions, at),
        listings: listingsOn(listings, at),
        cases: casesOn(cases, at),
        measures: measuresOn(facts.case_measure, at),
        tallies: happenings<"tally", Rows["tally"]>("tally", facts.tally, at),
      };
    },
  };
}

/** What stands as of one day. */
export function standingOf<Rows extends FactRows>(facts: Facts<Rows>, asOf: AsOf): Standing<Rows> {
  return timelineOf(facts).on(asOf);
}

/** Everything that stands, one after another. */
export function* thingsOf<Rows extends FactRows>(standing: Standing<Rows>): Generator<Thing<Rows>> {
  yield* standing.subjects;
  yield* standing.visits;
  yield* standing.findings;
  yield* standing.orders;
  yield* standing.operations;
  yield* standing.dispositions;
  yield* standing.listings;
  yield* standing.cases;
  yield* standing.measures;
  yield* standing.tallies;
}

function happenings<Kind extends string, Fact extends FactRows["tally"]>(
  kind: Kind,
  facts: readonly Fact[],
  at: Snapshot,
): Happening<Kind, Fact>[] {
  const standing: Happening<Kind, Fact>[] = [];
  for (const fact of facts) if (inForce(fact, at)) standing.push({ kind, id: fact.id, state: "已登记", fact });
  return standing;
}

/** Each with its history, the latest first. */
function dispositionsOn<Rows extends FactRows>(
  subjects: readonly (readonly Rows["disposition"][])[],
  at: Snapshot,
): DispositionStanding<Rows>[] {
  const standing: DispositionStanding<Rows>[] = [];
  for (const history of subjects) {
    const fact = countingIn(history, at);
    if (fact !== null) standing.push({ kind: "disposition", id: fact.id, state: fact.bucket, fact });
  }
  return standing;
}
