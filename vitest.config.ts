import { existsSync, statfsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

// Offices in the tests keep Beijing time: local days and recorded moments are the same wherever the tests run.
process.env["TZ"] = "Asia/Shanghai";

// The tests make thousands of ledgers, and each commit waits for the disk: in memory, where there is plenty, they do not.
const memory = "/dev/shm";
if (existsSync(memory) && statfsSync(memory).bavail * statfsSync(memory).bsize > 4e9) process.env["TMPDIR"] = memory;

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/bench/**"],
    globalSetup: ["test/postgres/setup.ts"],
    setupFiles: ["test/random-cases.ts"],
    maxWorkers: availableParallelism(), // by itself it leaves one core idle, which is half of a small machine
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
