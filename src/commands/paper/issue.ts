/** tuban paper issue: one paper, numbered and frozen. */
import { resolve } from "node:path";
import {
  Stop,
  chineseDay,
  fullUnitName,
  misuse,
  nextSerial,
  numberOf,
  refuse,
  unitNamed,
} from "../../campaign/index.ts";
import type { Day, Officer, Plan, Problem } from "../../campaign/index.ts";
import type { Done } from "../../io.ts";
import { caseUnderWay } from "../../ledger/acts/cases.ts";
import { findSubject } from "../../ledger/roster/find.ts";
import type { Entry, New } from "../../ledger/ledger.ts";
import { lastNumbers } from "../../ledger/acts/orders.ts";
import { keepIssued, papersOn, recordIssued } from "../../ledger/acts/papers.ts";
import { noteUnwritten, noteWritten } from "../../ledger/unwritten.ts";
import type { Db, PaperRow } from "../../ledger/tables.ts";
import { checkCode } from "../../ledger/tree/states.ts";
import { fromJson } from "../../ledger/json.ts";
import type { Office } from "../../office.ts";
import { fileBytes } from "../../read/file.ts";
import { textOf as decoded } from "../../read/text.ts";
import { codeField, withoutCode } from "../../write/code-line.ts";
import { isEmpty } from "../../write/document.ts";
import type { Fields } from "../../write/document.ts";
import { jsonText } from "../../write/json.ts";
import { nextSteps } from "../../write/message.ts";
import type { PictureFile } from "../../write/picture.ts";
import { plain, plainLines } from "../../write/plain.ts";
import { actOf, openCampaign, refuseNamelessRegion } from "../desk/campaign.ts";
import type { OpenedCampaign } from "../desk/campaign.ts";
import { heedDoubts } from "../desk/doubts.ts";
import { namesIn, officersNamed, peopleNamed } from "../desk/officers.ts";
import { numbersOf } from "../desk/values.ts";
import { gather } from "./gather/index.ts";
import type { GatheredFields, PaperWanted } from "./gather/desk.ts";
import { paperKinds } from "./kinds.ts";
import type { PaperKind } from "./kinds.ts";
import { outputOf, refuseUsedNumbers, written } from "./output.ts";
import type { OutputOptions } from "./output.ts";
import { templateFor, textOf, wordOf } from "./template.ts";
import type { Template, WordDocument } from "./template.ts";

export interface PaperOptions extends OutputOptions {
  readonly by?: string;
  readonly set?: readonly string[];
  readonly finding?: string;
  readonly inspection?: string;
  readonly issuer?: string;
  readonly word?: string;
  readonly dryRun?: boolean;
}

interface Draft {
  readonly row: New<PaperRow>;
  readonly fields: Fields;
}

/** @throws Stop with everything that stands against it; then nothing is recorded */
export async function paperIssue(
  office: Office,
  name: string,
  query: string | undefined,
  options: PaperOptions,
): Promise<Done> {
  const kind = paperKindNamed(name);
  const output = outputOf(office, options);
  const opened = await openCampaign(office);
  const template = await templateFor(office, kind.template, kind.name);
  const wanted = await wantedOf(office, opened, kind, query, options);
  const pictures = new Map<string, PictureFile>();
  const draftOn = (db: Db): Promise<Draft> => draft({ office, opened, kind, wanted, options, template, pictures, db });
  const drafted = await draftOn(opened.ledger.db);
  if (options.dryRun === true) return shown(office, drafted);
  refuseNamelessRegion(opened.plan);
  const twice = await issuedBefore(opened.ledger.db, drafted.row);
  await heedDoubts(office, twice);
  const isOvertaken = async (): Promise<boolean> => (await draftOn(opened.ledger.db)).row.number !== drafted.row.number;
  await refuseUsedNumbers(output, [drafted.row.number], isOvertaken);
  const act = await actOf(office, "paper issue");
  const wordFor = async ({ row: { number }, fields }: Draft): Promise<WordDocument | null> => {
    const made = await wordOf(template, { number, fields, pictures });
    if (made) await keepIssued(office.home, made.file.sha256, made.content);
    return made;
  };
  const before = await wordFor(drafted);
  const { value: issued } = await opened.ledger.record(act, async (entry) => {
    const again = await draftOn(entry.db);
    // others may have recorded meanwhile: what stands now is issued, under the number that is next
    const isSame = again.row.number === drafted.row.number && wordsOf(again.row) === wordsOf(drafted.row);
    const made = isSame ? { draft: drafted, word: before } : { draft: again, word: await wordFor(again) };
    const { row } = made.draft;
    await refuseUsedNumbers(output, [row.number]);
    if (twice.length === 0) await refuseTwice(office, entry.db, row);
    const id = await recorded(entry, row, made.word);
    await noteUnwritten(entry.db, "paper", id, [row.number]);
    return { id, ...made };
  });
  const { id, draft: made, word } = issued;
  const { files, whole } = await written(office, output, [
    { number: made.row.number, text: made.row.text, word: word?.content ?? null, pictures },
  ]);
  if (whole) await noteWritten(opened.ledger.db, "paper", id, 1);
  tell(office, made, id, files[0] ?? []);
  return whole ? 0 : 3;
}

