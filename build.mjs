// Bundles src into dist: a chunk for each command, so that a start loads only what it runs.
// What is bundled from other packages travels with their licences, in dist/licences.txt.
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = import.meta.dirname;

// npm runs this after `npm ci --omit=dev`, too, which leaves the bundler out.
if (process.argv.includes("--after-install") && !existsSync(join(root, "node_modules", "vite")))
  console.error("没有装构建工具（--omit=dev）：dist 保持原样");
else await bundle();

async function bundle() {
  const { build } = await import("vite");
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const { output } = await build({
    root,
    configFile: false,
    logLevel: "warn",
    define: { __VERSION__: JSON.stringify(version) },
    plugins: [withoutChildProcesses()],
    ssr: { noExternal: true, external: ["better-sqlite3"] },
    build: {
      ssr: true,
      outDir: "dist",
      emptyOutDir: true,
      target: "node20",
      minify: "oxc",
      reportCompressedSize: false,
      rolldownOptions: {
        // the process, and the second thread of a large import
        input: { main: "src/main.ts", reader: "src/commands/import/reader.ts" },
        // nothing of ours works by being loaded: what is not used of a room is not loaded with the rest of it
        treeshake: { moduleSideEffects: [{ test: /\/src\//, sideEffects: false }] },
        onwarn: (warning, warn) => warning.code === "INVALID_ANNOTATION" || warn(warning),
        output: { format: "cjs", entryFileNames: "[name].cjs", chunkFileNames: "[name].cjs", exports: "named" },
      },
    },
  });
  writeFileSync(join(root, "dist", "licences.txt"), licencesOf(output.flatMap((chunk) => chunk.moduleIds ?? [])));
}

/**
 * commander loads node:child_process for commands that are programs of their own. tuban has none, and pays for it at every start
 * (a tenth of what --help takes beyond bare node).
 */
function withoutChildProcesses() {
  const line = "const childProcess = require('node:child_process');";
  return {
    name: "without-child-processes",
    transform(code, id) {
      if (!id.endsWith("/commander/lib/command.js")) return null;
      if (!code.includes(line)) throw new Error(`commander no longer has the line: ${line}`);
      return code.replace(line, "const childProcess = {};");
    },
  };
}

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
