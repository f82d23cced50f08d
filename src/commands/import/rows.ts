/**
 * Going through the rows of an opened file, a stretch at a time. A large text is read by a second thread, so that reading and
 * checking go on while the first compares and records; a workbook would have to lie in memory twice.
 */
import { on } from "node:events";
import { existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { Stop } from "../../campaign/index.ts";
import type { Problem } from "../../campaign/index.ts";
import { glancedOf, incomingOf, unpacked } from "../../ledger/incoming.ts";
import type { Glanced, Incoming, Packed, Prepared } from "../../ledger/incoming.ts";
import { notedOfFile } from "./read.ts";
import type { Noted, Opened, Progress, ReadOptions } from "./read.ts";

/** So many rows are compared at a time. */
const together = 400;

/** Bytes; a smaller file is read before a thread has started. */
const large = 4 * 1024 * 1024;

/** The second thread's program; there is one only where tuban has been built. */
const reader = join(dirname(fileURLToPath(import.meta.url)), "reader.cjs");

/** `glancing`: the rows are only glanced at, which is enough where most of them are known. */
export async function* incomingRows(
  opened: Opened,
  { glancing }: { glancing: boolean },
): AsyncGenerator<readonly (Incoming | Glanced)[]> {
  const aside = opened.encoding !== "xlsx" && statSync(opened.path).size > large && existsSync(reader);
  yield* aside ? rowsFromThread(opened, glancing) : rowsHere(opened, glancing);
}

/** Goes through the rows, and notes what is wrong with them and, at the end, with the file. */
export function* rowsHere(
  { file, roster, progress, table }: Opened,
  glancing: boolean,
): Generator<readonly Prepared[]> {
  const prepared = glancing ? glancedOf : incomingOf;
  let rows: Prepared[] = [];
  for (const { line, institution, remarks } of roster.entries) {
    progress.rowsRead += 1;
    if (institution) rows.push(prepared(line, institution));
    else progress.refused += 1;
    for (const remark of remarks) progress.noted.push({ ...remark, line, name: institution?.name ?? "" });
    if (rows.length < together) continue;
    progress.share = table.share();
    yield rows;
    rows = [];
  }
  progress.noted.push(...notedOfFile(table, roster, file));
  progress.share = 1;
  yield rows;
}

/** What the second thread is given. */
export interface Errand {
  readonly path: string;
  /** Of the file as the first thread has opened it. */
  readonly sha256: string;
  readonly options: ReadOptions;
  readonly glancing: boolean;
  /** How many stretches the first thread has taken off: the second waits when it is far ahead. */
  readonly taken: Int32Array;
}

/** What it sends: rows with what reading has come to, that there are no more, or why it cannot go on. */
export type Sent =
  | {
      readonly rows: Packed;
      readonly counts: Omit<Progress, "noted">;
      readonly noted: readonly Noted[];
      readonly used: readonly string[];
    }
  | "done"
  | { readonly stop: { readonly exit: Stop["exit"]; readonly problems: readonly Problem[] } };

async function* rowsFromThread(
  { path, sha256, options, progress, roster }: Opened,
  glancing: boolean,
): AsyncGenerator<readonly (Incoming | Glanced)[]> {
  const taken = new Int32Array(new SharedArrayBuffer(4));
  const { plan, ...others } = options;
  const { categories, towns, region } = plan;
  const errand: Errand = { path, sha256, options: { ...others, plan: { categories, towns, region } }, glancing, taken };
  const thread = new Worker(reader, { workerData: errand });
  try {
    for await (const [sent] of on(thread, "message", { close: ["exit"] }) as AsyncIterable<[Sent]>) {
      if (sent === "done") return;
      if ("stop" in sent) throw new Stop(sent.stop.exit, sent.stop.problems);
      Object.assign(progress, sent.counts);
      progress.noted.push(...sent.noted);
      for (const header of sent.used) roster.used.add(header);
      yield unpacked(sent.rows);
      Atomics.add(taken, 0, 1);
      Atomics.notify(taken, 0);
    }
    throw new Error("the reading thread ended before the file did");
  } finally {
    await thread.terminate();
  }
}
