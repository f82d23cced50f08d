import { describe, expect, test } from "vitest";
import { testOffice } from "../office.ts";
import type { TestOffice } from "../office.ts";

const header = "机构名称,统一社会信用代码,办学许可证编号,联系电话,办学地址,属地,法定代表人\n";

/** An office with a plan and 张某甲 at the desk; `ranking` as the plan ranks its sources, which most plans do not. */
async function office(ranking?: readonly string[]): Promise<TestOffice> {
  const place = testOffice();
  await place.ok("plan copy chuanhui-2021 方案.yaml");
  const plan = place.read("方案.yaml");
  place.write("方案.yaml", ranking === undefined ? plan : `${plan}\n来源次序: [${ranking.join(", ")}]\n`);
  await place.ok("init --plan 方案.yaml --on 2021-06-21");
  await place.ok("person add 张某甲 --unit 区教体局 --cert 样例P0001 --until 2028-12-31 --on 2021-06-21");
  await place.ok("as 张某甲");
  return place;
}

async function bring(place: TestOffice, source: string, rows: readonly string[], on: string): Promise<string> {
  place.write(`${source}.csv`, header + rows.map((row) => `${row}\n`).join(""));
  const { out, err } = await place.run(`import ${source}.csv --source ${source} --on ${on}`);
  return out + err;
}

const fieldOf = async (place: TestOffice, subject: number, field: string): Promise<unknown> =>
  (JSON.parse((await place.ok(`show ${subject} --json`)).out) as Record<string, unknown>)[field];

