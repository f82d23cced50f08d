/** What was recorded after a return was sent, by whom it is about: why a figure of a past day is another one now. */
import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import type { Day } from "../campaign/index.ts";
import type { Reading } from "./ledger.ts";

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
  db: Reading,
  { after, until = Infinity, day }: { readonly after: number; readonly until?: number | undefined; readonly day: Day },
): Promise<AfterwardsAbout> {
  const last = until === Infinity ? sql`` : sql` and entry <= ${until}`;
  const { rows } = await sql<Said>`
    with undone as (select target, entry, reason from annulment where entry > ${after}${last}),
    wanted as (
      select seq as entry, summary, null as undone_by, null as reason from journal
      where seq > ${after}${until === Infinity ? sql`` : sql` and seq <= ${until}`} and seq not in (select target from undone)
      union all
      select seq, summary, undone.entry, undone.reason from undone join journal on journal.seq = undone.target where seq <= ${after})
    select * from (${sql.join(
      whoms.map((whom) => saidIn(whom, day)),
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

interface Said {
  readonly subject: number;
  readonly finding: number | null;
  readonly entry: number;
  readonly summary: string;
  readonly undone_by: number | null;
  readonly reason: string | null;
}

interface Whom {
  readonly from: string;
  readonly subject: string;
  readonly finding?: string;
}

/** Where a table `f` says whom its rows are about. */
const whoms: readonly Whom[] = [
  { from: "pairing as f", subject: "f.other" },
  { from: "finding as f", subject: "f.subject", finding: "f.id" },
  {
    from: "orders as f left join order_finding as t on t.order_id = f.id",
    subject: "f.subject",
    finding: "t.finding",
  },
  ...["roster", "pairing", "inspection", "disposition", "listing", "listing_change"].map((table) => ({
    from: `${table} as f`,
    subject: "f.subject",
  })),
  ...["service", "extension", "withdrawal"].map((table) => ({
    from: `${table} as f join orders as o on o.id = f.order_id left join order_finding as t on t.order_id = o.id`,
    subject: "o.subject",
    finding: "t.finding",
  })),
  ...["review_outcome", "close_out"].map((table) => ({
    from: `${table} as f join finding as g on g.id = f.finding`,
    subject: "g.subject",
    finding: "g.id",
  })),
];

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
