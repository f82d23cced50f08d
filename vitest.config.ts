import { defineConfig } from "vitest/config";

// Offices in the tests keep Beijing time: local days and recorded moments are the same wherever the tests run.
process.env["TZ"] = "Asia/Shanghai";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/bench/**"],
    globalSetup: ["test/postgres/setup.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
