/** What the placed rows add, weighed against what was said before and recorded. */
import { changesBetween, mergedWith, rowOf } from "../content.ts";
import type { RosterContent } from "../content.ts";
import { toJson } from "../../json.ts";
import type { New } from "../../ledger.ts";
import { overrules, saysIn, settled } from "../source-precedence.ts";
import type { SourceStatement } from "../source-precedence.ts";
import type { RosterRow } from "../../tables.ts";
import { latestOf, outward, stage, tellingOf } from "./session.ts";
import type { IntakeSession, IntakeOutcome, Placed } from "./session.ts";
import { noteDoubts } from "./doubts.ts";

/** Records what the placed rows add, and tells what became of each. */
export async function settle(hand: IntakeSession, placed: readonly Placed[]): Promise<void> {
  const { entry, listener } = hand;
  const asked = askedOf(placed, hand.known.last);
  const told = asked.size === 0 ? new Map<number, SourceStatement>() : await tellingOf(hand, [...asked]);
  const outcomes: IntakeOutcome[] = [];
  const rows: New<RosterRow>[] = [];
  const holding = new Map<number, RosterContent>();
  for (const one of placed) {
    if (one.how !== "新") continue;
    rows.push(factOf(hand, one, one.content, null));
    outcomes.push({
      what: "新登记",
      line: one.line,
      row: one.content,
      subject: one.subject,
      reappears: hand.closed.sharing(one.content),
    });
  }
  for (const one of placed) {
    if (one.how !== "已有") continue;
    const outcome = weighed(hand, one, told.get(one.subject) ?? { rows: [], choices: [] });
    outcomes.push(outcome);
    holding.set(one.subject, outcome.row);
    if (outcome.what === "未变") continue;
    const said = changesBetween(outcome.row, one.content).length === 0 ? null : toJson(one.content);
    rows.push(factOf(hand, one, outcome.row, said));
    stage(hand, one.sign);
    hand.known.signs.hold(one.subject, true);
  }
  hand.recorded += rows.length;
  for (const subject of await withLaterRows(hand, [...holding.keys()])) hand.overtaken.add(subject);
  if (rows.length > 0) await entry.addMany("roster", rows);
  outcomes.push(...(await conflicting(hand, placed)));
  await noteDoubts(hand, placed, { told, holding });
  for (const outcome of outcomes.sort((a, b) => a.line - b.line)) listener.outcome(outcome);
}

/** Those of the subjects that have rows of days after the file's. */
async function withLaterRows({ entry, provenance }: IntakeSession, subjects: readonly number[]): Promise<number[]> {
  if (subjects.length === 0) return [];
  const later = await entry.db
    .selectFrom("roster")
    .select("subject")
    .distinct()
    .where("subject", "in", subjects)
    .where("happened_on", ">", provenance.on)
    .execute();
  return later.map(({ subject }) => subject);
}

/** The subjects known before whose rows have to be looked at. */
function askedOf(placed: readonly Placed[], last: number): Set<number> {
  const asked = new Set<number>();
  for (const { how, subject, permitOf, others, likely } of placed) {
    if (how === "已有") asked.add(subject);
    for (const one of [permitOf, ...others.slice(0, 3), ...likely.map((other) => other.subject)])
      if (one !== null && one <= last) asked.add(one);
  }
  return asked;
}

function factOf(
  { batch, provenance }: IntakeSession,
  { line, subject }: Placed,
  content: RosterContent,
  said: RosterRow["said"],
): New<RosterRow> {
  return rowOf(content, { batch, line, subject, happened_on: provenance.on, said });
}

/** What a row says of a subject that was known, weighed against what was said before. */
function weighed({ provenance, closed }: IntakeSession, one: Placed, told: SourceStatement): IntakeOutcome {
  const { line, content, subject } = one;
  const before = latestOf(told, subject);
  if (before === undefined)
    return {
      what: "变更",
      line,
      row: content,
      subject,
      changes: changesBetween(null, content),
      closed: closed.standingOf(subject),
      overruled: false,
    };
  const says = saysIn(told);
  const ours = says.filter(({ source }) => source === provenance.source);
  const own = settled(ours, [], provenance.ranking);
  if (own !== null && changesBetween(own, mergedWith(own, content)).length === 0)
    return { what: "未变", line, row: before, subject };
  const holding =
    settled([...says, { source: provenance.source, content }], told.choices, provenance.ranking) ?? content;
  const changes = changesBetween(before, holding);
  const standing = own === null ? closed.standingOf(subject) : null;
  const overruled = overrules(holding, content);
  return changes.length > 0
    ? { what: "变更", line, row: holding, subject, changes, closed: standing, overruled }
    : { what: "印证", line, row: holding, subject, closed: standing, overruled };
}

/** Rows of subjects that an earlier row of the file is of, in other words. */
async function conflicting(hand: IntakeSession, placed: readonly Placed[]): Promise<IntakeOutcome[]> {
  const again = placed.filter(({ how }) => how === "同前");
  if (again.length === 0) return [];
  const told = await tellingOf(
    hand,
    again.map(({ subject }) => subject),
  );
  return again.map((one): IntakeOutcome => {
    const says = saysIn(told.get(one.subject) ?? { rows: [], choices: [] }).filter(
      ({ source }) => source === hand.provenance.source,
    );
    const first = says.at(-1)?.content ?? null;
    const sameAs = hand.lines[one.subject] ?? 0;
    const changes = changesBetween(first, one.content);
    return changes.length === 0
      ? { what: "重复", ...outward(one), sameAs }
      : { what: "冲突", ...outward(one), sameAs, changes };
  });
}
