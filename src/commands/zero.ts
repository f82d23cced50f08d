/** tuban zero (零目标): the counters that must stay at zero, and for how many days they have. */
import { daysBetween } from "../campaign/index.ts";
import type { Day } from "../campaign/index.ts";
import { zeroCounts } from "../ledger/numbers/zero.ts";
import type { ZeroCount } from "../ledger/numbers/zero.ts";
import type { Office } from "../office.ts";
import { openCampaignAsOf } from "./desk/campaign.ts";
import { print } from "./desk/print.ts";

export interface ZeroOptions {
  readonly csv?: boolean;
}

/** tuban zero */
export async function zero(office: Office, options: ZeroOptions): Promise<void> {
  const { ledger, code, plan, startedOn } = await openCampaignAsOf(office);
  const counts = await ledger.read((db) => zeroCounts(db, { campaign: code, day: office.asOf }, plan.zeroTargets));
  if (counts.length === 0 && !office.json && options.csv !== true) {
    office.io.out.write(`方案没有列零目标：${plan.code}\n`);
    return;
  }
  const title = `零目标（截至 ${office.asOf}）`;
  const columns = [
    { key: "name", title: "目标", value: ({ target }: ZeroCount) => target.name },
    { key: "events", title: "发生", kind: "number" as const, value: ({ events }: ZeroCount) => events },
    {
      key: "days",
      title: "已连续无发生（天）",
      kind: "number" as const,
      value: (count: ZeroCount) => daysClear(count, startedOn, office.asOf),
    },
    { key: "last", title: "最近一起", kind: "day" as const, value: ({ last }: ZeroCount) => last?.day ?? null },
    { key: "subject", title: "编号", kind: "number" as const, value: ({ last }: ZeroCount) => last?.subject ?? null },
    { key: "where", title: "在哪里", value: ({ last }: ZeroCount) => last?.name ?? null },
    { key: "text", title: "原文", value: ({ target }: ZeroCount) => target.text },
    { key: "items", title: "检查项", value: ({ target }: ZeroCount) => target.items.join("、") },
  ];
  await print(office, { title, columns, rows: counts }, options);
}

/** Calendar days since the last event; since the campaign began where there has been none. */
export function daysClear({ last }: ZeroCount, startedOn: Day, asOf: Day): number {
  return daysBetween(last?.day ?? startedOn, asOf);
}
