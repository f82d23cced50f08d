/** The law's gates between the steps of a case: what stands against each, and what has to be known of it. Articles are of 行政处罚法 (2021) unless another law is named. */
import { hint, joined, next, particular } from "../../base/next.ts";
import type { Hint } from "../../base/next.ts";
import { deadline, deadlineBefore, formatDuration, isOver, lastDayText, onDay } from "../calendar.ts";
import type { LastDay } from "../calendar.ts";
import { addDays } from "../../base/day.ts";
import { limitEnd } from "../limits.ts";
import { oneProblem } from "../../base/problem.ts";
import type { Problem } from "../../base/problem.ts";
import { defenceWait, moneyOf, remedyEnd } from "./clocks.ts";
import { moveCase, nextCaseSteps } from "./course.ts";
import type { CaseStep } from "./course.ts";
import { contentProblems, noticeContentProblems } from "./decision.ts";
import { formatMoney } from "./money.ts";
import { heavierIn, hearingRight, owedOf } from "./sanctions.ts";
import { discussionTriggers, reviewTriggers } from "./state.ts";
import type { CaseState, StepAsked, StepDetails } from "./state.ts";
import { warningsOf } from "./warnings.ts";

export interface StepVerdict {
  readonly problems: readonly Problem[];
  /** What does not stop the step but has to be known. */
  readonly warnings: readonly Problem[];
}

/** What stands against a step, and what has to be known of it. @throws Stop calendar-unknown-year */
export function stepVerdict(id: number, state: CaseState, step: CaseStep, asked: StepAsked): StepVerdict {
  if (moveCase(state.stage, step, state.procedure) === null) {
    const steps = nextCaseSteps(state.stage, state.procedure);
    return {
      problems: oneProblem(
        "case-stage",
        `案件 ${id} 现在是“${state.stage}”，不能${step}`,
        steps.length === 0
          ? "已经结案，不能再办"
          : hint`现在可以：${joined(
              steps.map((name) => hint`${next("case step", [id, name])}`),
              "；",
            )}`,
      ),
      warnings: [],
    };
  }
  const early =
    asked.on < state.lastOn
      ? oneProblem(
          "step-too-early",
          `${step}的日期 ${asked.on} 早于案件 ${id} 上一步的日期 ${state.lastOn}`,
          hint`核对 ${particular({ on: true })} 的日期`,
        )
      : [];
  const gate = gates[step];
  return { problems: [...early, ...(gate?.(id, state, asked) ?? [])], warnings: warningsOf(state, step, asked) };
}

type Gate = (id: number, state: CaseState, asked: StepAsked) => Problem[];

const gates: Partial<Record<CaseStep, Gate>> = {
  调查终结: (id, state, asked) => [
    ...noticeProblems(id, state, asked),
    ...(asked.details.notice ? noticeContentProblems(asked.details.notice) : []),
  ],
  告知: noticeProblems,
  陈述申辩: (_, __, { details }) => noteNeeded(details, "陈述申辩的内容和复核情况", "成立的要采纳（第四十五条）"),
  放弃: (_, __, { details }) => noteNeeded(details, "当事人怎样明确放弃的", "须当事人明确表示（第六十二条）"),
  听证申请: requestProblems,
  听证通知: callProblems,
  听证: hearingProblems,
  法制审核: (_, state, { details }) => [
    ...noteNeeded(details, "审核意见", "未经审核或者审核未通过的不得作出决定（第五十八条）"),
    ...notInvestigator(state, details.host, "法制审核人员"),
  ],
  集体讨论: (_, __, { details }) => noteNeeded(details, "参加人和讨论结论", "由机关负责人集体讨论决定（第五十七条）"),
  决定: decisionProblems,
  送达: (_, __, { details }) =>
    noteNeeded(
      details,
      "送达方式和回证",
      hint`用 ${particular({ order: "决定书文号" })} 取已登记的送达，或 ${particular({ note: true })} 写明方式和签收人`,
    ),
  公示: (id, { decision }) =>
    (decision?.sanctions ?? []).every(({ kind }) => kind === "警告")
      ? oneProblem(
          "warning-not-published",
          `案件 ${id} 只有警告，处罚信息不公示`,
          "不用登记公示；依据市场监督管理行政处罚信息公示规定，直接约束市场监管部门，其他部门参照",
        )
      : [],
  履行: paymentProblems,
  催告: urgeProblems,
  申请强制执行: enforcementProblems,
  结案: closingProblems,
  销案: (_, __, { details }) =>
    noteNeeded(details, "为什么不再处罚", "如违法事实不能成立、初次违法且后果轻微并及时改正（第三十三条）"),
};

