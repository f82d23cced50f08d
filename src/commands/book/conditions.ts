/** Which of a step's conditions hold for an entry, as the ledger knows it on the day. */
import { builtInCauses, registerNamed } from "../../campaign/index.ts";
import type { Day, StepCondition } from "../../campaign/index.ts";
import type { Db } from "../../ledger/tables.ts";
import { listingOf } from "../../ledger/acts/listings.ts";
import { entriesNow } from "../../ledger/acts/registers.ts";
import type { EntryNow } from "../../ledger/acts/registers.ts";
import { findingsNow, institutionsNow } from "../../ledger/now.ts";
import { subjectOf } from "../../ledger/root.ts";
import type { RegisterDesk } from "./desk.ts";
import { entriesMeant } from "./values.ts";

/** Nothing is asked of the ledger where a step has no conditions. */
export async function conditionsThatHold(
  db: Db,
  desk: RegisterDesk,
  entry: EntryNow,
  asked: readonly StepCondition[],
): Promise<ReadonlySet<StepCondition>> {
  const holds = new Set<StepCondition>();
  for (const condition of asked) if (await holdsNow(db, desk, entry, condition)) holds.add(condition);
  return holds;
}

async function holdsNow(db: Db, desk: RegisterDesk, entry: EntryNow, condition: StepCondition): Promise<boolean> {
  const { code, office } = desk;
  const { row } = entry;
  if (condition === "各份已办结") return entry.parts.every(({ ended }) => ended);
  if (condition === "所指的已办结") return namedSettled(db, desk, entry);
  if (condition === "起因已销号") return causeSettled(db, desk, row);
  if (row.subject === null) return false;
  const { subject } = row;
  if (condition === "有证有照" || condition === "许可证在有效期内") {
    const institution = (await institutionsNow(db, office.on, [subject])).find((one) => one.subject === subject);
    if (condition === "有证有照") return institution?.licence_class === "有证有照";
    return permitHolds(institution?.permit_until ?? null, office.on);
  }
  if (condition === "未在黑名单") {
    const listed = await listingOf(db, office.on, { campaign: code, list: "黑名单", subject });
    return listed === null || !listed.state.startsWith("在列");
  }
  const findings = await findingsNow(db, office.on, { campaign: code, subject });
  const open = findings.filter(({ stage }) => stage !== "销号");
  if (condition === "拒不整改") return open.some(({ stage, overdue }) => stage === "未整改" || overdue === 1);
  return (condition === "有未销号问题") === open.length > 0;
}

const permitHolds = (until: string | null, on: Day): boolean => until !== null && (until === "长期" || until >= on);

/** Every entry of a register that one of its fields names has ended, and there is one. */
async function namedSettled(db: Db, desk: RegisterDesk, { row, fields }: EntryNow): Promise<boolean> {
  const life = registerNamed(desk.registers, row.register);
  const named: EntryNow[] = [];
  for (const { name, kind } of life?.fields ?? [])
    if (typeof kind !== "string")
      for (const word of (fields[name] ?? "").split("、"))
        if (word !== "") named.push(...(await entriesMeant(db, desk, kind.register, word)));
  return named.length > 0 && named.every(({ ended }) => ended);
}

/** The finding that it came from is closed; of a visit all its findings; an entry of another register has ended. */
async function causeSettled(
  db: Db,
  { code, office, plan }: RegisterDesk,
  { cause, cause_id }: EntryNow["row"],
): Promise<boolean> {
  if (cause === null || cause_id === null) return false;
  if (!builtInCauses.some((known) => known === cause)) {
    const [entry] = await entriesNow(db, office.on, plan, { ids: [cause_id] });
    return entry?.ended ?? false;
  }
  if (cause !== "问题" && cause !== "检查") return false;
  const subject = await subjectOf(db, cause === "问题" ? "finding" : "inspection", cause_id);
  const known = subject === null ? [] : await findingsNow(db, office.on, { campaign: code, subject });
  const findings = known.filter(({ id, inspection }) => cause_id === (cause === "问题" ? id : inspection));
  return findings.length > 0 && findings.every(({ stage }) => stage === "销号");
}
