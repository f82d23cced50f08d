// How long tuban takes to start, as a ratio of bare node in the same run.
// node test/bench/start.mjs [runs]   (needs: npm run build)
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { bundled } from "./bundled.mjs";

const runs = Number(process.argv[2] ?? 15);
const folder = mkdtempSync(join(tmpdir(), "tuban-bench-"));
const program = join(import.meta.dirname, "../../bin/tuban.cjs");
const empty = join(folder, "empty.cjs");
const ledger = join(folder, "tuban.db");
writeFileSync(empty, "");
const seed = await bundled("seed.ts");
seed.run(ledger, 1000);
seed.remove();

const commands = {
  "node empty.cjs": [empty],
  "tuban --help": [program, "--help"],
  "tuban (1,000 institutions)": [program, "--ledger", ledger, "--as-of", "2021-07-23"],
  "tuban report --phase 4 --json": [
    program,
    "report",
    "--phase",
    "4",
    "--json",
    "--ledger",
    ledger,
    "--as-of",
    "2021-07-23",
  ],
};
const limits = { "tuban --help": 1.3, "tuban (1,000 institutions)": 1.9, "tuban report --phase 4 --json": 4 };

const times = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
for (let run = 0; run <= runs; run++)
  for (const [name, args] of Object.entries(commands)) {
    const start = process.hrtime.bigint();
    execFileSync(process.execPath, args, { stdio: "ignore" });
    if (run > 0) times[name].push(Number(process.hrtime.bigint() - start) / 1e6);
  }

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const ratio = (name) => median(times[name].map((time, run) => time / times["node empty.cjs"][run]));
console.log(
  `${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, node ${process.version}; ${runs} runs, medians, each against the bare start beside it`,
);
for (const name of Object.keys(commands))
  console.log(
    `${name.padEnd(34)} ${median(times[name]).toFixed(0).padStart(5)} ms   ${ratio(name).toFixed(2)} ×${limits[name] ? `   (aim ≤ ${limits[name]} ×)` : ""}`,
  );
rmSync(folder, { recursive: true, force: true });