function noticeProblems(_id: number, state: CaseState, { details, plan }: StepAsked): Problem[] {
  const sanctions = details.sanctions ?? [];
  if (sanctions.length === 0)
    return oneProblem(
      "no-sanction",
      "告知要写明拟作出的处罚（行政处罚法第四十四条）",
      hint`加 ${particular({ penalty: "罚款=3万元" })}，可写多次`,
    );
  const right = hearingRight(plan, sanctions);
  const untold: Problem[] =
    right.due === false || details.hearing === true
      ? []
      : oneProblem(
          right.due === null ? "hearing-threshold-blank" : "hearing-not-told",
          right.due === null ? `不能确定要不要告知听证：${right.why}` : `要告知听证权利：${right.why}`,
          right.due === null
            ? hint`加 ${particular({ hearing: true })} 一并告知听证权利，或把数额写进方案：${next("plan adopt", [plan.code], { fill: "阈值.听证较大数额罚款.数值=数额" })}`
            : hint`加 ${particular({ hearing: true })}，在告知书里写明可以在五个工作日内要求听证`,
        );
  const heavier = state.notice === null || !state.pleaded ? [] : heavierIn(sanctions, state.notice.sanctions);
  const worse: Problem[] =
    heavier.length === 0 || (details.newFacts ?? "") !== ""
      ? []
      : oneProblem(
          "heavier-after-defence",
          `当事人申辩后不得加重处罚：${heavier.join("；")}（行政处罚法第四十五条）`,
          hint`查明了新的违法事实的，用 ${particular({ newFacts: true })} 写明，重新告知`,
        );
  return [...untold, ...worse];
}

function requestProblems(id: number, { notice }: CaseState, { on, calendar }: StepAsked): Problem[] {
  if (!notice?.hearing)
    return oneProblem(
      "hearing-not-offered",
      `案件 ${id} 告知时没有听证权利，不能登记听证申请`,
      hint`应当听证的，重新告知：加 ${particular({ hearing: true })}`,
    );
  const end = limitEnd(calendar, "听证申请", notice.on);
  if (end === null || !isOver(end, on)) return [];
  return oneProblem(
    "hearing-request-late",
    `听证申请应在告知后5个工作日内提出，${lastDayText(end)} 已满，${on} 已过期（行政处罚法第六十四条）`,
    hint`核对当事人提出的日期，写在 ${particular({ on: true })}`,
  );
}

function callProblems(_id: number, _state: CaseState, { on, details, calendar }: StepAsked): Problem[] {
  if (details.hearingOn === undefined)
    return oneProblem("no-hearing-day", "听证通知要写明哪天听证", hint`加 ${particular({ hearingOn: "日期" })}`);
  const latest = deadlineBefore(calendar, details.hearingOn, 7);
  if (!isOver(latest, on)) return [];
  return oneProblem(
    "hearing-call-late",
    `听证定在 ${details.hearingOn}，最迟要在 ${lastDayText(latest)} 通知（7个工作日前），${on} 来不及（行政处罚法第六十四条）`,
    `听证最早定在 ${lastDayText(deadline(calendar, on, { count: 7, unit: "工作日" }))}`,
  );
}

