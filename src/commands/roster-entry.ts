/** One institution by hand: tuban set changes what the roster says of it, tuban add registers a new one. Each is one entry, and can be undone. */
import { createHash } from "node:crypto";
import { fieldKeys, fieldRow, licenceClass, misuse, rankingOf, refuse, shown } from "../campaign/index.ts";
import type { Day, FieldKey, FieldName, Institution, Plan } from "../campaign/index.ts";
import { changesBetween, fieldsOf, sayText, valueIn } from "../ledger/roster/content.ts";
import type { Change, RosterContent } from "../ledger/roster/content.ts";
import { findSubject, searchByPhone } from "../ledger/roster/find.ts";
import { incomingOf, saidOf } from "../ledger/roster/incoming.ts";
import { openIntake } from "../ledger/roster/intake/intake.ts";
import type { Doubt, IntakeOutcome } from "../ledger/roster/intake/session.ts";
import { toJson } from "../ledger/json.ts";
import { lastMapping } from "../ledger/roster/header-mappings.ts";
import { correct } from "../ledger/roster/sources.ts";
import { townsNamed } from "../ledger/roster/list.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { Db } from "../ledger/tables.ts";
import type { Office } from "../office.ts";
import { everyColumn, keptColumns, rosterFieldNamed } from "../read/fields.ts";
import type { RosterField } from "../read/fields.ts";
import { readRoster } from "../read/roster.ts";
import type { RosterEntry } from "../read/roster/row.ts";
import { jsonText } from "../write/json.ts";
import { asTyped, nextSteps } from "../write/message.ts";
import { plain } from "../write/plain.ts";
import { changeText } from "./desk/changes.ts";
import { actOf, openCampaign } from "./desk/campaign.ts";
import { noteOfDoubt, reappearanceText } from "./import/notes.ts";

export interface RosterEntryOptions {
  /** Whose word it is. */
  readonly source?: string;
  readonly reason?: string;
}

/** What is written where the office itself knows it, and says no more. */
const ownWord = "本办公室核实";

/** A field and what is to stand in it; blank: nothing any more. */
interface Given {
  readonly field: RosterField;
  readonly text: string;
}

/** tuban set <机构> 项目=内容 …; at a terminal without any, it asks which. @throws Stop when a field or its content is not understood */
export async function setFields(
  office: Office,
  query: string,
  pairs: readonly string[],
  options: RosterEntryOptions,
): Promise<void> {
  const { ledger, plan } = await openCampaign(office);
  const found = await findSubject(ledger.db, office.on, query);
  const { subject, name } = found;
  const given = pairs.length > 0 ? pairs.map(givenOf) : [await askedField(office, found)];
  refuseTwice(given);
  const read = await readAs(office, { ledger, plan }, given, found);
  const values = valuesOf(read, given);
  for (const [field, value] of classFollowing(found, values)) values.set(field, value);
  const source = options.source?.trim() || ownWord;
  const reason = options.reason?.trim() || "更正";
  const { seq, value: changes } = await ledger.record(await actOf(office, "set"), async (entry) => {
    const before = await findSubject(entry.db, office.on, String(subject));
    const how = { source, reason, on: office.on, ranking: rankingOf(plan.sourceRanking) };
    await correct(entry, subject, values, how);
    const made = changesBetween(before, await findSubject(entry.db, office.on, String(subject)));
    if (made.length === 0)
      refuse("nothing-changed", `${subject} 号「${name}」本来就是这样，没有要改的。`, {
        hint: `看现在怎么写的：tuban show ${subject}`,
      });
    entry.describe(`更改 ${subject} ${name}：${changeText(made)}（${reason}）`);
    return made;
  });
  const warnings = warningsOf(read);
  tell(office, { subject, name, seq, source, reason, changes, warnings }, `${subject} ${name}：${changeText(changes)}`);
}

