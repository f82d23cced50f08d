/** What waits, by what it is about: acts of groups that contradict each other are one matter, with all that rests on them. */
import { contradicts } from "../../campaign/index.ts";
import type { FieldName } from "../../campaign/index.ts";
import { fieldOnDay, waitingActs } from "../../ledger/bundle/bundles.ts";
import { candidatesWaiting } from "../../ledger/bundle/take-in.ts";
import type { ReturningAct } from "../../ledger/bundle/take-in.ts";
import type { Db, WaitingActRow } from "../../ledger/tables.ts";

/** A field of an institution, with what a group puts there. */
export interface FieldEdit {
  readonly subject: number;
  readonly name: string;
  readonly field: FieldName;
  /** What stood there as the bundle was handed out. */
  readonly before: string;
  /** What stands there at the office now. */
  readonly now: string;
  readonly value: string;
}

export interface ActWaiting {
  readonly row: WaitingActRow;
  readonly candidate: ReturningAct;
  readonly edits: readonly FieldEdit[];
}

export interface Matter {
  /** What a person has to choose between, or say yes or no to. */
  readonly acts: readonly ActWaiting[];
  /** What follows from that word. */
  readonly resting: readonly ActWaiting[];
}

/** All that waits, as it came. */
export async function allWaiting(db: Db): Promise<ActWaiting[]> {
  const candidates = new Map((await candidatesWaiting(db)).map((one) => [one.waiting, one]));
  const found: ActWaiting[] = [];
  for (const row of await waitingActs(db)) {
    const candidate = candidates.get(row.id);
    if (candidate) found.push({ row, candidate, edits: await editsOf(db, candidate) });
  }
  return found;
}

async function editsOf(db: Db, { act, bundle }: ReturningAct): Promise<FieldEdit[]> {
  const found: FieldEdit[] = [];
  for (const { on, value } of act.claims) {
    const [, number, name] = /^字段 (\d+) (\S+)$/.exec(on) ?? [];
    if (number === undefined || name === undefined) continue;
    const [subject, field] = [Number(number), name as FieldName];
    const asked = { subject, field, day: act.on };
    const then = await fieldOnDay(db, asked, bundle.known_to);
    const now = await fieldOnDay(db, asked);
    found.push({ subject, field, name: now.name, before: then.value, now: now.value, value: shownValue(value) });
  }
  return found;
}

function shownValue(value: string | undefined): string {
  const read: unknown = value === undefined ? null : JSON.parse(value);
  if (read === null) return "（空）";
  return typeof read === "string" ? read : JSON.stringify(read);
}

/** In the order in which the first act of each came. */
export function mattersOf(all: readonly ActWaiting[]): Matter[] {
  const left = new Set(all);
  const matters: Matter[] = [];
  for (const first of all) {
    if (!left.has(first)) continue;
    const [own, open] = [new Set<ActWaiting>(), [first]];
    for (let one = open.pop(); one; one = open.pop()) {
      if (!left.delete(one)) continue;
      own.add(one);
      open.push(...[...left].filter((other) => one && belong(one, other)));
    }
    const acts = all.filter((one) => own.has(one));
    matters.push({
      acts: acts.filter((one) => !acts.some((other) => restsOn(one, other))),
      resting: acts.filter((one) => acts.some((other) => restsOn(one, other))),
    });
  }
  return matters;
}

const belong = (one: ActWaiting, other: ActWaiting): boolean =>
  areRivals(one, other) || restsOn(one, other) || restsOn(other, one);

const areRivals = ({ candidate: one }: ActWaiting, { candidate: other }: ActWaiting): boolean =>
  one.bundle.id !== other.bundle.id && contradicts(one.act.claims, other.act.claims);

const restsOn = ({ candidate: { bundle, act } }: ActWaiting, { candidate: other }: ActWaiting): boolean =>
  bundle.id === other.bundle.id && (act.needs.includes(other.act.seq) || act.undoes === other.act.seq);
