/** The paper of a step: from the office's own template, the one shipped, or the one for all; numbered and frozen like any other. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { chineseDay, isDay, misuse, nextSerial, numberOf, registerNamed } from "../../campaign/index.ts";
import type { EntryFields, RegisterStep } from "../../campaign/index.ts";
import type { Done } from "../../io.ts";
import type { Entry, New } from "../../ledger/ledger.ts";
import { isNumberTaken, lastNumbers } from "../../ledger/acts/orders.ts";
import { papersOn, sha256Of } from "../../ledger/acts/papers.ts";
import { entriesNow, entryNamed, entryOfStep, inOneLine } from "../../ledger/acts/registers.ts";
import type { EntryNow } from "../../ledger/acts/registers.ts";
import { isSealed } from "../../ledger/acts/sealed.ts";
import { institutionsNow } from "../../ledger/now.ts";
import type { Person } from "../../ledger/people.ts";
import type { Db, PaperRow } from "../../ledger/tables.ts";
import { checkCode } from "../../ledger/tree/states.ts";
import type { Office } from "../../office.ts";
import { fileText } from "../../read/file.ts";
import { templatePath } from "../../templates.ts";
import { codeField } from "../../write/code-line.ts";
import { fieldsOf } from "../../write/document.ts";
import type { Fields } from "../../write/document.ts";
import { jsonText } from "../../write/json.ts";
import { plain } from "../../write/plain.ts";
import { outputOf, written } from "../paper/output.ts";
import { ownTemplates, textOf } from "../paper/template.ts";
import type { Template } from "../paper/template.ts";
import { wordOf } from "../report/word.ts";
import type { BookOptions } from "./options.ts";
import { deskAsOf, commandOf } from "./desk.ts";
import type { RegisterDesk } from "./desk.ts";

/** Issues the paper of a step for each fact of it, where the step has one; gives their numbers. Called within the recording. */
export async function issueStepPapers(
  entry: Entry,
  desk: RegisterDesk,
  { step, actor }: { readonly step: RegisterStep; readonly actor: Person },
  stepIds: readonly number[],
): Promise<readonly string[]> {
  if (step.paper === null) return [];
  const numbers: string[] = [];
  const drafting = { kind: step.paper, issuer: actor.unit, checked: await checkCode(entry.db) };
  for (const id of stepIds) {
    const row = await paperRow(entry.db, desk, drafting, id);
    await entry.add("paper", row);
    numbers.push(row.number);
  }
  return numbers;
}

/** What the papers of one step have alike. */
interface Drafting {
  readonly kind: string;
  readonly issuer: string;
  /** The check code of the ledger on which they are drafted. */
  readonly checked: string;
}

/** The paper of a step is its actor's unit's: a department answers, decides and hands on under its own name. */
async function paperRow(
  db: Db,
  desk: RegisterDesk,
  { kind, issuer, checked }: Drafting,
  stepId: number,
): Promise<New<PaperRow>> {
  const { code, plan, office } = desk;
  const { id, whole } = await entryOfStep(db, stepId);
  const now = inOneLine(await entriesNow(db, office.on, plan, { ids: [whole] }));
  const one = now.find(({ row }) => row.id === id);
  if (!one) throw new Error(`entry ${id} of step ${stepId} does not stand`);
  const numbered = await paperNumber(db, one, { kind, year: Number(office.on.slice(0, 4)) });
  const fields = await paperFields(db, desk, one, { kind, issuer, checked, number: numbered.number });
  const template = registerTemplate(office, kind);
  const addressee = fieldsOf(template.markdown).includes("主送") ? fields["主送"] : null;
  return {
    campaign: code,
    kind,
    about: "register_step",
    about_id: stepId,
    subject: one.row.subject,
    issuer,
    ...numbered,
    addressee: typeof addressee === "string" ? addressee : "",
    text: textOf(template, fields),
    fields: JSON.stringify(fields),
    template: template.name,
    template_sha256: template.sha256,
    happened_on: office.on,
  };
}

/** A paper bears the number of its entry; further papers of the same entry the next of their kind's own series. */
async function paperNumber(
  db: Db,
  { row }: EntryNow,
  { kind, year }: { readonly kind: string; readonly year: number },
): Promise<Pick<PaperRow, "word" | "year" | "serial" | "number">> {
  if (!(await isNumberTaken(db, row.number)))
    return { word: row.register, year, serial: row.serial, number: row.number };
  const serial = nextSerial(series, kind, year, await lastNumbers(db, { pattern: series, word: kind, year }));
  return { word: kind, year, serial, number: numberOf(series, kind, year, serial) };
}

const series = "{代字}〔{年}〕{序}号";

/**
 * The office's own templates/registers/督办单.md or the one shipped; where there is none of that name, the one whose name is the longest
 * ending of it (线索交办单: 单.md); else the one that serves every paper.
 */
function registerTemplate(office: Office, kind: string): Template {
  const folders = [join(ownTemplates(office), "registers"), templatePath("registers")];
  const endings = [...Array.from(kind, (_, at) => kind.slice(at)), "通用"];
  const found = endings.flatMap((name) => folders.map((folder) => ({ name, path: join(folder, `${name}.md`) })));
  const { name, path } = found.find((one) => existsSync(one.path)) ?? {
    name: "通用",
    path: templatePath("registers", "通用.md"),
  };
  const markdown = fileText(path);
  return { name: `registers/${name}.md`, markdown, sha256: sha256Of(markdown), word: null };
}

