/** `tuban ledger copy` of about 100,000 facts (or as many institutions as are given) to a server and back. Needs sqlite3 and psql. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundled } from "./bundled.mjs";

const folder = mkdtempSync(join(tmpdir(), "tuban-copy-"));
const seed = await bundled("nation.ts");
const copy = await bundled("copy.ts");
try {
  const ledger = join(folder, "tuban.db");
  seed.run(ledger, process.argv[2] ?? 10_000);
  console.log(copy.run(ledger, folder));
} finally {
  seed.remove();
  copy.remove();
  rmSync(folder, { recursive: true, force: true });
}
