/** tuban list: the roster as of a day. */
import { misuse, readLicenceClass } from "../../campaign/index.ts";
import type { Day } from "../../campaign/index.ts";
import { searchByAddress, searchByPerson, searchByPhone, searchSubjects } from "../../ledger/roster/find.ts";
import { rosterInTurn, rosterNow } from "../../ledger/roster/list.ts";
import type { Db } from "../../ledger/tables.ts";
import type { RosterNow } from "../../ledger/roster/list.ts";
import type { InstitutionNow } from "../../ledger/now.ts";
import { institutionsListed } from "../../ledger/spans/institutions.ts";
import type { Office } from "../../office.ts";
import { pathFor, writeOut } from "../../write/files.ts";
import { nextSteps } from "../../write/message.ts";
import { plain } from "../../write/plain.ts";
import { openCampaignAsOf } from "../desk/campaign.ts";
import type { OpenedCampaign } from "../desk/campaign.ts";
import { shortSheet, surveyOf, wholeSheet } from "./sheet.ts";
import { print } from "../desk/print.ts";
import { noTown } from "../report/words.ts";
import { stages } from "../desk/state.ts";
import type { Stage } from "../desk/state.ts";

export interface ListOptions {
  /** 有证有照 … or 不详. */
  readonly class?: string;
  readonly town?: string;
  /** One of the 片区 register. */
  readonly zone?: string;
  readonly kind?: string;
  /** A part of a telephone number, an address or a person's name. */
  readonly phone?: string;
  readonly address?: string;
  readonly person?: string;
  readonly stage?: Stage;
  readonly csv?: boolean;
  /** The file to write. */
  readonly xlsx?: string;
}

export async function list(office: Office, query: string | undefined, options: ListOptions): Promise<void> {
  const opened = await openCampaignAsOf(office);
  const { ledger, code } = opened;
  const fits = filterOf(options);
  const there = await placesIn(office, opened, options.zone);
  const wanted = (row: RosterNow): boolean => fits(row) && there(row);
  const title = `底数（截至 ${office.asOf}）`;
  /** Those that were asked for, a stretch at a time. */
  async function* stretches(db: Db): AsyncGenerator<RosterNow[]> {
    const found = await searchedFor(db, office.asOf, query, options);
    const all =
      found === null
        ? rosterInTurn(db, office.asOf, code)
        : [
            await rosterNow(
              db,
              office.asOf,
              code,
              found.map(({ subject }) => subject),
            ),
          ];
    for await (const rows of all) yield rows.filter(wanted);
  }
  if (options.xlsx !== undefined) await ledger.read((db) => writeXlsx(office, () => stretches(db), title, options));
  else if (options.csv === true && !office.json)
    await ledger.read((db) => printCsv(office, () => stretches(db), title));
  else {
    const rows = await ledger.read((db) => allOf(stretches(db)));
    await print(office, shortSheet(rows, title));
    if (!office.json) await tellCount(office, rows.length, query, options);
  }
}

/** Whether a place lies in the zone that is asked for. Registers are read only then. @throws Stop when there is no such zone */
async function placesIn(
  office: Office,
  opened: OpenedCampaign,
  zone: string | undefined,
): Promise<(row: RosterNow) => boolean> {
  if (zone === undefined) return () => true;
  const { inZone, zonesNow } = await import("../desk/zones.ts");
  return inZone(await opened.ledger.read((db) => zonesNow(db, opened, office.asOf)), zone);
}

/** Those that fit all that was asked; null where nothing was. */
async function searchedFor(
  db: Db,
  asOf: Day,
  query: string | undefined,
  { phone, address, person }: ListOptions,
): Promise<readonly InstitutionNow[] | null> {
  const asked = [
    ...(query === undefined ? [] : [await searchSubjects(db, asOf, query)]),
    ...(phone === undefined ? [] : [await searchByPhone(db, asOf, phone)]),
    ...(address === undefined ? [] : [await searchByAddress(db, asOf, address)]),
    ...(person === undefined ? [] : [await searchByPerson(db, asOf, person)]),
  ];
  const [first, ...others] = asked;
  if (first === undefined) return null;
  return first.filter(({ subject }) => others.every((rows) => rows.some((row) => row.subject === subject)));
}

async function allOf(stretches: AsyncIterable<readonly RosterNow[]>): Promise<RosterNow[]> {
  const rows: RosterNow[] = [];
  for await (const some of stretches) rows.push(...some);
  return rows;
}

async function tellCount(
  office: Office,
  count: number,
  query: string | undefined,
  options: ListOptions,
): Promise<void> {
  office.io.out.write(`共 ${count} 家\n`);
  if (count > 0) return;
  const ledger = await office.ledger();
  office.io.err.write(
    await ledger.read(async (db) => nothingFound(await institutionsListed(db, office.asOf), query, options, office)),
  );
}

const townsShown = 30;
/** What a subject without a town stands under: here, and in reports. */
const withoutTown = new Set(["不详", noTown]);

/** What to do when nothing was found: import when the roster is empty, else look again, in a town that there is; what was sought may be an option's. */
function nothingFound(
  roster: readonly InstitutionNow[],
  query: string | undefined,
  { town }: ListOptions,
  { io }: Office,
): string {
  if (roster.length === 0) return nextSteps(["tuban import 底数.csv"], io);
  const meant = query === undefined ? null : optionFor(query, roster);
  if (meant !== null) return nextSteps([`tuban list ${meant}`], io);
  const towns = [...new Set(roster.map((row) => row.town ?? "不详"))];
  if (town === undefined || towns.some((known) => known.includes(town))) return nextSteps(["tuban list"], io);
  const shown = towns.slice(0, townsShown).map(plain).join("、");
  const more = towns.length > townsShown ? `等 ${towns.length} 个` : "";
  return `底数里没有这个属地：${plain(town)}；已有：${shown}${more}\n${nextSteps(["tuban list"], io)}`;
}

/** The option by which what was sought as a word can be asked for. */
function optionFor(query: string, roster: readonly InstitutionNow[]): string | null {
  if (query === "不详" || readLicenceClass(query) !== null) return `--class ${query}`;
  if (query in stages) return `--stage ${query}`;
  if (roster.some(({ town }) => town?.includes(query) === true)) return `--town ${query}`;
  return roster.some(({ kind }) => kind === query) ? `--kind ${query}` : null;
}

type Begin = () => AsyncIterable<RosterNow[]>;

/** The roster is gone through twice: its own columns have to be known before the first row is written. */
async function writeXlsx(office: Office, begin: Begin, title: string, { xlsx = "" }: ListOptions): Promise<void> {
  const { sampleRows, xlsxPieces } = await import("../../write/xlsx.ts");
  const survey = await surveyOf(begin(), sampleRows);
  const path = pathFor(office.io.cwd, xlsx, ".xlsx");
  await writeOut(path, xlsxPieces(wholeSheet(title, survey), begin()), office);
  office.io.err.write(`${survey.count} 家已写到 ${path}\n`);
}

async function printCsv({ io }: Office, begin: Begin, title: string): Promise<void> {
  const { csvHeader, csvRows } = await import("../../write/csv.ts");
  const sheet = wholeSheet(title, await surveyOf(begin(), 0));
  io.out.write(csvHeader(sheet));
  for await (const rows of begin()) io.out.write(csvRows({ ...sheet, rows }));
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
    (options.town === undefined || (row.town?.includes(options.town) ?? withoutTown.has(options.town))) &&
    (options.kind === undefined || row.kind === options.kind) &&
    (stage === null || stage(row));
}
