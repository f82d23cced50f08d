/** Draws: the frozen directories, the seed, and what was changed afterwards; who was drawn follows from these. */
import type { DrawRoster } from "../draw/draw.ts";
import { day, integer, json, optional, ref, text } from "./column.ts";
import { fact } from "./kind.ts";

export const drawKinds = {
  /** Directories frozen for a draw. */
  draw: fact(
    {
      campaign: text,
      rule: text,
      year: integer,
      serial: integer,
      number: text,
      /** The frozen directories, as published. */
      roster: json<DrawRoster>(),
      sha256: text,
      happened_on: day,
    },
    {
      title: "抽取",
      indexes: {},
      called: ({ number }) => number,
      evidence: true,
      papers: true,
      since: 16,
    },
  ),
  draw_seed: fact(
    {
      draw: ref("draw"),
      /** As it enters the algorithm. */
      seed: text,
      /** Who rolled what, or which lottery. */
      origin: text,
      happened_on: day,
    },
    { title: "抽取种子", indexes: { draw_seed_draw: ["draw"] }, about: "draw", evidence: true, since: 17 },
  ),
  /** A place, or an officer at a place, gives way after the draw. */
  draw_change: fact(
    { draw: ref("draw"), place: text, officer: optional(text), reason: text, happened_on: day },
    { title: "抽取更换", indexes: { draw_change_draw: ["draw"] }, about: "draw", evidence: true, since: 18 },
  ),
};
