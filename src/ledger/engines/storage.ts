/** Which engine keeps a ledger, by its place; the engine is loaded when the first ledger is asked for. */
import type { Engine } from "./engine.ts";

/** Opens and creates ledgers: a file on this laptop, or a schema on a PostgreSQL server. */
export interface Storage {
  /** @throws Stop when there is no ledger, or it cannot be reached */
  open(place: string): Promise<Engine>;
  /** @throws Stop when there is a ledger already, or none can be made */
  create(place: string): Promise<Engine>;
}

/** Whether a ledger's place is a server (postgres://…) rather than a file. */
export const isServer = (place: string): boolean => /^postgres(?:ql)?:\/\//i.test(place);

/** Every ledger in a server's database that the login may open, by its place: a city's database holds one a county. */
export const ledgersWithin = async (database: string): Promise<readonly string[]> =>
  (await import("./postgres/open.ts")).ledgersWithin(database);

/** Ledgers where their places say. */
export const storage: Storage = {
  open: async (place) =>
    isServer(place)
      ? (await import("./postgres/open.ts")).openPostgres(place)
      : (await import("./sqlite/open.ts")).openSqlite(place),
  create: async (place) =>
    isServer(place)
      ? (await import("./postgres/open.ts")).createPostgres(place)
      : (await import("./sqlite/open.ts")).createSqlite(place),
};
