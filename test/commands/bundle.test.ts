/** 任务包: a group takes some institutions along, works without a network, and brings back what it did. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { generateIdentity, identityToRecipient } from "age-encryption";
import { describe, expect, test } from "vitest";
import { otherProgram } from "../ledger/other-program.ts";
import { furnishedOffice, testOffice } from "../office.ts";
import type { TestOffice } from "../office.ts";

const now = "2021-07-20T09:00:00";

/** Four institutions in two towns; three teams; the office itself is 张某甲. */
function office(): Promise<TestOffice> {
  return furnishedOffice(
    "bundle",
    async (of) => {
      await of.ok("init --plan chuanhui-2021 --on 2021-06-01");
      for (const [name, team] of [
        ["张某甲", "办公室"],
        ["李某乙", "甲组"],
        ["王某丙", "甲组"],
        ["赵某丁", "乙组"],
        ["钱某戊", "乙组"],
      ])
        await of.ok(
          `person add ${name} --unit 区教体局 --cert 样例-${name} --until 2027-12-31 --team ${team} --on 2021-06-01`,
        );
      await of.ok("as 张某甲");
      of.write(
        "机构.csv",
        "名称,属地,证照类别,联系电话\n晨光培训中心（样例）,城东街道,有证有照,13800000001\n启明培训中心（样例）,城东街道,有证有照,13800000002\n知行培训中心（样例）,城西街道,有证有照,13800000003\n远航培训中心（样例）,城西街道,有证有照,13800000004\n",
      );
      await of.ok("import 机构.csv --source 街道摸排 --on 2021-06-10");
    },
    { now },
  );
}

/** The folder of a group, where the bundle is opened; on a computer of its own. */
async function groupWith(of: TestOffice, bundle: string, folder: string, at = now): Promise<TestOffice> {
  await of.ok(`bundle open ${bundle} --to ${folder}`);
  return testOffice({ now: at, at: join(of.folder, folder) });
}

/** Packs what the group did and brings it to the office. */
async function broughtBack(of: TestOffice, group: TestOffice, to: string, more = "") {
  await group.ok(`bundle back --to ../${to} --as 张某甲`);
  return of.run(`bundle in ${to} --json ${more}`);
}

interface Came {
  readonly taken: number;
  readonly waiting: readonly { readonly team: string; readonly summary: string; readonly reason: string }[];
}

const came = ({ out }: { readonly out: string }): Came => JSON.parse(out) as Came;

/** What the roster says of an institution. */
const rowOf = async (of: TestOffice, name: string): Promise<string> =>
  (await of.ok("list --csv")).out.split("\n").find((line) => line.includes(name)) ?? "";