describe("几个来源对一家", () => {
  test("写法不同的同一家归到一起：代码、繁体、门牌、电话", async () => {
    const place = await office();
    await bring(
      place,
      "审批库",
      [
        "阳光教育培训中心有限公司,52411602MJY00001X4,,13800000001,川汇区七一路12号3号楼201室,城东,张某甲",
        "启明艺术学校,,,0394-8221234,八一路5号,城西,",
      ],
      "2021-06-25",
    );
    const told = await bring(
      place,
      "街道摸排",
      ["陽光教育培訓學校,,,13800000001,七一路十二号3栋201,城东,", "启明艺术（学校）,,,8221234,,,李某乙"],
      "2021-06-26",
    );
    expect(told).toContain("新登记 0 家");
    expect((await place.ok("list")).out).toContain("共 2 家");
    expect(await fieldOf(place, 2, "legalRep")).toBe("李某乙");
  });

  test("一份写城东办事处，一份写城东：同名同址的归到一家，报表不会有两个属地", async () => {
    const place = await office();
    await bring(place, "审批库", ["阳光培训中心,52411602MJY00001X4,,,七一路12号,城东办事处,"], "2021-06-25");
    const told = await bring(
      place,
      "市监推送",
      ["阳光培训中心,,,13800000001,七一路12号,城东,张某甲", "启明学校,,,,八一路5号,城东街道,"],
      "2021-06-26",
    );
    expect(told).toContain("新登记 1 家");
    expect((await place.ok("list --town 城东办事处 --as-of 2021-06-26")).out).toContain("共 2 家");
    expect(await bring(place, "市监推送", ["启明学校,,,,八一路5号,城东街道,"], "2021-06-27")).toContain("底数没有变化");
  });

  test("说得一样也记下是谁说的；再导一次不变", async () => {
    const place = await office();
    const row = "阳光教育,52411602MJY00001X4,,13800000001,七一路12号,城东,张某甲";
    await bring(place, "审批库", [row], "2021-06-25");
    expect(await bring(place, "市场监管", [row], "2021-06-26")).toContain("别的来源又报来 1 家");
    expect(await bring(place, "市场监管", [row], "2021-06-27")).toContain("底数没有变化，没有写入任何内容");
    expect((await place.ok("show 1")).out).toMatch(/审批库，审批库\.csv 第 2 行[\s\S]*市场监管，市场监管\.csv 第 2 行/);
    await place.ok("verify");
  });

  test("方案定为后报的为准：先报的再导一次不翻回来", async () => {
    const place = await office([]);
    await bring(place, "审批库", ["阳光教育,52411602MJY00001X4,,13800000001,,,"], "2021-06-25");
    await bring(place, "街道摸排", ["阳光教育,52411602MJY00001X4,,13800000002,,,"], "2021-06-26");
    expect(await bring(place, "审批库", ["阳光教育,52411602MJY00001X4,,13800000001,,,"], "2021-06-27")).toContain(
      "底数没有变化",
    );
    expect(await fieldOf(place, 1, "phone")).toBe("13800000002");
  });

  test("排了次序：排在前面的为准，不论谁先报", async () => {
    for (const order of [
      ["审批库", "街道摸排"],
      ["街道摸排", "审批库"],
    ]) {
      const place = await office(["审批库", "街道摸排"]);
      const rows: Record<string, string> = {
        审批库: "阳光教育,52411602MJY00001X4,,13800000001,,,",
        街道摸排: "阳光教育,52411602MJY00001X4,,13800000002,,城东,李某乙",
      };
      for (const [index, source] of order.entries())
        await bring(place, source, [rows[source] ?? ""], `2021-06-2${5 + index}`);
      expect(await fieldOf(place, 1, "phone")).toBe("13800000001");
      expect(await fieldOf(place, 1, "legalRep")).toBe("李某乙");
      expect((await place.ok("import conflicts --csv")).out).toContain("1,联系电话,13800000001,审批库 13800000001（");
    }
  });

  test("方案没有排次序：举报来的改不了审批库的名称，只补空着的；没有采用的说一声", async () => {
    const place = await office();
    await bring(place, "审批库", ["阳光教育培训中心,52411602MJY00001X4,,13800000001,,,"], "2021-06-25");
    const told = await bring(
      place,
      "举报",
      ["阳光黑补习班,52411602MJY00001X4,,13800000002,七一路12号,,"],
      "2021-06-26",
    );
    expect(told).toContain("变更 1 家");
    expect(told).toContain("证照号码相同而名称不同，底数里的名称不改。");
    expect(told).toContain("有 1 家的说法与排在前面的来源不一样，没有采用；各说什么：tuban import conflicts");
    expect(await fieldOf(place, 1, "name")).toBe("阳光教育培训中心");
    expect(await fieldOf(place, 1, "phone")).toBe("13800000001");
    expect(await fieldOf(place, 1, "address")).toBe("七一路12号");
    expect((await place.ok("import conflicts")).out).toContain(
      "按 审批登记、机构申报、街道摸排、举报线索 的次序，同类的以后报的为准",
    );
    await place.ok("import conflicts --choose 1:联系电话=举报 --reason 打通了 --on 2021-06-27");
    expect(await fieldOf(place, 1, "phone")).toBe("13800000002");
  });

  test("方案没有排次序：没有写来源的更正，照办公室自己的台账看待，改得了", async () => {
    const place = await office();
    await bring(place, "审批库", ["阳光教育,52411602MJY00001X4,,13800000001,,,"], "2021-06-25");
    place.write("更正.csv", `${header}阳光教育,52411602MJY00001X4,,13800000003,,,\n`);
    expect((await place.ok("import 更正.csv --on 2021-06-26")).out).not.toContain("没有采用");
    expect(await fieldOf(place, 1, "phone")).toBe("13800000003");
  });
});

