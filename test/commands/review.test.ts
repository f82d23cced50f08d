/** tuban review, close: what a re-check settles, what it leaves open, and who may accept it. */
import { describe, expect, test } from "vitest";
import type { TestOffice } from "../office.ts";
import { addFindings, orderOffice, servedOffice, refused } from "./order-office.ts";

const two = [{ subject: 1 }, { subject: 1, note: "消防通道堆放杂物", severity: "严重" as const }];
const by = "--by 王某丙,赵某丁";

interface ReviewJson {
  readonly results: readonly { finding: number; outcome: string; stage: string }[];
  readonly relapses: readonly { finding: number; relapseOf: number }[];
}

async function reviewed(office: TestOffice, line: string): Promise<ReviewJson> {
  return JSON.parse((await office.ok(`${line} --json`)).out) as ReviewJson;
}

const due = async (office: TestOffice, day: string, more = ""): Promise<number[]> =>
  (JSON.parse((await office.ok(`review --due --json --as-of ${day} ${more}`.trim())).out) as { finding: number }[]).map(
    ({ finding }) => finding,
  );

describe("复查", () => {
  test("逐个问题一键一答；已整改的等第二人，没有整改到位的给出方案的下一步", async () => {
    const office = await servedOffice(two);
    office.write("照片.jpg", "sample photograph");
    office.answer("1", "摘牌停课", "照片.jpg", "3", "");
    const ran = await office.ok(`review 1号 ${by} --on 2021-08-04`);
    expect(ran.out).toBe(
      "已登记复查：1 样例甲培训中心\n  问题 1：已整改（摘牌停课） → 已整改待验收\n  问题 2：未整改 → 未整改\n",
    );
    expect(ran.err).toContain("tuban close w1 --as 第二人");
    const steps = [
      "tuban order extend 川教体改〔2021〕1号",
      "tuban order issue 1 --kind 行政处罚告知书 --finding 2",
      "tuban order issue 1 --kind 案件移送函 --finding 2",
      "tuban order issue 1 --kind 责令停办通知",
    ];
    for (const step of steps) expect(ran.err).toContain(step);
    expect((await office.ok("log --json")).out).toContain("复查 川教体改〔2021〕1号：已整改1、未整改1");
    expect((await office.ok("verify")).out).toContain("1 个证据文件");
  });

  test("无法核查、拒检只算去过：不销不改，下次还在", async () => {
    const office = await servedOffice(two);
    const { results } = await reviewed(
      office,
      `review 1号 ${by} --result 1=无法核查:大门紧锁 --result 2=拒检：不让进门 --on 2021-08-04`,
    );
    expect(results.map(({ stage }) => stage)).toEqual(["到期待复查", "到期待复查"]);
    expect(await due(office, "2021-08-04")).toEqual([1, 2]);
    await refused(office, "close 1 --as 钱某己 --on 2021-08-05", "钱某己");
    await refused(office, "close 1 --as 李某乙 --on 2021-08-05", "“到期待复查”，不能销号");
  });

  test("没有要复查的，不先问谁去的", async () => {
    const office = await servedOffice(two);
    await office.ok(`review 1号 ${by} --result 全部=已整改:摘牌 --on 2021-08-04`);
    await refused(office, "review 1号 --on 2021-08-05", "已整改的等第二人销号");
  });

  test("下次只问没有解决的", async () => {
    const office = await servedOffice(two);
    await office.ok(`review 1号 ${by} --result 1=已整改:摘牌 --on 2021-08-04`);
    const { results } = await reviewed(office, `review 样例甲 ${by} --result 全部=部分整改:清了一半 --on 2021-08-05`);
    expect(results).toEqual([{ finding: 2, outcome: "部分整改", note: "清了一半", stage: "未整改" }]);
  });

  test("点名的可以重看已整改待验收的：验收不认，改回未整改", async () => {
    const office = await servedOffice(two);
    await office.ok(`review 1号 ${by} --result 全部=已整改:摘牌 --on 2021-08-04`);
    await refused(office, `review 1号 ${by} --on 2021-08-05`, "等第二人销号", "tuban close w1 w2");
    const { results } = await reviewed(office, `review 1号 ${by} --result 1=未整改:又挂上了 --on 2021-08-05`);
    expect(results[0]?.stage).toBe("未整改");
  });

  test("到期前去看，没有整改的仍在限期内；到期后要再看", async () => {
    const office = await servedOffice(two);
    const { results } = await reviewed(
      office,
      `review 1号 ${by} --result 1=未整改 --result 2=已整改:已清理 --on 2021-07-28`,
    );
    expect(results.map(({ stage }) => stage)).toEqual(["限期内", "已整改待验收"]);
    expect(await due(office, "2021-08-02")).toEqual([]);
    expect(await due(office, "2021-08-03")).toEqual([1]);
  });

  test("延期后重新起算，到期再查；再下达一份也一样", async () => {
    const office = await servedOffice(two);
    await office.ok(`review 1号 ${by} --result 全部=未整改 --on 2021-08-04`);
    await office.ok("order extend 1号 --to 2021-08-12 --reason 场地改造 --approver 王某丙 --on 2021-08-04");
    expect(await due(office, "2021-08-11")).toEqual([]);
    expect(await due(office, "2021-08-12")).toEqual([1, 2]);
    await office.ok(`review 1号 ${by} --result 全部=未整改 --on 2021-08-13`);
    await office.ok("order issue 1 --kind 整改通知书 --days 5个工作日 --yes --on 2021-08-16");
    await refused(
      office,
      `review 川教体改〔2021〕2号 ${by} --result 全部=未整改 --on 2021-08-17`,
      "“已下达”，不能复查",
      "order serve 川教体改〔2021〕2号",
    );
    await office.ok("order serve 川教体改〔2021〕2号 --to 周某戊 --on 2021-08-17");
    expect(await due(office, "2021-08-23")).toEqual([]);
    expect(await due(office, "2021-08-24")).toEqual([1, 2]);
  });

  test("告知、移送不停整改的期限", async () => {
    const office = await servedOffice(two);
    await office.ok("order issue 1 --kind 案件移送函 --finding 2 --yes --on 2021-07-25");
    await office.ok("order serve #2 --to 样例分局 --on 2021-07-26");
    expect(await due(office, "2021-08-04")).toEqual([1, 2]);
  });

  test("没有送达的不能复查；早于送达的日期也不行", async () => {
    const office = await orderOffice({ findings: two });
    await refused(office, `review 1 ${by} --result 全部=已整改:看过 --on 2021-07-18`, "“待交办”，不能复查");
    await refused(office, `review 1 ${by} --on 2021-07-18`, "“待交办”，不能复查", "order issue");
    await office.ok("order issue 1 --yes --on 2021-07-19");
    await refused(
      office,
      `review 1号 ${by} --result 1=已整改:看过 --on 2021-07-19`,
      "“已下达”，不能复查",
      "tuban order serve 川教体改〔2021〕1号",
    );
    await office.ok("order serve 1号 --to 周某戊 --on 2021-07-20");
    await refused(office, `review 1号 ${by} --result 1=已整改:看过 --on 2021-07-19`, "“已下达”，不能复查");
  });

  test.each([
    ["review 1号 --by 王某丙 --result 全部=已整改:看过 --on 2021-08-04", "两名以上"],
    ["review 1号 --by 王某丙,无此人 --result 全部=已整改:看过 --on 2021-08-04", "人员名册里没有：无此人"],
    ["review 1号 --by 无此人,也没有 --result 全部=已整改:看过 --on 2021-08-04", "人员名册里没有：也没有"],
    ["review 1号 --result 全部=已整改:看过 --on 2021-08-04", "--by"],
    [`review 1号 ${by} --on 2021-08-04`, "--result 1=已整改:说明"],
    [`review 1号 ${by} --result 全部=已整改 --on 2021-08-04`, "没有说明，也没有证据"],
    [`review 1号 ${by} --result 1=整改了 --on 2021-08-04`, "已整改、部分整改、未整改、无法核查、拒检"],
    [`review 1号 ${by} --result 一=已整改 --on 2021-08-04`, "看不懂：一=已整改"],
    [`review 1号 ${by} --result 9=已整改:看过 --on 2021-08-04`, "这里没有问题 9"],
    [`review 1号 ${by} --result 1=已整改:看过 --result 1=未整改 --on 2021-08-04`, "给了两次结果"],
    [`review 1号 ${by} --result 1=已整改:看过 --evidence 2=照片.jpg --on 2021-08-04`, "问题 2 有证据，没有结果"],
    [`review 1号 ${by} --result 1=已整改 --evidence 1=没有的.jpg --on 2021-08-04`, "打不开证据文件"],
    [`review 1号 ${by} --kind 抽查 --on 2021-08-04`, "--kind 复查 或 --kind 回头看"],
    [`review 7号 ${by} --on 2021-08-04`, "没有这份文书"],
    ["review", "没有写明复查哪一家"],
  ])("拒绝 tuban %s", async (line, word) => {
    await refused(await servedOffice(two), line, word);
  });

  test("方案要求交叉复查的，原检查人不能去", async () => {
    const office = await servedOffice(two);
    await office.ok("plan copy chuanhui-2021 方案.yaml --fill 文书种类.整改通知书.期限=10个工作日");
    office.write("方案.yaml", office.read("方案.yaml").replace("复查:\n", "复查:\n  交叉: 是\n"));
    await office.ok("plan adopt 方案.yaml --on 2021-07-30");
    await refused(
      office,
      "review 1号 --by 张某甲,王某丙 --result 全部=已整改:看过 --on 2021-08-04",
      "张某甲 是原检查人员",
    );
    await office.ok(`review 1号 ${by} --result 全部=已整改:看过 --on 2021-08-04`);
  });
});

