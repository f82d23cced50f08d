/** node:sqlite: a part of Node itself, nothing to install. */
import { pathToFileURL } from "node:url";
import type { Connection, Driver, Statement } from "./connection.ts";

/** What is used of node:sqlite; the types of Node 20, for which tuban is checked, do not have it. */
interface BuiltinModule {
  readonly DatabaseSync: new (path: string | URL, options?: { readonly readOnly: boolean }) => BuiltinDatabase;
}
interface BuiltinDatabase {
  /** From Node 22.16 and 24 on. */
  readonly isTransaction?: boolean;
  prepare(sql: string): BuiltinStatement;
  exec(sql: string): void;
  close(): void;
}
interface BuiltinStatement {
  columns(): readonly unknown[];
  all(...values: readonly unknown[]): unknown[];
  run(...values: readonly unknown[]): { changes: number; lastInsertRowid: number };
  iterate(...values: readonly unknown[]): IterableIterator<unknown>;
}

/** null where this Node does not have it, or has an early version that does not say whether a transaction is open. */
export function builtinDriver(): Driver | null {
  const found = withoutWarning(() => process.getBuiltinModule("node:sqlite") as unknown as BuiltinModule | undefined);
  if (found === undefined) return null;
  const { DatabaseSync } = found;
  const trial = new DatabaseSync(":memory:");
  const tellsTransactions = trial.isTransaction !== undefined;
  trial.close();
  if (!tellsTransactions) return null;
  return {
    name: "node:sqlite",
    open: (path) => connectionOf(new DatabaseSync(path)),
    openArchive: (path) =>
      connectionOf(new DatabaseSync(new URL(`${pathToFileURL(path).href}?immutable=1`), { readOnly: true })),
  };
}

function connectionOf(database: BuiltinDatabase): Connection {
  return {
    prepare: (sql) => statementOf(database.prepare(sql)),
    exec: (sql) => database.exec(sql),
    get inTransaction() {
      return database.isTransaction === true;
    },
    close: () => database.close(),
  };
}

const statementOf = (statement: BuiltinStatement): Statement => ({
  get reader() {
    return statement.columns().length > 0;
  },
  all: (values) => statement.all(...values),
  run: (values) => statement.run(...values),
  iterate: (values) => statement.iterate(...values),
});

/** Node 22 says at every start that SQLite is experimental; an inspector has no use for that. */
function withoutWarning<T>(work: () => T): T {
  const emitWarning = process.emitWarning.bind(process);
  process.emitWarning = () => undefined;
  try {
    return work();
  } finally {
    process.emitWarning = emitWarning;
  }
}