describe("收回任务包", () => {
  test("clues that a group took come in with their complainants, who stay sealed", async () => {
    const of = await office();
    await of.ok("bundle out --team 甲组 --town 城西街道 --to 甲组.tuban");
    const group = await groupWith(of, "甲组.tuban", "甲组", "2021-07-21T15:00:00");
    await group.ok("clue add 来源=举报电话 内容=周末照常上课 举报人=周某己 举报人电话=13900000006 --as 李某乙");
    group.write("线索.csv", "来源,内容,举报人\n信箱,教室没有窗户,吴某庚\n信箱,预收全年学费,郑某辛\n");
    await group.ok("clue import 线索.csv --as 李某乙");
    const later = testOffice({ now: "2021-07-22T09:00:00", at: of.folder });
    expect(came(await broughtBack(later, group, "甲组回.tuban"))).toMatchObject({ taken: 2, waiting: [] });
    await later.ok("verify");
    const file = otherProgram(join(of.folder, "tuban.db"));
    expect(file.prepare("select content from sealed_text order by of_entry, field").all([])).toEqual(
      ["周某己", "13900000006", "吴某庚", "郑某辛"].map((content) => ({ content })),
    );
    file.close();
  });
  test("visits, findings, papers and their photographs come in under the numbers of the office, a second time harmlessly", async () => {
    const of = await office();
    await of.ok("bundle out --team 甲组 --town 城西街道 --to 甲组.tuban");
    // meanwhile the office goes on: its numbers run on
    await of.ok("inspect 1 --by 张某甲,李某乙 --fail 1-1=消防通道堵塞 --on 2021-07-19");
    const group = await groupWith(of, "甲组.tuban", "甲组", "2021-07-21T15:00:00");
    group.write("通道.jpg", "photo");
    await group.ok("inspect 3 --by 李某乙,王某丙 --fail 1-1=安全出口上锁 --evidence 1-1=通道.jpg --as 李某乙");
    await group.ok("add 名称=新开培训中心（样例） 属地=城西街道 --as 李某乙");
    await group.ok("inspect 5 --by 李某乙,王某丙 --fail 1-1=没有灭火器 --as 李某乙 --yes");
    await group.ok("order issue 3 --finding 1 --kind 整改通知书 --issuer 区教体局 --days 10个工作日 --yes --as 李某乙");
    await group.ok("verify");
    const later = testOffice({ now: "2021-07-22T09:00:00", at: of.folder });
    const ran = await broughtBack(later, group, "甲组回.tuban");
    expect(ran.err).toBe("");
    expect(came(ran)).toMatchObject({ taken: 4, waiting: [] });
    await later.ok("verify");
    const [, code = ""] = /校验码：(\S+)/.exec((await later.ok("order show #1")).out) ?? [];
    expect((await later.ok(`verify --code ${code}`)).out).toMatch(
      /是任务包的账的.*；印着它的整改通知书 \S+由第 \d+ 次登记（.*）收进这本账/,
    );
    const shown = (await later.ok("show 3")).out;
    expect(shown).toContain("安全出口上锁");
    expect(shown).toContain("问题 2");
    expect((await later.ok("show 新开")).out).toContain("没有灭火器");
    expect((await later.ok("log")).out).toContain("（甲组）");
    expect(came(await later.run("bundle in 甲组回.tuban --json"))).toMatchObject({ taken: 0, waiting: [] });
    expect(JSON.parse((await later.ok("bundle list --json")).out)).toMatchObject([
      { bundle: 1, state: "已收回", taken: 4, waiting: 0 },
    ]);
  });

  test("one telephone put right by two groups counts for neither until a person decides; the rest comes in", async () => {
    const of = await office();
    for (const team of ["甲组", "乙组"]) await of.ok(`bundle out --team ${team} --town 城西街道 --to ${team}.tuban`);
    const [one, two] = [await groupWith(of, "甲组.tuban", "甲组"), await groupWith(of, "乙组.tuban", "乙组")];
    await one.ok("set 3 电话=13900000001 --as 李某乙");
    await one.ok("inspect 3 --by 李某乙,王某丙 --pass --as 李某乙");
    await two.ok("set 3 电话=13900000002 --as 赵某丁");
    await two.ok("set 4 电话=13900000009 --as 赵某丁");
    expect(came(await broughtBack(of, one, "甲回.tuban"))).toMatchObject({ taken: 2, waiting: [] });
    expect(await rowOf(of, "知行")).toContain("13900000001");
    const second = came(await broughtBack(of, two, "乙回.tuban"));
    expect(second.taken).toBe(1);
    expect(second.waiting.map(({ team, reason }) => [team, reason.slice(0, 5)])).toEqual([
      ["甲组", "乙组也办了"],
      ["乙组", "甲组也办了"],
    ]);
    // what stood there before both
    expect(await rowOf(of, "知行")).toContain("13800000003");
    const waiting = JSON.parse((await of.ok("bundle waiting --json")).out) as object[];
    expect(waiting).toMatchObject([
      { waiting: 1, team: "甲组", before: "13800000003", value: "13900000001" },
      { waiting: 2, team: "乙组", before: "13800000003", value: "13900000002" },
    ]);
    expect((await of.ok("today")).out).toMatch(/任务包带回的登记待定 +2 件 +tuban bundle waiting/);
    await of.ok("bundle take 2 --reason 打电话核实过");
    expect(await rowOf(of, "知行")).toContain("13900000002");
    expect(JSON.parse((await of.ok("bundle waiting --json")).out)).toEqual([]);
    await of.ok("verify");
  });

  test("what two groups and the office put in one field stands side by side; at a terminal one key decides, the reason is asked", async () => {
    const of = await office();
    for (const team of ["甲组", "乙组"]) await of.ok(`bundle out --team ${team} --ids 3,4 --to ${team}.tuban`);
    const [one, two] = [await groupWith(of, "甲组.tuban", "甲组"), await groupWith(of, "乙组.tuban", "乙组")];
    await of.ok("set 3 电话=13900000000");
    await one.ok("set 3 电话=13900000001 --as 李某乙");
    await two.ok("set 3 电话=13900000002 地址=城西街道新路1号 --as 赵某丁");
    await one.ok("set 4 电话=13900000003 --as 李某乙");
    await two.ok("set 4 电话=13900000004 --as 赵某丁");
    await broughtBack(of, two, "乙回.tuban");
    await broughtBack(of, one, "甲回.tuban");
    const shown = (await of.ok("bundle waiting")).out;
    expect(shown).toContain("3 知行培训中心（样例）");
    expect(shown).toMatch(/项目 +│ 原值 +│ 单位已改为 +│ 1 乙组 赵某丁 07-20 +│ 2 甲组 李某乙 07-20/);
    expect(shown).toMatch(/联系电话 │ 13800000003 +│ 13900000000 +│ 13900000002 +│ 13900000001/);
    expect(shown).toMatch(/办学地址 │ （空） +│ （空） +│ 城西街道新路1号 +│ +│/);
    expect(shown).toMatch(/项目 +│ 原值 +│ 3 甲组 李某乙 07-20 +│ 4 乙组 赵某丁 07-20/);
    // the first is group 甲's, the second waits on
    of.answer("2", "打电话问过", "9");
    const said = await of.ok("bundle waiting");
    expect(said.out).toMatch(/^收下：甲组 更改 3 .*\n不收：乙组 更改 3 .*\n$/);
    expect(said.err).toContain("还有 1 件要定");
    expect(await rowOf(of, "知行")).toContain("13900000001");
    // all of one group's at once
    expect((await of.run("bundle take --team 丙组 --reason 以它为准")).err).toContain("丙组没有待定的登记");
    await of.ok("bundle take --team 乙组 --reason 以乙组为准");
    expect(await rowOf(of, "远航")).toContain("13900000004");
    expect(JSON.parse((await of.ok("bundle waiting --json")).out)).toEqual([]);
    await of.ok("verify");
  });

  test("who was registered anew and may be somebody known waits for a person: by two groups, at the office, before the bundle went out", async () => {
    const of = await office();
    for (const team of ["甲组", "乙组"]) await of.ok(`bundle out --team ${team} --town 城西街道 --to ${team}.tuban`);
    const [one, two] = [await groupWith(of, "甲组.tuban", "甲组"), await groupWith(of, "乙组.tuban", "乙组")];
    await one.ok("add 名称=新开培训中心（样例） 属地=城西街道 --as 李某乙");
    await one.ok("add 名称=晨光培训中心（样例） 属地=城西街道 --as 李某乙");
    await one.ok("add 名称=独一家培训中心（样例） 属地=城西街道 --as 李某乙");
    await two.ok("add 名称=新开培训中心（样例） 属地=城西街道 --as 赵某丁");
    await of.ok("add 名称=单位登的培训中心（样例） 属地=城西街道");
    await two.ok("add 名称=单位登的培训中心（样例） 属地=城西街道 --as 赵某丁");
    const first = came(await broughtBack(of, one, "甲回.tuban"));
    expect(first.taken).toBe(2);
    expect(first.waiting.map(({ reason }) => reason)).toEqual([
      "单位的底数里已有 1 号 晨光培训中心（样例），恐怕是同一家",
    ]);
    const second = came(await broughtBack(of, two, "乙回.tuban"));
    expect(second.taken).toBe(0);
    expect(second.waiting.map(({ team, reason }) => `${team} ${reason.slice(0, 8)}`)).toEqual(
      expect.arrayContaining(["甲组 乙组也办了：登记", "乙组 甲组也办了：登记", "乙组 带走以后单位已登"]),
    );
    const waiting = JSON.parse((await of.ok("bundle waiting --json")).out) as { waiting: number; team: string }[];
    expect(waiting).toHaveLength(4);
    // 晨光 is another one after all; of the two 新开 the second group's is taken
    await of.ok("bundle take 1 --reason 问过不是同一家");
    const twin = waiting.find(({ team }) => team === "乙组");
    await of.ok(`bundle take ${twin?.waiting} --reason 两组登的是同一家`);
    expect((await of.ok("list --csv")).out.match(/晨光培训中心/g)).toHaveLength(2);
    await of.ok("verify");
  });

  test("a complaint that waits keeps its complainant: the text lies in the bundle that was kept, locked as it came", async () => {
    const of = await office();
    const identity = await generateIdentity();
    of.write("密钥.txt", identity);
    await of.ok("bundle out --team 甲组 --town 城西街道 --to 甲组.tuban");
    const group = await groupWith(of, "甲组.tuban", "甲组");
    await group.ok("add 名称=晨光培训中心（样例） 属地=城西街道 --as 李某乙");
    await group.ok("clue add 5 来源=举报电话 内容=周末照常上课 举报人=周某己 --as 李某乙");
    await group.ok(`bundle back --to ../甲回.tuban --recipient ${await identityToRecipient(identity)}`);
    const ran = came(await of.run("bundle in 甲回.tuban --identity 密钥.txt --json"));
    expect(ran.waiting.map(({ reason }) => reason.slice(0, 4))).toEqual(["单位的底", "它依据的"]);
    await of.ok("bundle take 1 --reason 问过不是同一家 --identity 密钥.txt");
    expect(JSON.parse((await of.ok("bundle waiting --json")).out)).toEqual([]);
    expect((await of.ok("clue show 1 --reveal")).out).toContain("周某己");
    await of.ok("verify");
  });

  test("an act that a gate of the office refuses waits with the reason, and what rests on it with it", async () => {
    const of = await office();
    await of.ok("inspect 4 --by 张某甲,李某乙 --fail 1-1=通道堵塞 --on 2021-07-01");
    await of.ok(
      "order issue 4 --finding 1 --kind 整改通知书 --issuer 区教体局 --days 10个工作日 --yes --on 2021-07-01",
    );
    await of.ok("bundle out --team 甲组 --ids 4 --to 甲组.tuban");
    const group = await groupWith(of, "甲组.tuban", "甲组");
    await group.ok("order serve 1# --to 王某 --as 李某乙");
    await of.ok("order withdraw 1# --reason 写错了");
    const ran = came(await broughtBack(of, group, "甲回.tuban"));
    expect(ran.taken).toBe(0);
    expect(ran.waiting).toMatchObject([{ team: "甲组", reason: expect.stringContaining("带走以后单位已登记") }]);
    const take = await of.run("bundle take 1 --reason 照收");
    expect(take.err).toContain("还不能收下 1");
    expect(take.err).toContain("已撤回");
    await of.ok("bundle drop 1 --reason 文书已撤回");
    expect(JSON.parse((await of.ok("bundle waiting --json")).out)).toEqual([]);
  });

  test("photographs that did not come along come with the next file of the same bundle", async () => {
    const of = await office();
    await of.ok("bundle out --team 甲组 --town 城西街道 --to 甲组.tuban");
    const group = await groupWith(of, "甲组.tuban", "甲组");
    group.write("锁.jpg", "photo");
    await group.ok("inspect 3 --by 李某乙,王某丙 --fail 1-1=上锁 --evidence 1-1=锁.jpg --as 李某乙");
    const evidence = join(group.folder, "tuban.evidence");
    renameSync(evidence, `${evidence}-忘了`);
    const first = await broughtBack(of, group, "一.tuban");
    expect(JSON.parse(first.out)).toMatchObject({ taken: 1, missing: ["锁.jpg"] });
    expect((await of.run("evidence verify")).err).toContain("证据文件不见了：锁.jpg");
    renameSync(`${evidence}-忘了`, evidence);
    expect(JSON.parse((await broughtBack(of, group, "二.tuban")).out)).toMatchObject({ taken: 0, missing: [] });
    await of.ok("evidence verify");
  });

  test("a bundle as it was handed out, taken in by mistake, says that nothing of the group's is in it", async () => {
    const of = await office();
    await of.ok("bundle out --team 甲组 --town 城西街道 --to 甲组.tuban");
    const { out, err } = await of.ok("bundle in 甲组.tuban");
    expect(out).toBe("已收回 1 号任务包（甲组）：里面没有组里的登记\n");
    expect(err).toContain("组里还在办的，等装好带回（tuban bundle back）再收一次");
    const group = await groupWith(of, "甲组.tuban", "甲组");
    await group.ok("set 3 电话=13900000001 --as 李某乙");
    expect(came(await broughtBack(of, group, "回.tuban")).taken).toBe(1);
  });

  test("what waits from before is counted, what waits anew is told", async () => {
    const of = await office();
    for (const team of ["甲组", "乙组"]) await of.ok(`bundle out --team ${team} --ids 3,4 --to ${team}.tuban`);
    const [one, two] = [await groupWith(of, "甲组.tuban", "甲组"), await groupWith(of, "乙组.tuban", "乙组")];
    await of.ok("set 3 电话=13900000000");
    await one.ok("set 3 电话=13900000001 --as 李某乙");
    await two.ok("set 4 电话=13900000002 --as 赵某丁");
    expect((await of.run("bundle in 没有.tuban")).err).toContain("打不开任务包");
    await one.ok("bundle back --to ../甲回.tuban");
    await two.ok("bundle back --to ../乙回.tuban");
    expect((await of.ok("bundle in 甲回.tuban")).out).toMatch(/收下 0 次登记，1 次待定\n {2}待定：甲组 /);
    expect((await of.ok("bundle in 乙回.tuban")).out).toBe(
      "已收回 2 号任务包（乙组）：收下 1 次登记（原来待定的还有 1 次）\n",
    );
  });

  test("a bundle that goes on is brought back again with what was added; an older file has nothing new", async () => {
    const of = await office();
    await of.ok("bundle out --team 甲组 --town 城西街道 --to 甲组.tuban");
    const group = await groupWith(of, "甲组.tuban", "甲组");
    await group.ok("inspect 3 --by 李某乙,王某丙 --fail 1-1=上锁 --as 李某乙");
    expect(came(await broughtBack(of, group, "一.tuban", "--goes-on")).taken).toBe(1);
    await group.ok("undo 9 --reason 看错了 --as 李某乙");
    expect(came(await broughtBack(of, group, "二.tuban")).taken).toBe(1);
    expect((await of.ok("bundle in 一.tuban")).out).toContain("比上次收回的旧，没有新的登记");
    expect((await of.ok("findings")).out).not.toContain("上锁");
    await of.ok("verify");
  });
});

