/** tuban book <台账> form and import: the register as a table to be filled in, and the filled table as entries. */
import { createHash } from "node:crypto";
import { basename, resolve } from "node:path";
import { Stop, cleanCell, fieldNamed, isDay, misuse, oneProblem, stateNamed } from "../../campaign/index.ts";
import type { Problem, Register, RegisterField } from "../../campaign/index.ts";
import { entriesNow } from "../../ledger/acts/registers.ts";
import { institutionsListed } from "../../ledger/spans/institutions.ts";
import type { Db } from "../../ledger/tables.ts";
import type { InstitutionNow } from "../../ledger/now.ts";
import type { Office } from "../../office.ts";
import { readDay } from "../../read/day.ts";
import { remedy } from "../../read/plan/index.ts";
import { fileBytes, readable } from "../../read/file.ts";
import { openTable } from "../../read/table.ts";
import { jsonText } from "../../write/json.ts";
import { asTyped, nextSteps } from "../../write/message.ts";
import { plain } from "../../write/plain.ts";
import { actOf, actorOf } from "../desk/campaign.ts";
import type { BookOptions } from "./options.ts";
import { causeNamed } from "./cause.ts";
import { commandOf, deskFor } from "./desk.ts";
import type { RegisterDesk } from "./desk.ts";
import { entryProblems, firstStep, recordEntries } from "./draft.ts";
import type { EntryWanted } from "./draft.ts";
import { valuesOf } from "./values.ts";

/** Columns that any register has besides its fields. */
export const own = { number: "编号", on: "登记日期", subject: "机构", cause: "起因", state: "现状" } as const;

const titlesOf = (register: Register): string[] => [
  own.number,
  own.on,
  ...(register.about.length === 0 ? [] : [own.subject]),
  ...register.fields.map(({ name }) => name),
  ...(register.causes.length === 0 ? [] : [own.cause]),
  own.state,
];

/** tuban book <台账> form: .xlsx with lists to choose from, or .csv. */
export async function bookForm(
  office: Office,
  word: string,
  words: readonly string[],
  { out }: BookOptions,
): Promise<void> {
  const { register, plan } = await deskFor(office, word);
  const file = out ?? words[0] ?? `${register.name}登记表.xlsx`;
  const path = resolve(office.io.cwd, file);
  const { writeOut } = await import("../../write/files.ts");
  if (/\.csv$/i.test(file)) await writeOut(path, `\uFEFF${titlesOf(register).join(",")}\r\n`, office);
  else if (/\.xlsx$/i.test(file)) {
    const { formBytes } = await import("../../write/form.ts");
    await writeOut(
      path,
      await formBytes({
        title: `${register.name}登记表`,
        filledBy: ["填表单位：", "", "填表人：", "", "填表日期："],
        columns: titlesOf(register).map((title) => ({
          title,
          ...columnOf(
            register,
            title,
            plan.departments.map(({ name }) => name),
          ),
        })),
        blankRows: 300,
      }),
      office,
    );
  } else misuse("register-form-ending", `空表只能写成 .xlsx 或 .csv：${file}`, { hint: "例：--out 登记表.xlsx" });
  office.io.out.write(
    office.json ? jsonText({ file: path, columns: titlesOf(register) }) : `${plain(`空表已写到 ${path}`)}\n`,
  );
  office.io.err.write(nextSteps([`${commandOf(register)} import ${asTyped(file)}`], office.io));
}

function columnOf(register: Register, title: string, departments: readonly string[]) {
  const field = fieldNamed(register, title);
  if (title === own.on) return { kind: "day" as const, note: "写成 2021-07-20；不写就是导入那天。" };
  if (title === own.number) return { kind: "code" as const, note: "本单位自己的编号；不写就自动编。" };
  if (title === own.subject) return { kind: "text" as const, note: "底数里的编号、名称或统一社会信用代码。" };
  if (title === own.state)
    return {
      kind: "text" as const,
      note: "办到一半的写现在的状态；新登记的不写。",
      choices: register.states.map(({ name }) => name),
    };
  if (title === own.cause)
    return { kind: "text" as const, note: `写成 ${register.causes.map((cause) => `${cause}:编号`).join("、")}。` };
  return {
    kind: field?.kind === "日期" ? ("day" as const) : field?.kind === "数" ? ("number" as const) : ("text" as const),
    note: noteOf(field, register.examples?.[title]),
    choices: field?.options.length ? field.options : field?.kind === "部门" ? departments : [],
  };
}

function noteOf(field: RegisterField | undefined, example: string | undefined): string {
  if (!field) return "照实填写；没有的留空。";
  return [
    field.required ? "必填" : "没有的留空",
    field.many ? "可写几个，用顿号隔开" : "",
    field.sealed ? "保密，另处存放" : "",
    field.note ?? "",
    example === undefined ? "" : `例：${example}`,
  ]
    .filter(Boolean)
    .join("；");
}

