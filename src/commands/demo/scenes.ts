/** The sample campaign, step by step. Every name, number and date of an act in it is invented; the plan is 川汇区's own. */

/** A command line, or a printed checklist filled in as an inspector would on the spot. */
export type Step =
  | {
      readonly tuban: readonly string[];
      readonly ends?: number;
      /** Show all that it says. */ readonly whole?: boolean;
    }
  | {
      readonly fill: string;
      /** Items in breach, with what was seen; all others are 合格. */ readonly failed: Readonly<
        Record<string, string>
      >;
    };

export interface Scene {
  readonly title: string;
  /** Numbers of the mechanisms (docs/机制.md) that it uses. */
  readonly uses?: readonly string[];
  readonly steps: readonly Step[];
}

const team = ["--by", "张某甲,李某乙"];
const otherTeam = ["--by", "王某丙,刘某戊"];

/** What the plan leaves open (待填), with values made up for the sample. */
const fills = [
  "乡镇街道=城东办事处、城西办事处、城南办事处、城北办事处、新区办事处、东郊乡",
  "文书种类.整改通知书.期限=10个工作日",
  "文书种类.整改通知书.延期次数=1",
  "文书种类.责令整改通知书.代字.区教体局=川教体责改",
  "文书种类.责令整改通知书.期限=10个工作日",
  "文书种类.责令停办通知.代字.区教体局=川教体停",
  "文书种类.行政处罚告知书.代字.区教体局=川教体罚告",
  "文书种类.行政处罚决定书.代字.区教体局=川教体罚",
  "文书种类.行政处罚决定书.先行文书.间隔=5个工作日",
  "部门.区教体局.联系方式=样例：区教体局专项治理办公室",
  "部门.区教体局.复议机关=样例区人民政府",
  "部门.区教体局.诉讼法院=样例区人民法院",
  "名单.白名单.异议渠道=样例：区教体局专项治理办公室",
  "名单.黑名单.异议渠道=样例：区教体局专项治理办公室",
].flatMap((fill) => ["--fill", fill]);

const on = (day: string): string[] => ["--on", day];

/** Goes with the paper sheet, comes back with it filled in. */
function inspection(
  subject: number,
  day: string,
  failed: Readonly<Record<string, string>>,
  kind: readonly string[] = [],
): Step[] {
  const sheet = `检查表-${subject}.csv`;
  return [
    { tuban: ["inspect", String(subject), ...kind, "--print", "--csv", "--out", sheet, ...on(day)] },
    { fill: sheet, failed },
    { tuban: ["inspect", String(subject), ...kind, "--answers", sheet, ...team, ...on(day), "--yes"] },
  ];
}

/** Issues what the inspection found, and serves it. */
function ordered(subject: number, issuedOn: string, servedOn: string, more: readonly string[] = []): Step[] {
  return [
    { tuban: ["order", "issue", String(subject), ...more, ...on(issuedOn), "--yes"] },
    { tuban: ["order", "serve", String(subject), "--to", "机构负责人", ...on(servedOn), "--yes"] },
  ];
}

const decision = [
  ...["case", "step", "1", "决定", "--penalty", "罚款=9000元"],
  ...["--performance", "自收到本决定书之日起十五日内缴到样例银行"],
];