/**
 * The first that there is, and that is not the issuer itself: whom a part is for, who has to act, whom the entry is about, who entered it.
 * A part never goes to whom it is about: one that the issuer keeps is its own.
 */
function addresseeOf({ row, actor }: EntryNow, subject: string | null, issuer: string): string | null {
  const acting = actor === "当事人" ? null : actor;
  const all = row.part === null ? [acting, subject, row.unit] : [row.part, acting, row.unit];
  return all.find((one) => one !== null && one !== issuer) ?? row.part;
}

/** What a template of a register may name: every field that is not sealed, and what stands around it. */
async function paperFields(
  db: Db,
  { plan, office, registers }: RegisterDesk,
  entry: EntryNow,
  { kind, issuer, checked, number }: Drafting & { readonly number: string },
): Promise<Fields> {
  const { row, steps, fields, due } = entry;
  const register = registerNamed(registers, row.register);
  const [subject] = row.subject === null ? [] : await institutionsNow(db, office.on, [row.subject]);
  const open = Object.entries(fields).filter(([, value]) => !isSealed(value));
  const above = registers.filter(({ parts }) => parts?.register === row.register);
  const own = new Set([register, ...above].flatMap((one) => one?.fields.map(({ name }) => name) ?? []));
  const written = steps.at(-1)?.fields ?? {};
  const named = (register?.fields ?? []).map(({ name }): [string, string | null] => [name, null]);
  const words = (register?.steps ?? []).flatMap(({ asks, takes }) =>
    [...asks, ...takes].map((name): [string, string | null] => [name, null]),
  );
  return {
    ...Object.fromEntries([...named, ...words, ...open.map(([name, value]) => [name, asPrinted(value)])]),
    编号: row.number,
    台账: row.register,
    主送: addresseeOf(entry, subject?.name ?? null, issuer),
    对象: subject?.kind ?? null,
    机构名称: subject?.name ?? null,
    地址: subject?.address ?? null,
    属地: subject?.town ?? null,
    统一社会信用代码: subject?.uscc ?? null,
    法定代表人: subject?.legal_rep ?? null,
    项目: rowsOf(open),
    登记: rowsOf(open.filter(([name]) => own.has(name) && !(name in written))),
    本步: rowsOf(Object.entries(written).filter(([, value]) => !isSealed(value))),
    各份: entry.parts.map((part) => ({
      单位: part.row.part,
      状态: part.state,
      写明: wordsOf(part.steps.at(-1)?.fields ?? {}),
    })),
    经过: steps.map((step) => ({
      日期: chineseDay(step.on),
      步骤: step.step,
      状态: step.state,
      写明: wordsOf(step.fields),
    })),
    期限: due === null ? null : chineseDay(due),
    另列期限: due === null || open.some(([, value]) => value === due) ? null : chineseDay(due),
    状态: entry.state,
    经办人: steps.at(-1)?.by ?? null,
    文书名称: kind,
    文号: number,
    方案名称: plan.name.startsWith("《") ? plan.name : `《${plan.name}》`,
    签发机关: issuer,
    签发日期: chineseDay(office.on),
    ...codeField(checked),
  };
}

const rowsOf = (values: readonly (readonly [string, string])[]): Fields[] =>
  values.map(([name, value]) => ({ 名称: name, 内容: asPrinted(value) }));

const asPrinted = (value: string): string => (isDay(value) ? chineseDay(value) : value);

const wordsOf = (fields: EntryFields): string =>
  Object.entries(fields)
    .map(([name, value]) => `${name}：${value}`)
    .join("；") || "—";

/** tuban book <台账> print: the papers of an entry and its parts again, as they were frozen. */
export async function bookPrint(
  office: Office,
  word: string,
  words: readonly string[],
  options: BookOptions,
): Promise<Done> {
  const desk = await deskAsOf(office, word);
  const { ledger, register, code, plan } = desk;
  const [query, kind] = words;
  if (query === undefined)
    misuse("register-print-words", "要写明是哪一件", { hint: `${commandOf(register)} print 编号 [文书]` });
  const { entry, whole } = await entryNamed(ledger.db, office.asOf, plan, {
    campaign: code,
    register: register.name,
    query,
  });
  const steps = new Set(inOneLine([entry === whole ? whole : entry]).flatMap((one) => one.steps.map(({ id }) => id)));
  const papers = (await papersOn(ledger.db, office.asOf, code)).filter(
    (paper) =>
      paper.about === "register_step" && steps.has(paper.about_id ?? 0) && (kind === undefined || paper.kind === kind),
  );
  if (papers.length === 0)
    misuse("register-no-paper", `${entry.row.number} 还没有出具过${kind ?? "文书"}`, {
      hint: `有文书的步骤：${register.steps.flatMap(({ name, paper }) => (paper === null ? [] : `${name}（${paper}）`)).join("、") || "这本台账没有"}`,
    });
  const { files, whole: all } = await written(
    office,
    outputOf(office, options.out === undefined ? {} : { out: options.out }),
    papers.map(({ number, kind: name, text }) => ({
      number: `${name} ${number}`,
      text,
      word: wordOf(text),
      pictures: new Map(),
    })),
  );
  office.io.out.write(
    office.json
      ? jsonText(papers.map(({ number }, at) => ({ number, files: files[at] ?? [] })))
      : papers.map(({ number }, at) => `${plain(`${number} → ${(files[at] ?? []).join("、")}`)}\n`).join(""),
  );
  return all ? 0 : 3;
}
