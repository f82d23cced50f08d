/** Findings of a whole campaign as they stand on a day, from their spans. */
import { sql } from "kysely";
import type { Day, FindingStage, TellingOutcome } from "../../campaign/index.ts";
import type { Db, FindingRow, SpanRow } from "../tables.ts";
import { dayOrNull, someOf, standsOn, traitsWhere } from "./read.ts";

/** A finding as lists show it. */
export interface ListedFinding extends FindingRow {
  /** The order, not withdrawn, whose clock the finding is under. */
  order_id: number | null;
  order_number: string | null;
  served_on: Day | null;
  due_on: Day | null;
  /** What the latest telling re-check said. */
  outcome: TellingOutcome | null;
  closed_on: Day | null;
  closed_by: string | null;
  stage: FindingStage;
  /** 1 when its due day has passed without 已整改, else 0. */
  overdue: number;
}

type Read = FindingRow &
  Pick<SpanRow, "trait" | "order_id"> &
  Pick<ListedFinding, "order_number" | "closed_by"> &
  Readonly<Record<"served" | "due" | "closed", number | null>>;

/** Oldest first; with `open` only those that are not closed. */
export async function findingsListed(
  db: Db,
  asOf: Day,
  { campaign, open = false }: { readonly campaign: string; readonly open?: boolean },
): Promise<ListedFinding[]> {
  const traits = await traitsWhere(
    db,
    "finding",
    (one) => one.campaign === campaign && !(open && one.stage === "销号"),
  );
  const { rows } = await sql<Read>`
    select finding.*, span.trait, span.order_id, orders.number as order_number,
           close_out.closed_by, span.served_on as served, span.due_on as due, span.closed_on as closed
    from span join finding on finding.id = span.thing
    left join orders on orders.id = span.order_id left join close_out on close_out.id = span.closing
    where ${standsOn("finding", asOf)} and ${traits.in()} order by finding.id`.execute(db);
  const { correctedOn } = await import("../corrections.ts");
  return (await correctedOn(db, "finding", rows, { day: asOf })).map(({ trait, served, due, closed, ...row }) => {
    const { stage, overdue, outcome = null } = traits.of.get(trait) ?? {};
    return Object.assign(row, {
      served_on: dayOrNull(served),
      due_on: dayOrNull(due),
      closed_on: dayOrNull(closed),
      outcome,
      stage: stage as FindingStage,
      overdue: overdue === true ? 1 : 0,
    });
  });
}

/** How many findings are not closed. */
export async function countOpen(db: Db, day: Day, campaign: string): Promise<number> {
  const traits = await traitsWhere(db, "finding", (one) => one.campaign === campaign && one.stage !== "销号");
  return (await someOf(db, { kind: "finding", day, traits })).count;
}
