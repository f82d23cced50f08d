/** Every kind of fact, in the order of the story; the one list that all else is derived from. */
import type { RowOf } from "./column.ts";
import { bundleKinds } from "./bundle.ts";
import { drawKinds } from "./draw.ts";
import { editionKinds } from "./edition.ts";
import { visitKinds } from "./visit.ts";
import type { FactKind } from "./kind.ts";
import { listingKinds } from "./listing.ts";
import { orderKinds } from "./order.ts";
import { penaltyKinds } from "./penalty.ts";
import { recordKinds } from "./record.ts";
import { registerKinds } from "./register.ts";
import { returnKinds } from "./return.ts";
import { reviewKinds } from "./review.ts";
import { rosterKinds } from "./roster.ts";
import { serviceKinds } from "./service.ts";

export const factKinds = {
  ...recordKinds,
  ...rosterKinds,
  ...visitKinds,
  ...orderKinds,
  ...serviceKinds,
  ...reviewKinds,
  ...listingKinds,
  ...returnKinds,
  ...penaltyKinds,
  ...registerKinds,
  ...drawKinds,
  ...editionKinds,
  ...bundleKinds,
};

type Kinds = typeof factKinds;

/** The kinds with a trait. */
type With<Trait extends string> = {
  [Name in keyof Kinds]: Kinds[Name] extends Readonly<Record<Trait, true>> ? Name : never;
}[keyof Kinds];

/** What evidence can be attached to. */
export type EvidenceOf = With<"evidence">;

/** What may be corrected. */
export type CorrectionOf = {
  [Name in keyof Kinds]: Kinds[Name] extends { readonly corrects: object } ? Name : never;
}[keyof Kinds];

/** What a paper that is no order is about. */
export type PaperAbout = "subject" | "campaign" | With<"papers">;

/** The rows of every kind. */
export type KindRows = {
  [Name in keyof Kinds]: Name extends "evidence"
    ? Omit<RowOf<Kinds[Name]["columns"]>, "fact"> & { fact: EvidenceOf }
    : Name extends "paper"
      ? Omit<RowOf<Kinds[Name]["columns"]>, "about"> & { about: PaperAbout }
      : RowOf<Kinds[Name]["columns"]>;
};

/** The kinds by name, where all are gone through. */
export const kindsByName: ReadonlyMap<string, FactKind> = new Map(Object.entries<FactKind>(factKinds));
