/** What a span says in words: its state, and what sets and lists may ask of it. Each combination is written down once and has a number. */
import { sql } from "kysely";
import { grouped, inStretches } from "../../campaign/index.ts";
import type {
  FindingStage,
  InspectionKind,
  LicenceClass,
  ListName,
  ListingState,
  Operation,
  OrderEffect,
  OrderStage,
  Severity,
  SubjectKind,
  TellingOutcome,
} from "../../campaign/index.ts";
import type { Db } from "../tables.ts";
import type { SpanKind } from "./kinds.ts";

/** What is left out does not concern spans of that kind. Written as JSON; its order of keys is that of the kind's own state in span.ts. */
export interface SpanTraits {
  readonly campaign?: string;
  readonly town?: string | null;
  /** Of a subject. */
  readonly kind?: SubjectKind;
  readonly licence_class?: LicenceClass | null;
  readonly category?: string | null;
  readonly bucket?: string;
  /** 停业 or 注销: nobody is there to be visited. */
  readonly gone?: true;
  /** Lead departments of a finding, issuer of an order, who tallied. */
  readonly lead?: string | null;
  readonly severity?: Severity;
  readonly order_kind?: string | null;
  readonly effect?: OrderEffect;
  readonly inspection_kind?: InspectionKind | null;
  readonly item?: string;
  readonly relapse?: boolean;
  readonly stage?: FindingStage | OrderStage;
  readonly overdue?: boolean;
  /** What the latest telling re-check said. */
  readonly outcome?: TellingOutcome | null;
  readonly operation?: Operation;
  /** The kind of fact that brought an operation about. */
  readonly table?: "service" | "inspection";
  readonly list?: ListName;
  readonly state?: ListingState;
}

/** Numbers of traits, as they are needed while something is recorded. */
export interface TraitNumbers {
  /** Those of all these, new ones written down. */
  find(kind: SpanKind, said: ReadonlySet<string>): Promise<void>;
  /** One that was found before; undefined where it was not. */
  of(kind: SpanKind, said: string): number | undefined;
}

/** Where it does not write, new ones have no number. */
export function traitNumbers(db: Db, { writes }: { readonly writes: boolean } = { writes: true }): TraitNumbers {
  const known = new Map<SpanKind, Map<string, number>>();
  const knownOf = (kind: SpanKind): Map<string, number> => {
    const ours = known.get(kind) ?? new Map<string, number>();
    known.set(kind, ours);
    return ours;
  };
  return {
    of: (kind, said) => known.get(kind)?.get(said),
    find: async (kind, said) => {
      const ours = knownOf(kind);
      const missing = [...said].filter((one) => !ours.has(one));
      for (const some of inStretches(missing, together)) {
        const rows = db.selectFrom("trait").select(["id", "said"]).where("kind", "=", kind).where("said", "in", some);
        for (const { id, said: one } of await rows.execute()) ours.set(one, id);
        const fresh = some.filter((one) => !ours.has(one));
        if (!writes || fresh.length === 0) continue;
        let next = await nextNumber(db);
        for (const one of fresh) ours.set(one, next++);
        await db
          .insertInto("trait")
          .values(fresh.map((one) => ({ id: ours.get(one) ?? 0, kind, said: one })))
          .execute();
      }
    },
  };
}

/** How many are asked for in one statement. */
const together = 500;

async function nextNumber(db: Db): Promise<number> {
  const { rows } = await sql<{ last: number | null }>`select max(id) as last from trait`.execute(db);
  return (rows[0]?.last ?? 0) + 1;
}

/** All traits of a kind, by number. */
export async function traitsOf(db: Db, kind: SpanKind): Promise<ReadonlyMap<number, SpanTraits>> {
  if (!lasting.has(db)) {
    const rows = await db.selectFrom("trait").select(["id", "said"]).where("kind", "=", kind).execute();
    return saidBy(rows);
  }
  let kept = lasting.get(db);
  if (kept === undefined) lasting.set(db, (kept = allTraits(db)));
  return (await kept).get(kind) ?? nothing;
}

type Traits = ReadonlyMap<number, SpanTraits>;

const nothing: Traits = new Map();

const saidBy = (rows: readonly { readonly id: number; readonly said: string }[]): Traits =>
  new Map(rows.map(({ id, said }) => [id, JSON.parse(said) as SpanTraits]));

/** The traits of all kinds, read once, where `traitsLast` was said. */
const lasting = new WeakMap<Db, Promise<ReadonlyMap<string, Traits>> | undefined>();

/** Nothing is recorded through `db`, which sees one state as long as it lasts: what is read of traits is kept. */
export function traitsLast(db: Db): void {
  lasting.set(db, undefined);
}

async function allTraits(db: Db): Promise<ReadonlyMap<string, Traits>> {
  const rows = await db.selectFrom("trait").select(["id", "kind", "said"]).execute();
  return new Map(
    Array.from(
      grouped(rows, ({ kind }) => kind),
      ([kind, of]) => [kind, saidBy(of)],
    ),
  );
}
