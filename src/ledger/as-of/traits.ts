/** What a filter may ask: a fact, and the subject it is about, are told apart by a few traits, of which there are few combinations. */
import type { FindingStage, LicenceClass, Severity, SubjectKind } from "../../campaign/index.ts";
import type { Words } from "../columns/columns.ts";

/** What a filter may ask of a subject. */
export interface SubjectTraits {
  readonly kind: SubjectKind;
  readonly licence_class: LicenceClass | null;
  readonly category: string | null;
  readonly bucket: string | null;
}

/** Of a subject that the roster does not have: it counts as an institution. */
export const nobody: SubjectTraits = { kind: "机构", licence_class: null, category: null, bucket: null };

/** What a filter may ask of a fact. */
export interface FactTraits {
  readonly lead: string | null;
  readonly severity: Severity | null;
  readonly order_kind: string | null;
  readonly inspection_kind: string | null;
  readonly item: string | null;
  readonly relapse: boolean;
  readonly stage: FindingStage | null;
  readonly overdue: boolean;
}

/** Of a fact of which nothing may be asked. */
export const noTraits: FactTraits = {
  lead: null,
  severity: null,
  order_kind: null,
  inspection_kind: null,
  item: null,
  relapse: false,
  stage: null,
  overdue: false,
};

/** The combinations there are, and by place which one a thing has. */
export interface Traits<Of> {
  readonly of: Int32Array | Uint16Array;
  readonly all: readonly Of[];
}

/** What a thing has of one kind, by its place, as a code below `size`. */
export interface Coded {
  readonly size: number;
  readonly at: (place: number) => number;
}

export const codesOf = ({ codes, texts }: Words): Coded => ({ size: texts.length, at: (place) => codes[place] ?? 0 });

/**
 * Tells combinations of codes apart, for things in the places 0 to `count` - 1. `traits` says what a combination stands for. What is
 * empty has the first combination, without being asked.
 */
export function combined<Of>(
  count: number,
  coded: readonly Coded[],
  traits: (...codes: readonly number[]) => Of,
  isEmpty: (place: number) => boolean = () => false,
): Traits<Of> {
  const of = new Int32Array(count);
  const all: Of[] = [];
  const numbers = new Map<number, number>();
  for (let at = 0; at < count; at += 1) {
    if (at > 0 && isEmpty(at)) continue;
    let key = 0;
    for (const { size, at: codeAt } of coded) key = key * Math.max(1, size) + codeAt(at);
    let number = numbers.get(key);
    if (number === undefined) {
      number = all.push(traits(...coded.map((one) => one.at(at)))) - 1;
      numbers.set(key, number);
    }
    of[at] = number;
  }
  return { of, all };
}
