/** 市州汇总公示: the counties' lists as one city's. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { testOffice } from "../office.ts";
import type { TestOffice } from "../office.ts";

function lists(): TestOffice {
  const office = testOffice();
  for (const county of ["甲县", "乙区", "丙"]) mkdirSync(join(office.folder, county));
  office.write("县区.csv", "地市,县区\n样例市,甲县\n样例市,乙区\n");
  office.write("甲县/白名单.csv", "序号,名称,统一社会信用代码\n1,样例一校,91\n2,样例二校,\n");
  office.write("乙区/白名单.csv", "乙区白名单\n机构名称,统一社会信用代码\n样例三校,91\n样例二校,\n");
  return office;
}

test("按文件夹认县区，写出县区、名称；两处都有的指出来，仍然列着", async () => {
  const office = lists();
  const ran = await office.ok("consolidate 甲县 乙区 --list 白名单 --units 县区.csv --csv");
  expect(
    ran.out
      .replace(/^\uFEFF/, "")
      .split("\r\n")
      .slice(0, 5),
  ).toEqual([
    "序号,县区,名称,统一社会信用代码,办学许可证号,地址,列入日期,公布单位",
    "1,样例市 甲县,样例一校,91,,,,",
    "2,样例市 甲县,样例二校,,,,,",
    "3,样例市 乙区,样例三校,91,,,,",
    "4,样例市 乙区,样例二校,,,,,",
  ]);
  expect(ran.err).toContain("样例三校（91）出现两次：样例市 甲县");
  expect(ran.err).toContain("样例二校出现两次");
});

test("没有报的县区说出来；不知道是谁的名单、不是名单的文件拒绝，--partial 先不计入", async () => {
  const office = lists();
  expect((await office.ok("consolidate 甲县 --list 白名单 --units 县区.csv")).out).toContain(
    "应报 2 个县区，已报 1 个，共 2 家；没有报的：样例市 乙区",
  );
  office.write("丙/白名单.csv", "名称\n样例四校\n");
  const ran = await office.run("consolidate 甲县 丙 县区.csv --list 白名单 --units 县区.csv");
  expect([ran.status, ran.out]).toEqual([1, ""]);
  expect(ran.err).toContain("不知道是哪个县区的名单：丙/白名单.csv");
  const partial = await office.run("consolidate 甲县 丙 --list 白名单 --units 县区.csv --partial");
  expect(partial.status).toBe(3);
  expect(partial.out).toContain("已报 1 个，共 2 家");
});

test("不给应报名单时，县区看文件夹或文件名", async () => {
  const office = lists();
  office.write("丁县-白名单.csv", "名称\n样例五校\n");
  expect((await office.ok("consolidate 甲县 丁县-白名单.csv --list 白名单 --csv")).out).toContain("丁县,样例五校");
});

test("账本也可以：公布过的名单上，移出了的不算；没有公布过的县区没有报", async () => {
  const office = lists();
  for (const ledger of ["川汇.db", "北仑.db"])
    await office.ok(`init --plan ${ledger === "川汇.db" ? "chuanhui-2021" : "beilun-2021"} --ledger ${ledger}`);
  const of = "--as 张某甲 --ledger 川汇.db";
  await office.ok(`person add 张某甲 --unit 区教体局 ${of}`);
  for (const name of ["样例一校", "样例二校"]) await office.ok(`add 名称=${name} 属地=样例镇 ${of}`);
  await office.ok(`publish past whitelist 1,2 --title 白名单 --number 样例1号 ${of}`);
  await office.ok(`publish remove 2 --list whitelist --reason 许可证注销 ${of}`);
  office.write("全市.csv", "县区\n川汇区\n北仑区\n甲县\n");
  const { out } = await office.ok("consolidate 川汇.db 北仑.db 甲县 --list 白名单 --units 全市.csv --json");
  const { rows, missing } = JSON.parse(out) as { rows: { county: string; name: string }[]; missing: object[] };
  expect(rows.map(({ county, name }) => `${county} ${name}`)).toEqual([
    "甲县 样例一校",
    "甲县 样例二校",
    "川汇区 样例一校",
  ]);
  expect(missing).toMatchObject([{ county: "北仑区" }]);
});
