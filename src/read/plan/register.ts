/** 台账: the judged block of a plan's file → Register. */
import { fieldKinds } from "../../campaign/index.ts";
import type { Register, RegisterAccount, RegisterField, RegisterState, RegisterStep } from "../../campaign/index.ts";
import { durationOrNull, inForceOf, listOrBlank } from "./written.ts";
import type { Note, OwnName } from "./written.ts";
import type { PlanShape } from "./shape.ts";

type Part = NonNullable<PlanShape["台账"]>[number];

/** A register without states is a plain log: what is entered is done with. */
const logStates: readonly RegisterState[] = [
  { name: "已登记", aliases: [], actor: null, limit: null, limitField: null, unlimited: null, ends: true },
];
const logSteps: readonly RegisterStep[] = [
  {
    name: "登记",
    from: [],
    to: "已登记",
    asks: [],
    takes: [],
    evidence: false,
    secondPerson: false,
    paper: null,
    units: [],
    beforeDue: false,
    conditions: [],
  },
];

export function registerOf(part: Part, own: OwnName, note: Note): Register {
  return {
    name: part.名称,
    aliases: part.原名 ?? [],
    command: part.命令 ?? null,
    text: part.原文,
    tags: { stage: part.标签?.环节 ?? null, pillar: part.标签?.支柱 ?? null },
    numbering: part.编号 ?? `${part.名称}〔{年}〕{序}号`,
    about: part.关于 ?? [],
    aboutOptional: part.关于可缺 === "是",
    causes: part.起因 ?? [],
    fields: (part.字段 ?? []).map((field) => note(fieldOf(field), field)),
    parts: partsOf(part.分办),
    distinct: part.查重 ?? [],
    amount: part.数量 ?? null,
    examples: Object.fromEntries(Object.entries(part.例 ?? {}).map(([name, value]) => [name, String(value)])),
    states: part.状态?.map((state) => note(stateOf(state, own), state)) ?? logStates,
    steps: part.步骤?.map((step) => note(stepOf(step, own), step)) ?? (part.状态 ? [] : logSteps),
    account: part.账户 ? note(accountOf(part.账户), part.账户) : null,
  };
}

function fieldOf(part: NonNullable<Part["字段"]>[number]): RegisterField {
  const kind = fieldKinds.find((known) => known === (part.取自 ?? "文字"));
  return {
    name: part.名称,
    kind: kind ?? { register: part.取自 ?? "" },
    options: part.选项 ?? [],
    required: part.必填 === "是",
    many: part.多个 === "是",
    sealed: part.保密 === "是",
    countable: part.可统计 === "是",
    routedBy: part.派自 ?? null,
    note: part.说明 ?? null,
  };
}

function partsOf(part: Part["分办"]): Register["parts"] {
  if (part === undefined) return null;
  return typeof part === "string" ? { field: part, register: null } : { field: part.按, register: part.台账 };
}

function stateOf(part: NonNullable<Part["状态"]>[number], own: OwnName): RegisterState {
  return {
    name: part.名称,
    aliases: part.原名 ?? [],
    actor: part.谁办 === undefined ? null : own(part.谁办),
    limit: part.期限 === undefined ? null : (durationOrNull(part.期限) ?? "待填"),
    limitField: part.期限至 ?? null,
    unlimited: part.不设期限 ?? null,
    ends: part.终 === "是",
  };
}

function stepOf(part: NonNullable<Part["步骤"]>[number], own: OwnName): RegisterStep {
  return {
    name: part.名称,
    from: part.从 ?? [],
    to: part.到,
    asks: part.要 ?? [],
    takes: part.可写 ?? [],
    evidence: part.佐证 === "是",
    secondPerson: part.另一人 === "是",
    paper: part.文书 ?? null,
    units: (part.谁 ?? []).map(own),
    beforeDue: part.期满前 === "是",
    conditions: part.条件 ?? [],
  };
}

function accountOf(part: NonNullable<Part["账户"]>): RegisterAccount {
  return {
    holder: part.户,
    base: typeof part.基数 === "number" ? part.基数 : null,
    cycle: part.周期,
    direction: part.方向,
    countsIn: part.计于,
    thresholds: (listOrBlank(part.界) ?? []).map((line) => ({
      name: line.名称,
      atLeast: line.不低于 ?? null,
      below: line.低于 ?? null,
      ...inForceOf(line),
    })),
  };
}
