/** The form of a close-out (销号). */
import { refuse, subjectWord } from "../../../campaign/index.ts";
import { attendants } from "../../../ledger/acts/inspections.ts";
import type { Db } from "../../../ledger/tables.ts";
import { closeOutOf } from "../../../ledger/acts/reviews.ts";
import { findingsNow } from "../../../ledger/now.ts";
import type { FindingNow } from "../../../ledger/now.ts";
import type { Fields } from "../../../write/document.ts";
import type { PaperKind } from "../kinds.ts";
import { departments, subjectOf } from "./desk.ts";
import type { PaperDesk, GatheredFields, PaperWanted } from "./desk.ts";
import { findingFields, subjectFields } from "./fields.ts";

export async function closingPaper(desk: PaperDesk, kind: PaperKind, wanted: PaperWanted): Promise<GatheredFields> {
  const { db, on, campaign } = desk;
  const subject = await subjectOf(desk, kind, wanted);
  const findings = await findingsNow(db, on, { campaign, subject: subject.subject });
  const closed = findings.filter(
    ({ id, closed_on }) => closed_on !== null && (wanted.findings === null || wanted.findings.includes(id)),
  );
  if (closed.length === 0)
    refuse("nothing-closed", `${subject.subject} ${subject.name} 在 ${on} 以前没有销号的问题`, {
      hint: `复查合格后销号：tuban close ${subjectWord(subject.subject)}`,
    });
  const rows: Fields[] = [];
  for (const finding of closed) rows.push(await closedFields(db, finding));
  const orders = [...new Set(closed.map(({ order_number }) => order_number).filter((number) => number !== null))];
  return {
    aboutId: subject.subject,
    subject: subject.subject,
    addressee: subject.name,
    issuers: departments(desk),
    fields: {
      ...subjectFields(subject),
      整改文号: orders.length > 0 ? orders.join("、") : null,
      销号: rows,
      未销号数: findings.filter(({ closed_on }) => closed_on === null).length,
    },
  };
}

async function closedFields(db: Db, finding: FindingNow): Promise<Fields> {
  const close = await closeOutOf(db, finding.id);
  return {
    ...findingFields(finding),
    问题编号: finding.id,
    发现日期: finding.happened_on,
    复查日期: close.reviewed_on,
    复查结果: close.outcome,
    复查人员: (await attendants(db, close.inspection)).map(({ name }) => name).join("、"),
    销号人: close.closed_by,
    销号日期: close.happened_on,
  };
}
