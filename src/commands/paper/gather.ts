/** The fields of each paper, from what the ledger says on the day. */
import {
  chineseDay,
  cleanCell,
  fineOf,
  misuse,
  parseSanction,
  penaltyLawSince,
  refuse,
  sanctionsText,
  Stop,
  summaryProblems,
} from "../../campaign/index.ts";
import type { Day, ListName, Officer, Plan, Problem, Sanction } from "../../campaign/index.ts";
import { findSubject } from "../../ledger/find.ts";
import type { Ledger, Reading } from "../../ledger/ledger.ts";
import { codeOn, publicationsOf } from "../../ledger/listings.ts";
import { orderNamed } from "../../ledger/orders.ts";
import { findingsNow, visitsNow } from "../../ledger/standing.ts";
import type { FindingNow, InstitutionNow } from "../../ledger/standing.ts";
import type { InspectionRow } from "../../ledger/tables.ts";
import { readCsv } from "../../read/csv.ts";
import type { Fields } from "../../write/document.ts";
import type { PictureFile } from "../../write/picture.ts";
import { albumOf } from "./photos.ts";
import { line } from "./kinds.ts";
import type { PaperKind } from "./kinds.ts";
import { takenBack } from "../../ledger/taken-back.ts";

/** What the command line says of a paper. */
export interface PaperWanted {
  /** 机构 or 文号; null where none was given. */
  readonly query: string | null;
  /** The inspection meant; null: the latest. */
  readonly inspection: number | null;
  /** Numbers of findings; null: those that are open. */
  readonly findings: readonly number[] | null;
  readonly officers: readonly Officer[];
  /** What was given by --set, over the kind's defaults. */
  readonly given: Readonly<Record<string, string>>;
}

export interface Gathered {
  readonly aboutId: number | null;
  readonly subject: number | null;
  readonly addressee: string;
  /** Who may issue it, the usual one first. */
  readonly issuers: readonly string[];
  readonly fields: Fields;
}

/** Where the facts are taken from. */
export interface Desk {
  readonly ledger: Ledger;
  readonly db: Reading;
  readonly campaign: string;
  readonly plan: Plan;
  readonly on: Day;
  readonly pictures: Map<string, PictureFile>;
}

/** @throws Stop when what the paper rests on is not there, or does not allow it */
export async function gather(desk: Desk, kind: PaperKind, wanted: PaperWanted): Promise<Gathered> {
  switch (kind.restsOn) {
    case "检查":
      return inspectionPaper(desk, kind, wanted);
    case "复查":
      return reviewPaper(desk, kind, wanted);
    case "机构":
      return subjectPaper(desk, kind, wanted);
    case "问题":
      return findingsPaper(desk, kind, wanted);
    case "销号":
      return closingPaper(desk, kind, wanted);
    case "文书":
      return orderPaper(desk, kind, wanted);
    case "名单":
      return listPaper(desk, kind);
    case "专项行动":
      return campaignPaper(desk);
  }
}

/** The plan's departments, for papers that any of them may issue. */
const departments = ({ plan }: Desk): string[] =>
  plan.departments.filter(({ territorial }) => !territorial).map(({ name }) => name);

async function subjectOf(desk: Desk, kind: PaperKind, { query }: PaperWanted): Promise<InstitutionNow> {
  if (query === null)
    return misuse("no-subject", `没有写明${kind.name}是哪一家的`, { hint: `写成 tuban paper issue ${kind.name} 机构` });
  return findSubject(desk.db, desk.on, query);
}

/** A form leaves a line for what the roster does not say. */
function subjectFields(subject: InstitutionNow): Fields {
  return {
    机构名称: subject.name,
    称谓: subject.kind === "机构" || subject.kind === "学校" ? "你单位" : "你",
    统一社会信用代码: subject.uscc ?? line,
    办学许可证号: subject.permit_no ?? line,
    证照类别: subject.licence_class ?? line,
    类别: subject.category ?? line,
    地址: subject.address ?? line,
    属地: subject.town ?? line,
    法定代表人: subject.legal_rep ?? line,
    举办者: subject.organizer ?? line,
    电话: subject.phone ?? line,
  };
}

