/** tuban bucket: where each institution goes (四个"一批"), and what the plan proposes. */
import { expect, test } from "vitest";
import { listOffice } from "./list-office.ts";

test("按方案给出建议，登记以后不再建议，各批家数对得上", async () => {
  const office = await listOffice();
  const before = await office.ok("bucket --propose --json");
  expect(
    (JSON.parse(before.out) as { subject: number; proposed: string }[]).map(({ subject, proposed }) => [
      subject,
      proposed,
    ]),
  ).toEqual([[2, "查处"]]);
  expect((await office.ok("bucket --propose")).err).toBe(
    "查处 0 家（另建议 1 家），审批 0 家，规范 0 家，关停 0 家，未定且无建议 4 家；共 5 家\n",
  );
  await office.ok("bucket 2 查处 --reason 无证无照，查处");
  const { out } = await office.ok("bucket 1 规范一批 --reason 已规范");
  expect(out).toBe("1 样例书法培训学校 归入规范一批\n");
  const all = await office.ok("bucket");
  expect(all.err).toBe("查处 1 家，审批 0 家，规范 1 家，关停 0 家，未定且无建议 3 家；共 5 家\n");
  expect((await office.ok("bucket --propose --json")).out).toBe("[]\n");
});

test("改去向：后一次为准，说出原来的；从前的日子照从前的算", async () => {
  const office = await listOffice();
  await office.ok("bucket 2 查处 --reason 查处 --on 2021-08-01");
  expect((await office.ok("bucket 2 关停 --reason 已取缔 --on 2021-09-01")).out).toBe(
    "2 样例托管中心 归入关停一批（原来是查处）\n",
  );
  expect((await office.ok("bucket --csv --as-of 2021-08-15")).out).toMatch(/2,样例托管中心,无证无照,查处/);
});

test.each([
  ["bucket 2 整治 --reason 样例", "方案里没有这一批：整治", "方案的分批：查处、审批、规范、关停"],
  ["bucket 2 --reason 样例", "没有写归入哪一批", "方案的分批：查处、审批、规范、关停"],
  ["bucket 2 关停", "要写明理由", "--reason"],
  ["bucket 99 关停 --reason 样例", "底数里找不到", "tuban list"],
])("%s：用法不对，说清楚该怎么写", async (line, sentence, hint) => {
  const { status, err } = await (await listOffice()).run(line);
  expect(status).toBe(2);
  expect(err).toContain(sentence);
  expect(err).toContain(hint);
});
