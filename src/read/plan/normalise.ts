/**
 * Step 3: the judged file → Plan. Other names of departments become the department's own; 待填 becomes null;
 * what may be left out gets its meaning. Every record is noted beside the part of the file it came from.
 */
import type {
  Blank,
  Body,
  Category,
  CreditRule,
  Cutoff,
  Department,
  EditionRule,
  Expectation,
  Indicator,
  Item,
  Law,
  ListRule,
  OrderKind,
  Phase,
  Plan,
  ReviewRule,
  Route,
  SetFilter,
  Topic,
} from "../../campaign/index.ts";
import { addDays } from "../../campaign/index.ts";
import { registerOf } from "./register.ts";
import { cutoffForm } from "./shape.ts";
import { dayOrNull, durationOrNull, filled, inForceOf, listOrBlank } from "./written.ts";
import type { Note, OwnName } from "./written.ts";
import type { PlanShape, Section } from "./shape.ts";

type Part<S extends Section> = NonNullable<PlanShape[S]> extends readonly (infer T)[] ? T : NonNullable<PlanShape[S]>;

/**
 * The plan that a file's content says. Sections may be missing where the file was faulty:
 * such a plan is good for cross-checks only.
 */
export function normalise(file: Partial<PlanShape>, blanks: readonly Blank[], note: Note): Plan {
  const own = ownNames(file.部门 ?? []);
  return {
    schema: 1,
    code: file.代号 ?? "",
    name: file.名称 ?? "",
    region: regionOf(file.地区),
    basis: file.依据文件 ?? [],
    goals: file.目标 ?? [],
    principles: file.原则 ?? [],
    scope: file.治理对象 ?? [],
    categories: (file.类别 ?? []).map((part) => note(categoryOf(part), part)),
    towns: listOrBlank(file.乡镇街道),
    ...(file.来源次序 === undefined ? {} : { sourceRanking: file.来源次序 }),
    phases: (file.阶段 ?? []).map((part) => note(phaseOf(part, own), part)),
    departments: (file.部门 ?? []).map((part) => note(departmentOf(part), part)),
    bodies: (file.工作机构 ?? []).map((part) => note(bodyOf(part, own), part)),
    laws: (file.法律依据 ?? []).map((part) => note(lawOf(part), part)),
    topics: (file.治理内容 ?? []).map((part) => note(topicOf(part, own, note), part)),
    routes: (file.分类处置 ?? []).map((part) => note(routeOf(part, own, note), part)),
    buckets: (file.分批 ?? []).map((part) => note({ name: part.名称, meaning: part.含义 }, part)),
    orderKinds: (file.文书种类 ?? []).map((part) => note(orderKindOf(part, own, note), part)),
    review: file.复查 ? note(reviewOf(file.复查, own), file.复查) : noReview,
    lists: (file.名单 ?? []).map((part) => note(listOf(part, own, note), part)),
    zeroTargets: (file.零目标 ?? []).map((part) => note(zeroTargetOf(part), part)),
    measures: (file.措施 ?? []).map((part) => note(measureOf(part, own), part)),
    credit: file.信用记分 ? note(creditOf(file.信用记分), file.信用记分) : null,
    thresholds: (file.阈值 ?? []).map((part) => note(thresholdOf(part), part)),
    draws: (file.双随机 ?? []).map((part) => note(drawOf(part, note), part)),
    indicators: (file.指标 ?? []).map((part) => note(indicatorOf(part, own, note), part)),
    reports: (file.报表 ?? []).map((part) => note(reportOf(part, own), part)),
    consistency: file.勾稽 ?? [],
    inherits: file.承接 ?? [],
    editions: (file.编印 ?? []).map((part) => note(editionOf(part), part)),
    expectations: (file.应有 ?? []).map((part) => note(expectationOf(part, own), part)),
    visits: (file.检查种类 ?? []).map((part) => note(visitKindOf(part), part)),
    registers: (file.台账 ?? []).map((part) => note(registerOf(part, own, note), part)),
    blanks,
  };
}

function zeroTargetOf(part: Part<"零目标">): Plan["zeroTargets"][number] {
  return { name: part.名称, text: part.原文, items: part.检查项, classes: part.证照 ?? [] };
}

