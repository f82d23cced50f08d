/** tuban import: a roster from a file, each row to its subject; what cannot be taken is set aside beside the file. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { Stop, misuse } from "../campaign/index.ts";
import type { Problem, SubjectKind } from "../campaign/index.ts";
import type { Done } from "../io.ts";
import type { Reappearance } from "../ledger/reappearance.ts";
import { compareRoster, recordRoster } from "../ledger/roster.ts";
import type { Change, Comparison, Incoming } from "../ledger/roster.ts";
import type { Office } from "../office.ts";
import { readCsv } from "../read/csv.ts";
import { rosterFieldNamed, rosterFields } from "../read/fields.ts";
import type { RosterField } from "../read/fields.ts";
import { readRoster } from "../read/roster.ts";
import type { Grade, Remark, Roster, RosterRules } from "../read/roster.ts";
import { textPieces } from "../read/text.ts";
import type { Encoding } from "../read/text.ts";
import { csvText } from "../write/csv.ts";
import { writeOut } from "../write/files.ts";
import { jsonText } from "../write/json.ts";
import { nextSteps, placeText, problemText } from "../write/message.ts";
import { plain } from "../write/plain.ts";
import type { Sheet } from "../write/sheet.ts";
import { actOf, openCampaign } from "./campaign.ts";
import { changeText } from "./changes.ts";

export interface ImportOptions {
  /** Where the list comes from, e.g. 街道摸排. */
  readonly source?: string;
  readonly dryRun?: boolean;
  /** Columns named by the user, each written 列名=字段. */
  readonly map?: readonly string[];
}

/** A fault of the file or a row, as it goes to the screen and into the file of problems. */
interface Noted extends Problem {
  readonly grade: Grade;
  readonly line: number | null;
  readonly name: string;
  readonly value: string;
}

interface FileRead {
  readonly path: string;
  readonly file: string;
  readonly sha256: string;
  readonly encoding: Encoding;
  readonly roster: Roster;
  readonly rowsRead: number;
  readonly incoming: readonly Incoming[];
  readonly noted: readonly Noted[];
}

interface Imported extends FileRead {
  readonly dryRun: boolean;
  readonly seq: number | null;
  readonly comparison: Comparison;
  readonly problems: readonly Noted[];
  readonly refused: number;
}

/** @throws Stop when the file is no table or has no header; then nothing is recorded */
export async function importRoster(office: Office, path: string, options: ImportOptions): Promise<Done> {
  const { ledger, plan } = await openCampaign(office);
  const act = { ...(await actOf(office, "import")), dryRun: options.dryRun === true };
  const read = readTable(resolve(office.io.cwd, path), plan, columnsGiven(options.map ?? []));
  if (read.rowsRead > 20_000) office.io.err.write(`读到 ${read.rowsRead} 行，正在与底数比对……\n`);
  const source = options.source?.trim() || "来源未注明";
  const { value: comparison, seq } = await ledger.record(act, async (entry) => {
    const compared = await compareRoster(entry.db, read.incoming, office.on);
    const taken = compared.fresh.length + compared.changed.length;
    entry.describe(
      `导入底数 ${read.file}（${source}）：新登记 ${compared.fresh.length} 家，变更 ${compared.changed.length} 家`,
    );
    await recordRoster(entry, compared, {
      happened_on: office.on,
      file: read.file,
      sha256: read.sha256,
      source,
      mapping: JSON.stringify(Object.fromEntries(read.roster.columns.map(({ header, field }) => [header, field]))),
      rows_read: read.rowsRead,
      rows_taken: taken,
      rows_refused: refusedRows(read, compared),
    });
    return compared;
  });
  const problems = [...read.noted, ...notedIn(comparison, read)].sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  const imported: Imported = {
    ...read,
    dryRun: act.dryRun,
    seq,
    comparison,
    problems,
    refused: refusedRows(read, comparison),
  };
  await show(office, imported);
  return imported.refused > 0 ? 3 : 0;
}

function refusedRows(read: FileRead, { conflicting }: Comparison): number {
  return read.rowsRead - read.incoming.length + conflicting.length;
}

function readTable(path: string, plan: RosterRules, given: ReadonlyMap<string, RosterField>): FileRead {
  const file = basename(path);
  const bytes = bytesOf(path);
  const { pieces, encoding } = textPieces(bytes, file);
  const roster = readRoster(readCsv(pieces, file).rows, { file, plan, given });
  const incoming: Incoming[] = [];
  const noted: Noted[] = roster.remarks.map((problem) => ({
    ...problem,
    grade: "提示",
    line: problem.place?.row ?? null,
    name: "",
    value: problem.place?.column ?? "",
  }));
  let rowsRead = 0;
  for (const { line, institution, remarks } of roster.entries) {
    rowsRead += 1;
    if (institution) incoming.push({ line, institution });
    for (const remark of remarks) noted.push(notedOf(remark, line, institution?.name ?? ""));
  }
  return {
    path,
    file,
    sha256: createHash("sha256").update(bytes).digest("hex"),
    encoding,
    roster,
    rowsRead,
    incoming,
    noted,
  };
}

