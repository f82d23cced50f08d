/** Orders drafted: numbered, their text rendered, ready to be looked at and recorded. */
import {
  Stop,
  chineseDay,
  basisText,
  citationsOn,
  demandsOn,
  departmentNamed,
  faultOf,
  formatDuration,
  fullUnitName,
  limitOf,
  limitText,
  misuse,
  nextSerial,
  numberOf,
  ordersFor,
  ordersForAll,
  readNumber,
  unitNamed,
  refuse,
  wordOf,
} from "../../campaign/index.ts";
import type { Day, NumberTaken, OrderCases, OrderKind, TimeLimit } from "../../campaign/index.ts";
import { findSubject } from "../../ledger/roster/find.ts";
import { fromJson } from "../../ledger/json.ts";
import { headOf } from "../../ledger/roster/content.ts";
import type { Db } from "../../ledger/tables.ts";
import { checkCode } from "../../ledger/tree/states.ts";
import { isNumberTaken, lastNumbers } from "../../ledger/acts/orders.ts";
import type { IssuedOrder } from "../../ledger/acts/orders.ts";
import type { InstitutionNow } from "../../ledger/now.ts";
import type { ListedFinding } from "../../ledger/spans/findings.ts";
import type { Office } from "../../office.ts";
import { codeField } from "../../write/code-line.ts";
import { fieldsOf as fieldsIn } from "../../write/document.ts";
import type { Fields } from "../../write/document.ts";
import type { OpenedCampaign } from "../desk/campaign.ts";
import { openBook } from "./book.ts";
import type { Book, KnownOrderCase } from "./book.ts";
import type { Setting } from "./options.ts";
import { knownOf, missingIn, particularsOf, stepHint, supply } from "./particulars.ts";
import { templateFor, textOf } from "../paper/template.ts";
import type { Template } from "../paper/template.ts";

export interface Drafted extends Omit<OrderCases, "cases"> {
  readonly drafts: readonly DraftOrder[];
}

/** An order with everything it will be recorded with. */
export interface DraftOrder extends KnownOrderCase {
  readonly limit: TimeLimit;
  readonly row: IssuedOrder["row"];
  readonly fields: Fields;
  /** null for a paper issued outside this ledger: no text of ours is its own. */
  readonly template: Template | null;
}

/** Drafts what is wanted, over the ledger as `db` shows it. @throws Stop */
export async function draftOrders(
  office: Office,
  opened: Pick<OpenedCampaign, "code">,
  db: Db,
  setting: Setting,
): Promise<Drafted> {
  const { on, wanted } = setting;
  const subject = wanted.subject === null ? null : await findSubject(db, on, wanted.subject);
  const book = await openBook(db, { campaign: opened.code, on, today: office.today, subject });
  const { cases, ...rest } = subject === null ? ordersForAll(book, setting) : ordersFor(book, subject, setting);
  const year = Number(on.slice(0, 4));
  const desk: Desk = {
    office,
    db,
    book,
    setting,
    campaign: opened.code,
    code: await checkCode(db),
    year,
    drafted: new Map(),
    templates: new Map(),
  };
  if (wanted.number !== null) refuseSeveral(cases, wanted.number);
  const drafts: DraftOrder[] = [];
  for (const one of cases) drafts.push(await draft(desk, one));
  return { ...rest, drafts };
}

interface Desk {
  readonly office: Office;
  readonly db: Db;
  readonly book: Book;
  readonly setting: Setting;
  readonly campaign: string;
  /** The check code of the ledger on which the papers are drafted. */
  readonly code: string;
  readonly year: number;
  /** The serial last drafted of each series, by what its numbers look like. */
  readonly drafted: Map<string, number>;
  readonly templates: Map<string, Template>;
}

async function draft(desk: Desk, one: KnownOrderCase): Promise<DraftOrder> {
  const { subject, kind, issuer, joint, findings } = one;
  const { plan, on, wanted } = desk.setting;
  const given = wanted.number === null ? null : await numberGiven(desk, kind, wanted.number);
  const [ownWord, limit] = together([
    () => given?.word ?? wordOf(plan, kind, issuer, wanted.word),
    () => limitOf(plan, kind, on, wanted),
  ]);
  const { word, year, serial, number } = given ?? (await nextNumber(desk, kind, ownWord));
  const signed = { issuer: issuerName(desk, one), number, addressee: addresseeOf(desk, one), limit };
  const template = given === null ? await templateOf(desk, kind) : null;
  const fields = { ...fieldsOf(desk, one, signed), ...(await told(desk, one, signed.issuer, template)) };
  return {
    subject,
    kind,
    issuer,
    joint,
    findings,
    limit,
    row: {
      campaign: desk.campaign,
      subject: subject.subject,
      kind: kind.name,
      effect: kind.effect,
      issuer: signed.issuer,
      word,
      year,
      serial,
      number,
      addressee: signed.addressee,
      deadline: limit.deadline === null ? null : formatDuration(limit.deadline),
      due_bound: limit.bound,
      text: template === null ? pastText(one, signed, on) : textOf(template, fields),
      fields: JSON.stringify(fields),
      template_sha256: template?.sha256 ?? "",
      happened_on: on,
    },
    fields,
    template,
  };
}

