// Starts the Linux zip of offline/ as an office would, and worse: a path with a space and Chinese, a folder that cannot be written,
// no environment at all. node scripts/try-offline.mjs [linux-x64]   (needs: npm run pack:offline)
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import PizZip from "pizzip";

const platform = process.argv[2] ?? "linux-x64";
const { version } = JSON.parse(readFileSync(join(import.meta.dirname, "../package.json"), "utf8"));
const zip = join(import.meta.dirname, "../offline", `tuban-${version}-${platform}.zip`);

const place = mkdtempSync(join(tmpdir(), "tuban-offline-"));
try {
  const disc = join(place, "专项 治理");
  unpack(zip, disc);
  const desk = join(place, "办公 桌");
  mkdirSync(desk);
  const tuban = (...words) =>
    execFileSync(join(disc, "tuban/tuban"), words, { cwd: desk, env: {}, encoding: "utf8", maxBuffer: 1 << 26 });

  const shown = tuban("--version").trim();
  if (shown !== version) throw new Error(`--version says ${shown}`);
  tuban("demo");
  const verified = tuban("--ledger", "demo/tuban.db", "verify");
  if (!verified.includes("账本完好")) throw new Error(verified);
  const orders = readdirSync(join(desk, "demo/文书")).filter((name) => name.endsWith(".docx"));
  if (orders.length === 0) throw new Error("no order was written");
  console.log(
    `${platform}：从空的环境、带空格和中文的只读文件夹启动，演示写出 ${orders.length} 份文书；${verified.trim()}`,
  );
} finally {
  for (const folder of foldersIn(place)) chmodSync(folder, 0o755);
  rmSync(place, { recursive: true, force: true });
}

/** With the modes that the zip gives, and folders without the right to write. */
function unpack(path, into) {
  const files = Object.values(new PizZip(readFileSync(path)).files).filter(({ dir }) => !dir);
  for (const { name, asNodeBuffer, unixPermissions } of files.map((file) => ({
    ...file,
    asNodeBuffer: () => file.asNodeBuffer(),
  }))) {
    const target = join(into, name);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, asNodeBuffer());
    chmodSync(target, unixPermissions & 0o555);
  }
  for (const folder of foldersIn(into)) chmodSync(folder, 0o555);
}

function foldersIn(folder) {
  const inner = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [folder, ...inner.map((entry) => join(entry.parentPath, entry.name))];
}
