/** Who is who: which subject a row of a list is of, by codes, names, places and telephones. Works on the staged row of the signs. */
import type { Signs } from "./match-index/match-index.ts";

/** By code; else by permit where the codes do not differ; else by name and address. */
export function surely(signs: Signs): number | null {
  const byCode = signs.alike("code");
  if (byCode.length > 0) return Math.min(...byCode);
  const byPermit = signs.alike("permit").filter((subject) => signs.fits(subject));
  if (byPermit.length > 0) return Math.min(...byPermit);
  const bySpot = signs.alike("spot").filter((subject) => signs.fits(subject) && signs.same("town", subject) !== false);
  return bySpot.length > 0 ? Math.min(...bySpot) : null;
}

/** Of the same name, with no other code; empty where too many share the name for it to say anything (托管班). */
export const namesakes = (signs: Signs): number[] => signs.alike("name").filter((subject) => signs.fits(subject));

/** The only namesake that is not somewhere else: same town, or nothing is known against it. */
export function onlyOne(signs: Signs, candidates: readonly number[]): number | null {
  const here = candidates.filter((subject) => signs.same("town", subject) ?? signs.same("place", subject) !== false);
  const [only] = here;
  return only !== undefined && here.length === 1 ? only : null;
}

/** Whether a namesake of another source stands elsewhere under another telephone, so that a person should look. */
export const elsewhere = (signs: Signs, subject: number): boolean =>
  signs.same("place", subject) === false && signs.same("phone", subject) !== true && !signs.fromSameSource(subject);

/** Subjects that may be the staged row's under another name: a telephone or a place in common, or the name's own part with the town. */
export function lookalikes(signs: Signs): number[] {
  const found = new Set([...signs.alike("phone"), ...signs.alike("place")]);
  for (const subject of signs.alike("core")) if (signs.same("town", subject) === true) found.add(subject);
  return [...found].filter((subject) => signs.fits(subject));
}
