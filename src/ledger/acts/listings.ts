/** Lists and dispositions as facts: what decides a candidate, the versions published, what happened to a name since, the bucket of a subject. */
import { grouped, inStretches, personsNamed } from "../../campaign/index.ts";
import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import type {
  CandidateFacts,
  CandidateFinding,
  CandidateOrder,
  CandidateVisit,
  Day,
  EditionMade,
  ListName,
  Standing,
} from "../../campaign/index.ts";
import { isInForce } from "../in-force.ts";
import { earlierCodeOf } from "../journal.ts";
import { fromJson } from "../json.ts";
import type { Entry } from "../ledger.ts";
import { findingsIn, institutionsIn, ordersIn, visitsIn } from "../now.ts";
import type { FindingNow, InstitutionNow, OrderNow } from "../now.ts";
import { rootsOf } from "../root.ts";
import type { RootRows } from "../root.ts";
import { standsOn, traitsWhere } from "../spans/read.ts";
import { rosterNumbers } from "../spans/institutions.ts";
import type { ListedName } from "../spans/listings.ts";
import { takenBack } from "../taken-back.ts";
import type { Db, DispositionRow, InspectionRow, ListingRow, PublicationRow } from "../tables.ts";
import { checkCode } from "../tree/states.ts";

/** How many subjects are judged at a time. */
const together = 500;

/** What decides whether subjects may be listed, as of a day, by the law over the facts of each; of some subjects or of the whole roster, by short number. */
export async function candidateFacts(
  db: Db,
  asOf: Day,
  campaign: string,
  subjects?: readonly number[],
): Promise<CandidateFacts[]> {
  const facts: CandidateFacts[] = [];
  const wanted = subjects ?? (await rosterNumbers(db, asOf));
  for (const some of inStretches(
    [...wanted].sort((one, other) => one - other),
    together,
  ))
    for (const one of await candidatesIn(db, asOf, { campaign, subjects: some })) facts.push(one);
  return facts;
}

async function candidatesIn(
  db: Db,
  asOf: Day,
  { campaign, subjects }: { readonly campaign: string; readonly subjects: readonly number[] },
): Promise<CandidateFacts[]> {
  const wanted = new Set(subjects);
  const now = (await rootsOf(db, subjects)).on({ day: asOf });
  const findings = findingsIn(now, { campaign });
  const known: Known = {
    campaign,
    findings: grouped(findings, bySubject),
    evidence: await evidenceOf(
      db,
      asOf,
      findings.map(({ id }) => id),
    ),
    visits: grouped(visitsIn(now, { campaign }), bySubject),
    orders: grouped(ordersIn(now, { campaign }), bySubject),
    operations: new Map(now.operations.map(({ id, state }) => [id, state])),
    listings: grouped(now.listings, ({ id }) => id),
  };
  return institutionsIn(now)
    .filter(({ subject }) => wanted.has(subject))
    .map((row) => candidate(row, known));
}

interface Known {
  readonly campaign: string;
  readonly findings: ReadonlyMap<number, readonly FindingNow[]>;
  /** Files kept, by finding. */
  readonly evidence: ReadonlyMap<number, number>;
  readonly visits: ReadonlyMap<number, readonly InspectionRow[]>;
  readonly orders: ReadonlyMap<number, readonly OrderNow[]>;
  readonly operations: ReadonlyMap<number, CandidateFacts["operation"]>;
  readonly listings: ReadonlyMap<number, Standing<RootRows>["listings"]>;
}

function candidate(row: InstitutionNow, known: Known): CandidateFacts {
  const { subject } = row;
  const { principal, existence } = fromJson(row.more);
  const onLists = known.listings.get(subject) ?? [];
  return {
    subject,
    kind: row.kind,
    name: row.name,
    persons: personsNamed({ ...row, principal }),
    uscc: row.uscc,
    permitNo: row.permit_no,
    permitUntil: row.permit_until,
    address: row.address,
    licenceClass: row.licence_class,
    category: row.category,
    operation: known.operations.get(subject) ?? null,
    ...(existence && { existence }),
    findings: (known.findings.get(subject) ?? []).map((finding) => candidateFinding(finding, known.evidence)),
    visits: (known.visits.get(subject) ?? []).map(candidateVisit),
    orders: (known.orders.get(subject) ?? []).map(candidateOrder),
    blacklisted: onLists.some(({ list, state }) => list === "黑名单" && (state === "在列" || state === "在列异议中")),
    states: Object.fromEntries(
      onLists.filter((one) => one.campaign === known.campaign).map(({ list, state }) => [list, state]),
    ),
  };
}

