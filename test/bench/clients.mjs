/** Twenty computers in one ledger on a server for a minute: node test/bench/clients.mjs [clients] [seconds]. Needs a build. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundled } from "./bundled.mjs";

const folder = mkdtempSync(join(tmpdir(), "tuban-clients-"));
const bench = await bundled("clients.ts");
try {
  console.log(bench.run(process.argv[2] ?? 20, process.argv[3] ?? 60, folder));
} finally {
  bench.remove();
  rmSync(folder, { recursive: true, force: true });
}
