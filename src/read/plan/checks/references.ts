/** Whether what the parts of a plan name is there: departments, kinds of orders, categories, topics, items, indicators … */
import { editionColumns, inspectionKinds, registerColumns } from "../../../campaign/index.ts";
import type { Expectation, Plan, Problem, Register, VisitKind } from "../../../campaign/index.ts";
import { shown } from "../words.ts";
import { called, filters, itemsOf } from "./parts.ts";
import type { Locate } from "./parts.ts";
import { unknownAmong, uses } from "./uses.ts";

export function departmentsAreKnown(plan: Plan, locate: Locate): Problem[] {
  const departments = plan.departments.flatMap((department) => [department.name, ...department.aliases]);
  const bodies = plan.bodies.flatMap((body) => body.name ?? []);
  const what = { code: "plan-unknown-department", noun: "部门", define: "部门" } as const;
  const acting = [
    ...plan.bodies.flatMap((body) => uses(called("工作机构", body.name), body, "牵头", [body.lead])),
    ...itemsOf(plan).flatMap((item) => uses(called("检查项", item.code), item, "牵头", item.lead)),
    ...plan.routes.flatMap((route) => [
      ...uses(called("分类处置", route.code), route, "牵头", route.lead),
      ...uses(called("分类处置", route.code), route, "配合", route.supporting),
    ]),
    ...plan.orderKinds.flatMap((kind) => [
      ...uses(called("文书", kind.name), kind, "签发", kind.issuers),
      ...uses(called("文书", kind.name), kind, "代字", Object.keys(kind.numbering.words)),
    ]),
    ...uses("复查", plan.review, "牵头", plan.review.lead),
    ...uses("复查", plan.review, "不持证", plan.review.uncertified ?? []),
    ...filters(plan).flatMap(({ owner, filter }) => uses(owner, filter, "部门", filter.departments ?? [])),
    ...plan.lists.flatMap((list) => uses(list.name, list, "牵头", [list.lead])),
    ...plan.reports.flatMap((report) => uses(called("报表", report.name), report, "报送单位", [report.sender ?? null])),
    ...plan.measures.flatMap((measure) => uses(called("措施", measure.name), measure, "主管", measure.authority)),
  ];
  const leading = plan.phases.flatMap((phase) => uses(called("阶段", phase.name), phase, "牵头", phase.lead));
  return [
    ...unknownAmong(leading, [...departments, ...bodies], what, locate),
    ...unknownAmong(acting, departments, what, locate),
  ];
}

export function issuersHaveNumberWords(plan: Plan, locate: Locate): Problem[] {
  return plan.orderKinds.flatMap((kind) =>
    kind.issuers
      .filter((issuer) => !Object.hasOwn(kind.numbering.words, issuer))
      .map((issuer): Problem => ({
        code: "plan-missing-number-word",
        message: `文书“${shown(kind.name)}”没有写“${shown(issuer)}”的机关代字。`,
        hint: `在“代字”里补一行“${shown(issuer)}: …”；还没定的写“待填”。`,
        place: locate(kind, "代字"),
      })),
  );
}

export function orderKindsAreKnown(plan: Plan, locate: Locate): Problem[] {
  const known = plan.orderKinds.map((kind) => kind.name);
  const what = { code: "plan-unknown-order-kind", noun: "文书种类", define: "文书种类" } as const;
  const named = [
    ...plan.routes.flatMap((route) => uses(called("分类处置", route.code), route, "文书", [route.orderKind])),
    ...plan.orderKinds.flatMap((kind) =>
      kind.after ? uses(called("文书", kind.name), kind.after, "名称", [kind.after.kind]) : [],
    ),
    ...filters(plan).flatMap(({ owner, filter }) => uses(owner, filter, "文书", filter.orderKinds ?? [])),
    ...(plan.expectations ?? []).flatMap((one) =>
      one.whose.of === "文书" ? uses(called("应有", one.name), one, "谁", one.whose.kinds) : [],
    ),
  ];
  return [
    ...unknownAmong(named, known, what, locate),
    ...unknownAmong(uses("复查", plan.review, "下一步", plan.review.nextSteps), ["延期", ...known], what, locate),
  ];
}

