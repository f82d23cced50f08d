/** The real Io on streams that fail. */
import { EventEmitter } from "node:events";
import { Writable } from "node:stream";
import { mkdtempSync, readFileSync, existsSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { processIo } from "../src/terminal/process.ts";

/** A process whose standard output fails with this error, what it says on the other stream, and the status it ends with. */
async function writing(code: string): Promise<{ said: string; status: number | undefined }> {
  const said: string[] = [];
  const stdout = new Writable({ write: (_chunk, _encoding, done) => done(Object.assign(new Error(code), { code })) });
  const stderr = new Writable({
    write(chunk: Buffer, _encoding, done) {
      said.push(String(chunk));
      done();
    },
  });
  const stdin = { isTTY: false };
  const from = Object.assign(new EventEmitter(), { stdout, stderr, stdin, argv: [], env: {}, cwd: () => "/" });
  const io = processIo(from as unknown as NodeJS.Process);
  io.out.write("第一行\n");
  io.out.write("第二行\n");
  await new Promise(setImmediate);
  const ending = from as typeof from & { exitCode?: number };
  ending.exitCode = 0;
  from.emit("exit");
  return { said: said.join(""), status: ending.exitCode };
}

test("tuban report > 周报.md 写到满了的磁盘上：说清楚，不算完成，没有程序堆栈", async () => {
  expect(await writing("ENOSPC")).toEqual({
    said: "错误：输出没有写完：磁盘空间不足\n  → 清出空间，或写到别的地方，再运行一次\n",
    status: 1,
  });
  expect((await writing("EIO")).said).toContain("系统报告 EIO");
});

test("tuban report | head 看够了就走：不说什么", async () => {
  expect(await writing("EPIPE")).toEqual({ said: "", status: 0 });
});

/** Whether the output has colours, on a terminal or into a pipe. */
function colourOf(isTTY: boolean, env: Readonly<Record<string, string>>, ...argv: readonly string[]): boolean {
  const stream = new Writable({ write: (_chunk, _encoding, done) => done() });
  const stdout = Object.assign(stream, { isTTY });
  const from = { stdout, stderr: stream, stdin: { isTTY: false }, argv, env, cwd: () => "/" };
  return processIo(from as unknown as NodeJS.Process).color;
}

test.each<[boolean, boolean, Readonly<Record<string, string>>, readonly string[]]>([
  [true, true, {}, []],
  [false, false, {}, []],
  [true, false, { FORCE_COLOR: "1" }, []],
  [true, false, { CLICOLOR_FORCE: "1" }, []],
  [false, false, { CLICOLOR_FORCE: "0" }, []],
  [false, true, { FORCE_COLOR: "0" }, []],
  [false, true, { NO_COLOR: "1", FORCE_COLOR: "1" }, []],
  [true, true, { NO_COLOR: "" }, []],
  [false, true, { TERM: "dumb" }, []],
  [false, false, { FORCE_COLOR: "1" }, ["--no-color"]],
])("颜色 %s：终端 %s，%j %j", (colour, isTTY, env, argv) => {
  expect(colourOf(isTTY, env, ...argv)).toBe(colour);
});

/** A list of so many lines shown on a terminal of ten: what went to the terminal, and what the pager got. */
function shownOn(lines: number, env: Readonly<Record<string, string>>): { written: string; paged: string | null } {
  const folder = mkdtempSync(join(tmpdir(), "tuban-pager-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const written: string[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      written.push(String(chunk));
      done();
    },
  });
  const stdout = Object.assign(stream, { isTTY: true, rows: 10 });
  const given = { ...env, ...(env["PAGER"] === "file" ? { PAGER: `cat > "${join(folder, "页")}"` } : {}) };
  const from = {
    stdout,
    stderr: stream,
    stdin: { isTTY: true },
    argv: [],
    env: { PATH: "/usr/bin:/bin", ...given },
    cwd: () => "/",
  };
  processIo(from as unknown as NodeJS.Process).page("一行\n".repeat(lines));
  return {
    written: written.join(""),
    paged: existsSync(join(folder, "页")) ? readFileSync(join(folder, "页"), "utf8") : null,
  };
}

test.skipIf(process.platform === "win32").each([
  [30, { PAGER: "file" }, "", "一行\n".repeat(30)],
  [9, { PAGER: "file" }, "一行\n".repeat(9), null],
  [30, { PAGER: "cat" }, "一行\n".repeat(30), null],
  [30, { PAGER: "" }, "一行\n".repeat(30), null],
  [30, { PAGER: "没有这个程序" }, "一行\n".repeat(30), null],
])("终端上一屏放不下的列表（%d 行，%j）分页看；没有分页程序就照写", (lines, env, written, paged) => {
  expect(shownOn(lines, env)).toEqual({ written, paged });
});