/** Both, or what stands against either: the first paper of a kind finds its word and its limit left open in the plan. @throws Stop */
function together<One, Other>([one, other]: readonly [() => One, () => Other]): [One, Other] {
  const stops: Stop[] = [];
  const tried = <Of>(work: () => Of): Of | undefined => {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
      stops.push(error);
      return undefined;
    }
  };
  const [first, second] = [tried(one), tried(other)];
  const [stop] = stops;
  if (stop !== undefined)
    throw new Stop(
      stop.exit,
      stops.flatMap(({ problems }) => problems),
    );
  return [first as One, second as Other];
}

/** The next number of the series; those drafted before it count as given. */
async function nextNumber(
  { db, year, drafted }: Desk,
  { numbering: { pattern } }: OrderKind,
  word: string,
): Promise<NumberTaken> {
  const series = numberOf(pattern, word, year, 0);
  const before = drafted.get(series);
  const serial =
    before === undefined ? nextSerial(pattern, word, year, await lastNumbers(db, { pattern, word, year })) : before + 1;
  drafted.set(series, serial);
  return { word, year, serial, number: numberOf(pattern, word, year, serial) };
}

/** The number that a paper has already. @throws Stop where it has not the form of its kind, or is on record */
async function numberGiven(
  { db }: Desk,
  { name, numbering: { pattern } }: OrderKind,
  text: string,
): Promise<NumberTaken> {
  const given =
    readNumber(pattern, text) ??
    misuse("bad-document-number", `${name}的文号看不懂：${text}`, {
      hint: `写成 ${numberOf(pattern, "机关代字", 2026, 7)} 这样`,
    });
  if (await isNumberTaken(db, given.number))
    refuse("number-taken", `${given.number} 已经登记过`, { hint: `用 tuban order show ${given.number} 看` });
  return given;
}

/** One number is one paper's. @throws Stop */
function refuseSeveral(cases: readonly KnownOrderCase[], number: string): void {
  if (cases.length < 2) return;
  const papers = cases.map(
    ({ kind, issuer, findings }) => `${issuer} ${kind.name}（问题 ${findings.map(({ id }) => id).join("、")}）`,
  );
  refuse("number-of-several", `${number} 是一份文书的文号，照方案却要下发 ${cases.length} 份：${papers.join("；")}`, {
    hint: "用 --issuer 写明哪个单位签发的，或用 --finding 写明是哪几个问题的",
  });
}

/** What the ledger says of a paper whose own text it does not have. */
function pastText({ kind, findings, subject }: KnownOrderCase, { issuer, number, addressee }: Signed, on: Day): string {
  const lines = [
    `${kind.name}（补录，原件在纸上）`,
    `文号：${number}`,
    `主送：${addressee}`,
    ...(addressee === subject.name ? [] : [`关于：${subject.name}`]),
    `签发：${issuer}，${chineseDay(on)}`,
    ...findings.map((finding) => `问题 ${finding.id}：${faultOf(finding)}`),
  ];
  return lines.map((line) => `${line}\n`).join("\n");
}

/** What the paper needs beyond the findings, asked for before it takes a number. @throws Stop where something is missing and nobody can be asked */
async function told(desk: Desk, one: KnownOrderCase, issuer: string, template: Template | null): Promise<Fields> {
  const { office, setting, db, campaign } = desk;
  const { kind, subject } = one;
  const known = await knownOf(db, campaign, one, setting.on);
  // A paper of the past says what it says.
  const used = template === null ? [] : fieldsIn(template.markdown);
  const missing = missingIn(used, kind, particularsOf(setting, one, issuer, known));
  if (missing.length > 0)
    await supply(missing, office.io, setting.given, {
      kind: kind.name,
      subject: `${subject.subject} ${subject.name}`,
      hint: stepHint(kind, known.found, { subject: subject.subject, missing }),
    });
  return particularsOf(setting, one, issuer, known);
}

