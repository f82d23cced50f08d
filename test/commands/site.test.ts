/** tuban publish site: what parents find, what never gets there, and what a second run may write over. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { contact, inLedger, issue, listOffice, record } from "./list-office.ts";
import { rosterRow } from "../facts.ts";
import type { Day } from "../../src/campaign/index.ts";
import type { TestOffice } from "../office.ts";

interface Published {
  readonly entries: readonly Readonly<Record<string, string>>[];
  readonly removed: readonly Readonly<Record<string, string>>[];
}

async function publishedOffice(): Promise<TestOffice> {
  const office = await listOffice();
  await office.ok(`publish whitelist ${contact} --yes`);
  await office.ok(`publish blacklist ${contact} --yes`);
  return office;
}

const jsonIn = (office: TestOffice): Published => JSON.parse(office.read("网页/list.json")) as Published;
const all = (office: TestOffice): string =>
  readdirSync(join(office.folder, "网页"))
    .map((name) => office.read(`网页/${name}`))
    .join("\n");

describe("网页上有什么", () => {
  test("已公布的名单、状态、许可证、依据、日期；一个请求也不发", async () => {
    const office = await publishedOffice();
    const { out, err } = await office.ok("publish site --to 网页");
    expect(out).toContain("白名单第 1 版 2 家，黑名单第 1 版 2 家\n已写出：");
    expect(err).toBe("");
    expect(jsonIn(office).entries).toMatchObject([
      { name: expect.stringContaining("=cmd()") as string, list: "白名单", state: "在列", since: "2021-12-01" },
      {
        name: "样例书法培训学校",
        uscc: "91410100MA0000001U",
        permitNo: "教民141160270000001号",
        permitUntil: "2023-06-30",
        address: "川汇区样例路88号2楼",
        reason: expect.stringContaining("许可证在有效期内") as string,
      },
      { name: "欧阳××", list: "黑名单", reason: "行政处罚决定书 川教罚〔2021〕14号（2021-08-20）" },
      { name: "样例托管中心", list: "黑名单", basis: expect.stringContaining("行政处罚法") as string },
    ]);
    const page = office.read("网页/index.html");
    expect(page).toContain("default-src 'none'");
    expect(page).not.toMatch(/https?:|@import|url\(|\bsrc=/);
    expect(page).toContain("区教体局样例股（样例路1号）");
    expect(page).toContain('data-p="yanglishufapeixunxuexiao ylsfpxxx"');
    expect(office.read("网页/feed.xml")).toContain("<title>列入白名单：样例书法培训学校</title>");
    expect(office.read("网页/list.csv").startsWith("\ufeff名称,名单,状态")).toBe(true);
  });

  test("网页的四个文件", async () => {
    const office = await publishedOffice();
    await office.ok("publish site --to 网页");
    for (const [name, text] of ["index.html", "list.csv", "list.json", "feed.xml"].map((file) => [
      file,
      office.read(`网页/${file}`),
    ]))
      await expect(
        text
          ?.replaceAll("\r\n", "\n")
          .replaceAll(/\d+(?:-[0-9A-Z]{4}){4}-[0-9A-Z]/g, "XXXX-XXXX")
          .replaceAll(/urn:uuid:[0-9a-f-]{36}/g, "urn:uuid:…"),
      ).toMatchFileSnapshot(`golden/网页-${name}`);
  });

  test("电话、法定代表人、举办者、举报人、老师全名、住址、终端控制字符都不在", async () => {
    const office = await publishedOffice();
    await office.ok("publish remove 2 --list blacklist --reason 举报人王某丙撤回");
    await office.ok("publish site --to 网页");
    for (const secret of ["1380000", "赵某丁", "孙某己", "王某丙", "欧阳某甲", "样例小区", "3号", "样例问题"])
      expect(all(office), secret).not.toContain(secret);
    // oxlint-disable-next-line no-control-regex -- that there is none is what is tested
    expect(all(office)).not.toMatch(/[\u001b\u202e]/);
    for (const file of ["index.html", "feed.xml"]) expect(office.read(`网页/${file}`)).not.toMatch(/<script>样例|<b>5/);
  });

  test("申诉中的标出来；移出的不在名单上，留一条移出的话，订阅里撤回从前那一条", async () => {
    const office = await publishedOffice();
    await office.ok("publish object 2 --list blacklist --reason 不服");
    await office.ok("publish suspend 1 --reason 消防整改");
    const { out } = await office.ok("publish site --to 网页");
    expect(out).toContain("白名单第 1 版 1 家，黑名单第 1 版 2 家，申诉中 1 家，一年内移出的 1 家");
    const { entries, removed } = jsonIn(office);
    expect(entries.map(({ name, state }) => `${name} ${state}`).slice(1)).toEqual([
      "欧阳×× 在列",
      "样例托管中心 在列，申诉中",
    ]);
    expect(removed).toEqual([
      {
        name: "样例书法培训学校",
        list: "白名单",
        state: "暂时移出，正在整改",
        since: "2021-12-01",
        left: "2021-12-01",
      },
    ]);
    const feed = office.read("网页/feed.xml");
    expect(feed).not.toContain("列入白名单：样例书法培训学校");
    expect(feed).toMatch(/<at:deleted-entry ref="urn:uuid:[0-9a-f-]{36}" when="2021-12-01T00:00:00\+08:00"\/>/);
    expect(feed).toContain("移出白名单：样例书法培训学校");
  });
});

describe("当事人说明", () => {
  test("原话放在旁边，注明未经核实；电话隐去；后一次的算数；移出了就不再放", async () => {
    const office = await publishedOffice();
    await office.ok('publish reply 2 --list blacklist --text "正在办证"');
    await office.ok('publish reply 2 --list blacklist --text "许可证九月已经补办，可打13800000002核对"');
    await office.ok("publish site --to 网页");
    expect(office.read("网页/index.html")).toContain("当事人说明（未经核实）：许可证九月已经补办");
    expect(all(office)).not.toMatch(/正在办证|13800000002/);
    expect(jsonIn(office).entries.find(({ name }) => name === "样例托管中心")?.["reply"]).toContain("（2021-12-01）");
    expect((await office.ok("show 2")).out).toContain("黑名单当事人说明");
    await office.ok("publish remove 2 --list blacklist --reason 移出");
    await office.ok("publish site --to 网页");
    expect(all(office)).not.toContain("许可证九月");
  });

  test.each<[string, string, string]>([
    ["不在名单上的", "publish reply 3 --list blacklist --text 说明", "不在黑名单上，没有可以说明的"],
    ["没有写说了什么", 'publish reply 2 --list blacklist --text " "', "当事人说了什么要写明"],
    ["太长的", `publish reply 2 --list blacklist --text ${"长".repeat(501)}`, "当事人说明有 501 字，最多 500 字"],
  ])("%s不收", async (_, line, sentence) => {
    const { status, err } = await (await publishedOffice()).run(line);
    expect(status).toBeGreaterThan(0);
    expect(err).toContain(sentence);
  });
});

describe("不该放上去的", () => {
  test("还没有公布过：没有网页", async () => {
    const office = await listOffice();
    const { status, err } = await office.run("publish site --to 网页");
    expect([status, err]).toEqual([2, expect.stringContaining("到 2021-12-01 还没有公布过名单") as string]);
    expect(existsSync(join(office.folder, "网页"))).toBe(false);
  });

  test("已告知拟列入、还没有公布的，一个字也没有", async () => {
    const office = await listOffice();
    await office.ok(`publish blacklist --only 2 ${contact} --yes`);
    await office.ok("publish notify 4 --list blacklist --reason 拟列入");
    await office.ok("publish site --to 网页");
    expect(all(office)).not.toContain("欧阳");
  });

  test("处罚决定撤回了：名单上还没有移出，网页上已经没有，并说明", async () => {
    const office = await publishedOffice();
    await office.ok("order withdraw 川教罚〔2021〕12号 --reason 复议撤销");
    const { err } = await office.ok("publish site --to 网页");
    expect(err).toContain("没有放上去：黑名单 2 样例托管中心（川教罚〔2021〕12号 已于 2021-12-01 撤回）");
    expect(all(office)).not.toContain("样例托管中心");
    // who has subscribed no longer has it either
    expect(office.read("网页/feed.xml")).toMatch(/<at:deleted-entry ref="urn:uuid:[0-9a-f-]{36}" when="2021-12-01/);
  });

  test("告知书的送达日期更正晚了，申辩期又没有过：公布过也不放上去", async () => {
    const office = await publishedOffice();
    await office.ok("correct 送达1 日期=2021-11-30 --reason 登错了月份 --source 送达回证");
    const { err } = await office.ok("publish site --to 网页");
    expect(err).toContain("没有放上去：黑名单 2 样例托管中心（川教罚〔2021〕2号 的申辩期（5个工作日）到");
    expect(all(office)).not.toContain("样例托管中心");
  });

  test("陈述申辩的期限还没有过的，公布过也不放上去", async () => {
    const office = await publishedOffice();
    // The first notice is withdrawn, and given anew: the party is heard once more.
    await office.ok("order withdraw 川教罚〔2021〕2号 --reason 重新告知");
    await record(office, "2021-12-01", (entry) => issue(entry, 2, "行政处罚告知书", "告知", 30, "2021-12-01"));
    const { err } = await office.ok("publish site --to 网页");
    expect(err).toContain("没有放上去：黑名单 2 样例托管中心（川教罚〔2021〕30号 的申辩期（5个工作日）到");
    expect(all(office)).not.toContain("样例托管中心");
  });
});

describe("再写一次", () => {
  test("自己写的更新，改过的、别人的不动，--force 才覆盖", async () => {
    const office = await publishedOffice();
    await office.ok("publish site --to 网页");
    const before = office.read("网页/index.html");
    await office.ok("publish site --to 网页");
    expect(office.read("网页/index.html")).toBe(before);
    await office.ok("publish suspend 1 --reason 消防整改");
    await office.ok("publish site --to 网页");
    expect(office.read("网页/index.html")).not.toBe(before);

    office.write("网页/list.csv", "别人的表");
    const { status, err } = await office.run("publish site --to 网页");
    expect([status, err]).toEqual([
      1,
      expect.stringContaining("不是 tuban 写的，或者写出以后改过，不会覆盖") as string,
    ]);
    expect(office.read("网页/list.csv")).toBe("别人的表");
    await office.ok("publish site --to 网页 --force");
    expect(office.read("网页/list.csv")).toContain("样例托管中心");
  });

  test("放着别的东西的文件夹不写：整个文件夹都要放上去", async () => {
    const office = await publishedOffice();
    const { status, err } = await office.run("publish site --to 名单");
    expect([status, err]).toEqual([1, expect.stringContaining("里已有别的文件") as string]);
    expect(existsSync(join(office.folder, "名单/index.html"))).toBe(false);
  });

  test("半路写不下去：旧的一整套照样在，一个文件也没有换", async () => {
    const office = await publishedOffice();
    await office.ok("publish site --to 网页");
    const before = all(office);
    await office.ok("publish suspend 1 --reason 消防整改");
    // the feed cannot be put there: a folder has its name
    const feed = join(office.folder, "网页/feed.xml");
    const kept = office.read("网页/feed.xml");
    rmSync(feed);
    mkdirSync(feed);
    expect((await office.run("publish site --to 网页")).status).toBe(2);
    rmdirSync(feed);
    office.write("网页/feed.xml", kept);
    expect(all(office)).toBe(before);
  });

  test("半路停下：有的新、有的旧，也都认得是 tuban 写的，下一次照样更新", async () => {
    const office = await publishedOffice();
    await office.ok("publish site --to 网页");
    const [old, oldSums] = [office.read("网页/index.html"), office.read("网页/SHA256SUMS")];
    await office.ok("publish suspend 1 --reason 消防整改");
    await office.ok("publish site --to 网页");
    // as it stands when the new table is there and the old page still is
    office.write("网页/index.html", old);
    office.write("网页/SHA256SUMS", oldSums + office.read("网页/SHA256SUMS"));
    await office.ok("publish site --to 网页");
    expect(office.read("网页/index.html")).not.toBe(old);
    expect(office.read("网页/SHA256SUMS").trim().split("\n")).toHaveLength(4);
  });

  test("文件夹能自己核对：sha256sum -c", async () => {
    const office = await publishedOffice();
    await office.ok("publish site --to 网页");
    const folder = join(office.folder, "网页");
    if (process.platform === "linux")
      expect(execFileSync("sha256sum", ["-c", "SHA256SUMS"], { cwd: folder, encoding: "utf8" })).toContain(
        "index.html: OK",
      );
  });
});

test("一千家：两秒、2 MB 以内", async () => {
  const office = await listOffice();
  const permit = { licence_class: "有证有照", permit_until: "2023-06-30" as Day } as const;
  await record(office, "2021-06-23", async (entry) => {
    for (let at = 0; at < 1000; at++) {
      const subject = 1000 + at;
      const row = {
        name: `样例第${at}号阳光教育培训学校有限公司`,
        ...permit,
        permit_no: `教民14116027${1000000 + at}号`,
      };
      await entry.add(
        "roster",
        rosterRow(subject, "2021-06-23" as Day, {
          ...row,
          town: `样例${at % 20}街道`,
          address: `川汇区样例路${at}号2楼`,
        }),
      );
      await entry.add("inspection", {
        campaign: "chuanhui-2021",
        subject,
        order_id: null,
        kind: "排查",
        happened_on: "2021-06-23" as Day,
        result: "合格",
        note: "",
      });
    }
  });
  await office.ok(`publish whitelist ${contact} --yes`);
  const began = performance.now();
  await office.ok("publish site --to 网页");
  const took = performance.now() - began;
  const bytes = readdirSync(join(office.folder, "网页")).reduce(
    (sum, name) => sum + readFileSync(join(office.folder, "网页", name)).length,
    0,
  );
  expect(jsonIn(office).entries).toHaveLength(1002);
  expect(bytes).toBeLessThan(2e6);
  expect(took).toBeLessThan(20_000); // ten times the aim: the machine of a test may be busy
  await inLedger(office, async () => undefined);
  console.log(`site of 1,002: ${Math.round(took)} ms, ${bytes} bytes`);
});
