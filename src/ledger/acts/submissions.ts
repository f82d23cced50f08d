/** Submissions from phones: which visit one became, so that it is known when it is sent again. */
import type { Day } from "../../campaign/index.ts";
import { inStretches } from "../../campaign/index.ts";
import { isInForce } from "../in-force.ts";
import type { Entry } from "../ledger.ts";
import type { Db } from "../tables.ts";
import { attachEvidence } from "../evidence/files.ts";
import type { KeptFile } from "../evidence/files.ts";

/** The visits that these submissions became, by instance, as of a day. */
export async function visitsOfSubmissions(
  db: Db,
  asOf: Day,
  instances: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const known = new Map<string, number>();
  for (const some of inStretches(instances, 500)) {
    const rows = await db
      .selectFrom("submission")
      .select(["instance", "inspection"])
      .where("instance", "in", some)
      .where(isInForce(asOf))
      .execute();
    for (const { instance, inspection } of rows) known.set(instance, inspection);
  }
  return known;
}

/** The items that each of these visits was recorded to have failed. */
export async function failedItems(
  db: Db,
  inspections: readonly number[],
): Promise<ReadonlyMap<number, readonly string[]>> {
  const failed = new Map<number, string[]>();
  for (const some of inStretches(inspections, 500)) {
    const rows = await db
      .selectFrom("answer")
      .select(["inspection", "item"])
      .where("inspection", "in", some)
      .where("answer", "=", "不合格")
      .execute();
    for (const { inspection, item } of rows) failed.set(inspection, [...(failed.get(inspection) ?? []), item]);
  }
  return failed;
}

/** A photograph that came after its submission: which item it shows, or none. */
export interface LatePhotograph {
  readonly inspection: number;
  readonly item: string | null;
  readonly kept: KeptFile;
}

/** Those that the visit does not have yet. */
export async function notAttached(db: Db, photographs: readonly LatePhotograph[]): Promise<LatePhotograph[]> {
  const missing: LatePhotograph[] = [];
  for (const one of photographs) {
    const places = await placesOf(db, one.inspection);
    const there = await db
      .selectFrom("evidence")
      .select(["fact", "fact_id"])
      .where("sha256", "=", one.kept.sha256)
      .execute();
    const has = there.some(({ fact, fact_id: id }) => places.some((place) => place.fact === fact && place.id === id));
    if (!has) missing.push(one);
  }
  return missing;
}

/** Attaches one to the finding of its item, else to the answer, else to the visit. */
export async function attachLate(entry: Entry, { inspection, item, kept }: LatePhotograph, on: Day): Promise<void> {
  const places = await placesOf(entry.db, inspection);
  const place = places.find((one) => one.fact === "finding" && one.item === item) ??
    places.find((one) => one.fact === "answer" && one.item === item) ?? { fact: "inspection" as const, id: inspection };
  await attachEvidence(entry, place.fact, place.id, kept, on);
}

interface PlaceOfPhotograph {
  readonly fact: "finding" | "answer" | "inspection";
  readonly id: number;
  readonly item: string | null;
}

async function placesOf(db: Db, inspection: number): Promise<PlaceOfPhotograph[]> {
  const findings = await db.selectFrom("finding").select(["id", "item"]).where("inspection", "=", inspection).execute();
  const answers = await db.selectFrom("answer").select(["id", "item"]).where("inspection", "=", inspection).execute();
  return [
    ...findings.map(({ id, item }) => ({ fact: "finding" as const, id, item })),
    ...answers.map(({ id, item }) => ({ fact: "answer" as const, id, item })),
    { fact: "inspection", id: inspection, item: null },
  ];
}
