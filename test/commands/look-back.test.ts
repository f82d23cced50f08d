/** 承接: a second campaign (回头看) looks back at what the first one closed and shut, and does not hide what it left open. */
import { expect, test } from "vitest";
import { testOffice } from "../office.ts";
import type { TestOffice } from "../office.ts";

const json = async (office: TestOffice, line: string) => JSON.parse((await office.ok(`${line} --json`)).out);

/** Institution 1 with a finding closed in the first campaign and one left open, institution 2 shut; then the second campaign. */
async function secondCampaign(): Promise<TestOffice> {
  const office = testOffice({ now: "2022-04-30T09:00:00" });
  await office.ok(
    "init --plan chuanhui-2021 --on 2021-06-01 --fill 文书种类.责令整改通知书.代字.区教体局=川教体改 --fill 文书种类.责令整改通知书.期限=10日 --fill 文书种类.责令停办通知.代字.区教体局=川教体停",
  );
  for (const [name, cert] of [
    ["张某甲", "A1"],
    ["李某乙", "A2"],
    ["王某丙", "A3"],
  ])
    await office.ok(`person add ${name} --unit 区教体局 --cert ${cert} --on 2021-06-01`);
  await office.ok("as 张某甲 --on 2021-06-01");
  office.write("底数.csv", "名称,属地,有无许可证,有无执照\n一家,城北,有,有\n二家,城南,无,无\n");
  await office.ok("import 底数.csv --source 街道 --on 2021-06-02 --yes");
  office.write("照片.jpg", "照片");
  await office.ok("inspect 1 --by 张某甲,李某乙 --fail 4-1=超纲 --fail 7-1=没有公示收费 --on 2021-07-20");
  await office.ok("order issue 1 --finding 1 --kind 责令整改通知书 --yes --on 2021-07-20");
  await office.ok("order serve 川教体改〔2021〕1号 --method 直接 --to 周某戊 --yes --on 2021-07-20");
  await office.ok("review 1 --by 张某甲,李某乙 --result 1=已整改:看过 --evidence 1=照片.jpg --on 2021-08-02");
  await office.ok("close 1 --as 王某丙 --on 2021-08-03");
  await office.ok(
    "plan new --region 川汇区 --start 2022-03-01 --from chuanhui-2021 --code chuanhui-2022 --look-back chuanhui-2021 --out 回头看.yaml",
  );
  await office.ok("plan adopt 回头看.yaml --on 2022-03-01");
  return office;
}

test("第一次行动没销号的看得见，销了号的应当回头看，反弹了立在第二次行动里", async () => {
  const office = await secondCampaign();
  const today = (await office.ok("today --as-of 2022-03-02")).out;
  expect(today).toContain("chuanhui-2021 未销号的问题");
  expect(await json(office, "owed 回头看")).toMatchObject([{ name: "一家", held: null }]);
  await office.ok("review 1 --kind 回头看 --by 张某甲,李某乙 --result 1=未整改:又超纲了 --on 2022-03-10");
  expect(await json(office, "owed 回头看")).toMatchObject([{ name: "一家", held: "2022-03-10" }]);
  const [relapse] = await json(office, "findings --as-of 2022-03-11");
  expect(relapse).toMatchObject({ finding: 3 });
  const figures = (await office.ok("report --kind 台账情况 --as-of 2022-03-11")).out;
  expect(figures).toMatch(/反弹率[^\n]*100/);
  expect(figures).toMatch(/未落实问题数[^\n]*1/);
  // it stands in the second campaign, and the first one is as it was
  expect(await json(office, "findings --campaign chuanhui-2021 --as-of 2022-03-11")).toMatchObject([
    { finding: 1, closedOn: "2021-08-03" },
    { finding: 2, closedOn: null },
  ]);
});

test("承接的行动要在账上", async () => {
  const office = await secondCampaign();
  office.write(
    "错.yaml",
    office
      .read("回头看.yaml")
      .replace("承接: [chuanhui-2021]", "承接: [qinghe-2019]")
      .replace("代号: chuanhui-2022", "代号: chuanhui-2023"),
  );
  const ran = await office.run("plan adopt 错.yaml --on 2022-03-02");
  expect([ran.status, ran.err]).toEqual([1, expect.stringContaining("qinghe-2019 不在这本账里")]);
});
