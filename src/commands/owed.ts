/** tuban owed: what the plan expects of whom by when (应有), and who has not got it. */
import { misuse } from "../campaign/index.ts";
import type { Expectation } from "../campaign/index.ts";
import { owedOn } from "../ledger/numbers/expected.ts";
import type { Office } from "../office.ts";
import { nearest } from "../write/nearest.ts";
import { nextSteps } from "../write/message.ts";
import { openCampaignAsOf } from "./desk/campaign.ts";
import type { OpenedCampaign } from "./desk/campaign.ts";
import { print } from "./desk/print.ts";

/** @throws Stop when the plan expects nothing, or nothing of that name */
export async function owed(
  office: Office,
  name: string | undefined,
  options: { readonly csv?: boolean },
): Promise<void> {
  const opened = await openCampaignAsOf(office);
  const expectations = opened.plan.expectations ?? [];
  if (name === undefined) return shelf(office, opened, options);
  const expectation = expectations.find((one) => one.name === name.trim()) ?? unknown(expectations, name);
  const now = await opened.ledger.read((db) =>
    owedOn(db, { ...opened, plan: { ...opened.plan, expectations: [expectation] } }, office.asOf),
  );
  const rows = now.flatMap(({ owing, all }) => all.map((one) => ({ ...one, owing })));
  await print(
    office,
    {
      title: `${expectation.name}（截至 ${office.asOf}）：应有 ${rows.length}，还缺 ${rows.filter(({ held }) => held === null).length}`,
      columns: [
        { key: "subject", title: "编号", kind: "code", value: ({ subject }) => subject },
        { key: "name", title: "谁", value: (row) => row.name },
        { key: "town", title: "属地", value: ({ town }) => town },
        { key: "due", title: "最后一天", kind: "day", value: ({ owing }) => owing.due },
        { key: "held", title: "有了", kind: "day", value: ({ held }) => held },
        {
          key: "state",
          title: "情况",
          value: ({ held, owing: { due, overdue } }) =>
            held === null ? (overdue ? "逾期未有" : "还没有") : due !== null && held > due ? "逾期才有" : "已有",
        },
      ],
      rows: rows.toSorted((one, other) => (one.held === null ? 0 : 1) - (other.held === null ? 0 : 1)),
    },
    options,
  );
}

function unknown(expectations: readonly Expectation[], name: string): never {
  const names = expectations.map((one) => one.name);
  if (names.length === 0)
    return misuse("no-expectations", "方案里没有写“应有”", { hint: "在方案里写一段“应有”，再 tuban plan adopt" });
  const near = nearest(name, names);
  return misuse("unknown-expectation", `方案里没有这一项应有：${name}`, {
    hint: near === undefined ? `有：${names.join("、")}` : `是不是：${near}`,
  });
}

async function shelf(office: Office, opened: OpenedCampaign, options: { readonly csv?: boolean }): Promise<void> {
  const rows = await opened.ledger.read((db) => owedOn(db, opened, office.asOf));
  await print(
    office,
    {
      title: `应有（截至 ${office.asOf}，${rows.length} 项）`,
      columns: [
        { key: "name", title: "应有", value: ({ expectation }) => expectation.name },
        { key: "from", title: "自", kind: "day", value: ({ owing }) => owing.period.from },
        { key: "due", title: "最后一天", kind: "day", value: ({ owing }) => owing.due },
        { key: "all", title: "应有数", kind: "number", value: ({ all }) => all.length },
        { key: "held", title: "已有", kind: "number", value: ({ all, missing }) => all.length - missing.length },
        { key: "missing", title: "还缺", kind: "number", value: ({ missing }) => missing.length },
        { key: "actor", title: "谁办", value: ({ expectation }) => expectation.actor },
      ],
      rows,
    },
    options,
  );
  const first = rows.find(({ missing }) => missing.length > 0);
  if (first) office.io.err.write(nextSteps([`tuban owed ${first.expectation.name}`], office.io));
}
