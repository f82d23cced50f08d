/** tuban demo --full: a year of 北仑's plan. Every name, number and date of an act in it is invented; the registers are carried on from the plan itself. */
import { readFileSync } from "node:fs";
import { Stop, addDays, registerNamed, wayToAnEnd } from "../../campaign/index.ts";
import type { Day, Plan, Register, RegisterField, RegisterStep } from "../../campaign/index.ts";
import { readPlan } from "../../read/plan/index.ts";
import { templatePath } from "../../templates.ts";
import type { Scene, Step } from "./scenes.ts";

const code = "beilun-2021";
const towns = ["小港街道", "新碶街道", "大碶街道"];
const departments = ["区教育局", "综合行政执法部门", "市场监管部门", "消防救援部门", "税务部门"];
const association = "北仑校外培训机构联谊会";

/** The lists that the sample office has: institutions, schools, teachers, people. */
export function yearFiles(): ReadonlyMap<string, string> {
  const table = (rows: readonly (readonly string[])[]): string => rows.map((row) => `${row.join(",")}\n`).join("");
  const classes = ["有,有", "有,有", "无,有", "有,有", "无,无", "有,无"];
  const institutions = Array.from({ length: 18 }, (_, at) => [
    `样例第${at + 1}培训中心`,
    towns[at % towns.length] ?? "",
    "学科类",
    classes[at % classes.length] ?? "",
    `样例路${at + 1}号`,
    at % 6 === 0 || at % 6 === 1 || at % 6 === 3 ? "2023-06-30" : "",
  ]);
  const people = departments.flatMap((unit, nth) =>
    ["甲", "乙"].map((who) => [`${unit}${who}`, unit, `样例证${nth}${who}`, "2025-12-31"]),
  );
  return new Map([
    [
      "底数.csv",
      table([["名称", "属地", "类别", "有无许可证", "有无执照", "地址", "许可证有效期至"], ...institutions]),
    ],
    [
      "学校.csv",
      table([
        ["名称", "属地"],
        ["样例小学", "小港街道"],
        ["样例中学", "新碶街道"],
      ]),
    ],
    [
      "教师.csv",
      table([
        ["姓名", "学校"],
        ["张某甲（样例）", "样例小学"],
      ]),
    ],
    ["人员.csv", table([["姓名", "单位", "执法证号", "证件有效期"], ...people, ["钱某己", association, "", ""]])],
  ]);
}

/** What the plan leaves open (待填), with values made up for the sample. */
const fills = [
  "文书种类.整改通知书.代字.区教育局=仑教改",
  "文书种类.整改通知书.期限=10个工作日",
  "文书种类.整改通知书.延期次数=1",
  "文书种类.责令停办整改通知书.代字.区教育局=仑教停",
  "文书种类.恢复办学通知.代字.区教育局=仑教复",
  "文书种类.案件移送函.代字.区教育局=仑教移",
  "部门.区教育局.联系方式=样例大道1号",
  "名单.白名单.异议渠道=样例电话00000000",
  "双随机.双随机抽查.比例=20",
  "台账.记分.账户.基数=12",
];

/** The scenes of the year, with the mechanisms that each uses. */
export function yearOf(): readonly Scene[] {
  const plan = shippedPlan();
  return [opening(plan), survey, rectification(), draws, ...registerScenes(plan), closing(plan)];
}

function shippedPlan(): Plan {
  const reading = readPlan(readFileSync(templatePath("plans", `${code}.yaml`), "utf8"), `${code}.yaml`);
  if (!reading.plan) throw new Stop(1, "problems" in reading ? reading.problems : []);
  return reading.plan;
}

const on = (day: string): string[] => ["--on", day];
const team = ["--by", "区教育局甲,区教育局乙"];
const proof = "样例佐证.txt";

/** Limits of the registers that the source leaves open: their days in the sample. */
const limitsOf = ({ blanks }: Plan): string[] =>
  blanks.flatMap(({ path }) => (/^台账\..*\.期限$/.test(path) ? [`${path}=10个工作日`] : []));

const opening = (plan: Plan): Scene => ({
  title: "建账，采用北仑区方案，登记人员",
  steps: [
    {
      tuban: [
        ...["init", "--plan", code],
        ...[...fills, ...limitsOf(plan)].flatMap((fill) => ["--fill", fill]),
        ...on("2021-04-01"),
      ],
    },
    { tuban: ["person", "import", "人员.csv", ...on("2021-04-01")] },
    { tuban: ["as", "区教育局甲", ...on("2021-04-01")] },
  ],
});