/** tuban add 名称=… 项目=…; asks for the rest at a terminal where only the name, or nothing, is given. @throws Stop when it is on the roster already */
export async function addInstitution(
  office: Office,
  pairs: readonly string[],
  options: RosterEntryOptions,
): Promise<void> {
  const { ledger, plan } = await openCampaign(office);
  const written = pairs.map((pair) => (pair.includes("=") ? givenOf(pair) : { field: "name" as const, text: pair }));
  const given = await completed(office, written);
  refuseTwice(given);
  const read = await readAs(office, { ledger, plan }, given, null);
  const { institution, remarks } = read;
  if (institution === null) return refuseFirst(remarks);
  const source = options.source?.trim() || "本办公室登记";
  const said = saidOf(1, institution);
  const outcomes: IntakeOutcome[] = [];
  const doubts: Doubt[] = [];
  const { seq, value } = await ledger.record(await actOf(office, "add"), async (entry) => {
    const provenance = { on: office.on, source, ranking: rankingOf(plan.sourceRanking) };
    const mapping = toJson((await lastMapping(entry.db, source)) ?? {});
    const listener = {
      outcome: (one: IntakeOutcome) => void outcomes.push(one),
      doubt: (one: Doubt) => void doubts.push(one),
    };
    const intake = await openIntake(entry, provenance, listener);
    await intake.take([incomingOf(said)]);
    const sha256 = createHash("sha256").update(sayText(said.content)).digest("hex");
    await intake.finish(() => ({
      happened_on: office.on,
      file: "逐家登记",
      sha256,
      source,
      mapping,
      rows_read: 1,
      rows_taken: 1,
      rows_refused: 0,
    }));
    const [outcome] = outcomes;
    if (outcome?.what !== "新登记") return refuseKnown(outcome);
    entry.describe(
      `登记 ${outcome.subject} ${institution.name}${options.reason === undefined ? "" : `（${options.reason}）`}`,
    );
    return outcome;
  });
  const row = value.row;
  const warnings = [
    ...warningsOf(read),
    ...(await ledger.read((db) => samePhone(db, office.on, value))),
    ...doubts.map((doubt) => noteOfDoubt(doubt, "").message),
    ...value.reappears.map((link) => `新登记的这一家${reappearanceText(link)}`),
  ];
  tell(
    office,
    { subject: value.subject, name: row.name, seq, source, changes: [], warnings },
    `新登记 ${value.subject} ${row.name}（${row.licence_class ?? "证照类别不详"}，${row.town ?? "属地不详"}）`,
  );
}

function refuseKnown(outcome: IntakeOutcome | undefined): never {
  const subject = outcome !== undefined && "subject" in outcome ? outcome.subject : null;
  return refuse("already-registered", `底数里已有这一家${subject === null ? "" : `：${subject} 号`}，没有再登记。`, {
    hint:
      subject === null
        ? "用 tuban list 名称 查编号"
        : `改它的项目：tuban set ${subject} 项目=内容；看它：tuban show ${subject}`,
  });
}

/** 状态 is 机构状态, where no other title has the word in it. */
function titledWith(word: string): FieldKey | null {
  const [field, ...others] = fieldKeys.filter((key) => fieldRow(key).title.includes(word));
  return field !== undefined && others.length === 0 ? field : null;
}

/** 电话=13800000001, the field by any word that a list's header may have. @throws Stop */
function givenOf(pair: string): Given {
  const at = pair.search(/[=＝]/);
  const word = pair.slice(0, at).trim();
  const field = at < 1 ? null : (rosterFieldNamed(word) ?? titledWith(word));
  if (field !== null && (field in keptColumns || (fieldKeys as readonly string[]).includes(field)))
    return { field, text: pair.slice(at + 1).trim() };
  const titles = fieldKeys.map((key) => fieldRow(key).title).join("、");
  return at < 1
    ? misuse("bad-pair", `看不懂：${pair}`, { hint: `写成 项目=内容，如 电话=13800000001；项目有：${titles}` })
    : misuse("unknown-field", `底数里没有${shown(word)}这个项目`, { hint: `有：${titles}` });
}

