/**
 * A city's ledgers on one server: one county's report alone, and beside all the others. node test/bench/city.mjs [counties] [institutions a county] [findings, times as many]
 * Twenty counties of 50,000 institutions are a million institutions and 2.5 million findings, with 4 times as many ten million. Needs a build.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundled } from "./bundled.mjs";

const folder = mkdtempSync(join(tmpdir(), "tuban-city-"));
const [seeder, bench] = [await bundled("nation.ts"), await bundled("city.ts")];
try {
  bench.show(process.argv[2] ?? 20, process.argv[3] ?? 50_000, process.argv[4] ?? 1, seeder.program, folder);
} finally {
  bench.remove();
  seeder.remove();
  rmSync(folder, { recursive: true, force: true });
}
