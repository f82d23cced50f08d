/**
 * Twenty computers in the ledgers of two counties on a server for a minute: node test/bench/clients.mjs [clients] [seconds] [here]. Needs
 * a build. With `here` the commands of all clients run in one process, so that the server is measured and not the start of twenty programs.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundled } from "./bundled.mjs";

const folder = mkdtempSync(join(tmpdir(), "tuban-clients-"));
const bench = await bundled("clients.ts");
try {
  console.log(bench.run(process.argv[2] ?? 20, process.argv[3] ?? 60, folder, process.argv[4] ?? "each"));
} finally {
  bench.remove();
  rmSync(folder, { recursive: true, force: true });
}
