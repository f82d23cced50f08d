/** Evidence as it is looked for: which file shows what, of which subject. Keeping and checking the files is in evidence.ts. */
import { grouped } from "../../campaign/index.ts";
import type { Day, EvidenceOf, PhotoUse } from "../../campaign/index.ts";
import { calledAs, rowsNamed, whomOf } from "../facts/whom.ts";
import type { Whom } from "../facts/whom.ts";
import { isInForce } from "../in-force.ts";
import { institutionsNow } from "../now.ts";
import type { Db, EvidenceRow } from "../tables.ts";
import { takenBack } from "../taken-back.ts";

export interface Exhibit extends EvidenceRow {
  readonly subject: number | null;
  /** What it shows, in words. */
  readonly of: string;
}

/** The files of a campaign as of a day, in the order they came; those taken back are left out. */
export async function evidenceNow(db: Db, asOf: Day, campaign: string): Promise<Exhibit[]> {
  const rows = await db.selectFrom("evidence").selectAll().where(isInForce(asOf)).orderBy("id").execute();
  const bearers = await bearersOf(db, rows);
  return rows.flatMap((row) => {
    const bearer = bearers.get(`${row.fact} ${row.fact_id}`);
    return bearer && bearer.campaign !== campaign
      ? []
      : [{ ...row, subject: bearer?.subject ?? null, of: bearer?.called ?? row.fact }];
  });
}

/** What these photographs were used for, as of a day; `of` names the institution, too. */
export async function photoUses(db: Db, asOf: Day, hashes: readonly string[]): Promise<PhotoUse[]> {
  if (hashes.length === 0) return [];
  const rows = await db
    .selectFrom("evidence")
    .selectAll()
    .where("sha256", "in", [...hashes])
    .where(isInForce(asOf))
    .orderBy("id")
    .execute();
  const bearers = await bearersOf(db, rows);
  const subjects = [...new Set([...bearers.values()].flatMap(({ subject }) => subject ?? []))];
  const names = new Map((await institutionsNow(db, asOf, subjects)).map((one) => [one.subject, one.name]));
  return rows.map(({ sha256, name, fact, fact_id }) => {
    const { subject = null, called = fact } = bearers.get(`${fact} ${fact_id}`) ?? {};
    const whose = subject === null ? "" : `${subject} ${names.get(subject) ?? ""} `;
    return { sha256, name, subject, shows: showsOf(fact), of: `${whose}${called}` };
  });
}

/** Which side of a fault evidence of a fact shows. */
export function showsOf(fact: EvidenceOf): PhotoUse["shows"] {
  if (fact === "finding" || fact === "answer" || fact === "inspection") return "查处";
  return fact === "review_outcome" ? "整改" : "其他";
}

/** The files that hang on facts of one kind and were not taken back, in the order they came. */
export async function filesOf(db: Db, fact: EvidenceOf, ids: readonly number[]): Promise<EvidenceRow[]> {
  if (ids.length === 0) return [];
  return db
    .selectFrom("evidence")
    .selectAll()
    .where("fact", "=", fact)
    .where("fact_id", "in", [...ids])
    .where("entry", "not in", takenBack(db))
    .orderBy("id")
    .execute();
}

/** The files of these hashes, under each name they were kept by. */
export async function filesByHash(db: Db, hashes: readonly string[]): Promise<Pick<EvidenceRow, "sha256" | "name">[]> {
  if (hashes.length === 0) return [];
  return db
    .selectFrom("evidence")
    .select(["sha256", "name"])
    .where("sha256", "in", [...hashes])
    .execute();
}

/** The facts that these files hang on: whom each is about, and how it is called. */
async function bearersOf(
  db: Db,
  files: readonly EvidenceRow[],
): Promise<ReadonlyMap<string, Whom & { readonly called: string }>> {
  const bearers = new Map<string, Whom & { readonly called: string }>();
  for (const [fact, its] of grouped(files, (file) => file.fact)) {
    const rows = await rowsNamed(db, fact, [...new Set(its.map((file) => file.fact_id))]);
    const whose = await whomOf(db, fact, rows);
    for (const [at, row] of rows.entries()) {
      const whom = whose[at];
      if (whom) bearers.set(`${fact} ${row.id}`, { ...whom, called: calledAs(fact, row, whom.of) });
    }
  }
  return bearers;
}
