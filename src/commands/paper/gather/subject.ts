/** Papers on a subject and its findings, among them a penalty on the spot. */
import {
  Stop,
  basisText,
  fineOf,
  officeDetails,
  parseSanctions,
  penaltyLawSince,
  refuse,
  remediesText,
  sanctionsText,
  summaryProblems,
} from "../../../campaign/index.ts";
import { caseUnderWay } from "../../../ledger/acts/cases.ts";
import type { CaseNow } from "../../../ledger/acts/cases.ts";
import { fromJson } from "../../../ledger/json.ts";
import { findingsNow } from "../../../ledger/now.ts";
import type { FindingNow, InstitutionNow } from "../../../ledger/now.ts";
import type { Fields } from "../../../write/document.ts";
import type { PaperKind } from "../kinds.ts";
import { departments, subjectOf } from "./desk.ts";
import type { PaperDesk, GatheredFields, PaperWanted } from "./desk.ts";
import { findingFields, officerFields, subjectFields, unitsOf } from "./fields.ts";

export async function subjectPaper(desk: PaperDesk, kind: PaperKind, wanted: PaperWanted): Promise<GatheredFields> {
  const subject = await subjectOf(desk, kind, wanted);
  return {
    aboutId: subject.subject,
    subject: subject.subject,
    addressee: subject.name,
    issuers: kind.officers > 0 ? unitsOf(desk.plan, wanted.officers) : departments(desk),
    fields: {
      ...subjectFields(subject),
      询问人: officerFields(desk.plan, wanted.officers),
      问题: (await openFindings(desk, subject, wanted)).map(findingFields),
    },
  };
}

export async function findingsPaper(desk: PaperDesk, kind: PaperKind, wanted: PaperWanted): Promise<GatheredFields> {
  const subject = await subjectOf(desk, kind, wanted);
  const open = await openFindings(desk, subject, wanted);
  const underWay = await caseUnderWay(desk.db, desk.on, desk.campaign, subject.subject);
  const onSpot = kind.name === "当场处罚决定书";
  const findings = wanted.findings === null && !onSpot ? ofCase(open, underWay) : open;
  if (findings.length === 0)
    refuse("no-findings", `${subject.subject} ${subject.name} 没有未销号的问题，不能出${kind.name}`, {
      hint: `先检查：tuban inspect ${subject.subject}`,
    });
  const own = onSpot ? onTheSpot(desk, subject, wanted) : caseFields(underWay, findings);
  const officers = officerFields(desk.plan, wanted.officers);
  return {
    aboutId: subject.subject,
    subject: subject.subject,
    addressee: subject.name,
    issuers: unitsOf(desk.plan, wanted.officers),
    fields: {
      ...subjectFields(subject),
      问题: findings.map(findingFields),
      承办人: officers,
      执法人员: officers,
      ...own,
    },
  };
}

/** What was decided on the spot, within its limits (行政处罚法 第五十一条, in force since 2021-07-15). @throws Stop */
function onTheSpot({ on, plan }: PaperDesk, subject: InstitutionNow, { given, officers }: PaperWanted): Fields {
  if (on < penaltyLawSince)
    refuse("law-not-in-force", `${on} 在 ${penaltyLawSince} 以前，当场处罚的限额按修订前的行政处罚法，本程序没有收录`, {
      hint: "当天的文书按当时的法律另行制作",
    });
  const { sanctions, problems: faults } = parseSanctions((given["处罚"] ?? "").split(/[、，,]/));
  if (faults.length > 0)
    throw new Stop(
      2,
      faults.map((fault) => ({ ...fault, hint: "写成 --set 处罚=警告 或 --set 处罚=罚款=200元" })),
    );
  const citizen = subject.kind === "教师" || subject.kind === "举办者";
  const problems = summaryProblems(sanctions, citizen ? "公民" : "组织");
  if (problems.length > 0) throw new Stop(1, problems);
  const fined = fineOf(sanctions) > 0;
  return {
    处罚内容: sanctionsText(sanctions),
    罚款: fined,
    缴纳方式: fined ? null : "没有罚款",
    复议诉讼: remediesText(officeDetails(plan, officers[0]?.unit ?? "")),
    处罚地点: subject.address,
  };
}

/** Those that the case under way was opened on; all where it was opened on none of them, or none is. */
function ofCase(open: readonly FindingNow[], found: CaseNow | null): readonly FindingNow[] {
  const ours = open.filter(({ id }) => found?.findings.includes(id));
  return ours.length === 0 ? open : ours;
}

/** What the case says that was opened on these findings (立案审批表). */
function caseFields(found: CaseNow | null, findings: readonly FindingNow[]): Fields {
  const rules = [...new Set(findings.flatMap(({ basis }) => fromJson(basis)))];
  return {
    涉及的规定: basisText(rules) || null,
    ...(found && {
      案件来源: found.row.source,
      案由: found.row.cause,
      立案理由: found.row.note,
      审批意见: `同意立案。批准人：${found.row.approver}`,
    }),
  };
}

/** The findings named, else those not closed. @throws Stop naming those that are not there */
async function openFindings(
  { db, on, campaign }: PaperDesk,
  { subject, name }: InstitutionNow,
  { findings }: PaperWanted,
): Promise<FindingNow[]> {
  const known = await findingsNow(db, on, { campaign, subject });
  const unknown = (findings ?? []).filter((id) => !known.some((finding) => finding.id === id));
  if (unknown.length > 0)
    refuse("unknown-finding", `${subject} ${name} 没有问题 ${unknown.join("、")}`, {
      hint: `这一家的问题编号：${known.map(({ id }) => id).join("、") || "（没有问题）"}`,
    });
  return known.filter(({ id, closed_on }) => (findings === null ? closed_on === null : findings.includes(id)));
}
