/** What stops an act until a person has looked: a clock that cannot be right, a ledger whose end is gone; what is never written over. */
import {
  copyFileSync,
  existsSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { chinaTime, clockFault } from "../../src/campaign/index.ts";
import { testOffice } from "../office.ts";
import type { TestOffice } from "../office.ts";

const begun = async (now = "2021-07-20T09:00:00"): Promise<TestOffice> => {
  const office = testOffice({ now });
  await office.ok("init --plan chuanhui-2021");
  await office.ok("person add 张某甲 --unit 区教体局");
  return office;
};

const incidents = async (office: TestOffice): Promise<unknown[]> => {
  const engine = await office.io.storage.open(join(office.folder, "tuban.db"));
  const rows = await engine.db.selectFrom("incident").selectAll().execute();
  await engine.close();
  return rows;
};

describe("时钟", () => {
  test.each([
    ["of the same moment", 0, null],
    ["half an hour back, as another computer's may be", -30 / 1440, null],
    ["two hours back", -2 / 24, "behind"],
    ["years back, with a flat battery", -900, "behind"],
    ["after the summer holidays", 62, null],
    ["after a hundred days", 100, null],
    ["later still", 101, "ahead"],
    ["in another decade", 3_300, "ahead"],
  ])("%s", (_case, days, alarm) => {
    const last = new Date("2026-11-28T01:00:00Z");
    expect(clockFault(last, new Date(last.getTime() + days * 86_400_000))).toBe(alarm);
  });

  test.each([
    ["2026-11-27T15:59:00Z", "2026-11-27", "23:59"],
    ["2026-11-27T16:00:00Z", "2026-11-28", "00:00"],
    ["2021-12-31T16:30:00Z", "2022-01-01", "00:30"],
  ])("%s is a day in China, whatever zone the computer is set to", (moment, day, time) => {
    const zone = process.env["TZ"];
    try {
      for (const other of ["America/Los_Angeles", "Pacific/Kiritimati", "UTC"]) {
        process.env["TZ"] = other;
        expect(chinaTime(new Date(moment))).toEqual({ day, time });
      }
    } finally {
      process.env["TZ"] = zone;
    }
  });

  test.each([
    ["2019-01-01T08:00:00", "clock-behind", "电脑的时间是 2019-01-01 08:00，早于账上最后一次登记（2021-07-20 09:00）"],
    ["2035-01-01T08:00:00", "clock-ahead", "电脑的时间是 2035-01-01 08:00，远远晚于账上最后一次登记"],
  ])(
    "at %s nothing is recorded until somebody says that the clock is right; then that is recorded",
    async (now, code, message) => {
      const office = await begun();
      const wrong = testOffice({ now, at: office.folder });
      expect((await wrong.run("list")).err).toContain(`注意：${message}`);
      const refused = await wrong.run("person add 李某乙 --unit 区教体局 --json");
      expect(refused).toMatchObject({ status: 1, err: expect.stringContaining(`"code": "${code}"`) as string });
      expect((await wrong.run("person add 李某乙 --unit 区教体局 --yes")).status).toBe(1);
      expect(await incidents(office)).toEqual([]);
      await wrong.ok("person add 李某乙 --unit 区教体局 --clock-ok");
      expect(await incidents(office)).toMatchObject([
        { what: "时钟", detail: expect.stringContaining(message) as string },
      ]);
    },
  );

  test("at a terminal the person is asked", async () => {
    const office = await begun();
    const later = testOffice({ now: "2022-03-01T09:00:00", at: office.folder });
    later.answer(true);
    await later.ok("person add 李某乙 --unit 区教体局");
    expect(await incidents(office)).toHaveLength(1);
  });
});

describe("账本的末尾", () => {
  /** Puts back the file as it was before the last act, the way a copy from a memory stick would. */
  const rolledBack = async (): Promise<TestOffice> => {
    const office = await begun();
    const [path, kept] = [join(office.folder, "tuban.db"), join(office.folder, "旧的.db")];
    copyFileSync(path, kept);
    await office.ok("person add 李某乙 --unit 区教体局");
    for (const end of ["-wal", "-shm"]) rmSync(path + end, { force: true });
    copyFileSync(kept, path);
    return office;
  };

  test("an older file put back: whoever looks is warned, the next act is refused, verify says so", async () => {
    const office = await rolledBack();
    const told = "账本只有 2 次登记，这里记得登记过 3 次：最后的登记不见了";
    expect((await office.run("list")).err).toContain(told);
    expect(await office.run("person add 王某丙 --unit 区教体局")).toMatchObject({
      status: 4,
      err: expect.stringContaining(told) as string,
    });
    expect(await office.run("verify")).toMatchObject({ status: 4, err: expect.stringContaining(told) as string });
  });

  test("the newer file put back again: all goes on", async () => {
    const office = await begun();
    const path = join(office.folder, "tuban.db");
    await office.ok("person add 李某乙 --unit 区教体局");
    const newer = readFileSync(path);
    await office.ok("person add 王某丙 --unit 区教体局");
    const newest = readFileSync(path);
    writeFileSync(path, newer);
    expect((await office.run("person add 赵某丁 --unit 区教体局")).status).toBe(4);
    writeFileSync(path, newest);
    await office.ok("person add 赵某丁 --unit 区教体局");
    await office.ok("verify");
  });

  test("another history of the same length is noticed as well", async () => {
    const office = await begun();
    const other = await begun();
    await other.ok("person add 赵某丁 --unit 区教体局");
    await office.ok("person add 李某乙 --unit 区教体局");
    copyFileSync(join(other.folder, "tuban.db"), join(office.folder, "tuban.db"));
    expect(await office.run("person add 王某丙 --unit 区教体局")).toMatchObject({
      status: 4,
      err: expect.stringContaining("账本被换过") as string,
    });
  });
});

describe("文件", () => {
  test("a file that is there stays: refused without --force, asked for at a terminal, the same content is no matter", async () => {
    const office = await begun();
    office.write("底数.csv", "名称,地址\n样例培训中心,样例路1号\n");
    await office.ok("import 底数.csv --as 张某甲 --yes");
    office.write("表.xlsx", "我的东西");
    const refused = await office.run("list --xlsx 表.xlsx");
    expect(refused).toMatchObject({ status: 1, err: expect.stringContaining("文件已存在，不会覆盖") as string });
    expect(refused.err).toContain("--force");
    expect(office.read("表.xlsx")).toBe("我的东西");
    office.answer(false);
    expect((await office.run("list --xlsx 表.xlsx")).status).toBe(1);
    expect(office.read("表.xlsx")).toBe("我的东西");
    await office.ok("list --xlsx 表.xlsx --force");
    expect(office.read("表.xlsx")).not.toBe("我的东西");
    await office.ok("chart --out 挂图.svg");
    await office.ok("chart --out 挂图.svg");
  });

  test("what tuban makes is for its owner alone", async () => {
    const office = await begun();
    office.write("底数.csv", "名称,地址\n样例培训中心,样例路1号\n");
    office.write("照片.jpg", "样例");
    await office.ok("import 底数.csv --as 张某甲 --yes");
    for (const name of ["张某甲", "李某乙"])
      await office.ok(`person add ${name} --unit 区教体局 --cert ${name}证 --until 2030-01-01`);
    await office.ok("inspect 1 --fail 1-1=没有公示 --evidence 照片.jpg --by 张某甲,李某乙 --as 张某甲");
    await office.ok("chart --out 挂图.svg");
    await office.ok("backup");
    const open = readdirSync(office.folder, { recursive: true, withFileTypes: true })
      .filter(({ name }) => !["底数.csv", "照片.jpg"].includes(name))
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => (statSync(path).mode & 0o077) !== 0);
    expect(open).toEqual([]);
    expect(existsSync(join(office.folder, "备份"))).toBe(true);
  });

  test("an init that fails leaves nothing", async () => {
    const office = testOffice();
    expect((await office.run("init --plan 没有这个方案")).status).not.toBe(0);
    expect(readdirSync(office.folder)).toEqual([]);
  });

  test("a filled-in sheet cannot name a file outside its folder as evidence", async () => {
    const office = await begun();
    await office.ok("person add 李某乙 --unit 区教体局");
    office.write("底数.csv", "名称,地址\n样例培训中心,样例路1号\n");
    await office.ok("import 底数.csv --as 张某甲 --yes");
    symlinkSync("/etc/passwd", join(office.folder, "照片.jpg"));
    for (const photo of ["/etc/passwd", "../../../../../../etc/passwd", "照片.jpg"]) {
      office.write("结果.csv", `机构,日期,检查人员,不合格项,照片\n1,2021-07-20,张某甲、李某乙,1-1=没有公示,${photo}\n`);
      const { status, err } = await office.run("inspect --sheet 结果.csv --as 张某甲");
      expect(status).toBe(2);
      expect(err).toContain("不在表所在的文件夹里，先拷到表的旁边");
    }
    expect(existsSync(join(office.folder, "tuban.evidence"))).toBe(false);
  });
});
