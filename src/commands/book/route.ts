/** 派自: the departments that the plan's own words give for a field that is still to be written. */
import { unitsFor } from "../../campaign/index.ts";
import type { EntryFields, FoundRoute, Register } from "../../campaign/index.ts";
import { institutionsNow } from "../../ledger/now.ts";
import type { Db } from "../../ledger/tables.ts";
import type { RegisterDesk } from "./desk.ts";

/** A field and the departments found for it. */
export interface RoutedField extends FoundRoute {
  readonly field: string;
}

/** For each field that is found so and not written yet; those for which the plan says nothing are left out. */
export async function routedFields(
  db: Db,
  { plan, office }: Pick<RegisterDesk, "plan" | "office">,
  register: Register,
  { subject, fields }: { readonly subject: number | null; readonly fields: EntryFields },
): Promise<readonly RoutedField[]> {
  const asked = register.fields.filter(({ name, routedBy }) => routedBy && (fields[name] ?? "") === "");
  if (asked.length === 0) return [];
  const [about] = subject === null ? [] : await institutionsNow(db, office.on, [subject]);
  return asked.flatMap(({ name, routedBy, many }) => {
    const found = unitsFor(
      plan,
      {
        item: fields[routedBy ?? ""] ?? null,
        subject: about ? { kind: about.kind, licence: about.licence_class } : null,
      },
      office.on,
    );
    return found === null ? [] : [{ ...found, field: name, units: many ? found.units : found.units.slice(0, 1) }];
  });
}

/** 承办单位：区教育局、市场监管部门（按检查项 3-4“…”的牵头） */
export const routeText = ({ field, units, rule }: RoutedField): string => `${field}：${units.join("、")}（按${rule}）`;
