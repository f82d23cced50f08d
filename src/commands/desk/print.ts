/** A sheet to stdout in the form that was asked for. */
import type { Office } from "../../office.ts";
import type { Sheet } from "../../write/sheet.ts";

/** Says what was done, in a sentence or as JSON. */
export async function tell(office: Office, sentence: string, asJson: object): Promise<void> {
  if (!office.json) return office.io.out.write(`${sentence}\n`);
  const { jsonText } = await import("../../write/json.ts");
  office.io.out.write(jsonText(asJson));
}

/** So many rows anyone reads of a long list on a screen. */
export const rowsShown = 1_000;

/** Prints a table, or CSV, or JSON; the writers are loaded as used. */
export async function print<Row>(
  office: Office,
  sheet: Sheet<Row>,
  { csv = false }: { readonly csv?: boolean | undefined } = {},
): Promise<void> {
  const { out, width, color } = office.io;
  if (office.json) {
    const { jsonRows, jsonText } = await import("../../write/json.ts");
    out.write(jsonText(jsonRows(sheet)));
  } else if (csv) {
    const { csvText } = await import("../../write/csv.ts");
    out.write(csvText(sheet));
  } else {
    const { tableText } = await import("../../write/table.ts");
    office.io.page(tableText(sheet, { width, color }));
  }
}
