/** tuban evidence: files kept with the facts they show, with the day and place that photos carry. */
import { readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { TestOffice } from "../office.ts";
import { photo } from "../pictures.ts";
import { orderOffice } from "./order-office.ts";

const place = { latitude: [33, 36], longitude: [114, 39] } as const;

async function evidenceOffice(): Promise<TestOffice> {
  const office = await orderOffice({ findings: [{ subject: 1 }, { subject: 2 }] });
  office.write("现场.jpg", photo(60, 40, { taken: "2021:07:16 09:15:00", place }));
  office.write("旧照片.jpg", photo(60, 40, { taken: "2020:01:02 08:00:00" }));
  office.write("录音.m4a", "sample audio");
  return office;
}

const keptFiles = (office: TestOffice): string[] =>
  readdirSync(join(office.folder, "tuban.evidence"), { recursive: true, encoding: "utf8" }).filter((name) =>
    /\.[a-z0-9]+$/.test(name),
  );

describe("登记", () => {
  test("照片：说出拍摄时间地点；日期不符的提醒", async () => {
    const office = await evidenceOffice();
    const ran = await office.ok("evidence add 现场.jpg 旧照片.jpg 录音.m4a --finding 1 --on 2021-07-16");
    expect(ran.out).toContain(
      "已登记 现场.jpg（1 KB）→ 问题 1（1 样例甲培训中心），拍摄于 2021-07-16 09:15:00，33.6,114.65",
    );
    expect(ran.out).toContain("已登记 录音.m4a（1 KB）→ 问题 1（1 样例甲培训中心）\n");
    expect(ran.err).toContain("旧照片.jpg 拍摄于 2020-01-02 08:00:00，问题 1（1 样例甲培训中心）是 2021-07-16 的");
    expect(ran.err).not.toContain("现场.jpg 拍摄于");
    expect((await office.ok("verify")).out).toContain("3 个证据文件");
  });

  test.each([
    ["w1 现场.jpg", "问题 1（1 样例甲培训中心）"],
    ["现场.jpg 问题2", "问题 2（2 样例乙艺术培训学校）"],
  ])("不写选项也懂：evidence add %s", async (words, of) => {
    const office = await evidenceOffice();
    expect((await office.ok(`evidence add ${words} --on 2021-07-16`)).out).toContain(`已登记 现场.jpg（1 KB）→ ${of}`);
  });

  test("同一个文件只存一份，同一件事不重复登记，另一件事可以", async () => {
    const office = await evidenceOffice();
    await office.ok("evidence add 现场.jpg --finding 1 --on 2021-07-16");
    expect((await office.ok("evidence add 现场.jpg --finding 1 --on 2021-07-16")).out).toContain(
      "已在册，没有重复登记",
    );
    await office.ok("evidence add 现场.jpg --inspection 1 --on 2021-07-16");
    expect(keptFiles(office)).toHaveLength(1);
    expect((JSON.parse((await office.ok("evidence list 1 --json")).out) as unknown[]).length).toBe(2);
  });

  test.each([
    ["没写属于哪件事", "现场.jpg", "要写明证据属于哪一件事"],
    ["写了两件", "现场.jpg --finding 1 --order 1号", "只写一件"],
    ["没有这个问题", "现场.jpg --finding 9", "没有这个问题：9"],
    ["没有这个文件", "没有.jpg --finding 1", "打不开证据文件"],
    ["早于那件事", "现场.jpg --finding 1 --on 2021-07-15", "2021-07-16 的，2021-07-15 还没有"],
    ["没有检查过", "现场.jpg --inspection 3", "还没有检查过"],
  ])("%s 拒绝，什么也不登记", async (_, words, message) => {
    const office = await evidenceOffice();
    const ran = await office.run(`evidence add ${words}`);
    expect([ran.out, ran.status > 0]).toEqual(["", true]);
    expect(ran.err).toContain(message);
    expect((await office.ok("evidence list --json")).out).toBe("[]\n");
  });
});

describe("清单、核对、导出", () => {
  test("只列这一家、这一天以前的；撤销的不列", async () => {
    const office = await evidenceOffice();
    await office.ok("evidence add 现场.jpg --finding 1 --on 2021-07-16");
    await office.ok("evidence add 录音.m4a --finding 2 --on 2021-07-20");
    const names = async (line: string): Promise<string[]> =>
      (JSON.parse((await office.ok(`evidence list ${line} --json`)).out) as { name: string }[]).map(({ name }) => name);
    expect(await names("")).toEqual(["现场.jpg", "录音.m4a"]);
    expect(await names("2")).toEqual(["录音.m4a"]);
    expect(await names("--as-of 2021-07-18")).toEqual(["现场.jpg"]);
    const [last] = JSON.parse((await office.ok("log --json")).out) as { seq: number }[];
    await office.ok(`undo ${last?.seq} --reason 登错 --yes --on 2021-07-21`);
    expect(await names("")).toEqual(["现场.jpg"]);
    expect(await names("--as-of 2021-07-20")).toEqual(["现场.jpg", "录音.m4a"]);
  });

  test("改过的、不见的，核对和导出都说得出", async () => {
    const office = await evidenceOffice();
    await office.ok("evidence add 现场.jpg 录音.m4a --finding 1 --on 2021-07-16");
    expect((await office.ok("evidence verify")).out).toContain("2 个文件逐一核对无误");
    const [photoFile, audioFile] = ["jpg", "m4a"].map((end) =>
      join(office.folder, "tuban.evidence", keptFiles(office).find((name) => name.endsWith(end)) ?? ""),
    );
    writeFileSync(photoFile ?? "", "changed");
    rmSync(audioFile ?? "");
    for (const line of ["evidence verify", "verify", "evidence export"]) {
      const ran = await office.run(line);
      expect(ran.status).toBe(4);
      expect(ran.err).toContain("证据文件被改动过：现场.jpg");
      expect(ran.err).toContain("证据文件不见了：录音.m4a");
    }
  });

  test("导出：原样的文件、读得懂的名字、带校验值的清单；按案件", async () => {
    const office = await evidenceOffice();
    await office.ok("evidence add 现场.jpg --finding 1 --on 2021-07-16");
    await office.ok("evidence add 录音.m4a --finding 2 --on 2021-07-16");
    await office.ok("case open 1 --cause 擅自举办 --finding 1 --by 张某甲,李某乙 --approver 王某丙 --on 2021-07-19");
    await office.ok("evidence export --case 1 --out 移送");
    expect(readdirSync(join(office.folder, "移送")).toSorted()).toEqual(["001-现场.jpg", "证据清单.csv"]);
    expect(readFileSync(join(office.folder, "移送", "001-现场.jpg"))).toEqual(
      readFileSync(join(office.folder, "现场.jpg")),
    );
    const list = office.read("移送/证据清单.csv");
    expect(list).toContain("001-现场.jpg,问题 1,1,2021-07-16,2021-07-16 09:15:00");
    expect(list).toMatch(/[0-9a-f]{64}/);
    expect((await office.run("evidence export 3")).err).toContain("没有可以导出的证据");
  });
});
