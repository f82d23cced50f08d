/** tuban draw: from the frozen directories to a published result that anybody replays. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { furnishedOffice } from "../office.ts";
import type { TestOffice } from "../office.ts";
import { anyCode } from "./order-office.ts";

const rolls = "--roll 陈某庚:503918274655 --roll 周某辛:917362544018";

const drawOffice = (plan = "beilun-2021"): Promise<TestOffice> =>
  furnishedOffice(`draw ${plan}`, (office) => furnish(office, plan), { now: "2021-09-30T09:00:00" });

async function furnish(office: TestOffice, plan: string): Promise<void> {
  await office.ok(`init --plan ${plan} --on 2021-04-20`);
  for (const [name, unit, cert] of [
    ["张某甲", "区教育局", "A1"],
    ["李某乙", "区教育局", "A2"],
    ["王某丙", "小港街道办事处", "A3"],
    ["赵某丁", "市场监管部门", "A4"],
  ])
    await office.ok(`person add ${name} --unit ${unit} --cert ${cert} --on 2021-04-20`);
  await office.ok("person add 孙某戊 --unit 区教育局 --on 2021-04-20");
  await office.ok("as 张某甲 --on 2021-04-20");
  const rows = Array.from({ length: 20 }, (_, at) => `样例${at + 1}培训,${at % 2 === 0 ? "小港街道" : "新碶街道"}`);
  office.write("底数.csv", `名称,属地\n${rows.join("\n")}\n`);
  await office.ok("import 底数.csv --source 街道 --on 2021-04-21 --yes");
}

const json = async (office: TestOffice, line: string) => JSON.parse((await office.ok(`${line} --json`)).out);

describe("锁定、种子、结果", () => {
  test("没有证的不派，本属地的不派到本属地，排除和回避写明理由", async () => {
    const office = await drawOffice();
    const frozen = await json(
      office,
      "draw freeze --percent 20 --exclude 3:另案查处 --recuse 4:赵某丁:亲属 --on 2021-08-01",
    );
    expect(frozen.officers.map(({ name }: { name: string }) => name)).toEqual(["张某甲", "李某乙", "王某丙", "赵某丁"]);
    expect(frozen.places).toHaveLength(19);
    expect(frozen.leftOut).toEqual([{ name: "样例3培训", reason: "另案查处" }]);
    expect(frozen.recusals).toContainEqual({ place: "4", officer: "A4", reason: "亲属" });
    expect(frozen.recusals).toContainEqual({ place: "1", officer: "A3", reason: "本属地" });
    expect(JSON.parse(office.read("抽取/双随机抽查〔2021〕1号 名录库.json")).number).toBe("双随机抽查〔2021〕1号");
  });

  test("种子不由操作人掷，掷过不能换；抽出以后检查了才算已查", async () => {
    const office = await drawOffice();
    await office.ok("draw freeze --percent 20 --on 2021-08-01");
    expect(
      (await office.run(`draw seed --roll 张某甲:503918274655 --roll 周某辛:917362544018 --on 2021-08-02`)).err,
    ).toContain("是操作人");
    const { drawn } = await json(office, `draw seed ${rolls} --on 2021-08-02`);
    expect(drawn).toHaveLength(4);
    expect((await office.run(`draw seed ${rolls} --on 2021-08-03`)).err).toContain("已经有种子");
    const first = drawn[0].place.label as string;
    const names = drawn[0].officers.map(({ name }: { name: string }) => name).join(",");
    await office.ok(`inspect ${first} --kind 双随机 --pass --by ${names} --yes --on 2021-08-05`);
    expect(
      (await json(office, "draw show")).filter(({ doneOn }: { doneOn: string | null }) => doneOn !== null),
    ).toHaveLength(1);
    const [row] = await json(office, "draw");
    expect(row).toMatchObject({ places: 20, drawn: 4, open: 3 });
  });

  test("上次同一家的人这次不去", async () => {
    const office = await drawOffice();
    await office.ok("draw freeze --percent 20 --on 2021-08-01");
    const { drawn } = await json(office, `draw seed ${rolls} --on 2021-08-02`);
    for (const [name, cert] of [
      ["钱某己", "A5"],
      ["冯某壬", "A6"],
    ])
      await office.ok(`person add ${name} --unit 区教育局 --cert ${cert} --on 2021-08-09`);
    const again = await json(office, "draw freeze --percent 20 --on 2021-08-10");
    for (const { place, officers } of drawn)
      for (const { label } of officers)
        expect(again.recusals).toContainEqual({ place: place.label, officer: label, reason: "上次同一家" });
  });

  test("人手不够的，上次同一家的人也只好再去", async () => {
    const office = await drawOffice();
    await office.ok("draw freeze --percent 20 --officers 张某甲,李某乙 --on 2021-08-01");
    await office.ok(`draw seed ${rolls} --on 2021-08-02`);
    const again = await json(office, "draw freeze --percent 20 --officers 张某甲,李某乙 --on 2021-08-10");
    expect(again.recusals).toEqual([]);
  });

  test("停业的换下一家，公布的文件重放得出，改了一个字就重放不出", async () => {
    const office = await drawOffice();
    await office.ok("draw freeze --percent 20 --on 2021-08-01");
    const { drawn } = await json(office, `draw seed ${rolls} --on 2021-08-02`);
    const after = await json(office, `draw replace 1 ${drawn[0].place.label} --reason 已停业 --on 2021-08-03`);
    expect(after).toHaveLength(5);
    await office.ok("draw file --out 结果.json");
    expect((await office.ok("draw check 结果.json")).out).toContain("重放一致");
    const text = office.read("结果.json");
    office.write("改过.json", text.replace("917362544018", "917362544019"));
    expect((await office.run("draw check 改过.json")).err).toContain("与公布的不同");
    office.write("改过.json", text.replace("样例2培训", "样例二培训"));
    expect((await office.run("draw check 改过.json")).err).toContain("与校验码不符");
    office.write("改过.json", "不是");
    expect((await office.run("draw check 改过.json")).err).toContain("不是公布的抽取结果");
  });

  test("别人用文档里的 Python 也重放得出", async () => {
    const office = await drawOffice();
    await office.ok("draw freeze --percent 20 --on 2021-08-01");
    const { drawn } = await json(office, `draw seed ${rolls} --on 2021-08-02`);
    await office.ok("draw file --out 结果.json");
    const [, script = ""] =
      /```python\n([\s\S]*?)```/.exec(readFileSync(join(import.meta.dirname, "../../docs/抽取.md"), "utf8")) ?? [];
    const said = execFileSync("python3", ["-c", script, join(office.folder, "结果.json")], { encoding: "utf8" });
    expect(said.trim().split("\n")).toEqual(
      drawn.map(
        ({ place, officers }: { place: { label: string; name: string }; officers: { name: string }[] }) =>
          `${place.label} ${place.name} ${officers.map(({ name }) => name).join(" ")}`,
      ),
    );
  });

  test("彩票的种子要等开奖", async () => {
    const office = await drawOffice();
    expect(
      (await office.run("draw freeze --percent 20 --lottery 双色球第2021089期 --lottery-on 2021-08-01 --on 2021-08-01"))
        .err,
    ).toContain("不晚于锁定");
    await office.ok("draw freeze --percent 20 --lottery 双色球第2021089期 --lottery-on 2021-08-05 --on 2021-08-01");
    expect((await office.run('draw seed --numbers "3 8 12 15 21 30; 7" --on 2021-08-04')).err).toContain("才开奖");
    const { seed } = await json(office, 'draw seed --numbers "30 8 12 15 21 03; 7" --on 2021-08-05');
    expect(seed.text).toBe("3.8.12.15.21.30./7./");
  });

  test.each([
    ["draw freeze", "没有抽取比例"],
    ["draw freeze --percent 0", "比例看不懂"],
    ["draw freeze 抽签", "没有这种抽取"],
    ["draw freeze --percent 10 --exclude 3", "没有写理由"],
    ["draw freeze --percent 10 --officers 张某甲", "两名以上"],
    ["draw freeze --percent 10 --officers 张某甲,王某丙", "不足 2 人"],
    ["draw seed", "还没有抽取过"],
    ["draw show 9", "没有这一次抽取"],
  ])("%s：%s", async (line, says) => {
    const office = await drawOffice();
    const ran = await office.run(`${line} --on 2021-08-01`);
    expect(ran.status).not.toBe(0);
    expect(ran.err).toContain(says);
  });

  test("撤销锁定，种子也就没有了；号不再用", async () => {
    const office = await drawOffice();
    await office.ok("draw freeze --percent 20 --on 2021-08-01");
    const { out } = await office.ok("log");
    const seq = Math.max(...[...out.matchAll(/│ +(\d+) │/g)].map(([, no]) => Number(no)));
    await office.ok(`undo ${seq} --reason 比例错了 --yes --on 2021-08-01`);
    expect(await json(office, "draw")).toEqual([]);
    expect((await json(office, "draw freeze --percent 10 --on 2021-08-02")).number).toBe("双随机抽查〔2021〕2号");
  });

  test("见证单和公布的结果", async () => {
    const office = await drawOffice();
    await office.ok("draw freeze --percent 20 --on 2021-08-01");
    expect((await office.run("paper issue 抽查结果公布 1 --on 2021-08-01")).err).toContain("还没有抽出");
    const form = (await office.ok("paper issue 抽取见证单 1 --set 地点=三楼会议室 --on 2021-08-01 --dry-run")).out;
    await office.ok(`draw seed ${rolls} --on 2021-08-02`);
    const result = (await office.ok("paper issue 抽查结果公布 1 --on 2021-08-02 --dry-run")).out;
    await expect(anyCode(form)).toMatchFileSnapshot("golden/papers/抽取见证单.md");
    await expect(anyCode(result)).toMatchFileSnapshot("golden/papers/抽查结果公布.md");
  });
});

describe("专家审核（M49）", () => {
  test("从专家库里给每件备案派专家，登记时写明回避的不派", async () => {
    const office = await drawOffice("model-2026");
    for (const name of ["专甲", "专乙", "专丙"])
      await office.ok(`expert add 姓名=${name} 学科=数学 单位=样例大学 --on 2021-05-01`);
    await office.ok("filing add 1 课程=小学数学 材料=教案 回避=专乙 --on 2021-05-02");
    await office.ok("draw freeze 专家审核 --on 2021-05-03");
    const { drawn } = await json(office, `draw seed ${rolls} --on 2021-05-03`);
    expect(drawn[0].place.name).toBe("样例1培训 小学数学");
    expect(drawn[0].officers.map(({ name }: { name: string }) => name).toSorted()).toEqual(["专丙", "专甲"].toSorted());
  });
});