/** tuban book <台账> import: all rows or none; every fault is told with its row and column. Rows entered before are left out and counted. */
export async function bookImport(
  office: Office,
  word: string,
  words: readonly string[],
  options: BookOptions,
): Promise<void> {
  const desk = await deskFor(office, word);
  const { register, ledger } = desk;
  const [name] = words;
  if (name === undefined)
    misuse("register-import-words", "要写明导入哪个文件", { hint: `${commandOf(register)} import 文件.csv` });
  const path = resolve(office.io.cwd, name);
  const actor = await actorOf(office);
  const { wanted, states, problems } = await readRows(desk, path, basename(name));
  const against = [
    ...problems,
    ...wanted.flatMap((one) =>
      entryProblems(desk, one, actor).map((problem) => ({
        ...problem,
        place: { file: basename(name), row: one.line ?? 0 },
      })),
    ),
  ];
  if (against.length > 0)
    throw new Stop(2, [
      ...against.slice(0, 50),
      ...(against.length > 50
        ? oneProblem("register-more-problems", `另有 ${against.length - 50} 处问题没有列出`, "改好这些再导入一次")
        : []),
    ]);
  const act = await actOf(office, `book ${register.name} import`);
  const { value: count } = await ledger.record({ ...act, dryRun: options.dryRun === true }, async (entry) => {
    const fresh = options.again === true ? wanted : await withoutRepeats(desk, wanted, entry.db);
    if (fresh.length === 0) return 0;
    const recorded = await recordEntries(entry, desk, actor, fresh, states);
    entry.describe(`导入${register.name} ${recorded.length} 件（${basename(name)}）`);
    return recorded.length;
  });
  const repeats = wanted.length - count;
  office.io.out.write(
    office.json
      ? jsonText({ register: register.name, entered: count, repeats, dryRun: options.dryRun === true })
      : `${plain(`${options.dryRun === true ? "只是预览，没有登记" : "已登记"}：${register.name} ${count} 件${repeats > 0 ? `；${repeats} 件以前登记过，没有再登记` : ""}`)}\n`,
  );
  office.io.err.write(nextSteps([`${commandOf(register)} list`], office.io));
}

interface RowsRead {
  readonly wanted: readonly EntryWanted[];
  /** Half-way entries: the state each stands in, by row of the file. */
  readonly states: ReadonlyMap<number, string>;
  readonly problems: readonly Problem[];
}

async function readRows(desk: RegisterDesk, path: string, file: string): Promise<RowsRead> {
  const { register, ledger, office } = desk;
  const bytes = readable(path, () => fileBytes(path));
  const batch = createHash("sha256").update(bytes).digest("hex");
  const { rows } = readable(path, () => openTable(path, file));
  const find = register.about.length === 0 ? null : subjectFinder(await institutionsListed(ledger.db, office.on));
  const wanted: EntryWanted[] = [];
  const states = new Map<number, string>();
  const problems: Problem[] = [];
  let header: readonly string[] | null = null;
  for (const { line, cells, fault } of rows) {
    if (fault) {
      problems.push(fault);
      continue;
    }
    const clean = cells.map(cleanCell);
    if (header === null) {
      header = headerIn(register, clean);
      if (header) problems.push(...headerProblems(register, header, { file, row: line }));
      if (problems.length > 0) break;
      continue;
    }
    if (clean.every((cell) => cell === "")) continue;
    const titled = new Map(
      header.map((title, at) => [title, clean[at] ?? ""] as const).filter(([title]) => title !== ""),
    );
    const read = await readRow(desk, titled, { batch, line, find });
    problems.push(...read.problems.map((problem) => ({ ...problem, place: { file, row: line } })));
    if (read.state !== null) states.set(line, read.state);
    if (read.wanted) wanted.push(read.wanted);
  }
  if (header === null)
    misuse("register-no-header", `${file} 里没有${register.name}的表头`, {
      hint: `第一行写上：${titlesOf(register).join("、")}；或先出一张空表：${commandOf(register)} form`,
      place: { file },
    });
  return { wanted, states, problems };
}

/** A row that names at least two of the register's columns, or its only one. */
function headerIn(register: Register, cells: readonly string[]): readonly string[] | null {
  const known = new Set(titlesOf(register));
  const fields = new Set(register.fields.map(({ name }) => name));
  const met = cells.filter((cell) => known.has(cell));
  return met.length >= 2 && met.some((cell) => fields.has(cell) || cell === own.subject) ? cells : null;
}

