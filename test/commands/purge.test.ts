/** tuban purge (到期销毁): what was sealed and the files are gone, the facts and the chain still hold. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { keepsFiles } from "../office.ts";
import { registerOffice } from "../register-office.ts";

test("办结的保密内容到期销毁：先列出来，写明才销毁，账本文件里找不到了，账照样核对；没办结的不动", async () => {
  const office = await registerOffice();
  await office.ok("errand add 1 事项=甲 承办单位=区教体局 反映人=到期的人某某 --on 2021-06-10");
  await office.ok("errand add 1 事项=乙 承办单位=区教体局 反映人=在办的人某某 --on 2021-06-10");
  await office.ok("errand 撤回 1 理由=已另案办理 --on 2021-06-11");
  const rule = "--until 2021-06-30 --rule 样例保管期限表第4项 --sealed";
  expect((await office.ok(`purge ${rule}`)).out).toContain("可以销毁的：保密内容 1 处");
  expect((await office.ok("errand show 1")).out).toBeTruthy();
  const { out } = await office.ok(`purge ${rule} --yes`);
  expect(out).toContain("已销毁：保密内容 1 处、佐证 0 件");
  if (keepsFiles) {
    const file = readFileSync(join(office.folder, "tuban.db")).toString("latin1");
    expect(file).not.toContain(Buffer.from("到期的人某某").toString("latin1"));
    expect(file).toContain(Buffer.from("在办的人某某").toString("latin1"));
  }
  expect((await office.ok("verify")).out).toContain("完好");
  expect((await office.ok("log --csv")).out).toContain(
    "到期销毁：保密内容 1 处、佐证 0 件（2021-06-30 及以前；样例保管期限表第4项）",
  );
});

test("佐证文件到期销毁：问题没销号的机构不动；销毁了的，核对时不算丢", async () => {
  const office = await registerOffice();
  office.write("走访.jpg", "sample");
  office.write("现场.jpg", "another sample");
  const by = "--by 张某甲,李某乙 --on 2021-06-10 --yes";
  await office.ok(`inspect 1 --pass ${by}`);
  await office.ok("evidence add 走访.jpg --inspection 1 --on 2021-06-10");
  await office.ok(`inspect 2 --fail 2-1=样例 ${by}`);
  await office.ok("evidence add 现场.jpg --inspection 2 --on 2021-06-10");
  const rule = "--until 2021-06-30 --rule 样例保管期限表第4项 --evidence";
  const found = JSON.parse((await office.ok(`purge ${rule} --json`)).out) as {
    files: { name: string; sha256: string }[];
  };
  expect(found.files.map(({ name }) => name)).toEqual(["走访.jpg"]);
  await office.ok(`purge ${rule} --yes`);
  const { sha256 = "" } = found.files[0] ?? {};
  expect(existsSync(join(office.folder, "tuban.evidence", sha256.slice(0, 2), `${sha256}.jpg`))).toBe(false);
  expect((await office.ok("verify")).out).toContain("完好");
  expect((await office.ok("evidence verify")).out).toContain("1 个文件");
});

test.each([
  ["purge --until 2021-07-30 --rule 一 --sealed", "还没有过去"],
  ["purge --until 2021-06-30 --rule 一", "没有写明销毁什么"],
  ["purge --until 明天 --rule 一 --sealed", "看不懂日期"],
  ["export --for 某局 --purpose 用 --file 甲.csv --with 机密", "没有这个类别：机密"],
  ["export --for 某局 --purpose 用 --file 甲.doc", "文件名要以 .csv 结尾"],
  ["export --for 某局 --purpose 用 --file 甲.csv --town 没有", "没有可以提供的"],
])("%s：%s", async (line, message) => {
  const office = await registerOffice();
  expect((await office.run(line)).err).toContain(message);
});