export function categoriesAreKnown(plan: Plan, locate: Locate): Problem[] {
  const used = [
    ...itemsOf(plan).flatMap((item) => uses(called("检查项", item.code), item, "类别", item.categories)),
    ...plan.routes.flatMap((route) => uses(called("分类处置", route.code), route.when, "类别", route.when.categories)),
    ...filters(plan).flatMap(({ owner, filter }) => uses(owner, filter, "类别", filter.categories ?? [])),
    ...plan.orderKinds.flatMap((kind) =>
      uses(called("文书", kind.name), kind, "要求谁", kind.demandsOf?.categories ?? []),
    ),
  ];
  const known = plan.categories.map((category) => category.name);
  return unknownAmong(used, known, { code: "plan-unknown-category", noun: "类别", define: "类别" }, locate);
}

export function topicsAreKnown(plan: Plan, locate: Locate): Problem[] {
  const used = [
    ...plan.routes.flatMap((route) =>
      uses(called("分类处置", route.code), route.when, "内容", route.when.topics.map(String)),
    ),
    ...plan.lists.flatMap((list) =>
      list.situations.flatMap((situation) =>
        uses(`${list.name}${called("情形", situation.name)}`, situation, "内容", situation.topics.map(String)),
      ),
    ),
    ...filters(plan).flatMap(({ owner, filter }) => uses(owner, filter, "内容", (filter.topics ?? []).map(String))),
  ];
  const known = plan.topics.map((topic) => String(topic.no));
  return unknownAmong(used, known, { code: "plan-unknown-topic", noun: "序号的治理内容", define: "治理内容" }, locate);
}

export function bucketsAreKnown(plan: Plan, locate: Locate): Problem[] {
  const used = [
    ...plan.routes.flatMap((route) => uses(called("分类处置", route.code), route, "归入", [route.bucket])),
    ...filters(plan).flatMap(({ owner, filter }) => uses(owner, filter, "分批", filter.buckets ?? [])),
  ];
  const known = plan.buckets.map((bucket) => bucket.name);
  return unknownAmong(used, known, { code: "plan-unknown-bucket", noun: "分批", define: "分批" }, locate);
}

export function itemsAreKnown(plan: Plan, locate: Locate): Problem[] {
  const used = [
    ...plan.zeroTargets.flatMap((target) => uses(called("零目标", target.name), target, "检查项", target.items)),
    ...filters(plan).flatMap(({ owner, filter }) => uses(owner, filter, "检查项", filter.itemCodes ?? [])),
  ];
  const known = itemsOf(plan).map((item) => item.code);
  return unknownAmong(used, known, { code: "plan-unknown-item", noun: "检查项", define: "治理内容" }, locate);
}

export function indicatorsAreKnown(plan: Plan, locate: Locate): Problem[] {
  const used = [
    ...plan.indicators.flatMap((indicator) =>
      indicator.basis === "比率"
        ? [
            ...uses(called("指标", indicator.name), indicator, "分子", [indicator.numerator]),
            ...uses(called("指标", indicator.name), indicator, "分母", [indicator.denominator]),
          ]
        : [],
    ),
    ...plan.reports.flatMap((report) => uses(called("报表", report.name), report, "指标", report.indicators)),
  ];
  const known = plan.indicators.map((indicator) => indicator.name);
  return unknownAmong(used, known, { code: "plan-unknown-indicator", noun: "指标", define: "指标" }, locate);
}