describe("收不回的任务包，一句话说清，什么也没有登记", () => {
  const refused = async (of: TestOffice, line: string, said: string): Promise<void> => {
    const before = (await of.ok("log --json")).out;
    const ran = await of.run(line);
    expect(ran.err).toContain(said);
    expect(ran.status).not.toBe(0);
    expect((await of.ok("log --json")).out).toBe(before);
  };

  test("from another ledger, no bundle at all, altered, with a clock that is ahead, worked on at two computers", async () => {
    const of = await office();
    await of.ok("bundle out --team 甲组 --town 城西街道 --to 甲组.tuban");
    const group = await groupWith(of, "甲组.tuban", "甲组", "2021-07-25T09:00:00");
    await group.ok("inspect 3 --by 李某乙,王某丙 --pass --as 李某乙");
    await group.ok("bundle back --to ../快了.tuban");
    await refused(of, "bundle in 快了.tuban", "晚于现在：组里那台电脑的时钟不对");
    await refused(of, "bundle in 没有.tuban", "打不开任务包");
    await of.ok("backup --to 备份.tubk");
    await refused(of, "bundle in 备份.tubk", "这不是任务包");
    const other = testOffice({ now: "2021-07-30T09:00:00" });
    await other.ok("init --plan chuanhui-2021 --on 2021-06-02");
    await other.ok("person add 张某甲 --unit 区教体局 --on 2021-06-02");
    await refused(other, `bundle in ${join(of.folder, "快了.tuban")}`, "不是从这本账交出的");

    const later = testOffice({ now: "2021-07-30T09:00:00", at: of.folder });
    await later.ok("bundle in 快了.tuban --goes-on");
    const twin = await groupWith(later, "甲组.tuban", "另一台", "2021-07-26T09:00:00");
    await twin.ok("inspect 4 --by 李某乙,王某丙 --pass --as 李某乙");
    await twin.ok("bundle back --to ../另一台.tuban");
    await refused(later, "bundle in 另一台.tuban", "有两份");
    await group.ok("inspect 4 --by 李某乙,王某丙 --pass --as 李某乙");
    await group.ok("bundle back --to ../又一次.tuban");
    await later.ok("bundle in 又一次.tuban --goes-on");
    // it has less in it than what came back, but that is not a part of it
    await refused(later, "bundle in 另一台.tuban", "有两份");
    expect((await later.ok("bundle in 快了.tuban --goes-on")).out).toContain("比上次收回的旧");

    const file = otherProgram(join(group.folder, "tuban.db"));
    file.exec("drop trigger inspection_no_update; update inspection set result = '不合格'");
    file.close();
    await group.ok("bundle back --to ../改过.tuban");
    await refused(later, "bundle in 改过.tuban", "任务包被别的程序改动过");
  });

  test("a folder, cut off, with a ledger of a newer tuban, with a photograph that was altered: what is said names the bundle", async () => {
    const of = await office();
    await of.ok("bundle out --team 甲组 --town 城西街道 --to 甲组.tuban");
    const group = await groupWith(of, "甲组.tuban", "甲组");
    group.write("锁.jpg", "photo");
    await group.ok("inspect 3 --by 李某乙,王某丙 --fail 1-1=上锁 --evidence 1-1=锁.jpg --as 李某乙");
    await group.ok("bundle back --to ../回.tuban");
    await refused(of, "bundle in 甲组", `打不开任务包：${join(of.folder, "甲组")}`);
    const whole = readFileSync(join(of.folder, "回.tuban"));
    of.write("断了.tuban", whole.subarray(0, whole.length - 200));
    await refused(of, "bundle in 断了.tuban", `文件已经损坏，解不开：${join(of.folder, "断了.tuban")}`);

    const kept = readdirSync(join(group.folder, "tuban.evidence"), { recursive: true, encoding: "utf8" }).find((name) =>
      name.endsWith(".jpg"),
    );
    writeFileSync(join(group.folder, "tuban.evidence", kept ?? ""), "another photo");
    await group.ok("bundle back --to ../换过照片.tuban");
    await refused(of, "bundle in 换过照片.tuban", "任务包被别的程序改动过（锁.jpg），不能收回");

    const file = otherProgram(join(group.folder, "tuban.db"));
    file.exec("pragma user_version = 999");
    file.close();
    execFileSync("tar", ["-czf", join(of.folder, "新版.tuban"), "tuban.db"], { cwd: group.folder });
    await refused(of, "bundle in 新版.tuban", `：${join(of.folder, "新版.tuban")}`);
    expect(readdirSync(of.folder).filter((name) => name.startsWith(".tuban"))).toEqual([]);
  });
});

