/** Each row to the subject it is of. */
import { likenessOf } from "../../../campaign/index.ts";
import type { Likeness } from "../../../campaign/index.ts";
import type { RosterContent } from "../content.ts";
import { elsewhere, lookalikes, namesakes, onlyOne, surely } from "../identity.ts";
import { incomingOf } from "../incoming.ts";
import type { Glanced, Incoming, IncomingContent } from "../incoming.ts";
import { sayOf } from "../match-keys-kept.ts";
import type { SourceStatement } from "../source-precedence.ts";
import { claim, latestOf, outward, stage, taken } from "./session.ts";
import type { IntakeSession, Placed } from "./session.ts";

/** Of a row whose code is known and that says nothing new no more has to be worked out. */
export function placeGlanced(hand: IntakeSession, row: Glanced): Placed | null {
  stage(hand, row.glance);
  const byCode = hand.known.signs.alike("code");
  if (byCode.length > 0 && saysNothingNew(hand, row, Math.min(...byCode))) return null;
  return placeSurely(hand, incomingOf(row));
}

/** The row placed by what is sure; null when it waits, or needs no further look. */
export function placeSurely(hand: IntakeSession, row: Incoming): Placed | null {
  const { signs, last } = hand.known;
  stage(hand, row.sign);
  const subject = surely(signs);
  if (subject !== null) return placeAt(hand, row, subject);
  if (last > 0 && (namesakes(signs).some((one) => one <= last) || lookalikes(signs).some((one) => one <= last))) {
    hand.waiting.push(row);
    return null;
  }
  return placeAnew(hand, row, []);
}

/** The staged row is of a subject known before or of an earlier row. */
function placeAt(hand: IntakeSession, row: Incoming, subject: number): Placed | null {
  if (saysNothingNew(hand, row, subject)) return null;
  const { line, content, sign } = row;
  if (taken(hand, subject))
    return { line, content, sign, subject, how: "同前", permitOf: null, others: [], likely: [] };
  claim(hand, subject, line);
  const permitOf = hand.known.signs.alike("permit").find((one) => one !== subject) ?? null;
  return { line, content, sign, subject, how: "已有", permitOf, others: [], likely: [] };
}

/** Tells of the staged row if an earlier row of the file, or the subject's latest of this source, says just the same. */
function saysNothingNew(hand: IntakeSession, row: IncomingContent, subject: number): boolean {
  const { signs } = hand.known;
  const sameAs = hand.lines[subject] ?? 0;
  if (sameAs > 0 ? hand.says[subject] !== signs.sayNumber() : signs.said(subject) !== true) return false;
  if (sameAs === 0) claim(hand, subject, row.line);
  hand.listener.outcome(
    sameAs > 0 ? { what: "重复", ...outward(row), sameAs } : { what: "未变", ...outward(row), subject },
  );
  return true;
}

/** The staged row is of a subject not heard of before, unless an earlier row of the file is of the same. */
function placeAnew(hand: IntakeSession, row: Incoming, likely: Placed["likely"]): Placed | null {
  const { signs, last } = hand.known;
  const others = namesakes(signs);
  const again = onlyOne(
    signs,
    others.filter((subject) => subject > last && signs.same("place", subject) !== false),
  );
  if (again !== null) return placeAt(hand, row, again);
  // one code of the two may be a slip of the pen; nobody but a person can tell
  const otherwiseCoded = signs
    .alike("spot")
    .filter((one) => !signs.fits(one) && signs.same("town", one) !== false)
    .map((one) => ({ subject: one, why: "名称、地址相同而统一社会信用代码不同" }));
  const subject = hand.next++;
  claim(hand, subject, row.line);
  signs.hold(subject, true);
  return {
    line: row.line,
    content: row.content,
    sign: row.sign,
    subject,
    how: "新",
    permitOf: null,
    others,
    likely: otherwiseCoded.length === 0 ? likely : [...otherwiseCoded, ...likely],
  };
}

/** Subjects known before that no row of the file is surely of, and that the row may be of. */
export function candidatesOf(hand: IntakeSession, row: Incoming): number[] {
  const { signs, last } = hand.known;
  stage(hand, row.sign);
  return [...new Set([...namesakes(signs), ...lookalikes(signs)])].filter(
    (subject) => subject <= last && !taken(hand, subject),
  );
}

export function placeLoosely(
  hand: IntakeSession,
  row: Incoming,
  told: ReadonlyMap<number, SourceStatement>,
): Placed | null {
  const { signs, last } = hand.known;
  const candidates = candidatesOf(hand, row);
  const sure = surely(signs);
  if (sure !== null) return placeAt(hand, row, sure);
  const only = onlyOne(
    signs,
    namesakes(signs).filter((subject) => subject <= last && !taken(hand, subject)),
  );
  if (only !== null && !elsewhere(signs, only)) return placeAt(hand, row, only);
  const judged = candidates.flatMap((subject) => {
    const likeness = likenessTo(row.content, subject, told.get(subject));
    return likeness === null ? [] : [{ subject, ...likeness }];
  });
  const same = judged.filter(({ verdict }) => verdict === "同一家");
  if (same.length === 1 && same[0]) return placeAt(hand, row, same[0].subject);
  const likely = judged.filter(({ verdict }) => verdict !== "两家");
  return placeAnew(
    hand,
    row,
    only !== null && likely.length === 0 ? [{ subject: only, why: "名称、属地相同而地址、电话不同" }] : likely,
  );
}

/** As a subject is now; where that is unlike, as any source has it: then a person decides, for the subject may have moved. */
function likenessTo(content: RosterContent, subject: number, told: SourceStatement | undefined): Likeness | null {
  const now = told && latestOf(told, subject);
  if (!told || now === undefined || now.kind !== content.kind) return null;
  const likeness = likenessOf(content, now);
  if (likeness.verdict !== "两家") return likeness;
  for (const row of told.rows.toReversed()) {
    const { verdict, why } = likenessOf(content, sayOf(row));
    if (verdict !== "两家") return { verdict: "待核", why: row.source === null ? why : `照${row.source}所报，${why}` };
  }
  return likeness;
}
