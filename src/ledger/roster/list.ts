/** The roster (底数) as it stands: the list of subjects, each with what has become of it. */
import { sql } from "kysely";
import { dayOfNumber } from "../../campaign/index.ts";
import type { Day, ListName, Operation } from "../../campaign/index.ts";
import type { Db } from "../tables.ts";
import { institutionsIn, rosterRowIn } from "../now.ts";
import type { InstitutionNow, RosterNow } from "../now.ts";
import { rootsOf } from "../root.ts";
import { institutionsListed } from "../spans/institutions.ts";
import type { SpanKind } from "../spans/kinds.ts";
import { standsOn, traitsWhere } from "../spans/read.ts";
import type { TraitsFound } from "../spans/read.ts";
import type { SpanTraits } from "../spans/traits.ts";
import { takenBack } from "../taken-back.ts";

/** Whether anything has ever been registered. */
export async function hasRows(db: Db): Promise<boolean> {
  return (await db.selectFrom("roster").select("id").limit(1).executeTakeFirst()) !== undefined;
}

/**
 * Every town that the roster's rows have named and that was not taken back with them. Steps from each town to the next in the
 * index: a million rows name a few thousand.
 */
export async function townsNamed(db: Db): Promise<string[]> {
  const { rows } = await sql<{ town: string }>`
    with recursive named (town) as (
      select min(town) from roster
      union all
      select (select min(town) from roster where town > named.town) from named where named.town is not null
    )
    select town from named
    where exists (select 1 from roster where roster.town = named.town and roster.entry not in ${takenBack(db)})
    order by town`.execute(db);
  return rows.map(({ town }) => town);
}

export type { RosterNow } from "../now.ts";

/** The subjects of the roster as of a day, or some of them, with their state in one campaign, by short number. */
export async function rosterNow(
  db: Db,
  asOf: Day,
  campaign: string,
  subjects?: readonly number[],
): Promise<RosterNow[]> {
  if (subjects !== undefined && subjects.length <= mostNamed) {
    const wanted = new Set(subjects);
    const now = (await rootsOf(db, subjects)).on({ day: asOf });
    const rows = institutionsIn(now).filter(({ subject }) => wanted.has(subject));
    return rows.map((row) => rosterRowIn(now, row, campaign));
  }
  const rows = await institutionsListed(db, asOf);
  const states = await statesOn(db, { asOf, campaign });
  const named = subjects === undefined ? null : new Set(subjects);
  return rows.filter(({ subject }) => named?.has(subject) ?? true).map(withState(states));
}

/** How many subjects come at a time. */
const stretch = 2_000;

/** All of them a stretch at a time, so that a large roster is never held as a whole. */
export async function* rosterInTurn(db: Db, asOf: Day, campaign: string): AsyncGenerator<RosterNow[]> {
  const states = await statesOn(db, { asOf, campaign });
  for (let last = 0; ;) {
    const { rows } = await sql<InstitutionNow>`
      select roster.* from span join roster on roster.id = span.fact
      where ${standsOn("subject", asOf)} and span.subject > ${last} order by span.subject limit ${stretch}`.execute(db);
    yield rows.map(withState(states));
    const lowest = rows.at(-1);
    if (rows.length < stretch || !lowest) return;
    last = lowest.subject;
  }
}

type States = ReadonlyMap<number, readonly State[]>;

const withState =
  (states: States) =>
  (row: InstitutionNow): RosterNow =>
    Object.assign(row, stateOf(states.get(row.subject) ?? []));

async function statesOn(
  db: Db,
  { asOf, campaign }: { readonly asOf: Day; readonly campaign: string },
): Promise<States> {
  const inCampaign = (traits: SpanTraits): boolean => traits.campaign === campaign;
  const states = new Map<number, State[]>();
  const put = ({ subject, ...state }: State & { readonly subject: number }): void => {
    const known = states.get(subject);
    if (known) known.push(state);
    else states.set(subject, [state]);
  };
  const counted = async (what: "open" | "overdue" | "visit", kind: SpanKind, traits: TraitsFound): Promise<void> => {
    const { rows } = await sql<{ subject: number; count: number | string; day: number }>`
      select subject, count(*) as count, max(day) as day from span
      where ${standsOn(kind, asOf)} and ${traits.in()} group by subject`.execute(db);
    for (const { subject, count, day } of rows)
      put({ subject, what, count: Number(count), day: dayOfNumber(day), word: "" });
  };
  const open = (traits: SpanTraits): boolean => inCampaign(traits) && traits.stage !== "销号";
  await counted("open", "finding", await traitsWhere(db, "finding", open));
  await counted("overdue", "finding", await traitsWhere(db, "finding", (one) => open(one) && one.overdue === true));
  await counted("visit", "visit", await traitsWhere(db, "visit", inCampaign));
  for (const kind of ["operation", "listing"] as const) {
    const traits = await traitsWhere(db, kind, (one) => kind === "operation" || inCampaign(one));
    const { rows } = await sql<{ subject: number; trait: number; day: number }>`
      select subject, trait, day from span where ${standsOn(kind, asOf)} and ${traits.in()}`.execute(db);
    for (const { subject, trait, day } of rows) {
      const { operation, list, state } = traits.of.get(trait) ?? {};
      const word = operation ?? (state === "在列异议中" ? "在列" : state) ?? "";
      const what = list ?? "operation";
      if (list === undefined || shown.has(word)) put({ subject, what, count: 0, day: dayOfNumber(day), word });
    }
  }
  return states;
}

/** Where a name stands on a list, as far as the roster shows it. */
const shown: ReadonlySet<string> = new Set(["在列", "移出", "整改中"]);

/** More subjects than this are picked from all. */
const mostNamed = 500;

interface State {
  readonly what: "open" | "overdue" | "visit" | "operation" | ListName;
  readonly count: number;
  readonly day: Day;
  readonly word: string;
}

function stateOf(states: readonly State[]): Omit<RosterNow, keyof InstitutionNow> {
  const of = (what: State["what"]): State | undefined => states.find((state) => state.what === what);
  return {
    operation: (of("operation")?.word as Operation | undefined) ?? null,
    open: of("open")?.count ?? 0,
    overdue: of("overdue")?.count ?? 0,
    lastVisit: of("visit")?.day ?? null,
    visits: of("visit")?.count ?? 0,
    lists: states.flatMap(({ what, word }) =>
      what === "白名单" || what === "黑名单"
        ? [{ list: what, standing: word as RosterNow["lists"][number]["standing"] }]
        : [],
    ),
  };
}