describe("读不懂的原文", () => {
  const rowsOf = (phone: string, code = "52411602MJY00001X4"): string[] => [
    `阳光教育培训中心,${code},教民141160279000001,${phone},七一路12号,城东,`,
  ];
  const extraOf = async (place: TestOffice): Promise<unknown> => fieldOf(place, 1, "extra");

  test("补上了对的，原文不再留在旁边；办理经过里还查得到", async () => {
    const place = await office();
    await bring(place, "街道摸排", rowsOf("138", "9.1411602E+17"), "2021-06-25");
    expect(await extraOf(place)).toEqual({ "联系电话（原文）": "138", "统一社会信用代码（原文）": "9.1411602E+17" });
    expect((await place.ok("show 1")).out).toContain("联系电话（原文）");
    const told = await bring(place, "街道摸排", rowsOf("13800000001"), "2021-06-26");
    expect(told).toContain("联系电话 （空） → 13800000001");
    expect(await extraOf(place)).toEqual({});
    expect((await place.ok("show 1")).out).toMatch(/联系电话（原文） 138 →[^变]*（空）/);
    expect((await place.ok("list --csv --on 2021-06-26")).out).not.toContain("（原文）");
    expect((await place.ok("list --csv --as-of 2021-06-25")).out).toContain("联系电话（原文）");
  });

  test.each([
    ["先损坏，别的来源后来说清", ["审批库", "138"], ["街道摸排", "13800000001"], "13800000001", {}],
    [
      "别的来源早说清了，排在前面的后来报了个坏的",
      ["街道摸排", "13800000001"],
      ["审批库", "138"],
      "13800000001",
      { "联系电话（原文）": "138" },
    ],
    ["排在前面的早说清了，后面的报个坏的", ["审批库", "13800000001"], ["举报", "138"], "13800000001", {}],
    [
      "一格里一好一坏：好的收下，整格留着",
      ["审批库", "138"],
      ["审批库", "13800000001；12"],
      "13800000001",
      { "联系电话（原文）": "13800000001；12" },
    ],
  ] as const)("%s", async (_case, first, second, phone, extra) => {
    const place = await office();
    await bring(place, first[0], rowsOf(first[1]), "2021-06-25");
    await bring(place, second[0], rowsOf(second[1]), "2021-06-26");
    expect(await fieldOf(place, 1, "phone")).toBe(phone);
    expect(await extraOf(place)).toEqual(extra);
  });

  test("并列的另一列也叫联系电话：不是原文，不会跟着丢", async () => {
    const place = await office();
    place.write("甲.csv", "机构名称,电话,联系电话\n阳光教育,138,13800000009\n");
    await place.ok("import 甲.csv --map 电话=联系电话 --map 联系电话=另存 --source 审批库 --on 2021-06-25");
    place.write("乙.csv", "机构名称,电话\n阳光教育,13800000001\n");
    await place.ok("import 乙.csv --source 审批库 --on 2021-06-26");
    expect(await extraOf(place)).toEqual({ 联系电话: "13800000009" });
    expect((await place.ok("list --csv --on 2021-06-26")).out).toContain("联系电话（另存）");
  });
});

