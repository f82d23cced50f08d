/** The schema of a ledger against the one that its migrations give: guards, indexes and tables that another program changed. */
import type { Fault } from "./fault.ts";

/** A table, an index, a guard (trigger) or a view, with the statement that made it; "" where the engine made it itself. */
export interface SchemaPart {
  readonly kind: string;
  readonly name: string;
  /** The table it belongs to. */
  readonly of: string;
  readonly statement: string;
}

/** What is missing, otherwise than it was made, or there besides. */
export function schemaFaults(expected: readonly SchemaPart[], actual: readonly SchemaPart[]): Fault[] {
  const wanted = new Map(expected.map((part) => [keyOf(part), part]));
  const found = new Map(actual.map((part) => [keyOf(part), part]));
  const fault = (what: Fault["what"], { kind, name, of }: SchemaPart): Fault => ({
    what,
    seq: null,
    table: name,
    detail: `${words[kind] ?? kind}${of === name ? "" : `，属 ${of}`}`,
  });
  return [
    ...expected.flatMap((part) => {
      const there = found.get(keyOf(part));
      if (!there) return [fault("缺少的结构", part)];
      return there.statement === part.statement ? [] : [fault("改动的结构", part)];
    }),
    ...actual.filter((part) => !wanted.has(keyOf(part))).map((part) => fault("多出的结构", part)),
  ];
}

/** Tables that are gone, or have other columns than they were made with. */
export function unreadableTables(faults: readonly Fault[]): ReadonlySet<string> {
  const gone = faults.filter(({ what, detail }) => detail === words["table"] && what !== "多出的结构");
  return new Set(gone.flatMap(({ table }) => table ?? []));
}

const keyOf = ({ kind, name }: SchemaPart): string => `${kind} ${name}`;

const words: Readonly<Record<string, string>> = {
  table: "表",
  index: "索引",
  trigger: "保护",
  view: "视图",
  check: "编号的限制",
};