const officerFields = (officers: readonly Pick<Officer, "name" | "unit" | "certificate">[]): Fields[] =>
  officers.map(({ name, unit, certificate }) => ({ 姓名: name, 单位: unit, 执法证号: certificate ?? line }));

const unitsOf = (people: readonly Pick<Officer, "unit">[]): string[] => [...new Set(people.map(({ unit }) => unit))];

function findingFields({ id, text, note, severity, basis, happened_on }: FindingNow): Fields {
  const cited: unknown = JSON.parse(basis);
  return {
    编号: id,
    内容: text,
    说明: note || text,
    严重程度: severity,
    依据: (Array.isArray(cited) ? cited.map(String) : []).join("、") || "—",
    检查日期: chineseDay(happened_on),
  };
}

/** The visit meant: of that number, else the latest of its sort. @throws Stop */
async function visitOf(
  { db, on, campaign }: Desk,
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

async function attendants(db: Reading, inspection: number): Promise<Pick<Officer, "name" | "unit" | "certificate">[]> {
  return db
    .selectFrom("attendance")
    .select(["name", "unit", "certificate"])
    .where("inspection", "=", inspection)
    .orderBy("id")
    .execute();
}

async function inspectionPaper(desk: Desk, kind: PaperKind, wanted: PaperWanted): Promise<Gathered> {
  const { db, plan, on, campaign } = desk;
  const subject = await subjectOf(desk, kind, wanted);
  const visit = await visitOf(desk, subject, wanted, false);
  const officers = await attendants(db, visit.id);
  const answers = await db.selectFrom("answer").selectAll().where("inspection", "=", visit.id).orderBy("id").execute();
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
    aboutId: visit.id,
    subject: subject.subject,
    addressee: subject.name,
    issuers: unitsOf(officers),
    fields: {
      ...subjectFields(subject),
      检查地点: subject.address ?? line,
      检查种类: visit.kind,
      检查日期: chineseDay(visit.happened_on),
      检查结果: visit.result,
      检查人员: officerFields(officers),
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

async function reviewPaper(desk: Desk, kind: PaperKind, wanted: PaperWanted): Promise<Gathered> {
  const { db, on, campaign } = desk;
  const subject = await subjectOf(desk, kind, wanted);
  const visit = await visitOf(desk, subject, wanted, true);
  const officers = await attendants(db, visit.id);
  const outcomes = await db
    .selectFrom("review_outcome")
    .selectAll()
    .where("inspection", "=", visit.id)
    .orderBy("id")
    .execute();
  const findings = new Map(
    (await findingsNow(db, on, { campaign, subject: subject.subject })).map((finding) => [finding.id, finding]),
  );
  const album = await albumOf(desk, [{ fact: "review_outcome", ids: outcomes.map(({ id }) => id) }]);
  const orders = outcomes.flatMap(({ finding }) => findings.get(finding)?.order_number ?? []);
  return {
    aboutId: visit.id,
    subject: subject.subject,
    addressee: subject.name,
    issuers: unitsOf(officers),
    fields: {
      ...subjectFields(subject),
      统一社会信用代码: subject.uscc,
      检查种类: visit.kind,
      复查日期: chineseDay(visit.happened_on),
      整改文号: orders.length > 0 ? [...new Set(orders)].join("、") : null,
      检查人员: officerFields(officers),
      全部整改: outcomes.every(({ outcome }) => outcome === "已整改"),
      复查: outcomes.flatMap(({ id, finding, outcome, note }) => {
        const known = findings.get(finding);
        return known
          ? [
              {
                ...findingFields(known),
                复查结果: outcome,
                复查情况: note || outcome,
                照片: album.photosOf("review_outcome", id),
              },
            ]
          : [];
      }),
    },
  };
}

async function subjectPaper(desk: Desk, kind: PaperKind, wanted: PaperWanted): Promise<Gathered> {
  const subject = await subjectOf(desk, kind, wanted);
  return {
    aboutId: subject.subject,
    subject: subject.subject,
    addressee: subject.name,
    issuers: kind.officers > 0 ? unitsOf(wanted.officers) : departments(desk),
    fields: {
      ...subjectFields(subject),
      询问人: officerFields(wanted.officers),
      问题: (await openFindings(desk, subject, wanted)).map(findingFields),
    },
  };
}

/** The findings named, else those not closed. @throws Stop naming those that are not there */
async function openFindings(
  { db, on, campaign }: Desk,
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

async function findingsPaper(desk: Desk, kind: PaperKind, wanted: PaperWanted): Promise<Gathered> {
  const subject = await subjectOf(desk, kind, wanted);
  const findings = await openFindings(desk, subject, wanted);
  if (findings.length === 0)
    refuse("no-findings", `${subject.subject} ${subject.name} 没有未销号的问题，不能出${kind.name}`, {
      hint: `先检查：tuban inspect ${subject.subject}`,
    });
  const penalty = kind.name === "当场处罚决定书" ? onTheSpot(desk, subject, wanted) : {};
  const officers = officerFields(wanted.officers);
  return {
    aboutId: subject.subject,
    subject: subject.subject,
    addressee: subject.name,
    issuers: unitsOf(wanted.officers),
    fields: {
      ...subjectFields(subject),
      问题: findings.map(findingFields),
      承办人: officers,
      执法人员: officers,
      ...penalty,
    },
  };
}

/** What was decided on the spot, within its limits (行政处罚法 第五十一条, in force since 2021-07-15). @throws Stop */
function onTheSpot({ on }: Desk, subject: InstitutionNow, { given }: PaperWanted): Fields {
  if (on < penaltyLawSince)
    refuse("law-not-in-force", `${on} 在 ${penaltyLawSince} 以前，当场处罚的限额按修订前的行政处罚法，本程序没有收录`, {
      hint: "当天的文书按当时的法律另行制作",
    });
  const read = (given["处罚"] ?? "").split(/[、，,]/).map(parseSanction);
  const faults = read.filter((one): one is Problem => "code" in one);
  if (faults.length > 0)
    throw new Stop(
      2,
      faults.map((fault) => ({ ...fault, hint: "写成 --set 处罚=警告 或 --set 处罚=罚款=200元" })),
    );
  const sanctions = read.filter((one): one is Sanction => "kind" in one);
  const citizen = subject.kind === "教师" || subject.kind === "举办者";
  const problems = summaryProblems(sanctions, citizen ? "公民" : "组织");
  if (problems.length > 0) throw new Stop(1, problems);
  return { 处罚内容: sanctionsText(sanctions), 罚款: fineOf(sanctions) > 0 };
}

async function closingPaper(desk: Desk, kind: PaperKind, wanted: PaperWanted): Promise<Gathered> {
  const { db, on, campaign } = desk;
  const subject = await subjectOf(desk, kind, wanted);
  const findings = await findingsNow(db, on, { campaign, subject: subject.subject });
  const closed = findings.filter(
    ({ id, closed_on }) => closed_on !== null && (wanted.findings === null || wanted.findings.includes(id)),
  );
  if (closed.length === 0)
    refuse("nothing-closed", `${subject.subject} ${subject.name} 在 ${on} 以前没有销号的问题`, {
      hint: `复查合格后销号：tuban close ${subject.subject}`,
    });
  const rows: Fields[] = [];
  for (const finding of closed) {
    const close = await db
      .selectFrom("close_out")
      .innerJoin("review_outcome", "review_outcome.id", "close_out.outcome")
      .where("close_out.finding", "=", finding.id)
      .where("close_out.entry", "not in", takenBack(db))
      .select([
        "close_out.closed_by",
        "close_out.happened_on",
        "review_outcome.inspection",
        "review_outcome.outcome",
        "review_outcome.happened_on as reviewed_on",
      ])
      .orderBy("close_out.id", "desc")
      .executeTakeFirstOrThrow();
    rows.push({
      ...findingFields(finding),
      问题编号: finding.id,
      发现日期: finding.happened_on,
      复查日期: close.reviewed_on,
      复查结果: close.outcome,
      复查人员: (await attendants(db, close.inspection)).map(({ name }) => name).join("、"),
      销号人: close.closed_by,
      销号日期: close.happened_on,
    });
  }
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

async function orderPaper(desk: Desk, kind: PaperKind, { query }: PaperWanted): Promise<Gathered> {
  const { db, on, campaign } = desk;
  if (query === null)
    return misuse("no-order", `没有写明${kind.name}是哪份文书的`, { hint: `写成 tuban paper issue ${kind.name} 文号` });
  const order = await orderNamed(db, on, campaign, query);
  if (order.stage === "已撤回")
    refuse("order-withdrawn", `${order.number} 已撤回，不能再出${kind.name}`, {
      hint: "需要的重新签发：tuban order issue",
    });
  const service = await db
    .selectFrom("service")
    .selectAll()
    .where("order_id", "=", order.id)
    .where("entry", "not in", takenBack(db))
    .orderBy("id", "desc")
    .executeTakeFirst();
  const proof = service
    ? await db.selectFrom("service_proof").selectAll().where("service", "=", service.id).executeTakeFirst()
    : undefined;
  const officers: unknown = proof ? JSON.parse(proof.officers) : [];
  const told: Record<string, string> = {};
  const tell = (field: string, value: string | null | undefined): void => {
    if (value) told[field] = value;
  };
  tell("送达地点", proof?.place);
  tell("送达人", Array.isArray(officers) ? officers.map(String).join("、") : "");
  tell("代收人", proof?.relation);
  tell("见证人", proof?.witness);
  return {
    aboutId: order.id,
    subject: order.subject,
    addressee: order.addressee,
    issuers: [order.issuer],
    fields: {
      送达文书: order.kind,
      送达文号: order.number,
      文书日期: chineseDay(order.happened_on),
      受送达人: order.addressee,
      送达方式: service ? `${service.method}送达` : "□直接　□留置　□电子　□邮寄　□公告",
      送达日期: service ? chineseDay(service.happened_on) : line,
      收件人: service?.recipient ?? line,
      备注: [service?.note ?? "", proof?.mail_no ? `邮件号 ${proof.mail_no}` : ""]
        .filter((one) => one !== "")
        .join("；"),
      ...told,
    },
  };
}

/** What is in the frozen CSV of a list's latest version, by its column. */
async function listPaper(desk: Desk, kind: PaperKind): Promise<Gathered> {
  const { db, on, campaign, plan } = desk;
  const list: ListName = kind.name === "黑名单公示" ? "黑名单" : "白名单";
  const publication = (await publicationsOf(db, on, campaign, list)).at(-1);
  if (!publication)
    return refuse("not-published", `${on} 以前没有公布过${list}`, {
      hint: `先公布：tuban publish ${list === "黑名单" ? "blacklist" : "whitelist"}`,
    });
  const [header, ...rows] = [...readCsv([publication.csv.replace(/^\uFEFF/, "")], `${list}.csv`).rows].map(
    ({ cells }) => cells.map(cleanCell),
  );
  const cell = (cells: readonly string[], ...titles: readonly string[]): string =>
    cells[(header ?? []).findIndex((title) => titles.includes(title))] ?? "";
  const publisher = plan.lists.find(({ name }) => name === list);
  return {
    aboutId: publication.id,
    subject: null,
    addressee: publication.title,
    issuers: [cell(rows[0] ?? [], "公布单位") || publisher?.lead || "", ...departments(desk)].filter(
      (name) => name !== "",
    ),
    fields: {
      标题: publication.title,
      版次: publication.version,
      家数: rows.length,
      公布日期: chineseDay(publication.happened_on),
      名单: rows.map((cells) => ({
        名称: cell(cells, "名称"),
        统一社会信用代码: cell(cells, "统一社会信用代码"),
        地址: cell(cells, "地址"),
        情形: cell(cells, "情形"),
        依据: cell(cells, "依据"),
        有效至: cell(cells, "有效至", "公布至"),
      })),
      异议与更正: cell(rows[0] ?? [], "异议与更正") || publisher?.contact || line,
      校验码: await codeOn(db, publication),
    },
  };
}

async function campaignPaper(desk: Desk): Promise<Gathered> {
  const { plan } = desk;
  return {
    aboutId: null,
    subject: null,
    addressee: plan.region.name,
    issuers: departments(desk),
    fields: {
      地区: plan.region.name,
      治理内容: plan.topics.map(({ name }) => ({ 名称: name })),
      阶段: plan.phases.map(({ no, name, from, until }) => ({
        阶段号: no,
        名称: name,
        起: from === null ? "—" : chineseDay(from),
        止: until === null ? "—" : chineseDay(until),
      })),
    },
  };
}