function refuseTwice(given: readonly Given[]): void {
  const twice = given.find(({ field }, at) => given.findIndex((other) => other.field === field) < at);
  if (twice) misuse("field-twice", `${shown(everyColumn[twice.field].title)}写了两遍`, { hint: "一个项目只写一次" });
}

/** Reads what was given as a row of a list is read; of an institution that is known with its name. @throws Stop with what a cell must not say */
async function readAs(
  office: Office,
  { ledger, plan }: { readonly ledger: Ledger; readonly plan: Plan },
  given: readonly Given[],
  known: { readonly name: string; readonly kind: Institution["kind"] } | null,
): Promise<RosterEntry> {
  const cells = given.filter(({ text }) => text !== "");
  const named =
    cells.some(({ field }) => field === "name") || known === null ? [] : [{ field: "name" as const, text: known.name }];
  const all = [...named, ...cells];
  const columns = all.map(({ field }) => [everyColumn[field].title, field] as const);
  const [entry] = readRoster(
    [
      { line: 1, cells: columns.map(([title]) => title) },
      { line: 2, cells: all.map(({ text }) => text) },
    ],
    {
      file: "命令",
      plan,
      townsOnRoster: plan.towns === null ? await ledger.read(townsNamed) : [],
      on: office.on,
      kind: known?.kind ?? "机构",
      given: new Map(columns),
    },
  ).entries;
  if (!entry) return misuse("no-name", "没有写机构名称", { hint: "写上 名称=全称" });
  // an expired permit or a permit of another place is a fact to be told, not a slip
  const slips = entry.remarks.filter(({ grade, code }) => grade === "拒收" || slipCodes.has(code));
  if (slips.length > 0) refuseFirst(slips);
  return entry;
}

/** Remarks that say that a cell was not understood. */
const slipCodes = new Set(
  "bad-class bad-date bad-number bad-phone bad-presence bad-kind bad-existence credit-code excel-damage organisation-code permit-number papers-disagree unknown-town".split(
    " ",
  ),
);

/** What is to be told of a cell that was understood: a permit that has run out, one of another place. */
const warningsOf = ({ remarks }: RosterEntry): string[] =>
  remarks.filter(({ grade }) => grade === "注意").map(({ message }) => message);

/** Others with the same telephone. */
async function samePhone(
  db: Db,
  on: Day,
  { subject, row }: Extract<IntakeOutcome, { what: "新登记" }>,
): Promise<string[]> {
  const warnings: string[] = [];
  for (const phone of (row.phone ?? "").split("、").filter(Boolean))
    for (const other of await searchByPhone(db, on, phone))
      if (other.subject !== subject)
        warnings.push(`电话 ${phone} 也是 ${other.subject} 号「${other.name}」的，核对是不是同一家`);
  return warnings;
}

function refuseFirst(remarks: RosterEntry["remarks"]): never {
  const [first] = remarks;
  return misuse(first?.code ?? "bad-value", first?.message ?? "看不懂写的内容", {
    hint: first?.hint ?? "改正后再登记",
    ...(first?.place?.column === undefined ? {} : { place: { column: first.place.column } }),
  });
}

/** The values to be recorded, by field: what was read, what follows from it, and null where nothing is to stand any more. */
function valuesOf({ institution }: RosterEntry, given: readonly Given[]): Map<FieldName, unknown> {
  if (institution === null) return new Map();
  const values = new Map<FieldName, unknown>();
  const asked = new Set<string>(given.map(({ field }) => field));
  for (const key of fieldKeys) {
    const value = institution[key];
    if (value !== undefined && (asked.has(key) || (key !== "kind" && key !== "name"))) values.set(key, value);
  }
  for (const [header, text] of Object.entries(institution.extra)) values.set(`extra.${header}`, text);
  for (const { field, text } of given)
    if (text === "") {
      if (field === "name" || field === "kind")
        misuse("no-blank", `${shown(everyColumn[field].title)}不能空着`, { hint: "写上内容" });
      values.set(field in keptColumns ? `extra.${everyColumn[field].title}` : (field as FieldKey), null);
    }
  return values;
}