export function filteredPhasesAreKnown(plan: Plan, locate: Locate): Problem[] {
  const used = filters(plan).flatMap(({ owner, filter }) =>
    uses(owner, filter, "阶段", (filter.phases ?? []).map(String)),
  );
  const known = plan.phases.map((phase) => String(phase.no));
  return unknownAmong(used, known, { code: "plan-unknown-phase", noun: "序号的阶段", define: "阶段" }, locate);
}

/** Where the plan lists its towns, another would count nothing. */
export function filteredTownsAreKnown(plan: Plan, locate: Locate): Problem[] {
  if (plan.towns === null) return [];
  const used = filters(plan).flatMap(({ owner, filter }) => uses(owner, filter, "属地", filter.towns ?? []));
  const what = { code: "plan-unknown-town", noun: "乡镇街道", define: "乡镇街道" } as const;
  return unknownAmong(used, plan.towns, what, locate);
}

/** What a visit may be called: built in, or the plan's own. */
const visitNames = ({ visits = [] }: Plan): string[] => [...inspectionKinds, ...visits.map(({ name }) => name)];

/** 应有: the registers, states, steps and fields, kinds of visit, reports and departments that it names; and figures over one there is. */
export function expectationsAreKnown(plan: Plan, locate: Locate): Problem[] {
  const expectations = plan.expectations ?? [];
  const registers = plan.registers ?? [];
  const among = (
    known: readonly string[],
    noun: string,
    define: string,
    wordsOf: (one: Expectation) => readonly [key: string, words: readonly (string | null)[]],
  ): Problem[] =>
    unknownAmong(
      expectations.flatMap((one) => {
        const [key, words] = wordsOf(one);
        return uses(called("应有", one.name), one, key, words);
      }),
      known,
      { code: "plan-unknown-expected", noun, define },
      locate,
    );
  const inside = (
    one: Expectation,
    name: string,
    parts: readonly (readonly [words: readonly string[], known: readonly string[], noun: string])[],
    key: string,
  ): Problem[] =>
    registers.some((register) => register.name === name)
      ? parts.flatMap(([words, known, noun]) =>
          unknownAmong(
            uses(called("应有", one.name), one, key, words),
            known,
            { code: "plan-unknown-expected", noun: `${name}的${noun}`, define: "台账" },
            locate,
          ),
        )
      : [];
  const statesOf = (name: string): string[] =>
    registers.find((register) => register.name === name)?.states.map((state) => state.name) ?? [];
  return [
    ...among(
      registers.map(({ name }) => name),
      "台账",
      "台账",
      ({ needs }) => ["要有", needs.by === "台账" ? [needs.register] : []],
    ),
    ...among(
      registers.map(({ name }) => name),
      "台账",
      "台账",
      ({ whose }) => ["谁", whose.of === "台账" ? [whose.register] : []],
    ),
    ...among(visitNames(plan), "检查种类", "检查种类", ({ needs }) => ["要有", needs.by === "检查" ? needs.kinds : []]),
    ...among(
      plan.reports.map(({ name }) => name),
      "报表",
      "报表",
      ({ needs }) => ["要有", needs.by === "报表" ? [needs.report] : []],
    ),
    ...unknownAmong(
      filters(plan).flatMap(({ owner, filter }) => uses(owner, filter, "应有", filter.expectations ?? [])),
      expectations.map(({ name }) => name),
      { code: "plan-unknown-expected", noun: "应有", define: "应有" },
      locate,
    ),
    ...expectations.flatMap((one) => {
      const { needs, whose } = one;
      const register = needs.by === "台账" ? registers.find(({ name }) => name === needs.register) : undefined;
      return [
        ...(needs.by === "台账" && register
          ? inside(
              one,
              register.name,
              [
                [needs.states, statesOf(register.name), "状态"],
                [needs.steps, register.steps.map(({ name }) => name), "步骤"],
                [needs.field === null ? [] : [needs.field], register.fields.map(({ name }) => name), "字段"],
              ],
              "要有",
            )
          : []),
        ...(whose.of === "台账"
          ? inside(one, whose.register, [[whose.states, statesOf(whose.register), "状态"]], "谁")
          : []),
      ];
    }),
  ];
}

