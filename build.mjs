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
    plugins: [withoutChildProcesses(), withDriver(), withoutUnused()],
    ssr: { noExternal: true, external: ["bindings"] },
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
        output: {
          format: "cjs",
          entryFileNames: "[name].cjs",
          chunkFileNames: "[name].cjs",
          exports: "named",
          codeSplitting: {
            groups: [
              // what every ledger in a file needs; without Chinese, so that it is read as one byte a character
              {
                name: "database",
                test: /[\\/]node_modules[\\/](?:better-sqlite3|kysely(?![\\/]dist[\\/]esm[\\/]dialect[\\/](?!sqlite)))[\\/]/,
              },
              // what every command with a ledger loads of our own, small files all
              {
                name: "ledger",
                test: /\/src\/(?:ledger\/(?:ledger|alarm|unwritten|settings|journal|campaigns|people|in-force|taken-back|json|spans\/law-version|evidence\/keeping|engines\/sqlite\/(?!schema).+)|commands\/desk\/campaign)\.ts$/,
                includeDependenciesRecursively: false,
              },
            ],
          },
        },
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
  return replacing(/\/commander\/lib\/command\.js$/, "const childProcess = require('node:child_process');", () => [
    "const childProcess = {};",
  ]);
}

/**
 * The JavaScript of better-sqlite3 goes into the bundle: loaded file by file it takes longer than the addon, which stays outside. Where
 * npm has left the package out, a start looks for it, and says that it is not there.
 */
function withDriver() {
  const call = 'createRequire(import.meta.url)("better-sqlite3")';
  return replacing(/\/sqlite\/drivers\/packaged\.ts$/, call, () =>
    existsSync(join(root, "node_modules", "better-sqlite3"))
      ? ["Packaged_", 'import Packaged_ from "better-sqlite3/lib/database.js";\n']
      : [call],
  );
}

/** Puts something in the place of one piece of a file, and something before the file. */
function replacing(file, piece, by) {
  return {
    name: `replacing ${file.source}`,
    transform(code, id) {
      if (!file.test(id)) return null;
      if (!code.includes(piece)) throw new Error(`${id} no longer has: ${piece}`);
      const [replacement, before = ""] = by();
      return before + code.replace(piece, replacement);
    },
  };
}

/**
 * Parts of packages that tuban never goes to, though what it uses leads there: they were a quarter of what a start compiles. What they
 * export throws when it is used.
 */
function withoutUnused() {
  const unused = new Set([
    "kysely/dist/esm/dynamic/dynamic.js",
    "kysely/dist/esm/plugin/with-schema/with-schema-plugin.js",
    "kysely/dist/esm/query-builder/case-builder.js",
    "kysely/dist/esm/query-builder/cte-builder.js",
    "kysely/dist/esm/query-builder/json-path-builder.js",
    "kysely/dist/esm/query-builder/merge-query-builder.js",
    "kysely/dist/esm/schema/schema.js",
    ...["aggregate", "backup", "function", "inspect", "pragma", "serialize", "table", "transaction"].map(
      (method) => `better-sqlite3/lib/methods/${method}.js`,
    ),
  ]);
  return {
    name: "without-unused",
    transform(code, id) {
      const part = /\/node_modules\/(.+)$/.exec(id)?.[1];
      if (part === undefined || !unused.has(part)) return null;
      const thrown = `{ throw new Error("left out of the build: ${part}"); }`;
      const names = Array.from(
        code.matchAll(/^export (?:async )?(?:class|function|const) (\w+)/gm),
        ([, name]) => name,
      );
      if (code.includes("module.exports")) return `module.exports = function () ${thrown};`;
      if (names.length === 0) throw new Error(`${part} exports nothing that is known here`);
      return names.map((name) => `export function ${name}() ${thrown}`).join("\n");
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
