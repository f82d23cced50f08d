/** Whether a register (台账) of the plan is whole: nothing unknown, every state reached and left, nothing that stalls unseen. */
import { actingRoles, builtInCauses, builtInWords, fieldKinds } from "../../../campaign/index.ts";
import type { Plan, Problem, ProblemCode, Register, RegisterState, RegisterStep } from "../../../campaign/index.ts";
import { shown } from "../words.ts";
import { called } from "./parts.ts";
import type { Locate } from "./parts.ts";
import { unknownAmong, uses } from "./uses.ts";
import type { Use } from "./uses.ts";

export const registersOf = (plan: Plan): readonly Register[] => plan.registers ?? [];

/** 台账“督办”的状态“待签收” */
const within = (register: Register, kind: string, name: string) =>
  `${called("台账", register.name)}的${called(kind, name)}`;

/** A word of a register's own may not be the program's, nor another register's. */
export function registerWordsAreFree(plan: Plan, locate: Locate): Problem[] {
  const seen = new Map<string, string>();
  return registersOf(plan).flatMap((register) =>
    [register.name, ...register.aliases, ...(register.command === null ? [] : [register.command])].flatMap((word) => {
      const other = builtInWords.includes(word) ? "程序自己的命令" : seen.get(word);
      seen.set(word, called("台账", register.name));
      if (other === undefined) return [];
      const key = word === register.command ? "命令" : word === register.name ? "名称" : "原名";
      return [
        {
          code: "plan-register-word",
          message: `${called("台账", register.name)}的${key}“${shown(word)}”已经是${other}。`,
          hint: "换一个词；命令也可以不写，用台账的名称一样能办。",
          place: locate(register, key),
        } satisfies Problem,
      ];
    }),
  );
}

export function registerNamesAreUnique(plan: Plan, locate: Locate): Problem[] {
  return registersOf(plan).flatMap((register) =>
    (
      [
        ["字段", register.fields],
        ["状态", register.states],
        ["步骤", register.steps],
      ] as const
    ).flatMap(([kind, records]: readonly [string, readonly { readonly name: string }[]]) =>
      records
        .filter(({ name }, at) => records.findIndex((one) => one.name === name) < at)
        .map((record) => ({
          code: "plan-register-twice",
          message: `${within(register, kind, record.name)}写了两次。`,
          hint: "改掉其中一个。",
          place: locate(record, "名称"),
        })),
    ),
  );
}

/** Fields that parts, repeats, amounts, accounts and limits use. */
export function registerFieldsAreKnown(plan: Plan, locate: Locate): Problem[] {
  const what = { code: "plan-unknown-field", noun: "字段", define: "字段" } as const;
  return registersOf(plan).flatMap((register) => {
    const owner = called("台账", register.name);
    const known = register.fields.map(({ name }) => name);
    const own: Use[] = [
      ...(register.parts ? uses(owner, register, "分办", [register.parts.field]) : []),
      ...uses(owner, register, "数量", [register.amount]),
      ...register.states.flatMap((state) =>
        uses(within(register, "状态", state.name), state, "期限至", [state.limitField]),
      ),
    ];
    const routed = register.fields.flatMap((field) =>
      uses(within(register, "字段", field.name), field, "派自", [field.routedBy ?? null]),
    );
    const withSubject = [
      ...uses(owner, register, "查重", register.distinct),
      ...(register.account ? uses(owner, register.account, "户", [register.account.holder]) : []),
    ];
    return [
      ...unknownAmong([...own, ...routed], known, what, locate),
      ...unknownAmong(withSubject, ["机构", ...known], what, locate),
      ...fieldKindFaults(register, locate),
    ];
  });
}

/** 例 is of what the register or one of its steps takes, and would be taken itself. */
export function registerExamplesHold(plan: Plan, locate: Locate): Problem[] {
  return registersOf(plan).flatMap((register) => {
    const examples = Object.entries(register.examples ?? {});
    const owner = called("台账", register.name);
    const words = register.steps.flatMap(({ asks, takes }) => [...asks, ...takes]);
    const written = examples.flatMap(([name, value]) => {
      const field = register.fields.find((one) => one.name === name);
      if (!field || field.options.length === 0) return [];
      const values = field.many ? value.split("、") : [value];
      return unknownAmong(
        uses(`${owner}的例`, register, name, values),
        field.options,
        { code: "plan-field-kind", noun: "选项", define: "选项" },
        () => locate(register, "例"),
      );
    });
    return [
      ...unknownAmong(
        uses(
          owner,
          register,
          "例",
          examples.map(([name]) => name),
        ),
        [...register.fields.map(({ name }) => name), ...words],
        { code: "plan-unknown-field", noun: "字段，各步也不要它", define: "字段" },
        () => locate(register, "例"),
      ),
      ...written,
    ];
  });
}

