/** How far a long import has come: rows, rate and the time left. */
import type { Io } from "../../io.ts";
import { progressOn, timeLeft } from "../desk/progress.ts";
import type { FileRead } from "./read.ts";

/** Tells of the reading of one file. */
export function importProgressOn(io: Io): (read: FileRead, at?: { readonly done: boolean }) => void {
  const tell = progressOn(io);
  return ({ progress }, at) =>
    tell((seconds) => {
      const left = at?.done === true ? "" : timeLeft(seconds, progress.share);
      return `已比对 ${progress.rowsRead} 行，每秒 ${Math.round(progress.rowsRead / seconds)} 行${left}`;
    }, at);
}
