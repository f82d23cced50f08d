/** What was recorded after a return was sent, by whom it is about: why a figure of a past day is another one now. */
import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import type { Day } from "../../campaign/index.ts";
import { kindOf, namedBy, tablesOf } from "../facts/links.ts";
import type { Db, FactTable } from "../tables.ts";

/** An entry recorded afterwards, or one taken back by such an entry. */
export interface Afterwards {
  readonly seq: number;
  readonly summary: string;
  /** Which entry took it back, and why; null where it was recorded afterwards and stands. */
  readonly undone: { readonly by: number; readonly reason: string } | null;
}

/** By number of the subject, and of the finding where the entry is about one; each oldest first. */
export interface AfterwardsAbout {
  readonly subject: ReadonlyMap<number, readonly Afterwards[]>;
  readonly finding: ReadonlyMap<number, readonly Afterwards[]>;
}

/**
 * Entries after `after`, up to `until` where that is given, with facts of days up to `day` that say something of a subject, and those
 * that were taken back meanwhile. What stands on a day rests on facts of that day and before; on later ones nothing does.
 */
export async function recordedAfterwards(
  db: Db,
  { after, until = Infinity, day }: { readonly after: number; readonly until?: number | undefined; readonly day: Day },
): Promise<AfterwardsAbout> {
  const last = until === Infinity ? sql`` : sql` and entry <= ${until}`;
  const { rows } = await sql<LateRow>`
    with undone as (select target, entry, reason from annulment where entry > ${after}${last}),
    wanted as (
      select seq as entry, summary, null as undone_by, null as reason from journal
      where seq > ${after}${until === Infinity ? sql`` : sql` and seq <= ${until}`} and seq not in (select target from undone)
      union all
      select seq, summary, undone.entry, undone.reason from undone join journal on journal.seq = undone.target where seq <= ${after})
    select * from (${sql.join(
      whoms().map((whom) => saidIn(whom, day)),
      sql` union `,
    )}) as said order by entry`.execute(db);
  const about = { subject: new Map<number, Afterwards[]>(), finding: new Map<number, Afterwards[]>() };
  for (const { subject, finding, entry: seq, summary, undone_by: by, reason } of rows) {
    const undone = by === null ? null : { by, reason: reason ?? "" };
    put(about.subject, subject, { seq, summary, undone });
    if (finding !== null) put(about.finding, finding, { seq, summary, undone });
  }
  return about;
}

interface LateRow {
  readonly subject: number;
  readonly finding: number | null;
  readonly entry: number;
  readonly summary: string;
  readonly undone_by: number | null;
  readonly reason: string | null;
}

/** Where the rows `f` of a table say whom they are about. */
interface Whom {
  readonly from: string;
  readonly subject: string;
  readonly finding?: string;
}

/** Of every kind that figures are counted by. */
const whoms = (): Whom[] => tablesOf(({ counted }) => counted === true).flatMap(whomsIn);

function whomsIn(table: FactTable): Whom[] {
  const { columns, about } = kindOf(table);
  if (table === "finding") return [{ from: "finding as f", subject: "f.subject", finding: "f.id" }];
  const taken = "left join order_finding as t on t.order_id =";
  if (table === "orders") return [{ from: `orders as f ${taken} f.id`, subject: "f.subject", finding: "t.finding" }];
  const own = Object.keys(columns).filter((column) => columns[column]?.names === "subject");
  if (about === undefined) return own.map((column) => ({ from: `${table} as f`, subject: `f.${column}` }));
  const owner = namedBy(table, about);
  const from = `${table} as f join ${owner} as o on o.id = f.${about}`;
  if (owner === "orders") return [{ from: `${from} ${taken} o.id`, subject: "o.subject", finding: "t.finding" }];
  return [{ from, subject: "o.subject", ...(owner === "finding" && { finding: "o.id" }) }];
}

function saidIn({ from, subject, finding = "null" }: Whom, day: Day): RawBuilder<unknown> {
  return sql`
    select ${sql.raw(subject)} as subject, ${finding === "null" ? sql`cast(null as integer)` : sql.raw(finding)} as finding,
           wanted.entry as entry, wanted.summary as summary, wanted.undone_by as undone_by, wanted.reason as reason
    from ${sql.raw(from)} join wanted on wanted.entry = f.entry where f.happened_on <= ${day}`;
}

/** They come by entry; one entry may be about several findings of a subject. */
function put(map: Map<number, Afterwards[]>, about: number, told: Afterwards): void {
  const list = map.get(about);
  if (!list) map.set(about, [told]);
  else if (list.at(-1)?.seq !== told.seq) list.push(told);
}
