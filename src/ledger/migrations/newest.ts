/** The number of the newest migration (a test holds it to the migrations): a ledger that has it needs none of them loaded. */
export const newestMigration = 35;
