/** What the ledger needs of a database engine beyond Kysely's own query layer; one implementation a file. */
import type { Kysely } from "kysely";
import type { Tables } from "./tables.ts";

export interface Engine {
  readonly db: Kysely<Tables>;
  /** Where the ledger is kept, as the user would name it. */
  readonly place: string;
  /** Runs several statements. */
  run(sql: string): Promise<void>;
  /** Keeps other writers out until the transaction in progress ends. */
  lock(db: Kysely<Tables>): Promise<void>;
  /** Writes a whole copy beside the ledger before its shape changes; gives its path, or null where the engine has no files. */
  copyBefore(migration: string): Promise<string | null>;
  /** Statements that make the database itself refuse to change or delete rows of a fact table. */
  appendOnly(table: string): string;
  /** An insert compiled once for many rows of the transaction in progress. */
  inserter(
    db: Kysely<Tables>,
    table: string,
    columns: readonly string[],
  ): (values: readonly unknown[]) => void | Promise<void>;
  /** The newest migration this ledger has had; 0 for an empty database. */
  version(): Promise<number>;
  /** The statement that notes the newest migration. */
  markVersion(no: number): string;
  close(): Promise<void>;
}
