/** tuban case: a penalty case from 立案 to 结案, and what the law keeps from happening on the way. */
import { describe, expect, test } from "vitest";
import { furnishedOffice, testOffice } from "../office.ts";
import type { TestOffice } from "../office.ts";
import { anyCode, furnishOrders, noticeSet, refused } from "./order-office.ts";

const waiting = "文书种类.行政处罚决定书.先行文书.间隔=5个工作日";

async function caseOffice({ threshold = true }: { threshold?: boolean } = {}): Promise<TestOffice> {
  return furnishedOffice(`case ${threshold}`, async (office) => {
    await furnishOrders(office, [{ subject: 1 }, { subject: 1, note: "超过三个月收费" }], []);
    if (threshold)
      await office.ok(
        `plan adopt chuanhui-2021 --fill 阈值.听证较大数额罚款.数值=20000 --fill ${waiting} --fill 文书种类.行政处罚告知书.代字.区教体局=川教体罚告 --on 2021-07-16`,
      );
  });
}

const open = "case open 1 --cause 擅自举办 --finding 1 --by 张某甲,李某乙 --approver 王某丙 --on 2021-07-19";
const content =
  "--basis 民促法64 --performance 收到决定书之日起15日内到指定银行缴纳 --remedies 60日内申请复议，六个月内起诉 --agency 川汇区教体局";

async function run(office: TestOffice, ...lines: readonly string[]): Promise<void> {
  for (const line of lines) await office.ok(line);
}

describe("诉讼期限落在还没有公布放假安排的年份", () => {
  test("案件页照开，写前后；只有要看那一天的申请强制执行办不了", async () => {
    const office = await caseOffice();
    await run(
      office,
      "person add 张某甲 --unit 区教体局 --cert 样例P01 --until 2030-12-31 --on 2026-01-05",
      "person add 李某乙 --unit 区教体局 --cert 样例P02 --until 2030-12-31 --on 2026-01-05",
      "case open 1 --cause 擅自举办 --finding 1 --acted 2026-08-20 --by 张某甲,李某乙 --approver 王某丙 --on 2026-09-01",
      "case step 1 调查 --note 查明 --on 2026-09-02",
      "case step 1 告知 --penalty 罚款=9000元 --on 2026-09-03",
      "case step 1 放弃 --note 周某戊书面放弃 --on 2026-09-04",
      `case step 1 决定 --penalty 罚款=9000元 ${content} --proof 笔录 --on 2026-10-28`,
      "case step 1 送达 --note 直接送达 --on 2026-10-29",
    );
    const shown = (await office.ok("case show 1 --as-of 2026-11-11")).out;
    expect(shown).toContain("2026-11-13  缴纳罚款（当事人），还有 2 日");
    expect(shown).toContain("2027-04-29 前后（2027年放假安排未公布）  行政诉讼（当事人）\n");
    await run(office, "case step 1 催告 --on 2026-11-16", "case list", "today");
    const later = testOffice({ at: office.folder, now: "2027-05-10T09:00:00" });
    await refused(
      later,
      "case step 1 申请强制执行 --on 2027-05-10 --clock-ok",
      "2027年放假安排未公布",
      "tuban calendar add",
    );
    await later.ok("case step 1 履行 --paid 100元 --on 2027-05-10 --clock-ok");
    expect((await later.ok("due --all --as-of 2027-05-10")).out).toContain("2027-04-29 前后");
  });
});

