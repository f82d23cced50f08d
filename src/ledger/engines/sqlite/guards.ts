/** What keeps facts as they are, and other writers out. */

/** Triggers that refuse to change or delete rows of a table. */
export function appendOnly(table: string): string {
  return ["update", "delete"]
    .map(
      (act) =>
        `create trigger ${table}_no_${act} before ${act} on ${table} begin select raise(abort, 'facts are only appended'); end;`,
    )
    .join("\n");
}

/** A writer has its lock from the beginning of its transaction (driver.ts). */
export const lock = async (): Promise<void> => undefined;
