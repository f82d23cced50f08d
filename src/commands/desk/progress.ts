/** How far long work has come, on stderr. */
import type { Io } from "../../io.ts";

/** Seconds before the first word, and between two of them at a terminal and elsewhere. */
const [patience, often, seldom] = [2, 0.5, 5];

/** Says how far the work has come; the words are asked for only when they are to be said. */
export type TellProgress = (words: (seconds: number) => string, at?: { readonly done: boolean }) => void;

/** A line that is written over at a terminal; in a log, a line every few seconds. Short work is not talked about. */
export function progressOn({ err, interactive }: Io): TellProgress {
  const start = performance.now();
  let next = patience;
  let spoken = false;
  return (words, { done } = { done: false }) => {
    const seconds = (performance.now() - start) / 1000;
    if (done ? !spoken : seconds < next) return;
    next = seconds + (interactive ? often : seldom);
    spoken = true;
    const text = words(seconds);
    err.write(interactive ? `\r\u001b[K${text}${done ? "\n" : ""}` : `${text}\n`);
  };
}

/** E.g. ，约剩 12 秒; nothing while too little is done to tell. */
export const timeLeft = (seconds: number, share: number): string =>
  share > 0.02 && share < 1 ? `，约剩 ${Math.max(1, Math.round((seconds / share) * (1 - share)))} 秒` : "";
