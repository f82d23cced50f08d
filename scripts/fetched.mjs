/** A package from the npm registry, put down for a script without installing it. */
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { extract } from "tar";

/** Fetches `name@version` into a new folder; gives the folder of what is in it. */
export async function fetched(folder, name) {
  mkdirSync(folder);
  execFileSync("npm", ["pack", name, "--silent"], { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
  const [archive] = readdirSync(folder);
  await extract({ cwd: folder, file: join(folder, archive) });
  rmSync(join(folder, archive));
  return join(folder, "package");
}
