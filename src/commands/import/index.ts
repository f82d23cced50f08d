/** tuban import: a roster from a file, each row to its subject; what cannot be taken is set aside beside the file. */
import { basename, resolve } from "node:path";
import { Stop, misuse, rankingOf, refuse, shown } from "../../campaign/index.ts";
import type { Plan, Problem, SubjectKind } from "../../campaign/index.ts";
import type { Done } from "../../io.ts";
import { openIntake } from "../../ledger/roster/intake/intake.ts";
import type { Intake } from "../../ledger/roster/intake/intake.ts";
import { hasRows, townsNamed } from "../../ledger/roster/list.ts";
import type { Ledger, New } from "../../ledger/ledger.ts";
import type { ImportBatchRow } from "../../ledger/tables.ts";
import type { Office } from "../../office.ts";
import { jsonText } from "../../write/json.ts";
import { asTyped } from "../../write/message.ts";
import { actOf, openCampaign } from "../desk/campaign.ts";
import { withPathGiven } from "../desk/given-file.ts";
import { problemListAt } from "./problems.ts";
import type { ProblemList } from "./problems.ts";
import { importProgressOn } from "./progress.ts";
import { openSettled, rememberedColumns, unclaimedText } from "./columns.ts";
import { columnsGiven, mappingText } from "./read.ts";
import type { FileRead, OpenedRoster } from "./read.ts";
import { show, showProblems } from "./show.ts";
import type { Imported } from "./show.ts";
import { beginReading } from "./rows.ts";
import type { RowsReading } from "./rows.ts";
import { newTally } from "./tally.ts";
import type { Tally } from "./tally.ts";

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

/**
 * Several files are taken in turn, each an entry of its own.
 * @throws Stop when one is no table or has no header: those before it stand, and are named; exit status 3 then
 */
export async function importRosters(office: Office, paths: readonly string[], options: ImportOptions): Promise<Done> {
  if (paths.length === 0)
    misuse("no-file", "没有写要导入哪个文件。", {
      hint: "tuban import 台账.xlsx；要填报用的空表：tuban import --template 机构",
    });
  const several = paths.length > 1;
  const told: unknown[] = [];
  const tellJson = (): void => {
    if (office.json && told.length > 0) office.io.out.write(jsonText(several ? told : told[0]));
  };
  let done: Done = 0;
  for (const [at, path] of paths.entries()) {
    try {
      const imported = await withPathGiven(office.io, path, (place) =>
        importRoster(office, place, { ...options, piped: path === "-" }),
      );
      told.push(await show(office, imported, { named: several, last: at === paths.length - 1 }));
      if (imported.refused > 0) done = 3;
    } catch (error) {
      if (!several || !(error instanceof Stop)) throw error;
      tellJson();
      throw new Stop(at > 0 ? 3 : error.exit, [...error.problems, filesLeft(paths, at, options)]);
    }
  }
  tellJson();
  return done;
}

/** What became of the files of a command that stopped at one of them. */
function filesLeft(paths: readonly string[], at: number, { dryRun }: ImportOptions): Problem {
  const listed = (some: readonly string[]): string => some.map(shown).join("、");
  const [before, stopped, after] = [paths.slice(0, at), paths.slice(at, at + 1), paths.slice(at + 1)];
  const verb = dryRun === true ? "预演" : "导入";
  const taken = before.length === 0 ? `一份也没有${verb}` : `前面的 ${before.length} 份已经${verb}：${listed(before)}`;
  const unread = after.length === 0 ? "" : `；后面的还没有读：${listed(after)}`;
  return {
    code: "files-left",
    message: `${taken}；停在${listed(stopped)}${unread}。`,
    hint: `改好后导入剩下的：tuban import ${[...stopped, ...after].map(asTyped).join(" ")}`,
  };
}

/** @throws Stop when the file is no table or has no header; then nothing is recorded */
async function importRoster(
  office: Office,
  path: string,
  options: ImportOptions & { readonly piped: boolean },
): Promise<Imported> {
  const { ledger, plan } = await openCampaign(office);
  const source = options.source?.trim() || "来源未注明";
  const wanted = {
    plan,
    townsOnRoster: plan.towns === null ? await ledger.read(townsNamed) : [],
    on: office.on,
    given: columnsGiven(options.map ?? []),
    kind: options.kind,
    sheet: options.sheet,
  };
  const known = await ledger.read((db) => rememberedColumns(db, source));
  const opened = await openSettled(office, path, wanted, known);
  // what was piped in lies in a folder that goes away
  const read = options.piped
    ? { ...opened, problemList: resolve(office.io.cwd, basename(opened.problemList)) }
    : opened;
  if (!office.json) office.io.err.write(unclaimedText(read, known));
  const problems = problemListAt(options.dryRun === true ? null : read.problemList, {
    keepAll: options.dryRun === true || office.json,
  });
  try {
    return await recordRows(office, { ledger, plan, source, options }, read, problems);
  } catch (error) {
    await problems.drop();
    throw error;
  }
}

interface Circumstances {
  readonly ledger: Ledger;
  readonly plan: Plan;
  readonly source: string;
  readonly options: ImportOptions;
}

async function recordRows(
  office: Office,
  { ledger, plan, source, options }: Circumstances,
  read: OpenedRoster,
  problems: ProblemList,
): Promise<Imported> {
  const rehearsed = options.dryRun === true;
  const tally = newTally(read.file, { keepAll: rehearsed || office.json, note: (noted) => problems.note(noted) });
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
    await takeIn(office, { read, reading, intake, problems }, () => batchOf(office, read, { source, tally }));
    entry.describe(`导入底数 ${read.file}（${source}）：新登记 ${tally.count.新登记} 家，变更 ${tally.count.变更} 家`);
  });
  const { seq } = await recorded.finally(() => reading.end());
  const imported = { ...read, dryRun: rehearsed, seq, tally, problems, refused: refused() };
  return turnedBack() && !rehearsed ? refuseAll(office, imported) : imported;
}

async function takeIn(
  { io }: Office,
  {
    read,
    reading,
    intake,
    problems,
  }: {
    readonly read: FileRead;
    readonly reading: RowsReading;
    readonly intake: Intake;
    readonly problems: ProblemList;
  },
  batch: () => New<ImportBatchRow>,
): Promise<void> {
  const tell = importProgressOn(io);
  const takeNotes = (): void => {
    for (const noted of read.progress.noted.splice(0)) problems.note(noted);
  };
  for await (const stretch of reading.rows) {
    takeNotes();
    await intake.take(stretch);
    await problems.flush();
    tell(read);
  }
  takeNotes();
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
