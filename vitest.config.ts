import { existsSync, statfsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

// Offices in the tests keep Beijing time: local days and recorded moments are the same wherever the tests run.
process.env["TZ"] = "Asia/Shanghai";

// The tests make thousands of ledgers, and each commit waits for the disk: in memory, where there is plenty, they do not.
const memory = "/dev/shm";
if (existsSync(memory) && statfsSync(memory).bavail * statfsSync(memory).bsize > 4e9) process.env["TMPDIR"] = memory;

/** What no other file may see: kinds of facts of its own, an ear on what is said to people. */
const apart = ["test/ledger/facts.test.ts"];

/** The same, and long: a sample of every problem. */
const longApart = ["test/problems.test.ts"];

/** What takes long by its nature: `npm test` leaves these to `npm run test:long`, which .ci/run calls. */
const long = [
  "test/json.test.ts", // the sample campaign, and ninety commands after it
  "test/problems-server.test.ts", // what only a server says
  "test/stories-postgres.test.ts", // every story a second time, on a server
  "test/crash/*.test.ts", // processes killed at each of their writes
  "test/ledger/{figures,law,verify}.test.ts", // random ledgers against a second account of the same, and altered ones
  "test/ledger/postgres.test.ts", // what is a server's own
  "test/commands/{server,ledger-roles,ledger-copy}.test.ts",
  "test/read/hostile.test.ts", // as many broken files as its seconds allow
  "test/commands/clients.test.ts", // many processes at once
  "test/commands/city.test.ts", // two counties of thousands on a server
  "test/commands/demo-year.test.ts", // a year with every mechanism
  "test/commands/import-large.test.ts", // tables that need a second thread
  "test/commands/{chart,form-engine,site-browser}.test.ts", // a browser
];

/** Commands whose ledgers are on a server where `vitest run --mode server` asks for it: as far as the engine may make a difference. */
const onServer = [
  "correct",
  "purge",
  "paper",
  "case",
  "book",
  "evidence",
  "report",
  "publish",
  "edition",
  "draw",
  "review",
];

/** What every file of tests is given. */
const shared = {
  setupFiles: ["test/random-cases.ts"],
  execArgv: ["--max-semi-space-size=64"], // most objects die young: a fifth of all time went into collecting them
  testTimeout: 60_000,
  hookTimeout: 60_000,
};

/** One file takes the modules as the one before left them, loaded and warm: less than half the time. */
const warm = { ...shared, isolate: false };

const onFiles = [
  {
    test: {
      ...warm,
      name: "short",
      include: ["test/**/*.test.ts"],
      exclude: ["test/bench/**", ...apart, ...longApart, ...long],
    },
  },
  { test: { ...warm, name: "long", include: long } },
  { test: { ...shared, name: "apart", include: apart } },
  { test: { ...shared, name: "long-apart", include: longApart } },
];

export default defineConfig(({ mode }) => ({
  test: {
    globalSetup: ["test/postgres/setup.ts"],
    maxWorkers: availableParallelism(), // by itself it leaves one core idle, which is half of a small machine
    projects:
      mode === "server"
        ? [
            {
              test: {
                ...warm,
                name: "server",
                env: { TUBAN_TEST_LEDGERS: "postgres" },
                include: [
                  "test/ledger/{annulment,afterwards,operations}.test.ts",
                  ...onServer.map((command) => `test/commands/${command}.test.ts`),
                ],
              },
            },
          ]
        : onFiles,
  },
}));
