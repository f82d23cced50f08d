// `tuban verify` of a ledger of about a million facts (or of as many institutions as are given), as a ratio to `sha256sum` of its file
// in the same run. node test/bench/verify.mjs [institutions …]   (needs: npm run build, GNU time, sha256sum)
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { bundled } from "./bundled.mjs";

const program = join(import.meta.dirname, "../../bin/tuban.cjs");
const folder = mkdtempSync(join(tmpdir(), "tuban-verify-"));
const given = process.argv.slice(2).map(Number);
const runs = 3;
const seed = await bundled("nation.ts");
console.log(
  `${new Date().toISOString().slice(0, 10)}; ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, node ${process.version}; ${runs} runs, medians; cpu: processor seconds`,
);
try {
  for (const institutions of given.length > 0 ? given : [1_000, 61_000]) measure(institutions);
} finally {
  seed.remove();
  rmSync(folder, { recursive: true, force: true });
}

function measure(institutions) {
  const ledger = join(folder, "tuban.db");
  seed.run(ledger, institutions);
  const pairs = Array.from({ length: runs }, () => ({
    sum: timed("sha256sum", [ledger]),
    own: timed(process.execPath, [program, "--ledger", ledger, "verify", "--json"]),
  }));
  const of = (pick) => median(pairs.map(pick));
  const { facts } = JSON.parse(pairs[0].own.out);
  const megabytes = Math.round(statSync(ledger).size / 1e6);
  console.log(
    [
      `${facts} facts, ${megabytes} MB: sha256sum ${of(({ sum }) => sum.wall).toFixed(2)} s, cpu ${of(({ sum }) => sum.cpu).toFixed(2)} s`,
      `verify ${of(({ own }) => own.wall).toFixed(2)} s, cpu ${of(({ own }) => own.cpu).toFixed(2)} s, ${of(({ own, sum }) => own.cpu / sum.cpu).toFixed(1)} ×, ${Math.round(of(({ own }) => own.peak))} MB of memory`,
    ].join("; "),
  );
  rmSync(ledger);
}

/** Wall and processor seconds, and peak memory in MB. */
function timed(command, args) {
  const start = performance.now();
  const ran = spawnSync("/usr/bin/time", ["-f", "%M %U %S", command, ...args], { encoding: "utf8" });
  const wall = (performance.now() - start) / 1000;
  if (ran.status !== 0) throw new Error(`${command} ${args.join(" ")}\n${ran.error ?? ran.stderr}`);
  const [kilobytes, user, system] = ran.stderr.trim().split("\n").at(-1).split(" ").map(Number);
  // a very short run has no processor time to speak of; the clock's grain stands for it
  return { wall, cpu: Math.max(user + system, 0.01), peak: kilobytes / 1024, out: ran.stdout };
}

function median(values) {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)];
}
