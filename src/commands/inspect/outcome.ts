/** The result of an inspection, on the screen or as JSON, and the next command. */
import { basisText, grouped, handingPaper, startingKinds, isLedByOthers } from "../../campaign/index.ts";
import type { Conclusion, Officer } from "../../campaign/index.ts";
import { jsonText } from "../../write/json.ts";
import { nextSteps } from "../../write/message.ts";
import { plain } from "../../write/plain.ts";
import type { Sheet } from "../../write/sheet.ts";
import { tableText } from "../../write/table.ts";
import type { NumberedFinding } from "../../ledger/acts/inspections.ts";
import { ownDepartment } from "../desk/own-department.ts";
import type { Visit } from "./visit.ts";

/** What was found without a certificate, as it was entered in a register. */
export interface Entered {
  readonly register: string;
  readonly number: string;
  readonly id: number;
}

/** An inspection on record. */
export interface InspectionOutcome {
  readonly inspection: number;
  readonly conclusion: Conclusion;
  readonly findings: readonly NumberedFinding[];
  readonly entered: Entered | null;
  /** The day since which the subject was 暂时关停, where this inspection lets it go on. */
  readonly stoppedSince: string | null;
}

/** Shows a recorded inspection. */
export async function showOutcome(
  visit: Visit,
  officers: readonly Officer[],
  outcome: InspectionOutcome,
): Promise<void> {
  const { io, json } = visit.office;
  if (json) {
    io.out.write(jsonText(jsonOf(visit, officers, outcome)));
    return;
  }
  io.out.write(headOf(visit, outcome));
  if (outcome.findings.length > 0) io.out.write(`\n${tableText(findingSheet(outcome.findings), io)}`);
  if (outcome.entered)
    io.out.write(`${plain(`已转${outcome.entered.register}：${outcome.entered.number}（${outcome.entered.id}）`)}\n`);
  io.out.write(knownText(outcome));
  const own = await ownDepartment(visit.office, visit.campaign.plan);
  io.err.write(nextSteps(nextCommands(visit, outcome, own), io));
}

function headOf({ subject, kind, office, items }: Visit, { conclusion, stoppedSince }: InspectionOutcome): string {
  const { 合格: passed, 不合格: failed, 不适用: not } = conclusion.counts;
  const resumed = stoppedSince === null ? "" : `${stoppedSince} 起的暂时关停到此结束，可以继续办学\n`;
  return `已登记${kind}：${subject.subject} ${plain(subject.name)}，${office.on}，${items.length} 项（合格 ${passed}、不合格 ${failed}、不适用 ${not}），结果${conclusion.result}\n${resumed}`;
}

/** 2-1 不符合“…”：what was found, and that it has come back. */
export function findingWords({ item, text, note, relapseOf }: NumberedFinding): string {
  const again = relapseOf === null ? "" : `（反弹：问题 ${relapseOf} 销号后又出现）`;
  return `${item} 不符合“${text}”${note === "" ? "" : `：${note}`}${again}`;
}

function findingSheet(rows: readonly NumberedFinding[]): Sheet<NumberedFinding> {
  return {
    title: `新发现的问题 ${rows.length} 个`,
    columns: [
      { key: "id", title: "编号", kind: "number", value: ({ id }) => id },
      { key: "severity", title: "严重程度", value: ({ severity }) => severity },
      {
        key: "text",
        title: "问题",
        value: findingWords,
      },
      { key: "lead", title: "牵头", value: ({ lead }) => lead },
      { key: "supporting", title: "配合", value: ({ supporting }) => supporting },
      { key: "basis", title: "依据", value: ({ basis }) => basisText(basis) },
    ],
    rows,
  };
}

/** Findings on record before, in the light of this visit. */
export function knownText({ conclusion: { stillOpen, seenInOrder } }: InspectionOutcome): string {
  const still = stillOpen.map(
    ({ finding, item, note }) =>
      `仍未整改：问题 ${finding}（${item.code} 不符合“${item.text}”）${note === "" ? "" : `，${plain(note)}`}；已在账上，没有另立\n`,
  );
  const seen = seenInOrder.map(
    ({ finding, item }) =>
      `待复查确认：问题 ${finding}（${item.code} 不符合“${item.text}”）这次没有再查到，还没有销号\n`,
  );
  return [...still, ...seen].join("");
}

function nextCommands(
  visit: Visit,
  { findings, conclusion, entered }: InspectionOutcome,
  own: string | null,
): string[] {
  if (entered) return [`tuban book ${entered.register} show ${entered.id}`];
  const { subject } = visit.subject;
  const { plan } = visit.campaign;
  const handing = own === null ? undefined : handingPaper(plan, visit.office.on, own);
  const isTheirs = (finding: NumberedFinding): boolean =>
    handing !== undefined && finding.orderKind === null && isLedByOthers(finding, own ?? "");
  const issue = (those: readonly NumberedFinding[], rest: string): string =>
    `tuban order issue ${subject} --finding ${those.map(({ id }) => id).join(",")} --kind ${rest}`;
  const unnamed = `文书种类　　（方案没有写用哪种：${startingKinds(plan, visit.office.on).join("、")}）`;
  const [theirs, ours] = [findings.filter(isTheirs), findings.filter((finding) => !isTheirs(finding))];
  const orders = [
    ...Array.from(
      grouped(ours, ({ orderKind }) => orderKind),
      ([kind, those]) => issue(those, kind ?? unnamed),
    ),
    ...Array.from(
      grouped(theirs, ({ lead }) => lead.split("、")[0] ?? ""),
      ([lead, those]) => issue(those, `${handing?.name ?? ""} --to ${lead}`),
    ),
  ];
  const review = conclusion.stillOpen.length + conclusion.seenInOrder.length > 0 ? [`tuban review ${subject}`] : [];
  const steps = [...orders, ...review];
  return steps.length > 0 ? steps : [`tuban show ${subject}`];
}

function jsonOf(
  { subject, kind, office, campaign }: Visit,
  officers: readonly Officer[],
  { inspection, conclusion, findings, entered, stoppedSince }: InspectionOutcome,
): unknown {
  return {
    inspection,
    campaign: campaign.code,
    subject: subject.subject,
    name: subject.name,
    kind,
    on: office.on,
    officers: officers.map(({ name }) => name),
    result: conclusion.result,
    counts: {
      passed: conclusion.counts.合格,
      failed: conclusion.counts.不合格,
      notApplicable: conclusion.counts.不适用,
    },
    findings,
    ...(entered ? { entered } : {}),
    stillOpen: conclusion.stillOpen.map(({ finding, item, note }) => ({ finding, item: item.code, note })),
    seenInOrder: conclusion.seenInOrder.map(({ finding, item }) => ({ finding, item: item.code })),
    resumes: stoppedSince !== null,
  };
}
