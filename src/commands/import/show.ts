/** What an import did, or would do, told. */
import type { SubjectKind } from "../../campaign/index.ts";
import type { Change, Comparison } from "../../ledger/roster.ts";
import type { Office } from "../../office.ts";
import { rosterFields } from "../../read/fields.ts";
import type { Encoding } from "../../read/text.ts";
import { jsonText } from "../../write/json.ts";
import { nextSteps, placeText } from "../../write/message.ts";
import { plain } from "../../write/plain.ts";
import { changeText } from "../changes.ts";
import { problemsText, shownAtMost, writeProblems } from "./problems.ts";
import type { FileRead, Noted } from "./read.ts";

export interface Imported extends FileRead {
  readonly dryRun: boolean;
  readonly seq: number | null;
  readonly comparison: Comparison;
  readonly problems: readonly Noted[];
  readonly refused: number;
}

export async function show(office: Office, imported: Imported): Promise<void> {
  const { io, json } = office;
  const problemFile = `${imported.path}.问题.csv`;
  const kept =
    !imported.dryRun && imported.problems.length > 0 && (await writeProblems(office, problemFile, imported.problems));
  if (json) {
    io.out.write(jsonText(jsonOf(imported, kept ? problemFile : null)));
    return;
  }
  io.err.write(columnsText(imported));
  io.err.write(problemsText(imported.problems, office));
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