/** What a paper says: neither its number nor the state of the ledger, which every entry of others changes. */
function wordsOf({ text, number, fields }: Pick<PaperRow, "text" | "number" | "fields">): string {
  return withoutCode(text, fromJson<Fields>(fields)).replaceAll(number, "");
}

/** The same paper twice on a day is a slip, or done again by somebody who did not see that it was recorded. */
async function issuedBefore(db: Db, row: New<PaperRow>): Promise<Problem[]> {
  const same = (await papersOn(db, row.happened_on, row.campaign)).find(
    (one) => one.kind === row.kind && one.happened_on === row.happened_on && wordsOf(one) === wordsOf(row),
  );
  if (same === undefined) return [];
  const message = `${row.happened_on} 已出具过一样的${row.kind}：${same.number}`;
  return [{ code: "paper-twice", message, hint: `再印用 tuban paper print ${same.number}` }];
}

/** Nobody is asked while the ledger is held: what another terminal has issued since refuses this one. @throws Stop paper-twice */
async function refuseTwice({ yes }: Office, db: Db, row: New<PaperRow>): Promise<void> {
  const twice = yes ? [] : await issuedBefore(db, row);
  if (twice.length > 0) throw new Stop(1, twice);
}

function shown({ io, json }: Office, { row }: Draft): Done {
  io.out.write(json ? jsonText({ dryRun: true, ...asJson(row) }) : `${plainLines(row.text)}\n只是预览，没有签发。\n`);
  return 0;
}

async function recorded(entry: Entry, row: New<PaperRow>, word: WordDocument | null): Promise<number> {
  const paper = await entry.add("paper", row);
  await recordIssued(entry, "paper", paper, [word?.file ?? null]);
  entry.describe(`出具${row.kind} ${row.number}（${row.addressee}）`);
  return paper;
}

/** @throws Stop naming the kinds there are */
function paperKindNamed(name: string): PaperKind {
  return (
    paperKinds.find((kind) => kind.name === name.trim()) ??
    misuse("unknown-kind", `没有这种文书：${name}`, {
      hint: `可用：${paperKinds.map((kind) => kind.name).join("、")}；方案的文书用 tuban order issue`,
    })
  );
}

interface DraftSource {
  readonly office: Office;
  readonly opened: OpenedCampaign;
  readonly kind: PaperKind;
  readonly wanted: PaperWanted;
  readonly options: PaperOptions;
  readonly template: Template;
  readonly pictures: Map<string, PictureFile>;
  readonly db: Db;
}

async function draft(source: DraftSource): Promise<Draft> {
  const { office, opened, kind, wanted, options, template, pictures, db } = source;
  const { plan, code } = opened;
  const { on } = office;
  const gathered = await gather({ home: office.home, db, campaign: code, plan, on, pictures }, kind, wanted);
  const issuer = issuerOf(plan, kind, gathered, options.issuer);
  const numbered = await numberFor(db, wordFor(kind, options.word), on);
  const asks = Object.entries(kind.asks);
  const missing = asks.flatMap(([field, value]) =>
    value === null && isEmpty(wanted.given[field]?.trim() || (gathered.fields[field] ?? null)) ? [field] : [],
  );
  if (missing.length > 0) return askedFor(office, kind, missing, wanted, () => draft(source));
  const fields: Fields = {
    ...Object.fromEntries(asks.map(([field, value]) => [field, value ?? ""])),
    ...gathered.fields,
    ...wanted.given,
    文书名称: kind.name,
    文号: numbered.number,
    方案名称: plan.name.startsWith("《") ? plan.name : `《${plan.name}》`,
    签发机关: fullUnitName(plan, issuer),
    签发日期: chineseDay(on),
    ...codeField(await checkCode(db)),
  };
  const row: New<PaperRow> = {
    campaign: code,
    kind: kind.name,
    about: kind.about,
    about_id: gathered.aboutId,
    subject: gathered.subject,
    issuer,
    ...numbered,
    addressee: gathered.addressee,
    text: textOf(template, fields),
    fields: JSON.stringify(fields),
    template: template.name,
    template_sha256: template.sha256,
    happened_on: on,
  };
  return { fields, row };
}

/** Asks for what the paper still needs, one by one, and drafts it again. @throws Stop where nobody sits there */
async function askedFor(
  { io }: Office,
  { name }: PaperKind,
  missing: readonly string[],
  { given }: PaperWanted,
  again: () => Promise<Draft>,
): Promise<Draft> {
  if (!io.interactive)
    misuse("paper-needs", `${name}还要写明：${missing.join("、")}`, {
      hint: missing.map((field) => `--set ${field}=内容`).join(" "),
    });
  for (const field of missing)
    given[field] = await io.ask.text({
      message: `${name}的${field}：`,
      instead: `--set ${field}=内容`,
      check: (text) => text.trim() !== "" || "要写明内容",
    });
  return again();
}

