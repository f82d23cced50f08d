/** What an import did, or would do, told. */
import { enforcementColumns, shown } from "../../campaign/index.ts";
import type { SubjectKind } from "../../campaign/index.ts";
import type { Change } from "../../ledger/roster/content.ts";
import type { Office } from "../../office.ts";
import { everyColumn, fieldsOfKind } from "../../read/fields.ts";
import type { RosterField } from "../../read/fields.ts";
import { papersMissing, unclaimedColumns } from "../../read/roster/unclaimed.ts";
import { nextSteps, placeText } from "../../write/message.ts";
import { plain } from "../../write/plain.ts";
import { changeText } from "../desk/changes.ts";
import { problemsText } from "./problems.ts";
import type { ProblemList } from "./problems.ts";
import type { Noted } from "./problems.ts";
import type { FileRead, Progress } from "./read.ts";
import { outcomesOf, shownAtMost } from "./tally.ts";
import type { Of, Tally } from "./tally.ts";

export interface Imported extends FileRead {
  readonly dryRun: boolean;
  readonly seq: number | null;
  readonly tally: Tally;
  readonly problems: ProblemList;
  readonly refused: number;
}

/** Tells of an import; with --json gives what is to be told. `named`: it is one of several, `last` the last of them. */
export async function show(
  office: Office,
  imported: Imported,
  { named, last }: { readonly named: boolean; readonly last: boolean },
): Promise<unknown> {
  const { io, json } = office;
  if (json) return jsonOf(imported, await imported.problems.keep(office));
  await showProblems(office, imported);
  io.out.write(imported.dryRun ? rehearsalText(imported) : "");
  io.out.write((named ? plain(`${imported.file} `) : "") + summaryText(imported));
  if (named && last && imported.dryRun) io.out.write("各份分别预演，后面的没有算上前面的\n");
  if (imported.seq !== null && last)
    io.err.write(
      nextSteps(
        [
          "tuban list",
          "tuban show <编号>",
          "tuban inspect <编号>",
          "tuban import undo --reason 原因    （导错了就撤销）",
        ],
        io,
      ),
    );
  return undefined;
}

/** The columns and what is wrong, on stderr; all of it in the file beside the source. */
export async function showProblems(office: Office, imported: Imported): Promise<void> {
  const kept = await imported.problems.keep(office);
  office.io.err.write(columnsText(imported));
  office.io.err.write(problemsText(imported.problems, office));
  if (kept !== null) office.io.err.write(`全部 ${imported.problems.total()} 处已列在：${kept}\n`);
}

const encodingNames: Readonly<Record<FileRead["encoding"], string>> = {
  "utf-8": "UTF-8",
  gb18030: "GB18030",
  "utf-16le": "UTF-16",
  "utf-16be": "UTF-16",
  xlsx: "Excel",
};

function columnsText({ file, encoding, sheet, roster }: FileRead): string {
  const { columns, kind, leftOut, used } = roster;
  const claimed = columns.flatMap(({ header, field }) => {
    const title = field === null ? "" : titleOf(field, kind);
    return field === null || asideFields.has(field) ? [] : [header === title ? header : `${header}→${title}`];
  });
  const others = columns.filter(({ header, field }) => field === null && used.has(header)).map(({ header }) => header);
  const aside = columns.flatMap(({ header, field }) => (field !== null && asideFields.has(field) ? [header] : []));
  const lines = [
    `${file}：${encodingNames[encoding]}${sheet === null ? "" : `，工作表「${sheet}」`}，表头在第 ${roster.headerLine} 行${kind === "机构" ? "" : `，按${kind}名册读`}`,
    `认出的列：${claimed.join("、")}`,
  ];
  if (aside.length > 0)
    lines.push(
      `查处、整改方面的列，随这一家另存：${aside.join("、")}（问题和文书要用 tuban inspect、tuban order 登记）`,
    );
  if (others.length > 0) lines.push(`照原样另存的列：${others.join("、")}（认错或漏认的用 --map 列名=字段 指明）`);
  if (leftOut.length > 0) lines.push(`没有收的列：${leftOut.join("、")}（公民身份号码用不上，不收）`);
  return lines.map((line) => `${plain(line)}\n`).join("");
}

