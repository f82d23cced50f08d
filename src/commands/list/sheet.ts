/** The roster as a sheet: short for the screen; whole for CSV and xlsx, so that what goes out comes back in as it was. */
import { fieldKeys, fieldRow, ignoredColumns, isOfComplainant } from "../../campaign/index.ts";
import type { FieldName } from "../../campaign/index.ts";
import { fieldsOf } from "../../ledger/roster/content.ts";
import { fromJson } from "../../ledger/json.ts";
import type { RosterNow } from "../../ledger/roster/list.ts";
import { fieldTitle } from "../desk/changes.ts";
import { fieldKind, fieldValue } from "../desk/field-kind.ts";
import type { Column, Sheet } from "../../write/sheet.ts";
import { stateText } from "../desk/state.ts";

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

/** Every field, then every column that no field claims, and the state, which the import passes over. */
export function wholeSheet(title: string, { rows, headers }: Pick<ListSurvey, "rows" | "headers">): Sheet<RosterNow> {
  const fields = fieldsOfLast();
  const first: Column<RosterNow>[] = [
    { key: "subject", title: "编号", kind: "number", value: ({ subject }) => subject },
  ];
  const known = fieldKeys.map((key): Column<RosterNow> => {
    const { title, unknown: blank = null } = fieldRow(key);
    const kind = fieldKind(key);
    return { key, title, kind, value: (row) => fieldValue(fields(row).get(key), kind) ?? blank };
  });
  const state: Column<RosterNow> = {
    key: "state",
    title: ignoredColumns.derived.title,
    value: (row) => stateText(row),
  };
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
export interface ListSurvey {
  readonly count: number;
  /** The first few. */
  readonly rows: readonly RosterNow[];
  /** Of the columns that no field claims. */
  readonly headers: ReadonlySet<string>;
}

export async function surveyOf(stretches: AsyncIterable<readonly RosterNow[]>, first: number): Promise<ListSurvey> {
  let count = 0;
  const [rows, headers]: [RosterNow[], Set<string>] = [[], new Set()];
  for await (const some of stretches) {
    count += some.length;
    rows.push(...some.slice(0, first - rows.length));
    for (const { extra } of some)
      if (extra !== "{}")
        for (const header of Object.keys(fromJson(extra))) if (!isOfComplainant(header)) headers.add(header);
  }
  return { count, rows, headers };
}
