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
export interface TraitColumns<Of> {
  readonly of: Int32Array;
  readonly all: readonly Of[];
}

/** Different values, each in a place of its own; new ones come at the end. */
export interface Places<T> {
  readonly all: T[];
  of(value: T): number;
}

export function placesOf<T>(): Places<T> {
  const all: T[] = [];
  const places = new Map<T, number>();
  return {
    all,
    of: (value) => {
      let place = places.get(value);
      if (place === undefined) places.set(value, (place = all.push(value) - 1));
      return place;
    },
  };
}
