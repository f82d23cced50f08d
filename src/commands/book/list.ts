/** tuban book, and tuban book <台账> list: the registers of the plan, and the entries of one. */
import { daysBetween, misuse } from "../../campaign/index.ts";
import type { Day, Register } from "../../campaign/index.ts";
import { entriesCounted, entriesListed, entriesNow } from "../../ledger/acts/registers.ts";
import type { EntriesAsked, EntryNow, ListedEntry } from "../../ledger/acts/registers.ts";
import { isSealed } from "../../ledger/acts/sealed.ts";
import { findSubject } from "../../ledger/roster/find.ts";
import type { Office } from "../../office.ts";
import { nextSteps } from "../../write/message.ts";
import type { Column, Sheet } from "../../write/sheet.ts";
import { openCampaignAsOf } from "../desk/campaign.ts";
import { namesOfSubjects } from "../desk/names.ts";
import { print, rowsShown } from "../desk/print.ts";
import type { BookOptions } from "./options.ts";
import { commandOf, deskAsOf } from "./desk.ts";

/** tuban book: every register of the plan with what is open in it. */
export async function bookShelf(office: Office, options: BookOptions): Promise<void> {
  const { ledger, code, plan } = await openCampaignAsOf(office);
  const registers = plan.registers ?? [];
  const entries = await ledger.read((db) => entriesNow(db, office.asOf, plan, { campaign: code }));
  const ours = (register: Register): EntryNow[] =>
    entries.filter(({ row }) => row.register === register.name || register.aliases.includes(row.register));
  await print(
    office,
    {
      title: `台账（截至 ${office.asOf}，${registers.length} 本）`,
      columns: [
        { key: "name", title: "台账", value: ({ name }) => name },
        { key: "command", title: "命令", kind: "code", value: (register) => commandOf(register) },
        { key: "entries", title: "登记", kind: "number", value: (register) => ours(register).length },
        {
          key: "open",
          title: "未办结",
          kind: "number",
          value: (register) => ours(register).filter(({ ended }) => !ended).length,
        },
        {
          key: "overdue",
          title: "超期",
          kind: "number",
          value: (register) => ours(register).filter((entry) => isLate(entry, office.asOf)).length,
        },
        { key: "text", title: "方案原文", width: 40, value: ({ text }) => text },
      ],
      rows: registers,
    },
    options,
  );
  const [first] = registers;
  if (!office.json && options.csv !== true)
    office.io.err.write(
      first
        ? nextSteps([`${commandOf(first)} help`, `${commandOf(first)} list`], office.io)
        : "方案里没有台账；在方案里写一段“台账”，再 tuban plan adopt\n",
    );
}

const isLate = ({ due, ended }: Pick<EntryNow, "due" | "ended">, asOf: Day): boolean =>
  !ended && due !== null && due < asOf;

interface Row {
  readonly entry: ListedEntry;
  readonly name: string | null;
}

/** tuban book <台账> list */
export async function bookList(
  office: Office,
  word: string,
  words: readonly string[],
  options: BookOptions,
): Promise<void> {
  const desk = await deskAsOf(office, word);
  const { ledger, register, plan, code } = desk;
  if (options.state !== undefined && !register.states.some(({ name }) => name === options.state))
    misuse("register-unknown-state", `${register.name}没有“${options.state}”这个状态`, {
      hint: `有：${register.states.map(({ name }) => name).join("、")}`,
    });
  const onScreen = !office.json && options.csv !== true && options.xlsx === undefined;
  const { rows, count } = await ledger.read(async (db): Promise<{ rows: Row[]; count: number }> => {
    const query = options.subject ?? words[0];
    const subject = query === undefined ? undefined : (await findSubject(db, office.asOf, query)).subject;
    const asked: EntriesAsked = {
      campaign: code,
      register: register.name,
      ...(subject === undefined ? {} : { subject }),
      ...(options.state === undefined ? {} : { state: options.state }),
      open: options.open === true,
      overdue: options.overdue === true,
    };
    const wanted = await entriesListed(db, office.asOf, plan, onScreen ? { ...asked, first: rowsShown } : asked);
    const subjects = [...new Set(wanted.flatMap((entry) => entry.subject ?? []))];
    const names = await namesOfSubjects(db, office.asOf, subjects);
    return {
      rows: wanted.map((entry) => ({ entry, name: names.get(entry.subject ?? 0) ?? null })),
      // a screen that is not full shows all there are
      count:
        wanted.length < rowsShown || !onScreen ? wanted.length : await entriesCounted(db, office.asOf, plan, asked),
    };
  });
  const sheet = {
    title: `${register.name}（截至 ${office.asOf}，${count} 件）`,
    columns: columnsOf(register, office, options),
    rows,
  };
  if (options.xlsx !== undefined) return writeSheet(office, sheet, options.xlsx);
  await print(office, sheet, options);
  if (onScreen && count > rowsShown)
    office.io.out.write(`只列前 ${rowsShown} 件；全部用 --csv 或 --xlsx 文件，或用 --open、--overdue、--state 缩小\n`);
  const open = rows.find(({ entry }) => !entry.ended);
  if (onScreen)
    office.io.err.write(
      nextSteps([open ? `${commandOf(register)} show ${open.entry.id}` : `${commandOf(register)} help`], office.io),
    );
}

