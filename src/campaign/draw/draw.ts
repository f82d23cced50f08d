/**
 * 抽取: who is drawn, and who goes there, from directories that were frozen before the seed was known. Each label has one position
 * that seed and directories give it (draft-thomson-elegy-vrs), so that a wrong line shifts nobody else.
 */
import { hint, next, particular } from "../../base/next.ts";
import type { Day } from "../../base/day.ts";
import { oneProblem } from "../../base/problem.ts";
import type { Problem } from "../../base/problem.ts";

/** Where the seed is to come from: said before it is known. */
export type SeedOrigin = { readonly kind: "掷骰" } | { readonly kind: "彩票"; readonly name: string; readonly on: Day };

export interface DrawClass {
  readonly name: string;
  /** Per cent; the number drawn is rounded up. */
  readonly percent: number;
}

/** Who may be drawn. */
export interface DrawPlace {
  /** Short number of the roster, or number of the register's entry. */
  readonly label: string;
  readonly name: string;
  readonly class: string;
  readonly town: string | null;
}

/** Who may be sent. */
export interface DrawOfficer {
  /** Number of the certificate, else name and unit. */
  readonly label: string;
  readonly name: string;
  readonly unit: string;
}

export interface Recusal {
  readonly place: string;
  readonly officer: string;
  readonly reason: string;
}

/** What is frozen and published before the seed is known. */
export interface DrawRoster {
  readonly format: "tuban-draw-1";
  readonly number: string;
  readonly rule: string;
  readonly campaign: string;
  readonly frozenOn: Day;
  readonly origin: SeedOrigin;
  readonly officersEach: number;
  readonly classes: readonly DrawClass[];
  readonly places: readonly DrawPlace[];
  readonly officers: readonly DrawOfficer[];
  readonly recusals: readonly Recusal[];
  /** Left out of the draw, and why. */
  readonly leftOut: readonly { readonly name: string; readonly reason: string }[];
}

/** After the draw, for a reason: a place gives way to the next of its class, or an officer to the next who may go there. */
export interface DrawChange {
  readonly place: string;
  /** null: the place itself gives way. */
  readonly officer: string | null;
  readonly reason: string;
}

export interface DrawnPlace {
  readonly place: DrawPlace;
  readonly officers: readonly DrawOfficer[];
  /** The place whose stead it takes; null: drawn at once. */
  readonly insteadOf: string | null;
  /** Why it gave way; null: it stands. */
  readonly skipped: string | null;
}

/** A position for a label, as hex of equal length. */
export type Position = (label: string) => string;

/** How many of a class are drawn. */
export const drawnOf = (among: number, percent: number): number => Math.min(among, Math.ceil((among * percent) / 100));

/** The label that tells the position of an officer for one place. */
export const pairLabel = (place: string, officer: string): string => `配对\n${place}\n${officer}`;

/** What stands against freezing: nobody to draw, a class without a share, too few officers for a place. */
export function rosterProblems({ places, officers, officersEach, classes, recusals }: DrawRoster): Problem[] {
  const empty: Problem[] =
    places.length === 0
      ? [{ code: "draw-nobody", message: "没有可以抽的", hint: "先导入底数；都排除了的，少排除几家" }]
      : [];
  const few = places.filter(({ label }) => {
    const recused = new Set(recusals.flatMap(({ place, officer }) => (place === label ? [officer] : [])));
    return officers.filter((one) => !recused.has(one.label)).length < officersEach;
  });
  const [first] = few;
  return [
    ...empty,
    ...classes
      .filter(({ percent }) => !(percent > 0 && percent <= 100))
      .map(({ name }): Problem => ({
        code: "draw-no-percent",
        message: `“${name}”没有抽取比例`,
        hint: hint`在方案“双随机”里填上比例，或用 ${particular({ percent: true })} 写明`,
      })),
    ...(first
      ? oneProblem(
          "draw-too-few-officers",
          `${first.name}回避以后不足 ${officersEach} 人可派${few.length > 1 ? `，这样的共 ${few.length} 家` : ""}（人员库共 ${officers.length} 人）`,
          hint`补登有执法证的人员：${next("person add")}；或把这几家排除：${particular({ exclude: "编号:理由" })}`,
        )
      : []),
  ];
}

/** Everything that the draw gives, in the order drawn; those that took another's place stand last. */
export function drawFrom(roster: DrawRoster, position: Position, changes: readonly DrawChange[]): DrawnPlace[] {
  const order = inOrder(roster.places, position);
  const waiting = new Map(roster.classes.map(({ name }) => [name, order.filter((place) => place.class === name)]));
  const first = new Set(
    roster.classes.flatMap(({ name, percent }) => {
      const among = waiting.get(name) ?? [];
      return among.splice(0, drawnOf(among.length, percent));
    }),
  );
  const loads = new Map<string, number>();
  const drawn: DrawnPlace[] = [];
  const send = (place: DrawPlace, insteadOf: string | null): void => {
    const officers = nextOfficers(roster, position, loads, {
      place: place.label,
      without: [],
      count: roster.officersEach,
    });
    drawn.push({ place, officers, insteadOf, skipped: null });
  };
  for (const place of order) if (first.has(place)) send(place, null);
  for (const change of changes) {
    const at = drawn.findIndex(({ place, skipped }) => place.label === change.place && skipped === null);
    const now = drawn[at];
    if (!now) continue;
    if (change.officer === null) {
      for (const { label } of now.officers) loads.set(label, (loads.get(label) ?? 1) - 1);
      drawn[at] = { ...now, skipped: change.reason };
      const substitute = waiting.get(now.place.class)?.shift();
      if (substitute) send(substitute, change.place);
    } else {
      const gone = change.officer;
      loads.set(gone, (loads.get(gone) ?? 1) - 1);
      const without = [...now.officers.map(({ label }) => label), ...goneFrom(changes, change)];
      const instead = nextOfficers(roster, position, loads, { place: change.place, without, count: 1 });
      drawn[at] = { ...now, officers: [...now.officers.filter(({ label }) => label !== gone), ...instead] };
    }
  }
  return drawn;
}

/** Officers that had given way at the same place before. */
function goneFrom(changes: readonly DrawChange[], { place }: DrawChange): string[] {
  return changes.flatMap((one) => (one.place === place && one.officer !== null ? [one.officer] : []));
}

function inOrder<T extends { readonly label: string }>(all: readonly T[], position: Position): T[] {
  return all
    .map((one) => ({ one, at: position(one.label) }))
    .toSorted((left, right) => compare(left.at, right.at) || compare(left.one.label, right.one.label))
    .map(({ one }) => one);
}

/** Those who go: least sent so far in this draw, then by position. */
function nextOfficers(
  { officers, recusals }: DrawRoster,
  position: Position,
  loads: Map<string, number>,
  { place, without, count }: { readonly place: string; readonly without: readonly string[]; readonly count: number },
): DrawOfficer[] {
  const recused = new Set(recusals.flatMap((one) => (one.place === place ? [one.officer] : [])));
  const sent = officers
    .filter(({ label }) => !recused.has(label) && !without.includes(label))
    .map((officer) => ({
      officer,
      load: loads.get(officer.label) ?? 0,
      at: position(pairLabel(place, officer.label)),
    }))
    .toSorted((one, other) => one.load - other.load || compare(one.at, other.at))
    .slice(0, count)
    .map(({ officer }) => officer);
  for (const { label } of sent) loads.set(label, (loads.get(label) ?? 0) + 1);
  return sent;
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
