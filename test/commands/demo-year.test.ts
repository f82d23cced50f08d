/** tuban demo --full: a year of 北仑's plan, with every mechanism that the plan has. */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { storage } from "../../src/ledger/engines/storage.ts";
import { testOffice } from "../office.ts";
import { emptyDatabase, isTested } from "../postgres/database.ts";

/** Numbers of the mechanisms whose row in docs/机制.md names 篇五, which is 北仑's plan. */
function mechanismsOfBeilun(): string[] {
  const page = readFileSync(join(import.meta.dirname, "../../docs/机制.md"), "utf8");
  const rows = [...page.matchAll(/^\| (M\d\d) \|([^|]*)\|([^|]*)\|/gm)];
  return rows.flatMap(([, no = "", , parts = ""]) => (/五|至/.test(parts) ? [no] : []));
}

test("plays the year, uses each mechanism of the plan, and leaves editions, registers, papers and reports", async () => {
  const office = testOffice();
  const { out } = await office.ok("demo 年 --full");
  const used = /用到的机制 \d+ 项：(.*)（/.exec(out)?.[1]?.split("、") ?? [];
  expect(mechanismsOfBeilun()).toHaveLength(35);
  expect(mechanismsOfBeilun().filter((no) => !used.includes(no))).toEqual([]);

  const ledger = "--ledger 年/tuban.db";
  const shelf = JSON.parse((await office.ok(`book --as-of 2021-11-30 --json ${ledger}`)).out) as {
    readonly name: string;
    readonly entries: number;
    readonly open: number;
  }[];
  expect(shelf.length).toBeGreaterThan(25);
  expect(shelf.filter(({ entries, open }) => entries < 2 || open === entries)).toEqual([]);
  const made = (folder: string): string[] => readdirSync(join(office.folder, "年", folder));
  expect(made("编印").filter((name) => name.endsWith("第2版.md")).length).toBeGreaterThan(8);
  expect(made("报表")).toEqual(["台账情况.md", "阶段情况报告.md"]);
  expect(made("文书").length).toBeGreaterThan(3);
  expect(existsSync(join(office.folder, "年/挂图.html"))).toBe(true);
  // what stands for a place or a person says that it is a sample
  expect((await office.ok(`list --csv ${ledger}`)).out.split("\r\n").slice(1, -1)).toSatisfy((rows: string[]) =>
    rows.every((row) => row.includes("样例")),
  );
}, 120_000);

test.skipIf(!isTested)("plays the same year on a server", { timeout: 240_000 }, async () => {
  const place = await emptyDatabase();
  const office = testOffice({ storage });
  const { out } = await office.ok(`demo 年 --full --ledger ${place}`);
  const told = /账本完好：(\d+ 次登记、\d+ 条事实)/;
  const [, counted] = told.exec(out) ?? [];
  expect(existsSync(join(office.folder, "年/tuban.db"))).toBe(false);
  expect(told.exec((await office.ok(`verify --ledger ${place} --files 年`)).out)?.[1]).toBe(counted);
  await office.ok("demo 文件 --full");
  expect(told.exec((await office.ok("verify --ledger 文件/tuban.db")).out)?.[1]).toBe(counted);
});
