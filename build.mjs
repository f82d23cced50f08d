// Bundles src into dist: a chunk for each command, so that a start loads only what it runs.
// What is bundled from other packages travels with their licences, in dist/licences.txt.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "vite";

const root = import.meta.dirname;
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

const { output } = await build({
  root,
  configFile: false,
  logLevel: "warn",
  define: { __VERSION__: JSON.stringify(version) },
  ssr: { noExternal: true, external: ["better-sqlite3"] },
  build: {
    ssr: true,
    outDir: "dist",
    emptyOutDir: true,
    target: "node20",
    minify: "esbuild",
    rollupOptions: {
      // the process, and the second thread of a large import
      input: { main: "src/main.ts", reader: "src/commands/import/reader.ts" },
      onwarn: (warning, warn) => warning.code === "INVALID_ANNOTATION" || warn(warning),
      output: { format: "cjs", entryFileNames: "[name].cjs", chunkFileNames: "[name].cjs", exports: "named" },
    },
  },
});
writeFileSync(join(root, "dist", "licences.txt"), licencesOf(output.flatMap((chunk) => chunk.moduleIds ?? [])));

function licencesOf(modules) {
  const packages = new Set(
    modules.map((id) => /^\0?(.*node_modules\/((?:@[^/]+\/)?[^/]+))\//.exec(id)?.[1]).filter(Boolean),
  );
  return [...packages]
    .toSorted((a, b) => (a < b ? -1 : 1))
    .map(licenceOf)
    .join("\n");
}

function licenceOf(folder) {
  const { name, version: its, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  return `${name} ${its} (${license})\n\n${file ? readFileSync(join(folder, file), "utf8") : ""}\n`;
}