describe("到期待复查", () => {
  test("超期久的在前；--within 连同快到期的", async () => {
    const office = await servedOffice(two);
    await addFindings(office, [{ subject: 3 }], "2021-07-22");
    await office.ok("order issue 3 --days 5日 --yes --on 2021-07-22");
    await office.ok("order serve 川教体改〔2021〕2号 --to 周某戊 --on 2021-07-23");
    expect(await due(office, "2021-07-27")).toEqual([]);
    expect(await due(office, "2021-07-28", "--within 7")).toEqual([3, 1, 2]);
    expect(await due(office, "2021-07-28")).toEqual([3]);
    const ran = await office.ok("review --due --as-of 2021-07-30");
    expect(ran.out).toContain("待复查（截至 2021-07-30，1 个问题）");
    expect((await office.ok("review --due --csv --as-of 2021-07-30")).out).toContain("2021-07-28");
    await refused(office, "review --due --within 一周", "--within 要写天数");
  });
});

describe("销号", () => {
  test("第二人凭佐证销号，全部销了文书办结", async () => {
    const office = await servedOffice(two);
    office.write("照片.jpg", "sample photograph");
    await office.ok(`review 1号 ${by} --result 全部=已整改:看过 --evidence 全部=照片.jpg --on 2021-08-04 --as 王某丙`);
    await refused(office, "close 1 2 --as 赵某丁 --on 2021-08-05", "赵某丁 是问题 1", "赵某丁 是问题 2");
    const one = await office.ok("close 1 --as 张某甲 --on 2021-08-05");
    expect(one.out).toBe("已销号 问题 1：1 样例甲培训中心（没有办学许可证，仍开设数学班），张某甲\n");
    expect(one.err).toContain("tuban close w2 --as 张某甲");
    expect((await office.ok("close 样例甲 --as 张某甲 --on 2021-08-05 --json")).out).toContain('"finding": 2');
    await refused(office, "close 1 --as 张某甲 --on 2021-08-06", "“销号”，不能销号");
    await refused(office, "close 样例甲 --as 张某甲 --on 2021-08-06", "没有已整改待验收的问题（现在：销号）");
    expect((await office.ok("order list --stage 办结 --csv")).out).toContain("川教体改〔2021〕1号");
    await refused(office, "order withdraw 1号 --reason 多余 --on 2021-08-06", "“办结”，不能撤回");
    await refused(office, `review 1号 ${by} --on 2021-08-06`, "“销号”，不能复查", "--kind 回头看");
    await office.ok("verify");
  });

  test("登记复查的人也不能自己销号；没有佐证的当场补", async () => {
    const office = await servedOffice(two);
    await office.ok(`review 1号 ${by} --result 全部=已整改:看过 --on 2021-08-04`);
    await refused(office, "close 1号 --on 2021-08-05", "张某甲 登记了这次复查，不能自己销号", "销号要有佐证");
    await refused(office, "close 1号 --as 李某乙 --on 2021-08-05", "销号要有佐证", "--evidence");
    office.write("验收.jpg", "sample photograph");
    await office.ok("close 1号 --as 李某乙 --evidence 验收.jpg --note 现场看过 --on 2021-08-05");
    expect((await office.ok("order show 1号")).out).toContain("2021-08-05  李某乙销号 问题 2");
  });

  test("有一个不行就都不销；早于复查的日期不行；编号不认识", async () => {
    const office = await servedOffice(two);
    office.write("照片.jpg", "sample photograph");
    await office.ok(`review 1号 ${by} --result 1=已整改:看过 --evidence 1=照片.jpg --on 2021-08-04`);
    await refused(
      office,
      "close 1 2 --as 李某乙 --on 2021-08-05",
      "问题 2（消防通道堆放杂物）现在是“到期待复查”，不能销号",
    );
    await refused(office, "close 1 --as 李某乙 --on 2021-08-03", "不能销号");
    await refused(office, "close 9 --as 李某乙 --on 2021-08-05", "没有问题 9");
    await refused(office, "close 1 --as 无此人 --on 2021-08-05", "人员名册里没有");
  });
});

