/** How a report's phase, period and facts are put in words. */
import { amountText, chineseDay } from "../../campaign/index.ts";
import type { Figure, PhaseStanding } from "../../campaign/index.ts";
import type { Scope } from "./scope.ts";

/** 集中整改（第4阶段，2021-07-16 至 2021-08-15）：第 8 天，还剩 23 天 */
export function phaseText({ phase, from, until, state, passed, left }: PhaseStanding): string {
  const days =
    from === null
      ? until === null
        ? "起止未定"
        : `至 ${until}`
      : until === null
        ? `${from} 起`
        : `${from} 至 ${until}`;
  return `${phase.name}（第${phase.no}阶段，${days}）：${progress(state, passed, left)}`;
}

function progress(state: PhaseStanding["state"], passed: number | null, left: number | null): string {
  if (state === "已结束") return "已结束";
  if (state === "未开始") return "还没有开始";
  const gone = passed === null ? "进行中" : `第 ${passed} 天`;
  if (left === null) return `${gone}，没有规定止日`;
  return left === 0 ? `${gone}，今天是最后一天` : `${gone}，还剩 ${left} 天`;
}

export function phasesText(phases: readonly PhaseStanding[]): string {
  return phases.length === 0 ? "两阶段之间" : phases.map(phaseText).join("；");
}

/** 第5期（2021-07-19 至 2021-07-25） */
export function issueText({ issue, period }: Scope): string {
  const days = `${period.from} 至 ${period.to}`;
  return issue === null ? days : `第${issue}期（${days}）`;
}

/** What happened in the period and what stands, in two sentences made of figures and nothing else. */
export function summaryText(figures: readonly Figure[], { words, cutOff }: Scope): string {
  const happened = figures.filter(({ basis, thisPeriod }) => basis === "期间" && thisPeriod !== null && thisPeriod > 0);
  // One that has come down to nothing is news as well.
  const stands = figures.filter(
    ({ basis, value, previous }) => basis !== "期间" && value !== null && (value > 0 || (previous ?? 0) > 0),
  );
  const list = (chosen: readonly Figure[], of: "thisPeriod" | "value"): string =>
    chosen.map((figure) => `${figure.name} ${amountText(figure[of], figure.unit)} ${figure.unit}`).join("，");
  const first =
    happened.length === 0 ? `${words.current}各项指标没有新增。` : `${words.current}${list(happened, "thisPeriod")}。`;
  return stands.length === 0 ? first : `${first}截至${chineseDay(cutOff)}，${list(stands, "value")}。`;
}

/** The campaign by its plan's name: 2021年川汇区校外培训机构专项治理 of 2021年川汇区校外培训机构专项治理工作方案. */
export function campaignName(planName: string): string {
  return planName.replace(/(?:工作|实施)*(?:方案|计划)$/, "");
}

/** The same, and of which town where the report is of one: its numbers must not pass for the whole. */
export function campaignTitle(planName: string, town: string | undefined): string {
  return `${campaignName(planName)}${town === undefined ? "" : `（${town}）`}`;
}

export const noTown = "未填属地";

/** The town that is asked for, as the ledger has it: null for those without one. */
export const townAsked = (town: string | undefined): string | null | undefined => (town === noTown ? null : town);

export const noLead = "未定牵头";
