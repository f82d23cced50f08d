// A thousand notices in one run: time and memory, each notice frozen, kept, and written as Word and Markdown.
// node test/bench/papers.mjs [notices]   (needs: npm run build)
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";

const count = Number(process.argv[2] ?? 1000);
const limits = { seconds: 60, megabytes: 500 };
const folder = mkdtempSync(join(tmpdir(), "tuban-bench-"));
const program = join(import.meta.dirname, "../../bin/tuban.cjs");
const peak = join(folder, "peak.txt");
const watcher = join(folder, "watcher.cjs");
writeFileSync(
  watcher,
  `process.on("exit", () => require("fs").writeFileSync(${JSON.stringify(peak)}, String(process.resourceUsage().maxRSS)));`,
);

const tuban = (...words) =>
  execFileSync(process.execPath, ["--require", watcher, program, ...words], {
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe"],
  });

tuban("init", "--plan", "chuanhui-2021", "--fill", "文书种类.责令停办通知.代字.区教体局=样例停", "--on", "2021-06-21");
tuban("person", "add", "张某甲", "--unit", "区教体局", "--cert", "样例P0001", "--on", "2021-06-21");
tuban("as", "张某甲");
const rows = Array.from({ length: count }, (_, at) => `样例培训中心${at + 1},样例路${at + 1}号,有照无证,样例街道`);
writeFileSync(join(folder, "roster.csv"), ["机构名称,地址,证照类别,属地", ...rows].join("\n"));
tuban("import", "roster.csv", "--source", "样例", "--on", "2021-06-25");

const start = process.hrtime.bigint();
tuban("order", "issue", "--all", "--kind", "责令停办通知", "--on", "2021-06-30", "--yes");
const seconds = Number(process.hrtime.bigint() - start) / 1e9;
const megabytes = Number(readFileSync(peak, "utf8")) / 1024;
const files = readdirSync(join(folder, "文书")).length;

console.log(`${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, node ${process.version}`);
console.log(
  `${count} notices, ${files} files: ${seconds.toFixed(1)} s (aim ≤ ${limits.seconds}), ${megabytes.toFixed(0)} MB at most (aim ≤ ${limits.megabytes})`,
);
rmSync(folder, { recursive: true, force: true });
process.exitCode = files === 2 * count && seconds <= limits.seconds && megabytes <= limits.megabytes ? 0 : 1;
