/** Answers that what is on the roster speaks against: pointed out before they are recorded, for either may be wrong. */
import { hint, next } from "../base/next.ts";
import type { Day } from "../base/day.ts";
import type { Given } from "./inspection.ts";
import type { Item, LicenceClass } from "./plan.ts";
import type { Problem } from "../base/problem.ts";
import type { PermitEnd } from "./roster-fields.ts";

/** What the roster says of an institution's licences; null where it says nothing. */
export interface RosterSays {
  readonly subject: number;
  readonly name: string;
  readonly licenceClass: LicenceClass | null;
  readonly permitUntil: PermitEnd | null;
}

/** What the roster says against an item that is said to be in order, by the item's own words; null where it says nothing against it. */
function against({ text }: Item, { licenceClass, permitUntil }: RosterSays, day: Day): string | null {
  const asksPermit = text.includes("办学许可证");
  if (asksPermit && text.includes("有效期"))
    return permitUntil !== null && permitUntil < day ? `办学许可证已于 ${permitUntil} 到期` : null;
  const without = (classes: readonly LicenceClass[]): string | null =>
    licenceClass !== null && classes.includes(licenceClass) ? `是${licenceClass}` : null;
  const asksToHold = /取得|持有|具有|办有|领取/.test(text);
  if (asksToHold && asksPermit) return without(["有照无证", "无证无照"]);
  if (asksToHold && /营业执照|登记证书|法人登记/.test(text)) return without(["有证无照", "无证无照"]);
  return null;
}

/** Every item answered 合格 that the roster speaks against on the day of the visit. */
export function contradictedAnswers(
  items: readonly Item[],
  given: ReadonlyMap<string, Given>,
  says: RosterSays,
  day: Day,
): Problem[] {
  return items.flatMap((item) => {
    if (given.get(item.code)?.answer !== "合格") return [];
    const word = against(item, says, day);
    if (word === null) return [];
    return [
      {
        code: "answer-against-roster",
        message: `${says.subject} ${says.name}：检查项 ${item.code}“${item.text}”答的是合格，底数里${word}`,
        hint: hint`核对现场；底数旧了的，先改：${next("set", [says.subject, word.startsWith("是") ? "证照类别=…" : "许可证有效期至=…"])}`,
      },
    ];
  });
}