/** A limit is a day, an amount a number, parts are several; what is sealed is nobody's to count or to tell repeats by in clear. */
function fieldKindFaults(register: Register, locate: Locate): Problem[] {
  const faults: Problem[] = [];
  const tell = (record: object, key: string, message: string, hint: string): void => {
    const place = locate(record, key);
    faults.push({ code: "plan-field-kind", message: `${called("台账", register.name)}：${message}`, hint, place });
  };
  const kindOf = (name: string | null) => register.fields.find((field) => field.name === name);
  for (const state of register.states) {
    const field = kindOf(state.limitField);
    if (field && field.kind !== "日期")
      tell(state, "期限至", `期限至“${shown(field.name)}”，这个字段不是日期。`, "给字段写上“取自: 日期”。");
  }
  const amount = kindOf(register.amount);
  if (amount && amount.kind !== "数" && amount.kind !== "金额")
    tell(register, "数量", `数量“${shown(amount.name)}”不是数。`, "给字段写上“取自: 数”或“取自: 金额”。");
  if (register.account && register.amount === null)
    tell(register.account, "户", "有账户，却没有写数量是哪个字段。", "在这本台账里补一行“数量: 字段名称”。");
  const parts = kindOf(register.parts?.field ?? null);
  if (parts && !parts.many)
    tell(register, "分办", `按“${shown(parts.name)}”分办，这个字段只能写一个。`, "给字段写上“多个: 是”。");
  for (const field of register.fields) {
    const by = kindOf(field.routedBy ?? null);
    if (by && by.kind !== "检查项")
      tell(field, "派自", `派自“${shown(by.name)}”，这个字段不是检查项。`, "给那个字段写上“取自: 检查项”。");
    if (field.routedBy && field.kind !== "部门")
      tell(field, "派自", `“${shown(field.name)}”要推出由谁办，它不是部门。`, "给字段写上“取自: 部门”。");
  }
  for (const field of register.fields)
    if (field.sealed && field.countable)
      tell(field, "可统计", `“${shown(field.name)}”是保密的，不能拿来统计。`, "删去“可统计”，或另设一个不涉密的字段。");
  return faults;
}

/** Registers that fields, causes and parts name. */
export function namedRegistersAreKnown(plan: Plan, locate: Locate): Problem[] {
  const what = { code: "plan-unknown-register", noun: "台账", define: "台账" } as const;
  const names = registersOf(plan).map(({ name }) => name);
  const fromFields = registersOf(plan).flatMap((register) =>
    register.fields.flatMap((field) =>
      typeof field.kind === "string"
        ? []
        : uses(within(register, "字段", field.name), field, "取自", [field.kind.register]),
    ),
  );
  const causes = registersOf(plan).flatMap((register) =>
    uses(called("台账", register.name), register, "起因", register.causes),
  );
  const parts = registersOf(plan).flatMap((register) =>
    uses(called("台账", register.name), register, "分办", [register.parts?.register ?? null]),
  );
  return [
    ...unknownAmong(fromFields, [...fieldKinds, ...names], what, locate),
    ...unknownAmong(causes, [...builtInCauses, ...names], what, locate),
    ...unknownAmong(parts, names, what, locate),
  ];
}

export function registerStatesAreKnown(plan: Plan, locate: Locate): Problem[] {
  const what = { code: "plan-unknown-state", noun: "状态", define: "状态" } as const;
  return registersOf(plan).flatMap((register) => {
    const used = [
      ...register.steps.flatMap((step) => [
        ...uses(within(register, "步骤", step.name), step, "从", step.from),
        ...uses(within(register, "步骤", step.name), step, "到", [step.to]),
      ]),
      ...(register.account
        ? uses(called("台账", register.name), register.account, "计于", register.account.countsIn)
        : []),
    ];
    const known = register.states.map(({ name }) => name);
    return unknownAmong(used, known, what, locate);
  });
}

