/** The mark on what was issued before a fact that it rests on was corrected. */
import { plain } from "../../write/plain.ts";

export const correctedMark = "已更正";

/** Stands over the text of such a paper; empty where nothing was corrected. */
export function correctedHead(corrected: readonly string[]): string {
  if (corrected.length === 0) return "";
  return `${corrected.map((text) => plain(`〔${correctedMark}〕签发以后更正：${text}`)).join("\n")}\n\n`;
}
