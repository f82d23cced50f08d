/** Changed fields in the users' words. */
import { fieldKeys, rosterFields } from "../../campaign/index.ts";
import type { FieldKey, FieldName } from "../../campaign/index.ts";
import type { Change } from "../../ledger/roster/content.ts";

/** 联系电话 13800000001 → 13800000002；举办者 （空）→ 张某甲 */
export function changeText(changes: readonly Change[]): string {
  return changes
    .map(({ field, before, after }) => `${fieldTitle(field)} ${before ?? "（空）"} → ${after ?? "（空）"}`)
    .join("；");
}

/** What a list's own columns are called. */
const titles = new Set(["编号", ...fieldKeys.map((key) => rosterFields[key].title)]);

/** A field's Chinese name. A file's own column that is called as one of the list's is told from it, and comes back in as such. */
export function fieldTitle(field: FieldName): string {
  if (!field.startsWith("extra.")) return rosterFields[field as FieldKey].title;
  const header = field.slice("extra.".length);
  return titles.has(header) || header.endsWith("（另存）") ? `${header}（另存）` : header;
}
