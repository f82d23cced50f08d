/** tuban correct (更正): what was written down wrongly is put right by a further fact; what was recorded and issued stays. */
import {
  departmentNamed,
  hint,
  kindsByName,
  misuse,
  next,
  particular,
  readShortNumber,
  refuse,
  shown,
  units,
} from "../campaign/index.ts";
import type { AnyRow, Correctable, CorrectionOf, Day, Plan } from "../campaign/index.ts";
import { correctedOn, correctedText, dayOfFact, issuedBefore } from "../ledger/corrections.ts";
import type { IssuedBefore } from "../ledger/corrections.ts";
import { kindOf, tablesOf } from "../ledger/facts/links.ts";
import { about, calledAs, rowsNamed, rowsWhere, whomOf } from "../ledger/facts/whom.ts";
import { findSubject } from "../ledger/roster/find.ts";
import { entriesTakenBack, whyTakenBack } from "../ledger/taken-back.ts";
import type { CorrectionRow, Db } from "../ledger/tables.ts";
import type { Office } from "../office.ts";
import { nearest } from "../write/nearest.ts";
import { nextSteps } from "../write/message.ts";
import { plain } from "../write/plain.ts";
import { actOf, openCampaign, openCampaignAsOf } from "./desk/campaign.ts";
import { print } from "./desk/print.ts";
import { listOf } from "./desk/values.ts";
import { amountOf } from "./tally.ts";

export interface CorrectOptions {
  readonly reason?: string;
  readonly source?: string;
  readonly csv?: boolean;
}

/** A fact that may be corrected, as it reads on a day. */
interface Found {
  readonly table: CorrectionOf;
  readonly row: AnyRow;
  readonly called: string;
  readonly campaign: string | null;
  readonly subject: number | null;
}

const correctable = (): readonly CorrectionOf[] =>
  (tablesOf(({ corrects }) => corrects !== undefined) as readonly CorrectionOf[]).filter(
    (table) => fieldsOf(table).length > 0,
  );

/**
 * tuban correct <事实> 字段=内容 …: records the corrections; with an institution, or without 字段=内容, lists what may be corrected.
 * @throws Stop for a fact or a field that is unknown, a value that cannot be read or is there already, no reason or source
 */
export async function correct(
  office: Office,
  named: string,
  values: readonly string[],
  options: CorrectOptions,
): Promise<void> {
  if (values.length === 0) return listCorrectable(office, named, options);
  const reason = options.reason?.trim() ?? "";
  const source = options.source?.trim() ?? "";
  if (reason === "" || source === "")
    misuse("no-reason", "更正要写明理由和依据", { hint: "加 --reason 为什么改 --source 凭什么改（材料、谁说的）" });
  const { ledger, plan } = await openCampaign(office);
  const act = await actOf(office, "correct");
  const before = await foundIn(ledger.db, office.today, named);
  const on = office.wanted.on ? office.on : await dayOfFact(ledger.db, before.table, before.row);
  const { value, seq } = await ledger.record({ ...act, on }, async (entry) => {
    const found = await foundIn(entry.db, office.today, named);
    const first = await dayOfFact(entry.db, found.table, found.row);
    if (on < first)
      refuse("corrected-before", `${found.called}是 ${first} 的，不能从 ${on} 起更正`, {
        hint: hint`核对 ${particular({ on: true })} 的日期；不写，就从 ${first} 起都按更正后的算`,
      });
    const rows = values.map((text) => correctionOf(plan, found, text, { reason, source, on }));
    for (const row of rows) await entry.add("correction", row);
    entry.describe(`更正 ${rows.map(changeText).join("；")}：${reason}`);
    return rows.map((row): CorrectionRow => ({ ...row, id: 0, entry: entry.seq }));
  });
  await tell(office, { rows: value, seq, kept: await issuedBefore(ledger.db, value.slice(0, 1)) });
}

const changeText = ({ what, was, value }: Omit<CorrectionRow, "id" | "entry">): string =>
  `${what}“${was ?? ""}”改为“${value ?? ""}”`;