/** 属地: a territorial issuer signs as the subject's own town office. */
function unitOver({ setting }: Desk, unit: string, { town }: KnownOrderCase["subject"]): string {
  return departmentNamed(setting.plan, unit)?.territorial === true ? (town ?? unit) : unit;
}

const issuerName = (desk: Desk, { issuer, subject }: KnownOrderCase): string => unitOver(desk, issuer, subject);

/** 督办 and 移送 go to the departments that lead the case, other than the issuer; everything else to the subject. @throws Stop when nobody leads, or the issuer alone */
function addresseeOf({ setting }: Desk, { kind, issuer, findings, subject }: KnownOrderCase): string {
  if (kind.effect !== "督办" && kind.effect !== "移送") return subject.name;
  const lead = setting.wanted.addressee ?? findings.map((finding) => finding.lead).find((name) => name !== "");
  const to = lead
    ?.split("、")
    .filter((unit) => setting.wanted.addressee !== null || unitNamed(setting.plan, unit) !== issuer);
  if (lead !== undefined && to?.length === 0)
    refuse("addressee-is-issuer", `${kind.name}由${issuer}签发，又发给${lead}自己`, {
      hint: "用 --to 单位 写明发给哪个单位",
    });
  return to?.join("、") ?? misuse("no-addressee", `没有写明${kind.name}发给哪个单位`, { hint: "用 --to 单位 写明" });
}

interface Signed {
  readonly issuer: string;
  readonly number: string;
  readonly addressee: string;
  readonly limit: TimeLimit;
}

/** The fields that templates/orders may use. */
function fieldsOf(
  desk: Desk,
  { subject, kind, findings, joint }: KnownOrderCase,
  { issuer, number, addressee, limit }: Signed,
): Fields {
  const { plan, on } = desk.setting;
  const over = findings.flatMap(({ id }) => desk.book.over.get(id) ?? []);
  const before = over.findLast((order) => order.kind === kind.after?.kind);
  const stopped = (desk.book.orders.get(subject.subject) ?? []).findLast(({ effect }) => effect === "停办");
  const issuers = [issuer, ...joint.map((unit) => unitOver(desk, unit, subject))].map((unit) =>
    fullUnitName(plan, unit),
  );
  return {
    文书名称: kind.name,
    文号: number,
    主送: addressee,
    方案名称: plan.name.startsWith("《") ? plan.name : `《${plan.name}》`,
    依据文件: joined(plan.basis, "；"),
    ...subjectFields(subject),
    问题: findings.map(findingFields),
    问题数: findings.length,
    检查日期: joined([...new Set(findings.map(({ happened_on }) => happened_on))].toSorted().map(chineseDay), "、"),
    要求: demandsOn(plan, kind, subject).map((demand) => ({ 内容: demand })),
    期限: limitText(limit),
    法律依据: basisText(citationsOn(plan, kind.basis, on)) || null,
    已有文书: joined([...new Set(over.map((order) => `${order.kind}（${order.number}）`))], "、"),
    先行文号: before?.number ?? null,
    先行送达日期: before?.served_on ? chineseDay(before.served_on) : null,
    停办文号: stopped?.number ?? null,
    配合部门: joined(
      [...new Set(findings.flatMap(({ supporting }) => supporting.split("、")))].filter((name) => name !== ""),
      "、",
    ),
    签发机关: issuers.join("、"),
    // each seals in a line of its own
    落款机关: issuers.join("（印章）\n"),
    签发日期: chineseDay(on),
    ...codeField(desk.code),
  };
}

function subjectFields(subject: InstitutionNow): Fields {
  return {
    机构名称: subject.name,
    称谓: subject.kind === "机构" || subject.kind === "学校" ? "你单位" : "你",
    统一社会信用代码: subject.uscc,
    办学许可证号: subject.permit_no,
    证照类别: subject.licence_class,
    地址: subject.address,
    属地: subject.town,
    法定代表人: headOf(subject),
    举办者: subject.organizer,
  };
}

function findingFields({ id, text, note, severity, basis, lead }: ListedFinding): Fields {
  return {
    编号: id,
    内容: text,
    说明: note || "不符合",
    严重程度: severity,
    依据: basisText(fromJson(basis)) || "—",
    牵头部门: lead,
  };
}

function joined(parts: readonly string[], sign: string): string | null {
  return parts.length === 0 ? null : parts.join(sign);
}

/** The kind's template, read once. @throws Stop */
async function templateOf({ office, templates }: Desk, { name, template }: OrderKind): Promise<Template> {
  const known = templates.get(template) ?? (await templateFor(office, template, name));
  templates.set(template, known);
  return known;
}
