// A register (台账) of a hundred thousand entries: import, list, due, an indicator, one step, one entry.
// node test/bench/register.mjs [entries]   (needs: npm run build)
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";

const count = Number(process.argv[2] ?? 100_000);
const folder = mkdtempSync(join(tmpdir(), "tuban-bench-"));
const program = join(import.meta.dirname, "../../bin/tuban.cjs");

const tuban = (...words) =>
  execFileSync(process.execPath, [program, ...words], { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });

/** Seconds that a command takes, start-up with it. */
function timed(name, limit, ...words) {
  const start = process.hrtime.bigint();
  tuban(...words);
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  console.log(`${name}: ${seconds.toFixed(2)} s (aim ≤ ${limit})`);
}

console.log(
  `${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, node ${process.version}, ${count} entries`,
);
tuban("init", "--plan", "beilun-2021", "--on", "2021-04-20", "--fill", "台账.整治任务.状态.待验收.期限=3个工作日");
tuban("person", "add", "张某甲", "--unit", "区教育局", "--on", "2021-04-20");
tuban("as", "张某甲");
tuban("mission", "form", "--out", "空表.csv");
const header =
  readFileSync(join(folder, "空表.csv"), "utf8")
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)[0] ?? "";
const titles = header.split(",").map((title) => title.trim());
const sample = {
  内容: (at) => `样例任务${at}`,
  责任单位: () => "区教育局",
  责任人: () => "张某甲",
  时限: () => "2021-07-30",
  登记日期: () => "2021-06-10",
};
const rows = Array.from({ length: count }, (_, at) => titles.map((title) => sample[title]?.(at) ?? "").join(","));
writeFileSync(join(folder, "任务.csv"), [header, ...rows].join("\n"));

timed("import", 30, "mission", "import", "任务.csv", "--on", "2021-06-10", "--yes");
timed("list", 1, "mission", "list", "--csv", "--as-of", "2021-06-11");
timed("list on the screen", 1, "mission", "list", "--as-of", "2021-06-11");
timed("today", 1, "today", "--as-of", "2021-07-28");
timed("due", 1, "due", "--as-of", "2021-07-28", "--csv");
timed("indicator", 1, "report", "explain", "整治任务数", "--as-of", "2021-07-28");
timed("step", 0.3, "mission", "step", "5", "办结", "办理情况=已办", "--on", "2021-06-20");
timed(
  "add",
  0.3,
  "mission",
  "add",
  "内容=又一件",
  "责任单位=区教育局",
  "责任人=张某甲",
  "时限=2021-08-01",
  "--on",
  "2021-06-20",
);
rmSync(folder, { recursive: true });