/** The next number of an office's word in the year. */
async function numberFor(
  db: Db,
  word: string,
  on: Day,
): Promise<Pick<PaperRow, "word" | "year" | "serial" | "number">> {
  const year = Number(on.slice(0, 4));
  const serial = nextSerial(paperNumbers, word, year, await lastNumbers(db, { pattern: paperNumbers, word, year }));
  return { word, year, serial, number: numberOf(paperNumbers, word, year, serial) };
}

/** A county's offices number these forms by their own words; unless told, by the form's name. */
export const paperNumbers = "{代字}〔{年}〕{序}号";

function wordFor({ name }: PaperKind, given: string | undefined): string {
  const word = given?.trim() || name;
  return /[\p{C}\s〔〕]/u.test(word)
    ? misuse("bad-word", `机关代字不能有空格、六角括号：${word}`, { hint: "例：--word 川教体检" })
    : word;
}

function issuerOf(
  plan: Plan,
  { name, issuedBy }: PaperKind,
  { issuers }: GatheredFields,
  asked: string | undefined,
): string {
  const wanted = asked === undefined || asked.trim() === "" ? issuers[0] : unitNamed(plan, asked);
  if (wanted === undefined)
    return refuse("no-issuer", `不知道${name}由谁签发（应为${issuedBy}）`, { hint: "用 tuban person add 补上单位" });
  if (!issuers.includes(wanted))
    refuse("wrong-issuer", `${wanted} 不能签发这份${name}（应为${issuedBy}）`, { hint: `可用：${issuers.join("、")}` });
  return wanted;
}

/** @throws Stop when an option cannot be read, or something is missing that has to be told */
async function wantedOf(
  office: Office,
  opened: OpenedCampaign,
  kind: PaperKind,
  query: string | undefined,
  options: PaperOptions,
): Promise<PaperWanted> {
  const given = givenOf(office, kind, options.set ?? []);
  const { ledger } = opened;
  const officers: readonly Officer[] =
    kind.officers === 0 && options.by === undefined
      ? []
      : await (kind.officers > 0 ? officersNamed : peopleNamed)(
          ledger.db,
          office,
          await namesFor(office, opened, kind, query, options.by),
        );
  if (query !== undefined && (kind.restsOn === "名单" || kind.restsOn === "专项行动"))
    misuse("no-subject-wanted", `${kind.name}不是对一家的，不用写 ${query}`, {
      hint: `tuban paper issue ${kind.name}`,
    });
  return {
    query: query ?? null,
    inspection: options.inspection === undefined ? null : (numbersOf("--inspection", options.inspection)[0] ?? null),
    findings: options.finding === undefined ? null : numbersOf("--finding", options.finding),
    officers,
    given,
  };
}

/** Those of --by; of a 立案审批表, where none are given, the officers of the case. */
async function namesFor(
  office: Office,
  { ledger, code }: OpenedCampaign,
  { name }: PaperKind,
  query: string | undefined,
  by: string | undefined,
): Promise<string[]> {
  if (by !== undefined || name !== "行政处罚立案审批表" || query === undefined) return namesIn(by);
  const { subject } = await findSubject(ledger.db, office.on, query);
  return [...((await caseUnderWay(ledger.db, office.on, code, subject))?.state.officers ?? [])];
}

/** 字段=内容, or 字段=@文件 for a longer text. */
function givenOf(office: Office, kind: PaperKind, given: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    given.map((one) => {
      const [, field = "", value = ""] = /^\s*([^=＝]+?)\s*[=＝]([^]*)$/.exec(one) ?? [];
      if (!Object.hasOwn(kind.asks, field))
        misuse("unknown-field", `${kind.name}没有可以填的“${field || one}”`, {
          hint: `可填：${Object.keys(kind.asks).join("、") || "（没有）"}，写成 --set 字段=内容 或 --set 字段=@文件`,
        });
      return [
        field,
        value.startsWith("@") ? decoded(fileBytes(resolve(office.io.cwd, value.slice(1))), value.slice(1)).text : value,
      ];
    }),
  );
}

function tell(office: Office, { row }: Draft, id: number, files: readonly string[]): void {
  if (office.json) {
    office.io.out.write(jsonText({ id, ...asJson(row), files }));
    return;
  }
  const where = files.length === 0 ? "" : ` → ${files.join("、")}`;
  office.io.out.write(`${plain(`已出具 ${row.number}（#${id}）${row.kind}：${row.addressee}${where}`)}\n`);
  office.io.err.write(
    nextSteps([`tuban paper show ${row.number}`, `tuban paper print ${row.number} --pdf`], office.io),
  );
}

export function asJson(row: New<PaperRow>): Record<string, unknown> {
  return {
    number: row.number,
    kind: row.kind,
    about: row.about,
    aboutId: row.about_id,
    subject: row.subject,
    issuer: row.issuer,
    addressee: row.addressee,
    issuedOn: row.happened_on,
    template: row.template,
    templateSha256: row.template_sha256,
  };
}
