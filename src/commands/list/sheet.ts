/** The roster as a sheet: short for the screen; whole for CSV and xlsx, so that what goes out comes back in as it was. */
import type { FieldName } from "../../campaign/index.ts";
import { fieldsOf } from "../../ledger/content.ts";
import { fromJson } from "../../ledger/json.ts";
import type { RosterNow } from "../../ledger/roster.ts";
import { fieldTitle } from "../changes.ts";
import { rosterFields } from "../../read/fields.ts";
import type { Column, Kind, Sheet, Value } from "../../write/sheet.ts";
import { stateText } from "../state.ts";

const unknown = "不详";

export function shortSheet(rows: readonly RosterNow[], title: string): Sheet<RosterNow> {
  return {
    title,
    columns: [
      { key: "subject", title: "编号", kind: "number", value: (row) => row.subject },
      { key: "name", title: "名称", value: (row) => row.name },
      {
        key: "category",
        title: "类别",
        value: (row) => (row.kind === "机构" ? row.category : [row.kind, row.category].filter(Boolean).join("·")),
      },
      { key: "licenceClass", title: "证照类别", value: (row) => row.licence_class ?? unknown },
      { key: "town", title: "属地", value: (row) => row.town },
      { key: "state", title: "状态", value: (row) => stateText(row) },
    ],
    rows,
  };
}

type Field = Exclude<FieldName, `extra.${string}`>;

/** The order is the file's order; what the import would take for blank cells merged downwards is said to be unknown. */
const wholeColumns: readonly (readonly [field: Field, kind: Kind, blank?: string])[] = [
  ["kind", "text"],
  ["category", "text"],
  ["licenceClass", "text", unknown],
  ["town", "text", unknown],
  ["uscc", "code"],
  ["permitNo", "code"],
  ["permitFrom", "day"],
  ["permitTo", "day"],
  ["hasPermit", "text"],
  ["hasRegistration", "text"],
  ["authority", "text"],
  ["registrar", "text"],
  ["foundedAt", "day"],
  ["legalRep", "text"],
  ["organizer", "text"],
  ["principal", "text"],
  ["phone", "code"],
  ["address", "text"],
  ["registeredAddress", "text"],
  ["content", "text"],
  ["profit", "text"],
  ["mode", "text"],
  ["area", "number"],
  ["students", "number"],
  ["teachers", "number"],
  ["fireSafety", "text"],
  ["remark", "text"],
];

/** Every field, then every column that no field claims, and the state, which the import passes over. */
export function wholeSheet(title: string, { rows, headers }: Pick<Survey, "rows" | "headers">): Sheet<RosterNow> {
  const fields = fieldsOfLast();
  const first: Column<RosterNow>[] = [
    { key: "subject", title: "编号", kind: "number", value: ({ subject }) => subject },
    { key: "name", title: rosterFields.name.title, value: ({ name }) => name },
  ];
  const known = wholeColumns.map(([field, kind, blank]): Column<RosterNow> => ({
    key: field,
    title: rosterFields[field].title,
    kind,
    value: (row) => valueOf(fields(row).get(field), kind) ?? blank ?? null,
  }));
  const state: Column<RosterNow> = { key: "state", title: rosterFields.derived.title, value: (row) => stateText(row) };
  const others = [...headers].sort().map((header): Column<RosterNow> => ({
    key: `extra.${header}`,
    title: fieldTitle(`extra.${header}`),
    kind: "code",
    value: (row) => fields(row).get(`extra.${header}`) ?? null,
  }));
  return { title, columns: [...first, ...known, ...others, state], rows };
}

/** The fields of a row as text; a sheet is gone through row by row, so only those of one row are kept. */
function fieldsOfLast(): (row: RosterNow) => ReadonlyMap<FieldName, string> {
  let last: { row: RosterNow; fields: ReadonlyMap<FieldName, string> } | undefined;
  return (row) => {
    if (last?.row !== row) last = { row, fields: fieldsOf(row) };
    return last.fields;
  };
}

/** What has to be known of all rows before the first is written. */
export interface Survey {
  readonly count: number;
  /** The first few. */
  readonly rows: readonly RosterNow[];
  /** Of the columns that no field claims. */
  readonly headers: ReadonlySet<string>;
}

export async function surveyOf(stretches: AsyncIterable<readonly RosterNow[]>, first: number): Promise<Survey> {
  let count = 0;
  const [rows, headers]: [RosterNow[], Set<string>] = [[], new Set()];
  for await (const some of stretches) {
    count += some.length;
    rows.push(...some.slice(0, first - rows.length));
    for (const { extra } of some)
      if (extra !== "{}") for (const header of Object.keys(fromJson(extra))) headers.add(header);
  }
  return { count, rows, headers };
}

function valueOf(text: string | undefined, kind: Kind): Value {
  return text === undefined || kind !== "number" ? (text ?? null) : Number(text);
}