function candidateFinding(
  { id, topic, severity, stage, route }: FindingNow,
  evidence: ReadonlyMap<number, number>,
): CandidateFinding {
  return {
    id,
    topic,
    severity,
    open: stage !== "销号",
    awaitsClosing: stage === "已整改待验收",
    evidence: evidence.get(id) ?? 0,
    route,
  };
}

const candidateVisit = ({ kind, happened_on: on, result }: InspectionRow): CandidateVisit => ({ kind, on, result });

function candidateOrder(order: OrderNow): CandidateOrder {
  const { number, kind, effect, happened_on, served_on, waived_on, withdrawn_on } = order;
  return {
    number,
    kind,
    effect,
    issuedOn: happened_on,
    servedOn: served_on,
    waivedOn: waived_on,
    withdrawnOn: withdrawn_on,
  };
}

const bySubject = ({ subject }: { readonly subject: number }): number => subject;

/** Files kept for each of these findings: its own, and those of its re-checks. */
async function evidenceOf(db: Db, asOf: Day, findings: readonly number[]): Promise<Map<number, number>> {
  if (findings.length === 0) return new Map();
  const about = (finding: string): RawBuilder<unknown> => sql`${sql.ref(finding)} in (${sql.raw(findings.join(","))})`;
  const query = sql<{ finding: number; files: number }>`
    with kept as (
      select fact, fact_id from evidence
      where ${isInForce(asOf)})
    select finding, count(*) as files from (
      select fact_id as finding from kept where fact = 'finding' and ${about("fact_id")}
      union all
      select review_outcome.finding from review_outcome join kept on kept.fact = 'review_outcome' and kept.fact_id = review_outcome.id
      where ${about("review_outcome.finding")}) as files
    group by finding`;
  return new Map((await query.execute(db)).rows.map(({ finding, files }) => [finding, files]));
}

/** The entries that stand on a list, by subject: what goes on into its next version. */
export async function entriesOn(db: Db, asOf: Day, campaign: string, list: ListName): Promise<Map<number, ListingRow>> {
  const traits = await traitsWhere(
    db,
    "listing",
    (one) => one.campaign === campaign && one.list === list && (one.state === "在列" || one.state === "在列异议中"),
  );
  const { rows } = await sql<ListingRow>`
    select listing.* from span join listing on listing.id = span.fact
    where ${standsOn("listing", asOf)} and ${traits.in()} order by listing.subject`.execute(db);
  return new Map(rows.map((row) => [row.subject, row]));
}

/** Since when each name is on a list without a break: the day of the version that it came with. */
export async function listedSince(
  db: Db,
  asOf: Day,
  campaign: string,
  list: ListName,
): Promise<ReadonlyMap<number, Day>> {
  const entries = await db
    .selectFrom("listing")
    .select(["subject", "happened_on", "entry", "until"])
    .where("campaign", "=", campaign)
    .where("list", "=", list)
    .where(isInForce(asOf))
    .orderBy("happened_on")
    .orderBy("entry")
    .execute();
  const removals = await db
    .selectFrom("listing_change")
    .select(["subject", "happened_on", "entry"])
    .where("campaign", "=", campaign)
    .where("list", "=", list)
    .where("change", "in", ["移出", "整改中", "复核撤销"])
    .where(isInForce(asOf))
    .execute();
  const taken = grouped(removals, bySubject);
  const since = new Map<number, Day>();
  for (const [subject, rows] of grouped(entries, bySubject)) {
    let [first, ran]: [Day | null, Day | null] = [null, null];
    for (const row of rows) {
      const off = (taken.get(subject) ?? []).some(
        (one) => one.happened_on > row.happened_on || (one.happened_on === row.happened_on && one.entry > row.entry),
      );
      if (off) continue;
      if (first === null || (ran !== null && ran < row.happened_on)) first = row.happened_on;
      ran = row.until;
    }
    if (first !== null) since.set(subject, first);
  }
  return since;
}

