/** What a row of the roster says, field by field: how two rows differ, and how a later one is laid over an earlier one. */
import { columnedKeys, fieldKeys, licenceClass, moreKeys, rawHeaders, rosterFields } from "../../campaign/index.ts";
import type { ColumnedKey, FieldName, Institution, Presence, RawField } from "../../campaign/index.ts";
import { fromJson, toJson } from "../json.ts";
import { quoted } from "../quoted.ts";
import { digitsOf } from "./match-index/match-key.ts";
import type { New } from "../ledger.ts";
import type { RosterRow } from "../tables.ts";

export interface Change {
  readonly field: FieldName;
  readonly before: string | null;
  readonly after: string | null;
}

/** What a roster row says, apart from where it came from. */
export type RosterContent = Omit<RosterRow, "id" | "entry" | "batch" | "line" | "subject" | "happened_on" | "said">;

/** The columns that fields have of their own. */
type OwnColumn = (typeof rosterFields)[ColumnedKey]["column"];
type MoreKey = (typeof moreKeys)[number];

const columnOf = Object.fromEntries(columnedKeys.map((key) => [key, rosterFields[key].column])) as {
  readonly [K in ColumnedKey]: (typeof rosterFields)[K]["column"];
};
const ownColumns: readonly OwnColumn[] = columnedKeys.map((key) => columnOf[key]);

const hasColumn = (field: FieldName): field is ColumnedKey => Object.hasOwn(columnOf, field);

/** An institution as the roster keeps it. */
export function contentOf(institution: Institution): RosterContent {
  return {
    kind: institution.kind,
    name: institution.name,
    uscc: institution.uscc ?? null,
    permit_no: institution.permitNo ?? null,
    permit_until: institution.permitTo ?? null,
    licence_class: institution.licenceClass ?? null,
    category: institution.category ?? null,
    town: institution.town ?? null,
    address: institution.address ?? null,
    phone: institution.phone ?? null,
    legal_rep: institution.legalRep ?? null,
    organizer: institution.organizer ?? null,
    more: moreOf(institution),
    extra: extraText(institution.extra),
  };
}

const moreHeads = moreKeys.map((field) => [field, `"${field}":`] as const);

/** What has no column of its own, as JSON; put together by hand, as it is done for every row of a large roster. */
function moreOf(institution: Institution): RosterContent["more"] {
  let more = "";
  for (const [field, head] of moreHeads) {
    const value = institution[field];
    if (value === undefined) continue;
    const text = typeof value === "string" ? quoted(value) : String(value);
    more += more === "" ? head + text : `,${head}${text}`;
  }
  return `{${more}}`;
}

function extraText(extra: Institution["extra"]): RosterContent["extra"] {
  const headers = Object.keys(extra);
  if (headers.length === 0) return "{}";
  return toJson(
    headers.length === 1 ? extra : Object.fromEntries(headers.sort().map((header) => [header, extra[header] ?? ""])),
  );
}

/** The order in which a text gives what a row says. */
export const saidColumns = [...ownColumns, "more", "extra"] as const satisfies readonly (keyof RosterContent)[];
/** Where each stands in that order. */
const saidAt = Object.fromEntries(saidColumns.map((column, at) => [column, at])) as Readonly<
  Record<keyof RosterContent, number>
>;

/**
 * The whole of what a row says, as one text, a line each column: cells have no line breaks. Joined, it lies in one piece,
 * and is hashed twice as fast as one put together by adding.
 */
export const sayText = (row: RosterContent): string => saidColumns.map((column) => row[column] ?? "").join("\n");

/** What a row says, from its texts in the order of `saidColumns`, the first of them at `from`. Spelled out: an object put together key by key takes three times as long. */
export function contentAt(texts: readonly string[], from: number): RosterContent {
  const text = (column: keyof RosterContent): string => texts[from + saidAt[column]] ?? "";
  // a column is never an empty text, so that one stands for none
  const orNull = (column: keyof RosterContent): string | null => text(column) || null;
  return {
    kind: text("kind") as RosterContent["kind"],
    name: text("name"),
    more: text("more"),
    extra: text("extra"),
    uscc: orNull("uscc"),
    permit_no: orNull("permit_no"),
    permit_until: orNull("permit_until") as RosterContent["permit_until"],
    licence_class: orNull("licence_class") as RosterContent["licence_class"],
    category: orNull("category"),
    town: orNull("town"),
    address: orNull("address"),
    phone: orNull("phone"),
    legal_rep: orNull("legal_rep"),
    organizer: orNull("organizer"),
  };
}

/** Where a row of the ledger comes from. */
type Origin = Pick<RosterRow, "batch" | "line" | "subject" | "happened_on" | "said">;

/** A row for the ledger. Spelled out: copies made by spreading are several times slower, and there are as many as rows. */
export function rowOf(content: RosterContent, { batch, line, subject, happened_on, said }: Origin): New<RosterRow> {
  return {
    batch,
    line,
    subject,
    happened_on,
    kind: content.kind,
    name: content.name,
    uscc: content.uscc,
    permit_no: content.permit_no,
    permit_until: content.permit_until,
    licence_class: content.licence_class,
    category: content.category,
    town: content.town,
    address: content.address,
    phone: content.phone,
    legal_rep: content.legal_rep,
    organizer: content.organizer,
    more: content.more,
    extra: content.extra,
    said,
  };
}

/** Only the content of a row that may carry more. */
export function contentIn(row: RosterContent): RosterContent {
  const content = Object.fromEntries(saidColumns.map((column) => [column, row[column]]));
  return content as RosterContent;
}