async function tell(
  office: Office,
  {
    rows,
    seq,
    kept,
  }: { readonly rows: readonly CorrectionRow[]; readonly seq: number | null; readonly kept: readonly IssuedBefore[] },
): Promise<void> {
  if (office.json) {
    const { jsonText } = await import("../write/json.ts");
    const corrected = rows.map(({ fact, fact_id, field, was, value, happened_on }) => ({
      fact: `${fact}#${fact_id}`,
      field,
      was,
      value,
      on: happened_on,
    }));
    const issued = kept.map(({ table, id, called }) => ({ fact: `${table}#${id}`, called }));
    office.io.out.write(jsonText({ entry: seq, corrected, issuedBefore: issued }));
    return;
  }
  for (const row of rows)
    office.io.out.write(`${plain(`已更正：${correctedText(row)}，自 ${row.happened_on} 起按更正后的算`)}\n`);
  if (kept.length > 0)
    office.io.out.write(
      `${plain(`更正前签发的 ${kept.length} 份不改，出示时标“已更正”：${kept.map(({ called }) => called).join("、")}`)}\n`,
    );
  office.io.err.write(nextSteps([`tuban undo ${seq ?? ""} --reason 原因`], office.io));
}

/** w3, 问题3, finding#3, 检查5, 出动12 … @throws Stop when there is no such fact, or it was taken back */
async function foundIn(db: Db, today: Day, text: string): Promise<Found> {
  const named = factNamed(text);
  if (named === null)
    return misuse("unknown-fact", `看不懂要更正哪一件：${shown(text)}`, {
      hint: "写成 w3（问题 3）、检查5、出动12、登记的数7；一家机构有哪些可以更正：tuban correct 机构",
    });
  const [row] = await rowsNamed(db, named.table, [named.id]);
  if (row === undefined)
    return misuse("unknown-fact", `没有${kindOf(named.table).title} ${named.id}`, {
      hint: "一家机构有哪些可以更正：tuban correct 机构",
    });
  const back = (await whyTakenBack(db)).get(row.entry);
  const [found] = await calledOf(db, named.table, [row], today);
  if (found === undefined) throw new Error("a row without its words");
  if (back)
    refuse("corrected-undone", `${found.called}已撤销（${back.reason}），不用再更正`, {
      hint: hint`撤销后重新登记；经过见 ${next("log")}`,
    });
  return found;
}

/** Rows as they read, with their words. */
async function calledOf(db: Db, table: CorrectionOf, rows: readonly AnyRow[], asOf: Day): Promise<Found[]> {
  const read = await correctedOn(db, table, rows, { day: asOf });
  const whose = await whomOf(db, table, read);
  return read.map((row, at) => {
    const { campaign = null, subject = null, of = "" } = whose[at] ?? {};
    return { table, row, called: calledAs(table, row, of), campaign, subject };
  });
}

function factNamed(text: string): { readonly table: CorrectionOf; readonly id: number } | null {
  const short = readShortNumber(text);
  if (short?.of === "问题") return { table: "finding", id: short.number };
  const [, word = "", digits = ""] = /^(\D+?)\s*#?\s*(\d{1,9})$/.exec(text.normalize("NFKC").trim()) ?? [];
  const table = correctable().find((one) => one === word || kindOf(one).title === word);
  return table === undefined ? null : { table, id: Number(digits) };
}

/** 字段=内容 as a row to be recorded. @throws Stop */
function correctionOf(
  plan: Plan,
  { table, row, called, campaign, subject }: Found,
  text: string,
  { reason, source, on }: { readonly reason: string; readonly source: string; readonly on: Day },
): Omit<CorrectionRow, "id" | "entry"> {
  const [, title = "", given = ""] = /^([^=＝]+)[=＝]([\s\S]*)$/.exec(text) ?? [];
  const fields = fieldsOf(table);
  const field = fields.find((one) => one.title === title.trim());
  if (!field) {
    const near = nearest(
      title.trim(),
      fields.map((one) => one.title),
    );
    return misuse("not-correctable", `${called}没有可以更正的“${title.trim() || text}”`, {
      hint: `${near === undefined ? "" : `是不是 ${near}；`}可以更正：${fields.map((one) => `${one.title}=内容`).join("、")}；其他的撤销后重新登记（tuban undo）`,
    });
  }
  const value = valueOf(plan, field, given, row);
  const was = textIn(row, field.column);
  if (value === was)
    refuse("nothing-corrected", `${called}的${field.title}已经是“${value ?? ""}”`, { hint: "核对要改的是哪一件" });
  return {
    campaign,
    subject,
    fact: table,
    fact_id: row.id,
    field: field.column,
    what: `${called}的${field.title}${row["unit"] === "元" && field.as === "quantity" ? "（分）" : ""}`,
    was,
    value,
    reason,
    source,
    happened_on: on,
  };
}