/** Who acts: somebody of the plan, the one a field names, the unit that entered it, or the subject. */
export function registerActorsAreKnown(plan: Plan, locate: Locate): Problem[] {
  const departments = plan.departments.flatMap(({ name, aliases }) => [name, ...aliases]);
  const bodies = plan.bodies.flatMap(({ name }) => name ?? []);
  const what = { code: "plan-unknown-actor", noun: "部门，这本台账也没有这个字段", define: "部门" } as const;
  return registersOf(plan).flatMap((register) => {
    const fields = register.fields.map(({ name }) => name);
    const acting = register.states.flatMap((state) =>
      uses(within(register, "状态", state.name), state, "谁办", [state.actor]),
    );
    const taking = register.steps.flatMap((step) => uses(within(register, "步骤", step.name), step, "谁", step.units));
    return [
      ...unknownAmong(acting, [...departments, ...bodies, ...actingRoles, ...fields], what, locate),
      ...unknownAmong(taking, departments, { ...what, noun: "部门" }, locate),
    ];
  });
}

/** It begins, every state is reached and leads to an end, and none but an end is without somebody and a limit. */
export function registersAreWhole(plan: Plan, locate: Locate): Problem[] {
  return registersOf(plan).flatMap((register) => [
    ...beginning(register, locate),
    ...unreached(register, locate),
    ...unended(register, locate),
    ...register.states.filter(({ ends }) => !ends).flatMap((state) => stalling(register, state, locate)),
  ]);
}

function beginning(register: Register, locate: Locate): Problem[] {
  if (register.steps.some(({ from }) => from.length === 0)) return [];
  return [
    {
      code: "plan-register-no-start",
      message: `${called("台账", register.name)}没有登记的第一步，什么也登记不进去。`,
      hint: "补一个不写“从”的步骤，如 { 名称: 登记, 到: 待办 }。",
      place: locate(register, "步骤"),
    },
  ];
}

function unreached(register: Register, locate: Locate): Problem[] {
  const reached = closure(
    register.steps.filter(({ from }) => from.length === 0).map(({ to }) => to),
    (state) => register.steps.filter(({ from }) => from.includes(state)).map(({ to }) => to),
  );
  if (reached.size === 0) return [];
  return register.states
    .filter(({ name }) => !reached.has(name))
    .map((state) => ({
      code: "plan-register-unreached",
      message: `${within(register, "状态", state.name)}没有一步走得到。`,
      hint: "加一个“到”它的步骤，或删去这个状态。",
      place: locate(state, "名称"),
    }));
}

/** States from which no end can be reached: an entry there stays open for ever. */
function unended(register: Register, locate: Locate): Problem[] {
  const ending = closure(
    register.states.filter(({ ends }) => ends).map(({ name }) => name),
    (state) => register.steps.filter(({ to }) => to === state).flatMap(({ from }) => from),
  );
  return register.states
    .filter(({ name }) => !ending.has(name))
    .map((state) => ({
      code: "plan-register-no-end",
      message: `${within(register, "状态", state.name)}走不到终结，登记了就办不完。`,
      hint: "加一个从它出发、通向终结的步骤；本身就是终结的写“终: 是”。",
      place: locate(state, "名称"),
    }));
}

function closure(from: readonly string[], next: (state: string) => readonly string[]): ReadonlySet<string> {
  const met = new Set(from);
  for (const state of met) for (const other of next(state)) met.add(other);
  return met;
}

/** Nothing stalls unseen: somebody has it, and there is a day by which it is done or a reason why there is none. */
function stalling(register: Register, state: RegisterState, locate: Locate): Problem[] {
  const owner = within(register, "状态", state.name);
  const hasLimit = state.limit !== null || state.limitField !== null || state.unlimited !== null;
  return [
    ...(state.actor === null
      ? [
          {
            code: "plan-register-no-actor",
            message: `${owner}没有写谁办。`,
            hint: `补一行“谁办: …”：部门、写着部门或人的字段，或${actingRoles.join("、")}。`,
            place: locate(state, "名称"),
          } satisfies Problem,
        ]
      : []),
    ...(hasLimit
      ? []
      : [
          {
            code: "plan-register-no-limit",
            message: `${owner}没有期限，停在这里没有人会看到。`,
            hint: "写“期限: 5个工作日”；来源没有写的写“期限: 待填：几日内办完”；本来就没有期限的写“不设期限: 原因”。",
            place: locate(state, "名称"),
          } satisfies Problem,
        ]),
  ];
}

