/** tuban log: what was recorded. */
import { chinaTime } from "../campaign/index.ts";
import { lastEntries } from "../ledger/journal.ts";
import { entriesTakenBack } from "../ledger/taken-back.ts";
import type { Office } from "../office.ts";
import { print } from "./desk/print.ts";

/** tuban log: the journal, newest first. */
export async function log(office: Office, options: { readonly limit?: number; readonly csv?: boolean }): Promise<void> {
  const { db } = await office.ledger();
  const rows = await lastEntries(db, options.limit ?? 20);
  const annulled = await entriesTakenBack(db);
  await print(
    office,
    {
      title: "账本记录（新的在前）",
      columns: [
        { key: "seq", title: "序号", kind: "number", value: (row) => row.seq },
        { key: "happenedOn", title: "发生日期", kind: "day", value: (row) => row.happened_on },
        { key: "recordedAt", title: "登记时间", value: (row) => localMoment(row.recorded_at) },
        { key: "actor", title: "办理人", value: (row) => row.actor },
        {
          key: "summary",
          title: "内容",
          value: (row) => (annulled.has(row.seq) ? `〔已撤销〕${row.summary}` : row.summary),
        },
      ],
      rows,
    },
    options,
  );
}

/** A moment by China's clocks, to the minute. */
export function localMoment(iso: string): string {
  const moment = chinaTime(new Date(iso));
  return moment ? `${moment.day} ${moment.time}` : iso;
}
