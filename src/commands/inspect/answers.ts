/** A filled-in sheet brought back: read, checked as a whole, its evidence kept. */
import { basename, dirname, resolve } from "node:path";
import { Stop } from "../../campaign/index.ts";
import type { Given } from "../../campaign/index.ts";
import { keepEvidence } from "../../ledger/evidence/files.ts";
import type { KeptFile } from "../../ledger/evidence/files.ts";
import { readAnswers } from "../../read/answers.ts";
import { fileBytes } from "../../read/file.ts";
import { evidenceFault } from "./ask.ts";
import type { Visit } from "./visit.ts";

/** Answers as they are recorded, with their files already kept. */
export interface Answered {
  readonly given: ReadonlyMap<string, Given>;
  readonly evidence: ReadonlyMap<string, readonly KeptFile[]>;
  /** Files that show the visit as a whole. */
  readonly ofVisit: readonly KeptFile[];
}

/** Reads the file of --answers. Evidence paths count from its folder. @throws Stop with every faulty row; then nothing is kept */
export async function answersFrom({ office, items }: Visit, file: string): Promise<Answered> {
  const path = resolve(office.io.cwd, file);
  const pathOf = (name: string): string => resolve(dirname(path), name);
  const { answers, problems } = readAnswers(fileBytes(path), basename(file), items, (name) =>
    evidenceFault(pathOf(name)),
  );
  if (problems.length > 0) throw new Stop(2, problems);
  const evidence = new Map<string, readonly KeptFile[]>();
  for (const [item, filled] of answers) {
    const kept: KeptFile[] = [];
    for (const name of filled.evidence) kept.push(await keepEvidence(office.home, pathOf(name)));
    evidence.set(item, kept);
  }
  return { given: answers, evidence, ofVisit: [] };
}
