/**
 * Loaded before tuban (node --require): counts every change of a file and every statement that writes, and kills the process before the
 * one numbered TUBAN_KILL_AT, as a power cut would. Without a number it says at the end how many there were.
 */
const fs = require("node:fs");
const at = Number(process.env.TUBAN_KILL_AT ?? 0);
let count = 0;
const step = () => {
  count += 1;
  if (count === at) process.kill(process.pid, "SIGKILL");
};
const before = (of, names) => {
  for (const name of names) {
    const work = of[name];
    of[name] = function (...given) {
      step();
      return work.apply(this, given);
    };
  }
};
before(fs, ["writeFileSync", "renameSync", "rmSync", "linkSync", "mkdirSync", "copyFileSync"]);
before(fs.promises, ["rename", "link", "mkdir", "copyFile", "rm"]);
const { open } = fs.promises;
fs.promises.open = async (...given) => {
  const file = await open(...given);
  if (String(given[1] ?? "r") !== "r") before(file, ["appendFile", "writeFile", "write", "sync", "close"]);
  return file;
};
const Database = require(require.resolve("better-sqlite3", { paths: [process.env.TUBAN_ROOT] }));
const memory = new Database(":memory:");
before(Object.getPrototypeOf(memory.prepare("select 1")), ["run"]);
memory.close();
before(Database.prototype, ["exec"]);
if (at === 0) process.on("exit", () => fs.writeSync(2, `\nsteps ${count}\n`));