describe("从立案到结案", () => {
  test("普通程序走完：查明、告知、申辩、决定、送达、逾期缴款、结案", async () => {
    const office = await caseOffice();
    expect((await office.ok(open)).out).toContain("处罚决定最迟 2021-10-17（立案之日起90日，行政处罚法第六十条）");
    const taken = await office.ok(
      "case step 1 调查 --collected 46580 --refunded 43580 --deduct --income-rule 退费已核实 --note 收费凭证 --on 2021-07-22",
    );
    expect(taken.out).toContain("违法所得 3000元：收取 46580元，已退 43580元，退费扣除");
    await office.ok("case step 1 告知 --penalty 罚款=9000元 --penalty 没收违法所得=3000元 --times 1-5 --on 2021-07-26");
    await run(office, "case step 1 陈述申辩 --note 请求从轻，未采纳 --on 2021-07-28");
    await refused(
      office,
      `case step 1 决定 --penalty 罚款=9000元 ${content} --proof 收费凭证 --on 2021-07-30`,
      "陈述申辩期 5个工作日到 2021-08-02 才满",
    );
    await office.ok(
      `case step 1 决定 --penalty 罚款=9000元 --penalty 没收违法所得=3000元 ${content} --proof 收费凭证 --on 2021-08-03`,
    );
    await office.ok("case step 1 送达 --note 直接送达，周某戊签收 --on 2021-08-05");
    const shown = (await office.ok("case show 1 --as-of 2021-08-30")).out;
    expect(shown).toContain("款项：应缴 12000元，期限 2021-08-20，逾期 10 日，加处罚款 2700元");
    expect(shown).toContain("还应缴 14700元");
    await refused(office, "case step 1 结案 --on 2021-08-30", "还有 14700元 没有缴清");
    await run(
      office,
      "case step 1 履行 --paid 12000元 --on 2021-08-30",
      "case step 1 履行 --paid 2700元 --on 2021-09-10",
    );
    const paid = (await office.ok("case step 1 公示 --on 2021-09-10")).err;
    expect(paid.trim().split("\n").slice(1)).toEqual(["  tuban case step 1 结案"]);
    expect((await office.ok("case step 1 结案 --on 2021-09-10")).out).toContain("现在已结案");
    expect((await office.ok("case list --csv")).out).toContain("已结案");
    await refused(office, "case step 1 履行 --paid 1 --on 2021-09-11", "已经结案，不能再办");
    await office.ok("verify");
  });

  test("听证：期限内申请、七个工作日前通知、非调查人员主持，听证后必须法制审核", async () => {
    const office = await caseOffice();
    await run(office, open, "case step 1 调查 --note 查明 --on 2021-07-22");
    await refused(
      office,
      "case step 1 告知 --penalty 罚款=2万元 --on 2021-07-26",
      "要告知听证权利",
      "达到较大数额 20000元",
    );
    await office.ok("case step 1 告知 --penalty 罚款=2万元 --hearing --on 2021-07-26");
    await refused(office, "case step 1 听证申请 --on 2021-08-03", "2021-08-02 已满");
    await office.ok("case step 1 听证申请 --note 周某戊书面申请 --on 2021-08-02");
    await refused(
      office,
      "case step 1 听证通知 --hearing-on 2021-08-11 --on 2021-08-03",
      "最迟要在 2021-08-02 通知",
      "听证最早定在 2021-08-12",
    );
    await office.ok("case step 1 听证通知 --hearing-on 2021-08-12 --on 2021-08-03");
    await refused(
      office,
      "case step 1 听证 --host 张某甲 --note 笔录 --on 2021-08-12",
      "是本案调查人员，不能作听证主持人",
    );
    await office.ok("case step 1 听证 --host 赵某丁 --note 笔录五页 --on 2021-08-12");
    await refused(office, `case step 1 决定 --penalty 罚款=2万元 ${content} --on 2021-08-16`, "不能决定");
    const reviewed = await office.ok("case step 1 法制审核 --host 赵某丁 --note 同意 --on 2021-08-16");
    expect(reviewed.err).toContain("初次从事法制审核的人员须有法律职业资格");
    await refused(
      office,
      `case step 1 决定 --penalty 罚款=3万元 ${content} --proof 笔录 --on 2021-08-17`,
      "罚款超过告知的 20000元",
    );
    await refused(
      office,
      `case step 1 决定 --penalty 罚款=1万元 --penalty 吊销许可证件 ${content} --proof 笔录 --on 2021-08-17`,
      "告知书没有吊销许可证件",
    );
    await office.ok(`case step 1 决定 --penalty 罚款=1万元 ${content} --proof 笔录 --on 2021-08-17`);
  });

  test("申辩后重新告知不得加重，除非有新的事实", async () => {
    const office = await caseOffice();
    await run(
      office,
      open,
      "case step 1 调查 --note 查明 --on 2021-07-22",
      "case step 1 告知 --penalty 罚款=5000元 --on 2021-07-26",
      "case step 1 陈述申辩 --note 请求从轻 --on 2021-07-27",
    );
    await refused(office, "case step 1 告知 --penalty 罚款=8000元 --on 2021-07-28", "申辩后不得加重", "--new-facts");
    await office.ok("case step 1 告知 --penalty 罚款=8000元 --new-facts 另查明无证教学点一处 --on 2021-07-28");
    await refused(
      office,
      `case step 1 决定 --penalty 罚款=8000元 ${content} --proof 凭证 --on 2021-08-03`,
      "2021-08-04 才满",
    );
  });

  test("决定书六项内容缺哪项说哪项", async () => {
    const office = await caseOffice();
    await run(
      office,
      open,
      "case step 1 调查 --note 查明 --on 2021-07-22",
      "case step 1 告知 --penalty 罚款=5000元 --on 2021-07-26",
      "case step 1 放弃 --note 书面放弃 --on 2021-07-27",
    );
    await refused(
      office,
      "case step 1 决定 --penalty 罚款=5000元 --on 2021-07-28",
      "缺少证据",
      "缺少处罚依据",
      "缺少履行方式和期限",
      "缺少复议、诉讼的途径和期限",
    );
  });

  test("登记过的证据进决定书", async () => {
    const office = await caseOffice();
    office.write("凭证.pdf", "%PDF-1.4 sample");
    await run(
      office,
      open,
      "case step 1 调查 --note 查明 --evidence 凭证.pdf --on 2021-07-22",
      "case step 1 告知 --penalty 罚款=5000元 --on 2021-07-26",
      "case step 1 放弃 --note 书面放弃 --on 2021-07-27",
    );
    const decided = await office.ok(`case step 1 决定 --penalty 罚款=5000元 ${content} --json --on 2021-07-28`);
    expect(JSON.parse(decided.out).details.content).toMatchObject({
      evidence: "凭证.pdf",
      facts: "没有办学许可证，仍开设数学班",
      address: "样例路1号",
    });
  });

  test("复杂案件先集体讨论和法制审核", async () => {
    const office = await caseOffice();
    await run(
      office,
      open,
      "case step 1 调查 --trait 疑难复杂 --note 查明 --on 2021-07-22",
      "case step 1 告知 --penalty 罚款=5000元 --on 2021-07-26",
      "case step 1 放弃 --note 书面放弃 --on 2021-07-27",
    );
    await refused(
      office,
      `case step 1 决定 --penalty 罚款=5000元 ${content} --proof 凭证 --on 2021-07-28`,
      "须经法制审核",
      "须集体讨论",
    );
    expect((await office.ok("case show 1")).out).toContain("须法制审核：案件情况疑难复杂");
    await run(
      office,
      "case step 1 法制审核 --host 赵某丁 --note 同意 --on 2021-07-28",
      "case step 1 集体讨论 --note 同意 --on 2021-07-28",
      `case step 1 决定 --penalty 罚款=5000元 ${content} --proof 凭证 --on 2021-07-28`,
    );
  });

  test("催告、法院执行的期限", async () => {
    const office = await caseOffice();
    await run(
      office,
      open,
      "case step 1 调查 --note 查明 --on 2021-07-22",
      "case step 1 告知 --penalty 罚款=5000元 --on 2021-07-26",
      "case step 1 放弃 --note 书面放弃 --on 2021-07-27",
      `case step 1 决定 --penalty 罚款=5000元 ${content} --proof 凭证 --on 2021-07-28`,
      "case step 1 送达 --note 直接 --on 2021-07-29",
    );
    await refused(office, "case step 1 催告 --on 2021-08-13", "缴款期限 2021-08-13 还没有过");
    await office.ok("case step 1 催告 --on 2021-08-16");
    await refused(
      office,
      "case step 1 申请强制执行 --on 2021-08-20",
      "2021-08-30 才满",
      "当事人可以复议、诉讼到 2022-01-29",
    );
    await refused(office, "case step 1 申请强制执行 --on 2022-05-10", "三个月内申请");
    await office.ok("case step 1 申请强制执行 --on 2022-02-07");
    expect((await office.ok("case show 1 --as-of 2022-02-07")).out).toContain(
      "加处罚款 5000元（每日百分之三，不超过罚款数额）",
    );
  });
});

