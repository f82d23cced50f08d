/** tuban list: the roster as of a day. */
import { misuse, readLicenceClass } from "../campaign/index.ts";
import { searchSubjects } from "../ledger/find.ts";
import { institutionsOn, rosterNow } from "../ledger/roster.ts";
import type { RosterNow } from "../ledger/roster.ts";
import type { InstitutionNow } from "../ledger/standing.ts";
import type { Office } from "../office.ts";
import { pathFor, writeOut } from "../write/files.ts";
import { nextSteps } from "../write/message.ts";
import { plain } from "../write/plain.ts";
import { openCampaignAsOf } from "./campaign.ts";
import { shortSheet, wholeSheet } from "./list/sheet.ts";
import { print } from "./print.ts";
import { stages } from "./state.ts";
import type { Stage } from "./state.ts";

export interface ListOptions {
  /** 有证有照 … or 不详. */
  readonly class?: string;
  readonly town?: string;
  readonly kind?: string;
  readonly stage?: Stage;
  readonly csv?: boolean;
  /** The file to write. */
  readonly xlsx?: string;
}

export async function list(office: Office, query: string | undefined, options: ListOptions): Promise<void> {
  const { ledger, code } = await openCampaignAsOf(office);
  const wanted = filterOf(options);
  const rows = await ledger.read(async (db) => {
    const found =
      query === undefined ? undefined : (await searchSubjects(db, office.asOf, query)).map(({ subject }) => subject);
    return (await rosterNow(db, office.asOf, code, found)).filter(wanted);
  });
  const title = `底数（截至 ${office.asOf}）`;
  if (options.xlsx !== undefined) {
    await writeXlsx(office, rows, options.xlsx, title);
    return;
  }
  if (options.csv === true && !office.json) await print(office, wholeSheet(rows, title), options);
  else await print(office, shortSheet(rows, title));
  if (office.json || options.csv === true) return;
  office.io.out.write(`共 ${rows.length} 家\n`);
  if (rows.length === 0)
    office.io.err.write(
      await ledger.read(async (db) => nothingFound(await institutionsOn(db, office.asOf), options, office)),
    );
}

const townsShown = 30;

/** What to do when nothing was found: import when the roster is empty, else look again, in a town that there is. */
function nothingFound(roster: readonly InstitutionNow[], { town }: ListOptions, { io }: Office): string {
  if (roster.length === 0) return nextSteps(["tuban import 底数.csv"], io);
  const towns = [...new Set(roster.map((row) => row.town ?? "不详"))];
  if (town === undefined || towns.some((known) => known.includes(town))) return nextSteps(["tuban list"], io);
  const shown = towns.slice(0, townsShown).map(plain).join("、");
  const more = towns.length > townsShown ? `等 ${towns.length} 个` : "";
  return `底数里没有这个属地：${plain(town)}；已有：${shown}${more}\n${nextSteps(["tuban list"], io)}`;
}

async function writeXlsx(office: Office, rows: readonly RosterNow[], file: string, title: string): Promise<void> {
  const { xlsxBytes } = await import("../write/xlsx.ts");
  const path = pathFor(office.io.cwd, file, ".xlsx");
  await writeOut(path, await xlsxBytes(wholeSheet(rows, title)));
  office.io.err.write(`${rows.length} 家已写到 ${path}\n`);
}

function filterOf(options: ListOptions): (row: RosterNow) => boolean {
  const licence =
    options.class === undefined || options.class === "不详"
      ? null
      : (readLicenceClass(options.class) ??
        misuse("bad-class", `看不懂证照类别：${options.class}`, {
          hint: "写成 有证有照、有照无证、有证无照、无证无照 或 不详",
        }));
  const stage = options.stage === undefined ? null : stages[options.stage];
  return (row) =>
    (options.class === undefined || row.licence_class === licence) &&
    (options.town === undefined || (row.town ?? "不详").includes(options.town)) &&
    (options.kind === undefined || row.kind === options.kind) &&
    (stage === null || stage(row));
}
