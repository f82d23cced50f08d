/** What keeps facts as they are, and other writers out. */

/** Triggers that refuse to change or delete rows of a table, or to number them otherwise than from 1. */
export function guards(table: string, numbers: readonly string[]): string {
  const wrong = numbers.map((column) => `typeof(new.${column}) <> 'integer' or new.${column} <= 0`).join(" or ");
  const guard = (name: string, when: string, why: string): string =>
    `drop trigger if exists ${table}_${name}; create trigger ${table}_${name} before ${when} begin select raise(abort, '${why}'); end;`;
  return [
    guard("no_update", `update on ${table}`, "facts are only appended"),
    guard("no_delete", `delete on ${table}`, "facts are only appended"),
    guard("numbered", `insert on ${table} when ${wrong}`, "facts are numbered from 1"),
  ].join("\n");
}

/** A writer has its lock from the beginning of its transaction (driver.ts). */
export const lock = async (): Promise<void> => undefined;
