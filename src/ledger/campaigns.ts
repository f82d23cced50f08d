/** The plans adopted in this ledger. */
import type { Day, Plan } from "../campaign/index.ts";
import { misuse, refuse } from "../campaign/index.ts";
import { fromJson, toJson } from "./json.ts";
import type { Entry, Reading } from "./ledger.ts";

/** A campaign as its plan in force on a day describes it. */
export interface Campaign {
  readonly code: string;
  readonly plan: Plan;
  /** The day its plan was first adopted: nothing of the campaign happened before. */
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

/** The text of a plan as adopted last in this ledger, by the end of `day` where one is given; null when it was not. */
export async function adoptedSource(db: Reading, code: string, day?: Day): Promise<string | null> {
  const row = await db
    .selectFrom("campaign")
    .select("source")
    .where("code", "=", code)
    .$if(day !== undefined, (query) => query.where("happened_on", "<=", day ?? ("" as Day)))
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.source ?? null;
}

/** The campaign wanted, or the one adopted last, with its plan in force on `day`. @throws Stop when there is none */
export async function campaignOn(db: Reading, day: Day, wanted: string | null): Promise<Campaign> {
  const rows = await db.selectFrom("campaign").select(["id", "code", "happened_on"]).orderBy("id").execute();
  const code = wanted ?? rows.at(-1)?.code;
  const ours = rows.filter((row) => row.code === code);
  const first = ours[0];
  if (!first)
    return noCampaign(
      wanted,
      rows.map((row) => row.code),
    );
  const inForce = ours.findLast((row) => row.happened_on <= day);
  if (!inForce)
    refuse("before-campaign", `${day} 早于本次行动的方案采用日期 ${first.happened_on}，那时行动还没有开始`, {
      hint: "核对 --on、--as-of 的日期",
    });
  const { plan } = await db
    .selectFrom("campaign")
    .select("plan")
    .where("id", "=", inForce.id)
    .executeTakeFirstOrThrow();
  return { code: first.code, plan: fromJson(plan), startedOn: first.happened_on };
}

function noCampaign(wanted: string | null, codes: readonly string[]): never {
  if (wanted === null)
    return refuse("no-plan", "账本里还没有采用任何方案", {
      hint: "先运行 tuban plan list 挑一个，再 tuban plan adopt <编号>",
    });
  return misuse("unknown-campaign", `账本里没有这个专项行动：${wanted}`, {
    hint: `已有：${[...new Set(codes)].join("、") || "（无）"}`,
  });
}
