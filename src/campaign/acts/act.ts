/** What every act is: what refuses it, given what is known, and the facts that come of it. */
import type { Problem } from "../../base/problem.ts";

/** An act as a value. A command asks it before it records; a bundle that comes back asks it of what a group recorded. */
export interface ActLaw<Known, Asked, Made> {
  /** What stands against it; empty when nothing does. */
  problems(known: Known, asked: Asked): readonly Problem[];
  /** The facts that come of it, where nothing stands against it. */
  facts(known: Known, asked: Asked): Made;
}