describe("回头看", () => {
  async function closedOffice(): Promise<TestOffice> {
    const office = await servedOffice(two);
    office.write("照片.jpg", "sample photograph");
    await office.ok(`review 1号 ${by} --result 全部=已整改:看过 --evidence 全部=照片.jpg --on 2021-08-04`);
    await office.ok("close 1号 --as 李某乙 --on 2021-08-05");
    return office;
  }

  test("销了号的又出现：登记为反弹的新问题，连着旧的，照旧下达", async () => {
    const office = await closedOffice();
    const ran = await office.ok(
      `review 样例甲 --kind 回头看 ${by} --result 1=未整改:又开班了 --result 2=已整改:保持完好 --evidence 1=照片.jpg --on 2021-08-20 --yes`,
    );
    expect(ran.out).toBe(
      "已登记回头看：1 样例甲培训中心\n  问题 1：未整改（又开班了） → 反弹，新问题 3\n  问题 2：已整改（保持完好） → 销号\n",
    );
    expect(ran.err).toContain("tuban order issue 1 --finding 3");
    await office.ok("order issue 1 --finding 3 --days 5个工作日 --yes --on 2021-08-20");
    expect(office.read("文书/川教体改〔2021〕2号.md")).toContain("又开班了");
    expect(office.read("文书/川教体改〔2021〕2号.md")).toContain("2021年8月20日检查");
    await office.ok("verify");
  });

  test("反弹过的不再登记第二次，没有反弹的可以再看", async () => {
    const office = await closedOffice();
    await office.ok(`review 1 --kind 回头看 ${by} --result 1=部分整改:又开一个班 --on 2021-08-20`);
    const { results, relapses } = await reviewed(
      office,
      `review 1 --kind 回头看 ${by} --result 全部=未整改:仍在堆放 --on 2021-08-21`,
    );
    expect(results.map(({ finding }) => finding)).toEqual([2]);
    expect(relapses).toEqual([{ finding: 4, relapseOf: 2 }]);
    await refused(office, `review 1 --kind 回头看 ${by} --result 1=未整改:还在开 --on 2021-08-22`, "已登记反弹");
  });

  test("没有销号的不能回头看，先复查", async () => {
    const office = await servedOffice(two);
    const look = `review 1 --kind 回头看 ${by}`;
    await refused(
      office,
      `${look} --result 全部=未整改:没动 --on 2021-08-16`,
      "“到期待复查”，不能回头看",
      "tuban review 川教体改〔2021〕1号",
    );
    office.write("照片.jpg", "sample photograph");
    await office.ok(`review 1号 ${by} --result 1=已整改:看过 --evidence 1=照片.jpg --on 2021-08-16`);
    await refused(
      office,
      `${look} --result 1=已整改:还好 --on 2021-08-17`,
      "“已整改待验收”，不能回头看",
      "tuban close w1",
    );
    await office.ok("close 1 --as 李某乙 --on 2021-08-17");
    const { results } = await reviewed(office, `${look} --result 全部=已整改:还好 --on 2021-08-20`);
    expect(results.map(({ finding }) => finding)).toEqual([1]);
    await refused(office, `${look} --result 2=未整改:没动 --on 2021-08-21`, "问题 2", "不能回头看");
  });
});