/** Columns of what was found and done: no part of the roster, kept with the row. */
const asideFields: ReadonlySet<string> = new Set(Object.keys(enforcementColumns));

const titleOf = (field: RosterField, kind: SubjectKind): string =>
  fieldsOfKind(kind)[field]?.title ?? everyColumn[field].title;

function summaryText({ dryRun, seq, progress, tally, problems, refused, roster }: Imported): string {
  const { count, kinds } = tally;
  const will = dryRun ? "将" : "";
  const notes = (["注意", "提示"] as const).map((grade) => `${grade} ${problems.count(grade)} 处`);
  const confirmed = count.印证 === 0 ? "" : `别的来源又报来 ${count.印证} 家，`;
  const lines = [
    `读到 ${progress.rowsRead} 行：${will}新登记 ${count.新登记} 家${kindsText(kinds)}，${will}变更 ${count.变更} 家，${confirmed}未变 ${count.未变} 家，重复 ${count.重复} 行，拒收 ${refused} 行；${notes.join("、")}`,
  ];
  lines.push(...unknownText(tally.unknown, roster), ...asidesText(progress.asides));
  if (tally.overruled() > 0)
    lines.push(`有 ${tally.overruled()} 家的说法与排在前面的来源不一样，没有采用；各说什么：tuban import conflicts`);
  if (dryRun) lines.push("以上是预演，没有写入任何内容");
  else if (seq === null) lines.push("底数没有变化，没有写入任何内容");
  else lines.push(...firstFew(tally), `已登记（第 ${seq} 次登记）`);
  return lines.map((line) => `${plain(line)}\n`).join("");
}

/** How many stay without a licence class or a town, why, and what cures it. */
function unknownText({ licenceClass, town }: Tally["unknown"], { columns }: FileRead["roster"]): string[] {
  const missing = papersMissing(columns);
  const why =
    missing.length === 0
      ? "有的格子空着或者看不懂"
      : missing.length === 1
        ? `表里没有写有无${missing.join("")}的列`
        : "表里没有写证照的列";
  const cure =
    missing.length === 0 ? "补上" : `加上${missing.map((paper) => `“有无${paper}”`).join("、")}一栏（填 有、无）`;
  const noTowns = columns.some(({ field }) => field === "town")
    ? "有的格子空着，或者只写着本区县"
    : "表里没有认出写属地的列";
  return [
    ...(licenceClass === 0
      ? []
      : [
          `证照类别不详 ${licenceClass} 家：${why}；${cure}再导入一次，或者逐家改（tuban set 编号 证照类别=有照无证）。是哪几家：tuban list --class 不详`,
        ]),
    ...(town === 0
      ? []
      : [
          `属地不详 ${town} 家：${noTowns}；补上再导入一次，或者逐家改（tuban set 编号 属地=城东）。是哪几家：tuban list --town 不详`,
        ]),
  ];
}

const [namedAtMost, rangesAtMost] = [5, 40];

/** Which rows were passed over, and where 同上 was read as the row above. */
function asidesText({ passed, passedRows, likeAbove }: Progress["asides"]): string[] {
  const named = passedRows.slice(0, namedAtMost).map(({ line, word }) => `第 ${line} 行${shown(word)}`);
  const others = rangesOf(passedRows.slice(namedAtMost).map(({ line }) => line));
  const more = others.length === 0 ? "" : `，还有第 ${others.slice(0, rangesAtMost).join("、")} 行`;
  const rest = others.length > rangesAtMost || passed > passedRows.length ? "等" : "";
  return [
    ...(passed === 0 ? [] : [`跳过不是台账内容的 ${passed} 行：${named.join("、")}${more}${rest}`]),
    ...Array.from(
      likeAbove,
      ([header, { count, line }]) => `${shown(header)}一栏写“同上”的 ${count} 格，照上面一行填（第 ${line} 行起）`,
    ),
  ];
}

/** 3、5—8 */
function rangesOf(lines: readonly number[]): string[] {
  const ranges: [number, number][] = [];
  for (const line of lines) {
    const last = ranges.at(-1);
    if (last?.[1] === line - 1) last[1] = line;
    else ranges.push([line, line]);
  }
  return ranges.map(([from, to]) => (from === to ? String(from) : `${from}—${to}`));
}