interface Field {
  readonly column: string;
  readonly title: string;
  readonly as: Exclude<Correctable["as"], "worked out">;
}

function fieldsOf(table: CorrectionOf): Field[] {
  return Object.entries(kindsByName.get(table)?.corrects ?? {}).flatMap(([column, field]) =>
    field === undefined || field.as === "worked out" ? [] : [{ column, title: field.title, as: field.as }],
  );
}

function textIn(row: AnyRow, column: string): string | null {
  const value = row[column];
  return typeof value === "string" || typeof value === "number" ? String(value) : null;
}

/** The value as text. @throws Stop */
function valueOf(plan: Plan, { title, as }: Field, given: string, row: AnyRow): string | null {
  const text = given.trim();
  if (typeof as !== "string")
    return as.includes(text)
      ? text
      : misuse("bad-value", `${title}不能是“${text}”`, { hint: `可用：${as.join("、")}` });
  switch (as) {
    case "text":
      return text;
    case "optional text":
      return text === "" ? null : text;
    case "name":
      return text === "" ? misuse("bad-value", `${title}不能空着`, { hint: `写成 ${title}=内容` }) : text;
    case "departments":
      return listOf(text)
        .map((name) => departmentIn(plan, name))
        .join("、");
    case "quantity": {
      const unit = units.find((one) => one === row["unit"]) ?? "个";
      return String(amountOf(text, unit, unit));
    }
  }
}

function departmentIn(plan: Plan, name: string): string {
  return (
    departmentNamed(plan, name)?.name ??
    misuse("unknown-department", `方案里没有这个部门：${name}`, {
      hint: `可选：${plan.departments.map((one) => one.name).join("、")}`,
    })
  );
}

/** What may be corrected of an institution, or of one fact. */
async function listCorrectable(office: Office, named: string, options: CorrectOptions): Promise<void> {
  const { ledger } = await openCampaignAsOf(office);
  const facts = await ledger.read(async (db) => {
    if (factNamed(named) !== null) return [await foundIn(db, office.asOf, named)];
    const { subject } = await findSubject(db, office.asOf, named);
    const undone = await entriesTakenBack(db);
    const all: Found[] = [];
    for (const table of correctable()) {
      const rows = await rowsWhere(db, table, about(table, subject));
      const standing = rows.filter(({ entry }) => !undone.has(entry));
      all.push(...(await calledOf(db, table, standing, office.asOf)));
    }
    return all;
  });
  const rows = facts.flatMap((found) => fieldsOf(found.table).map((field) => ({ ...found, field })));
  await print(
    office,
    {
      title: `可以更正的（截至 ${office.asOf}）`,
      columns: [
        { key: "fact", title: "写法", value: ({ table, row }) => `${kindOf(table).title}${row.id}` },
        { key: "called", title: "哪一件", value: ({ called }) => called },
        { key: "field", title: "字段", value: ({ field }) => field.title },
        { key: "value", title: "现在", value: ({ field, row }) => textIn(row, field.column) },
      ],
      rows,
    },
    options,
  );
  const [first] = rows;
  if (first && !office.json && options.csv !== true)
    office.io.err.write(
      nextSteps(
        [
          `tuban correct ${kindOf(first.table).title}${first.row.id} ${first.field.title}=内容 --reason 原因 --source 依据`,
        ],
        office.io,
      ),
    );
}
