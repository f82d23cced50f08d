/** The results of a list as they were recorded, on the screen or as JSON. */
import type { Officer } from "../../campaign/index.ts";
import type { NumberedFinding } from "../../ledger/acts/inspections.ts";
import type { Office } from "../../office.ts";
import { jsonText } from "../../write/json.ts";
import { nextSteps } from "../../write/message.ts";
import { plain } from "../../write/plain.ts";
import type { Sheet } from "../../write/sheet.ts";
import { tableText } from "../../write/table.ts";
import type { InspectionOutcome } from "./outcome.ts";
import { findingWords, knownText } from "./outcome.ts";
import type { Visit } from "./visit.ts";

export interface RecordedResults {
  readonly visit: Visit;
  readonly officers: readonly Officer[];
  readonly outcome: InspectionOutcome;
}

/** A row whose visit is on record already. */
export interface SeenBefore {
  readonly visit: Visit;
  readonly line: number;
  /** The result on record. */
  readonly recorded: string;
  /** The result that the row tells. */
  readonly written: string;
}

export interface Results {
  readonly recorded: readonly RecordedResults[];
  readonly before: readonly SeenBefore[];
  /** Rows where nothing was filled in. */
  readonly blank: number;
  /** Number of the journal entry; null where nothing was recorded. */
  readonly seq: number | null;
}

export async function showResults(office: Office, results: Results): Promise<void> {
  const { io } = office;
  if (office.json) return io.out.write(jsonText(jsonOf(results)));
  io.out.write(headOf(results));
  const findings = results.recorded.flatMap(({ visit, outcome }) =>
    outcome.findings.map((finding) => ({ visit, finding })),
  );
  if (findings.length > 0) io.out.write(`\n${tableText(findingSheet(findings), io)}`);
  io.out.write(results.recorded.map(({ visit, outcome }) => knownOf(visit, outcome)).join(""));
  io.out.write(beforeText(results.before));
  const undo = results.seq === null ? [] : [`tuban undo ${results.seq} --reason 原因　　这一次登记全部撤销`];
  io.err.write(nextSteps([...orderCommands(findings), ...undo], io));
}

function headOf({ recorded, before, blank }: Results): string {
  const failed = recorded.filter(({ outcome }) => outcome.conclusion.result === "不合格").length;
  const days = recorded.map(({ visit }) => visit.office.on).toSorted();
  const [first, last] = [days[0], days.at(-1)];
  const when = first === undefined ? "" : first === last ? `，${first}` : `，${first} 至 ${last ?? ""}`;
  const rest = [
    before.length > 0 ? `已登记过、没有再登记的 ${before.length} 行` : "",
    blank > 0 ? `没有填的 ${blank} 行` : "",
  ].filter(Boolean);
  return `已登记检查 ${recorded.length} 家次（合格 ${recorded.length - failed}、不合格 ${failed}）${when}${rest.length > 0 ? `；${rest.join("，")}` : ""}\n`;
}

interface Found {
  readonly visit: Visit;
  readonly finding: NumberedFinding;
}

function findingSheet(rows: readonly Found[]): Sheet<Found> {
  return {
    title: `新发现的问题 ${rows.length} 个`,
    columns: [
      { key: "id", title: "问题", kind: "number", value: ({ finding }) => finding.id },
      { key: "name", title: "机构", value: ({ visit }) => `${visit.subject.subject} ${visit.subject.name}` },
      { key: "severity", title: "严重程度", value: ({ finding }) => finding.severity },
      { key: "text", title: "问题内容", value: ({ finding }) => findingWords(finding) },
      { key: "lead", title: "牵头", value: ({ finding }) => finding.lead },
    ],
    rows,
  };
}

function knownOf({ subject }: Visit, outcome: InspectionOutcome): string {
  const text = knownText(outcome);
  return text === "" ? "" : `${subject.subject} ${plain(subject.name)}：\n${text}`;
}

/** Rows that say something else than what is on record are told one by one. */
function beforeText(before: readonly SeenBefore[]): string {
  return before
    .filter(({ recorded, written }) => recorded !== written)
    .map(
      ({ visit: { subject, office, kind }, line, recorded, written }) =>
        `第 ${line} 行：${subject.subject} ${plain(subject.name)} ${office.on} 的${kind}已登记为${recorded}，表里是${written}，没有改\n`,
    )
    .join("");
}

const ordersShown = 5;

function orderCommands(found: readonly Found[]): string[] {
  const subjects = [...new Set(found.map(({ visit }) => visit.subject.subject))];
  const shown = subjects.slice(0, ordersShown).map((subject) => `tuban order issue ${subject}`);
  return subjects.length > ordersShown ? [...shown, `tuban order issue …　　共 ${subjects.length} 家`] : shown;
}

function jsonOf({ recorded, before, blank, seq }: Results): unknown {
  return {
    entry: seq,
    recorded: recorded.map(({ visit, officers, outcome }) => ({
      inspection: outcome.inspection,
      subject: visit.subject.subject,
      name: visit.subject.name,
      kind: visit.kind,
      on: visit.office.on,
      officers: officers.map(({ name }) => name),
      result: outcome.conclusion.result,
      findings: outcome.findings,
      stillOpen: outcome.conclusion.stillOpen.map(({ finding, item, note }) => ({ finding, item: item.code, note })),
    })),
    before: before.map(({ visit, line, recorded: result, written }) => ({
      row: line,
      subject: visit.subject.subject,
      name: visit.subject.name,
      kind: visit.kind,
      on: visit.office.on,
      recorded: result,
      written,
    })),
    blank,
  };
}