/** Sealed fields have no column; a screen has room for the first few fields. */
function columnsOf(register: Register, office: Office, options: BookOptions): readonly Column<Row>[] {
  const onScreen = !office.json && options.csv !== true && options.xlsx === undefined;
  const fields = register.fields.filter(({ sealed }) => !sealed);
  const inParts = register.parts !== null && register.parts.register === null;
  const shown = (inParts ? fields.filter(({ name }) => name !== register.parts?.field) : fields).slice(
    0,
    onScreen ? 2 : undefined,
  );
  const columns: readonly Column<Row>[] = [
    { key: "id", title: "短编号", kind: "number", value: ({ entry }) => entry.id },
    { key: "number", title: "编号", kind: "code", value: ({ entry }) => entry.number },
    { key: "on", title: "登记日期", kind: "day", value: ({ entry }) => entry.on },
    ...(register.about.length === 0
      ? []
      : [
          { key: "subject", title: "机构编号", kind: "number" as const, value: ({ entry }: Row) => entry.subject },
          { key: "name", title: "机构", width: 20, value: ({ name }: Row) => name },
        ]),
    ...(inParts ? [{ key: "part", title: register.parts.field, value: ({ entry }: Row) => entry.part }] : []),
    ...shown.map((field): Column<Row> => ({
      key: field.name,
      title: field.name,
      ...(onScreen ? { width: 20 } : {}),
      value: ({ entry }) => openText(entry.fields[field.name]),
    })),
    { key: "state", title: "状态", value: ({ entry }) => entry.state },
    { key: "since", title: "起", kind: "day", value: ({ entry }) => entry.since },
    { key: "actor", title: "谁办", value: ({ entry }) => openText(entry.actor ?? undefined) },
    { key: "due", title: "期限", kind: "day", value: ({ entry }) => entry.due },
    {
      key: "late",
      title: "超期天数",
      kind: "number",
      value: ({ entry }) => (isLate(entry, office.asOf) && entry.due ? daysBetween(entry.due, office.asOf) : null),
    },
  ];
  return onScreen ? columns.filter(({ key }) => !offScreen.has(key)) : columns;
}

/** A screen has no room for these; they are in --csv, --xlsx and --json. */
const offScreen: ReadonlySet<string> = new Set(["on", "subject", "since"]);

const openText = (value: string | undefined): string | null => (value === undefined || isSealed(value) ? null : value);

async function writeSheet(office: Office, sheet: Sheet<Row>, file: string): Promise<void> {
  const [{ xlsxPieces }, { pathFor, writeOut }] = await Promise.all([
    import("../../write/xlsx.ts"),
    import("../../write/files.ts"),
  ]);
  const path = pathFor(office.io.cwd, file, ".xlsx");
  await writeOut(path, xlsxPieces(sheet, [sheet.rows]), office);
  office.io.err.write(`${sheet.rows.length} 件已写到 ${path}\n`);
}