export const scenes: readonly Scene[] = [
  {
    title: "建账，采用川汇区方案，登记人员",
    steps: [
      { tuban: ["init", "--plan", "chuanhui-2021", ...fills, ...on("2021-06-21")] },
      { tuban: ["person", "import", "people.csv", ...on("2021-06-21")] },
      { tuban: ["as", "张某甲"] },
    ],
  },
  {
    title: "第1阶段 排查摸底：导入底数",
    steps: [{ tuban: ["import", "roster.csv", "--source", "街道摸排", ...on("2021-06-25")], ends: 3, whole: true }],
  },
  {
    title: "第2阶段 暂时关停：一律停办",
    steps: [
      { tuban: ["order", "issue", "--all", "--kind", "责令停办通知", ...on("2021-06-30"), "--yes"] },
      {
        tuban: [
          "order",
          "serve",
          "--all",
          "--kind",
          "责令停办通知",
          "--to",
          "机构负责人",
          ...on("2021-07-01"),
          "--yes",
        ],
      },
    ],
  },
  {
    title: "第3阶段 规范优化提升：有证有照的再次验收",
    steps: [
      ...[1, 9, 17].flatMap((subject) => inspection(subject, "2021-07-08", {}, ["--kind", "验收"])),
      ...inspection(2, "2021-07-09", { "3-1": "宣传册写有“保过”字样" }, ["--kind", "验收"]),
    ],
  },
  {
    title: "第4阶段 集中整改：检查、下达、送达",
    steps: [
      ...inspection(3, "2021-07-16", { "2-1": "没有办学许可证", "2-4": "按营业执照只能做咨询，实际开语文、数学班" }),
      ...inspection(4, "2021-07-16", { "1-1": "唯一的安全出口上锁", "2-1": "没有办学许可证", "2-2": "没有营业执照" }),
      ...inspection(5, "2021-07-19", { "3-2": "海报写有“三个月提分三十分”", "7-1": "收费项目没有公示" }),
      ...inspection(11, "2021-07-19", { "2-1": "没有办学许可证", "2-4": "超出经营范围开展学科辅导" }),
      ...ordered(2, "2021-07-12", "2021-07-13"),
      ...ordered(3, "2021-07-19", "2021-07-20"),
      ...ordered(11, "2021-07-20", "2021-07-21"),
      ...ordered(5, "2021-07-20", "2021-07-21"),
    ],
  },
  {
    title: "复查与销号：第二人确认",
    steps: [
      {
        tuban: [
          "review",
          "2",
          ...otherTeam,
          "--result",
          "全部=已整改:宣传册已收回销毁",
          "--evidence",
          "全部=样例佐证.txt",
          ...on("2021-07-26"),
          "--yes",
        ],
      },
      { tuban: ["close", "川教体责改〔2021〕1号", "--as", "赵某丁", ...on("2021-07-27"), "--yes"] },
      {
        tuban: [
          "review",
          "3",
          ...otherTeam,
          "--result",
          "全部=部分整改:已停止招生，广告未拆",
          ...on("2021-08-04"),
          "--yes",
        ],
      },
      {
        tuban: [
          "order",
          "extend",
          "川教体改〔2021〕1号",
          "--to",
          "2021-08-13",
          "--reason",
          "广告拆除需高空作业",
          "--approver",
          "赵某丁",
          ...on("2021-08-04"),
          "--yes",
        ],
      },
      { tuban: ["review", "11", ...otherTeam, "--result", "全部=未整改:仍在开班", ...on("2021-08-05"), "--yes"] },
    ],
  },
  {
    title: "处罚：立案、查明、先告知，听取陈述申辩，再决定；文书从案件填出",
    steps: [
      {
        tuban: [
          ...["case", "open", "4", "--cause", "无证无照举办校外培训机构", "--acted", "2021-07-16"],
          ...[...team, "--approver", "赵某丁", ...on("2021-08-04")],
        ],
      },
      { tuban: ["case", "step", "1", "调查", ...team, "--note", "现场核实，仍在招生", ...on("2021-08-05")] },
      {
        tuban: [
          ...[
            "case",
            "step",
            "1",
            "调查终结",
            "--penalty",
            "罚款=9000元",
            "--hearing",
            "--facts",
            "无证无照开设文化课培训班",
          ],
          ...[
            "--proof",
            "现场检查笔录、询问笔录",
            "--violates",
            "民促法12",
            "--basis",
            "民促法64",
            ...on("2021-08-05"),
          ],
        ],
      },
      {
        tuban: [
          "order",
          "issue",
          "4",
          "--kind",
          "行政处罚告知书",
          "--issuer",
          "区教体局",
          ...on("2021-08-06"),
          "--yes",
        ],
      },
      { tuban: ["order", "serve", "4", "--to", "举办者", ...team, ...on("2021-08-06"), "--yes"] },
      { tuban: [...decision, ...on("2021-08-09")], ends: 1, whole: true },
      { tuban: [...decision, ...on("2021-08-16")] },
      {
        tuban: [
          "order",
          "issue",
          "4",
          "--kind",
          "行政处罚决定书",
          "--issuer",
          "区教体局",
          ...on("2021-08-16"),
          "--yes",
        ],
      },
      { tuban: ["order", "serve", "4", "--to", "举办者", ...team, ...on("2021-08-17"), "--yes"] },
    ],
  },
  {
    title: "第6阶段 公布：白名单、黑名单",
    steps: [
      { tuban: ["publish", "whitelist", ...on("2021-11-30"), "--yes"] },
      {
        tuban: [
          "publish",
          "notify",
          "4",
          "--list",
          "blacklist",
          "--reason",
          "无证无照办学，拟列入黑名单",
          ...on("2021-11-22"),
        ],
      },
      { tuban: ["publish", "blacklist", ...on("2021-11-30"), "--yes"] },
    ],
  },
  {
    title: "第4阶段周调度（截至 2021-08-06）",
    steps: [
      { tuban: ["report", "--phase", "4", "--as-of", "2021-08-06", "--out", "报表"] },
      { tuban: ["report", "--phase", "4", "--as-of", "2021-08-06"], whole: true },
    ],
  },
];
