/**
 * Going through the rows of an opened file, a stretch at a time. A large text is read by a second thread, so that reading and
 * checking go on while the first compares and records; a workbook would have to lie in memory twice.
 */
import { on } from "node:events";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { Stop } from "../../campaign/index.ts";
import type { Problem } from "../../campaign/index.ts";
import { glancedOf, incomingOf, saidOf, unpacked } from "../../ledger/roster/incoming.ts";
import type { Glanced, Incoming, PackedRow, IncomingContent } from "../../ledger/roster/incoming.ts";
import type { TextSurvey } from "../../read/text.ts";
import { notedOfFile } from "./read.ts";
import type { Noted } from "./problems.ts";
import type { OpenedRoster, Progress, ReadOptions } from "./read.ts";

/** How many rows are compared at a time. */
const together = 400;

/** Bytes; a smaller file is read before a thread has started. */
const large = 4 * 1024 * 1024;

/** The second thread's program; there is one only where tuban has been built. */
const reader = join(dirname(fileURLToPath(import.meta.url)), "reader.cjs");

/** Rows on their way; the code that began the reading ends it, read to the end or not. */
export interface RowsReading {
  readonly rows: AsyncIterable<readonly (Incoming | Glanced)[]> | Iterable<readonly (Incoming | Glanced)[]>;
  end(): void;
}

/** Begins to read. `glancing`: the rows are only glanced at, which is enough where most of them are known. */
export function beginReading(opened: OpenedRoster, { glancing }: { glancing: boolean }): RowsReading {
  const { survey } = opened.table;
  return survey !== undefined && survey.size > large && existsSync(reader)
    ? readAside(opened, survey, glancing)
    : { rows: readHere(opened, glancing), end: () => undefined };
}

function* readHere(opened: OpenedRoster, glancing: boolean): Generator<readonly (Incoming | Glanced)[]> {
  for (const rows of rowsOf(opened)) yield glancing ? rows.map(glancedOf) : rows.map(incomingOf);
}

/** Goes through the rows, and notes what is wrong with them and, at the end, with the file. */
export function* rowsOf({ file, roster, progress, table }: OpenedRoster): Generator<readonly IncomingContent[]> {
  let rows: IncomingContent[] = [];
  for (const { line, institution, remarks } of roster.entries) {
    progress.rowsRead += 1;
    if (institution) rows.push(saidOf(line, institution));
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
  readonly options: ReadOptions;
  readonly glancing: boolean;
  /** How many stretches the first thread has taken off: the second waits when it is far ahead. */
  readonly taken: Int32Array;
}

/** What it sends: rows with what reading has come to, at the end what was passed over, or why it cannot go on. */
export type SentRows =
  | {
      readonly rows: PackedRow;
      readonly counts: Omit<Progress, "noted" | "asides">;
      readonly noted: readonly Noted[];
      readonly used: readonly string[];
    }
  | { readonly done: Progress["asides"] }
  | { readonly stop: { readonly exit: Stop["exit"]; readonly problems: readonly Problem[] } };

function readAside(opened: OpenedRoster, survey: TextSurvey, glancing: boolean): RowsReading {
  const taken = new Int32Array(new SharedArrayBuffer(4));
  const { path, options } = opened;
  const { plan, ...others } = options;
  const { categories, towns, region } = plan;
  const workerData: Errand = {
    path,
    options: { ...others, survey, plan: { categories, towns, region } },
    glancing,
    taken,
  };
  const thread = new Worker(reader, { workerData, resourceLimits: { maxYoungGenerationSizeMb } });
  const messages = on(thread, "message", { close: ["exit"] }) as AsyncIterable<[SentRows]>;
  return {
    rows: rowsSent(messages, opened, () => {
      Atomics.add(taken, 0, 1);
      Atomics.notify(taken, 0);
    }),
    end: () => void thread.terminate(),
  };
}

/** As on Node 20. Node 24 lets it grow to twice as much, which costs 100 MB and gains nothing here. */
const maxYoungGenerationSizeMb = 48;

/** Takes the rows off one by one, `more` asks for the next. @throws Stop what the other thread stopped at */
async function* rowsSent(
  messages: AsyncIterable<[SentRows]>,
  { progress, roster }: OpenedRoster,
  more: () => void,
): AsyncGenerator<readonly (Incoming | Glanced)[]> {
  for await (const [sent] of messages) {
    if ("done" in sent) {
      progress.asides = sent.done;
      return;
    }
    if ("stop" in sent) throw new Stop(sent.stop.exit, sent.stop.problems);
    Object.assign(progress, sent.counts);
    progress.noted.push(...sent.noted);
    for (const header of sent.used) roster.used.add(header);
    yield unpacked(sent.rows);
    more();
  }
  throw new Error("the reading thread ended before the file did");
}
