/** From where figures look at the ledger: everybody or one town, in a campaign, as of a day. */
import type { AsOf } from "../../campaign/index.ts";
import type { Db } from "../tables.ts";

/** The ledger as it is while nothing is recorded; made anew for every reading. */
export interface FactsRead {
  readonly db: Db;
  /** Only what concerns subjects that are in this town on the day, or what was counted in it; null: what concerns those without one. */
  readonly town: string | null | undefined;
}

export const factsOf = (db: Db, town?: string | null): FactsRead => ({ db, town });

/** A campaign as of a day. */
export interface Vantage extends AsOf {
  readonly campaign: string;
}