describe("立案", () => {
  test.each([
    ["只有一名承办人", open.replace("张某甲,李某乙", "张某甲"), "办案要有两名以上执法人员"],
    ["一个人写两次", open.replace("李某乙", "张某甲"), "办案要有两名以上执法人员"],
    ["不在名册里的承办人", open.replace("李某乙", "钱某己"), "人员名册里没有：钱某己"],
    ["别家的问题", open.replace("open 1", "open 2"), "没有问题 1"],
    ["违法行为在立案以后", `${open} --acted 2021-07-20`, "在立案日期 2021-07-19 之后"],
    ["过了两年", `${open} --acted 2019-07-18`, "已过二年，不再给予处罚"],
  ])("%s 拒绝", async (_, line, words) => {
    await refused(await caseOffice(), line, words);
  });

  test("同一问题不能立两个案，销案以后可以", async () => {
    const office = await caseOffice();
    await office.ok(open);
    await refused(office, open, "问题 1 已在案件 1 里", "第二十九条");
    await run(
      office,
      "case step 1 销案 --note 违法事实不能成立 --on 2021-07-20",
      open.replace("2021-07-19", "2021-07-21"),
    );
  });

  test("要撤销立案，先撤销后面的步骤", async () => {
    const office = await caseOffice();
    await run(office, open, "case step 1 调查 --note 查明 --on 2021-07-22");
    const entries = JSON.parse((await office.ok("log --json")).out) as { seq: number; summary: string }[];
    const opened = entries.find(({ summary }) => summary.startsWith("立案"))?.seq;
    await refused(office, `undo ${opened} --reason 登错`, "案件 1 调查");
  });

  test("听证数额没填，不能自己假定", async () => {
    const office = await caseOffice({ threshold: false });
    await run(office, open, "case step 1 调查 --note 查明 --on 2021-07-22");
    await refused(
      office,
      "case step 1 告知 --penalty 罚款=100元 --on 2021-07-26",
      "不能确定要不要告知听证",
      "阈值.听证较大数额罚款.数值",
    );
    await office.ok("case step 1 告知 --penalty 罚款=100元 --hearing --on 2021-07-26");
  });

  test("引用的法律在行为当天还没有施行，拒绝；说明从轻的可以", async () => {
    const office = await caseOffice();
    await run(
      office,
      `${open} --acted 2021-07-10`,
      "case step 1 调查 --note 查明 --on 2021-07-22",
      "case step 1 告知 --penalty 罚款=5000元 --on 2021-07-26",
      "case step 1 放弃 --note 书面放弃 --on 2021-07-27",
    );
    const decide = `case step 1 决定 --penalty 罚款=5000元 ${content.replace("民促法64", "民促法64,处罚法28")} --proof 凭证 --on 2021-07-28`;
    await refused(office, decide, "第二十八条在违法行为之日 2021-07-10 不适用", "--lighter");
    const decided = await office.ok(`${decide} --lighter 新规定较轻`);
    expect(decided.err).toContain("在新处罚法 2021-07-15 施行之前");
  });

  test("当场处罚有数额和种类的限制", async () => {
    const office = await caseOffice();
    await office.ok(`${open} --summary`);
    await refused(
      office,
      `case step 1 决定 --penalty 罚款=3001元 ${content} --proof 笔录 --on 2021-07-19`,
      "不能超过 3000元",
    );
    await refused(
      office,
      `case step 1 决定 --penalty 吊销许可证件 ${content} --proof 笔录 --on 2021-07-19`,
      "当场处罚只能警告或罚款",
    );
    await office.ok(`case step 1 决定 --penalty 罚款=3000元 ${content} --proof 笔录 --on 2021-07-19`);
  });

  test("接近九十日时提醒", async () => {
    const office = await caseOffice();
    await office.ok(open);
    expect((await office.ok("case step 1 调查 --note 补充 --on 2021-10-08")).err).toContain(
      "到 2021-10-17 届满，还有 9 日",
    );
    expect((await office.ok("case step 1 调查 --note 补充 --on 2021-10-20")).err).toContain("超期 3 日");
  });
});