function hearingProblems(_id: number, state: CaseState, { on, details }: StepAsked): Problem[] {
  const uncalled: Problem[] =
    state.hearingOn === null
      ? oneProblem(
          "hearing-not-called",
          "还没有登记听证通知",
          hint`先登记通知：${next("case step", ["案件", "听证通知"], { hearingOn: "日期" })}`,
        )
      : on < state.hearingOn
        ? oneProblem(
            "hearing-before-call",
            `听证通知的日期是 ${state.hearingOn}，不能在 ${on} 提前举行`,
            hint`核对 ${particular({ on: true })} 的日期`,
          )
        : [];
  const host =
    (details.host ?? "") === ""
      ? oneProblem(
          "no-host",
          "没有写明听证主持人",
          hint`加 ${particular({ host: "姓名" })}，由非本案调查人员主持（第六十四条）`,
        )
      : notInvestigator(state, details.host, "听证主持人");
  return [...uncalled, ...host, ...noteNeeded(details, "听证笔录要点", "如笔录几页、当事人的主要意见")];
}

function notInvestigator({ officers }: CaseState, host: string | undefined, role: string): Problem[] {
  if (host === undefined || !officers.includes(host)) return [];
  return oneProblem("host-investigates", `${host} 是本案调查人员，不能作${role}`, "另换一人");
}

function decisionProblems(id: number, state: CaseState, { on, details, calendar, plan }: StepAsked): Problem[] {
  const sanctions = details.sanctions ?? [];
  const bare =
    sanctions.length === 0
      ? oneProblem(
          "no-sanction",
          "决定要写明处罚的种类（行政处罚法第五十九条）",
          hint`加 ${particular({ penalty: "罚款=3万元" })}，可写多次；不予处罚的用“销案”`,
        )
      : [];
  const content = details.content ? contentProblems(details.content) : [];
  if (state.procedure === "简易") return [...bare, ...content];
  const { notice } = state;
  // in its life, 决定 comes after 告知 (§44, §62)
  const heavier = heavierIn(sanctions, notice?.sanctions ?? []).map((what): Problem => ({
    code: "heavier-than-told",
    message: `决定不能重于告知：${what}`,
    hint: hint`按告知的处罚决定；有新的事实的重新告知：${next("case step", [id, "告知"], { newFacts: "说明" })}`,
  }));
  return [
    ...bare,
    ...heavier,
    ...windowProblems(id, state, { on, calendar, plan }),
    ...examinationProblems(id, state),
    ...content,
  ];
}

/** The party's time to be heard has to be over, or given up (§44, §45, §63, §64). */
function windowProblems(
  id: number,
  state: CaseState,
  { on, calendar, plan }: Pick<StepAsked, "on" | "calendar" | "plan">,
): Problem[] {
  const { notice } = state;
  if (notice === null || state.heardOn !== null) return [];
  if (state.waived && state.unheard) return [];
  const wait = defenceWait(plan);
  const waive = hint`；当事人明确放弃的：${next("case step", [id, "放弃"], { note: "说明" })}`;
  if (wait === null)
    return oneProblem(
      "blank-wait",
      "方案没有填写告知后要等多久（文书种类.行政处罚决定书.先行文书.间隔）",
      hint`写进方案：${next("plan adopt", [plan.code], { fill: "文书种类.行政处罚决定书.先行文书.间隔=5个工作日" })}${waive}`,
    );
  const hearing = notice.hearing && !state.unheard ? limitEnd(calendar, "听证申请", notice.on) : null;
  const ends: { readonly what: string; readonly last: LastDay }[] = [
    { what: `陈述申辩期 ${formatDuration(wait)}`, last: deadline(calendar, notice.on, wait) },
    ...(hearing === null ? [] : [{ what: "听证申请期 5个工作日", last: hearing }]),
  ];
  return ends
    .filter(({ last }) => !isOver(last, on))
    .map(({ what, last }) => ({
      code: "notice-window",
      message: `${notice.on} 告知，${what}到 ${lastDayText(last)} 才满，${on} 不能决定`,
      hint: hint`${dayAfter(last)} 起可以决定${waive}`,
    }));
}

function examinationProblems(id: number, state: CaseState): Problem[] {
  const review = reviewTriggers(state.traits, state.heardOn !== null);
  const discussion = discussionTriggers(state.traits);
  return [
    ...(review.length > 0 && state.reviewedOn === null
      ? oneProblem(
          "review-missing",
          `案件 ${id} 须经法制审核（${review.join("；")}），还没有审核（行政处罚法第五十八条）`,
          hint`先登记：${next("case step", [id, "法制审核"], { host: "审核人", note: "意见" })}`,
        )
      : []),
    ...(discussion.length > 0 && state.discussedOn === null
      ? oneProblem(
          "discussion-missing",
          `案件 ${id} 须集体讨论（${discussion.join("；")}），还没有讨论（行政处罚法第五十七条）`,
          hint`先登记：${next("case step", [id, "集体讨论"], { note: "结论" })}`,
        )
      : []),
  ];
}