function kindsText(kinds: Tally["kinds"]): string {
  return kinds.size < 2 ? "" : `（${[...kinds].map(([kind, count]) => `${kind} ${count}`).join("、")}）`;
}

function firstFew(tally: Tally): string[] {
  const more = (count: number): string[] => (count > shownAtMost ? [`  ……共 ${count} 家`] : []);
  return [
    ...outcomesOf(tally, "新登记")
      .slice(0, shownAtMost)
      .map(
        ({ subject, row }) =>
          `  新 ${subject} ${row.name}（${row.licence_class ?? "证照类别不详"}，${row.town ?? "属地不详"}）`,
      ),
    ...more(tally.count.新登记),
    ...outcomesOf(tally, "变更")
      .slice(0, shownAtMost)
      .map(({ subject, row, changes }) => `  改 ${subject} ${row.name}：${changeText(changes)}`),
    ...more(tally.count.变更),
  ];
}

/** Every row and what would become of it. */
function rehearsalText({ tally, problems }: Imported): string {
  const rows = [
    ...outcomesOf(tally, "新登记").map(({ line, subject, row }) => ({
      line,
      text: `新登记 ${subject} ${row.name}（${row.licence_class ?? "证照类别不详"}，${row.town ?? "属地不详"}）`,
    })),
    ...outcomesOf(tally, "变更").map(({ line, subject, row, changes }) => ({
      line,
      text: `变更 ${subject} ${row.name}：${changeText(changes)}`,
    })),
    ...outcomesOf(tally, "印证").map(({ line, subject, row }) => ({
      line,
      text: `别的来源又报来 ${subject} ${row.name}，底数不变`,
    })),
    ...outcomesOf(tally, "未变").map(({ line, subject }) => ({ line, text: `未变 ${subject}` })),
    ...outcomesOf(tally, "重复").map(({ line, sameAs }) => ({ line, text: `重复，同第 ${sameAs} 行` })),
    ...problems
      .all()
      .filter(({ grade, code }) => grade === "拒收" || code === "possible-match")
      .map((problem) => ({
        line: problem.line ?? 0,
        text: `${problem.grade === "拒收" ? "拒收" : "待核"}：${problem.message}${placeOf(problem)}`,
      })),
  ];
  return rows
    .sort((a, b) => a.line - b.line)
    .map(({ line, text }) => `第 ${line} 行 ${plain(text)}\n`)
    .join("");
}

function placeOf({ place }: Noted): string {
  return place?.column ? `（${placeText({ column: place.column })}）` : "";
}

function jsonOf(
  { dryRun, seq, file, sha256, encoding, roster, progress, tally, problems, refused }: Imported,
  problemFile: string | null,
): unknown {
  const named = ({ line, subject, row }: Of<"新登记"> | Of<"变更">) => ({
    line,
    subject,
    name: row.name,
    kind: row.kind,
    licenceClass: row.licence_class,
    town: row.town,
  });
  return {
    dryRun,
    entry: seq,
    file,
    sha256,
    encoding,
    headerLine: roster.headerLine,
    columns: roster.columns.map(({ header, field }) => ({ header, field })),
    leftOut: roster.leftOut,
    rowsRead: progress.rowsRead,
    passedOver: { count: progress.asides.passed, rows: progress.asides.passedRows },
    unrecognised: unclaimedColumns(roster.columns, roster.kind).map(({ header }) => header),
    unknown: tally.unknown,
    likeAbove: Array.from(progress.asides.likeAbove, ([column, { count, line }]) => ({ column, count, line })),
    new: outcomesOf(tally, "新登记").map((row) => ({ ...named(row), reappears: row.reappears })),
    changed: outcomesOf(tally, "变更").map((row) => ({
      ...named(row),
      changes: row.changes satisfies readonly Change[],
    })),
    confirmed: outcomesOf(tally, "印证").map(({ line, subject }) => ({ line, subject })),
    unchanged: tally.count.未变,
    repeated: outcomesOf(tally, "重复").map(({ line, sameAs }) => ({ line, sameAs })),
    refused,
    problems: problems.all(),
    problemFile,
  };
}
