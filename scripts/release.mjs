// One release: from a clean tree, with its date in the changelog, tested, and built into release/ with hashes; then the tag.
// node scripts/release.mjs --prepare 0.2.0   the version into package.json and its lock, the date over what CHANGELOG has as 未发布; look at it and commit
// node scripts/release.mjs [--dry-run]       --dry-run says what is missing and builds nothing
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeSums } from "./sums.mjs";

const root = join(import.meta.dirname, "..");
const dry = process.argv.includes("--dry-run");
const run = (command, ...words) => execFileSync(command, words, { cwd: root, stdio: "inherit" });
const said = (command, ...words) => execFileSync(command, words, { cwd: root, encoding: "utf8" }).trim();

if (process.argv.includes("--prepare")) prepare(process.argv[process.argv.indexOf("--prepare") + 1] ?? "");

/** Ends the process; nothing is written unless all of it can be. */
function prepare(version) {
  const changelog = join(root, "CHANGELOG.md");
  const text = readFileSync(changelog, "utf8");
  const heading = /^## 未发布$/m;
  if (!/^\d+\.\d+\.\d+$/.test(version) || !heading.test(text)) {
    console.error("错误：写成 --prepare 0.2.0，CHANGELOG.md 里要有「## 未发布」这一节");
    process.exit(2);
  }
  // the day in China, whatever the clock of this computer is set to
  const day = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" }).format(new Date());
  run("npm", "version", version, "--no-git-tag-version", "--ignore-scripts", "--allow-same-version");
  writeFileSync(changelog, text.replace(heading, `## ${version}（${day}）`));
  console.log(`${version}（${day}）：看过 git diff，提交，再 npm run release`);
  process.exit(0);
}

const own = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
const tag = `v${own.version}`;
const [, date] =
  new RegExp(`^## ${own.version.replaceAll(".", "\\.")}（(\\d{4}-\\d{2}-\\d{2})）$`, "m").exec(
    readFileSync(join(root, "CHANGELOG.md"), "utf8"),
  ) ?? [];

const faults = [
  said("git", "status", "--porcelain") !== "" && "工作区不干净：先提交或移走改动（git status）",
  lock.version !== own.version &&
    `package-lock.json 的版本是 ${lock.version}，package.json 是 ${own.version}：运行 npm install --package-lock-only`,
  date === undefined && `CHANGELOG.md 里没有「## ${own.version}（年-月-日）」这一节`,
  said("git", "tag", "--list", tag) !== "" && `标签 ${tag} 已经有了：在 package.json 里换一个版本号`,
].filter(Boolean);
for (const fault of faults) console.error(`错误：${fault}`);
for (const field of ["author", "repository", "bugs"])
  if (own[field] === undefined) console.error(`注意：package.json 里还没有 ${field}，公布到 npm 之前由你们填上`);
if (faults.length > 0) process.exit(1);
if (dry) {
  console.log(`${own.version}（${date}）可以发布`);
  process.exit(0);
}

run("npm", "ci");
run("npm", "test");
run("npm", "run", "test:long");
run("npm", "run", "check");
run("npm", "run", "--silent", "pack:offline");
run("node", "scripts/try-offline.mjs");

const out = join(root, "release", tag);
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
run("npm", "pack", "--silent", "--pack-destination", out);
for (const name of readdirSync(join(root, "offline")))
  if (name.startsWith(`tuban-${own.version}-`) && name.endsWith(".zip"))
    cpSync(join(root, "offline", name), join(out, name));
run("node", "scripts/supply.mjs", join(out, `tuban-${own.version}.cdx.json`));
const files = readdirSync(out).toSorted();
writeSums(out, files);
if (said("git", "status", "--porcelain") !== "") throw new Error("building changed the tree");
run("git", "tag", "-a", tag, "-m", `tuban ${own.version}`);
console.log(`已打标签 ${tag}，文件在 ${out}：${files.join("、")}`);