const survey: Scene = {
  title: "排摸：联谊会看、报，联合整治工作组查",
  uses: ["M01", "M05", "M25"],
  steps: [
    { tuban: ["import", "底数.csv", "--source", "街道", ...on("2021-04-06"), "--yes"] },
    { tuban: ["import", "学校.csv", "--kind", "学校", "--source", "街道", ...on("2021-04-06"), "--yes"] },
    { tuban: ["import", "教师.csv", "--kind", "教师", "--source", "街道", ...on("2021-04-06"), "--yes"] },
    {
      tuban: ["inspect", "3", "--kind", "联谊会排查", "--by", "钱某己", "--fail", "1-1=无证办学", ...on("2021-04-20")],
    },
    { tuban: ["owed", "--as-of", "2021-05-31"] },
  ],
};

function rectification(): Scene {
  return {
    title: "集中整治：检查、整改通知书、复查、销号、停办、分批",
    uses: ["M06", "M12", "M18", "M37", "M38", "M46", "M52", "M53"],
    steps: [
      { tuban: ["inspect", "1", "--measure", "3-4=72课时", "--measure", "3-3=3个月", ...team, ...on("2021-06-08")] },
      { tuban: ["inspect", "2", "--fail", "2-1=疏散通道堵塞", ...team, ...on("2021-06-09")] },
      { tuban: ["inspect", "21", "--fail", "5-7=在校外机构有偿补课", ...team, ...on("2021-06-10")] },
      { tuban: ["inspect", "4", "--pass", ...team, ...on("2021-06-10")] },
      { tuban: ["order", "issue", "1", ...on("2021-07-16"), "--yes"] },
      { tuban: ["order", "serve", "1", "--to", "样例收件人", ...on("2021-07-16"), "--yes"] },
      { tuban: ["order", "issue", "2", ...on("2021-07-16"), "--yes"] },
      {
        tuban: [
          "review",
          "1",
          ...team,
          ...on("2021-07-28"),
          "--result",
          "1=已整改:已退费",
          "--evidence",
          `1=${proof}`,
          "--yes",
        ],
      },
      { tuban: ["close", "1", "--as", "市场监管部门甲", ...on("2021-07-29"), "--yes"] },
      { tuban: ["bucket", "4", "规范", "--reason", "证照齐全", ...on("2021-08-01")] },
      { tuban: ["bucket", "5", "关停", "--reason", "无证无照", ...on("2021-08-01")] },
      { tuban: ["publish", "whitelist", "--contact", "样例电话00000000", ...on("2021-11-01"), "--yes"] },
      { tuban: ["chart", "--out", "挂图.html", "--as-of", "2021-08-31"] },
    ],
  };
}

const draws: Scene = {
  title: "双随机抽查：锁定名录、两人掷种子、抽出、公布",
  uses: ["M22"],
  steps: [
    { tuban: ["draw", "freeze", ...on("2021-08-01")] },
    {
      tuban: [
        ...["draw", "seed", "--roll", "市场监管部门甲:503918274655", "--roll", "消防救援部门甲:917362544018"],
        ...on("2021-08-02"),
      ],
    },
    { tuban: ["draw", "--as-of", "2021-08-02"] },
    { tuban: ["draw", "file", "--out", "抽取结果.json", "--as-of", "2021-08-02"] },
    { tuban: ["draw", "check", "抽取结果.json"] },
  ],
};

/** The mechanisms that the registers of the plan carry. */
const usesOf: Readonly<Record<string, readonly string[]>> = {
  片区: ["M30"],
  排摸上报: ["M80"],
  责任人: ["M81"],
  会议: ["M33"],
  到会: ["M34"],
  整治行动: ["M36"],
  整治任务: ["M39"],
  办证: ["M09"],
  线索: ["M25", "M27"],
  移送: ["M26", "M66"],
  举报渠道: ["M27", "M78"],
  记分: ["M21"],
  联合惩戒: ["M21"],
  曝光: ["M20"],
  退费: ["M52"],
  专用账户: ["M52"],
  平台入驻: ["M54"],
  年检: ["M23"],
  从业教师: ["M47"],
  课后服务: ["M62"],
  宣传: ["M58"],
  信息推送: ["M59"],
  联谊会: ["M60"],
  制度: ["M61"],
  成员: ["M10", "M32"],
  督办: ["M15"],
};

/** Of each register one entry that goes to its end, and one that stays open; spread over the year. */
function registerScenes(plan: Plan): Scene[] {
  return (plan.registers ?? []).map((register, nth) => ({
    title: `${register.name}：${register.text}`,
    uses: usesOf[register.name] ?? [],
    steps: [...carried(plan, register, dayOf(nth)), ...leftOpen(plan, register, addDays(dayOf(nth), 7))],
  }));
}

const dayOf = (nth: number): Day => addDays("2021-05-06" as Day, nth * 5);

