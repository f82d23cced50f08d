/** tuban import: a roster from a file, each row to its subject; what cannot be taken is set aside beside the file. */
import { resolve } from "node:path";
import { misuse, rankingOf, refuse } from "../campaign/index.ts";
import type { SubjectKind } from "../campaign/index.ts";
import type { Done } from "../io.ts";
import { openIntake } from "../ledger/intake.ts";
import type { Intake } from "../ledger/intake.ts";
import { hasRows } from "../ledger/roster.ts";
import type { New } from "../ledger/ledger.ts";
import type { ImportBatchRow } from "../ledger/tables.ts";
import type { Office } from "../office.ts";
import { actOf, openCampaign } from "./campaign.ts";
import { notedIn } from "./import/notes.ts";
import { progressOn } from "./import/progress.ts";
import { openSettled, rememberedColumns } from "./import/columns.ts";
import { columnsGiven, mappingText } from "./import/read.ts";
import type { FileRead } from "./import/read.ts";
import { show, showProblems } from "./import/show.ts";
import type { Imported } from "./import/show.ts";
import { beginReading } from "./import/rows.ts";
import type { Reading } from "./import/rows.ts";
import { newTally } from "./import/tally.ts";
import type { Tally } from "./import/tally.ts";

export interface ImportOptions {
  /** Where the list comes from, e.g. 街道摸排. */
  readonly source?: string;
  readonly dryRun?: boolean;
  /** Columns named by the user, each written 列名=字段. */
  readonly map?: readonly string[];
  /** What a row is that does not say so itself. */
  readonly kind?: SubjectKind;
  /** Of a workbook: the sheet's name or number. */
  readonly sheet?: string;
  /** All rows or none. */
  readonly strict?: boolean;
}

/** @throws Stop when the file is no table or has no header; then nothing is recorded */
export async function importRoster(office: Office, path: string | undefined, options: ImportOptions): Promise<Done> {
  if (path === undefined)
    misuse("no-file", "没有写要导入哪个文件。", {
      hint: "tuban import 台账.xlsx；要填报用的空表：tuban import --template 机构",
    });
  const { ledger, plan } = await openCampaign(office);
  const source = options.source?.trim() || "来源未注明";
  const wanted = {
    plan,
    on: office.on,
    given: columnsGiven(options.map ?? []),
    kind: options.kind,
    sheet: options.sheet,
  };
  const known = await ledger.read((db) => rememberedColumns(db, source));
  const read = await openSettled(office, resolve(office.io.cwd, path), wanted, known);
  const rehearsed = options.dryRun === true;
  const tally = newTally({ keepAll: rehearsed || office.json });
  const refused = (): number => read.progress.refused + tally.count.冲突;
  const turnedBack = (): boolean => options.strict === true && refused() > 0;
  // asked when all rows have been gone through
  const act = {
    ...(await actOf(office, "import")),
    get dryRun() {
      return rehearsed || turnedBack();
    },
  };
  // the other thread reads while this one recalls what is known
  const reading = beginReading(read, { glancing: await ledger.read(hasRows) });
  const provenance = { on: office.on, source, ranking: rankingOf(plan.sourceRanking) };
  const recorded = ledger.record(act, async (entry) => {
    const intake = await openIntake(entry, provenance, tally);
    await takeIn(office, read, reading, intake, () => batchOf(office, read, { source, tally }));
    entry.describe(`导入底数 ${read.file}（${source}）：新登记 ${tally.count.新登记} 家，变更 ${tally.count.变更} 家`);
  });
  const { seq } = await recorded.finally(() => reading.end());
  const problems = [...read.progress.noted, ...notedIn(tally, read.file)].sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  const imported = { ...read, dryRun: rehearsed, seq, tally, problems, refused: refused() };
  if (turnedBack() && !rehearsed) return refuseAll(office, imported);
  await show(office, imported);
  return refused() > 0 ? 3 : 0;
}

async function takeIn(
  { io }: Office,
  read: FileRead,
  { rows }: Reading,
  intake: Intake,
  batch: () => New<ImportBatchRow>,
): Promise<void> {
  const tell = progressOn(io);
  for await (const stretch of rows) {
    await intake.take(stretch);
    tell(read);
  }
  await intake.finish(batch);
  tell(read, { done: true });
}

/** --strict: what is wrong is shown and kept beside the file, and nothing is taken. @throws Stop */
async function refuseAll(office: Office, imported: Imported): Promise<never> {
  if (!office.json) await showProblems(office, imported);
  return refuse("strict-refused", `有 ${imported.refused} 行不能收，按 --strict 整份都没有导入。`, {
    hint: "改正后再导入一次；去掉 --strict 则好的行先收下。",
    place: { file: imported.file },
  });
}

function batchOf(
  { on }: Office,
  { file, sha256, roster, progress }: FileRead,
  { source, tally: { count } }: { source: string; tally: Tally },
): New<ImportBatchRow> {
  return {
    happened_on: on,
    file,
    sha256,
    source,
    mapping: mappingText(roster),
    rows_read: progress.rowsRead,
    rows_taken: count.新登记 + count.变更 + count.印证,
    rows_refused: progress.refused + count.冲突,
  };
}