/** Columns of another register, or of none: what they hold would be lost. */
function headerProblems(
  register: Register,
  header: readonly string[],
  place: { readonly file: string; readonly row: number },
): Problem[] {
  const known = titlesOf(register);
  return header
    .filter((title) => title !== "" && title !== "序号" && !known.includes(title))
    .map((title) => ({
      code: "register-unknown-column",
      message: `${register.name}没有“${title}”这一列`,
      hint: `${remedy(title, known)}不要的列删去再导入`,
      place: { ...place, column: title },
    }));
}

type Finder = (text: string) => InstitutionNow | null;

export function subjectFinder(institutions: readonly InstitutionNow[]): Finder {
  const byKey = new Map<string, InstitutionNow | null>();
  const put = (key: string | null, row: InstitutionNow): void => {
    if (key !== null && key !== "") byKey.set(key, byKey.has(key) ? null : row);
  };
  for (const row of institutions) {
    put(String(row.subject), row);
    put(row.name, row);
    put(row.uscc, row);
  }
  return (text) => byKey.get(text) ?? null;
}

interface RowRead {
  readonly wanted: EntryWanted | null;
  readonly state: string | null;
  readonly problems: readonly Problem[];
}

/** One row under the titles of the form, as an entry or with what is wrong with it. */
export async function readRow(
  desk: RegisterDesk,
  cells: ReadonlyMap<string, string>,
  { batch, line, find }: { readonly batch: string; readonly line: number; readonly find: Finder | null },
): Promise<RowRead> {
  const { register, ledger, office } = desk;
  const problems: Problem[] = [];
  const given = new Map(
    [...cells].filter(([title, value]) => value !== "" && fieldNamed(register, title) !== undefined),
  );
  const step = firstStep(register, undefined);
  const values = await valuesOf(ledger.db, desk, { given, step });
  problems.push(...values.problems);
  const dayText = cells.get(own.on) ?? "";
  const on = dayText === "" ? office.on : readDay(dayText, { today: office.on });
  if (on === null || !isDay(on) || on > office.on)
    problems.push({
      code: "register-bad-day",
      message: `登记日期不对：${dayText}`,
      hint: `写成 2021-07-20，不晚于 ${office.on}`,
    });
  const subjectText = cells.get(own.subject) ?? "";
  const subject = subjectText === "" ? null : (find?.(subjectText) ?? null);
  if (subjectText !== "" && subject === null)
    problems.push({
      code: "register-unknown-subject",
      message: `底数里找不到（或不止一家）：${subjectText}`,
      hint: "写底数里的编号、全称或统一社会信用代码",
    });
  const state = cells.get(own.state) ?? "";
  if (state !== "" && !stateNamed(register, state))
    problems.push({
      code: "register-unknown-state",
      message: `${register.name}没有“${state}”这个状态`,
      hint: `有：${register.states.map(({ name }) => name).join("、")}`,
    });
  const causeText = cells.get(own.cause) ?? "";
  const cause =
    causeText === ""
      ? null
      : await causeNamed(ledger.db, desk, causeText).catch((error: unknown) => {
          if (!(error instanceof Stop)) throw error;
          problems.push(...error.problems);
          return null;
        });
  if (problems.length > 0 || on === null) return { wanted: null, state: null, problems };
  return {
    wanted: {
      subject,
      cause,
      values: values.fields,
      step,
      number: cells.get(own.number) || null,
      batch,
      line,
      evidence: 1,
      on,
    },
    state: state === "" ? null : state,
    problems: [],
  };
}

/** Those that are no entry yet and no earlier row of the file, by 查重; without 查重 the same file is not taken in twice. */
export async function withoutRepeats(
  { register, plan, code, office }: RegisterDesk,
  wanted: readonly EntryWanted[],
  db: Db,
): Promise<readonly EntryWanted[]> {
  const entries = await entriesNow(db, office.on, plan, { campaign: code, register: register.name });
  const rowsIn = new Set(entries.map(({ row }) => `${row.batch ?? ""} ${row.line ?? ""}`));
  const keyOf = (subject: number | null, fields: Readonly<Record<string, string>>): string =>
    JSON.stringify(register.distinct.map((name) => (name === "机构" ? subject : (fields[name] ?? ""))));
  const keys = new Set(entries.map(({ row, fields }) => keyOf(row.subject, fields)));
  const numbers = new Set(entries.map(({ row }) => row.number));
  return wanted.filter((one) => {
    if (rowsIn.has(`${one.batch ?? ""} ${one.line ?? ""}`)) return false;
    if (one.number !== null && numbers.has(one.number)) return false;
    if (register.distinct.length === 0) return true;
    const key = keyOf(one.subject?.subject ?? null, one.values);
    if (keys.has(key)) return false;
    keys.add(key);
    return true;
  });
}
