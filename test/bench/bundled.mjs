/** A TypeScript file of the benches as one program that node runs, in the build's folder, where it finds the database driver. */
import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "vite";

const root = join(import.meta.dirname, "../..");

/** Bundles test/bench/<file>. Gives its path, functions that run it with arguments (`run` gives what it prints, `show` shows it meanwhile), and one that removes it. */
export async function bundled(file) {
  const program = join(root, "dist", `bench-${basename(file, ".ts")}.cjs`);
  const output = { format: "cjs", entryFileNames: basename(program), codeSplitting: false };
  const target = {
    ssr: join("test/bench", file),
    outDir: "dist",
    emptyOutDir: false,
    rolldownOptions: { output, onwarn: () => undefined },
  };
  await build({
    root,
    configFile: false,
    logLevel: "silent",
    ssr: { noExternal: true, external: ["better-sqlite3"] },
    build: target,
  });
  return {
    program,
    show: (...args) => void execFileSync(process.execPath, [program, ...args.map(String)], { stdio: "inherit" }),
    run: (...args) => execFileSync(process.execPath, [program, ...args.map(String)], { encoding: "utf8" }),
    remove: () => rmSync(program),
  };
}
