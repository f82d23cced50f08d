/** Papers that rest on a visit: an inspection, or a re-check. */
import { chineseDay, refuse } from "../../../campaign/index.ts";
import type { Plan } from "../../../campaign/index.ts";
import { answersOf, attendants } from "../../../ledger/acts/inspections.ts";
import { outcomesOf } from "../../../ledger/acts/reviews.ts";
import { findingsNow, visitsNow } from "../../../ledger/now.ts";
import type { FindingNow, InstitutionNow } from "../../../ledger/now.ts";
import type { InspectionRow, ReviewOutcomeRow } from "../../../ledger/tables.ts";
import type { Fields } from "../../../write/document.ts";
import type { PaperKind } from "../kinds.ts";
import { albumOf } from "../photos.ts";
import type { Album } from "../photos.ts";
import { subjectOf } from "./desk.ts";
import type { PaperDesk, GatheredFields, PaperWanted } from "./desk.ts";
import { findingFields, officerFields, subjectFields, unitsOf } from "./fields.ts";

export async function inspectionPaper(desk: PaperDesk, kind: PaperKind, wanted: PaperWanted): Promise<GatheredFields> {
  const { db, plan, on, campaign } = desk;
  const subject = await subjectOf(desk, kind, wanted);
  const visit = await visitOf(desk, subject, wanted, false);
  const officers = await attendants(db, visit.id);
  const answers = await answersOf(db, visit.id);
  const findings = (await findingsNow(db, on, { campaign, subject: subject.subject })).filter(
    ({ inspection }) => inspection === visit.id,
  );
  const album = await albumOf(desk, [
    { fact: "finding", ids: findings.map(({ id }) => id) },
    { fact: "answer", ids: answers.map(({ id }) => id) },
  ]);
  const items = new Map(plan.topics.flatMap(({ items }) => items).map((item) => [item.code, item.text]));
  const count = (answer: string): number => answers.filter((one) => one.answer === answer).length;
  return {
    ...aboutVisit(desk.plan, visit, subject, officers),
    fields: {
      ...subjectFields(subject),
      检查地点: subject.address ?? "",
      检查种类: visit.kind,
      检查日期: chineseDay(visit.happened_on),
      检查结果: visit.result,
      检查人员: officerFields(desk.plan, officers),
      检查项数: answers.length,
      合格数: count("合格"),
      不合格数: count("不合格"),
      不适用数: count("不适用"),
      问题: findings.map((finding) => ({ ...findingFields(finding), 照片: album.photosOf("finding", finding.id) })),
      其他照片: answers.flatMap(({ id, item }) =>
        album.photosOf("answer", id).map((photo) => ({ ...photo, 内容: items.get(item) ?? item })),
      ),
      附件: album.others,
    },
  };
}

export async function reviewPaper(desk: PaperDesk, kind: PaperKind, wanted: PaperWanted): Promise<GatheredFields> {
  const { db, on, campaign } = desk;
  const subject = await subjectOf(desk, kind, wanted);
  const visit = await visitOf(desk, subject, wanted, true);
  const officers = await attendants(db, visit.id);
  const outcomes = await outcomesOf(db, visit.id);
  const findings = new Map(
    (await findingsNow(db, on, { campaign, subject: subject.subject })).map((finding) => [finding.id, finding]),
  );
  const album = await albumOf(desk, [{ fact: "review_outcome", ids: outcomes.map(({ id }) => id) }]);
  const orders = outcomes.flatMap(({ finding }) => findings.get(finding)?.order_number ?? []);
  return {
    ...aboutVisit(desk.plan, visit, subject, officers),
    fields: {
      ...subjectFields(subject),
      统一社会信用代码: subject.uscc,
      检查种类: visit.kind,
      复查日期: chineseDay(visit.happened_on),
      整改文号: orders.length > 0 ? [...new Set(orders)].join("、") : null,
      检查人员: officerFields(desk.plan, officers),
      全部整改: outcomes.every(({ outcome }) => outcome === "已整改"),
      复查: outcomes.flatMap((outcome) => {
        const finding = findings.get(outcome.finding);
        return finding ? [outcomeFields(finding, outcome, album)] : [];
      }),
    },
  };
}

function outcomeFields(finding: FindingNow, { id, outcome, note }: ReviewOutcomeRow, album: Album): Fields {
  return {
    ...findingFields(finding),
    复查结果: outcome,
    复查情况: note || outcome,
    照片: album.photosOf("review_outcome", id),
  };
}

const aboutVisit = (
  plan: Plan,
  { id }: InspectionRow,
  { subject, name }: InstitutionNow,
  officers: readonly { readonly unit: string }[],
): Omit<GatheredFields, "fields"> => ({ aboutId: id, subject, addressee: name, issuers: unitsOf(plan, officers) });

/** The visit meant: of that number, else the latest of its sort. @throws Stop */
async function visitOf(
  { db, on, campaign }: PaperDesk,
  { subject, name }: InstitutionNow,
  { inspection }: PaperWanted,
  review: boolean,
): Promise<InspectionRow> {
  const visits = (await visitsNow(db, on, { campaign, subject })).filter(
    ({ kind }) => (kind === "复查" || kind === "回头看") === review,
  );
  const found = inspection === null ? visits.at(-1) : visits.find(({ id }) => id === inspection);
  const what = review ? "复查" : "检查";
  return (
    found ??
    refuse(
      "no-visit",
      `${subject} ${name} 在 ${on} 以前没有${inspection === null ? what : `编号 ${inspection} 的${what}`}`,
      {
        hint:
          visits.length > 0
            ? `有的是：${visits.map(({ id, happened_on, kind }) => `${id}（${happened_on} ${kind}）`).join("、")}，用 --inspection 写明`
            : `先登记：tuban ${review ? "review" : "inspect"} ${subject}`,
      },
    )
  );
}