function drawOf(part: Part<"双随机">, note: Note): Plan["draws"][number] {
  return {
    name: part.名称,
    percent: percentOf(part.比例),
    officers: part.人数,
    from: part.抽自 ?? null,
    by: part.人员 ?? null,
    visit: part.检查种类 ?? null,
    classes: (part.分类 ?? []).map((line) =>
      note(
        {
          name: line.名称,
          percent: percentOf(line.比例),
          classes: line.证照 ?? [],
          categories: line.类别 ?? [],
          register: line.台账 ?? null,
        },
        line,
      ),
    ),
    recusals: part.回避 ?? [],
  };
}

function editionOf(part: Part<"编印">): EditionRule {
  return {
    name: part.名称,
    text: part.原文,
    rows: editionRowsOf(part.行),
    columns: part.列 ?? [],
    isPublic: part.公开 === "是",
  };
}

function editionRowsOf(rows: Part<"编印">["行"]): EditionRule["rows"] {
  if (typeof rows === "string") return { of: rows };
  if ("台账" in rows) return { of: "台账", register: rows.台账, states: rows.状态 ?? [] };
  if ("问题" in rows) return { of: "问题", which: rows.问题 };
  if ("机构" in rows) return { of: "机构", which: rows.机构 };
  return { of: "应有", expectation: rows.应有, missing: rows.只列还缺的 === "是" };
}

function expectationOf(part: Part<"应有">, own: OwnName): Expectation {
  const { 谁: who, 要有: what } = part;
  return {
    name: part.名称,
    text: part.原文,
    whose:
      "单位" in who
        ? { of: "单位", names: who.单位.map(own) }
        : "对象" in who
          ? { of: "对象", kinds: who.对象, classes: who.证照 ?? [], categories: who.类别 ?? [] }
          : "承接" in who
            ? { of: "承接", which: who.承接 }
            : "文书" in who
              ? { of: "文书", kinds: who.文书 }
              : { of: "台账", register: who.台账, states: who.状态 ?? [] },
    needs:
      "台账" in what
        ? { by: "台账", register: what.台账, states: what.状态 ?? [], steps: what.步骤 ?? [], field: what.按 ?? null }
        : "报表" in what
          ? { by: "报表", report: what.报表 }
          : { by: "检查", kinds: what.检查种类 },
    every: part.每 ?? null,
    until: dayOrNull(part.截止),
    actor: part.谁办 === undefined ? null : own(part.谁办),
  };
}

/** Names of units stay as written: they are compared with those of people. */
function visitKindOf(part: Part<"检查种类">): NonNullable<Plan["visits"]>[number] {
  const certificate = part.执法证 !== "否";
  return {
    name: part.名称,
    text: part.原文,
    subjects: part.对象 ?? [],
    units: part.谁 ?? [],
    certificate,
    officers: part.人数 ?? (certificate ? 2 : 1),
    items: part.检查项 ?? [],
    fault: part.不合格转 ? { register: part.不合格转.台账, fields: part.不合格转.字段 } : null,
  };
}

const percentOf = (written: string | number): number | null => (typeof written === "number" ? written : null);

function reportOf(part: Part<"报表">, own: OwnName): Plan["reports"][number] {
  return {
    name: part.名称,
    rhythm: part.频次,
    template: part.模板,
    indicators: part.指标,
    cutoff: part.截止 === undefined ? null : cutoffOf(part.截止),
    ...(part.报送单位 === undefined ? {} : { sender: own(part.报送单位) }),
    ...(part.签发人 === undefined ? {} : { signer: part.签发人 }),
  };
}

const noReview: ReviewRule = { lead: [], uncertified: [], crossCheck: false, secondPerson: [], nextSteps: [] };

function ownNames(departments: readonly Part<"部门">[]): OwnName {
  const names = new Map(departments.map(({ 名称: name }) => [name, name]));
  for (const { 名称: name, 别名: aliases = [], 全称: full } of departments) {
    for (const alias of [filled(full) ?? name, ...aliases]) if (!names.has(alias)) names.set(alias, name);
  }
  return (name) => names.get(name) ?? name;
}

