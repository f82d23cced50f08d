/** Whether the days of a plan agree: from and until, and the closing of a return with its rhythm. */
import type { Day, InForce, Plan, Problem } from "../../../campaign/index.ts";
import { called, itemsOf } from "./parts.ts";
import type { Locate } from "./parts.ts";

export function untilIsNotBeforeFrom(plan: Plan, locate: Locate): Problem[] {
  const periods = [
    ...plan.phases.map((phase) => ({ owner: called("阶段", phase.name), record: phase, key: "止" })),
    ...plan.laws.map((law) => ({ owner: called("法律依据", law.code), record: law, key: "至" })),
    ...itemsOf(plan).map((item) => ({ owner: called("检查项", item.code), record: item, key: "至" })),
    ...plan.routes.map((route) => ({ owner: called("分类处置", route.code), record: route, key: "至" })),
    ...plan.orderKinds.map((kind) => ({ owner: called("文书", kind.name), record: kind, key: "至" })),
    ...plan.lists.map((list) => ({ owner: list.name, record: list, key: "至" })),
  ];
  return periods
    .filter(({ record }) => !notAfter(record.from, record.until))
    .map(({ owner, record, key }) => ({
      code: "plan-until-before-from",
      message: `${owner}止于${record.until}，早于起日${record.from}。`,
      hint: "检查两个日期是否写反。",
      place: locate(record, key),
    }));
}

/** A plan taken over from another year keeps limits of that year: they lie before its own first phase, and would hold nobody to anything. */
export function limitsLieInTheCampaign(plan: Plan, locate: Locate): Problem[] {
  const [begins] = plan.phases.flatMap(({ from }) => from ?? []).toSorted();
  if (begins === undefined) return [];
  return plan.orderKinds
    .filter(({ deadlineBound }) => deadlineBound !== null && deadlineBound < begins)
    .map((kind) => ({
      code: "plan-limit-in-the-past",
      message: `${called("文书", kind.name)}的期限不超过 ${kind.deadlineBound ?? ""}，那时行动还没有开始（${begins} 开始）。`,
      hint: "换年的方案，改成这一次的日子；没有这个限制的，删去这一行。",
      place: locate(kind, "期限不超过"),
    }));
}

/** A weekly return closes on a day of the week, a monthly one on a day of the month. */
export function cutoffsFitTheirRhythm(plan: Plan, locate: Locate): Problem[] {
  return plan.reports
    .filter(
      ({ rhythm, cutoff }) => cutoff && ((cutoff.weekday && rhythm !== "周") || (cutoff.dayOfMonth && rhythm !== "月")),
    )
    .map((report) => ({
      code: "plan-cutoff-rhythm",
      message: `${called("报表", report.name)}的频次是“${report.rhythm}”，截止时刻不合。`,
      hint: "周报写“周五 17:00”，月报写“25日 12:00”，其他的只写“17:00”。",
      place: locate(report, "截止"),
    }));
}

export function meet(left: InForce, right: InForce): boolean {
  return notAfter(left.from, right.until) && notAfter(right.from, left.until);
}

function notAfter(from: Day | null, until: Day | null): boolean {
  return from === null || until === null || from <= until;
}
