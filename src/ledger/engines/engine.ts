/**
 * What the ledger needs of a database engine beyond Kysely's own query layer. Each engine has a folder with files of the same names:
 * `open` gives the engine, `place` reads where the ledger is, `driver` (of SQLite, its `drivers`) alone knows the package, `rows` writes many rows, `guards` keeps
 * facts as they are and other writers out, `schema` finds what another program did to the tables, `faults` says in Chinese what the database reports.
 */
import type { Kysely } from "kysely";
import type { Tables } from "../tables.ts";
import type { Fault } from "../verify/fault.ts";

/** The database took a transaction back because of another one; the same command, run again from its beginning, may well succeed. */
export const conflictCode = "ledger-conflict";

export interface Engine {
  readonly db: Kysely<Tables>;
  /** Where the ledger is kept, as the user would name it; never with a password. */
  readonly place: string;
  /** Runs several statements in the transaction (or on the connection) of `db`. */
  run(db: Kysely<Tables>, sql: string): Promise<void>;
  /**
   * Keeps other writers out until the transaction of `db` ends, whether they record facts or change the ledger's shape.
   * @throws Stop "ledger-busy" when another one does not end in time: 5 seconds at a file; at a server, where twenty may stand in
   * line, a minute, or as long as its address says
   */
  lock(db: Kysely<Tables>): Promise<void>;
  /** Whether an error says that the connection went away, so that nobody here knows how the transaction ended. */
  isLost(error: unknown): boolean;
  /** Writes a whole copy beside the ledger before its shape changes, and gives its path; null where the engine has no files. */
  readonly copyBefore: ((migration: string) => Promise<string>) | null;
  /** Writes a whole copy to a new file while others go on; null where the engine has no files. */
  readonly copyTo: ((path: string) => Promise<void>) | null;
  /**
   * Statements that make the database itself refuse to change or delete rows of a table, and to number them (in these columns) otherwise
   * than from 1 upwards; they take the place of guards made before.
   */
  guards(table: string, numbers: readonly string[]): string;
  /** What another program did to the store itself: its schema, its indexes. Reads through `db`, one unchanging state. */
  faults(db: Kysely<Tables>): Promise<readonly Fault[]>;
  /**
   * Takes rows of one table, one after the other, in the transaction in progress. The engine may keep them back and write them together:
   * they are there when the next query runs, and when the transaction ends.
   */
  appender(table: string, columns: readonly string[]): Appender;
  /** The newest migration this ledger has had; 0 for an empty database. */
  version(db: Kysely<Tables>): Promise<number>;
  /** The statement that notes the newest migration; empty where the table `migration` is enough. */
  markVersion(no: number): string;
  close(): Promise<void>;
}

/** Gives a promise when it writes to a server: wait for it before the next row. */
export type Appender = (values: readonly unknown[]) => void | Promise<void>;
