/** How a column, of a list or of a form, holds a field of the roster: numbers as numbers, days as days, codes so that no program takes them for numbers. */
import { fieldRow } from "../../campaign/index.ts";
import type { FieldKey, ReadAs } from "../../campaign/index.ts";
import type { Kind, Value } from "../../write/sheet.ts";

const kinds: Partial<Record<keyof ReadAs, Kind>> = {
  creditCode: "code",
  permitNumber: "code",
  phones: "code",
  day: "day",
  permitEnd: "day",
  measure: "number",
  count: "number",
};

export const fieldKind = (key: FieldKey): Kind => kinds[fieldRow(key).reads] ?? "text";

/** A field's text as a column of that kind holds it. */
export const fieldValue = (text: string | null | undefined, kind: Kind): Value =>
  text === undefined || text === null || kind !== "number" ? (text ?? null) : Number(text);
