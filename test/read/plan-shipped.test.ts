/** The shipped plans against what their sources say. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import type { Plan } from "../../src/campaign/index.ts";
import { listPlans, readPlan } from "../../src/read/plan/index.ts";

const shelf = path.join(import.meta.dirname, "../../templates/plans");
const text = (code: string) => readFileSync(path.join(shelf, `${code}.yaml`), "utf8");

function shipped(code: string): Plan {
  const reading = readPlan(text(code), `${code}.yaml`);
  expect("problems" in reading ? reading.problems : []).toEqual([]);
  return reading.plan!;
}

const items = (plan: Plan) => plan.topics.flatMap((topic) => topic.items);
const dates = (plan: Plan) => plan.phases.map((phase) => [phase.name, phase.from, phase.until]);
const route = (plan: Plan, code: string) => plan.routes.find((each) => each.code === code);

test("架上有四份方案", () => {
  expect(listPlans(shelf)).toEqual([
    {
      code: "beilun-2021",
      name: "2021年北仑区校外培训机构集中整治专项行动工作方案",
      region: "北仑区",
      phases: 3,
      file: path.join(shelf, "beilun-2021.yaml"),
    },
    {
      code: "chuanhui-2021",
      name: "2021年川汇区校外培训机构专项治理工作方案",
      region: "川汇区",
      phases: 7,
      file: path.join(shelf, "chuanhui-2021.yaml"),
    },
    {
      code: "epidemic-2021",
      name: "2021年疫情防控期间校外培训机构专项整治工作方案",
      region: "待填：来源只写“全市”，没有写是哪个市",
      phases: 3,
      file: path.join(shelf, "epidemic-2021.yaml"),
    },
    {
      code: "model-2026",
      name: "校外培训机构专项治理工作方案（现行法律范本）",
      region: "待填：开展治理的县（市、区）",
      phases: 5,
      file: path.join(shelf, "model-2026.yaml"),
    },
  ]);
});

describe.each(["chuanhui-2021", "beilun-2021", "epidemic-2021"])("%s", (code) => {
  const plan = shipped(code);

  test("文件名就是代号，第一行指给编辑器格式文件", () => {
    expect(plan.code).toBe(code);
    expect(text(code).split("\n")[0]).toBe("# yaml-language-server: $schema=plan.schema.json");
  });

  test("2021年的方案不引2021年以后的规定", () => {
    expect(plan.laws.filter((law) => law.from !== null && law.from > "2021-12-31")).toEqual([]);
    expect(text(code)).not.toContain("令第53号");
  });

  test("有整改、告知、处罚、移送、恢复各种文书；处罚决定要先告知，期限待填、可以放弃", () => {
    const effects = new Set(plan.orderKinds.map((kind) => kind.effect));
    for (const effect of ["整改", "停办", "恢复", "取缔", "督办", "告知", "处罚", "移送"])
      expect(effects).toContain(effect);
    const penalty = plan.orderKinds.find((kind) => kind.effect === "处罚");
    expect(penalty?.after).toEqual({ kind: "行政处罚告知书", wait: null, waivable: true });
  });

  test("来源没有给整改天数，一律待填", () => {
    const rectification = plan.orderKinds.filter((kind) => kind.effect === "整改");
    expect(rectification.map((kind) => kind.deadline)).toEqual(rectification.map(() => null));
  });

  test("每一级问题都要第二人销号；进黑名单先有证据、告知、申辩期满、决定送达", () => {
    expect(plan.review.secondPerson).toEqual(["重大隐患", "严重", "一般"]);
    expect(plan.lists.find((list) => list.name === "黑名单")?.gates).toEqual([
      "事实有证据",
      "已告知",
      "申辩期满",
      "已决定并送达",
    ]);
  });

  test("听证的较大数额没有默认值", () => {
    expect(plan.thresholds.find((each) => each.name === "听证较大数额罚款")?.value).toBeNull();
  });

  test("每个报表都有指标，每个指标都有报表用", () => {
    const used = new Set(plan.reports.flatMap((report) => report.indicators));
    expect(plan.indicators.map(({ name }) => name).filter((name) => !used.has(name))).toEqual([]);
  });

  test("待填和阶段提醒", async () => {
    const { warnings } = readPlan(text(code), `${code}.yaml`);
    const lines = warnings.map(({ message, place }) => `${place?.line} ${message}`);
    await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot(
      path.join(import.meta.dirname, `samples/plan/shipped/${code}.txt`),
    );
  });
});

describe("川汇区（篇四）", () => {
  const plan = shipped("chuanhui-2021");

  test("七个阶段和日期；“6月28日前”含当日，“12月1日以后”不限", () => {
    expect(dates(plan)).toEqual([
      ["排查摸底", null, "2021-06-28"],
      ["暂时关停", null, "2021-07-01"],
      ["规范优化提升", "2021-07-01", "2021-07-15"],
      ["集中整改", "2021-07-16", "2021-08-15"],
      ["督导整改", "2021-08-16", "2021-08-31"],
      ["公布机构信息", null, "2021-12-01"],
      ["健全长效机制", "2021-12-01", null],
    ]);
    expect(plan.phases[4]?.lead).toEqual(["区政府办督查室"]);
    expect(plan.phases[5]?.lead).toEqual(["区教体局"]);
  });

  test("九项治理内容，拆成能现场核对的检查项；第8项查学校，第9项查教师", () => {
    expect(plan.topics.map((topic) => topic.no)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(items(plan).length).toBeGreaterThanOrEqual(45);
    const kinds = plan.topics.map((topic) => [...new Set(topic.items.map((item) => item.kind))].join());
    expect(kinds).toEqual([...Array.from({ length: 7 }, () => "机构"), "学校", "教师"]);
  });

  test("六种情形，按来源的顺序和牵头部门；艺术类、体育类教体会同文旅", () => {
    expect(plan.routes.map(({ code, lead, supporting, orderKind }) => [code, lead, supporting, orderKind])).toEqual([
      ["1", ["市公安局川汇区分局", "区应急管理局", "区消防救援大队"], [], null],
      [
        "2",
        ["各办事处"],
        ["区教体局", "区消防救援大队", "市市场监管局川汇区分局", "区住建局", "市公安局川汇区分局"],
        null,
      ],
      ["3", ["区教体局", "市市场监管局川汇区分局", "区民政局", "区消防救援大队"], [], "整改通知书"],
      ["4", ["区教体局"], [], "责令整改通知书"],
      ["4之艺体", ["区教体局", "区文旅局"], [], "责令整改通知书"],
      ["5", ["市市场监管局川汇区分局", "区发改委"], [], null],
      ["6", ["区卫健委", "区民政局"], [], null],
    ]);
    expect(route(plan, "1")?.when.severities).toEqual(["重大隐患"]);
    expect(route(plan, "2")?.when.classes).toEqual(["无证无照"]);
    expect(route(plan, "3")?.when.classes).toEqual(["有照无证"]);
    expect(route(plan, "4")?.when.classes).toEqual(["有证有照"]);
    expect(route(plan, "5")?.when.topics).toEqual([7]);
    expect(route(plan, "6")?.when.categories).toEqual(["托幼机构"]);
  });

  test("十三个部门写有职责，办事处是属地；同一部门的几种叫法归一", () => {
    const withDuties = plan.departments.filter((department) => department.duties.length > 0);
    expect(withDuties.map(({ name }) => name)).toEqual([
      "区教体局",
      "市公安局川汇区分局",
      "区应急管理局",
      "区消防救援大队",
      "区城管局",
      "区发改委",
      "市市场监管局川汇区分局",
      "区卫健委",
      "区民政局",
      "区住建局",
      "区文旅局",
      "区司法局",
      "各办事处",
    ]);
    expect(plan.departments.filter((department) => department.territorial).map(({ name }) => name)).toEqual([
      "各办事处",
    ]);
    expect(withDuties[0]?.aliases).toEqual(expect.arrayContaining(["教体局", "教科体局", "教育局"]));
  });

  test("八个工作组，名称待填", () => {
    const groups = plan.bodies.filter((body) => body.kind === "工作组");
    expect(groups.map(({ name }) => name)).toEqual(Array.from({ length: 8 }, () => null));
  });

  test("整改通知书三项内容，不晚于8月15日；代字只有区教体局的有来源", () => {
    const order = plan.orderKinds.find((kind) => kind.name === "整改通知书")!;
    expect(order.demands).toEqual(["不得招收新生", "自行拆除教育培训相关广告", "不再对现有学员续班续费"]);
    expect(order.deadlineBound).toBe("2021-08-15");
    expect(order.numbering.pattern).toBe("{代字}〔{年}〕{序}号");
    const words = plan.orderKinds
      .flatMap((kind) => Object.values(kind.numbering.words))
      .filter((word) => word !== null);
    expect(words).toEqual(["川教体改"]);
  });

  test("四个一批", () => {
    expect(plan.buckets.map(({ name }) => name)).toEqual(["查处", "审批", "规范", "关停"]);
  });

  test("督查室复查，未到位的四种下一步", () => {
    expect(plan.review.lead).toEqual(["区政府办督查室"]);
    expect(plan.review.nextSteps).toEqual(["延期", "行政处罚告知书", "案件移送函", "责令停办通知"]);
  });

  test("整改完成率 = 完成整改机构数 ÷ 存在问题机构数", () => {
    expect(plan.indicators.find(({ name }) => name === "整改完成率")).toEqual({
      name: "整改完成率",
      unit: "%",
      basis: "比率",
      numerator: "完成整改机构数",
      denominator: "存在问题机构数",
    });
  });

  test("7月24日以前的检查不问假期培训，9月1日以前不引实施条例", () => {
    expect(items(plan).find(({ code }) => code === "4-5")?.from).toBe("2021-07-24");
    expect(plan.laws.find(({ code }) => code === "条例63")?.from).toBe("2021-09-01");
  });
});

describe("北仑区（篇五）", () => {
  const plan = shipped("beilun-2021");

  test("三个阶段", () => {
    expect(dates(plan)).toEqual([
      ["全面排查", "2021-04-01", "2021-05-31"],
      ["集中整治", "2021-06-01", "2021-08-31"],
      ["巩固深化", "2021-09-01", "2021-11-30"],
    ]);
  });

  test("收费不超过3个月、60课时", () => {
    const values = plan.thresholds.map(({ name, value, unit }) => [name, value, unit]);
    expect(values).toContainEqual(["一次性收费月数上限", "3", "个月"]);
    expect(values).toContainEqual(["一次性收费课时上限", "60", "课时"]);
    expect(items(plan).find(({ code }) => code === "3-3")?.text).toContain("3个月");
    expect(items(plan).find(({ code }) => code === "3-4")?.text).toContain("60课时");
  });

  test("12分制，记分表待填；双随机比例待填，每家两人", () => {
    expect(plan.credit).toMatchObject({ base: 12, points: null });
    expect(plan.draws).toMatchObject([{ name: "双随机抽查", percent: null, officers: 2 }]);
  });

  test("规范、整治、关停；重大隐患立即停办整改；11月起查平台入驻", () => {
    expect(plan.buckets.map(({ name }) => name)).toEqual(["规范", "整治", "关停"]);
    const halt = plan.orderKinds.find(({ name }) => name === route(plan, "1")?.orderKind);
    expect(halt?.effect).toBe("停办");
    expect(items(plan).find(({ text: words }) => words.includes("一站式服务平台"))?.from).toBe("2021-11-01");
  });
});

describe("疫情期间（篇三、篇六）", () => {
  const plan = shipped("epidemic-2021");

  test("三步，1月20日属于前两步", () => {
    expect(dates(plan)).toEqual([
      ["宣传发动", "2021-01-15", "2021-01-20"],
      ["组织实施", "2021-01-20", "2021-08-31"],
      ["总结表彰", "2021-09-01", "2021-09-30"],
    ]);
  });

  test("没有写是哪个市", () => expect(plan.region).toEqual({ name: "待填", areaCode: null }));

  test("三个“不出现”", () => {
    expect(plan.zeroTargets.map(({ text, items: broken, classes }) => [text, broken, classes])).toEqual([
      ["不出现一起合法校外培训机构开展线下培训", ["2-1"], ["有证有照"]],
      ["不出现一起非法校外培训机构开展任何培训", ["1-2", "2-1"], ["有照无证", "有证无照", "无证无照"]],
      ["校外培训机构不出现一例疫情", ["5-1"], []],
    ]);
  });

  test("来源列的六种强制手段都带提醒；停水停电没有有权机关", () => {
    const named = ["停电", "停水", "罚款", "拆除广告牌", "没收设备", "治安管理处罚"];
    const measures = named.map((name) => plan.measures.find((measure) => measure.name === name));
    expect(measures.map((measure) => measure?.warning)).not.toContain(null);
    for (const measure of measures.slice(0, 2)) {
      expect(measure).toMatchObject({ authority: [], basis: ["强制法10", "强制法43"] });
    }
    expect(measures[5]?.authority).toEqual(["公安机关"]);
  });

  test("周督导、月调度、季通报、年总结；民办幼儿园在内", () => {
    expect(plan.reports.map(({ name, rhythm }) => [name, rhythm])).toEqual([
      ["周督导", "周"],
      ["月调度", "月"],
      ["季通报", "季"],
      ["年总结", "年"],
      ["台账情况", "阶段"],
    ]);
    expect(plan.categories.map(({ name }) => name)).toContain("民办幼儿园");
  });
});

describe("model-2026：现行法律的范本", () => {
  const plan = shipped("model-2026");

  test("条款只引读过原文的法律：令第53号、双减、预收费的规定没有读到原文，不引", () => {
    expect(new Set(plan.laws.map(({ title }) => title))).toEqual(
      new Set([
        "中华人民共和国民办教育促进法",
        "中华人民共和国民办教育促进法实施条例（2021年修订）",
        "中华人民共和国未成年人保护法",
        "中华人民共和国广告法",
        "无证无照经营查处办法",
        "中华人民共和国行政处罚法（2021年修订）",
        "中华人民共和国行政强制法",
      ]),
    );
    expect(plan.laws.every(({ until }) => until === null)).toBe(true);
  });

  test("没有核对原文的数额和倍数一律待填", () => {
    expect(plan.thresholds.filter(({ value }) => value !== null)).toEqual([]);
    expect(plan.blanks.filter(({ note }) => note.includes("令第53号")).map(({ path: where }) => where)).toEqual([
      "措施.擅自举办校外培训机构的处罚.提醒",
      "措施.变相开展学科类培训的处罚.提醒",
      "措施.擅自组织社会性竞赛的处罚.提醒",
    ]);
    expect(
      items(plan)
        .map(({ text: words }) => words)
        .filter((words) => /\d/.test(words)),
    ).toEqual([]);
  });

  test("无证办学会同公安、民政或市场监管（民促法第六十四条）；查封只归市场监管（无证无照经营查处办法第十一条）", () => {
    expect(route(plan, "2")).toMatchObject({
      lead: ["县教育局"],
      supporting: ["县公安局", "县民政局", "县市场监管局"],
    });
    expect(plan.measures.find(({ name }) => name === "查封")?.authority).toEqual(["县市场监管局"]);
  });

  test("处罚决定要先告知，申辩天数待填；每一级问题都要第二人销号", () => {
    expect(plan.orderKinds.find(({ effect }) => effect === "处罚")?.after).toEqual({
      kind: "行政处罚告知书",
      wait: null,
      waivable: true,
    });
    expect(plan.review.secondPerson).toEqual(["重大隐患", "严重", "一般"]);
  });
});
