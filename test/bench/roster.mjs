// How long a large roster takes: tuban import against sqlite3 .import and sqlite-utils insert of the same file, in one run.
// node test/bench/roster.mjs [rows]   (needs: npm run build; installs sqlite3, sqlite-utils and time on Debian where they are missing)
import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { writeRoster } from "./roster-file.mjs";

const rows = Number(process.argv[2] ?? 1_000_000);
const folder = mkdtempSync(join(tmpdir(), "tuban-roster-"));
const program = join(import.meta.dirname, "../../bin/tuban.cjs");
const at = (name) => join(folder, name);
const code = "统一社会信用代码";

const missing = ["sqlite3", "sqlite-utils", "time"].filter(
  (tool) => spawnSync("sh", ["-c", `command -v ${tool}`]).status !== 0 && !existsSync(`/usr/bin/${tool}`),
);
if (missing.length > 0 && spawnSync("apt-get", ["install", "-y", ...missing], { stdio: "inherit" }).status !== 0)
  throw new Error(`needed, and not installed by itself: apt-get install ${missing.join(" ")}`);

const sizes = [...new Set([Math.max(1_000, rows / 100), Math.max(1_000, rows / 10), rows])];
for (const size of sizes) writeRoster(at(`${size}.csv`), size);
tuban("tuban.db", ["init", "--plan", "chuanhui-2021", "--on", "2021-06-21"]);
tuban("tuban.db", [
  "person",
  "add",
  "张某甲",
  "--unit",
  "样例单位",
  "--cert",
  "样例P0001",
  "--until",
  "2028-12-31",
  "--on",
  "2021-06-21",
]);
tuban("tuban.db", ["as", "张某甲"]);

console.log(
  `${cpus().length} cores, load ${loadavg()[0].toFixed(1)}, ${Math.round(totalmem() / 2 ** 30)} GiB, node ${process.version}; ${rows} rows of 16 columns`,
);
const columns = Array.from({ length: 16 }, (_, index) => `c${index + 1} text`).join(", ");
const utils = timed("sqlite-utils insert --csv", "sqlite-utils", [
  "insert",
  at("utils.db"),
  "roster",
  at(`${rows}.csv`),
  "--csv",
  "--pk",
  code,
]);
const smaller = sizes.slice(0, -1).map((size) => imported(size));
// the two that are compared take turns, since a shared machine is not the same from one minute to the next
const pairs = Array.from({ length: 3 }, () => ({ plain: plainImport(), first: imported(rows) }));
const plain = middle(pairs.map((pair) => pair.plain));
const first = middle(pairs.map((pair) => pair.first));
const firsts = [...smaller, first];
const again = timed("tuban import again", process.execPath, [program, ...importOf(rows)]);
writeFileSync(at("other.csv"), otherList(at(`${rows}.csv`), Math.min(20_000, rows)));
const fuzzy = timed("another list, no codes", process.execPath, [
  program,
  "import",
  at("other.csv"),
  "--source",
  "街道摸排",
  "--on",
  "2021-06-26",
  "--ledger",
  at(`${rows}.db`),
]);

const said = (name, value, aim) => console.log(`${name.padEnd(44)} ${value}   (aim ${aim})`);
said("tuban / sqlite3 .import", ratio(first, plain), "≤ 2.5 ×");
said("sqlite-utils / tuban", ratio(utils, first), "≥ 3 ×");
said("peak memory of the first import", `${first.megabytes} MB`, "≤ 400 MB");
said("again / first", ratio(again, first), "≤ 0.6 ×");
// what a row costs beyond the start of the program, between two sizes
for (const [index, size] of sizes.entries())
  if (index > 0)
    said(
      `a row between ${sizes[index - 1]} and ${size}`,
      `${rowBetween(index).toFixed(1)} µs, ${(rowBetween(index) / rowBetween(sizes.length - 1)).toFixed(2)} of the last`,
      "0.8 to 1.2",
    );
said(`${Math.min(20_000, rows)} rows without codes`, `${fuzzy.seconds.toFixed(1)} s`, "no quadratic growth");
rmSync(folder, { recursive: true, force: true });

function plainImport() {
  rmSync(at("plain.db"), { force: true });
  return timed("sqlite3 .import", "sqlite3", [
    at("plain.db"),
    `create table roster (${columns}); create unique index code on roster (c3);`,
    ".mode csv",
    `.import --skip 1 ${at(`${rows}.csv`)} roster`,
  ]);
}

function imported(size) {
  for (const end of ["", "-wal", "-shm"]) rmSync(at(`${size}.db${end}`), { force: true });
  copyFileSync(at("tuban.db"), at(`${size}.db`));
  return timed(`tuban import, ${size} rows`, process.execPath, [program, ...importOf(size)]);
}

/** The one of median time. */
function middle(timings) {
  return timings.toSorted((one, other) => one.seconds - other.seconds)[Math.floor(timings.length / 2)];
}

function rowBetween(index) {
  return ((firsts[index].seconds - firsts[index - 1].seconds) / (sizes[index] - sizes[index - 1])) * 1e6;
}

function importOf(size) {
  return ["import", at(`${size}.csv`), "--source", "审批库", "--on", "2021-06-25", "--ledger", at(`${size}.db`)];
}

function tuban(ledger, args) {
  execFileSync(process.execPath, [program, ...args, "--ledger", at(ledger)], { stdio: "ignore" });
}

/** Runs a command; wall seconds, seconds of the processor, peak memory. */
function timed(name, command, args) {
  const report = at("time.txt");
  const start = performance.now();
  const { status, stderr } = spawnSync("/usr/bin/time", ["-f", "%U %S %M", "-o", report, command, ...args], {
    stdio: ["ignore", "ignore", "pipe"],
    encoding: "utf8",
  });
  const seconds = (performance.now() - start) / 1000;
  if (status !== 0 && status !== 3) throw new Error(`${name}: ${stderr}`);
  const [user, system, kilobytes] = readFileSync(report, "utf8").trim().split("\n").at(-1).split(" ").map(Number);
  const megabytes = Math.round(kilobytes / 1024);
  console.log(
    `${name.padEnd(34)} ${seconds.toFixed(1).padStart(7)} s   ${(user + system).toFixed(1).padStart(6)} s of processor   ${megabytes} MB`,
  );
  return { seconds, processor: user + system, megabytes };
}

function ratio(one, other) {
  return `${(one.seconds / other.seconds).toFixed(2)} × (processor ${(one.processor / other.processor).toFixed(2)} ×)`;
}

/** Every so many rows again as another unit would write them: no codes, another ending, the same telephone, the town's prefix left out. */
function otherList(path, count) {
  const [, ...lines] = readFileSync(path, "utf8").trimEnd().split("\n");
  const step = Math.floor(lines.length / count);
  const written = lines
    .filter((_, index) => index % step === 0)
    .slice(0, count)
    .map((line, index) => {
      const cells = line.split(",");
      const name = (cells[1] ?? "").replace(/培训学校有限公司$|培训中心$|培训学校$/, "辅导中心");
      const phone = index % 2 === 0 ? cells[8] : "";
      return [name, (cells[7] ?? "").replace("川汇区", ""), phone, cells[6]].join(",");
    });
  return `机构名称,办学地址,联系电话,属地\n${written.join("\n")}\n`;
}
