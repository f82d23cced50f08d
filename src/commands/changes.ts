/** Changed fields in the users' words. */
import type { Change, FieldName } from "../ledger/content.ts";
import { rosterFields } from "../read/fields.ts";

/** 联系电话 13800000001 → 13800000002；举办者 （空）→ 张某甲 */
export function changeText(changes: readonly Change[]): string {
  return changes
    .map(({ field, before, after }) => `${fieldTitle(field)} ${before ?? "（空）"} → ${after ?? "（空）"}`)
    .join("；");
}

export function fieldTitle(field: FieldName): string {
  return field.startsWith("extra.")
    ? field.slice("extra.".length)
    : rosterFields[field as Exclude<FieldName, `extra.${string}`>].title;
}
