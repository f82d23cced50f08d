/**
 * Taking a list into the roster (底数), a stretch of rows at a time: each row to the subject it is of, what is new or says
 * something new recorded at once, so that a million rows are never held together.
 *
 * Sure signs (code, permit, name with address) decide at once. A row with only looser ones waits until the others have been
 * placed, so that it never takes a subject from the row it belongs to.
 */
import { inStretches } from "../../../campaign/index.ts";
import type { Glanced, Incoming } from "../incoming.ts";
import { tellingOf } from "./session.ts";
import type { IntakeSession, Listener, Placed, Provenance } from "./session.ts";
import { candidatesOf, placeGlanced, placeLoosely, placeSurely } from "./match.ts";
import { settle } from "./merge.ts";
import { keepPages, knownSigns } from "../match-keys-kept.ts";
import type { Entry, New } from "../../ledger.ts";
import { settleLater } from "../pairs.ts";
import { closedSubjects } from "../reappearance.ts";
import type { ImportBatchRow } from "../../tables.ts";

export interface Intake {
  /** Places the next rows of the file. */
  take(rows: readonly (Incoming | Glanced)[]): Promise<void>;
  /** Places what waited, and records the batch; nothing when no row said anything new. */
  finish(batch: () => New<ImportBatchRow>): Promise<void>;
}

/** How many rows wait at most for the others to be placed. */
const mostWaiting = 20_000;

const stretch = 1_000;

export async function openIntake(entry: Entry, provenance: Provenance, listener: Listener): Promise<Intake> {
  const known = await knownSigns(entry.db);
  const hand: IntakeSession = {
    entry,
    provenance,
    listener,
    known,
    closed: await closedSubjects(entry.db, provenance.on),
    batch: await nextBatch(entry),
    next: known.last + 1,
    lines: new Int32Array(known.last + 2),
    says: new Float64Array(known.last + 2),
    waiting: [],
    recorded: 0,
    overtaken: new Set(),
  };
  return {
    take: async (rows) => {
      const placed: Placed[] = [];
      for (const row of rows) {
        const one = "sign" in row ? placeSurely(hand, row) : placeGlanced(hand, row);
        if (one) placed.push(one);
      }
      await settle(hand, placed);
      if (hand.waiting.length >= mostWaiting) await placeWaiting(hand);
    },
    finish: async (batch) => {
      await placeWaiting(hand);
      if (hand.recorded === 0) return;
      await entry.add("import_batch", batch());
      for (const subject of hand.overtaken) await settleLater(entry, subject, provenance);
      await keepPages(entry.db, known);
    },
  };
}

async function nextBatch({ db }: Entry): Promise<number> {
  const row = await db
    .selectFrom("import_batch")
    .select((of) => of.fn.max("id").as("last"))
    .executeTakeFirst();
  return (row?.last ?? 0) + 1;
}

/** Rows with loose signs only, when all that is sure has been placed. */
async function placeWaiting(hand: IntakeSession): Promise<void> {
  const waiting = hand.waiting;
  hand.waiting = [];
  for (const rows of inStretches(waiting, stretch)) {
    const candidates = new Set<number>();
    for (const row of rows) for (const subject of candidatesOf(hand, row)) candidates.add(subject);
    const told = await tellingOf(hand, [...candidates]);
    await settle(
      hand,
      rows.flatMap((row) => placeLoosely(hand, row, told) ?? []),
    );
  }
}
