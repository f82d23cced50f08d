/** A made-up report of a kind: what its text is filled with to find its faults before a return hangs on it. */
import { figureOf, nextPeriod, phaseStanding, publicText, toDay } from "../../campaign/index.ts";
import type { Amounts, Plan, ReportKind } from "../../campaign/index.ts";
import type { DueFinding } from "../../ledger/numbers/open-findings.ts";
import { printedIn, statedIndicators } from "./counted.ts";
import type { GatheredReport } from "./gather.ts";
import type { LeadLine, TownLine } from "./lines.ts";
import type { Scope } from "./scope.ts";

/** With everything that can be there; or as on the first morning, when nothing has been counted yet. */
export type Fullness = "full" | "bare";

const [from, to] = [toDay(2021, 7, 17), toDay(2021, 7, 23)];

export function sampleScope(plan: Plan, kind: ReportKind, fullness: Fullness): Scope {
  const period = { from, to };
  return {
    kind,
    phases: fullness === "full" ? plan.phases.slice(0, 1).map((phase) => phaseStanding(plan, phase, to)) : [],
    period,
    previous: { from: toDay(2021, 7, 10), to: toDay(2021, 7, 16) },
    coming: nextPeriod("周", period, kind.cutoff),
    cutOff: to,
    issue: fullness === "full" ? 1 : null,
    words: { current: "本周", previous: "上周", next: "下周" },
    signature: {
      sender: fullness === "full" ? "样例区教育体育局" : null,
      signer: fullness === "full" ? "张某甲" : null,
      on: to,
      number: fullness === "full" ? "周调度〔2021〕1号" : null,
    },
    moment: fullness === "full" ? { text: `${to} 17:00`, utc: `${to}T09:00:00.000Z` } : null,
  };
}

export function sampleGathered(plan: Plan, kind: ReportKind, fullness: Fullness): GatheredReport {
  const amounts: Amounts =
    fullness === "full" ? { value: 2, thisPeriod: 1, previous: 1 } : { value: 0, thisPeriod: 0, previous: 0 };
  const stated = statedIndicators(plan, { kind }).map((one) => figureOf(one, plan.indicators, () => amounts));
  const figures = stated.slice(0, printedIn(plan, kind.indicators).length);
  const one = <Row>(row: Row): Row[] => (fullness === "full" ? [row] : []);
  const list = <Row>(row: Row): { rows: Row[]; total: number } => ({ rows: one(row), total: one(row).length });
  return {
    checkCode: "12-0123-4567-89AB-CDEF-G",
    figures,
    stated,
    figuresByTown: one({ town: "样例街道", figures }),
    statedByTown: one({ town: "样例街道", figures: stated }),
    towns: one(town),
    total: { ...town, town: null },
    leads: one(lead),
    leadTotal: one(lead)[0] ?? null,
    topics: plan.topics.map(({ no, name }) => ({ no, name, ...topicCounts[fullness] })),
    overdue: list(finding),
    coming: list(finding),
    hazards: list(finding),
    ranking: one({ place: 1, town: "样例街道", name: "完成率", value: 50, change: 50 }),
    openings: [],
    isSplit: true,
    late: one({
      seq: 1,
      recorded_at: `${to}T10:00:00.000Z`,
      actor: "张某甲",
      happened_on: to,
      summary: "样例登记",
    }),
  };
}

const town: TownLine = {
  town: "样例街道",
  institutions: 2,
  inspected: 2,
  withFindings: 2,
  overdue: 1,
  completed: 1,
  rate: 50,
};

const topicCounts = {
  full: { institutions: 2, completed: 1, findings: 2, open: 1, overdue: 1, closed: 1 },
  bare: { institutions: 0, completed: 0, findings: 0, open: 0, overdue: 0, closed: 0 },
};

const lead: LeadLine = { lead: "样例区教体局、样例区消防大队", findings: 2, open: 1, overdue: 1, closed: 1, joint: 1 };

const finding: DueFinding = {
  id: 1,
  subject: 1,
  name: publicText("样例培训中心"),
  town: "样例街道",
  label: publicText("不符合“疏散通道和安全出口畅通”"),
  lead: "样例区教体局",
  day: from,
  due_on: to,
  order_number: "样例〔2021〕1号",
  overdue: 1,
};
