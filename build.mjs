// Bundles src into dist: one entry, a chunk for each command, so that a start loads only what it runs.
// What is bundled from other packages travels with their licences, in dist/licences.txt.
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { rolldown } from "rolldown";

const root = import.meta.dirname;
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const dist = join(root, "dist");

rmSync(dist, { recursive: true, force: true });
const bundle = await rolldown({
  cwd: root,
  input: { main: "src/main.ts" },
  platform: "node",
  external: ["better-sqlite3"],
  transform: { define: { __VERSION__: JSON.stringify(version) } },
  logLevel: "warn",
});
const { output } = await bundle.write({
  dir: dist,
  format: "cjs",
  entryFileNames: "[name].cjs",
  chunkFileNames: "[name].cjs",
  minify: true,
});
await bundle.close();
writeFileSync(join(dist, "licences.txt"), licencesOf(output.flatMap((chunk) => chunk.moduleIds ?? [])));

function licencesOf(modules) {
  const packages = new Set(
    modules.map((id) => /^(.*node_modules\/((?:@[^/]+\/)?[^/]+))\//.exec(id)?.[1]).filter(Boolean),
  );
  return [...packages]
    .toSorted((a, b) => (a < b ? -1 : 1))
    .map(licenceOf)
    .join("\n");
}

function licenceOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = existsSync(folder) && readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  return `${name} ${version} (${license})\n\n${file ? readFileSync(join(folder, file), "utf8") : ""}\n`;
}
