/** The facts of a ledger, or of one town, as columns: each table is read when it is first asked for. */
import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import type { Columned, Columns } from "./columns.ts";
import type { Reading } from "../ledger.ts";
import { readColumns, readSome } from "./pages.ts";

/** Facts as they are while nothing is recorded: made anew for every reading. */
export interface Facts {
  readonly db: Reading;
  /** Only what concerns subjects that have been in this town, or of which it counted something; null: what concerns those without one. */
  readonly town: string | null | undefined;
  of<T extends Columned>(table: T): Promise<Columns<T>>;
}

export function factsOf(db: Reading, town?: string | null): Facts {
  const read = new Map<Columned, Promise<unknown>>();
  return {
    db,
    town,
    of: <T extends Columned>(table: T) => {
      const columns =
        read.get(table) ??
        (typeof town === "string" ? readSome(db, table, concerns(town)[table]) : readColumns(db, table));
      read.set(table, columns);
      return columns as Promise<Columns<T>>;
    },
  };
}

/** Which facts concern a town's subjects; more than these do no harm. */
function concerns(town: string): Readonly<Record<Columned, RawBuilder<unknown>>> {
  const ofSubject = sql`
    subject in (select subject from roster where town = ${town} union select subject from tally where town = ${town})`;
  const findings = sql`select id from finding where ${ofSubject}`;
  const orders = sql`
    select id from orders where ${ofSubject} union select order_id from order_finding where finding in (${findings})`;
  const [ofFinding, ofOrder] = [sql`finding in (${findings})`, sql`order_id in (${orders})`];
  const all = sql`1 = 1`;
  return {
    annulment: all,
    pairing: all,
    roster: ofSubject,
    disposition: ofSubject,
    inspection: ofSubject,
    attendance: sql`inspection in (select id from inspection where ${ofSubject})`,
    finding: ofSubject,
    order_finding: ofFinding,
    review_outcome: ofFinding,
    close_out: ofFinding,
    orders: sql`id in (${orders})`,
    service: ofOrder,
    extension: ofOrder,
    withdrawal: ofOrder,
    tally: sql`town = ${town} or ${ofSubject}`,
  };
}
