/**
 * Eight terminals record in one ledger at once: nothing is lost, nothing is refused that another try would have cured.
 *
 *     npm run build && node test/bench/together.mjs [seconds] [terminals]
 */
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [seconds, terminals] = [Number(process.argv[2] ?? 60), Number(process.argv[3] ?? 8)];
const program = join(import.meta.dirname, "../../bin/tuban.cjs");
const cwd = mkdtempSync(join(tmpdir(), "tuban-together-"));

function tuban(...argv) {
  const ran = spawnSync(process.execPath, [program, ...argv], { cwd, encoding: "utf8" });
  if (ran.status !== 0) throw new Error(`tuban ${argv.join(" ")}\n${ran.stderr}`);
  return ran.stdout;
}

/** One command after another until the time is over; gives what each ended with. */
async function terminal(no, until) {
  const ended = [];
  for (let nth = 0; Date.now() < until; nth += 1) {
    const subject = String(1 + ((no + nth * terminals) % 400));
    const argv =
      nth % 3 === 2
        ? ["set", subject, `备注=第${no}台第${nth}次`, "--yes"]
        : ["tally", "清理广告", String(no * 100_000 + nth + 1), "--note", `第${no}台第${nth}次`, "--yes"];
    ended.push(
      await new Promise((done) => {
        const child = spawn(process.execPath, [program, ...argv], { cwd, stdio: ["ignore", "ignore", "pipe"] });
        let said = "";
        child.stderr.on("data", (piece) => (said += piece));
        child.on("close", (status) => done({ status, said, verb: argv[0] }));
      }),
    );
  }
  return ended;
}

try {
  tuban("init", "--plan", "chuanhui-2021", "--on", "2021-06-01");
  tuban("person", "add", "张某甲", "--unit", "区教体局", "--cert", "A1");
  const rows = Array.from({ length: 400 }, (_, nth) => `样例${nth}中心,城东`);
  writeFileSync(join(cwd, "底数.csv"), `机构名称,属地\n${rows.join("\n")}\n`);
  tuban("import", "底数.csv");
  const before = JSON.parse(tuban("log", "--json", "--limit", "100000")).length;
  const until = Date.now() + seconds * 1000;
  const all = (await Promise.all(Array.from({ length: terminals }, (_, no) => terminal(no, until)))).flat();
  const recorded = JSON.parse(tuban("log", "--json", "--limit", "100000")).length - before;
  const refused = all.filter(({ status }) => status !== 0);
  const waited = all.filter(({ said }) => said.includes("等")).length;
  console.log(
    `${terminals} terminals, ${seconds} s: ${all.length} acts, ${recorded} entries, ${refused.length} refused, ${waited} waited`,
  );
  for (const { verb, status, said } of refused.slice(0, 5)) console.log(`${verb} ${status}: ${said.trim()}`);
  console.log(tuban("verify").trim());
  process.exitCode = refused.length === 0 && recorded === all.length ? 0 : 1;
} finally {
  rmSync(cwd, { recursive: true, force: true });
}
