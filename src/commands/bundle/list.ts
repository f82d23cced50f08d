/** tuban bundle list: which bundles are out, since when, and what came back. */
import { addDays } from "../../campaign/index.ts";
import type { Day } from "../../campaign/index.ts";
import { bundlesOf } from "../../ledger/bundle/bundles.ts";
import type { Office } from "../../office.ts";
import { print } from "../desk/print.ts";

export async function bundleList(office: Office, options: { readonly csv?: boolean }): Promise<void> {
  const { db } = await office.ledger();
  const rows = await bundlesOf(db);
  await print(
    office,
    {
      title: "任务包",
      columns: [
        { key: "bundle", title: "包号", kind: "number", value: ({ number }) => number },
        { key: "team", title: "交给", value: ({ team }) => team },
        { key: "institutions", title: "机构", kind: "number", value: ({ institutions }) => institutions },
        { key: "out", title: "交出", kind: "day", value: ({ out }) => out },
        {
          key: "state",
          title: "现在",
          value: ({ out, back, goesOn }) =>
            back === null ? `在外 ${daysSince(out, office.asOf)} 天` : goesOn ? "收回过，还在用" : "已收回",
        },
        { key: "back", title: "收回", kind: "day", value: ({ back }) => back ?? "" },
        { key: "taken", title: "收下", kind: "number", value: ({ taken }) => taken },
        { key: "waiting", title: "待定", kind: "number", value: ({ waiting }) => waiting },
      ],
      rows,
    },
    options,
  );
}

/** Calendar days from one to the other. */
function daysSince(from: Day, to: Day): number {
  let days = 0;
  for (let day = from; day < to; day = addDays(day, 1)) days += 1;
  return days;
}