describe("交出任务包", () => {
  test("numbers from one to another are those of the roster; who is with another group already is told", async () => {
    const of = await office();
    expect((await of.ok("bundle out --team 甲组 --ids 1,3-9")).out).toContain("1 号任务包交给甲组：3 家");
    const second = await of.ok("bundle out --team 乙组 --ids 2-3、4");
    expect(second.out).toContain("2 号任务包交给乙组：3 家");
    expect(second.err).toContain(
      "注意：其中 2 家也在甲组手上的 1 号任务包里：3、4；两个组改了同一处的，收回时由人来定\n",
    );
    expect((await of.run("bundle out --team 丙组 --ids 20-30")).err).toContain("底数里没有这些编号：20-30");
    expect((await of.run("bundle out --team 丙组 --ids 2-")).err).toContain("机构编号看不懂：2-");
    expect((await of.run("bundle out --team 丙组 --ids 1 --numbers 很多")).err).toContain("很多（--numbers <个数>）");
  });

  test("the office adopts its plan anew while a bundle is out: what the group found comes in, by the plan that it had", async () => {
    const of = await office();
    await of.ok("bundle out --team 甲组 --ids 1");
    const group = await groupWith(of, "甲组.tuban", "甲组");
    await group.ok("as 李某乙");
    await group.ok("inspect 1 --fail 2-8=没有场所 --by 李某乙,王某丙 --yes");
    await of.ok("plan adopt chuanhui-2021 --fill 文书种类.整改通知书.期限=15个工作日 --on 2021-07-20");
    const { taken, waiting } = came(await broughtBack(of, group, "回.tuban"));
    expect([taken, waiting]).toEqual([1, []]);
    expect((await of.ok("show 1")).out).toContain("没有场所");
  });

  test("a town's institutions go along with the plan and the people, under the numbers that they have", async () => {
    const of = await office();
    const ran = await of.ok("bundle out --team 甲组 --town 城西街道 --to 甲组.tuban");
    expect(ran.out).toContain("1 号任务包交给甲组：2 家，每种文书预留 20 个号");
    expect(statSync(join(of.folder, "甲组.tuban")).mode & 0o077).toBe(0);
    const group = await groupWith(of, "甲组.tuban", "甲组");
    const list = JSON.parse((await group.ok("list --json")).out) as { subject: number }[];
    expect(list.map(({ subject }) => subject)).toEqual([3, 4]);
    await group.ok("as 李某乙");
    await group.ok("verify");
    const undo = await group.run("undo 2 --reason 试试");
    expect(undo.err).toContain("任务包里不能撤销");
    // what the office would not take is refused while the group can still do it otherwise
    group.write(
      "混.csv",
      "名称,属地,联系电话\n知行培训中心（样例）,城西街道,13900000003\n新开培训中心（样例）,城西街道,\n",
    );
    const mixed = await group.run("import 混.csv --source 甲组摸排");
    expect(mixed.err).toContain("任务包里只导入新登记的机构，表里有 1 家底数里已经有了：3 号 知行培训中心（样例）");
    group.write("新.csv", "名称,属地\n新开培训中心（样例）,城西街道\n");
    await group.ok("import 新.csv --source 甲组摸排");
    await group.ok("set 5 电话=13900000005");
    expect((await group.run("opening 检查家次 12")).err).toContain("期初数由单位办理，任务包里不能办");
    await of.ok("verify");
    expect(JSON.parse((await of.ok("bundle list --json")).out)).toMatchObject([
      { bundle: 1, team: "甲组", institutions: 2, state: "在外 0 天" },
    ]);
  });

  test.each([
    ["bundle out --team 甲组", "不知道甲组管哪些机构"],
    ["bundle out --team 甲组 --ids 1,99", "底数里没有这些编号：99"],
    ["bundle out --team 甲组 --town 城南", "底数里没有这个属地的机构：城南"],
    ["bundle open 机构.csv", "不是任务包"],
    ["bundle back", "这不是任务包"],
  ])("%s：%s，什么也没留下", async (line, said) => {
    const of = await office();
    const ran = await of.run(line);
    expect(ran.err).toContain(said);
    expect(ran.status).not.toBe(0);
    expect(existsSync(join(of.folder, "甲组.tuban"))).toBe(false);
    expect(JSON.parse((await of.ok("bundle list --json")).out)).toEqual([]);
  });
});