/** The region's name stays 「待填」 while it is not filled in, so that every sheet shows the gap. */
function regionOf(part: PlanShape["地区"] | undefined): Plan["region"] {
  const areaCode = part?.区划代码;
  return {
    name: filled(part?.名称) ?? "待填",
    areaCode: filled(areaCode === undefined ? undefined : String(areaCode)),
  };
}

function categoryOf(part: Part<"类别">): Category {
  return { name: part.名称, kind: part.对象 ?? "机构", aliases: part.别名 ?? [] };
}

/** 「6月28日前」 takes in the 28th unless the file says 含止日: 否. */
function phaseOf(part: Part<"阶段">, own: OwnName): Phase {
  const written = dayOrNull(part.止);
  return {
    no: part.序号,
    name: part.名称,
    from: dayOrNull(part.自),
    until: written !== null && part.含止日 === "否" ? addDays(written, -1) : written,
    lead: (part.牵头 ?? []).map(own),
    tasks: part.任务 ?? [],
    outputs: part.成果 ?? [],
  };
}

function departmentOf(part: Part<"部门">): Department {
  return {
    name: part.名称,
    aliases: part.别名 ?? [],
    fullName: filled(part.全称),
    contact: filled(part.联系方式),
    reviewedBy: filled(part.复议机关),
    court: filled(part.诉讼法院),
    territorial: part.属地 === "是",
    duties: part.职责 ?? [],
  };
}

function bodyOf(part: Part<"工作机构">, own: OwnName): Body {
  const lead = filled(part.牵头);
  return {
    name: filled(part.名称),
    kind: part.种类,
    lead: lead === null ? null : own(lead),
    duties: part.职责 ?? [],
  };
}

function lawOf(part: Part<"法律依据">): Law {
  return { code: part.代号, title: part.名称, article: part.条款, ...inForceOf(part) };
}

function topicOf(part: Part<"治理内容">, own: OwnName, note: Note): Topic {
  return {
    no: part.序号,
    name: part.名称,
    text: part.原文,
    items: part.检查项.map((item) => note(itemOf(item, part.序号, own), item)),
  };
}

function itemOf(part: Part<"治理内容">["检查项"][number], topic: number, own: OwnName): Item {
  return {
    code: part.编号,
    topic,
    text: part.检查,
    kind: part.对象 ?? "机构",
    classes: part.证照 ?? [],
    categories: part.类别 ?? [],
    severity: part.严重程度,
    basis: part.依据 ?? [],
    lead: part.牵头.map(own),
    measured: part.测得 ? { unit: part.测得.单位, limit: part.测得.上限 } : null,
    ...inForceOf(part),
  };
}

function routeOf(part: Part<"分类处置">, own: OwnName, note: Note): Route {
  const asked = part.条件;
  const when = {
    kinds: asked.对象 ?? [],
    severities: asked.严重程度 ?? [],
    classes: asked.证照 ?? [],
    categories: asked.类别 ?? [],
    topics: asked.内容 ?? [],
  };
  return {
    code: part.编号,
    text: part.情形,
    when: note(when, asked),
    lead: part.牵头.map(own),
    supporting: (part.配合 ?? []).map(own),
    orderKind: part.文书 ?? null,
    bucket: part.归入 ?? null,
    ...inForceOf(part),
  };
}

function orderKindOf(part: Part<"文书种类">, own: OwnName, note: Note): OrderKind {
  const before = part.先行文书;
  const words = Object.entries(part.代字).map(([issuer, word]) => [own(issuer), filled(word)] as const);
  return {
    name: part.名称,
    effect: part.作用,
    issuers: part.签发.map(own),
    numbering: { words: Object.fromEntries(words), pattern: part.文号 ?? "{代字}〔{年}〕{序}号" },
    template: part.模板,
    demands: part.要求 ?? [],
    ...(part.要求谁 && { demandsOf: { kinds: part.要求谁.对象 ?? [], categories: part.要求谁.类别 ?? [] } }),
    deadline: durationOrNull(part.期限),
    deadlineBound: dayOrNull(part.期限不超过),
    restsOn: part.针对,
    basis: part.依据 ?? [],
    after: before
      ? note({ kind: before.名称, wait: durationOrNull(before.间隔), waivable: before.可放弃 === "是" }, before)
      : null,
    extension: typeof part.延期次数 === "number" ? { times: part.延期次数 } : null,
    ...inForceOf(part),
  };
}

