/** A filled-in sheet brought back: read, checked as a whole, its evidence kept. */
import { basename, dirname, resolve } from "node:path";
import { Stop, measuredAnswer, sheetProblem } from "../../campaign/index.ts";
import type { Given, SheetMark } from "../../campaign/index.ts";
import { keepEvidence } from "../../ledger/evidence/files.ts";
import type { KeptFile } from "../../ledger/evidence/files.ts";
import { pairingsAround } from "../../ledger/roster/match-keys-kept.ts";
import type { Office } from "../../office.ts";
import { readAnswers, readSheetMark } from "../../read/answers.ts";
import { fileBytes } from "../../read/file.ts";
import { heedDoubts } from "../desk/doubts.ts";
import { enclosedFault } from "./ask.ts";
import type { Visit } from "./visit.ts";

/** Answers as they are recorded, with their files already kept. */
export interface Answered {
  readonly given: ReadonlyMap<string, Given>;
  readonly evidence: ReadonlyMap<string, readonly KeptFile[]>;
  /** Files that show the visit as a whole. */
  readonly ofVisit: readonly KeptFile[];
}

/** Whose sheet a file is; null where it does not say. @throws Stop where it is no sheet */
export function markOf({ io }: Office, file: string): SheetMark | null {
  return readSheetMark(fileBytes(resolve(io.cwd, file)), basename(file));
}

/** A number that was found to be another one still stands on printed sheets. @throws Stop */
async function refuseAnothers(
  { office, campaign, subject, kind }: Visit,
  mark: SheetMark,
  of: { readonly reads: boolean },
): Promise<void> {
  const { merged } = await pairingsAround(campaign.ledger.db, [mark.subject]);
  const problem = sheetProblem(
    { ...mark, subject: merged.get(mark.subject) ?? mark.subject },
    { subject: subject.subject, name: subject.name, plan: campaign.code, version: campaign.version, kind },
    of,
  );
  if (problem) throw new Stop(1, [problem]);
  if (mark.day === null || mark.day === office.on || office.wanted.on) return;
  await heedDoubts(office, [
    {
      code: "sheet-of-another-day",
      message: `这张检查表写的检查日期是 ${mark.day}，现在按 ${office.on} 登记`,
      hint: `那一天检查的，加 --on ${mark.day}`,
    },
  ]);
}

/** Reads the file of --answers. Evidence paths count from its folder. @throws Stop with every faulty row; then nothing is kept */
export async function answersFrom(visit: Visit, file: string): Promise<Answered> {
  const { office, items, campaign } = visit;
  const path = resolve(office.io.cwd, file);
  const pathOf = (name: string): string => resolve(dirname(path), name);
  const { answers, problems, mark, reads } = readAnswers(fileBytes(path), basename(file), items, {
    evidenceFault: (name) => enclosedFault(dirname(path), name),
    measured: (item, text) => measuredAnswer(campaign.plan, item, text, office.on),
    notAsked: visit.notAsked,
  });
  if (mark !== null) await refuseAnothers(visit, mark, { reads });
  if (problems.length > 0) throw new Stop(2, problems);
  const evidence = new Map<string, readonly KeptFile[]>();
  for (const [item, filled] of answers) {
    const kept: KeptFile[] = [];
    for (const name of filled.evidence) kept.push(await keepEvidence(office.home, pathOf(name)));
    evidence.set(item, kept);
  }
  return { given: answers, evidence, ofVisit: [] };
}
