// A campaign of national size: how long its report and its day's screen take, as ratios of one plain GROUP BY in the same run.
// node test/bench/national.mjs [institutions …]   (needs: npm run build, and sqlite3 for the yardstick; takes some minutes)
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { build } from "vite";

const root = join(import.meta.dirname, "../..");
const program = join(root, "bin/tuban.cjs");
const folder = mkdtempSync(join(tmpdir(), "tuban-nation-"));
const sizes = process.argv.slice(2).map(Number);
const runs = 3;
const seeder = await bundled();
console.log(
  `${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, node ${process.version}; ${runs} runs, medians`,
);
for (const institutions of sizes.length > 0 ? sizes : [1_000, 10_000, 100_000, 401_050]) measure(institutions);
rmSync(folder, { recursive: true, force: true });
rmSync(seeder);

function measure(institutions) {
  const ledger = join(folder, `${institutions}.db`);
  const seeded = JSON.parse(
    execFileSync(process.execPath, [seeder, ledger, String(institutions)], { encoding: "utf8" }),
  );
  const yard = median(
    () => timed("sqlite3", [ledger, "select severity, count(*) from finding group by severity"]).seconds,
  );
  console.log(
    `\n${institutions} institutions, ${seeded.findings} findings, ${seeded.counties} counties; GROUP BY over finding: ${yard.toFixed(2)} s`,
  );
  const tuban = (...args) => timed(process.execPath, [program, "--ledger", ledger, ...args]);
  const line = (name, run) => {
    const seconds = median(() => run().seconds);
    console.log(
      `  ${name.padEnd(40)} ${seconds.toFixed(2).padStart(7)} s  ${(seconds / yard).toFixed(1).padStart(6)} ×  ${Math.round(run().megabytes)} MB`,
    );
  };
  line("tuban", () => tuban("--as-of", "2021-07-23"));
  for (const day of ["2021-06-30", "2021-07-10", "2021-07-23", "2021-08-15"])
    line(`report --json --as-of ${day}`, () =>
      tuban("report", "--kind", "阶段情况报告", "--phase", "4", "--json", "--as-of", day),
    );
  line("report --json --town", () =>
    tuban("report", "--kind", "阶段情况报告", "--phase", "4", "--json", "--as-of", "2021-07-23", "--town", "样例1县"),
  );
  checkTotals(
    JSON.parse(tuban("report", "--kind", "阶段情况报告", "--phase", "4", "--json", "--as-of", "2021-08-15").out),
    seeded,
  );
  rmSync(ledger);
}

/** The totals that the ledger was made of must come out exactly. */
function checkTotals({ indicators }, { institutions, troubled, rectified }) {
  const of = (name) => indicators.find((figure) => figure.name === name)?.value;
  const got = [of("机构总数"), of("存在问题机构数"), of("完成整改机构数")];
  console.log(
    `  totals ${got.join(" / ")}${got.join() === [institutions, troubled, rectified].join() ? " exact" : ` WRONG, should be ${institutions} / ${troubled} / ${rectified}`}`,
  );
}

/** Seconds, and peak memory where GNU time is there to say it. */
function timed(command, args) {
  const hasTime = existsSync("/usr/bin/time");
  const start = process.hrtime.bigint();
  const ran = hasTime
    ? spawnSync("/usr/bin/time", ["-f", "%M", command, ...args], { encoding: "utf8", maxBuffer: 2 ** 31 - 1 })
    : spawnSync(command, args, { encoding: "utf8", maxBuffer: 2 ** 31 - 1 });
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  if (ran.status !== 0) throw new Error(`${command} ${args.join(" ")}\n${ran.stderr}`);
  return {
    seconds,
    out: ran.stdout,
    megabytes: hasTime ? Number(ran.stderr.trim().split("\n").at(-1)) / 1024 : Number.NaN,
  };
}

function median(run) {
  return Array.from({ length: runs }, run).toSorted((a, b) => a - b)[Math.floor(runs / 2)];
}

async function bundled() {
  const output = { format: "cjs", entryFileNames: "bench-nation.cjs", inlineDynamicImports: true };
  const target = {
    ssr: "test/bench/nation.ts",
    outDir: "dist",
    emptyOutDir: false,
    rollupOptions: { output, onwarn: () => undefined },
  };
  await build({
    root,
    configFile: false,
    logLevel: "silent",
    ssr: { noExternal: true, external: ["better-sqlite3"] },
    build: target,
  });
  return join(root, "dist/bench-nation.cjs");
}
