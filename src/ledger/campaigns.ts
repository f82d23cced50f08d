/** The plans adopted in this ledger. */
import { hint, next, particular } from "../campaign/index.ts";
import type { Day, Plan } from "../campaign/index.ts";
import { misuse, refuse } from "../campaign/index.ts";
import { fromJson, toJson } from "./json.ts";
import type { Entry } from "./ledger.ts";
import type { Db } from "./tables.ts";

/** A campaign as its plan in force on a day describes it. */
export interface Campaign {
  readonly code: string;
  readonly plan: Plan;
  /** Which of the adopted texts is in force, counted from 1 in the order of their days. */
  readonly version: number;
  /** The day its plan was first adopted, or the first day of its phases where that is earlier: nothing of the campaign happened before. */
  readonly startedOn: Day;
}

/** Records the adoption of a plan; adopting another text under the same code is a new version. */
export async function adoptPlan(
  entry: Entry,
  plan: Plan,
  source: { text: string; sha256: string },
  on: Day,
): Promise<void> {
  await entry.add("campaign", {
    code: plan.code,
    name: plan.name,
    plan: toJson(plan),
    source: source.text,
    source_sha256: source.sha256,
    happened_on: on,
  });
}

/** The text of a plan as in force on `day`, or as adopted last where none is given; null when it was not adopted. */
export async function adoptedSource(db: Db, code: string, day?: Day): Promise<string | null> {
  const row = await db
    .selectFrom("campaign")
    .select("source")
    .where("code", "=", code)
    .$if(day !== undefined, (query) =>
      query.where("happened_on", "<=", day ?? ("" as Day)).orderBy("happened_on", "desc"),
    )
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.source ?? null;
}

/**
 * The campaign wanted, or the one adopted last, with its plan in force on `day`; a plan adopted when its phases had begun
 * already governs them from their first day. @throws Stop when there is none
 */
export async function campaignOn(db: Db, day: Day, wanted: string | null): Promise<Campaign> {
  const rows = await db.selectFrom("campaign").select(["id", "code", "happened_on"]).orderBy("id").execute();
  const code = wanted ?? rows.at(-1)?.code;
  const ours = rows
    .filter((row) => row.code === code)
    .toSorted((a, b) => (a.happened_on < b.happened_on ? -1 : a.happened_on > b.happened_on ? 1 : a.id - b.id));
  const first = ours[0];
  if (!first)
    return noCampaign(
      wanted,
      rows.map((row) => row.code),
    );
  const inForce = ours.findLast((row) => row.happened_on <= day) ?? first;
  const plan = await planOf(db, inForce.id);
  const startedOn = earlier(first.happened_on, beginningOf(inForce === first ? plan : await planOf(db, first.id)));
  if (day < startedOn)
    refuse("before-campaign", `${day} 行动还没有开始（${startedOn} 开始）`, {
      hint: hint`核对 ${particular({ on: true })}、${particular({ asOf: true })} 的日期；行动更早就开始的，补上采用的日期：${next("plan adopt", [first.code], { on: day })}`,
    });
  return { code: first.code, plan, version: ours.indexOf(inForce) + 1, startedOn };
}

/** The codes of the campaigns that had begun by the day, in the order they were first adopted. */
export async function campaignCodesOn(db: Db, day: Day): Promise<readonly string[]> {
  const rows = await db.selectFrom("campaign").select(["code"]).where("happened_on", "<=", day).orderBy("id").execute();
  return [...new Set(rows.map((row) => row.code))];
}

/** Every campaign of the ledger that had begun by the day, in the order they were first adopted. */
export async function campaignsOn(db: Db, day: Day): Promise<Campaign[]> {
  const found: Campaign[] = [];
  for (const code of await campaignCodesOn(db, day)) found.push(await campaignOn(db, day, code));
  return found;
}

async function planOf(db: Db, id: number): Promise<Plan> {
  const { plan } = await db.selectFrom("campaign").select("plan").where("id", "=", id).executeTakeFirstOrThrow();
  return fromJson(plan);
}

/** The first day that the phases name as the beginning of one. */
function beginningOf({ phases }: Plan): Day | null {
  return phases.flatMap(({ from }) => (from === null ? [] : [from])).toSorted()[0] ?? null;
}

const earlier = (day: Day, other: Day | null): Day => (other !== null && other < day ? other : day);

function noCampaign(wanted: string | null, codes: readonly string[]): never {
  if (wanted === null)
    return refuse("no-plan", "账本里还没有采用任何方案", {
      hint: hint`先运行 ${next("plan list")} 挑一个，再 ${next("plan adopt", ["<编号>"])}`,
    });
  return misuse("unknown-campaign", `账本里没有这个专项行动：${wanted}`, {
    hint: `已有：${[...new Set(codes)].join("、") || "（无）"}`,
  });
}
