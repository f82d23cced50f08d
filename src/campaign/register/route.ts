/** Who is to deal with what an entry is about: found by the plan's own words, so that whoever hands it on can say why. */
import type { Day } from "../../base/day.ts";
import { asks } from "../inspection.ts";
import { inForceOn } from "../plan.ts";
import type { LicenceClass, Plan, SubjectKind } from "../plan.ts";

/** What is known of the matter. */
export interface RoutedMatter {
  /** Code of a checklist item; null where none is named. */
  readonly item: string | null;
  /** Whom it is about; null where that is nobody on the roster. */
  readonly subject: { readonly kind: SubjectKind; readonly licence: LicenceClass | null } | null;
}

export interface FoundRoute {
  readonly units: readonly string[];
  /** Which words of the plan say so. */
  readonly rule: string;
}

/**
 * The leads (牵头) of the checklist item; without one those of the first 分类处置 that asks for nothing but what is known of the subject.
 * Both as they are in force on the day. null where the plan says nothing: then a person decides.
 */
export function unitsFor(
  { topics, routes }: Pick<Plan, "topics" | "routes">,
  { item: code, subject }: RoutedMatter,
  day: Day,
): FoundRoute | null {
  const item = topics.flatMap(({ items }) => items).find((one) => one.code === code);
  if (item && item.lead.length > 0 && inForceOn(item, day))
    return { units: item.lead, rule: `检查项 ${item.code}“${item.text}”的牵头` };
  if (subject === null) return null;
  const found = routes.find(
    ({ when, lead, ...route }) =>
      lead.length > 0 &&
      inForceOn(route, day) &&
      asks(when.kinds, subject.kind) &&
      asks(when.classes, subject.licence) &&
      when.severities.length === 0 &&
      when.categories.length === 0 &&
      (item === undefined ? when.topics.length === 0 || when.classes.length > 0 : asks(when.topics, item.topic)),
  );
  return found ? { units: found.lead, rule: `分类处置 ${found.code}“${found.text}”的牵头` } : null;
}