/** A field's value as it is kept, undefined where the row has none. */
export function valueIn(row: RosterContent, field: FieldName): unknown {
  if (hasColumn(field)) return row[columnOf[field]] ?? undefined;
  if (field.startsWith("extra.")) return fromJson(row.extra)[field.slice("extra.".length)];
  return fromJson(row.more)[field as MoreKey];
}

/** The row with another value in one field; null: with none. */
export function withValue(row: RosterContent, field: FieldName, value: unknown): RosterContent {
  if (hasColumn(field)) return { ...row, [columnOf[field]]: value };
  const [column, key] = field.startsWith("extra.")
    ? (["extra", field.slice("extra.".length)] as const)
    : (["more", field] as const);
  const held = { ...(JSON.parse(row[column]) as Record<string, unknown>), [key]: value };
  if (value === null) delete held[key];
  return { ...row, [column]: column === "more" ? moreText(held) : extraText(held as Institution["extra"]) };
}

const moreText = (more: Readonly<Record<string, unknown>>): RosterContent["more"] =>
  toJson(Object.fromEntries(moreKeys.flatMap((field) => (field in more ? [[field, more[field]]] : []))));

/** Who answers for it, as a paper names him: the legal representative, where none is on record the person in charge (负责人). */
export function headOf({ legal_rep, more }: Pick<RosterContent, "legal_rep" | "more">): string | null {
  return legal_rep ?? fromJson(more).principal ?? null;
}

/** Every field of a roster row that says something, as text. */
export function fieldsOf(row: RosterContent): Map<FieldName, string> {
  const fields = new Map<FieldName, string>();
  const put = (field: FieldName, value: string | number | boolean | null | undefined): void => {
    if (typeof value === "boolean") fields.set(field, value ? "有" : "无");
    else if (value !== null && value !== undefined) fields.set(field, String(value));
  };
  const more = fromJson(row.more);
  for (const field of fieldKeys) put(field, hasColumn(field) ? row[columnOf[field]] : more[field]);
  for (const [header, value] of Object.entries(fromJson(row.extra))) put(`extra.${header}`, value);
  return fields;
}

/** A later row over an earlier one: what it leaves blank stays as it was; a text that could not be read goes when its field is filled. */
export function mergedWith(before: RosterContent, row: RosterContent): RosterContent {
  const more = { ...fromJson(before.more), ...fromJson(row.more) };
  const extra = { ...outstanding(before.extra, row), ...fromJson(row.extra) };
  const held = (presence: Presence | undefined): boolean | null => (presence === undefined ? null : presence === true);
  const filled = Object.fromEntries(ownColumns.map((column) => [column, row[column] ?? before[column]])) as Omit<
    RosterContent,
    "more" | "extra"
  >;
  return {
    ...filled,
    permit_no: fuller(before.permit_no, row.permit_no),
    licence_class:
      row.licence_class ??
      licenceClass({ permit: held(more.hasPermit), registration: held(more.hasRegistration) }) ??
      before.licence_class,
    more: moreText(more),
    extra: extraText(extra),
  };
}

const rawFields = Object.entries(rawHeaders) as [RawField, string][];
const isRaw: ReadonlySet<string> = new Set(Object.values(rawHeaders));

/** The other columns of a row without the unread texts whose fields a later row fills. */
function outstanding(extra: RosterContent["extra"], later: RosterContent): Record<string, string> {
  const texts = fromJson(extra);
  // most rows have none
  if (!hasRaw(extra)) return texts;
  const filled = new Set<string>(
    rawFields.filter(([field]) => (valueIn(later, field) ?? null) !== null).map(([, header]) => header),
  );
  return Object.fromEntries(Object.entries(texts).filter(([header]) => !filled.has(header)));
}

const hasRaw = (extra: string): boolean => extra.includes("（原文）");
export const mayHaveRaw = ({ extra }: RosterContent): boolean => hasRaw(extra);

/** The row without the unread texts that stand in none of the others' columns, or whose fields were `chosen`. */
export function withRawsOf(row: RosterContent, other: RosterContent, chosen: readonly FieldName[]): RosterContent {
  const there = fromJson(other.extra);
  const settled = new Set<string>(rawFields.filter(([field]) => chosen.includes(field)).map(([, header]) => header));
  const kept = Object.entries(fromJson(row.extra)).filter(
    ([header]) => !isRaw.has(header) || (Object.hasOwn(there, header) && !settled.has(header)),
  );
  return { ...row, extra: extraText(Object.fromEntries(kept)) };
}

/** The fields in which two rows differ. */
export function changesBetween(before: RosterContent | null, after: RosterContent): Change[] {
  if (before !== null && sameContent(before, after)) return [];
  const [old, now] = [before === null ? new Map<FieldName, string>() : fieldsOf(before), fieldsOf(after)];
  const fields = new Set([...old.keys(), ...now.keys()]);
  return [...fields]
    .filter((field) => old.get(field) !== now.get(field))
    .map((field) => ({ field, before: old.get(field) ?? null, after: now.get(field) ?? null }));
}

function sameContent(before: RosterContent, after: RosterContent): boolean {
  return (
    before.more === after.more &&
    before.extra === after.extra &&
    ownColumns.every((column) => before[column] === after[column])
  );
}

/** The same permit written with 教民 in one list and without in another is no change. */
function fuller(before: string | null, after: string | null): string | null {
  if (before === null || after === null) return after ?? before;
  return digitsOf(before) === digitsOf(after) && before.length > after.length ? before : after;
}
