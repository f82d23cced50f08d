/** An office in a temporary folder: commands run in this process through main(argv, io), with real files and a real ledger. */
import { chmodSync, cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { onTestFinished } from "vitest";
import { lazyAsker } from "../src/terminal/ask.ts";
import { main } from "../src/cli.ts";
import type { Asker, Io } from "../src/io.ts";
import type { Storage } from "../src/ledger/engines/storage.ts";
import { createSqlite, openSqlite } from "../src/ledger/engines/sqlite/open.ts";

export interface Ran {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

export interface TestOffice {
  readonly folder: string;
  /** What its computer takes for the time. */
  readonly now: string;
  /** Its streams lead nowhere, and nobody sits there. */
  readonly io: Io;
  /** Runs `tuban …`; words in single or double quotes stay together. */
  run(line: string): Promise<Ran>;
  /** What a person at the terminal would see of it, both streams in order; ends with the status unless that is 0. */
  transcript(line: string): Promise<string>;
  /** The same as run, and fails unless it ends with status 0. */
  ok(line: string): Promise<Ran>;
  write(name: string, content: string | Uint8Array): string;
  read(name: string): string;
  /** What comes on standard input from now on. */
  pipe(content: string): void;
  /** Answers given to questions from now on, first to last; a key, a text, true/false, or the index of a choice. */
  answer(...given: (string | boolean | number)[]): void;
  /** What somebody else does before the next question is answered. */
  meanwhile(work: () => Promise<unknown>): void;
}

/** Ledgers are files; where TUBAN_TEST_LEDGERS=postgres, databases on a server, of which a folder's copy has copies of its own. */
const server = process.env["TUBAN_TEST_LEDGERS"] === "postgres" ? await import("./postgres/files.ts") : null;

/** Whether a ledger's file holds the ledger, and no address of one. */
export const keepsFiles = server === null;

const inFiles: Storage = { open: async (path) => openSqlite(path), create: async (path) => createSqlite(path) };

interface OfficeOptions {
  readonly now?: string;
  readonly width?: number;
  readonly storage?: Storage;
  readonly at?: string;
}

/** Folders of offices that tests begin with; by key, and as a set to leave them standing. */
const begun = new Map<string, string>();
const templates = new Set<string>();

/**
 * An office that many tests begin with, in files of its own: what `furnish` does is done once for a key, and its folder copied for each test.
 */
export async function furnishedOffice(
  key: string,
  furnish: (office: TestOffice) => Promise<void>,
  options: Omit<OfficeOptions, "at" | "storage"> = {},
): Promise<TestOffice> {
  let template = begun.get(key);
  if (template === undefined) {
    template = mkdtempSync(join(tmpdir(), "tuban-"));
    templates.add(template);
    await furnish(testOffice({ ...options, at: template, ...(server ? { storage: server.onServer(true) } : {}) }));
    begun.set(key, template);
  }
  const office = testOffice(options);
  copyFolder(template, office.folder);
  await server?.separate(office.folder);
  return office;
}

function copyFolder(from: string, to: string): void {
  cpSync(from, to, { recursive: true });
  // from Node 22 on folders are copied without their modes
  for (const entry of readdirSync(from, { recursive: true, withFileTypes: true }))
    if (entry.isDirectory()) {
      const folder = join(entry.parentPath, entry.name);
      chmodSync(join(to, relative(from, folder)), statSync(folder).mode & 0o777);
    }
}

/** What `tuban init …` made in an empty folder and said, by the line, the day and the width: hundreds of tests begin with the same one. */
const inits = new Map<string, { readonly folder: string; readonly ran: Ran }>();

/** Runs a line that starts an office in a folder; the second time its files are copied. */
async function started(key: string, folder: string, run: () => Promise<Ran>): Promise<Ran> {
  const known = inits.get(key);
  if (known) {
    copyFolder(known.folder, folder);
    return known.ran;
  }
  const ran = await run();
  const template = mkdtempSync(join(tmpdir(), "tuban-"));
  templates.add(template);
  copyFolder(folder, template);
  inits.set(key, { folder: template, ran });
  return ran;
}

process.once("exit", () => {
  for (const folder of templates) rmSync(folder, { recursive: true, force: true });
});

/** `now` is local time, so that --on defaults to its day; `at` is the folder of another office, or one below it. */
export function testOffice({
  now = "2026-11-23T09:00:00",
  width = 100,
  storage = server?.onServer(false) ?? inFiles,
  at,
}: OfficeOptions = {}): TestOffice {
  const folder = at ?? mkdtempSync(join(tmpdir(), "tuban-"));
  if (at === undefined || !templates.has(at)) onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const given: (string | boolean | number)[] = [];
  const others: (() => Promise<unknown>)[] = [];
  let piped: Uint8Array | null = null;
  const nobody: Io = {
    out: { write: () => undefined },
    err: { write: () => undefined },
    page: () => undefined,
    interactive: false,
    width,
    color: false,
    cwd: folder,
    env: {},
    ask: lazyAsker({ input: process.stdin, output: process.stderr, interactive: false }),
    storage,
    input: () => piped,
    now: () => new Date(now),
  };
  const spoken = async (line: string): Promise<Ran & { readonly both: string }> => {
    const [out, err, both]: [string[], string[], string[]] = [[], [], []];
    const io: Io = {
      ...nobody,
      out: { write: (text) => void (out.push(text), both.push(text)) },
      err: { write: (text) => void (err.push(text), both.push(text)) },
      page: (text) => void (out.push(text), both.push(text)),
      interactive: given.length > 0,
      ask: given.length > 0 ? scripted(given, others) : nobody.ask,
    };
    const status = await main(wordsOf(line), io);
    return { status, out: out.join(""), err: err.join(""), both: both.join("") };
  };
  const run = async (line: string): Promise<Ran> => {
    const { status, out, err } = await spoken(line);
    return { status, out, err };
  };
  return {
    folder,
    now,
    io: nobody,
    run,
    pipe: (content) => void (piped = new TextEncoder().encode(content)),
    transcript: async (line) => {
      const { status, both } = await spoken(line);
      return status === 0 ? both : `${both}[退出状态 ${status}]\n`;
    },
    ok: async (line) => {
      const isStart =
        /^init (?!.*--(?:ledger|files))/.test(line) && storage === inFiles && readdirSync(folder).length === 0;
      const ran = await (isStart ? started(JSON.stringify([line, now, width]), folder, () => run(line)) : run(line));
      if (ran.status !== 0) throw new Error(`tuban ${line}\nended with ${ran.status}\n${ran.out}${ran.err}`);
      return ran;
    },
    write: (name, content) => {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    },
    read: (name) => readFileSync(join(folder, name), "utf8"),
    answer: (...more) => void given.push(...more),
    meanwhile: (work) => void others.push(work),
  };
}

export function wordsOf(line: string): string[] {
  const words = line.match(/(?:[^\s"']|"[^"]*"|'[^']*')+/g) ?? [];
  return words.map((word) => word.replaceAll(/"([^"]*)"|'([^']*)'/g, "$1$2"));
}

/** Answers from a list; an empty list is a mistake in the test. */
function scripted(given: (string | boolean | number)[], others: (() => Promise<unknown>)[]): Asker {
  const next = async (message: string): Promise<string | boolean | number> => {
    for (const work of others.splice(0)) await work();
    const answer = given.shift();
    if (answer === undefined) throw new Error(`no answer left for: ${message}`);
    return answer;
  };
  return {
    confirm: async ({ message }) => (await next(message)) === true,
    // As in a terminal, what stands there already is taken when nothing is typed.
    text: async ({ message, check, initial = "" }) => {
      const answer = String(await next(message)) || initial;
      const verdict = check?.(answer) ?? true;
      if (verdict !== true) throw new Error(`${message}: ${verdict}`);
      return answer;
    },
    choose: async ({ message, choices }) => {
      const choice = choices[Number(await next(message))];
      if (!choice) throw new Error(`no such choice for: ${message}`);
      return choice.value;
    },
    key: async ({ message, keys }) => {
      const answer = await next(message);
      const key = keys.find((choice) => choice.key === answer);
      if (!key) throw new Error(`${String(answer)} is no key of: ${message}`);
      return key.key;
    },
  };
}
