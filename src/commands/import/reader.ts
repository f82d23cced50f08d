/** The second thread of a large import: reads and checks the file's rows, and sends them to the first. */
import { parentPort, workerData } from "node:worker_threads";
import { Stop } from "../../campaign/index.ts";
import { packed } from "../../ledger/roster/incoming.ts";
import { openFile } from "./read.ts";
import { rowsOf } from "./rows.ts";
import type { Errand, SentRows } from "./rows.ts";

/** How many stretches it may be ahead. */
const ahead = 4;

function read({ path, options, glancing, taken }: Errand, send: (sent: SentRows) => void): void {
  const opened = openFile(path, options);
  const { progress, roster } = opened;
  let stretches = 0;
  for (const rows of rowsOf(opened)) {
    const { noted, asides: _atTheEnd, ...counts } = progress;
    const used = [...roster.used];
    send({ rows: packed(rows, { glancing }), counts, noted: noted.splice(0), used });
    stretches += 1;
    for (let done = Atomics.load(taken, 0); stretches - done >= ahead; done = Atomics.load(taken, 0))
      Atomics.wait(taken, 0, done);
  }
  send({ done: progress.asides });
}

const send = (sent: SentRows): void => parentPort?.postMessage(sent, []);

try {
  read(workerData as Errand, send);
} catch (error) {
  if (!(error instanceof Stop)) throw error;
  const { exit, problems } = error;
  send({ stop: { exit, problems } });
}