const notedOf = (remark: Remark, line: number, name: string): Noted => ({ ...remark, line, name });

function bytesOf(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    const reasons: Readonly<Record<string, string>> = {
      ENOENT: "没有这个文件",
      EISDIR: "这是一个文件夹",
      EACCES: "没有读取权限",
      ERR_FS_FILE_TOO_LARGE: "文件超过 2 GB",
    };
    return misuse("file-unreadable", `打不开文件：${path}（${reasons[code] ?? code}）`, {
      hint: "核对文件名和路径；文件名里有空格的要加引号",
    });
  }
}

/** --map 列名=字段, the field by its Chinese name. @throws Stop */
function columnsGiven(pairs: readonly string[]): Map<string, RosterField> {
  const titles = Object.values(rosterFields).map(({ title }) => title);
  return new Map(
    pairs.map((pair) => {
      const at = pair.lastIndexOf("=");
      const field = at < 1 ? null : rosterFieldNamed(pair.slice(at + 1).trim());
      if (field === null)
        misuse("bad-map", `--map 看不懂：${pair}`, { hint: `写成 --map 列名=字段，字段是：${titles.join("、")}` });
      return [pair.slice(0, at).trim(), field];
    }),
  );
}

/** What the comparison with the roster gives notice of. */
function notedIn({ fresh, repeated, conflicting, doubts }: Comparison, { file, incoming }: FileRead): Noted[] {
  const names = new Map(incoming.map(({ line, institution }) => [line, institution.name]));
  const note = (grade: Grade, code: string, line: number, message: string, hint: string): Noted => ({
    grade,
    code,
    message,
    hint,
    line,
    name: names.get(line) ?? "",
    value: "",
    place: { file, row: line },
  });
  return [
    ...conflicting.map(({ line, sameAs, changes }) =>
      note(
        "拒收",
        "same-institution",
        line,
        `与第 ${sameAs} 行是同一家，内容不同（${changeText(changes)}），没有收下。`,
        "核对后在表里只留一行，再导入一次；确是两家的，分别填上各自的代码或地址。",
      ),
    ),
    ...repeated.map(({ line, sameAs }) =>
      note("提示", "same-row", line, `与第 ${sameAs} 行相同，只收一次。`, "不用处理。"),
    ),
    ...doubts.map(({ line, message }) =>
      note(
        "注意",
        "doubtful-match",
        line,
        message,
        "核对是不是同一家；不是的，用 tuban import undo 撤销后改表再导入。",
      ),
    ),
    ...fresh.flatMap(({ line, reappears }) =>
      reappears.map((link) =>
        note("注意", "reappearance", line, reappearanceText(link), `核查是否死灰复燃：tuban show ${link.subject}`),
      ),
    ),
  ];
}

function reappearanceText({ subject, name, standing, shared, value }: Reappearance): string {
  return `新登记的这一家与${standing === "黑名单" ? "黑名单上的" : "已取缔关停的"} ${subject} 号「${name}」${shared}相同（${value}）。`;
}

async function show(office: Office, imported: Imported): Promise<void> {
  const { io, json } = office;
  const problemFile = `${imported.path}.问题.csv`;
  const kept =
    !imported.dryRun && imported.problems.length > 0 && (await writeProblems(office, problemFile, imported.problems));
  if (json) {
    io.out.write(jsonText(jsonOf(imported, kept ? problemFile : null)));
    return;
  }
  io.err.write(columnsText(imported));
  io.err.write(problemsText(imported, office));
  if (kept) io.err.write(`全部 ${imported.problems.length} 处已列在：${problemFile}\n`);
  io.out.write(imported.dryRun ? rehearsalText(imported) : "");
  io.out.write(summaryText(imported));
  if (imported.seq !== null)
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
}

/** Beside the source; false, with a warning, where it cannot be written: the import itself is done. */
async function writeProblems(office: Office, path: string, problems: readonly Noted[]): Promise<boolean> {
  const sheet: Sheet<Noted> = {
    title: "导入问题",
    columns: [
      { key: "line", title: "行", kind: "number", value: ({ line }) => line },
      { key: "grade", title: "级别", value: ({ grade }) => grade },
      { key: "name", title: "机构名称", value: ({ name }) => name },
      { key: "column", title: "列", value: ({ place }) => place?.column ?? "" },
      { key: "value", title: "原值", kind: "code", value: ({ value }) => value },
      { key: "reason", title: "原因", value: ({ message }) => message },
      { key: "remedy", title: "怎么办", value: ({ hint }) => hint ?? "" },
    ],
    rows: problems,
  };
  try {
    await writeOut(path, csvText(sheet));
    return true;
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    office.io.err.write(
      error.problems.map((problem) => problemText(problem, { color: office.io.color, severity: "warning" })).join(""),
    );
    return false;
  }
}

const encodingNames: Readonly<Record<Encoding, string>> = {
  "utf-8": "UTF-8",
  gb18030: "GB18030",
  "utf-16le": "UTF-16",
  "utf-16be": "UTF-16",
};

