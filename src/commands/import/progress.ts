/** How far a long import has come: rows, rate and the time left, on stderr. */
import type { Io } from "../../io.ts";
import type { FileRead } from "./read.ts";

/** Seconds before the first word, and between two of them at a terminal and elsewhere. */
const [patience, often, seldom] = [2, 0.5, 5];

/** A line that is written over at a terminal; in a log, a line every few seconds. Short work is not talked about. */
export function progressOn({ err, interactive }: Io): (read: FileRead, at?: { readonly done: boolean }) => void {
  const start = performance.now();
  let next = patience;
  let spoken = false;
  return ({ progress }, { done } = { done: false }) => {
    const seconds = (performance.now() - start) / 1000;
    if (done ? !spoken : seconds < next) return;
    next = seconds + (interactive ? often : seldom);
    spoken = true;
    const rate = progress.rowsRead / seconds;
    const part = progress.share;
    const left = part > 0.02 && !done ? `，约剩 ${Math.max(1, Math.round((seconds / part) * (1 - part)))} 秒` : "";
    const text = `已比对 ${progress.rowsRead} 行，每秒 ${Math.round(rate)} 行${left}`;
    err.write(interactive ? `\r\u001b[K${text}${done ? "\n" : ""}` : `${text}\n`);
  };
}
