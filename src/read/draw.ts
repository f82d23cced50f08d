/** A published draw, as anybody may hold it: judged before it is replayed. */
import * as z from "zod";
import { isDay, misuse } from "../campaign/index.ts";
import type { DrawChange, DrawRoster } from "../campaign/index.ts";

const day = z.string().refine(isDay);
const label = z.string().min(1);

const rosterShape = z.object({
  format: z.literal("tuban-draw-1"),
  number: z.string(),
  rule: z.string(),
  campaign: z.string(),
  frozenOn: day,
  origin: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("掷骰") }),
    z.object({ kind: z.literal("彩票"), name: z.string(), on: day }),
  ]),
  officersEach: z.int().min(1).max(99),
  classes: z.array(z.object({ name: z.string(), percent: z.number().gt(0).max(100) })),
  places: z.array(z.object({ label, name: z.string(), class: z.string(), town: z.string().nullable() })),
  officers: z.array(z.object({ label, name: z.string(), unit: z.string() })),
  recusals: z.array(z.object({ place: label, officer: label, reason: z.string() })),
  leftOut: z.array(z.object({ name: z.string(), reason: z.string() })),
});

const publishedShape = z.object({
  format: z.literal("tuban-draw-result-1"),
  roster: z.string(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  seed: z.string().min(1),
  origin: z.string(),
  drawnOn: day,
  changes: z.array(z.object({ place: label, officer: z.string().nullable(), reason: z.string() })),
  drawn: z.array(z.object({ place: label, officers: z.array(z.string()), skipped: z.string().nullable() })),
});

/** What is published of a draw: the directories letter for letter, the seed, what was changed since, and what came of it. */
export interface PublishedDraw {
  readonly format: "tuban-draw-result-1";
  readonly roster: string;
  readonly sha256: string;
  readonly seed: string;
  readonly origin: string;
  readonly drawnOn: string;
  readonly changes: readonly DrawChange[];
  readonly drawn: readonly PublishedPlace[];
}

export interface PublishedPlace {
  readonly place: string;
  readonly officers: readonly string[];
  readonly skipped: string | null;
}

/** @throws Stop when it is no published draw */
export function readPublishedDraw(
  text: string,
  file: string,
): { readonly published: PublishedDraw; readonly roster: DrawRoster } {
  const published = publishedShape.safeParse(parsed(text));
  const roster = published.success ? rosterShape.safeParse(parsed(published.data.roster)) : undefined;
  if (!published.success || !roster?.success)
    return misuse("not-a-draw", `不是公布的抽取结果：${file}`, {
      hint: "要的是 tuban draw file 写出的那个 .json 文件，一字不改",
    });
  return { published: published.data, roster: roster.data };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
