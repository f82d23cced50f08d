/** The stories again, with the ledger on a real server: each page says what it says of a file. */
import { expect, test } from "vitest";
import { postgresStorage } from "./ledger/engines.ts";
import { isTested } from "./postgres/database.ts";
import { officeFor, pageOf, replayed, stories } from "./story.ts";

/** A page that names ledger files cannot be replayed where there is no file. */
const portable = stories.filter((name) => !pageOf(name).includes("--ledger "));

test.skipIf(!isTested).each(portable)("%s replays the same on PostgreSQL", { timeout: 240_000 }, async (name) => {
  const page = pageOf(name);
  expect(await replayed(page, officeFor(name, postgresStorage()))).toBe(page);
});