describe("可能是同一家的，由人判定", () => {
  const alike = async (): Promise<TestOffice> => {
    const place = await office();
    await bring(
      place,
      "审批库",
      ["阳光艺术培训中心,52411602MJY00001X4,,13800000001,七一路12号,城东,张某甲", "博雅学校,,,13800000009,九路,城北,"],
      "2021-06-25",
    );
    const told = await bring(
      place,
      "街道摸排",
      ["阳光教育咨询有限公司,,,13800000001,八一路3号,城西,李某乙"],
      "2021-06-26",
    );
    expect(told).toContain(
      "与底数里的 1 号「阳光艺术培训中心」（名称只差通用词、电话相同）可能是同一家，先按另一家登记",
    );
    return place;
  };

  test("逐对一键：同一家，并到编号小的名下；原来那一号不再出现；撤销就分开", async () => {
    const place = await alike();
    place.answer("1");
    const { out } = await place.ok("import review --on 2021-06-27");
    expect(out).toContain("3 号并入 1 号");
    expect((await place.ok("list --as-of 2021-06-27")).out).toContain("共 2 家");
    expect((await place.ok("list --as-of 2021-06-26")).out).toContain("共 3 家");
    // the register's word goes before the survey's, which both stand among the conflicts
    expect(await fieldOf(place, 1, "legalRep")).toBe("张某甲");
    expect((await place.ok("import conflicts --csv")).out).toContain("街道摸排 李某乙");
    expect((await place.ok("import review --csv")).out.trim().split("\r\n")).toHaveLength(1);
    // the absorbed name is recognised from now on
    expect(
      await bring(place, "街道摸排", ["阳光教育咨询有限公司,,,13800000001,八一路3号,城西,李某乙"], "2021-06-28"),
    ).toContain("底数没有变化");
    await place.ok("undo 5 --reason 判错了 --on 2021-06-28");
    expect((await place.ok("list --as-of 2021-06-28")).out).toContain("共 3 家");
    expect(await fieldOf(place, 1, "legalRep")).toBe("张某甲");
    await place.ok("verify");
  });

  test("同一名称、同一地址，代码不同：可能有一个抄错了，由人判定，不悄悄算两家", async () => {
    const place = await office();
    const row = (code: string): string => `育才培训中心,${code},,13900000104,文明路5号,城北,赵某丁`;
    await bring(place, "审批库", [row("52411602MJY00001X4")], "2021-06-25");
    const told = await bring(place, "机构申报", [row("52411602MJY0000284")], "2021-06-26");
    expect(told).toContain(
      "与底数里的 1 号「育才培训中心」（名称、地址相同而统一社会信用代码不同）可能是同一家，先按另一家登记",
    );
    await place.ok("import review --same 1=2 --reason 代码抄错 --on 2021-06-27");
    expect((await place.ok("list --as-of 2021-06-27")).out).toContain("共 1 家");
    expect((await place.ok("import conflicts --csv --on 2021-06-27")).out).toMatch(
      /统一社会信用代码.*审批库.*机构申报/,
    );
  });

  test("举报写的是旧地址：照哪个来源所报的地址像，就说是哪个来源", async () => {
    const place = await office(["机构申报"]);
    await bring(place, "审批库", ["阳光培训中心,52411602MJY00001X4,,13900000102,七一路3号,城西,"], "2021-06-25");
    await bring(place, "机构申报", ["阳光培训中心,52411602MJY00001X4,,13900009999,七一路5号,城西,"], "2021-06-25");
    const told = await bring(place, "举报", ["阳光培训,,,,七一路3号,,"], "2021-06-26");
    expect(told).toContain("照审批库所报，名称只差通用词、地址相同");
    expect((await place.ok("import review --csv --on 2021-06-26")).out.trim().split("\r\n")).toHaveLength(2);
  });

  test("并入的一家没有新说法：以后的更正只列真正改了的，不把并入的说法当作原来的", async () => {
    const place = await office(["审批库", "街道摸排"]);
    const permitted = (legalRep: string): string =>
      `阳光艺术培训中心,52411602MJY00001X4,,13800000001,七一路12号,城东,${legalRep}`;
    await bring(place, "审批库", [permitted("张某甲")], "2021-06-25");
    await bring(place, "街道摸排", ["阳光教育咨询有限公司,,,13800000001,八一路3号,城西,李某乙"], "2021-06-26");
    await place.ok("import review --same 1=2 --on 2021-06-27");
    place.write("改.csv", `${header}${permitted("王某丙")}\n`);
    const { out } = await place.ok("import 改.csv --source 审批库 --on 2021-06-28 --dry-run");
    expect(out).toContain("变更 1 阳光艺术培训中心：法定代表人 张某甲 → 王某丙\n");
  });

  test("两家：不再问；稍后：还在", async () => {
    const place = await alike();
    place.answer("3");
    await place.ok("import review --on 2021-06-27");
    expect((await place.ok("import review --csv --on 2021-06-27")).out.trim().split("\r\n")).toHaveLength(2);
    await place.ok("import review --apart 1=3 --reason 打过电话 --on 2021-06-27");
    expect((await place.ok("import review --csv --on 2021-06-27")).out.trim().split("\r\n")).toHaveLength(1);
    expect((await place.ok("list")).out).toContain("共 3 家");
  });

  test("没有终端：列出来，说用哪个参数；写错了说清楚", async () => {
    const place = await alike();
    const { out, err } = await place.ok("import review");
    expect(out).toMatch(/阳光艺术[^\n]*阳光教育/);
    expect(err).toContain("tuban import review --same 1=3");
    expect(await place.run("import review --same 1")).toMatchObject({
      status: 2,
      err: expect.stringContaining("看不懂这一对：1"),
    });
    expect(await place.run("import review --same 1=99 --on 2021-06-27")).toMatchObject({
      status: 1,
      err: expect.stringContaining("底数里没有 99 号"),
    });
    await place.ok("import review --same 1=3 --on 2021-06-27");
    expect(await place.run("import review --same 1=3 --on 2021-06-27")).toMatchObject({
      status: 1,
      err: expect.stringContaining("已并入别的一家"),
    });
  });

  test("几对一起判定：编号随并入走；有一对不行，先说清已判定了哪几对", async () => {
    const place = await alike();
    await bring(place, "举报", ["阳光美术,,,13800000001,十路,城南,"], "2021-06-26");
    expect(await place.run("import review --same 1=3 --same 3=4 --apart 4=99 --on 2021-06-27")).toMatchObject({
      status: 3,
      out: "3 号并入 1 号\n4 号并入 1 号\n判定 2 对：同一家 2 对，两家 0 对\n",
      err: expect.stringContaining("底数里没有 99 号"),
    });
    expect((await place.ok("show 1")).out).toMatch(/审批库，[\s\S]*街道摸排，[\s\S]*举报，/);
  });

  test("一家并入以后判定的两家，照样算数，不再问", async () => {
    const place = await alike();
    await bring(place, "举报", ["阳光美术,,,13800000001,十路,城南,"], "2021-06-26");
    const open = async (): Promise<number> =>
      (await place.ok("import review --json --on 2021-06-27")).out.match(/"why"/g)?.length ?? 0;
    expect(await open()).toBe(3);
    // all three look alike: 4 is 3, and neither is 1
    await place.ok("import review --same 3=4 --apart 1=4 --on 2021-06-27");
    expect(await open()).toBe(0);
    await place.ok("undo 7 --reason 重来 --on 2021-06-27");
    await place.ok("undo 6 --reason 重来 --on 2021-06-27");
    place.answer("2", "1", "不会问到");
    const { out } = await place.ok("import review --on 2021-06-27");
    expect(out).toContain("判定 2 对：同一家 1 对，两家 1 对");
    expect(await open()).toBe(0);
  });

  /** 审批库、街道摸排、举报 each have the same one, and a fourth list has it again. */
  const fourAlike = async (): Promise<TestOffice> => {
    const place = await alike();
    await bring(place, "举报", ["阳光美术,,,13800000001,十路,城南,"], "2021-06-26");
    await bring(place, "问卷", ["阳光画室培训中心,,,13800000001,十一路,城南,"], "2021-06-26");
    return place;
  };

  /** Every item found in order on paper, keyed in. */
  const inspected = async (place: TestOffice, words: string, on: string): Promise<{ out: string }> => {
    await place.ok(`person add 李某乙 --unit 区教体局 --cert 样例P0002 --until 2028-12-31 --on 2021-06-21`);
    await place.ok(`inspect ${words} --print --csv --out ${words}.csv --on ${on}`);
    place.write(`${words}.csv`, place.read(`${words}.csv`).replaceAll(/,,,(\r?\n)/g, ",合格,,$1"));
    return place.ok(`inspect ${words} --answers ${words}.csv --by 张某甲,李某乙 --on ${on} --yes`);
  };

  test("四份名单里的一家：逐对按“同一家”，一口气并完，不漏下牵连的那几对", async () => {
    const place = await fourAlike();
    place.answer("1", "1", "1", "不会问到");
    const { out, err } = await place.ok("import review --on 2021-06-27");
    expect(out).toContain("判定 3 对：同一家 3 对");
    expect(err).not.toContain("没有判定");
    expect((await place.ok("list --as-of 2021-06-27")).out).toContain("共 2 家");
  });

  test("留到以后的，说还有几对；今日也提醒，免得一家算作两家", async () => {
    const place = await alike();
    const waits = /^  可能是同一家，等判定 +1 对   tuban import review$/m;
    expect((await place.ok("today --as-of 2021-06-27")).out).toMatch(waits);
    expect((await place.ok("today --as-of 2021-06-25")).out).not.toContain("同一家");
    place.answer("3");
    expect((await place.ok("import review --on 2021-06-27")).err).toBe(
      "还有 1 对没有判定\n下一步：\n  tuban import review\n",
    );
    await place.ok("import review --apart 1=3 --on 2021-06-27");
    expect((await place.ok("today --as-of 2021-06-27")).out).not.toContain("同一家");
  });

  test("把列出的各对一口气写上：因前面的判定已是一家的，不用再判，也不停下", async () => {
    const place = await fourAlike();
    const { out } = await place.ok("import review --same 1=3 --same 3=4 --same 1=4 --same 4=5 --on 2021-06-27");
    expect(out).toContain("判定 3 对：同一家 3 对");
    expect((await place.ok("list --as-of 2021-06-27")).out).toContain("共 2 家");
  });

  test("先并成一家，再补录并之前那天的检查：不论写哪个编号、哪个名称，都记在留下的一家名下", async () => {
    const place = await alike();
    await place.ok("import review --same 1=3 --on 2021-06-30");
    for (const words of ["3", "阳光"])
      expect((await inspected(place, words, "2021-06-28")).out).toContain("已登记排查：1 阳光艺术培训中心");
    expect((await place.ok("show 3 --as-of 2021-07-01")).out).toContain("1 阳光艺术培训中心");
  });

  test("回头看并之前的那一天：那天的底数里列着两家，两家都照当时的样子看得到", async () => {
    const place = await alike();
    await inspected(place, "3", "2021-06-26");
    await place.ok("import review --same 1=3 --on 2021-06-28");
    expect((await place.ok("list --as-of 2021-06-27")).out).toContain("共 3 家");
    expect((await place.ok("show 1 --as-of 2021-06-27")).out).toContain("1 阳光艺术培训中心（截至");
    expect((await place.ok("show 3 --as-of 2021-06-27")).out).toContain("3 阳光教育咨询有限公司（截至");
    // 3 was not yet on the roster on the day before, when 1 was
    expect((await place.ok("show 1 --as-of 2021-06-25")).out).toContain("1 阳光艺术培训中心（截至");
    expect((await place.ok("show 1 --as-of 2021-06-28")).out).toMatch(/^3 /);
  });

  test("留下的一家那天还不在底数里：不把检查记到已经并掉的编号上", async () => {
    const place = await alike();
    await inspected(place, "3", "2021-06-26");
    expect((await place.ok("import review --same 1=3 --on 2021-06-27")).out).toContain("1 号并入 3 号");
    expect(await place.run("inspect 1 --print --out 表.md --on 2021-06-25")).toMatchObject({
      status: 1,
      err: expect.stringContaining("1 号已并入 3 号，那一号在 2021-06-25 还不在底数里"),
    });
  });

  test("判定以后，那次导入不能单独撤销；先撤判定就可以", async () => {
    const place = await alike();
    await place.ok("import review --same 1=3 --on 2021-06-27");
    expect(await place.run("import undo --reason 导错了 --on 2021-06-28")).toMatchObject({
      status: 1,
      err: expect.stringContaining("判定 3 号与 1 号是同一家"),
    });
    await place.ok("undo 5 --reason 先撤判定 --on 2021-06-28");
    await place.ok("import undo --reason 导错了 --on 2021-06-28");
    expect((await place.ok("list --as-of 2021-06-28")).out).toContain("共 2 家");
  });
});

