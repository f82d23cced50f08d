// Bundles src into dist: one entry, one chunk a command, so that a start loads only what it runs.
import { readFileSync, rmSync } from "node:fs";
import { rolldown } from "rolldown";

const { version } = JSON.parse(readFileSync("package.json", "utf8"));
rmSync("dist", { recursive: true, force: true });
const bundle = await rolldown({
  input: { main: "src/main.ts" },
  platform: "node",
  external: ["better-sqlite3"],
  transform: { define: { __VERSION__: JSON.stringify(version) } },
  logLevel: "warn",
});
await bundle.write({
  dir: "dist",
  format: "cjs",
  entryFileNames: "[name].cjs",
  chunkFileNames: "[name].cjs",
  minify: true,
  comments: { legal: true },
});
