/** What a table holds besides its institutions, and what its cells say by pointing upwards: told with the import, so that nothing is left out unseen. */
import type { Problem } from "../../campaign/index.ts";

/** A row that stands for no institution: a sum, a signature, the header of a further page. */
export interface PassedRow {
  readonly line: number;
  readonly word: string;
}

export interface Asides {
  /** Rows passed over; blank ones are not counted. */
  passed: number;
  /** The first of them. */
  readonly passedRows: PassedRow[];
  /** By header: how many cells were read as the one above, and the row of the first. */
  readonly likeAbove: Map<string, { count: number; readonly line: number }>;
}

export const newAsides = (): Asides => ({ passed: 0, passedRows: [], likeAbove: new Map() });

/** How many rows are named. */
const mostNamed = 1_000;

export function passOver(asides: Asides, line: number, word: string): void {
  asides.passed += 1;
  if (asides.passedRows.length < mostNamed) asides.passedRows.push({ line, word });
}

const dittos = new Set(["同上", "同 上", "同前", "同上行", "同上栏", "同上。", "〃", "″", "”", "“", '"', "〞", "々"]);
const longestDitto = 3;

/** Whether a cell says no more than that it is as the one above. */
export const isDitto = (text: string): boolean => text.length <= longestDitto && dittos.has(text);

export function countLikeAbove({ likeAbove }: Asides, header: string, line: number): void {
  const before = likeAbove.get(header);
  if (before) before.count += 1;
  else likeAbove.set(header, { count: 1, line });
}

/** One for each column with such cells. */
export function remarksOnLikeAbove({ likeAbove }: Asides, file: string): Problem[] {
  return Array.from(likeAbove, ([header, { count, line }]) => ({
    code: "like-above",
    message: `「${header}」一栏写「同上」的 ${count} 格（第 ${line} 行起），照上面一行填。`,
    hint: "表重新排过次序的，「同上」指的可能不是原来那一行，请核对。",
    place: { file, row: line, column: header },
  }));
}
