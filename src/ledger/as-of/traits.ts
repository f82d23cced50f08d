/** What a filter may ask: a fact, and the subject it is about, are told apart by a few traits, of which there are few combinations. */
import type { FindingStage, LicenceClass, Severity, SubjectKind } from "../../campaign/index.ts";

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

/**
 * Tells combinations of several codes apart, for things in the places 0 to `count` - 1; each code is less than its size. `traits` says what
 * a combination stands for.
 */
export function combined<Of>(
  count: number,
  sizes: readonly number[],
  codeAt: readonly ((at: number) => number)[],
  traits: (...codes: readonly number[]) => Of,
): Traits<Of> {
  const of = new Int32Array(count);
  const all: Of[] = [];
  const numbers = new Map<number, number>();
  for (let at = 0; at < count; at += 1) {
    let key = 0;
    for (let nth = 0; nth < codeAt.length; nth += 1)
      key = key * Math.max(1, sizes[nth] ?? 1) + (codeAt[nth]?.(at) ?? 0);
    let number = numbers.get(key);
    if (number === undefined) {
      number = all.push(traits(...codeAt.map((code) => code(at)))) - 1;
      numbers.set(key, number);
    }
    of[at] = number;
  }
  return { of, all };
}
