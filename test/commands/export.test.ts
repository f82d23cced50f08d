/** 对外提供: what another unit opens in Excel has days as days and numbers as numbers, and of persons nothing. */
import { expect, test } from "vitest";
import { testOffice } from "../office.ts";

test("the market regulator is given the roster: days, numbers and codes as they are, persons masked, phones not at all", async () => {
  const of = testOffice({ now: "2021-07-20T09:00:00" });
  await of.ok("init --plan chuanhui-2021 --on 2021-06-01");
  await of.ok("person add 张某甲 --unit 区教体局 --cert 样例-1 --until 2027-12-31 --on 2021-06-01");
  of.write(
    "机构.csv",
    "名称,属地,证照类别,联系电话,法定代表人,许可证有效期至,建筑面积\n晨光培训中心（样例）,城东街道,有证有照,13800000001,周某己,2023-06-30,120\n",
  );
  await of.ok("import 机构.csv --source 街道摸排 --on 2021-06-10");
  await of.ok("export --for 区市场监管局 --purpose 联合检查 --file 底数.csv");
  const [header = "", row = ""] = of.read("底数.csv").replace("\uFEFF", "").split("\r\n");
  const given = Object.fromEntries(header.split(",").map((title, place) => [title, row.split(",")[place]]));
  expect(given).toMatchObject({
    机构名称: "晨光培训中心（样例）",
    法定代表人: "周××",
    许可证有效期至: "2023-06-30",
    建筑面积: "120",
  });
  expect(given).not.toHaveProperty("联系电话");
  expect((await of.ok("log --json")).out).toContain("区市场监管局");
});