function columnsText({ file, encoding, roster }: FileRead): string {
  const used = roster.columns.flatMap(({ header, field }) =>
    field === null ? [] : [header === rosterFields[field].title ? header : `${header}→${rosterFields[field].title}`],
  );
  const others = roster.columns.filter(({ field }) => field === null).map(({ header }) => header);
  const lines = [
    `${file}：${encodingNames[encoding]}，表头在第 ${roster.headerLine} 行`,
    `认出的列：${used.join("、")}`,
  ];
  if (others.length > 0) lines.push(`照原样另存的列：${others.join("、")}（认错或漏认的用 --map 列名=字段 指明）`);
  if (roster.leftOut.length > 0) lines.push(`没有收的列：${roster.leftOut.join("、")}（公民身份号码用不上，不收）`);
  return lines.map((line) => `${plain(line)}\n`).join("");
}

/** How many of the problems of each grade are printed; all of them stand in the file. */
const shownAtMost = 5;

function problemsText({ problems }: Imported, { io }: Office): string {
  const some = (["拒收", "注意"] as const).flatMap((grade) => {
    const ours = problems.filter((problem) => problem.grade === grade);
    const lines = ours
      .slice(0, shownAtMost)
      .map((problem) => problemText(problem, { color: io.color, severity: grade === "拒收" ? "error" : "warning" }));
    return ours.length > shownAtMost ? [...lines, `……${grade}还有 ${ours.length - shownAtMost} 处\n`] : lines;
  });
  return some.join("");
}

function summaryText({ dryRun, seq, rowsRead, comparison, problems, refused }: Imported): string {
  const { fresh, changed, unchanged, repeated } = comparison;
  const will = dryRun ? "将" : "";
  const notes = (["注意", "提示"] as const).map(
    (grade) => `${grade} ${problems.filter((problem) => problem.grade === grade).length} 处`,
  );
  const lines = [
    `读到 ${rowsRead} 行：${will}新登记 ${fresh.length} 家${kindsText(fresh.map(({ row }) => row.kind))}，${will}变更 ${changed.length} 家，未变 ${unchanged.length} 家，重复 ${repeated.length} 行，拒收 ${refused} 行；${notes.join("、")}`,
  ];
  if (dryRun) lines.push("以上是预演，没有写入任何内容");
  else if (seq === null) lines.push("底数没有变化，没有写入任何内容");
  else lines.push(...firstFew(comparison), `已登记（第 ${seq} 次登记）`);
  return lines.map((line) => `${plain(line)}\n`).join("");
}

function kindsText(kinds: readonly SubjectKind[]): string {
  const counts = new Map<SubjectKind, number>();
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts.size < 2 ? "" : `（${[...counts].map(([kind, count]) => `${kind} ${count}`).join("、")}）`;
}

function firstFew({ fresh, changed }: Comparison): string[] {
  const more = (count: number): string[] => (count > shownAtMost ? [`  ……共 ${count} 家`] : []);
  return [
    ...fresh
      .slice(0, shownAtMost)
      .map(
        ({ subject, row }) =>
          `  新 ${subject} ${row.name}（${row.licence_class ?? "证照类别不详"}，${row.town ?? "属地不详"}）`,
      ),
    ...more(fresh.length),
    ...changed
      .slice(0, shownAtMost)
      .map(({ subject, row, changes }) => `  改 ${subject} ${row.name}：${changeText(changes)}`),
    ...more(changed.length),
  ];
}

/** Every row and what would become of it. */
function rehearsalText({ comparison, problems }: Imported): string {
  const { fresh, changed, unchanged, repeated } = comparison;
  const rows = [
    ...fresh.map(({ line, subject, row }) => ({
      line,
      text: `新登记 ${subject} ${row.name}（${row.licence_class ?? "证照类别不详"}，${row.town ?? "属地不详"}）`,
    })),
    ...changed.map(({ line, subject, row, changes }) => ({
      line,
      text: `变更 ${subject} ${row.name}：${changeText(changes)}`,
    })),
    ...unchanged.map(({ line, subject }) => ({ line, text: `未变 ${subject}` })),
    ...repeated.map(({ line, sameAs }) => ({ line, text: `重复，同第 ${sameAs} 行` })),
    ...problems
      .filter(({ grade }) => grade === "拒收")
      .map((problem) => ({ line: problem.line ?? 0, text: `拒收：${problem.message}${placeOf(problem)}` })),
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
  { dryRun, seq, file, sha256, encoding, roster, rowsRead, comparison, problems, refused }: Imported,
  problemFile: string | null,
): unknown {
  const named = ({ line, subject, row }: Comparison["fresh"][number] | Comparison["changed"][number]) => ({
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
    rowsRead,
    new: comparison.fresh.map((row) => ({ ...named(row), reappears: row.reappears })),
    changed: comparison.changed.map((row) => ({ ...named(row), changes: row.changes satisfies readonly Change[] })),
    unchanged: comparison.unchanged.length,
    repeated: comparison.repeated,
    refused,
    problems,
    problemFile,
  };
}
