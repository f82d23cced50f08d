/** 台账: a register from a YAML block that no shipped plan has, from its entry to its end. */
import { describe, expect, test } from "vitest";
import { blocks, registerOffice } from "../register-office.ts";

describe("an entry of a register", () => {
  test("goes by its own word from 下发 to 办结, each department by itself, with its paper and limits", async () => {
    const of = await registerOffice();
    const made = await of.ok("errand add 阳光 事项=消防通道 承办单位=消防、城管 --on 2021-06-03");
    expect(made.out).toContain(
      "已登记：代办〔2021〕1号（1）代办，待签收，区消防救援大队 2021-06-08 到期、区城管局 2021-06-08 到期",
    );
    expect(made.out).toContain("文书 代办〔2021〕1号-1");
    // the department that acts is the part that is meant
    await of.ok("代办 签收 1 签收人=李某乙 --as 李某乙 --on 2021-06-04");
    await of.ok("errand 反馈 2 办理情况=已拆除 --evidence 照片.jpg --as 李某乙 --on 2021-06-10");
    const same = await of.run("errand 办结 2 --as 李某乙 --on 2021-06-11");
    expect(same.err).toContain("须由另一人办");
    await of.ok("errand 办结 2 --on 2021-06-11");
    const early = JSON.parse((await of.ok("errand show 1 --as-of 2021-06-05 --json")).out) as Shown;
    expect(early.parts.map(({ state, due }) => [state, due])).toEqual([
      ["办理中", "2021-06-21"],
      ["待签收", "2021-06-08"],
    ]);
    const now = JSON.parse((await of.ok("errand show 代办〔2021〕1号 --as-of 2021-06-12 --json")).out) as Shown;
    expect([now.state, now.ended]).toEqual(["待签收", false]);
    await of.ok("errand 撤回 3 理由=不归城管 --on 2021-06-13");
    expect(JSON.parse((await of.ok("errand show 1 --json")).out)).toMatchObject({ state: "已办结", ended: true });
    const printed = await of.ok("errand print 2");
    expect(printed.out).toContain("代办单 代办〔2021〕1号-1.docx");
    expect(of.read("文书/代办单 代办〔2021〕1号-1.md")).toContain("| 事项 | 消防通道 |");
  });

  test("has papers from whoever takes the step, to whoever has to act", async () => {
    const of = await registerOffice(
      blocks.replace("要: [办理情况], 佐证: 是", "要: [办理情况], 佐证: 是, 文书: 代办反馈单"),
    );
    await of.ok("errand add 阳光 事项=消防通道 承办单位=消防、教体局 --on 2021-06-03");
    await of.ok("代办 签收 1 签收人=李某乙 --as 李某乙 --on 2021-06-04");
    await of.ok("errand 反馈 2 办理情况=已拆除 --evidence 照片.jpg --as 李某乙 --on 2021-06-07");
    await of.ok("errand print 2");
    await of.ok("errand print 3");
    // 代办单 is set as every …单, 代办反馈单 as every …反馈单
    const handedOut = of.read("文书/代办单 代办〔2021〕1号-1.md");
    expect(handedOut).toMatch(/^# 区教体局\n\n# 代办单\n\n代办〔2021〕1号-1\n\n区消防救援大队：\n/);
    expect(handedOut).toContain("区教体局（印章）\n\n2021年6月3日\n");
    const answer = of.read("文书/代办反馈单 代办反馈单〔2021〕1号.md");
    expect(answer).toMatch(/^# 区消防救援大队\n\n# 代办反馈单\n\n.*\n\n区教体局：\n/);
    expect(answer).toContain("| 办理情况 | 已拆除 |");
    expect(answer).not.toContain("签收人");
    // a part that the issuer keeps goes to nobody else, least of all to whom it is about
    expect(of.read("文书/代办单 代办〔2021〕1号-2.md")).toContain("\n\n区教体局：\n");
  });

  test("is undone from its last step backwards", async () => {
    const of = await registerOffice();
    await of.ok("errand add 阳光 事项=消防通道 承办单位=消防 --on 2021-06-03");
    await of.ok("errand 签收 2 签收人=李某乙 --as 李某乙 --on 2021-06-04");
    const refused = await of.run("undo 5 --reason 登记错了");
    expect(refused.err).toContain("不能撤销");
    await of.ok("undo 6 --reason 登记错了");
    expect(JSON.parse((await of.ok("errand show 2 --json")).out)).toMatchObject({ state: "待签收" });
    await of.ok("undo 5 --reason 登记错了");
    expect(JSON.parse((await of.ok("errand list --json")).out)).toEqual([]);
    // a number once given stays taken
    expect((await of.ok("errand add 阳光 事项=消防通道 承办单位=消防")).out).toContain("代办〔2021〕2号");
    await of.ok("verify");
  });

  test("comes from a finding, which then cannot be undone before it", async () => {
    const of = await registerOffice();
    const unknown = await of.run("errand add 阳光 事项=消防通道 承办单位=消防 --cause 问题:7");
    expect(unknown.err).toContain("没有这个问题：7");
    const wrong = await of.run("errand add 阳光 事项=消防通道 承办单位=消防 --cause 案件:7");
    expect(wrong.err).toContain("写成 问题:编号、走访:编号");
    await of.ok("走访 add 阳光 情况=在上课 --on 2021-06-03");
    await of.ok("errand add 阳光 事项=消防通道 承办单位=消防 --cause 走访:1 --on 2021-06-03");
    expect((await of.run("undo 5 --reason 错了")).err).toContain("依据它的登记");
  });

  test("stands in the history of its institution", async () => {
    const of = await registerOffice();
    await of.ok("走访 add 阳光 情况=在上课 --on 2021-06-03");
    expect((await of.ok("show 阳光")).out).toMatch(/台账.*走访 走访〔2021〕1号，登记（已登记）/);
  });
});

describe("a step that waits for others", () => {
  test("各份已办结: the whole goes on when each part has ended, by 办结 or by 退回", async () => {
    const of = await registerOffice();
    await of.ok("clue add 来源=信箱 涉及谁=某小区 内容=无证办学 --on 2021-06-03");
    await of.ok("clue 分办 1 承办单位=消防、城管 --on 2021-06-03");
    await of.ok("clue 核实 1 属实=属实 核实情况=正在上课 --on 2021-06-04");
    await of.ok("clue 取证 1 取证情况=已拍照 --evidence 照片.jpg --on 2021-06-04");
    const settle = "clue 查处 1 处理结果=停办 整改到位=到位 --on 2021-06-05";
    expect((await of.run(settle)).err).toContain("“查处”的条件没有满足：各份已办结");
    await of.ok("assign 退回 2 理由=没有消防问题 --on 2021-06-05");
    expect((await of.run(settle)).err).toContain("各份已办结");
    await of.ok("assign 签收 3 签收人=赵某丁 --on 2021-06-05");
    await of.ok("assign 办结 3 办理情况=广告牌已拆 --evidence 照片.jpg --on 2021-06-05");
    expect((await of.ok(settle)).out).toContain("查处 → 待反馈");
  });

  test("所指的已办结: one that was joined is answered when the one it names has ended", async () => {
    const of = await registerOffice();
    await of.ok("clue add 来源=信箱 涉及谁=某小区 内容=无证办学 举报人=甲 --on 2021-06-03");
    await of.ok("clue add 来源=举报电话 涉及谁=某小区 内容=无证办学 举报人=乙 --again --on 2021-06-03");
    await of.ok("clue 并入 2 并入哪一件=线索〔2021〕1号 --on 2021-06-03");
    const answer = "clue 随复 2 反馈方式=电话 反馈内容=已核实 --on 2021-06-05";
    expect((await of.run(answer)).err).toContain("“随复”的条件没有满足：所指的已办结");
    await of.ok("clue 不受理 1 理由=不属本局职责 --on 2021-06-04");
    expect((await of.ok(answer)).out).toContain("随复 → 已并入");
  });
});

describe("what is sealed", () => {
  test("is shown to whoever asks for it by name, and erased for good with a reason", async () => {
    const of = await registerOffice();
    await of.ok("errand add 事项=补课 承办单位=消防 反映人=王某丙 --on 2021-06-03");
    for (const line of ["errand show 1", "errand list --csv", "errand list --json", "log", "errand show 1 --json"])
      expect((await of.ok(line)).out, line).not.toContain("王某丙");
    await of.ok("errand print 2");
    expect(of.read("文书/代办单 代办〔2021〕1号-1.md")).not.toContain("王某丙");
    expect((await of.ok("errand show 1 --reveal")).out).toContain("王某丙");
    await of.ok("verify");
    await of.ok("errand erase 1 反映人 --reason 本人要求");
    expect((await of.ok("errand show 1 --reveal")).out).toContain("（已删除）");
    await of.ok("verify");
  });
});

describe("the form", () => {
  test("comes back in without a question, half-way entries, parts and numbers of one's own among it; a second time nothing", async () => {
    const of = await registerOffice();
    await of.ok("errand form --out 代办.csv");
    const header = of.read("代办.csv").replace("\uFEFF", "").trim();
    expect(header).toBe("编号,登记日期,机构,事项,承办单位,渠道,反映人,起因,现状");
    of.write(
      "代办.csv",
      `${header}\n旧1号,2021-06-05,阳光培训,消防通道,消防、城管,电话,王某丙,,办理中\n,2021-06-06,2,招牌,城管,,,,\n`,
    );
    expect((await of.ok("errand import 代办.csv")).out).toContain("已登记：代办 2 件");
    const rows = JSON.parse((await of.ok("errand list --json")).out) as {
      number: string;
      state: string;
      due: string;
    }[];
    expect(rows.map(({ number, state, due }) => [number, state, due])).toEqual([
      ["旧1号-1", "办理中", "2021-06-21"],
      ["旧1号-2", "办理中", "2021-06-21"],
      ["代办〔2021〕1号-1", "待签收", "2021-06-09"],
    ]);
    expect((await of.ok("errand import 代办.csv")).out).toContain("代办 0 件；2 件以前登记过");
    await of.ok("errand form --out 代办.xlsx");
    await of.ok("verify");
  });

  test.each([
    ["another register's column", "情况,份数\n在上课,3\n", "没有代办的表头"],
    ["a column too many", "事项,承办单位,份数\n消防,消防,3\n", "代办没有“份数”这一列"],
    ["a department that is none", "事项,承办单位\n消防,工商局\n", "方案里没有这个部门"],
    ["a state that is none", "事项,承办单位,现状\n消防,消防,办完了\n", "没有“办完了”这个状态"],
    ["a day to come", "事项,承办单位,登记日期\n消防,消防,2031-01-01\n", "登记日期不对：2031-01-01"],
    ["an institution that is none", "事项,承办单位,机构\n消防,消防,月亮培训\n", "底数里找不到（或不止一家）：月亮培训"],
    ["what is required is missing", "事项,承办单位\n消防,\n", "还要写明：承办单位"],
  ])("%s: nothing is entered", async (_, text, message) => {
    const of = await registerOffice();
    of.write("坏.csv", text);
    const ran = await of.run("errand import 坏.csv");
    expect(ran.status).toBe(2);
    expect(ran.err).toContain(message);
    expect(ran.err).toContain("→");
    expect(JSON.parse((await of.ok("errand list --json")).out)).toEqual([]);
  });
});

describe("bad input: one sentence with the next step, and nothing changed", () => {
  test.each([
    ["errand add 阳光 承办单位=消防", "代办还要写明：事项"],
    ["errand add 阳光 事项=甲 承办单位=消防 颜色=红", "代办没有“颜色”这一项可写"],
    ["errand add 阳光 事项=甲 承办单位=消防 渠道=微信", "“渠道”不能写“微信”"],
    ["errand add 阳光 事项=甲 承办单位=消防 多余", "看不懂：多余"],
    ["errand add 事项=甲 承办单位=消防 --step 办结", "代办在登记时不能“办结”"],
    ["走访 add 情况=甲", "走访要写明是哪一家（机构）"],
    ["走访 add 阳光 情况=甲 份数=三", "“份数”要写整数，看不懂：三"],
    ["走访 step 1", "走访里没有这一件"],
    ["errand 签收 99 签收人=甲", "代办里没有这一件（截至 2021-07-30）：99"],
    ["errand 归档 1", "代办没有“归档”这一步或这个动作"],
    ["errand list --state 归档", "代办没有“归档”这个状态"],
    ["book 代班 list", "方案里没有这本台账：代班"],
    ["errand print 99", "代办里没有这一件"],
    ["errand erase 1 事项 --reason 错", "“事项”不是保密的，不能删除"],
    ["errnd list", "没有这个命令：errnd"],
  ])("tuban %s", async (line, message) => {
    const of = await registerOffice();
    const ran = await of.run(line);
    expect(ran.status).toBeGreaterThan(0);
    expect(ran.out).toBe("");
    expect(ran.err).toContain(message);
    expect(ran.err).toContain("→");
  });

  test("an entry that is there already is told with its number", async () => {
    const of = await registerOffice();
    await of.ok("errand add 阳光 事项=消防通道 承办单位=消防");
    const ran = await of.run("errand add 1 事项=消防通道 承办单位=城管");
    expect(ran.err).toContain("代办已经登记过：代办〔2021〕1号");
    await of.ok("errand add 1 事项=消防通道 承办单位=城管 --again");
  });

  test("an entry of several departments: which one is meant has to be said", async () => {
    const of = await registerOffice();
    await of.ok("errand add 阳光 事项=消防通道 承办单位=消防、城管");
    const ran = await of.run("errand 撤回 1 理由=重复");
    expect(ran.err).toContain("写编号：2 区消防救援大队（待签收）；3 区城管局（待签收）");
    await of.ok("errand 撤回 1 理由=重复 --part 全部");
    expect(JSON.parse((await of.ok("errand show 1 --json")).out)).toMatchObject({ state: "已撤回", ended: true });
  });
});

test("at a terminal what is missing is asked one by one", async () => {
  const of = await registerOffice();
  of.answer("阳光", "在上课");
  await of.ok("走访 add");
  expect((await of.ok("走访 list --json")).out).toContain("在上课");
});

test("help is made from the plan, with an example to type", async () => {
  const of = await registerOffice();
  const { out } = await of.ok("errand --help");
  expect(out).toContain("$ tuban errand add 12 事项=… 承办单位=…");
  expect((await of.ok("help 代办")).out).toBe(out);
  expect((await of.ok("book 代办 help")).out).toBe(out);
});

interface Shown {
  readonly state: string;
  readonly ended: boolean;
  readonly parts: readonly { readonly state: string; readonly due: string }[];
}

describe("what is to be done", () => {
  test("stands on the due list and the day's screen, by department; a limit that is not filled in stands there too", async () => {
    const of = await registerOffice();
    await of.ok("errand add 阳光 事项=消防通道 承办单位=消防、城管 --on 2021-06-03");
    await of.ok("errand 签收 2 签收人=李某乙 --as 李某乙 --on 2021-06-04");
    await of.ok("errand 反馈 2 办理情况=已拆除 --evidence 照片.jpg --as 李某乙 --on 2021-06-07");
    const due = JSON.parse((await of.ok("due --as-of 2021-06-07 --json")).out) as {
      clock: string;
      who: string;
      due: string;
      next: string;
    }[];
    expect(due).toMatchObject([
      { clock: "代办·待签收", who: "区城管局", due: "2021-06-08", next: "tuban errand show 3" },
    ]);
    const screen = (await of.ok("today --as-of 2021-06-09")).out;
    expect(screen).toMatch(/代办逾期 +1 件 +tuban errand list --overdue/);
    expect(screen).toMatch(/代办无期限（方案待填） +1 件 +tuban errand list --open/);
    expect((await of.ok("errand list --overdue --as-of 2021-06-09 --csv")).out).toContain("区城管局");
  });
});

describe("a new version of the plan", () => {
  const version = (change: (text: string) => string) => async () => {
    const of = await registerOffice();
    await of.ok("errand add 阳光 事项=消防通道 承办单位=消防 --on 2021-06-03");
    of.write("新.yaml", change(of.read("方案.yaml")));
    const ran = await of.run("plan adopt 新.yaml --on 2021-06-10");
    return { of, ran };
  };

  test.each([
    [
      "a register lost",
      (text: string) => text.replace("名称: 代办\n", "名称: 代理\n").replaceAll("[代办]", "[代理]"),
      "新方案里没有它",
    ],
    ["a state lost", (text: string) => text.replaceAll("待签收", "未签收"), "有登记处在“待签收”，新方案里没有这个状态"],
  ])("%s is refused, with the way out", async (_, change, message) => {
    const { ran } = await version(change)();
    expect(ran.status).toBe(1);
    expect(ran.err).toContain(message);
    expect(ran.err).toContain("原名");
  });

  test("a renaming lasts: entries go on, under the new names", async () => {
    const { of, ran } = await version((text) =>
      text
        .replaceAll("[代办]", "[代理]")
        .replace("名称: 代办\n", "名称: 代理\n    原名: [代办]\n")
        .replace(/名称: 代理\n[^]*/, (block) =>
          block.replaceAll("待签收", "未签收").replace("{ 名称: 未签收,", "{ 名称: 未签收, 原名: [待签收],"),
        )
        .replace("状态: [待签收] } }\n  - { 名称: 代办消防", "状态: [未签收] } }\n  - { 名称: 代办消防"),
    )();
    expect(ran.status).toBe(0);
    // what was written under the old name of a state is listed under the new one
    for (const only of ["--state 未签收", "--open", "--overdue"])
      expect((await of.ok(`代理 list ${only} --as-of 2021-06-11`)).out, only).toContain("，1 件）");
    await of.ok("errand 签收 2 签收人=李某乙 --as 李某乙 --on 2021-06-11");
    expect((await of.ok("代理 list --state 未签收 --as-of 2021-06-11")).out).toContain("，0 件）");
    expect(JSON.parse((await of.ok("代理 list --json")).out)).toMatchObject([{ state: "办理中" }]);
  });
});

test("figures over a register, and of each the rows behind it; by town and as of any day", async () => {
  const of = await registerOffice();
  await of.ok("errand add 阳光 事项=消防通道 承办单位=消防、城管 渠道=电话 --on 2021-06-03");
  await of.ok("errand add 星星 事项=招牌 承办单位=城管 渠道=来信 --on 2021-06-10");
  await of.ok("errand 签收 3 签收人=赵某丁 --on 2021-06-07");
  await of.ok("走访 add 阳光 情况=在上课 份数=12 --on 2021-06-08");
  await of.ok("走访 add 星星 情况=停了 份数=30 --on 2021-06-08");
  const figure = async (name: string, more = "") => {
    const { out } = await of.ok(`report explain ${name} --as-of 2021-06-12 --json ${more}`);
    const shown = JSON.parse(out) as { indicator: { value: number }; parts: { rows: { quantity?: number }[] }[] };
    return [shown.indicator.value, shown.parts[0]?.rows.reduce((sum, { quantity = 1 }) => sum + quantity, 0)];
  };
  expect(await figure("代办件数")).toEqual([2, 2]);
  expect(await figure("代办件数", "--town 城南")).toEqual([1, 1]);
  expect(await figure("代办电话件数")).toEqual([1, 1]);
  expect(await figure("代办签收份数")).toEqual([1, 1]);
  expect(await figure("代办未签收份数")).toEqual([2, 2]);
  expect(await figure("代办消防逾期份数")).toEqual([1, 1]);
  expect(await figure("走访份数")).toEqual([42, 42]);
  await of.ok("undo 7 --reason 记错");
  expect(await figure("代办签收份数")).toEqual([0, 0]);
  expect(await figure("代办未签收份数")).toEqual([3, 3]);
});