/** A paper that is one of the plan's own (文书种类) is issued by those who may: its step says by whom, and names nobody else. */
export function stepPapersMayBeIssued(plan: Plan, locate: Locate): Problem[] {
  const canonical = (unit: string): string =>
    plan.departments.find(({ name, aliases }) => name === unit || aliases.includes(unit))?.name ?? unit;
  return registersOf(plan).flatMap((register) =>
    register.steps.flatMap((step): Problem[] => {
      const kind = plan.orderKinds.find(({ name }) => name === step.paper);
      if (kind === undefined) return [];
      const issuers = kind.issuers.map(canonical);
      const others = step.units.filter((unit) => !issuers.includes(canonical(unit)));
      if (step.units.length > 0 && others.length === 0) return [];
      const owner = within(register, "步骤", step.name);
      return [
        {
          code: "plan-register-paper",
          message:
            others.length > 0
              ? `${owner}出具${shown(kind.name)}，${others.map(shown).join("、")}不能签发它。`
              : `${owner}出具${shown(kind.name)}，没有写谁可以办这一步。`,
          hint: `写“谁: [${issuers.map(shown).join(", ")}]”，或另给这份文书一个名称。`,
          place: others.length > 0 ? locate(step, "谁", others[0]) : locate(step, "文书"),
        },
      ];
    }),
  );
}

/** What a step asks for it does not also leave to choice. */
export function stepWordsStandOnce(plan: Plan, locate: Locate): Problem[] {
  return registersOf(plan).flatMap((register) => register.steps.flatMap((step) => bothAsked(register, step, locate)));
}

function bothAsked(register: Register, step: RegisterStep, locate: Locate): Problem[] {
  return step.takes
    .filter((word) => step.asks.includes(word))
    .map((word) => ({
      code: "plan-register-twice",
      message: `${within(register, "步骤", step.name)}的“${shown(word)}”又要又可写。`,
      hint: "只留一处：必须写的写在“要”里。",
      place: locate(step, "可写", word),
    }));
}

/** A figure over registers says of which; its states, steps and fields are theirs, and its fields may be counted by. */
export function registerFiguresAreKnown(plan: Plan, locate: Locate): Problem[] {
  const registers = registersOf(plan);
  return plan.indicators.flatMap((indicator) => {
    if (indicator.basis === "比率" || indicator.set !== "台账") return [];
    const { filter } = indicator;
    const owner = called("指标", indicator.name);
    if (filter.registers === undefined)
      return [
        {
          code: "plan-figure-without-register",
          message: `${owner}统计“台账”，没有写是哪一本。`,
          hint: "在“其中”里写上“台账: [督办]”这样的一行。",
          place: locate(indicator, "统计"),
        } satisfies Problem,
      ];
    const ours = registers.filter(({ name }) => filter.registers?.includes(name));
    const names = (of: (register: Register) => readonly { readonly name: string }[]) =>
      ours.flatMap((register) => of(register).map(({ name }) => name));
    const countable = ours.flatMap(({ fields }) => fields.flatMap((field) => (field.countable ? [field.name] : [])));
    const what = (noun: string, code: ProblemCode) => ({ code, noun, define: "台账" });
    return [
      ...unknownAmong(
        uses(owner, filter, "台账", filter.registers),
        registers.map(({ name }) => name),
        what("台账", "plan-unknown-register"),
        locate,
      ),
      ...unknownAmong(
        uses(owner, filter, "状态", filter.states ?? []),
        names(({ states }) => states),
        what("状态", "plan-unknown-state"),
        locate,
      ),
      ...unknownAmong(
        uses(owner, filter, "步骤", filter.steps ?? []),
        names(({ steps }) => steps),
        what("步骤", "plan-unknown-step"),
        locate,
      ),
      ...unknownAmong(
        uses(owner, filter, "字段", Object.keys(filter.fields ?? {})),
        countable,
        what("可统计的字段", "plan-unknown-field"),
        locate,
      ),
      ...registerBasis(indicator, filter.counts, locate),
    ];
  });
}

/** What stands in a state has no sum over a time. */
function registerBasis(indicator: Plan["indicators"][number], counts: string | undefined, locate: Locate): Problem[] {
  if (counts !== "在某状态" || indicator.basis !== "期间") return [];
  return [
    {
      code: "plan-indicator-basis",
      message: `${called("指标", indicator.name)}数的是处在某状态的，口径却写了“期间”。`,
      hint: "口径改成时点；要数本期办了多少，写“计: 步骤”。",
      place: locate(indicator, "口径"),
    },
  ];
}
