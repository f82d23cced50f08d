/** The rows of an edition as they stand on a day. */
import {
  editionColumns,
  grouped,
  maskAddress,
  maskPerson,
  noWords,
  publicCode,
  publicName,
  publicText,
  registerColumns,
  registerNamed,
  isLicensed,
  personsNamed,
} from "../../campaign/index.ts";
import type { Day, EditionLine, EditionRule, EditionTable, PublicWords } from "../../campaign/index.ts";
import { entriesNow, inOneLine } from "../../ledger/acts/registers.ts";
import type { EntryNow } from "../../ledger/acts/registers.ts";
import { isSealed } from "../../ledger/acts/sealed.ts";
import { fromJson } from "../../ledger/json.ts";
import type { Db } from "../../ledger/tables.ts";
import { institutionsNow } from "../../ledger/now.ts";
import type { InstitutionNow } from "../../ledger/now.ts";
import { findingsListed } from "../../ledger/spans/findings.ts";
import { institutionsListed } from "../../ledger/spans/institutions.ts";
import type { OpenedCampaign } from "../desk/campaign.ts";
import { owedOn } from "../../ledger/numbers/expected.ts";

/** A row by the names of its columns. */
interface Row {
  readonly key: string;
  readonly cells: Readonly<Record<string, string | number | null | undefined>>;
  /** Whom it is about. */
  readonly subject?: InstitutionNow | undefined;
}

/** Columns that name persons, or lead to one. */
const ofPersons: ReadonlySet<string> = new Set(["责任人", "联系人", "负责人", "经办人", "电话", "联系电话"]);

/** What an inspector wrote down in passing; it may name anybody. */
const internal: ReadonlySet<string> = new Set(["说明", "备注"]);

/** Columns of numbers that an office gives out itself (举报渠道). */
const ofOffices = /渠道|号码|热线|(?:举报|投诉|监督|公开)电话/;

/** What the public is shown of a row: texts without what belongs to persons, names of persons masked, addresses of what is not registered cut. */
function publicCells({ cells, subject }: Row): Readonly<Record<string, PublicWords>> {
  const registered = subject !== undefined && isLicensed(subject);
  const shown = (column: string, text: string): PublicWords => {
    if (text === "") return noWords;
    if (internal.has(column)) return publicText("（略）");
    if (ofOffices.test(column)) return publicCode(text);
    if (ofPersons.has(column)) return column.endsWith("电话") ? publicText("（略）") : maskPerson(text);
    if (column === "地址" && !registered) return maskAddress(text);
    if (subject === undefined || text !== subject.name) return publicText(text);
    const persons = personsNamed({ ...subject, principal: fromJson(subject.more).principal });
    return publicName(text, { ...subject, persons });
  };
  return Object.fromEntries(Object.entries(cells).map(([column, text]) => [column, shown(column, String(text ?? ""))]));
}

/** The table of an edition as of a day, its columns as the plan wants them. */
export async function editionTable(db: Db, opened: OpenedCampaign, rule: EditionRule, day: Day): Promise<EditionTable> {
  const register = rule.rows.of === "台账" ? registerNamed(opened.plan.registers ?? [], rule.rows.register) : undefined;
  const all = rule.rows.of === "台账" ? (register ? registerColumns(register) : []) : editionColumns[rule.rows.of];
  const columns = rule.columns.length > 0 ? rule.columns : all;
  const rows = await rowsOf(db, opened, rule.rows, day);
  return {
    columns,
    rows: rows.map((row): EditionLine => {
      const cells = rule.isPublic ? publicCells(row) : row.cells;
      return { key: row.key, cells: columns.map((name) => String(cells[name] ?? "")) };
    }),
  };
}

async function rowsOf(db: Db, opened: OpenedCampaign, rows: EditionRule["rows"], day: Day): Promise<readonly Row[]> {
  switch (rows.of) {
    case "台账":
      return entryRows(db, opened, rows, day);
    case "问题":
      return findingRows(db, opened, rows.which === "全部", day);
    case "机构":
      return subjectRows(db, opened, rows.which, day);
    case "应有":
      return owedRows(db, opened, rows, day);
    case "职责":
      return opened.plan.departments.map(({ name, duties }) => ({
        key: name,
        cells: { 部门: name, 职责: duties.join("；") },
      }));
    case "监管措施":
      return measureRows(db, opened, day);
  }
}

/** Of an entry that is done in parts each part; of the states that are asked for, or what has not ended. */
async function entryRows(
  db: Db,
  { code, plan }: OpenedCampaign,
  { register, states }: { readonly register: string; readonly states: readonly string[] },
  day: Day,
): Promise<Row[]> {
  const entries = inOneLine(await entriesNow(db, day, plan, { campaign: code, register })).filter(
    ({ steps, state, ended }) => steps.length > 0 && (states.length > 0 ? states.includes(state) : !ended),
  );
  const subjects = await named(
    db,
    day,
    entries.map(({ row }) => row.subject),
  );
  return entries.map((entry) => ({
    key: entry.row.number,
    cells: entryCells(entry, subjects),
    subject: subjects.get(entry.row.subject ?? 0),
  }));
}

function entryCells(
  { row, fields, state, actor, due }: EntryNow,
  subjects: ReadonlyMap<number, InstitutionNow>,
): Row["cells"] {
  const subject = subjects.get(row.subject ?? 0);
  return {
    ...Object.fromEntries(Object.entries(fields).filter(([, value]) => !isSealed(value))),
    编号: row.number,
    机构: subject?.name,
    属地: subject?.town,
    分办: row.part,
    状态: state,
    谁办: actor,
    期限: due,
    登记日期: row.happened_on,
  };
}