/** 编印: the register with its states and fields, or the expectation, that its rows are; columns there are. */
export function editionsAreKnown(plan: Plan, locate: Locate): Problem[] {
  const registers = plan.registers ?? [];
  return (plan.editions ?? []).flatMap((edition) => {
    const { rows } = edition;
    const owner = called("编印", edition.name);
    const among = (key: string, words: readonly string[], known: readonly string[], noun: string): Problem[] =>
      unknownAmong(
        uses(owner, edition, key, words),
        known,
        { code: "plan-unknown-edition", noun, define: rows.of === "应有" ? "应有" : "台账" },
        locate,
      );
    if (rows.of === "应有")
      return among(
        "行",
        [rows.expectation],
        (plan.expectations ?? []).map(({ name }) => name),
        "应有",
      );
    if (rows.of !== "台账") return among("列", edition.columns, editionColumns[rows.of], "列");
    const register = registers.find(({ name }) => name === rows.register);
    if (!register)
      return among(
        "行",
        [rows.register],
        registers.map(({ name }) => name),
        "台账",
      );
    const sealed = register.fields.filter((field) => field.sealed && edition.columns.includes(field.name));
    return [
      ...among(
        "行",
        rows.states,
        register.states.map(({ name }) => name),
        `${register.name}的状态`,
      ),
      ...among("列", edition.columns, registerColumns(register), "列"),
      ...sealed.map(({ name }): Problem => ({
        code: "plan-edition-sealed",
        message: `${owner}要印“${shown(name)}”，这是保密的。`,
        hint: "从“列”里删去。",
        place: locate(edition, "列", name),
      })),
    ];
  });
}

/** 检查种类: the items and the register that they name, the fields of that register, and nobody without a certificate who makes findings. */
export function visitKindsAreKnown(plan: Plan, locate: Locate): Problem[] {
  const visits = plan.visits ?? [];
  const registers = plan.registers ?? [];
  const items = visits.flatMap((kind) => uses(called("检查种类", kind.name), kind, "检查项", kind.items));
  const filtered = filters(plan).flatMap(({ owner, filter }) =>
    uses(owner, filter, "检查种类", filter.inspectionKinds ?? []),
  );
  const named = visits.flatMap((kind) =>
    uses(called("检查种类", kind.name), kind, "不合格转", [kind.fault?.register ?? null]),
  );
  const fields = visits.flatMap((kind) => {
    const register = registers.find(({ name }) => name === kind.fault?.register);
    return register ? faultFieldsFit(kind, register, locate) : [];
  });
  return [
    ...unknownAmong(
      items,
      itemsOf(plan).map(({ code }) => code),
      { code: "plan-unknown-item", noun: "检查项", define: "治理内容" },
      locate,
    ),
    ...unknownAmong(
      filtered,
      visitNames(plan),
      { code: "plan-unknown-visit", noun: "检查种类", define: "检查种类" },
      locate,
    ),
    ...unknownAmong(
      named,
      registers.map(({ name }) => name),
      { code: "plan-unknown-register", noun: "台账", define: "台账" },
      locate,
    ),
    ...fields,
    ...visits
      .filter(({ certificate, fault }) => certificate && fault !== null)
      .map((kind): Problem => ({
        code: "plan-visit-fault",
        message: `检查种类“${shown(kind.name)}”要持执法证，不合格的立为问题，不能再转台账。`,
        hint: "删去“不合格转”；不是行政检查的，写“执法证: 否”。",
        place: locate(kind, "不合格转"),
      })),
    ...visits
      .filter(({ certificate, officers }) => certificate && officers < 2)
      .map((kind): Problem => ({
        code: "plan-visit-officers",
        message: `检查种类“${shown(kind.name)}”要持执法证，不能少于两人。`,
        hint: "“人数”写 2 或更多；不是行政检查的，写“执法证: 否”。",
        place: locate(kind, "人数"),
      })),
    ...visits
      .filter(({ name }) => name === "复查" || name === "回头看")
      .map((kind): Problem => ({
        code: "plan-visit-is-review",
        message: `“${kind.name}”不走检查表，不能写在“检查种类”里。`,
        hint: "谁可以复查，写在“复查”里（牵头、不持证）。",
        place: locate(kind, "名称"),
      })),
  ];
}

