import { describe, expect, test } from "vitest";
import type { CreditCode, Day, Institution } from "../../src/campaign/index.ts";
import { annul, journalEntry, lastImport } from "../../src/ledger/annulment.ts";
import { searchSubjects } from "../../src/ledger/roster/find.ts";
import { historyOf } from "../../src/ledger/history/history.ts";
import { licenceHistory } from "../../src/ledger/history/roster.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { rosterNow, townsNamed } from "../../src/ledger/roster/list.ts";
import { engines, freshLedger } from "./engines.ts";
import { taken } from "./intake.ts";
import type { Taken } from "./intake.ts";

const day = (text: string): Day => text as Day;
const institution = (name: string, more: Partial<Institution> = {}): Institution => ({
  name,
  kind: "机构",
  extra: {},
  ...more,
});

const importOn = (ledger: Ledger, on: string, rows: readonly Institution[]): Promise<Taken> =>
  taken(ledger, { on: day(on), source: "街道摸排", rows });

describe.each(engines)("底数（$name）", ({ create }) => {
  test("收下、更正、列出、查找、经过、撤销，两种引擎一样", async () => {
    const ledger = await freshLedger(create);
    const code = "52411602MJY00001X4" as CreditCode;
    const first = [
      institution("阳光中心", { uscc: code, town: "城东", licenceClass: "无证无照", extra: { 自编列: "甲" } }),
      institution("知行_中心", { address: "一路1号" }),
    ];
    expect((await importOn(ledger, "2021-06-25", first)).fresh.map(({ subject }) => subject)).toEqual([1, 2]);
    expect((await importOn(ledger, "2021-06-26", first)).unchanged).toHaveLength(2);
    const { changed } = await importOn(ledger, "2021-07-05", [
      institution("阳光中心", { uscc: code, licenceClass: "有照无证" }),
    ]);
    expect(changed.map(({ subject, changes }) => ({ subject, changes }))).toEqual([
      { subject: 1, changes: [{ field: "licenceClass", before: "无证无照", after: "有照无证" }] },
    ]);

    const now = await rosterNow(ledger.db, day("2021-07-10"), "chuanhui-2021");
    expect(
      now.map(({ subject, name, town, licence_class, open, lastVisit }) => [
        subject,
        name,
        town,
        licence_class,
        open,
        lastVisit,
      ]),
    ).toEqual([
      [1, "阳光中心", "城东", "有照无证", 0, null],
      [2, "知行_中心", null, null, 0, null],
    ]);
    expect(await rosterNow(ledger.db, day("2021-07-10"), "chuanhui-2021", [2])).toHaveLength(1);
    expect(await rosterNow(ledger.db, day("2021-07-10"), "chuanhui-2021", [])).toEqual([]);
    for (const query of ["1", code, "MJY00001", "阳光", "ygzx", "阳光（中心）"])
      expect((await searchSubjects(ledger.db, day("2021-07-10"), query)).map(({ subject }) => subject)).toEqual([1]);
    expect((await searchSubjects(ledger.db, day("2021-07-10"), "_")).map(({ subject }) => subject)).toEqual([2]);
    expect(await licenceHistory(ledger.db, day("2021-07-10"), 1)).toEqual([
      { since: "2021-06-25", licenceClass: "无证无照" },
      { since: "2021-07-05", licenceClass: "有照无证" },
    ]);
    expect(
      (await historyOf(ledger.db, day("2021-07-10"), 1)).map(({ what, day: on, text }) => [what, on, text]),
    ).toEqual([
      ["登记", "2021-06-25", "街道摸排，台账.csv 第 2 行"],
      ["变更", "2021-07-05", "街道摸排，台账.csv 第 2 行"],
    ]);

    const undone = ledger.record({ command: "undo", actor: "张某甲", on: day("2021-07-11") }, async (entry) =>
      annul(entry, await journalEntry(entry.db, 1), { on: day("2021-07-11"), reason: "试" }),
    );
    await expect(undone).rejects.toThrow("第 2 次（2021-07-05）2021-07-05 导入");
    await ledger.record({ command: "undo", actor: "张某甲", on: day("2021-07-11") }, async (entry) =>
      annul(entry, await lastImport(entry.db), { on: day("2021-07-11"), reason: "试" }),
    );
    expect((await rosterNow(ledger.db, day("2021-07-11"), "chuanhui-2021", [1]))[0]?.licence_class).toBe("无证无照");
  });

  test("底数里的属地：每个一次，撤销了的导入带来的不算，一个也没有的时候是空的", async () => {
    const ledger = await freshLedger(create);
    expect(await townsNamed(ledger.db)).toEqual([]);
    const inTown = (name: string, town?: string): Institution => institution(name, town === undefined ? {} : { town });
    const first = [inTown("甲中心", "城西"), inTown("乙中心", "城东"), inTown("丙中心"), inTown("丁中心", "城西")];
    await importOn(ledger, "2021-06-25", first);
    await importOn(ledger, "2021-06-26", [inTown("戊中心", "城冬"), inTown("己中心", "城东")]);
    const named = await townsNamed(ledger.db);
    expect(named.toSorted()).toEqual(["城东", "城冬", "城西"].toSorted());
    await ledger.record({ command: "undo", actor: "张某甲", on: day("2021-06-27") }, async (entry) =>
      annul(entry, await lastImport(entry.db), { on: day("2021-06-27"), reason: "错导" }),
    );
    expect((await townsNamed(ledger.db)).toSorted()).toEqual(["城东", "城西"].toSorted());
  });

  test("许可证号有没有“教民”都是同一张；代码不同就不是同一家", async () => {
    const ledger = await freshLedger(create);
    const permitNo = "教民141160279000001" as NonNullable<Institution["permitNo"]>;
    await importOn(ledger, "2021-06-25", [institution("甲校", { permitNo, uscc: "52411602MJY00001X4" as CreditCode })]);
    const again = await importOn(ledger, "2021-06-26", [
      institution("甲校", { permitNo: permitNo.slice(2) as typeof permitNo }),
    ]);
    expect(again.unchanged).toHaveLength(1);
    const other = await importOn(ledger, "2021-06-27", [
      institution("甲校", { permitNo, uscc: "52411602MJY0000284" as CreditCode }),
    ]);
    expect(other.fresh).toHaveLength(1);
  });
});
