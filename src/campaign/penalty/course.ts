/** The course of a case from 立案 to 结案: its stages, and the steps that lead from each. Articles are of 行政处罚法 (2021) unless another law is named. */
import { actsIn, leadsTo } from "../life.ts";
import type { Life } from "../life.ts";

export const caseStages = [
  "已立案",
  "调查中",
  "已告知",
  "听证中",
  "已听证",
  "已审核",
  "已讨论",
  "已决定",
  "已送达",
  "已催告",
  "已申请执行",
  "已结案",
] as const;
export type CaseStage = (typeof caseStages)[number];

export const caseSteps = [
  "调查",
  "调查终结",
  "告知",
  "陈述申辩",
  "放弃",
  "听证申请",
  "听证通知",
  "听证撤回",
  "听证",
  "法制审核",
  "集体讨论",
  "决定",
  "送达",
  "公示",
  "履行",
  "催告",
  "申请强制执行",
  "结案",
  "销案",
] as const;
export type CaseStep = (typeof caseSteps)[number];

/** 简易 is the decision on the spot (当场处罚, §51). */
export type Procedure = "普通" | "简易";

/** The 普通 procedure. A notice may be given again where new facts change what is intended (§44), and what it is to say is written down first (调查终结); after a hearing only 法制审核 leads on (§58). */
const generalLife: Life<CaseStage, CaseStep> = {
  of: "处罚案件（普通程序）",
  states: caseStages,
  acts: caseSteps,
  moves: {
    已立案: { 调查: "调查中", 销案: "已结案" },
    调查中: { 调查: "调查中", 调查终结: "调查中", 告知: "已告知", 销案: "已结案" },
    已告知: {
      调查终结: "已告知",
      告知: "已告知",
      陈述申辩: "已告知",
      放弃: "已告知",
      听证申请: "听证中",
      法制审核: "已审核",
      集体讨论: "已讨论",
      决定: "已决定",
      销案: "已结案",
    },
    听证中: { 陈述申辩: "听证中", 听证通知: "听证中", 听证撤回: "已告知", 听证: "已听证", 销案: "已结案" },
    已听证: { 调查终结: "已听证", 告知: "已告知", 法制审核: "已审核", 销案: "已结案" },
    已审核: { 调查终结: "已审核", 告知: "已告知", 集体讨论: "已讨论", 决定: "已决定", 销案: "已结案" },
    已讨论: { 调查终结: "已讨论", 告知: "已告知", 法制审核: "已审核", 决定: "已决定", 销案: "已结案" },
    已决定: { 送达: "已送达" },
    已送达: { 公示: "已送达", 履行: "已送达", 催告: "已催告", 结案: "已结案" },
    已催告: { 公示: "已催告", 履行: "已催告", 申请强制执行: "已申请执行", 结案: "已结案" },
    已申请执行: { 公示: "已申请执行", 履行: "已申请执行", 结案: "已结案" },
    已结案: {},
  },
  runsOut: {},
};

/** The way of a decision on the spot up to its service; from there it is the same. */
const summaryLife: Life<CaseStage, CaseStep> = {
  ...generalLife,
  of: "处罚案件（简易程序）",
  states: ["已立案", "已决定", "已送达", "已催告", "已申请执行", "已结案"],
  moves: { ...generalLife.moves, 已立案: { 决定: "已决定", 销案: "已结案" } },
};

export const caseLives: Readonly<Record<Procedure, Life<CaseStage, CaseStep>>> = {
  普通: generalLife,
  简易: summaryLife,
};

/** Where the step leads; null where it may not be taken. */
export function moveCase(stage: CaseStage, step: CaseStep, procedure: Procedure = "普通"): CaseStage | null {
  return leadsTo(caseLives[procedure], stage, step)[0] ?? null;
}

/** The steps that may follow, in the order of a case. */
export function nextCaseSteps(stage: CaseStage, procedure: Procedure): CaseStep[] {
  return actsIn(caseLives[procedure], stage);
}
