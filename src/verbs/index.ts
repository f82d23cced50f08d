/** Every verb, in the order of a campaign: a new one is added here and nowhere else. */
import { backupVerb, restoreVerb } from "./backup.ts";
import { bookVerb } from "./book.ts";
import { bundleVerb } from "./bundle.ts";
import { bucketVerb } from "./bucket.ts";
import { chartVerb } from "./chart.ts";
import { completeVerb, completionVerb, referenceVerb } from "./completion.ts";
import { correctVerb } from "./correct.ts";
import { consolidateVerb } from "./consolidate.ts";
import { calendarVerb } from "./calendar.ts";
import { caseVerb } from "./case.ts";
import { dueVerb } from "./due.ts";
import { exportVerb, purgeVerb } from "./export.ts";
import { drawVerb } from "./draw.ts";
import { editionVerb } from "./edition.ts";
import { evidenceVerb } from "./evidence.ts";
import { deadlineVerb } from "./deadline.ts";
import { importVerb } from "./import.ts";
import { doctorVerb } from "./doctor.ts";
import { demoVerb } from "./demo.ts";
import { findingsVerb } from "./findings.ts";
import { initVerb } from "./init.ts";
import { formVerb } from "./form.ts";
import { inspectVerb } from "./inspect.ts";
import { ledgerVerb } from "./ledger.ts";
import { listVerb } from "./list.ts";
import { logVerb, verifyVerb } from "./log.ts";
import { asVerb, personVerb } from "./person.ts";
import { planVerb } from "./plan.ts";
import { publishVerb } from "./publish.ts";
import { reportVerb } from "./report.ts";
import { showVerb } from "./show.ts";
import { todayVerb } from "./today.ts";
import { undoVerb } from "./undo.ts";
import { orderVerb } from "./order.ts";
import { paperVerb } from "./paper.ts";
import { templateVerb } from "./template.ts";
import { addVerb, setVerb } from "./roster-entry.ts";
import { reviewVerb } from "./review.ts";
import { closeVerb } from "./close.ts";
import { owedVerb } from "./owed.ts";
import { openingVerb } from "./opening.ts";
import { tallyVerb } from "./tally.ts";
import { witnessVerb } from "./witness.ts";
import { zeroVerb } from "./zero.ts";
import type { Verb } from "./verb.ts";

export const verbs: readonly { readonly group: string; readonly declare: Verb }[] = [
  { group: "准备：", declare: demoVerb },
  { group: "准备：", declare: initVerb },
  { group: "准备：", declare: planVerb },
  { group: "准备：", declare: personVerb },
  { group: "准备：", declare: asVerb },
  { group: "底数：", declare: importVerb },
  { group: "底数：", declare: addVerb },
  { group: "底数：", declare: setVerb },
  { group: "底数：", declare: listVerb },
  { group: "底数：", declare: showVerb },
  { group: "检查：", declare: drawVerb },
  { group: "检查：", declare: inspectVerb },
  { group: "检查：", declare: formVerb },
  { group: "检查：", declare: findingsVerb },
  { group: "文书：", declare: orderVerb },
  { group: "文书：", declare: paperVerb },
  { group: "文书：", declare: templateVerb },
  { group: "文书：", declare: caseVerb },
  { group: "文书：", declare: evidenceVerb },
  { group: "文书：", declare: deadlineVerb },
  { group: "文书：", declare: calendarVerb },
  { group: "复查：", declare: reviewVerb },
  { group: "复查：", declare: closeVerb },
  { group: "台账：", declare: bookVerb },
  { group: "台账：", declare: editionVerb },
  { group: "名单：", declare: bucketVerb },
  { group: "名单：", declare: publishVerb },
  { group: "报表：", declare: openingVerb },
  { group: "报表：", declare: tallyVerb },
  { group: "报表：", declare: todayVerb },
  { group: "报表：", declare: dueVerb },
  { group: "报表：", declare: owedVerb },
  { group: "报表：", declare: reportVerb },
  { group: "报表：", declare: consolidateVerb },
  { group: "报表：", declare: zeroVerb },
  { group: "报表：", declare: chartVerb },
  { group: "账本：", declare: bundleVerb },
  { group: "账本：", declare: exportVerb },
  { group: "账本：", declare: purgeVerb },
  { group: "账本：", declare: logVerb },
  { group: "账本：", declare: correctVerb },
  { group: "账本：", declare: undoVerb },
  { group: "账本：", declare: verifyVerb },
  { group: "账本：", declare: doctorVerb },
  { group: "账本：", declare: witnessVerb },
  { group: "账本：", declare: backupVerb },
  { group: "账本：", declare: restoreVerb },
  { group: "账本：", declare: ledgerVerb },
  { group: "其他：", declare: completionVerb },
  { group: "其他：", declare: completeVerb },
  { group: "其他：", declare: referenceVerb },
];