function reviewOf(part: PlanShape["复查"], own: OwnName): ReviewRule {
  return {
    lead: part.牵头.map(own),
    uncertified: (part.不持证 ?? []).map(own),
    crossCheck: part.交叉 === "是",
    secondPerson: part.第二人销号,
    nextSteps: part.下一步,
  };
}

function listOf(part: Part<"名单">, own: OwnName, note: Note): ListRule {
  return {
    name: part.名称,
    lead: own(part.牵头),
    situations: part.情形.map((situation) =>
      note(
        {
          name: situation.名称,
          classes: situation.证照 ?? [],
          severities: situation.严重程度 ?? [],
          topics: situation.内容 ?? [],
        },
        situation,
      ),
    ),
    gates: part.条件,
    basis: part.依据 ?? [],
    contact: filled(part.异议渠道),
    stays: durationOrNull(part.公布期限),
    wayBack: durationOrNull(part.重回期限),
    ...inForceOf(part),
  };
}

function measureOf(part: Part<"措施">, own: OwnName): Plan["measures"][number] {
  return {
    name: part.名称,
    authority: (part.主管 ?? []).map(own),
    basis: part.依据 ?? [],
    warning: filled(part.提醒),
  };
}

function creditOf(part: Part<"信用记分">): CreditRule {
  const points = listOrBlank(part.记分表);
  return {
    base: typeof part.基础分 === "number" ? part.基础分 : null,
    basis: part.依据 ?? [],
    restoration: filled(part.修复),
    points: points && points.map((line) => ({ text: line.情形, points: line.记分 })),
  };
}

function thresholdOf(part: Part<"阈值">): Plan["thresholds"][number] {
  return {
    name: part.名称,
    value: filled(String(part.数值)),
    unit: part.单位,
    basis: part.依据 ?? [],
    ...inForceOf(part),
  };
}

function indicatorOf(part: Part<"指标">, own: OwnName, note: Note): Indicator {
  if (part.口径 === "比率") {
    return { name: part.名称, unit: "%", basis: "比率", numerator: part.分子, denominator: part.分母 };
  }
  const filter: SetFilter = {
    ...filterOf(part.其中 ?? {}, own),
    ...(part.统计 === "台账" || part.计 ? { counts: part.计 ?? "登记" } : {}),
  };
  return {
    name: part.名称,
    unit: part.单位,
    basis: part.口径,
    set: part.统计,
    filter: part.其中 ? note(filter, part.其中) : filter,
  };
}

function cutoffOf(text: string): Cutoff {
  const [, weekday, dayOfMonth, time = ""] = cutoffForm.exec(text) ?? [];
  return {
    weekday: weekday === undefined ? null : "一二三四五六日".indexOf(weekday) + 1,
    dayOfMonth: dayOfMonth === undefined ? null : Number(dayOfMonth),
    time,
  };
}

type FilterPart = NonNullable<Extract<Part<"指标">, { 统计: unknown }>["其中"]>;

function filterOf(part: FilterPart, own: OwnName): SetFilter {
  return {
    ...(part.对象 && { kinds: part.对象 }),
    ...(part.证照 && { classes: part.证照 }),
    ...(part.类别 && { categories: part.类别 }),
    ...(part.严重程度 && { severities: part.严重程度 }),
    ...(part.文书 && { orderKinds: part.文书 }),
    ...(part.应有 && { expectations: part.应有 }),
    ...(part.检查种类 && { inspectionKinds: part.检查种类 }),
    ...(part.名单 && { lists: part.名单 }),
    ...(part.分批 && { buckets: part.分批 }),
    ...(part.属地 && { towns: part.属地 }),
    ...(part.部门 && { departments: part.部门.map(own) }),
    ...(part.阶段 && { phases: part.阶段 }),
    ...(part.事项 && { items: part.事项 }),
    ...(part.内容 && { topics: part.内容 }),
    ...(part.检查项 && { itemCodes: part.检查项 }),
    ...(part.台账 && { registers: part.台账 }),
    ...(part.状态 && { states: part.状态 }),
    ...(part.步骤 && { steps: part.步骤 }),
    ...(part.字段 && { fields: part.字段 }),
    ...(part.逾期 && { overdue: part.逾期 === "是" }),
  };
}
