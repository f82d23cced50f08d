/** better-sqlite3: a native addon that npm compiles, for one platform and one version of Node. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type Database from "better-sqlite3";
import type { Driver } from "./connection.ts";

/** @throws Error where the package is not installed; a missing or unfit addon shows when a file is opened */
export function packagedDriver(): Driver {
  // the build puts the package's own JavaScript in the place of this call: its dozen files take longer to load than the addon
  const Packaged = createRequire(import.meta.url)("better-sqlite3") as typeof Database;
  const nativeBinding = addonPath();
  return {
    name: "better-sqlite3",
    open: (path) => new Packaged(path, { nativeBinding }),
    openArchive: (path) => {
      const bytes = readFileSync(path);
      // these two say that it is written with a log beside it (2) or without (1)
      bytes.fill(1, 18, 20);
      return new Packaged(bytes, { nativeBinding, readonly: true });
    },
  };
}

/** Where npm puts the addon; undefined where it is not there: the package looks elsewhere then, and says what it did not find. */
function addonPath(): string | undefined {
  try {
    return createRequire(import.meta.url).resolve("better-sqlite3/build/Release/better_sqlite3.node");
  } catch {
    return undefined;
  }
}