function carried(plan: Plan, register: Register, day: Day): Step[] {
  const [begin, ...rest] = wayToAnEnd(register);
  if (!begin) return [];
  const inParts = register.parts !== null && register.parts.register === null;
  return [
    added(plan, register, begin, { day, nth: 1 }),
    ...rest.map((step, at) => ({
      tuban: [
        ...["book", register.name, "step", numberOf(register, day, 1), step.name],
        ...written(plan, register, step.asks, { day, nth: 1 }),
        ...evidenceOf(step),
        ...(inParts ? ["--part", "全部"] : []),
        ...["--as", `${unitOf(step)}${at % 2 === 0 ? "乙" : "甲"}`, ...on(addDays(day, at + 1))],
      ],
    })),
  ];
}

const leftOpen = (plan: Plan, register: Register, day: Day): Step[] => {
  const [begin] = wayToAnEnd(register);
  return begin ? [added(plan, register, begin, { day, nth: 2 })] : [];
};

/** A sample of a register; the second one differs from the first, so that it is no repeat. */
interface Sample {
  readonly day: Day;
  readonly nth: number;
}

function added(plan: Plan, register: Register, begin: RegisterStep, sample: Sample): Step {
  const required = register.fields.filter((field) => field.required).map(({ name }) => name);
  const [kind] = register.about;
  const about =
    kind === undefined ? [] : [kind === "机构" ? String(sample.nth) : kind === "学校" ? "样例小学" : "张某甲（样例）"];
  return {
    tuban: [
      ...["book", register.name, "add", ...about],
      ...written(plan, register, [...new Set([...required, ...begin.asks])], sample),
      ...["--step", begin.name, ...evidenceOf(begin), "--as", `${unitOf(begin)}甲`, ...on(sample.day), "--again"],
    ],
  };
}

const evidenceOf = ({ evidence }: RegisterStep): string[] => (evidence ? ["--evidence", proof] : []);
const unitOf = ({ units }: RegisterStep): string => units[0] ?? departments[0] ?? "";

/** The number that the register gives its first entries of the year. */
const numberOf = ({ numbering }: Register, day: Day, nth: number): string =>
  numbering.replace("{年}", day.slice(0, 4)).replace("{序}", String(nth)).replace("{代字}", "");

function written(plan: Plan, register: Register, names: readonly string[], sample: Sample): string[] {
  return names.map((name) => {
    const field = register.fields.find((one) => one.name === name);
    const example = register.examples?.[name];
    const value = field ? valueOf(plan, field, sample, example) : (example ?? `样例${name}`);
    return `${name}=${value}`;
  });
}

/** As the plan itself says (例); days lie behind the entry's own. */
function valueOf(plan: Plan, field: RegisterField, { day, nth }: Sample, example: string | undefined): string {
  if (example !== undefined && typeof field.kind === "string" && field.kind !== "日期") return example;
  const [option] = field.options;
  if (option !== undefined) return option;
  if (typeof field.kind !== "string") {
    const other = registerNamed(plan.registers ?? [], field.kind.register);
    return other ? numberOf(other, day, 1) : "";
  }
  switch (field.kind) {
    case "日期":
      return addDays(day, 30);
    case "数":
      return String(nth * 3);
    case "金额":
      return `${nth}200.50`;
    case "部门":
      return field.many ? departments.slice(0, 2).join("、") : (departments[nth % departments.length] ?? "");
    case "属地":
      return towns[nth % towns.length] ?? "";
    case "机构":
      return String(nth);
    case "检查项":
      return plan.topics[0]?.items[0]?.code ?? "";
    case "文字":
    case "人员":
      return field.name === "街道社区" ? (towns[nth - 1] ?? "") : `样例${field.name}${nth}`;
  }
}

/** The year's tables, figures and reports. */
function closing(plan: Plan): Scene {
  const day = "2021-11-30";
  return {
    title: "编印、报表、到期的、全年的账",
    uses: ["M24", "M82", "M04"],
    steps: [
      ...(plan.editions ?? []).map(({ name }) => ({ tuban: ["edition", "issue", name, ...on("2021-09-01")] })),
      ...(plan.editions ?? []).map(({ name }) => ({ tuban: ["edition", "issue", name, ...on(day)] })),
      ...plan.reports.map(({ name }) => ({
        tuban: ["report", "--kind", name, "--as-of", day, "--out", `报表/${name}.md`],
      })),
      { tuban: ["book", "--as-of", day], whole: true },
      { tuban: ["owed", "--as-of", day] },
      { tuban: ["due", "--as-of", day] },
      { tuban: ["today", "--as-of", day] },
      { tuban: ["verify"] },
    ],
  };
}
