// A campaign of national size: its report, one county's, and the day's screen, as ratios of one plain GROUP BY run beside each.
// node test/bench/national.mjs [institutions …]   (needs: npm run build, sqlite3, and GNU time for processor time and memory)
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { bundled } from "./bundled.mjs";

const program = join(import.meta.dirname, "../../bin/tuban.cjs");
const folder = mkdtempSync(join(tmpdir(), "tuban-nation-"));
const given = process.argv.slice(2).map(Number);
const sizes = given.length > 0 ? given : [1_000, 10_000, 100_000, 401_050];
const days = ["2021-06-30", "2021-07-10", "2021-07-23", "2021-08-15"];
const runs = 3;
const seeder = await bundled("nation.ts");
console.log(
  `${new Date().toISOString().slice(0, 10)}; ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, node ${process.version}; ${runs} runs, medians; cpu: processor seconds`,
);
const smallest = new Map();
for (const institutions of sizes) measure(institutions);
consolidate();
seeder.remove();
rmSync(folder, { recursive: true, force: true });

function measure(institutions) {
  const ledger = join(folder, `${institutions}.db`);
  const seeded = JSON.parse(seeder.run(ledger, institutions));
  const yard = () => timed("sqlite3", [ledger, "select severity, count(*) from finding group by severity"]);
  const tuban = (...args) => timed(process.execPath, [program, "--ledger", ledger, ...args]);
  console.log(
    `\n${institutions} institutions, ${seeded.findings} findings, ${seeded.counties} counties; GROUP BY over finding: ${median(times(() => yard().wall)).toFixed(2)} s`,
  );
  const line = (name, run) => {
    const pairs = times(() => ({ plain: yard(), own: run() }));
    const of = (pick) => median(pairs.map(pick));
    const wall = of(({ own }) => own.wall);
    if (!smallest.has(name)) smallest.set(name, wall);
    console.log(
      [
        `  ${name.padEnd(34)} ${wall.toFixed(2).padStart(6)} s`,
        `${of(({ own, plain }) => own.wall / plain.wall).toFixed(1)} ×`.padStart(8),
        `cpu ${of(({ own }) => own.cpu).toFixed(2)} s`.padStart(11),
        `${of(({ own, plain }) => own.cpu / plain.cpu).toFixed(1)} ×`.padStart(8),
        `+${(wall - smallest.get(name)).toFixed(2)} s over ${sizes[0]}`.padStart(18),
        `${Math.round(of(({ own }) => own.megabytes))} MB`.padStart(7),
      ].join("  "),
    );
  };
  const report = ["report", "--kind", "阶段情况报告", "--json"];
  for (const day of days) line(`tuban --as-of ${day}`, () => tuban("--as-of", day));
  for (const day of days) line(`report --json --as-of ${day}`, () => tuban(...report, "--as-of", day));
  line("report --json --town", () => tuban(...report, "--as-of", "2021-07-23", "--town", "样例1县"));
  checkTotals(JSON.parse(tuban(...report, "--as-of", "2021-08-15").out), seeded);
  secondReturn(tuban);
  rmSync(ledger);
}

/** A return that follows another is bridged from it, figure by figure and town by town; one run. */
function secondReturn(tuban) {
  tuban("person", "add", "张某甲", "--unit", "样例厅", "--clock-ok");
  const issue = (...of) => tuban("report", "issue", "--kind", "阶段情况报告", "--as", "张某甲", ...of);
  issue("--as-of", "2021-07-31");
  const { wall, cpu, megabytes } = issue("--from", "2021-08-01", "--as-of", "2021-08-15");
  console.log(
    `  ${"report issue, the second".padEnd(34)} ${wall.toFixed(2).padStart(6)} s  cpu ${cpu.toFixed(2)} s  ${Math.round(megabytes)} MB`,
  );
}

/** The totals that the ledger was made of must come out exactly. */
function checkTotals({ indicators }, { institutions, troubled, rectified }) {
  const of = (name) => indicators.find((figure) => figure.name === name)?.value;
  const got = [of("机构总数"), of("存在问题机构数"), of("完成整改机构数")];
  const exact = got.join() === [institutions, troubled, rectified].join();
  console.log(
    `  totals ${got.join(" / ")}${exact ? " exact" : ` WRONG, should be ${institutions} / ${troubled} / ${rectified}`}`,
  );
  if (!exact) process.exitCode = 1;
}

/** The returns of 2,963 counties with the Ministry's three totals, brought together. */
function consolidate() {
  const counties = 2_963;
  const totals = { 机构总数: 401_050, 存在问题机构数: 272_842, 完成整改机构数: 269_911 };
  const share = (total, nth) => Math.floor((total * (nth + 1)) / counties) - Math.floor((total * nth) / counties);
  const returns = join(folder, "本期");
  mkdirSync(returns);
  const list = ["省份,地市,县区"];
  for (let nth = 0; nth < counties; nth++) {
    const region = `样例${nth}县`;
    list.push(`样例${nth % 31}省,样例${nth % 333}市,${region}`);
    const indicators = Object.entries(totals).map(([name, total]) => ({ name, unit: "家", value: share(total, nth) }));
    writeFileSync(join(returns, `${nth}.json`), JSON.stringify({ region, indicators }));
  }
  const units = join(folder, "名单.csv");
  writeFileSync(units, `${list.join("\n")}\n`);
  const ran = times(() => timed(process.execPath, [program, "consolidate", returns, "--units", units, "--json"]));
  const of = (pick) => median(ran.map(pick));
  console.log(
    `\nconsolidate, ${counties} returns: ${of(({ wall }) => wall).toFixed(2)} s, cpu ${of(({ cpu }) => cpu).toFixed(2)} s, ${Math.round(of(({ megabytes }) => megabytes))} MB`,
  );
}

/** Wall and processor seconds, and peak memory. */
function timed(command, args) {
  const start = process.hrtime.bigint();
  const ran = spawnSync("/usr/bin/time", ["-f", "%M %U %S", command, ...args], {
    encoding: "utf8",
    maxBuffer: 2 ** 31 - 1,
  });
  const wall = Number(process.hrtime.bigint() - start) / 1e9;
  if (ran.status !== 0) throw new Error(`${command} ${args.join(" ")}\n${ran.error ?? ran.stderr}`);
  const [kilobytes = Number.NaN, user = Number.NaN, system = Number.NaN] = ran.stderr
    .trim()
    .split("\n")
    .at(-1)
    .split(" ")
    .map(Number);
  // A very short run has no processor time to speak of; the clock's grain stands for it.
  return { wall, cpu: Math.max(user + system, 0.01), megabytes: kilobytes / 1024, out: ran.stdout };
}

function times(run) {
  return Array.from({ length: runs }, run);
}

function median(values) {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)];
}