/** The licence class that follows when one of the two papers changes and the other is known. */
function classFollowing(now: RosterContent, values: ReadonlyMap<FieldName, unknown>): [FieldName, unknown][] {
  if (values.has("licenceClass") || !(values.has("hasPermit") || values.has("hasRegistration"))) return [];
  const held = (field: "hasPermit" | "hasRegistration", word: "证" | "照"): boolean | null => {
    const said = values.get(field) ?? valueIn(now, field);
    if (said !== undefined) return said === true;
    return now.licence_class?.includes(`有${word}`) ?? null;
  };
  const follows = licenceClass({ permit: held("hasPermit", "证"), registration: held("hasRegistration", "照") });
  return follows === null ? [] : [["licenceClass", follows]];
}

/** Which field, and what is to stand in it, asked at the terminal. */
async function askedField(office: Office, found: RosterContent & { readonly subject: number }): Promise<Given> {
  const now = fieldsOf(found);
  const field = await office.io.ask.choose<FieldKey>({
    message: `改 ${found.subject} 号「${plain(found.name)}」的哪一项？`,
    instead: `tuban set ${found.subject} 项目=内容`,
    choices: fieldKeys
      .filter((key) => key !== "kind")
      .map((key) => ({ name: `${fieldRow(key).title}：${plain(now.get(key) ?? "（空）")}`, value: key })),
  });
  const before = now.get(field);
  const text = await office.io.ask.text({
    message: `${fieldRow(field).title}改成（空着就是没有）`,
    instead: `tuban set ${found.subject} ${fieldRow(field).title}=内容`,
    ...(before === undefined ? {} : { initial: before }),
  });
  return { field, text: text.trim() };
}

/** What a new institution is asked for at the terminal. */
const askedOfNew: readonly FieldKey[] = ["name", "category", "licenceClass", "town", "address", "principal", "phone"];

async function completed(office: Office, given: readonly Given[]): Promise<Given[]> {
  const bare = given.every(({ field }) => field === "name");
  if (!bare || !office.io.interactive || office.yes || office.json) {
    if (!given.some(({ field }) => field === "name"))
      misuse("no-name", "没有写机构名称", { hint: "如 tuban add 名称=阳光培训中心 属地=城东 电话=13800000001" });
    return [...given];
  }
  const all = [...given];
  for (const field of askedOfNew) {
    if (all.some((one) => one.field === field)) continue;
    const { title } = fieldRow(field);
    const text = await office.io.ask.text({
      message: `${title}${field === "name" ? "" : "（不知道的空着）"}`,
      instead: `${title}=内容`,
      ...(field === "name" ? { check: (answer) => answer.trim() !== "" || "要写名称" } : {}),
    });
    if (text.trim() !== "") all.push({ field, text: text.trim() });
  }
  return all;
}

interface RowRecorded {
  readonly subject: number;
  readonly name: string;
  readonly seq: number | null;
  readonly source: string;
  readonly reason?: string;
  readonly changes: readonly Change[];
  readonly warnings?: readonly string[];
}

function tell({ io, json }: Office, told: RowRecorded, line: string): void {
  const { seq, warnings = [], ...rest } = told;
  if (json) {
    io.out.write(jsonText({ entry: seq, ...rest, warnings }));
    return;
  }
  io.out.write(plain(`${line}（第 ${seq ?? ""} 次登记）`) + "\n");
  for (const warning of warnings) io.err.write(`注意：${plain(warning)}\n`);
  io.err.write(
    nextSteps(
      [`tuban show ${told.subject}`, `tuban undo ${seq ?? ""} --reason ${asTyped("写错了")}    （错了就撤销）`],
      io,
    ),
  );
}