describe("文书从案件填满才编号", () => {
  const told =
    "--penalty 罚款=9000元 --violates 民促法12 --basis 民促法64 --proof 现场检查笔录、收据 --reason 涉及学生多";
  const issue = (kind: string, day: string) => `order issue 1 --kind ${kind} --finding 1 --yes --on ${day}`;

  async function office(): Promise<TestOffice> {
    const made = await caseOffice();
    const fills = [
      "全称=样例市川汇区教育体育局",
      "联系方式=样例路9号",
      "复议机关=样例区人民政府",
      "诉讼法院=样例区人民法院",
    ];
    await made.ok(
      `plan adopt chuanhui-2021 ${fills.map((fill) => `--fill 部门.区教体局.${fill}`).join(" ")} --on 2021-07-16`,
    );
    await run(made, open, "case step 1 调查 --note 查明 --on 2021-07-20");
    return made;
  }

  test("查明的、拟处罚的先登进案件；告知书、决定书照着填，送达后案件往前走", async () => {
    const made = await office();
    await refused(
      made,
      issue("行政处罚告知书", "2021-07-21"),
      "还缺：证据、违反的规定、处罚依据、处罚内容、听证；写全了才编号",
      "tuban case step 1 调查终结",
    );
    await refused(
      made,
      "case step 1 调查终结 --penalty 罚款=9000元 --on 2021-07-21",
      "告知书缺少证据",
      "告知书缺少处罚依据",
    );
    const ended = await made.ok(`case step 1 调查终结 ${told} --on 2021-07-21`);
    expect(ended.err).toContain("tuban order issue 1 --kind 行政处罚告知书 --finding 1");
    await made.ok(issue("行政处罚告知书", "2021-07-22"));
    await expect(anyCode(made.read("文书/川教体罚告〔2021〕1号.md"))).toMatchFileSnapshot(
      "golden/orders/行政处罚告知书-案件.md",
    );
    const served = await made.ok("order serve 罚告 --to 周某戊 --by 张某甲,李某乙 --on 2021-07-22");
    expect(served.out).toContain("案件 1：2021-07-22 告知，现在已告知");
    expect(served.err).not.toContain("两名送达人");
    await refused(made, "case step 1 告知 --order 罚告", "已经登记了川教体罚告〔2021〕1号的告知", "tuban case show 1");
    await refused(
      made,
      "case step 1 决定 --penalty 罚款=9000元 --performance 缴到样例银行 --on 2021-07-29",
      "陈述申辩期 5个工作日到 2021-07-29 才满",
    );
    const taken = await made.ok("case step 1 决定 --penalty 罚款=9000元 --performance 缴到样例银行 --on 2021-07-30");
    expect(taken.err).toContain("tuban order issue 1 --kind 行政处罚决定书");
    expect(taken.err).not.toContain("case step 1 送达");
    expect((await made.ok("today --on 2021-07-30")).out).toContain("决定书送达，2021-08-10 到期");
    await made.ok(issue("行政处罚决定书", "2021-07-30"));
    const decided = made.read("文书/川教体罚〔2021〕1号.md");
    await expect(anyCode(decided)).toMatchFileSnapshot("golden/orders/行政处罚决定书-案件.md");
    expect(decided).not.toMatch(/＿|待填/);
    const last = await made.ok("order serve 体罚〔 --to 周某戊 --on 2021-08-02");
    expect(last.out).toContain("案件 1：2021-08-02 送达，现在已送达");
    expect(last.err).toContain("送达回证要两名送达人签名，登记的只有张某甲");
    await made.ok("verify");
  });

  test("坐在终端前的，缺什么问什么", async () => {
    const made = await office();
    made.answer("现场检查笔录", "《样例法》第一条", "《样例法》第二条", "罚款 5000元", "否", true);
    await made.ok(issue("行政处罚告知书", "2021-07-22").replace(" --yes", ""));
    expect(made.read("文书/川教体罚告〔2021〕1号.md")).toContain("拟对你单位作出如下行政处罚：罚款 5000元。");
  });

  test("责令整改的期限还没有到，案子照样告知、决定；整改的期限照走，处罚不用再写一遍", async () => {
    const made = await caseOffice();
    await made.ok("plan adopt chuanhui-2021 --fill 部门.区教体局.联系方式=样例路9号 --on 2021-07-16");
    await run(
      made,
      "order issue 1 --finding 1 --kind 整改通知书 --yes --on 2021-07-16",
      "order serve 1 --to 周某戊 --on 2021-07-16",
      open,
      "case step 1 调查 --note 查明 --on 2021-07-20",
      `case step 1 调查终结 ${told} --on 2021-07-21`,
      issue("行政处罚告知书", "2021-07-22"),
      "order serve 罚告 --to 周某戊 --on 2021-07-22",
      "case step 1 决定 --performance 缴到样例银行 --remedies 60日内申请复议，六个月内起诉 --on 2021-07-30",
    );
    const [finding] = JSON.parse((await made.ok("findings --json --as-of 2021-07-23")).out) as { state: string }[];
    expect(finding?.state).toBe("限期内");
    const { out } = await made.ok("case show 1 --as-of 2021-07-31");
    expect(out).toContain("2021-07-30  决定：罚款 9000元");
    await refused(made, issue("行政处罚告知书", "2021-07-23"), "已由 川教体罚告〔2021〕1号 下达行政处罚告知书");
  });

  test("撤销送达，案件也退回去", async () => {
    const made = await office();
    await run(made, `case step 1 调查终结 ${told} --on 2021-07-21`, issue("行政处罚告知书", "2021-07-22"));
    await made.ok("order serve 罚告 --to 周某戊 --on 2021-07-22");
    const [last] = JSON.parse((await made.ok("log --json")).out) as { seq: number }[];
    await made.ok(`undo ${last?.seq ?? 0} --reason 登记错了 --yes`);
    expect((await made.ok("case show 1")).out).toContain("普通程序，调查中");
  });
});

