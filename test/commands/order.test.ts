/** tuban order: from the findings of an inspection to a served document, and everything that has to be refused on the way. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { listPlans, readPlan } from "../../src/read/plan/index.ts";
import { templatePath } from "../../src/templates.ts";
import {
  fills,
  addFindings,
  anyCode,
  onLedger,
  orderOffice,
  servedOffice,
  refused,
  decisionSet,
  noticeSet,
  sealSet,
} from "./order-office.ts";

const two = [{ subject: 1 }, { subject: 1, note: "消防通道堆放杂物", severity: "严重" as const }];

describe("签发", () => {
  test("一家的问题按种类成一份文书：编号、冻结、写出文件", async () => {
    const office = await orderOffice({ findings: two });
    const ran = await office.ok("order issue 1 --yes --on 2021-07-19");
    expect(ran.out).toContain("已签发 川教体改〔2021〕1号（#1）整改通知书：样例甲培训中心");
    expect(ran.err).toContain("tuban order serve 川教体改〔2021〕1号");
    const text = office.read("文书/川教体改〔2021〕1号.md");
    await expect(anyCode(text)).toMatchFileSnapshot("golden/orders/整改通知书.md");
    expect((await office.ok("order show 1号")).out).toContain(text.trimEnd());
    expect((await office.ok("log --json")).out).toContain("签发整改通知书 川教体改〔2021〕1号（样例甲培训中心）");
    await office.ok("verify");
  });

  test("先预览再确认，不确认就什么也没有", async () => {
    const office = await orderOffice({ findings: two });
    office.answer(false);
    const ran = await office.ok("order issue 样例甲 --on 2021-07-19");
    expect(ran.out).toBe("");
    expect(ran.err).toContain(
      "川教体改〔2021〕1号  整改通知书  区教体局 → 1 样例甲培训中心  期限：自送达之日起10个工作日内（最迟不超过2021年8月15日）",
    );
    expect(ran.err).toContain("问题 2〔严重〕消防通道堆放杂物");
    expect(ran.err).toContain("没有签发");
    expect((await office.ok("order list --json")).out).toBe("[]\n");
    expect(existsSync(join(office.folder, "文书"))).toBe(false);
    office.answer(true);
    expect((await office.ok("order issue 样例甲 --on 2021-07-19")).out).toContain("1号");
  });

  test("--dry-run 只看不签；没有人坐在那里时说用 --yes", async () => {
    const office = await orderOffice({ findings: two });
    expect((await office.ok("order issue 1 --dry-run --on 2021-07-19")).out).toContain("只是预览，没有签发");
    await refused(office, "order issue 1 --on 2021-07-19", "--yes");
  });

  test("号不重不跳，撤回的不再用，跨年从头起", async () => {
    const office = await orderOffice({ findings: [{ subject: 1 }, { subject: 2 }, { subject: 3 }] });
    await office.ok("order issue 1 --yes --on 2021-07-19");
    await office.ok("order withdraw 川教体改〔2021〕1号 --reason 写错地址 --on 2021-07-19");
    expect((await office.ok("order issue 1 --yes --on 2021-07-20")).out).toContain("川教体改〔2021〕2号");
    expect((await office.ok("order issue 2 --yes --on 2021-07-20")).out).toContain("川教体改〔2021〕3号");
    expect((await office.ok("order issue 3 --yes --on 2022-01-04")).out).toContain("川教体改〔2022〕1号");
    expect((await office.ok("order list --stage 已撤回 --csv")).out).toContain("川教体改〔2021〕1号");
  });

  test("问题分给不同的签发部门、不同的种类，各成一份", async () => {
    const office = await orderOffice({
      findings: [
        { subject: 1 },
        { subject: 1, orderKind: "责令整改通知书", lead: "区教体局" },
        { subject: 1, lead: "区消防救援大队" },
      ],
    });
    const ran = await office.ok(
      "order issue 1 --finding 1,2,3 --word 样例改 --days 5个工作日 --yes --json --on 2021-07-19",
    );
    const { orders } = JSON.parse(ran.out) as {
      orders: { number: string; issuer: string; kind: string; findings: number[]; deadline: string }[];
    };
    expect(orders.map(({ issuer, kind, findings, deadline }) => [issuer, kind, findings, deadline])).toEqual([
      ["区教体局", "整改通知书", [1], "5个工作日"],
      ["区教体局", "责令整改通知书", [2], "5个工作日"],
      ["区消防救援大队", "整改通知书", [3], "5个工作日"],
    ]);
    expect(orders.map(({ number }) => number)).toEqual(["样例改〔2021〕1号", "样例改〔2021〕2号", "样例改〔2021〕3号"]);
  });

  test("已下达的拒绝，说出文号；点名的几个问题一起说", async () => {
    const office = await orderOffice({ findings: two });
    await office.ok("order issue 1 --finding 1 --yes --on 2021-07-19");
    await refused(
      office,
      "order issue 1 --finding 1 --yes --on 2021-07-20",
      "问题 1（没有办学许可证，仍开设数学班）已由 川教体改〔2021〕1号 下达整改通知书",
    );
    await refused(office, "order issue 1 --finding 1,9 --yes --on 2021-07-20", "没有问题 9");
    expect((await office.ok("order issue 1 --yes --on 2021-07-20 --json")).out).toContain(
      '"findings": [\n        2\n      ]',
    );
  });

  test("补录不能与后来的登记相抵触", async () => {
    const office = await orderOffice({ findings: [{ subject: 1 }] });
    await office.ok("order issue 1 --yes --on 2021-07-25");
    await refused(office, "order issue 1 --yes --on 2021-07-20", "川教体改〔2021〕1号");
  });

  test("地区名称待填的方案：可以预览，不能签发；填上就能办", async () => {
    const office = await orderOffice({ findings: [{ subject: 1 }] });
    await office.ok(`plan copy chuanhui-2021 方案.yaml ${fills.map((fill) => `--fill ${fill}`).join(" ")}`);
    const plan = office.read("方案.yaml");
    office.write("方案.yaml", plan.replace(/^( *)名称: 川汇区$/m, "$1名称: 待填"));
    await office.ok("plan adopt 方案.yaml --on 2021-07-17");
    await office.ok("order issue 1 --dry-run --on 2021-07-19");
    const { status, err } = await office.run("order issue 1 --yes --on 2021-07-19");
    expect([status, err]).toEqual([1, expect.stringContaining("方案的“地区.名称”还是待填，不能公布或签发")]);
    expect((await office.ok("order list --json --on 2021-07-19")).out).toBe("[]\n");
    office.write("方案.yaml", plan);
    await office.ok("plan adopt 方案.yaml --on 2021-07-18");
    await office.ok("order issue 1 --yes --on 2021-07-19");
  });

  test("方案待填的期限、代字：拒绝并说出路径和填法；命令行给了就能办", async () => {
    const office = await orderOffice({ findings: two, without: ["文书种类.整改通知书.期限", "文书种类.责令停办通知"] });
    await refused(
      office,
      "order issue 1 --yes --on 2021-07-19",
      "文书种类.整改通知书.期限",
      "--days",
      "tuban plan adopt chuanhui-2021 --fill",
    );
    await refused(
      office,
      "order issue 2 --kind 责令停办通知 --yes --on 2021-07-01",
      "文书种类.责令停办通知.代字.区教体局",
      "--word",
    );
    await refused(office, "order issue 1 --due 2021-08-20 --yes --on 2021-07-19", "2021-08-15");
    await office.ok("order issue 1 --due 2021-08-10 --yes --on 2021-07-19");
    expect(office.read("文书/川教体改〔2021〕1号.md")).toContain("2021年8月10日前（含当日）改正上述问题");
    expect((await office.ok("order serve 1号 --to 周某戊 --on 2021-07-20")).out).toContain("期限 2021-08-10");
  });

  test("代字和期限都待填：一次说出，不用敲一遍补一样", async () => {
    const office = await orderOffice({ findings: two, without: ["文书种类.整改通知书.期限"] });
    const open = ["文书种类.整改通知书.代字.区应急管理局", "文书种类.整改通知书.期限"];
    await refused(office, "order issue 1 --issuer 区应急管理局 --yes --on 2021-07-19", ...open);
  });

  test.each([
    ["order issue --yes", "没有写明给哪一家"],
    ["order issue 1 --all --kind 责令停办通知 --yes", "去掉其中一个"],
    ["order issue --all --yes", "--kind 责令停办通知"],
    ["order issue 1 --class 有证有照", "--all"],
    ["order issue 9 --yes", "底数里找不到"],
    ["order issue 2 --yes --on 2021-07-19", "tuban inspect 2"],
    ["order issue 1 --kind 没收决定 --yes --on 2021-07-19", "可用的种类：整改通知书、"],
    ["order issue 1 --kind 行政处罚告知书 --yes --on 2021-07-14", "2021-07-15"],
    ["order issue 1 --issuer 区司法局 --yes --on 2021-07-19", "区司法局 不能签发整改通知书"],
    ["order issue 1 --days 十来天 --yes", "--days 的期限看不懂"],
    ["order issue 1 --finding 甲 --yes", "--finding 要写问题编号"],
    ["order issue 1 --yes --on 2021-06-20", "行动还没有开始"],
    ["order issue 1 --yes --on 2021-07-19 --as 无此人", "人员名册里没有：无此人"],
    ["order issue 1 --kind 责令停办通知 --finding 1 --yes --on 2021-07-19", "不带问题"],
  ])("拒绝 tuban %s", async (line, word) => {
    await refused(await orderOffice({ findings: two }), line, word);
  });

  test("方案没有写明先下哪种文书的问题要用 --kind", async () => {
    const office = await orderOffice({
      findings: [{ subject: 1 }, { subject: 1, orderKind: null }, { subject: 2, orderKind: null }],
    });
    const ran = await office.ok("order issue 1 --yes --on 2021-07-19");
    expect(ran.err).toContain("注意：问题 2 方案没有写明先下发哪种文书，用 --kind 指定");
    await refused(
      office,
      "order issue 2 --yes --on 2021-07-19",
      "tuban order issue 2 --kind 整改通知书，或 责令整改通知书，或 督办单，或 案件移送函",
    );
    await office.ok("order issue 2 --kind 案件移送函 --to 样例公安分局 --yes --on 2021-07-19");
    expect(office.read("文书/川教体移〔2021〕1号.md")).toContain("样例公安分局：");
  });

  test("名称里的怪东西进不了文书的结构，也写不出文件夹", async () => {
    const office = await orderOffice();
    await onLedger(office, "2021-06-26", async (entry) => {
      const [row] = await entry.db.selectFrom("roster").selectAll().where("subject", "=", 1).execute();
      if (!row) throw new Error("no sample");
      const { id: _, entry: __, ...rest } = row;
      await entry.add("roster", { ...rest, name: "样例\u001b[31m|<script>【文号】中心" });
    });
    await addFindings(office, [{ subject: 1, note: "=cmd()|a\n# 假标题" }]);
    await office.ok("order issue 1 --word ../../样例 --yes --on 2021-07-19");
    const text = office.read("文书/__.._样例〔2021〕1号.md");
    expect(text).toContain("样例␛\\[31m\\|&lt;script>【文号】中心");
    expect(text).toContain("=cmd()\\|a<br>\\# 假标题");
    expect((await office.ok("order list")).out).not.toContain("\u001b[31m");
  });

  test("文件写不出时文书已签发，退出 3，随时能取出", async () => {
    const office = await orderOffice({ findings: two });
    writeFileSync(join(office.folder, "文书"), "a file is in the way");
    const ran = await office.run("order issue 1 --yes --on 2021-07-19");
    expect(ran.status).toBe(3);
    expect(ran.err).toContain("文书已经签发并记在账本里");
    expect((await office.ok("order show #1")).out).toContain("川教体改〔2021〕1号");
  });

  test("自己的模板放在账本旁边；模板的毛病指到行", async () => {
    const office = await orderOffice({ findings: two });
    mkdirSync(join(office.folder, "templates", "orders"), { recursive: true });
    office.write("templates/orders/整改通知书.md", "本县格式 【文号】\n");
    await office.ok("order issue 1 --finding 1 --yes --on 2021-07-19");
    expect(office.read("文书/川教体改〔2021〕1号.md")).toMatch(
      /^本县格式 川教体改〔2021〕1号\n\n校验码：\d+(?:-[\dA-Z]+)+\n$/,
    );
    office.write("templates/orders/整改通知书.md", "【文 号】【整改期限】\n");
    await refused(office, "order issue 1 --finding 2 --yes --on 2021-07-19", "没有「整改期限」这个字段", ":1:");
    office.write("templates/orders/整改通知书.md", "本县格式 【文号】，账本 【账本校验码】\n");
    await office.ok("order issue 1 --finding 2 --yes --on 2021-07-19");
    expect(office.read("文书/川教体改〔2021〕2号.md")).toMatch(
      /^本县格式 川教体改〔2021〕2号，账本 \d+(?:-[\dA-Z]+)+\n$/,
    );
  });
});

test("照方案该下发别种文书的，说出问题、种类和点名的写法", async () => {
  const office = await orderOffice({
    findings: [
      { subject: 1, orderKind: "责令整改通知书" },
      { subject: 1, orderKind: "责令整改通知书" },
    ],
  });
  await refused(
    office,
    "order issue 1 --kind 整改通知书 --yes --on 2021-07-19",
    "问题 1、2 照方案下发责令整改通知书",
    "tuban order issue 1 --finding 1,2 --kind 整改通知书",
  );
  await office.ok("order issue 1 --finding 1,2 --kind 整改通知书 --yes --on 2021-07-19");
});

test("查封取缔之前，把方案对查封的提醒写出来", async () => {
  const office = await orderOffice();
  const ran = await office.ok(`order issue 3 --kind 查封取缔决定 --word 川市监封 ${sealSet} --dry-run --on 2021-07-19`);
  expect(ran.err).toBe("注意：查封，只能由法律法规授权的机关对无照场所采取，教育部门没有一般的查封权\n");
  expect((await office.ok("order issue 3 --kind 责令停办通知 --dry-run --on 2021-07-19")).err).toBe("");
});

describe("几个部门共同牵头、发给谁", () => {
  const lead = "区教体局、市市场监管局川汇区分局、区民政局";
  const findings = [
    { subject: 1, lead },
    { subject: 1, lead: "区民政局" },
  ];

  test("--joint 把不同牵头的问题合成一份，共同签发，用牵头的文号", async () => {
    const office = await orderOffice({ findings });
    await office.ok("order issue 1 --joint --yes --on 2021-07-19");
    const shown = (await office.ok("order show 川教体改〔2021〕1号")).out;
    expect(shown).toContain("# 区教体局、市市场监管局川汇区分局、区民政局\n");
    expect(shown.match(/\| 1 \|[^]*\| 2 \|/)).not.toBeNull();
    expect((await office.ok("order list --json")).out.match(/川教体改/g)).toHaveLength(1);
  });

  test("点名的单位不能签发这种文书的，拒绝，什么也没有", async () => {
    const office = await orderOffice({ findings });
    const ran = await office.run("order issue 1 --joint 区司法局 --yes --on 2021-07-19");
    expect([ran.status, ran.out]).toEqual([1, ""]);
    expect(ran.err).toContain("区司法局 不能签发整改通知书");
  });

  test("督办单不发给签发的单位自己：有别的牵头单位就发给它们，没有就要写明", async () => {
    const office = await orderOffice({
      findings: [
        { subject: 1, lead },
        { subject: 2, lead: "区教体局" },
      ],
    });
    await office.ok("order issue 1 --kind 督办单 --due 2021-08-01 --yes --on 2021-07-19");
    expect((await office.ok("order show 川教体督〔2021〕1号")).out).toContain("市市场监管局川汇区分局、区民政局：");
    const ran = await office.run("order issue 2 --kind 督办单 --due 2021-08-01 --yes --on 2021-07-19");
    expect([ran.status, ran.out]).toEqual([1, ""]);
    expect(ran.err).toContain("督办单由区教体局签发，又发给区教体局自己");
  });
});

describe("一律停办", () => {
  test("先看数目再确认；已停办的跳过并说明；送达后在停办中", async () => {
    const office = await orderOffice();
    await office.ok("order issue 2 --kind 责令停办通知 --yes --on 2021-06-30");
    await office.ok("order serve 川教体停〔2021〕1号 --to 周某戊 --on 2021-06-30");
    office.answer(true);
    const ran = await office.ok("order issue --all --kind 责令停办通知 --on 2021-07-01");
    expect(ran.err).toContain("准备签发 2 份文书");
    expect(ran.err).toContain("跳过 1 家：已在停办中");
    office.answer(true);
    const served = await office.ok("order serve --all --kind 责令停办通知 --on 2021-07-01");
    expect(served.err).toContain("准备登记直接送达 2 份");
    expect(served.out).toContain("川教体停〔2021〕3号：样例丙教育咨询有限公司");
    await refused(office, "order issue --all --kind 责令停办通知 --yes --on 2021-07-02", "已在停办中 3 家");
    await refused(
      office,
      "order issue 1 --kind 责令停办通知 --yes --on 2021-07-02",
      "已在停办中（川教体停〔2021〕2号）",
    );
    await refused(
      office,
      "order serve --all --kind 责令停办通知 --yes --on 2021-07-02",
      "没有已签发、未送达的责令停办通知",
    );
    await expect(anyCode(office.read("文书/川教体停〔2021〕1号.md"))).toMatchFileSnapshot(
      "golden/orders/责令停办通知.md",
    );
  });

  test("--class、--town 缩小范围；签了没送的不再签", async () => {
    const office = await orderOffice();
    expect(
      (
        await office.ok(
          "order issue --all --kind 责令停办通知 --class 有照无证 --town 样例南街道 --dry-run --on 2021-07-01",
        )
      ).out,
    ).toContain("准备签发 1 份文书");
    await office.ok("order issue 3 --kind 责令停办通知 --yes --on 2021-07-01");
    await refused(office, "order issue 3 --kind 责令停办通知 --yes --on 2021-07-01", "还没有送达");
    expect((await office.ok("order issue --all --kind 责令停办通知 --dry-run --on 2021-07-01")).out).toContain(
      "跳过 1 家：已有同种文书",
    );
  });

  test("六家以上只列头几家，另给属地和证照的数", async () => {
    const office = await orderOffice();
    await onLedger(office, "2021-06-26", async (entry) => {
      const [row] = await entry.db.selectFrom("roster").selectAll().where("subject", "=", 1).execute();
      if (!row) throw new Error("no sample");
      const { id: _, entry: __, ...rest } = row;
      await entry.addMany(
        "roster",
        Array.from({ length: 7 }, (___, index) => ({
          ...rest,
          subject: index + 4,
          name: `样例${index}号培训班`,
          uscc: null,
        })),
      );
    });
    const ran = await office.ok("order issue --all --kind 责令停办通知 --dry-run --on 2021-07-01");
    expect(ran.out).toContain("准备签发 10 份文书");
    expect(ran.out).toContain("…… 至 川教体停〔2021〕10号");
    expect(ran.out).toContain("按属地：样例北街道 9，样例南街道 1");
    expect(ran.out).toContain("按证照：有照无证 9，有证有照 1");
    expect(ran.out).not.toContain("样例6号培训班");
  });

  test("没有停办过的不能恢复；恢复只一次；恢复后可再停办", async () => {
    const office = await orderOffice();
    await refused(office, "order issue 1 --kind 恢复办学通知 --yes --on 2021-07-05", "没有送达过停办通知");
    await office.ok("order issue 1 --kind 责令停办通知 --yes --on 2021-07-01");
    await office.ok("order serve #1 --to 周某戊 --on 2021-07-01");
    await office.ok("order issue 1 --kind 恢复办学通知 --yes --on 2021-07-05");
    await refused(office, "order issue 1 --kind 恢复办学通知 --yes --on 2021-07-05", "还没有送达");
    await office.ok("order serve #2 --to 周某戊 --on 2021-07-05");
    await refused(
      office,
      "order issue 1 --kind 恢复办学通知 --yes --on 2021-07-06",
      "已由 川教体复〔2021〕1号 恢复办学",
    );
    await office.ok("order issue 1 --kind 责令停办通知 --yes --on 2021-07-10");
    await expect(anyCode(office.read("文书/川教体复〔2021〕1号.md"))).toMatchFileSnapshot(
      "golden/orders/恢复办学通知.md",
    );
  });
});

describe("送达", () => {
  test("期限从送达次日起算，说得清怎么算的", async () => {
    const office = await orderOffice({ findings: two });
    await office.ok("order issue 1 --yes --on 2021-07-19");
    office.write("回证.jpg", "sample receipt");
    const ran = await office.ok("order serve 样例甲 --method 直接送达 --to 周某戊 --evidence 回证.jpg --on 2021-07-20");
    expect(ran.out).toContain("期限 2021-08-03（自送达次日 2021-07-21 起 10个工作日）");
    expect((await office.ok("verify")).out).toContain("1 个证据文件");
    const shown = JSON.parse((await office.ok("order show #1 --json --as-of 2021-07-21")).out) as {
      stage: string;
      dueOn: string;
      life: { what: string }[];
    };
    expect([shown.stage, shown.dueOn, shown.life.length]).toEqual(["已送达", "2021-08-03", 2]);
  });

  test("送达在签发之前、送达两次、没有收件人、写明的期限已过", async () => {
    const office = await orderOffice({ findings: two });
    await office.ok("order issue 1 --due 2021-07-25 --yes --on 2021-07-19");
    await refused(office, "order serve 1号 --to 周某戊 --on 2021-07-18", "2021-07-19 签发", "2021-07-18");
    await refused(office, "order serve 1号 --on 2021-07-20", "--to");
    await refused(office, "order serve 1号 --to 周某戊 --on 2021-07-26", "写明的期限 2021-07-25", "order withdraw");
    await refused(office, "order serve 1号 --to 周某戊 --method 口头 --on 2021-07-20", "直接、留置、电子、邮寄、公告");
    await refused(office, "order serve 5号 --to 周某戊 --on 2021-07-20", "没有这份文书");
    await office.ok("order serve 1号 --to 周某戊 --on 2021-07-20");
    await refused(office, "order serve 1号 --to 周某戊 --on 2021-07-20", "不能再次送达");
    await refused(office, "order serve 1号 --to 周某戊 --on 2021-07-19", "不能再次送达");
  });

  test("留置要见证人；公告满三十日才视为送达，其间不能再送", async () => {
    const office = await orderOffice({ findings: [{ subject: 1 }, { subject: 2 }] });
    await office.ok("order issue 1 --days 15日 --yes --on 2021-07-16");
    await office.ok("order issue 2 --days 60日 --yes --on 2021-08-16");
    await refused(office, "order serve 川教体改〔2021〕1号 --method 留置 --to 周某戊 --on 2021-07-16", "见证人");
    await office.ok(
      "order serve 川教体改〔2021〕1号 --method 留置 --witness 李某乙 --reason 看后拒绝签字 --to 周某戊 --on 2021-07-16",
    );
    await refused(
      office,
      "order serve 川教体改〔2021〕2号 --method 公告 --to 周某戊 --on 2021-08-16",
      "公告送达要记明原因",
    );
    const ran = await office.ok(
      "order serve 川教体改〔2021〕2号 --method 公告 --reason 下落不明 --place 样例日报 --to 周某戊 --on 2021-08-16",
    );
    expect(ran.out).toContain("2021-09-15 起算");
    await refused(office, "order serve 川教体改〔2021〕2号 --to 周某戊 --on 2021-08-20", "不能再次送达");
    const stages = async (day: string): Promise<string[]> =>
      (JSON.parse((await office.ok(`order list --json --as-of ${day}`)).out) as { stage: string }[]).map(
        ({ stage }) => stage,
      );
    expect(await stages("2021-08-20")).toEqual(["已到期", "已签发"]);
    const unserved = async (day: string): Promise<number | undefined> =>
      (
        JSON.parse((await office.ok(`today --json --as-of ${day}`)).out) as {
          waiting: { task: string; count: number }[];
        }
      ).waiting.find(({ task }) => task === "待送达")?.count;
    const flat = (text: string): string => text.replaceAll(/[│\s]+/g, "");
    expect(await unserved("2021-08-20")).toBe(0);
    expect(flat((await office.ok("order list --as-of 2021-08-20")).out)).toMatch(/公告中.*视为送达/);
    for (const line of ["show 2", "order show 2号"])
      expect((await office.ok(`${line} --as-of 2021-08-20`)).out).toContain("公告，2021-09-15 视为送达");
    expect((await office.ok("order show 2号 --as-of 2021-08-20")).out).toContain("公告中，2021-09-15 视为送达");
    for (const line of ["order list", "order show 2号"])
      expect((await office.ok(`${line} --as-of 2021-09-15`)).out).not.toContain("公告中");
    expect(await stages("2021-09-15")).toEqual(["已到期", "已送达"]);
  });

  test("邮寄以回执日期起算；没有回执、日期不对的拒绝", async () => {
    const office = await orderOffice({ findings: [{ subject: 1 }] });
    await office.ok("order issue 1 --yes --on 2021-07-19");
    const mail = "order serve 1号 --method 邮寄 --to 周某戊 --on 2021-07-26";
    await refused(office, mail, "要记明邮件号", "以回执上注明的收件日期为送达日期");
    await refused(
      office,
      `${mail} --mail-no 样例001 --received 2021-07-18`,
      "2021-07-19 签发的，不能在 2021-07-18 收到",
    );
    await refused(office, `${mail} --mail-no 样例001 --received 2027-01-01`, "在今天");
    await refused(office, "order serve 1号 --to 周某戊 --received 2021-07-20 --on 2021-07-26", "只用于邮寄送达");
    const ran = await office.ok(`${mail} --mail-no 样例001 --received 2021-07-22`);
    expect(ran.out).toContain("2021-07-22 起算，期限 2021-08-05");
    expect((await office.ok("order show 1号")).out).toContain("邮寄送达 周某戊（邮件号 样例001）");
  });

  test("拒收登记在案，才能留置；几次不成，才能公告", async () => {
    const office = await orderOffice({ findings: [{ subject: 1 }, { subject: 2 }] });
    await office.ok("order issue 1 --yes --on 2021-07-19");
    await office.ok("order issue 2 --days 60日 --yes --on 2021-08-16");
    office.write("拒收.mp4", "sample video");
    const attempt = await office.ok(
      "order attempt 1号 --outcome 拒收 --by 张某甲,李某乙 --note 不肯开门 --evidence 拒收.mp4 --on 2021-07-20",
    );
    expect(attempt.out).toContain("可以留置送达");
    await refused(office, "order attempt 1号 --outcome 没空 --on 2021-07-20", "没有这种结果");
    await office.ok("order serve 1号 --method 留置 --witness 王某丙 --to 周某戊 --on 2021-07-20");
    await refused(office, "order attempt 1号 --outcome 不在 --on 2021-07-21", "不能送达未成");
    const notice = "order serve 2号 --method 公告 --reason 其他方式无法送达 --place 区政府网站 --to 周某戊";
    await refused(office, `${notice} --on 2021-08-18`, "用其他方式都无法送达");
    await office.ok("order attempt 2号 --outcome 不在 --on 2021-08-17");
    await office.ok(`${notice} --on 2021-08-18`);
    const shown = (await office.ok("order show 1号")).out;
    expect(shown).toContain("直接送达未成：拒收（不肯开门）");
    expect(shown).toContain("留置送达 周某戊（见证人王某丙）");
    await office.ok("verify");
  });

  test("送达回证收回：谁签的、扫描件；收回一次", async () => {
    const office = await orderOffice({ findings: [{ subject: 1 }] });
    await office.ok("order issue 1 --yes --on 2021-07-19");
    await refused(office, "order return 1号 --signed-by 周某戊 --on 2021-07-20", "不能收回回证");
    await office.ok("order serve 1号 --to 周某戊 --on 2021-07-20");
    office.write("回证.pdf", "%PDF sample");
    expect((await office.ok("order return 1号 --signed-by 周某戊 --evidence 回证.pdf --on 2021-07-21")).out).toContain(
      "附 1 个文件",
    );
    await refused(office, "order return 1号 --signed-by 周某戊 --on 2021-07-22", "已于 2021-07-21 收回");
    expect((await office.ok("order show 1号")).out).toContain("送达回证收回，周某戊签收");
    expect((await office.ok("show 1 --json --as-of 2021-07-20")).out).not.toContain("送达回证收回");
    expect((await office.ok("show 1 --json --as-of 2021-07-21")).out).toContain("送达回证收回，周某戊签收");
  });

  test("文号写一部分、换括号、写短编号都行；几份都像的列出来", async () => {
    const office = await orderOffice({ findings: [{ subject: 1 }, { subject: 2 }] });
    await office.ok("order issue 1 --yes --on 2021-07-19");
    await office.ok("order issue 2 --yes --on 2021-07-19");
    for (const name of ["川教体改(2021)1号", "川教体改[2021] 1号", "1号", "#1", "1#", "＃1"])
      expect((await office.ok(`order show '${name}' --json`)).out).toContain('"id": 1');
    await refused(office, "order show 川教体改", "对应 2 份文书", "1# 川教体改〔2021〕1号", "2# 川教体改〔2021〕2号");
    await refused(office, "order show #9", "没有这份文书");
  });

  test("公告没有生效之前再登记一次也拒绝", async () => {
    const office = await orderOffice({ findings: [{ subject: 1 }] });
    await office.ok("order issue 1 --yes --on 2026-11-20 --days 3日");
    await office.ok("order serve #1 --method 公告 --reason 下落不明 --place 区政府网站 --to 周某戊 --on 2026-11-20");
    await refused(office, "order serve #1 --to 周某戊 --on 2026-11-23", "2026-12-20 视为送达");
  });
});

describe("延期、撤回、放弃申辩", () => {
  test("延期要原因和批准人，要晚于原期限，次数照方案", async () => {
    const office = await servedOffice(two);
    await refused(
      office,
      "order extend 1号 --to 2021-08-03 --reason 场地改造 --approver 王某丙 --on 2021-08-02",
      "不晚于现在的期限 2021-08-03",
    );
    await refused(
      office,
      "order extend 1号 --to 2021-08-10 --reason ' ' --approver 王某丙 --on 2021-08-02",
      "--reason 是空的",
    );
    await refused(office, "order extend 1号 --to 2021-08-10 --reason 场地改造 --on 2021-08-02", "--approver");
    await refused(
      office,
      "order extend 1号 --to 2021-08-10 --reason 场地改造 --approver 王某丙 --on 2021-08-04",
      "先复查",
    );
    await office.ok("order extend 1号 --to 2021-08-10 --reason 场地改造 --approver 王某丙 --on 2021-08-02");
    await refused(
      office,
      "order extend 1号 --to 2021-08-12 --reason 再延 --approver 王某丙 --on 2021-08-05",
      "已延期 1 次",
    );
    expect((await office.ok("order show 1号 --as-of 2021-08-05")).out).toContain(
      "王某丙批准延期到 2021-08-10（场地改造）",
    );
    expect((await office.ok("order list --overdue --json --as-of 2021-08-10")).out).toBe("[]\n");
    expect((await office.ok("order list --overdue --as-of 2021-08-13")).out).toContain("超期3天");
  });

  test("批准人要在人员名册里，不能是办理人自己", async () => {
    const office = await servedOffice(two);
    const extend = "order extend 1号 --to 2021-08-10 --reason 场地改造 --on 2021-08-02 --approver";
    await refused(
      office,
      `${extend} 钱某己`,
      "批准人不在人员名册里：钱某己",
      "tuban person add 钱某己 --unit 单位 --on 2021-08-02",
    );
    await refused(office, `${extend} 张某甲`, "张某甲 是办理人，不能批准");
    await office.ok("person add 钱某己 --unit 区教体局 --on 2021-08-02");
    await office.ok(`${extend} 钱某己`);
  });

  test("没有送达的不能延期；方案待填延期次数的拒绝", async () => {
    const office = await orderOffice({ findings: two, without: ["文书种类.整改通知书.延期次数"] });
    await office.ok("order issue 1 --yes --on 2021-07-19");
    await refused(
      office,
      "order extend 1号 --to 2021-08-10 --reason 场地改造 --approver 王某丙 --on 2021-07-20",
      "“已签发”，不能延期",
    );
    await office.ok("order serve 1号 --to 周某戊 --on 2021-07-20");
    await refused(
      office,
      "order extend 1号 --to 2021-08-10 --reason 场地改造 --approver 王某丙 --on 2021-07-21",
      "文书种类.整改通知书.延期次数",
    );
  });

  test("撤回后问题回到待交办，可以重新下达；撤回的什么也不能再办", async () => {
    const office = await servedOffice(two);
    await office.ok("order withdraw 1号 --reason 主体写错 --on 2021-07-21");
    await refused(office, "order withdraw 1号 --reason 再撤 --on 2021-07-22", "“已撤回”，不能撤回");
    await refused(office, "order serve 1号 --to 周某戊 --on 2021-07-22", "已撤回");
    expect((await office.ok("order issue 1 --yes --on 2021-07-22")).out).toContain("川教体改〔2021〕2号");
  });

  test("先告知后决定：没有告知、没有等满都拒绝；放弃申辩的可以早办", async () => {
    const office = await servedOffice(two);
    await office.ok("review 1号 --by 王某丙,赵某丁 --result 全部=未整改 --on 2021-08-04");
    await refused(
      office,
      "order issue 1 --kind 行政处罚决定书 --finding 1 --yes --on 2021-08-05",
      "之前要先有送达的行政处罚告知书",
    );
    await office.ok(`order issue 1 --kind 行政处罚告知书 ${noticeSet} --yes --on 2021-08-05`);
    await refused(office, "order issue 1 --kind 行政处罚决定书 --yes --on 2021-08-05", "还没有送达");
    await office.ok("order serve 罚告 --to 周某戊 --on 2021-08-06");
    await refused(
      office,
      "order issue 1 --kind 行政处罚决定书 --yes --on 2021-08-13",
      "5个工作日到 2021-08-13 才满",
      "order waive",
    );
    await refused(
      office,
      "order waive 川教体改〔2021〕1号 --reason 书面放弃 --on 2021-08-09",
      "没有可以放弃的陈述申辩期",
    );
    await office.ok("order waive 川教体罚告〔2021〕1号 --reason 书面放弃 --on 2021-08-09");
    await refused(
      office,
      "order waive 川教体罚告〔2021〕1号 --reason 又写一次 --on 2021-08-10",
      "已于 2021-08-09 登记",
    );
    await office.ok(`order issue 1 --kind 行政处罚决定书 ${decisionSet} --yes --on 2021-08-09`);
    await expect(anyCode(office.read("文书/川教体罚告〔2021〕1号.md"))).toMatchFileSnapshot(
      "golden/orders/行政处罚告知书.md",
    );
    await expect(anyCode(office.read("文书/川教体罚〔2021〕1号.md"))).toMatchFileSnapshot(
      "golden/orders/行政处罚决定书.md",
    );
  });
});

test("其余的文书，照样子核对", async () => {
  const office = await orderOffice({
    findings: [
      { subject: 1, orderKind: "责令整改通知书" },
      { subject: 2, orderKind: null, severity: "重大隐患", lead: "市公安局川汇区分局、区应急管理局" },
    ],
  });
  await office.ok("order issue 1 --days 10个工作日 --yes --on 2021-07-19");
  await office.ok("order issue 2 --kind 督办单 --days 5个工作日 --yes --on 2021-07-19");
  await office.ok(`order issue 3 --kind 查封取缔决定 --word 川市监封 ${sealSet} --yes --on 2021-07-19`);
  await addFindings(office, [{ subject: 3, orderKind: null, lead: "市公安局川汇区分局" }]);
  await office.ok("order issue 3 --kind 案件移送函 --yes --on 2021-07-20");
  const named: Record<string, string> = {
    责令整改通知书: "川教体责改〔2021〕1号",
    督办单: "川教体督〔2021〕1号",
    查封取缔决定: "川市监封〔2021〕1号",
    案件移送函: "川教体移〔2021〕1号",
  };
  for (const [kind, number] of Object.entries(named))
    await expect(anyCode(office.read(`文书/${number}.md`))).toMatchFileSnapshot(`golden/orders/${kind}.md`);
});

test("另一份方案的文书：责令停办整改通知书凭问题下发，责令停止办学通知书直接下发", async () => {
  const office = await orderOffice();
  await office.ok("plan adopt beilun-2021 --on 2021-06-22");
  await addFindings(office, [{ subject: 1, campaign: "beilun-2021", orderKind: null }]);
  await office.ok("order issue 1 --kind 责令停办整改通知书 --word 样例停 --yes --on 2021-07-19");
  await office.ok(
    "order issue 3 --kind 责令停止办学通知书 --word 样例止 --set 复议诉讼=可以依法申请行政复议或者提起行政诉讼 --yes --on 2021-07-19",
  );
  await expect(anyCode(office.read("文书/样例停〔2021〕1号.md"))).toMatchFileSnapshot(
    "golden/orders/责令停办整改通知书.md",
  );
  await expect(anyCode(office.read("文书/样例止〔2021〕1号.md"))).toMatchFileSnapshot(
    "golden/orders/责令停止办学通知书.md",
  );
});

test.each(listPlans(templatePath("plans")))("$code 的每种文书都有模板", ({ file }) => {
  const { plan } = readPlan(readFileSync(file, "utf8"), file);
  const kinds = plan?.orderKinds ?? [];
  expect(kinds.length).toBeGreaterThan(0);
  expect(kinds.filter(({ template }) => !existsSync(templatePath(template))).map(({ name }) => name)).toEqual([]);
});

test("到期没有整改的，列表随 --as-of 变", async () => {
  const office = await servedOffice(two);
  const stage = async (day: string): Promise<string> =>
    (JSON.parse((await office.ok(`order list --json --as-of ${day}`)).out) as { stage: string }[])[0]?.stage ?? "";
  expect([
    await stage("2021-07-19"),
    await stage("2021-07-20"),
    await stage("2021-08-03"),
    await stage("2021-08-04"),
  ]).toEqual(["已签发", "已送达", "已送达", "已到期"]);
  expect((await office.ok("order list --kind 督办单 --json")).out).toBe("[]\n");
  expect((await office.ok("order list --town 样例南街道 --json")).out).toBe("[]\n");
  await refused(office, "order list --stage 办理中", "已签发、已送达、已到期、办结、已撤回");
});

describe("签发过的文件不会被覆盖", () => {
  const number = "川教体改〔2021〕1号";

  test("when the file was changed since, a further print goes beside it; an unchanged one stays alone", async () => {
    const office = await orderOffice({ findings: [{ subject: 1 }] });
    await office.ok("order issue 1 --yes --on 2021-07-19");
    const text = office.read(`文书/${number}.md`);
    await office.ok(`order print ${number}`);
    expect(existsSync(join(office.folder, `文书/${number}（2）.md`))).toBe(false);

    office.write(`文书/${number}.md`, "领导改过的一份");
    const { out, err } = await office.ok(`order print ${number}`);
    expect(office.read(`文书/${number}.md`)).toBe("领导改过的一份");
    expect(office.read(`文书/${number}（2）.md`)).toBe(text);
    expect(err).toContain("内容不同，没有动它");
    expect(out).toContain(`${number}（2）.md`);
    await office.ok(`order print ${number}`);
    expect(existsSync(join(office.folder, `文书/${number}（3）.md`))).toBe(false);
  });

  test("given an older ledger put back, when its next number stands on a file already, then nothing is issued", async () => {
    const office = await orderOffice({ findings: [{ subject: 1 }, { subject: 2 }] });
    const before = readFileSync(join(office.folder, "tuban.db"));
    await office.ok("order issue 1 --yes --on 2021-07-19");
    const text = office.read(`文书/${number}.md`);
    for (const file of ["tuban.db-wal", "tuban.db-shm"]) rmSync(join(office.folder, file), { force: true });
    writeFileSync(join(office.folder, "tuban.db"), before);

    const { status, err } = await office.run("order issue 2 --yes --on 2021-07-19");
    expect(status).toBe(1);
    expect(err).toContain(`${number} 的文件已在`);
    expect(office.read(`文书/${number}.md`)).toBe(text);
    expect((await office.ok("order list --json --as-of 2021-07-19")).out).not.toContain(number);
  });
});
