/** Whether the laws that a plan rests on are among its laws, and in force when the rule is. */
import type { InForce, Law, Plan, Problem } from "../../../campaign/index.ts";
import { shown } from "../words.ts";
import { meet } from "./days.ts";
import { called, itemsOf } from "./parts.ts";
import type { Locate } from "./parts.ts";
import { unknownAmong } from "./uses.ts";
import type { Use } from "./uses.ts";

type LawUse = Use & { readonly rule: InForce | null };

function basisOf(owner: string, record: { basis: readonly string[] }, rule: InForce | null): LawUse[] {
  return record.basis.map((word) => ({ record, key: "依据", word, owner, rule }));
}

function lawUses(plan: Plan): LawUse[] {
  return [
    ...itemsOf(plan).flatMap((item) => basisOf(called("检查项", item.code), item, item)),
    ...plan.orderKinds.flatMap((kind) => basisOf(called("文书", kind.name), kind, kind)),
    ...plan.lists.flatMap((list) => basisOf(list.name, list, list)),
    ...plan.measures.flatMap((measure) => basisOf(called("措施", measure.name), measure, null)),
    ...plan.thresholds.flatMap((threshold) => basisOf(called("阈值", threshold.name), threshold, null)),
    ...(plan.credit ? basisOf("信用记分", plan.credit, null) : []),
  ];
}

export function lawsAreKnown(plan: Plan, locate: Locate): Problem[] {
  const known = plan.laws.map((law) => law.code);
  return unknownAmong(lawUses(plan), known, { code: "plan-unknown-law", noun: "法律依据", define: "法律依据" }, locate);
}

/** A rule may rest only on a law that is in force on some day of the rule, within the plan's days; a phase without an end leaves the plan without one. */
export function lawsAreInForce(plan: Plan, locate: Locate): Problem[] {
  const days = plan.phases.flatMap((phase) => [phase.from, phase.until]).filter((day) => day !== null);
  const first = days.toSorted().at(0) ?? null;
  const last = plan.phases.some(({ until }) => until === null) ? null : (days.toSorted().at(-1) ?? null);
  const laws = new Map(plan.laws.map((law) => [law.code, law]));
  return lawUses(plan).flatMap(({ record, key, word, owner, rule }) => {
    const law = laws.get(word);
    if (!law || meet(law, { from: rule?.from ?? first, until: rule?.until ?? last })) return [];
    return [
      {
        code: "plan-law-not-in-force",
        message: `${owner}引用“${shown(word)}”，但它${periodOf(law)}，在这条规则适用的日子里没有效力。`,
        hint: "改引当时有效的条款，或给这一条写上“自”“至”。",
        place: locate(record, key, word),
      },
    ];
  });
}

function periodOf(law: Law): string {
  const from = law.from === null ? "" : `自${law.from}起施行`;
  const until = law.until === null ? "" : `至${law.until}止`;
  return [from, until].filter(Boolean).join("、");
}
