/**
 * A bundle of half the institutions of a ledger, given out and brought back with a visit to each of them, 500 acts: node
 * test/bench/bundle.mjs [institutions]. Seconds on the clock, the median of three for the way out; what comes back comes once. Needs a build.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { cpus, loadavg, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { bundled } from "./bundled.mjs";

const institutions = Number(process.argv[2] ?? 1_000);
const folder = mkdtempSync(join(tmpdir(), "tuban-bundle-"));
const [seeder, visits] = [await bundled("nation.ts"), await bundled("visits.ts")];
const program = join(import.meta.dirname, "../../bin/tuban.cjs");

/** Seconds. */
function tuban(cwd, ...words) {
  const start = performance.now();
  const ran = spawnSync(process.execPath, [program, ...words], { cwd, encoding: "utf8" });
  if (ran.status !== 0) throw new Error(`${words.join(" ")}: ${ran.stderr}`);
  return { seconds: (performance.now() - start) / 1000, out: ran.stdout };
}

const median = (values) => values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)];

try {
  const half = Math.floor(institutions / 2);
  seeder.run(join(folder, "tuban.db"), institutions);
  for (const name of ["张某甲", "李某乙"])
    tuban(
      folder,
      "person",
      "add",
      name,
      "--unit",
      "区教体局",
      "--cert",
      `样例-${name}`,
      "--team",
      "甲组",
      "--clock-ok",
    );
  tuban(folder, "as", "张某甲");
  const out = [1, 2, 3].map(
    (nth) => tuban(folder, "bundle", "out", "--team", "甲组", "--ids", `1-${half}`, "--to", `${nth}.tuban`).seconds,
  );
  const opened = tuban(folder, "bundle", "open", "1.tuban", "--to", "甲组").seconds;
  visits.run(join(folder, "甲组/tuban.db"), half);
  const back = tuban(join(folder, "甲组"), "bundle", "back", "--to", "../回.tuban", "--as", "张某甲").seconds;
  const came = tuban(folder, "bundle", "in", "回.tuban", "--json");
  const { taken, waiting } = JSON.parse(came.out);
  console.log(
    `${institutions} institutions, ${half} in the bundle (${Math.round(statSync(join(folder, "1.tuban")).size / 1000)} kB); ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, node ${process.version}, load ${loadavg()[0].toFixed(1)}`,
  );
  console.log(
    `out ${median(out).toFixed(2)} s, open ${opened.toFixed(2)} s, back ${back.toFixed(2)} s, in ${came.seconds.toFixed(2)} s: ${taken} acts taken, ${waiting.length} wait`,
  );
} finally {
  seeder.remove();
  visits.remove();
  rmSync(folder, { recursive: true, force: true });
}