/** Every field that the register asks for is written, none that it has not, and each as the register takes it. */
function faultFieldsFit(kind: VisitKind, register: Register, locate: Locate): Problem[] {
  const owner = called("检查种类", kind.name);
  const given = kind.fault?.fields ?? {};
  const what = { code: "plan-unknown-field", noun: `${register.name}的字段`, define: "台账" } as const;
  const known = register.fields.map(({ name }) => name);
  const place = locate(kind, "不合格转");
  const missing = register.fields.filter(({ name, required }) => required && given[name] === undefined);
  const strange = register.fields.filter(
    ({ name, options }) => given[name] !== undefined && options.length > 0 && !options.includes(given[name]),
  );
  return [
    ...unknownAmong(uses(owner, kind, "不合格转", Object.keys(given)), known, what, locate),
    ...missing.map(({ name }): Problem => ({
      code: "plan-visit-missing-field",
      message: `${owner}转${shown(register.name)}，没有写必填的“${shown(name)}”。`,
      hint: `在“不合格转”的“字段”里补上“${name}: …”。`,
      place,
    })),
    ...strange.map(({ name, options }): Problem => ({
      code: "plan-visit-bad-value",
      message: `${owner}转${shown(register.name)}，“${shown(name)}”写了“${shown(given[name] ?? "")}”，不在选项里。`,
      hint: `可写：${options.join("、")}。`,
      place,
    })),
  ];
}

/** 双随机: registers that it draws from, sends or sets classes by; the kind of visit; and two officers where certificates are asked. */
export function drawsAreKnown(plan: Plan, locate: Locate): Problem[] {
  const registers = (plan.registers ?? []).map(({ name }) => name);
  const named = plan.draws.flatMap((draw) => [
    ...uses(called("双随机", draw.name), draw, "抽自", [draw.from ?? null]),
    ...uses(called("双随机", draw.name), draw, "人员", [draw.by ?? null]),
    ...(draw.classes ?? []).flatMap((one) =>
      uses(`${called("双随机", draw.name)}${called("分类", one.name)}`, one, "台账", [one.register]),
    ),
  ]);
  const visits = plan.draws.flatMap((draw) =>
    uses(called("双随机", draw.name), draw, "检查种类", [draw.visit ?? null]),
  );
  return [
    ...unknownAmong(named, registers, { code: "plan-unknown-register", noun: "台账", define: "台账" }, locate),
    ...unknownAmong(
      visits,
      visitNames(plan),
      { code: "plan-unknown-visit", noun: "检查种类", define: "检查种类" },
      locate,
    ),
    ...plan.draws
      .filter(({ by, officers }) => by == null && officers < 2)
      .map((draw): Problem => ({
        code: "plan-draw-officers",
        message: `双随机“${shown(draw.name)}”每家只去一人，执法检查不少于两人。`,
        hint: "“人数”写 2 或更多；派专家的写明“人员: 专家”。",
        place: locate(draw, "人数"),
      })),
  ];
}

export function kindsAreInScope(plan: Plan, locate: Locate): Problem[] {
  return itemsOf(plan)
    .filter((item) => !plan.scope.includes(item.kind))
    .map((item): Problem => ({
      code: "plan-kind-out-of-scope",
      message: `检查项“${item.code}”查的是${item.kind}，方案的治理对象里没有${item.kind}。`,
      hint: `在“治理对象”里加上${item.kind}，或改这一项的“对象”。`,
      place: locate(item, "对象"),
    }));
}