async function named(
  db: Db,
  day: Day,
  subjects: readonly (number | null)[],
): Promise<ReadonlyMap<number, InstitutionNow>> {
  const some = [...new Set(subjects.flatMap((subject) => subject ?? []))];
  return new Map((await institutionsNow(db, day, some)).map((one) => [one.subject, one]));
}

/** 问题台账: with organ, number, limit, state, and who answers for it (责任人台账, where the plan has one). */
async function findingRows(db: Db, { code, plan }: OpenedCampaign, all: boolean, day: Day): Promise<Row[]> {
  const findings = await findingsListed(db, day, { campaign: code, open: !all });
  const subjects = await named(
    db,
    day,
    findings.map(({ subject }) => subject),
  );
  const owners = (await entriesNow(db, day, plan, { campaign: code, register: "责任人" })).filter(
    ({ row, ended }) => row.cause === "问题" && !ended,
  );
  return findings.map((finding) => {
    const subject = subjects.get(finding.subject);
    return {
      key: String(finding.id),
      subject,
      cells: {
        编号: finding.id,
        机构: subject?.name,
        属地: subject?.town,
        问题: `${finding.item} ${finding.text}`,
        说明: finding.note,
        严重程度: finding.severity,
        牵头: finding.lead,
        配合: finding.supporting,
        责任人: owners.findLast(({ row }) => row.cause_id === finding.id)?.fields["责任人"],
        发现日期: finding.happened_on,
        文号: finding.order_number,
        期限: finding.due_on,
        状态: finding.stage,
        销号日期: finding.closed_on,
      },
    };
  });
}

async function subjectRows(
  db: Db,
  { code }: OpenedCampaign,
  which: "全部" | "证照齐全" | "证照不一致",
  day: Day,
): Promise<Row[]> {
  const all = (await institutionsListed(db, day)).filter(({ kind }) => kind === "机构");
  const open = grouped(await findingsListed(db, day, { campaign: code, open: true }), ({ subject }) => subject);
  return all.flatMap((one) => {
    const contradiction = contradictionIn(one, day);
    const fits =
      which === "全部" ||
      (which === "证照不一致"
        ? contradiction !== ""
        : one.licence_class === "有证有照" && contradiction === "" && !open.has(one.subject));
    return fits ? [{ key: String(one.subject), cells: subjectCells(one, contradiction), subject: one }] : [];
  });
}

const subjectCells = (one: InstitutionNow, contradiction: string): Row["cells"] => ({
  编号: one.subject,
  名称: one.name,
  属地: one.town,
  地址: one.address,
  证照类别: one.licence_class,
  许可证号: one.permit_no,
  许可证有效至: one.permit_until,
  电话: one.phone,
  不一致: contradiction,
});

/** 先证后照、证照一致: what of the papers contradicts itself; empty where nothing does. */
function contradictionIn({ licence_class: licence, permit_no, permit_until, more }: InstitutionNow, day: Day): string {
  const { foundedAt, permitFrom } = fromJson(more);
  return [
    licence === "有证无照" ? "有许可证，没有营业执照或登记证书" : "",
    licence === "有照无证" ? "有营业执照或登记证书，没有许可证" : "",
    (licence === "有照无证" || licence === "无证无照") && permit_no
      ? `写着许可证号 ${permit_no}，证照类别却是${licence}`
      : "",
    permit_until !== null && permit_until !== "长期" && permit_until < day ? `许可证 ${permit_until} 已过期` : "",
    typeof foundedAt === "string" && typeof permitFrom === "string" && foundedAt < permitFrom
      ? `登记在先（${foundedAt}），发证在后（${permitFrom}）`
      : "",
  ]
    .filter((text) => text !== "")
    .join("；");
}

async function owedRows(
  db: Db,
  opened: OpenedCampaign,
  { expectation, missing }: { readonly expectation: string; readonly missing: boolean },
  day: Day,
): Promise<Row[]> {
  const expectations = (opened.plan.expectations ?? []).filter(({ name }) => name === expectation);
  const now = (await owedOn(db, { ...opened, plan: { ...opened.plan, expectations } }, day)).at(-1);
  return (now ? (missing ? now.missing : now.all) : []).map(({ name, subject, town, held }) => ({
    key: subject === null ? name : String(subject),
    cells: { 谁: name, 属地: town, 有了: held, 情况: held === null ? "还没有" : "已有" },
  }));
}

/** 事前、事中、事后 and the four pillars: every register with what was entered and what is open. */
async function measureRows(db: Db, { code, plan }: OpenedCampaign, day: Day): Promise<Row[]> {
  const entries = grouped(
    await entriesNow(db, day, plan, { campaign: code }),
    ({ row }) => registerNamed(plan.registers ?? [], row.register)?.name ?? row.register,
  );
  return (plan.registers ?? [])
    .filter(({ tags }) => tags.stage !== null || tags.pillar !== null)
    .map(({ name, tags, text }) => {
      const ours = entries.get(name) ?? [];
      return {
        key: name,
        cells: {
          台账: name,
          环节: tags.stage,
          支柱: tags.pillar,
          原文: text,
          登记: ours.length,
          未办结: ours.filter(({ ended }) => !ended).length,
        },
      };
    })
    .toSorted((one, other) => order(one) - order(other));
}

const order = ({ cells }: Row): number => ["事前", "事中", "事后"].indexOf(String(cells["环节"] ?? ""));
