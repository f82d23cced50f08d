/** The real Io: this process's streams, a person at the terminal or a pipe. */
import { readFileSync } from "node:fs";
import { lazyAsker } from "./ask.ts";
import type { Io, Sink } from "../io.ts";
import { storage } from "../ledger/engines/storage.ts";

export function processIo(from: NodeJS.Process): Io {
  const interactive = from.stdin.isTTY && from.stderr.isTTY;
  return {
    out: sinkOf(from.stdout, (reason) => {
      from.stderr.write(
        `错误：输出没有写完：${reason === "ENOSPC" ? "磁盘空间不足" : `系统报告 ${reason}`}\n  → 清出空间，或写到别的地方，再运行一次\n`,
      );
      // After the command has set its own.
      from.once("exit", () => {
        from.exitCode = 1;
      });
    }),
    err: sinkOf(from.stderr, () => {}),
    interactive,
    width: Math.max(40, from.stdout.columns ?? from.stderr.columns ?? 100),
    color: isColoured(from),
    cwd: from.cwd(),
    env: from.env,
    ask: lazyAsker({ input: from.stdin, output: from.stderr, interactive }),
    storage,
    input: () => (from.stdin.isTTY ? null : readFileSync(0)),
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
function sinkOf(stream: NodeJS.WriteStream, tell: (reason: string) => void): Sink {
  let gone = false;
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (!gone && error.code !== "EPIPE") tell(error.code ?? error.message);
    gone = true;
  });
  return { write: (text) => void (gone || stream.write(text)) };
}