describe("告知书和决定书的文号", () => {
  test("期限从告知书送达起算，送达取自文书的登记", async () => {
    const office = await caseOffice();
    await run(
      office,
      open,
      "case step 1 调查 --note 查明 --on 2021-07-20",
      `order issue 1 --kind 行政处罚告知书 --finding 1 ${noticeSet} --yes --on 2021-07-20`,
    );
    await refused(
      office,
      "case step 1 告知 --penalty 罚款=5000元 --order 川教体罚告〔2021〕1号 --on 2021-07-21",
      "还没有送达",
    );
    await office.ok("order serve 川教体罚告〔2021〕1号 --to 周某戊 --on 2021-07-22");
    expect(
      (await office.ok("case step 1 告知 --penalty 罚款=5000元 --order 川教体罚告〔2021〕1号 --on 2021-07-23")).out,
    ).toContain("2021-07-22 告知");
    expect((await office.ok("case show 1 --as-of 2021-07-23")).out).toContain(
      "2021-07-29  陈述申辩（当事人），还有 6 日",
    );
  });
});

describe("措施", () => {
  const sign = "--approver 王某丙 --by 张某甲,李某乙 --on 2021-07-20";
  test.each([
    ["没收是处罚", "没收设备", "", "是行政处罚，不是强制措施"],
    ["罚款是处罚", "罚款", "", "按处罚程序办"],
    ["治安归公安", "治安管理处罚", "", "由公安机关决定"],
    ["没有依据和部门", "查封", "", "没有写明法律依据"],
    [
      "依据是方案",
      "停电",
      "--authority 样例供电公司 --basis 《川汇区治理工作方案》第三条 --premises 非住宅",
      "是规范性文件，不能设定行政强制措施",
    ],
    ["教体局查封", "查封", "--authority 区教体局 --basis 无证无照11", "区教体局 不能采取查封"],
    [
      "居民家里停电",
      "停电",
      "--authority 样例供电公司 --basis 《样例法》第一条 --premises 住宅",
      "不得对居民生活停止供水、供电",
    ],
    ["没写是不是住宅", "停水", "--authority 样例水务公司 --basis 《样例法》第一条", "是不是居民住宅"],
    ["拆除没有公告", "拆除广告牌", "--authority 区城市管理局 --basis 《样例法》第一条", "限期自行拆除"],
    [
      "查封超过三十日",
      "查封",
      "--authority 市市场监管局川汇区分局 --basis 无证无照11 --until 2021-08-20",
      "最迟到 2021-08-19",
    ],
  ])("%s 拒绝", async (_, name, options, words) => {
    await refused(await caseOffice(), `case measure 1 ${name} ${options} ${sign}`, words);
  });

  test("有权的部门查封：登记、提醒、到期日", async () => {
    const office = await caseOffice();
    const ran = await office.ok(`case measure 1 查封 --authority 市市场监管局川汇区分局 --basis 无证无照11 ${sign}`);
    expect(ran.out).toContain("最迟到 2021-08-19 处理或解除");
    expect(ran.err).toContain("教育部门没有一般的查封权");
    await office.ok("verify");
  });

  test("案件、措施进机构的档案", async () => {
    const office = await caseOffice();
    await run(office, open, "case step 1 调查 --note 查明 --on 2021-07-20");
    await office.ok(`case measure 1 查封 --case 1 --authority 市市场监管局川汇区分局 --basis 无证无照11 ${sign}`);
    const shown = (await office.ok("show 1 --as-of 2021-07-20")).out;
    for (const words of ["案件 1 立案", "案件 1 调查", "查封", "2021-08-19"]) expect(shown).toContain(words);
    expect((await office.ok("show 1 --as-of 2021-07-18")).out).not.toContain("立案");
  });

  test("国庆节不停电，紧急的除外", async () => {
    const office = await caseOffice();
    const line = `case measure 1 停电 --authority 样例供电公司 --basis 《样例法》第一条 --premises 非住宅 ${sign.replace("2021-07-20", "2021-10-01")}`;
    await refused(office, line, "是法定节假日，不得停电");
    expect((await office.ok(`${line} --urgent`)).err).toContain("24小时内");
  });
});
