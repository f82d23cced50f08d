/** tuban opening (期初数): what was counted before the ledger, in every cumulative figure and told apart. */
import { expect, test } from "vitest";
import { testOffice } from "../office.ts";
import type { TestOffice } from "../office.ts";

interface Report {
  readonly indicators: readonly { readonly name: string; readonly value: number; readonly thisPeriod: number }[];
  readonly indicatorsByTown: readonly { readonly town: string | null; readonly indicators: Report["indicators"] }[];
}

test("一行一个属地，一列一个指标：进累计、不进本周，分属地各归各；撤销了就不算", async () => {
  const office = await begun();
  office.write(
    "期初.csv",
    "属地,检查家次（家次）,存在问题机构数（家）,未销号问题数,完成整改机构数\n城南办事处,80,20,5,16\n城北办事处,40,15,7,9\n",
  );
  await office.ok("opening --sheet 期初.csv --on 2021-07-16");
  const week = async (): Promise<Report> =>
    JSON.parse((await office.ok("report --as-of 2021-07-25 --json")).out) as Report;
  const figure = ({ indicators }: Pick<Report, "indicators">, name: string) => {
    const { value, thisPeriod } = indicators.find((one) => one.name === name) ?? {};
    return [value, thisPeriod];
  };
  const report = await week();
  expect(figure(report, "检查家次")).toEqual([121, 1]);
  expect(figure(report, "存在问题机构数")).toEqual([36, 36]);
  const south = report.indicatorsByTown.find(({ town }) => town === "城南办事处");
  expect(south && figure(south, "检查家次")).toEqual([81, 1]);
  expect((await office.ok("report --as-of 2021-07-25")).out).toContain(
    "注：累计（期末）数含启用账本以前的期初数：检查家次120家次",
  );
  expect((await office.ok("report --as-of 2021-07-15")).out).not.toContain("期初数");
  const south2 = (await office.ok("report explain 检查家次 --town 城南办事处 --as-of 2021-07-25")).out;
  expect(south2).toContain("合计 81 家次；其中本周 1，上周 0\n其中期初数 80 家次");
  const seq = /登记序号 (\d+)/.exec(south2)?.[1] ?? "";
  await office.ok(`undo ${seq} --reason 填错了 --on 2021-07-16`);
  expect(figure(await week(), "检查家次")).toEqual([1, 1]);
});

test("两期周报衔接：期初数在上期末里，没有凭空的调整", async () => {
  const office = await begun();
  await office.ok("opening 检查家次 120 --on 2021-07-16");
  await office.ok("opening 未销号问题数 12 --on 2021-07-16");
  await office.ok("report issue --as-of 2021-07-25 --on 2021-07-25");
  await office.ok("inspect 2 --fail 2-1 --by 张某甲,李某乙 --on 2021-07-27");
  await office.ok("report issue --as-of 2021-08-01 --on 2021-08-01");
  const { out } = await office.ok("report show 周调度〔2021〕2号");
  expect(out).toContain("检查家次：上期末 121 + 0（调整） + 1（本期）＝ 122 家次");
  expect(out).toContain("未销号问题数：上期末 13 + 0（调整） + 1（本期）＝ 14 个");
});

test("表里的毛病一次说完，一个也不登记；登记过的要先撤销", async () => {
  const office = await begun();
  office.write("坏.csv", "属地,部门,检查家次,整改完成率,发现问题\n城南办事处,财政局,十,1,2\n");
  const { status, err } = await office.run("opening --sheet 坏.csv --on 2021-07-16");
  expect(status).toBe(2);
  for (const sentence of [
    "方案里没有这个指标：「整改完成率」",
    "方案里没有这个指标：「发现问题」",
    "方案里没有这个部门：财政局",
    "数量看不懂：十",
  ])
    expect(err).toContain(sentence);
  await office.ok("opening 检查家次 120 --on 2021-07-16");
  expect((await office.run("opening 检查家次 5 --on 2021-07-16")).err).toContain("检查家次已有期初数 120 家次");
  expect((await office.run("opening 机构总数 5")).err).toContain("机构数由底数得来");
  expect((await office.ok("opening --form --out 期初.csv")).out).toContain("已写出期初数表");
  expect((await office.run("opening --sheet 期初.csv")).err).toContain("没有填一个期初数");
});

async function begun(): Promise<TestOffice> {
  const office = testOffice({ now: "2021-08-02T09:00:00" });
  await office.ok("init --plan chuanhui-2021 --on 2021-06-21");
  for (const name of ["张某甲", "李某乙"])
    await office.ok(`person add ${name} --unit 区教体局 --cert 豫P0001 --until 2025-12-31 --on 2021-06-21`);
  await office.ok("as 张某甲");
  const rows = Array.from(
    { length: 40 },
    (_, nth) => `样例${nth + 1}培训中心,${nth % 2 === 0 ? "城南" : "城北"}办事处`,
  );
  office.write("底数.csv", `机构名称,属地\n${rows.join("\n")}\n`);
  await office.ok("import 底数.csv --on 2021-06-25");
  await office.ok("inspect 1 --fail 2-1=没有证 --by 张某甲,李某乙 --on 2021-07-20");
  return office;
}
