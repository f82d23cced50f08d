/** What a corrected outcome of a re-check (复查结果) may not leave behind: a close-out that rests on something else. */
import { hint, next, refuse } from "../../campaign/index.ts";
import { closingsOn, visitKindOf } from "../../ledger/acts/reviews.ts";
import type { New } from "../../ledger/ledger.ts";
import type { CorrectionRow, Db } from "../../ledger/tables.ts";
import type { Found } from "./find.ts";

/** @throws Stop corrected-contradicts */
export async function refuseContradicted(db: Db, { table, row, called }: Found, to: New<CorrectionRow>): Promise<void> {
  if (table !== "review_outcome" || to.field !== "outcome") return;
  const [closing] = await closingsOn(db, row.id);
  if (closing !== undefined && to.value !== "已整改")
    refuse("corrected-contradicts", `${called}之后已经销号（登记 ${closing}），结果不能改为“${to.value ?? ""}”`, {
      hint: hint`先撤销销号：${next("undo", [String(closing)], { reason: "复查结果登错" })}`,
    });
  if ((await visitKindOf(db, Number(row["inspection"]))) === "回头看")
    refuse("corrected-contradicts", `${called}是回头看，结果另记了反弹或者没有记，不能这样更正`, {
      hint: hint`撤销那次回头看，重新登记：${next("undo", [String(row.entry)], { reason: "结果登错" })}`,
    });
}