describe("比对与取舍", () => {
  const two = async (ranking?: readonly string[]): Promise<TestOffice> => {
    const place = await office(ranking);
    await bring(
      place,
      "审批库",
      [
        "阳光教育,52411602MJY00001X4,,13800000001,七一路12号,城东,张某甲",
        "博雅学校,,,13800000009,九路9号,城北,",
        "知行学校,,,13800000005,五路5号,城南,",
      ],
      "2021-06-25",
    );
    await bring(
      place,
      "街道摸排",
      [
        "阳光教育,52411602MJY00001X4,,13800000002,七一路十二号,城东,李某乙",
        "知行学校,,,13800000005,五路5号,城南,",
        "星星托管,,,13800000007,七路7号,城西,",
      ],
      "2021-06-26",
    );
    return place;
  };

  test("只在一边的、一致的、不同在哪里", async () => {
    const place = await two();
    const { out } = await place.ok("import compare --csv");
    expect(out.split("\r\n").slice(1, 5)).toEqual([
      "1,阳光教育,城东,两边不同,法定代表人：张某甲 ≠ 李某乙；联系电话：13800000001 ≠ 13800000002",
      "2,博雅学校,城北,只在审批库,",
      "3,知行学校,城南,两边一致,",
      "4,星星托管,城西,只在街道摸排,",
    ]);
    expect((await place.ok("import compare --left 街道摸排")).out).toContain(
      "共 4 家：只在街道摸排 1 家，只在审批库 1 家，两边一致 1 家，两边不同 1 家",
    );
    expect((await place.ok("import compare --only 两边不同 --csv")).out.trim().split("\r\n")).toHaveLength(2);
    await place.ok("import compare --xlsx 比对.xlsx");
    expect(await place.run("import compare --left 问卷")).toMatchObject({
      status: 2,
      err: expect.stringContaining("审批库（3 家）、街道摸排（3 家）"),
    });
  });

  test("还有没判定的，比对时说一声", async () => {
    const place = await two();
    expect((await place.ok("import compare")).err).not.toContain("没有判定");
    await bring(place, "街道摸排", ["博雅教育,,,13800000009,,,"], "2021-06-27");
    expect((await place.ok("import compare")).err).toContain("还有 1 对可能是同一家的没有判定，这里仍当作两家");
  });

  test("逐处选定几处，有一处不行：先说清已选定了哪几处", async () => {
    const place = await two();
    expect(await place.run("import conflicts --choose 1:联系电话=审批库 --choose 99:联系电话=审批库")).toMatchObject({
      status: 3,
      out: "1 号的联系电话以审批库为准\n",
      err: expect.stringContaining("99 号的这一项"),
    });
  });

  test("只有一个来源、三个来源，说清楚要什么", async () => {
    const place = await office();
    await bring(place, "审批库", ["阳光教育,,,,,,"], "2021-06-25");
    expect(await place.run("import compare")).toMatchObject({
      status: 2,
      err: expect.stringContaining("只有一个来源"),
    });
    await bring(place, "问卷", ["博雅,,,,,,"], "2021-06-25");
    await bring(place, "举报", ["知行,,,,,,"], "2021-06-25");
    expect(await place.run("import compare")).toMatchObject({ status: 2, err: expect.stringContaining("有 3 个来源") });
    expect((await place.ok("import compare --left 问卷 --right 举报 --csv")).out).toContain("只在举报");
  });

  test("说法不一的逐处选定，记入账本；后来又有新说法的重新列出", async () => {
    const place = await two();
    expect((await place.ok("import conflicts")).out).toContain("共 2 处；方案没有排来源次序");
    await place.ok("import conflicts --choose 1:联系电话=街道摸排 --reason 打通了 --on 2021-06-27");
    expect(await fieldOf(place, 1, "phone")).toBe("13800000002");
    place.answer("1");
    expect((await place.ok("import conflicts --ask --on 2021-06-27")).out).toContain("1 号的法定代表人以审批库为准");
    expect((await place.ok("import conflicts --on 2021-06-27")).out).toContain("共 0 处");
    expect((await place.ok("import conflicts --all --on 2021-06-27")).out).toContain("共 2 处");
    await bring(place, "街道摸排", ["阳光教育,52411602MJY00001X4,,13800000003,七一路十二号,城东,李某乙"], "2021-06-28");
    expect(await fieldOf(place, 1, "phone")).toBe("13800000002");
    expect((await place.ok("import conflicts")).out).toContain("共 1 处");
    expect(await place.run("import conflicts --choose 1:电话=审批库")).toMatchObject({
      status: 2,
      err: expect.stringContaining("看不懂"),
    });
    expect(await place.run("import conflicts --choose 2:联系电话=审批库")).toMatchObject({
      status: 2,
      err: expect.stringContaining("没有不一致"),
    });
    await place.ok("verify");
  });
});
