/** What the ledger asks of a SQLite driver: the part that both drivers have. */

export interface Connection {
  prepare(sql: string): Statement;
  /** Runs several statements. */
  exec(sql: string): unknown;
  readonly inTransaction: boolean;
  close(): unknown;
}

export interface Statement {
  /** Whether it gives rows. */
  readonly reader: boolean;
  all(values: readonly unknown[]): unknown[];
  run(values: readonly unknown[]): { changes: number | bigint; lastInsertRowid: number | bigint };
  iterate(values: readonly unknown[]): IterableIterator<unknown>;
}

export interface Driver {
  readonly name: "better-sqlite3" | "node:sqlite";
  open(path: string): Connection;
  /** A file in a folder where nothing can be written beside it; no log of changes (-wal) belongs to it. */
  openArchive(path: string): Connection;
}
