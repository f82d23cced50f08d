/** Reads what a ledger gave to its witness, and the book that a witness keeps. */
import { z } from "zod";
import { misuse } from "../campaign/index.ts";
import type { KeptState, KeySignature, Testimony } from "../campaign/index.ts";

const digest = z.string().regex(/^[0-9a-f]{64}$/);
const state = { ledger: digest, entries: z.int().positive(), root: digest };

const testimony = z.object({
  format: z.literal("tuban-witness-1"),
  ...state,
  code: z.string(),
  signature: z.object({ key: z.string().max(64), value: z.string().max(128) }).optional(),
  since: z.array(z.object({ entries: z.int().positive(), proof: z.array(digest).max(64) })).max(10_000),
});

const book = z.object({
  format: z.literal("tuban-witness-book-1"),
  kept: z.array(z.object({ ...state, at: z.string(), from: z.string(), key: z.string().optional() })),
});

/** What is kept of one ledger: with the moment when it was taken, the file that it came in, and the key that signed it. */
export type BookLine = KeptState & { readonly at: string; readonly from: string; readonly key?: string | undefined };

/** As it came, signed where the office has a key. */
export type GivenTestimony = Testimony & { readonly signature?: KeySignature | undefined };

/** @throws Stop not-a-testimony */
export function readTestimony(text: string, file: string): GivenTestimony {
  return (
    testimony.safeParse(parsed(text)).data ??
    misuse("not-a-testimony", `这不是交给见证人的文件：${file}`, { hint: "由 tuban witness give 写出" })
  );
}

/** @throws Stop not-a-witness-book */
export function readWitnessBook(text: string, file: string): readonly BookLine[] {
  return (
    book.safeParse(parsed(text)).data?.kept ??
    misuse("not-a-witness-book", `这不是见证簿：${file}`, {
      hint: "由 tuban witness take 写出；换一个文件名，用 --book 指明",
    })
  );
}

/** States in either of the two. @throws Stop not-a-testimony */
export function readStates(text: string, file: string): readonly KeptState[] {
  return book.safeParse(parsed(text)).data?.kept ?? [readTestimony(text, file)];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