function paymentProblems(_id: number, _state: CaseState, { details }: StepAsked): Problem[] {
  if (details.paid !== undefined && details.paid > 0) return [];
  return noteNeeded(
    details,
    "履行了什么",
    hint`缴款的用 ${particular({ paid: "数额" })}；停止办学等用 ${particular({ note: true })} 写明`,
  );
}

function urgeProblems(id: number, state: CaseState, { on, calendar }: StepAsked): Problem[] {
  const { due, left } = moneyOf(state, calendar, on);
  if (state.decision !== null && owedOf(state.decision.sanctions) > 0 && left === 0)
    return oneProblem(
      "nothing-owed",
      `案件 ${id} 的款项已经缴清，不用催告`,
      hint`结案：${next("case step", [id, "结案"])}`,
    );
  return due !== null && !isOver(due, on)
    ? oneProblem("not-yet-due", `缴款期限 ${lastDayText(due)} 还没有过，${on} 不能催告`, `${dayAfter(due)} 起可以催告`)
    : [];
}

function enforcementProblems(id: number, state: CaseState, { on, calendar, details }: StepAsked): Problem[] {
  const problems: Problem[] = [];
  const urged = state.urgedOn === null ? null : limitEnd(calendar, "催告履行", state.urgedOn);
  if (urged !== null && !isOver(urged, on))
    problems.push(
      ...oneProblem(
        "urge-running",
        `催告后10个工作日到 ${lastDayText(urged)} 才满，${on} 不能申请强制执行（行政强制法第五十四条）`,
        `${dayAfter(urged)} 起可以申请`,
      ),
    );
  const ended = details.remedyEnded === undefined ? remedyEnd(state, calendar) : onDay(details.remedyEnded);
  if (ended !== null && !isOver(ended, on))
    problems.push(
      ...oneProblem(
        "remedy-running",
        `当事人可以复议、诉讼到 ${lastDayText(ended)}，${on} 不能申请强制执行（行政强制法第五十三条）`,
        hint`复议、诉讼已有结果的，用 ${particular({ remedyEnded: true })} 写明期限届满的日期`,
      ),
    );
  const last = ended?.settled === true ? limitEnd(calendar, "申请强制执行", ended.due) : null;
  if (ended !== null && last !== null && isOver(last, on))
    problems.push(
      ...oneProblem(
        "enforcement-late",
        `复议、诉讼期限 ${lastDayText(ended)} 届满，三个月内申请，${lastDayText(last)} 已过（行政强制法第五十三条）`,
        hint`核对日期；案件 ${id} 另有中止情形的用 ${particular({ remedyEnded: true })} 写明`,
      ),
    );
  return problems;
}

function closingProblems(id: number, state: CaseState, { on, details, calendar }: StepAsked): Problem[] {
  const { due, left } = moneyOf(state, calendar, on);
  // What is added for delay is counted from the day itself.
  if (due !== null) isOver(due, state.settledOn ?? on);
  if (left > 0 && state.stage !== "已申请执行")
    return oneProblem(
      "money-owed",
      `案件 ${id} 还有 ${formatMoney(left)} 没有缴清，不能结案`,
      hint`登记缴款：${next("case step", [id, "履行"], { paid: "数额" })}；不缴的先催告`,
    );
  return left > 0 ? noteNeeded(details, "法院执行的结果", "执行完毕或者终结执行的才结案") : [];
}

/** From when on something may be done that waits for the last day. */
const dayAfter = (last: LastDay): string => (last.settled ? addDays(last.due, 1) : `${lastDayText(last)}之后`);

function noteNeeded({ note }: StepDetails, what: string, way: Hint): Problem[] {
  return note.trim() === ""
    ? oneProblem("note-missing", `没有写明${what}`, hint`用 ${particular({ note: true })} 写明；${way}`)
    : [];
}
