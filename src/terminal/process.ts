/** The real Io: this process's streams, a person at the terminal or a pipe. */
import { readFileSync } from "node:fs";
import { lazyAsker } from "./ask.ts";
import type { Io, Sink } from "../io.ts";
import type { Terminal } from "./terminal.ts";
import { storage } from "../ledger/engines/storage.ts";

/** A stream is made when it is first used: each costs a start some milliseconds. */
export function processIo(from: NodeJS.Process): Io {
  const terminal: Terminal = {
    get input() {
      return from.stdin;
    },
    get output() {
      return from.stderr;
    },
    get interactive() {
      return from.stdin.isTTY && from.stderr.isTTY;
    },
  };
  const out = sinkOf(
    () => from.stdout,
    (reason) => {
      from.stderr.write(
        `错误：输出没有写完：${reason === "ENOSPC" ? "磁盘空间不足" : `系统报告 ${reason}`}\n  → 清出空间，或写到别的地方，再运行一次\n`,
      );
      // After the command has set its own.
      from.once("exit", () => {
        from.exitCode = 1;
      });
    },
  );
  let input: Uint8Array | null = null;
  return {
    out,
    page: (text) => {
      if (!(isLong(text, from.stdout) && from.stdin.isTTY && paged(text, from.env))) out.write(text);
    },
    err: sinkOf(
      () => from.stderr,
      () => {},
    ),
    get interactive() {
      return terminal.interactive;
    },
    get width() {
      return Math.max(40, from.stdout.columns ?? from.stderr.columns ?? 100);
    },
    color: isColoured(from),
    cwd: from.cwd(),
    env: from.env,
    ask: lazyAsker(terminal),
    storage,
    input: () => (from.stdin.isTTY ? null : (input ??= readFileSync(0))),
    now: () => new Date(),
  };
}

/** https://no-color.org and https://force-color.org: what is said last and nearest holds, and where nothing is said, a terminal has colours. */
function isColoured({ env, argv, stdout }: NodeJS.Process): boolean {
  const said = (name: string): boolean => env[name] !== undefined && env[name] !== "" && env[name] !== "0";
  if (argv.includes("--no-color") || (env["NO_COLOR"] ?? "") !== "") return false;
  if (said("FORCE_COLOR") || said("CLICOLOR_FORCE")) return true;
  return stdout.isTTY && env["TERM"] !== "dumb" && env["FORCE_COLOR"] !== "0";
}

/** A reader that goes away (`| head`) ends the output quietly; a disk that is full (`> file`) is told once. */
function sinkOf(streamOf: () => NodeJS.WriteStream, tell: (reason: string) => void): Sink {
  let gone = false;
  let stream: NodeJS.WriteStream | undefined;
  const begin = (): NodeJS.WriteStream =>
    streamOf().on("error", (error: NodeJS.ErrnoException) => {
      if (!gone && error.code !== "EPIPE") tell(error.code ?? error.message);
      gone = true;
    });
  return { write: (text) => void (gone || (stream ??= begin()).write(text)) };
}

/** Whether it is more than a terminal shows at once. */
const isLong = (text: string, { isTTY, rows }: NodeJS.WriteStream): boolean =>
  isTTY && text.split("\n").length > (rows ?? Infinity);

/** Through PAGER, else less; `PAGER=cat`, or an empty one, wants none. Gives false where it could not be started. */
function paged(text: string, env: NodeJS.ProcessEnv): boolean {
  const pager = env["PAGER"] ?? (process.platform === "win32" ? "" : "less");
  if (pager === "" || pager === "cat") return false;
  // colours as they are, lines not folded anew, the screen left as it was
  const settings = { LESS: "-RSX", LESSCHARSET: "utf-8", ...env };
  // loaded only here: every start would pay for it
  const { spawnSync } = process.getBuiltinModule("node:child_process");
  const { status, error } = spawnSync(pager, {
    input: text,
    stdio: ["pipe", "inherit", "inherit"],
    shell: true,
    env: settings,
  });
  // 126 and 127: the shell found nothing to run
  return error === undefined && status !== null && status < 126;
}
