/** Which column is what: as last time from the same source, as said with --map, and as answered at the terminal where it is doubtful. */
import { isOfComplainant, shown } from "../../campaign/index.ts";
import type { SubjectKind } from "../../campaign/index.ts";
import type { Db } from "../../ledger/tables.ts";
import { lastMapping } from "../../ledger/roster/header-mappings.ts";
import type { Office } from "../../office.ts";
import { everyColumn, fieldsOfKind } from "../../read/fields.ts";
import type { RosterField } from "../../read/fields.ts";
import { unclaimedColumns } from "../../read/roster/unclaimed.ts";
import type { Unclaimed } from "../../read/roster/unclaimed.ts";
import { plain } from "../../write/plain.ts";
import { keptWord, openFile } from "./read.ts";
import type { OpenedRoster, ReadOptions } from "./read.ts";

/** What the last import of a source says of columns. */
export interface RememberedColumns {
  /** Every header that was there; null where no field claimed it. */
  readonly fields: ReadonlyMap<string, RosterField | null>;
  /** Headers that the user has said to be no field. */
  readonly none: readonly string[];
}

export async function rememberedColumns(db: Db, source: string): Promise<RememberedColumns> {
  const mapping = Object.entries((await lastMapping(db, source)) ?? {});
  return {
    fields: new Map(
      mapping.map(([header, field]) => [
        header,
        field !== null && field in everyColumn ? (field as RosterField) : null,
      ]),
    ),
    none: mapping.flatMap(([header, field]) => (field === "" ? [header] : [])),
  };
}

/** Opens the file and settles its sheet and columns, with questions where somebody sits there. @throws Stop */
export async function openSettled(
  office: Office,
  path: string,
  options: ReadOptions,
  known: RememberedColumns,
): Promise<OpenedRoster> {
  const first = openFile(path, { ...options, remembered: known.fields });
  const given = new Map(options.given);
  const headers = new Set(first.roster.columns.map(({ header }) => header));
  for (const header of known.none) if (headers.has(header) && !given.has(header)) given.set(header, null);
  const settled =
    given.size === (options.given?.size ?? 0) ? first : openFile(path, { ...options, given, remembered: known.fields });
  if (!office.io.interactive || office.yes || office.json) return settled;
  const sheet = await sheetChosen(office, settled);
  const again = { ...options, sheet: sheet ?? options.sheet, remembered: known.fields };
  const opened = sheet === null ? settled : openFile(path, { ...again, given });
  const answers = await doubtfulAnswered(office, opened, known);
  return answers.size === 0 ? opened : openFile(path, { ...again, given: new Map([...given, ...answers]) });
}

/** Of several sheets that look like tables, the one to read; null where there is only one. */
async function sheetChosen(office: Office, { table }: OpenedRoster): Promise<string | null> {
  if (table.otherSheets.length === 0 || table.sheet === null) return null;
  const sheets = [table.sheet, ...table.otherSheets];
  return office.io.ask.choose({
    message: `工作簿里有 ${sheets.length} 张表，读哪一张？`,
    instead: "--sheet 工作表名",
    choices: sheets.map((name) => ({ name: plain(name), value: name })),
  });
}

/** Columns that only a part of the header speaks for or that nothing claimed though they look important, and that were not there last time. */
async function doubtfulAnswered(
  office: Office,
  { roster }: OpenedRoster,
  known: RememberedColumns,
): Promise<Map<string, RosterField | null>> {
  const answers = new Map<string, RosterField | null>();
  for (const { header, field, how } of roster.columns)
    if (how === "loose" && field !== null && !known.fields.has(header))
      answers.set(header, await asked(office, { header, guesses: [field] }, roster.kind));
  const settled = roster.columns.map((column) => {
    const answer = answers.get(column.header);
    return answer === undefined ? column : { ...column, field: answer, how: "given" as const };
  });
  for (const column of unclaimedColumns(settled, roster.kind))
    if (!known.fields.has(column.header)) answers.set(column.header, await asked(office, column, roster.kind));
  return answers;
}

async function asked(office: Office, { header, guesses }: Unclaimed, kind: SubjectKind): Promise<RosterField | null> {
  const fields = Object.entries(fieldsOfKind(kind)) as [RosterField, { title: string }][];
  const titleOf = (name: RosterField): string => fields.find(([other]) => other === name)?.[1].title ?? name;
  const [guess] = guesses;
  return office.io.ask.choose<RosterField | null>({
    message: `「${plain(header)}」这一列是什么？`,
    instead: `--map ${plain(header)}=${guess === undefined ? keptWord : titleOf(guess)}`,
    choices: [
      ...guesses.map((name) => ({ name: `${titleOf(name)}（看来是）`, value: name })),
      { name: `都不是，照原样${keptWord}`, value: null },
      ...fields
        .filter(([name]) => !guesses.includes(name) && name !== "derived")
        .map(([name, { title }]) => ({ name: title, value: name })),
    ],
  });
}

/** What a person should know of the columns before the rows are recorded, where nobody is asked; empty when there is nothing. */
export function unclaimedText({ roster }: OpenedRoster, known: RememberedColumns): string {
  const complainants = complainantText(roster.columns.map(({ header }) => header));
  const unclaimed = unclaimedColumns(roster.columns, roster.kind).filter(
    ({ header }) => !known.fields.has(header) && !isOfComplainant(header),
  );
  const [first] = unclaimed;
  if (first === undefined) return complainants;
  const titles = fieldsOfKind(roster.kind);
  const named = unclaimed.map(({ header, guesses: [guess] }) =>
    guess === undefined ? shown(header) : `${shown(header)}（像是${titles[guess]?.title ?? guess}）`,
  );
  const [guess] = first.guesses;
  const example = `${first.header}=${guess === undefined ? "字段" : (titles[guess]?.title ?? guess)}`;
  return `${complainants}${plainLines([
    `注意：这些列没有认出来，照原样另存：${named.join("、")}`,
    `  → 是底数里的项目的，用 --map ${example} 指明；先看会怎样，加 --dry-run`,
  ])}`;
}

const plainLines = (lines: readonly string[]): string => lines.map((line) => `${plain(line)}\n`).join("");

/** Who complained is not taken into the roster, and that is said. */
function complainantText(headers: readonly string[]): string {
  const left = headers.filter(isOfComplainant);
  return left.length === 0
    ? ""
    : plainLines([
        `注意：投诉人、举报人不进底数，这些列没有导入：${left.map((header) => shown(header)).join("、")}`,
        "  → 要留存的，登记到线索台账（保密字段）",
      ]);
}
