// tuban on each Node that it promises: a clean clone, npm ci, the demo, the tests. Node itself comes from the npm registry.
// node scripts/matrix.mjs [20 22 24 26]         everything, better-sqlite3 compiled
// node scripts/matrix.mjs --fast [24]           install scripts blocked, so that Node's own driver runs; the demo, the tests of the driver
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { fetched } from "./fetched.mjs";

const versions = { 20: "20.19.6", 22: "22.23.5", 24: "24.22.3", 26: "26.12.1" };
const root = join(import.meta.dirname, "..");
const fast = process.argv.includes("--fast");
const asked = process.argv.slice(2).filter((word) => word !== "--fast");
const chosen = asked.length > 0 ? asked : fast ? ["24"] : Object.keys(versions);
if (chosen.some((major) => !(major in versions))) {
  console.error(`node scripts/matrix.mjs [--fast] [${Object.keys(versions).join(" ")}]`);
  process.exit(2);
}

const work = mkdtempSync(join(tmpdir(), "tuban-matrix-"));
let failed = false;
try {
  for (const major of chosen) failed = !(await passes(versions[major])) || failed;
} finally {
  rmSync(work, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;

async function passes(version) {
  const home = await nodeIn(version);
  const clone = join(work, `tuban-${version}`);
  execFileSync("git", ["clone", "--quiet", root, clone]);
  const env = {
    ...process.env,
    PATH: `${join(home, "bin")}${delimiter}${process.env.PATH}`,
    // the package carries the headers that the driver is compiled against
    npm_config_nodedir: home,
    // each Node keeps a bundle's compiled code apart
    NODE_COMPILE_CACHE: join(work, `cache-${version}`),
  };
  const steps = fast
    ? [
        ["npm", "ci", "--ignore-scripts"],
        ["npm", "run", "--silent", "demo"],
        ["npx", "vitest", "run", "test/ledger/drivers.test.ts", "test/ledger/sqlite.test.ts", "test/process.test.ts"],
      ]
    : [
        ["npm", "ci"],
        ["npm", "run", "--silent", "demo"],
        ["npm", "test"],
      ];
  for (const [command, ...words] of steps) {
    const from = Date.now();
    const { status, stdout, stderr } = spawnSync(command, words, {
      cwd: clone,
      env: fast ? { ...env, TUBAN_TEST_PG: "off" } : env,
      encoding: "utf8",
      maxBuffer: 1 << 28,
    });
    const seconds = ((Date.now() - from) / 1000).toFixed(0);
    const said = /Tests +(.*)/.exec(stripVTControlCharacters(stdout))?.[1] ?? "";
    console.log(
      `node ${version}  ${status === 0 ? "ok    " : "FAILED"}  ${seconds.padStart(4)} s  ${[command, ...words].join(" ")}  ${said}`,
    );
    if (status !== 0) {
      console.log(stripVTControlCharacters(`${stdout}\n${stderr}`).split("\n").slice(-60).join("\n"));
      return false;
    }
  }
  rmSync(clone, { recursive: true, force: true });
  return true;
}

/** Node's folder with bin and include, from the package for this computer. */
function nodeIn(version) {
  return fetched(join(work, version), `node-${process.platform}-${process.arch}@${version}`);
}
