/** What of the expected (应有) is missing, counted: for what lists none of it. `expected.ts` says who owes it, and who has it. */
import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import { asks, dayNumber, owingOn } from "../../campaign/index.ts";
import type { Day, Expectation, Owing, Plan } from "../../campaign/index.ts";
import { standsOn, traitsWhere } from "../spans/read.ts";
import type { SpanKind } from "../spans/kinds.ts";
import type { TraitsFound } from "../spans/read.ts";
import type { Db } from "../tables.ts";

/** One expectation in one period of which something is missing. */
export interface Missing {
  readonly expectation: Expectation;
  readonly due: Day;
  readonly count: number;
  /** The first few who owe it, where the plan does not say who sees to it (谁办). */
  readonly first: readonly string[];
}

interface Campaign {
  readonly code: string;
  readonly plan: Plan;
  readonly startedOn: Day;
}

/** What has a last day, up to a day (null: whenever it is), in the order of the plan. */
export async function missingOn(db: Db, campaign: Campaign, day: Day, until: Day | null): Promise<Missing[]> {
  const { code, plan, startedOn } = campaign;
  const missing: Missing[] = [];
  for (const expectation of plan.expectations ?? []) {
    const owings = owingOn(expectation, day, startedOn).filter(({ due }) => isBy(due, until));
    if (owings.length === 0) continue;
    const counted = isVisitOfInstitutions(expectation)
      ? await countedVisits(db, { code, day }, expectation, owings)
      : await listed(db, campaign, day, expectation);
    for (const one of counted) if (one.count > 0 && isBy(one.due, until)) missing.push(one);
  }
  return missing;
}

const isBy = (due: Day | null, until: Day | null): due is Day => due !== null && (until === null || due <= until);

/** As most are: institutions that have to be visited, of which the plan says who sees to it. */
interface VisitOfInstitutions extends Expectation {
  readonly whose: Extract<Expectation["whose"], { readonly of: "对象" }>;
  readonly needs: Extract<Expectation["needs"], { readonly by: "检查" }>;
}

const isVisitOfInstitutions = (expectation: Expectation): expectation is VisitOfInstitutions =>
  expectation.actor !== null && expectation.whose.of === "对象" && expectation.needs.by === "检查";

async function countedVisits(
  db: Db,
  { code, day }: { readonly code: string; readonly day: Day },
  expectation: VisitOfInstitutions,
  owings: readonly Owing[],
): Promise<Missing[]> {
  const { whose, needs, every } = expectation;
  const members = await traitsWhere(
    db,
    "subject",
    ({ kind = "机构", licence_class: licence = null, category = null }) =>
      asks(whose.kinds, kind) && asks(whose.classes, licence) && asks(whose.categories, category),
  );
  const closed = await traitsWhere(db, "operation", ({ operation }) => operation === "取缔关停");
  const visits = await traitsWhere(
    db,
    "visit",
    ({ campaign, inspection_kind: kind }) => campaign === code && needs.kinds.some((one) => one === kind),
  );
  const without = (
    kind: SpanKind,
    traits: TraitsFound,
    also: RawBuilder<unknown>,
  ): RawBuilder<unknown> => sql`not exists (
    select 1 from span as has
    where ${standsOn(kind, day, "has")} and has.subject = span.subject and ${traits.in("has")} and ${also})`;
  const counts: Missing[] = [];
  for (const { due, period } of owings) {
    if (due === null) continue;
    const [from, to] = [dayNumber(period.from), dayNumber(period.to)];
    const within = every === null ? sql`1 = 1` : sql`has.day >= ${from} and has.day <= ${to}`;
    const { rows } = await sql<{ count: number | string }>`
      select count(*) as count from span where ${standsOn("subject", day)} and ${members.in()}
        and ${without("operation", closed, sql`1 = 1`)} and ${without("visit", visits, within)}`.execute(db);
    counts.push({ expectation, due, count: Number(rows[0]?.count ?? 0), first: [] });
  }
  return counts;
}

/** How many names stand for all. */
const few = 3;

async function listed(db: Db, campaign: Campaign, day: Day, expectation: Expectation): Promise<Missing[]> {
  const { owedOn } = await import("./expected.ts");
  const alone = { ...campaign, plan: { ...campaign.plan, expectations: [expectation] } };
  return (await owedOn(db, alone, day)).flatMap(({ owing: { due }, missing }) =>
    due === null
      ? []
      : [{ expectation, due, count: missing.length, first: missing.slice(0, few).map(({ name }) => name) }],
  );
}
