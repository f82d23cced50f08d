/** Who was drawn: replayed from what the ledger has of a draw. */
import { drawFrom } from "../../campaign/index.ts";
import type { DrawnPlace } from "../../campaign/index.ts";
import type { DrawNow } from "../../ledger/acts/draws.ts";
import { positionsBy } from "./position.ts";

/** Empty until the seed is known. */
export function drawnIn({ row, roster, seed, changes }: DrawNow): DrawnPlace[] {
  return seed === null ? [] : drawFrom(roster, positionsBy(seed.text, row.sha256), changes);
}
