/** tuban import: a roster from a file, each row to its subject; what cannot be taken is set aside beside the file. */
import { resolve } from "node:path";
import type { Done } from "../io.ts";
import { compareRoster, recordRoster } from "../ledger/roster.ts";
import type { Comparison } from "../ledger/roster.ts";
import type { Office } from "../office.ts";
import { actOf, openCampaign } from "./campaign.ts";
import { notedIn } from "./import/notes.ts";
import { columnsGiven, readTable } from "./import/read.ts";
import type { FileRead } from "./import/read.ts";
import { show } from "./import/show.ts";
import type { Imported } from "./import/show.ts";

export interface ImportOptions {
  /** Where the list comes from, e.g. 街道摸排. */
  readonly source?: string;
  readonly dryRun?: boolean;
  /** Columns named by the user, each written 列名=字段. */
  readonly map?: readonly string[];
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
