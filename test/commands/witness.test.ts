/** What somebody outside keeps of a ledger: given, taken, checked; and an order shown to be in it by a script that knows nothing of tuban. */
import { spawnSync } from "node:child_process";
import { copyFileSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { furnishedOffice, testOffice } from "../office.ts";
import type { TestOffice } from "../office.ts";

const county = (): Promise<TestOffice> =>
  furnishedOffice("witness", async (office) => {
    await office.ok("init --plan chuanhui-2021 --fill 文书种类.整改通知书.期限=10个工作日");
    for (const name of ["张某甲", "李某乙"])
      await office.ok(`person add ${name} --unit 区教体局 --cert ${name}证 --until 2030-01-01`);
    office.write("底数.csv", "名称,地址,属地\n样例培训中心（样例）,样例路1号,样例镇\n");
    await office.ok("as 张某甲");
    await office.ok("import 底数.csv --yes");
    await office.ok("inspect 1 --fail 1-1=没有公示 --by 张某甲,李某乙");
  });

const city = testOffice;

/** Takes the file to the city, and gives what is said there. */
async function handed(from: TestOffice, to: TestOffice, file: string): Promise<{ status: number; said: string }> {
  copyFileSync(join(from.folder, file), join(to.folder, file));
  const { status, out, err } = await to.run(`witness take ${file}`);
  return { status, said: out + err };
}

describe("见证", () => {
  test("a ledger that only grew is consistent, as often as it is given", async () => {
    const [office, bureau] = [await county(), city()];
    await office.ok("witness give --to 一.json");
    expect((await handed(office, bureau, "一.json")).said).toContain("初次见证，到第 5 次登记");
    expect((await handed(office, bureau, "一.json")).said).toContain("一致，到第 5 次登记，与上次相同");
    await office.ok("person add 王某丙 --unit 区教体局");
    await office.ok("person add 赵某丁 --unit 区教体局");
    await office.ok("witness give --to 二.json");
    expect(await handed(office, bureau, "二.json")).toMatchObject({
      status: 0,
      said: expect.stringMatching(/一致，到第 7 次登记，比上次（2026-11-23 09:00）多 2 次，以前的没有动过/) as string,
    });
    copyFileSync(join(bureau.folder, "见证簿.json"), join(office.folder, "见证簿.json"));
    expect((await office.ok("witness check 见证簿.json")).out).toContain("见证人留下的第 7 次登记以前的账都在这本账里");
  });

  test("signed by the office's key: the city knows it again, and another key or none is told", async () => {
    const [office, bureau] = [await county(), city()];
    const made = await office.ok("witness key");
    const [, key = ""] = /公钥 ([\w-]{43})/.exec(made.out) ?? [];
    expect(statSync(join(office.folder, "tuban.key")).mode & 0o777).toBe(0o600);
    expect((await office.ok("witness give --to 一.json")).out).toContain("已签名");
    expect((await handed(office, bureau, "一.json")).said).toContain(`签名相符，公钥 ${key}`);

    const altered = office.read("一.json").replace(/"entries": 5/, '"entries": 6');
    bureau.write("改过.json", altered);
    expect((await bureau.run("witness take 改过.json")).err).toContain("签名对不上，写出以后被改过");

    rmSync(join(office.folder, "tuban.key"));
    await office.ok("person add 王某丙 --unit 区教体局");
    await office.ok("witness give --to 二.json");
    expect(await handed(office, bureau, "二.json")).toMatchObject({
      status: 1,
      said: expect.stringContaining("上次见证时有签名，这一份没有") as string,
    });
    await office.ok("witness key");
    await office.ok("witness give --to 三.json");
    expect((await handed(office, bureau, "三.json")).said).toContain("不是上次见证时的那一把");
    await bureau.ok("witness take 三.json --new-key");
    expect((await bureau.ok("witness take 三.json")).out).toContain("一致，到第 6 次登记，与上次相同");
  });

  test("rolled back: the city sees it, and so does the county by the city's book", async () => {
    const [office, bureau] = [await county(), city()];
    const path = join(office.folder, "tuban.db");
    const older = readFileSync(path);
    await office.ok("person add 王某丙 --unit 区教体局");
    await office.ok("witness give --to 一.json");
    await handed(office, bureau, "一.json");
    for (const end of ["-wal", "-shm", "-last"]) rmSync(path + end, { force: true });
    writeFileSync(path, older);
    await office.ok("witness give --to 二.json");
    expect(await handed(office, bureau, "二.json")).toMatchObject({
      status: 1,
      said: expect.stringContaining("只有 5 次登记，上次见证（2026-11-23 09:00）时已有 6 次登记：账本倒回了") as string,
    });
    copyFileSync(join(bureau.folder, "见证簿.json"), join(office.folder, "见证簿.json"));
    expect(await office.run("witness check 见证簿.json")).toMatchObject({
      status: 4,
      err: expect.stringContaining("最后的登记不见了") as string,
    });
  });

  test("rolled back and written on: forked, though it has more entries than were witnessed", async () => {
    const [office, bureau] = [await county(), city()];
    const path = join(office.folder, "tuban.db");
    const older = readFileSync(path);
    await office.ok("person add 王某丙 --unit 区教体局");
    await office.ok("witness give --to 一.json");
    await handed(office, bureau, "一.json");
    for (const end of ["-wal", "-shm", "-last"]) rmSync(path + end, { force: true });
    writeFileSync(path, older);
    for (const name of ["钱某戊", "孙某己"]) await office.ok(`person add ${name} --unit 区教体局`);
    await office.ok("witness give --to 二.json");
    expect(await handed(office, bureau, "二.json")).toMatchObject({
      status: 1,
      said: expect.stringContaining("没有两者之间的证明") as string,
    });
    await office.ok("witness give --since 6 --to 三.json");
    expect(await handed(office, bureau, "三.json")).toMatchObject({
      status: 1,
      said: expect.stringContaining("账本被换过") as string,
    });
    expect(JSON.parse(bureau.read("见证簿.json"))).toMatchObject({ kept: [{ entries: 6 }] });
  });

  test.each([
    ["账.json", "{}", "这不是交给见证人的文件"],
    ["账.json", "不是 JSON", "这不是交给见证人的文件"],
  ])("%s with %s is refused", async (file, text, said) => {
    const bureau = city();
    bureau.write(file, text);
    expect(await bureau.run(`witness take ${file}`)).toMatchObject({
      status: 2,
      err: expect.stringContaining(said) as string,
    });
  });
});

const hasPython = spawnSync("python3", ["--version"]).status === 0;

describe("在账证明", () => {
  const script = /```python\n([\s\S]*?)```/.exec(
    readFileSync(join(import.meta.dirname, "../../docs/在账证明.md"), "utf8"),
  )?.[1];

  test("the script is short enough to be read", () => {
    expect(script?.trim().split("\n").length).toBeLessThanOrEqual(24);
  });

  test.skipIf(!hasPython)("the script on the page finds a good proof good, and every altered one bad", async () => {
    const office = await county();
    await office.ok("order issue 1 --kind 整改通知书 --finding 1 --issuer 区教体局 --yes");
    await office.ok("person add 王某丙 --unit 区教体局");
    const [order] = JSON.parse((await office.ok("order list --json")).out) as { number: string }[];
    const number = order?.number ?? "";
    await office.ok(`witness give --order ${number} --to 证明.json`);
    office.write("核对.py", script ?? "");
    const checked = (proof: string, paper: string) =>
      spawnSync("python3", ["核对.py", proof, paper], { cwd: office.folder, encoding: "utf8" });
    const good = checked("证明.json", join("文书", `${number}.docx`));
    expect(good.stderr).toBe("");
    expect(good.stdout).toContain("就是签发的那个文件");
    expect(good.stdout).toContain(number);
    const proof = office.read("证明.json");
    expect(proof.length).toBeLessThan(2_331);
    for (const [one, other] of [
      [number, number.replace("1号", "2号")],
      ["张某甲", "别某人"],
      [/"path": \[\s+"(.)/.exec(proof)?.[0] ?? "", '"path": ["0'],
    ] as const) {
      office.write("改过.json", proof.replace(one, other));
      expect(checked("改过.json", join("文书", `${number}.docx`)).status, one).not.toBe(0);
    }
    office.write("改过.docx", "别的内容");
    expect(checked("证明.json", "改过.docx").stderr).toContain("不是签发的那个文件");
  });
});