/** The versions of a list that were published up to a day, oldest first; taken back ones count no longer. */
export async function publicationsOf(db: Db, asOf: Day, campaign: string, list: ListName): Promise<PublicationRow[]> {
  return db
    .selectFrom("publication")
    .selectAll()
    .where("campaign", "=", campaign)
    .where("list", "=", list)
    .where(isInForce(asOf))
    .orderBy("version")
    .execute();
}

/** The numbers of the entries of one version. */
export async function listingsIn(db: Db, publication: number): Promise<number[]> {
  const rows = await db.selectFrom("listing").select("id").where("publication", "=", publication).execute();
  return rows.map(({ id }) => id);
}

/** The check code printed on a version: of the state of the ledger before that version was recorded. */
export async function codeOn(db: Db, { entry, csv }: Pick<PublicationRow, "entry" | "csv">): Promise<string> {
  const { previous } = await db
    .selectFrom("journal")
    .select("previous")
    .where("seq", "=", entry)
    .executeTakeFirstOrThrow();
  const earlier = earlierCodeOf(previous);
  return csv.includes(earlier) ? earlier : checkCode(db, entry - 1);
}

/** The number of a list's next version; a number once given stays taken, whatever became of that version. */
export async function nextVersion(db: Db, campaign: string, list: ListName): Promise<number> {
  const row = await db
    .selectFrom("publication")
    .select((of) => of.fn.max("version").as("last"))
    .where("campaign", "=", campaign)
    .where("list", "=", list)
    .executeTakeFirst();
  return (row?.last ?? 0) + 1;
}

/** The day of the last thing recorded of a list, or of one name on it, whatever the day one looks from; null when there is none. */
export async function lastListingDay(
  db: Db,
  campaign: string,
  list: ListName,
  subject: number | null,
): Promise<Day | null> {
  const ofSubject = subject === null ? sql`1 = 1` : sql`subject = ${subject}`;
  const query = sql<{ last: Day | null }>`
    select max(happened_on) as last from (
      select happened_on, entry from listing where campaign = ${campaign} and list = ${list} and ${ofSubject}
      union all
      select happened_on, entry from listing_change where campaign = ${campaign} and list = ${list} and ${ofSubject}) as events
    where entry not in ${takenBack(db)}`;
  return (await query.execute(db)).rows[0]?.last ?? null;
}

/** Appends a version: its frozen text, its entries, and the removal of every name that was on the list and is not in it. */
export async function recordEdition(entry: Entry, { publication, listings, removals }: EditionMade): Promise<number> {
  const id = await entry.add("publication", publication);
  const rows = listings.map((row) => ({ ...row, publication: id }));
  if (rows.length > 0) await entry.addMany("listing", rows);
  if (removals.length > 0) await entry.addMany("listing_change", removals);
  return id;
}

/** A subject's bucket (四个"一批") in a campaign; null where none was chosen. */
export async function dispositionOf(
  db: Db,
  asOf: Day,
  { campaign, subject }: { readonly campaign: string; readonly subject: number },
): Promise<DispositionRow | null> {
  const { dispositions } = (await rootsOf(db, [subject])).on({ day: asOf });
  return dispositions.find(({ fact }) => fact.campaign === campaign && fact.subject === subject)?.fact ?? null;
}

/** Where one name stands on a list, since when; null where the list was never concerned with it. */
export async function listingOf(
  db: Db,
  asOf: Day,
  of: { readonly campaign: string; readonly list: ListName; readonly subject: number },
): Promise<Pick<ListedName, "state" | "since"> | null> {
  const { listings } = (await rootsOf(db, [of.subject])).on({ day: asOf });
  return (
    listings.find(({ campaign, list, id }) => campaign === of.campaign && list === of.list && id === of.subject) ?? null
  );
}

/** Each subject's bucket (四个"一批") in a campaign, by subject. */
export async function dispositionsListed(db: Db, asOf: Day, campaign: string): Promise<Map<number, DispositionRow>> {
  const traits = await traitsWhere(db, "disposition", (one) => one.campaign === campaign);
  const { rows } = await sql<DispositionRow>`
    select disposition.* from span join disposition on disposition.id = span.fact
    where ${standsOn("disposition", asOf)} and ${traits.in()} order by disposition.subject`.execute(db);
  return new Map(rows.map((row) => [row.subject, row]));
}
