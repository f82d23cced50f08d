/** Numbers of findings and of institutions told apart, in what is typed and in what is answered. */
import { describe, expect, test } from "vitest";
import { addFindings, orderOffice, refused } from "./order-office.ts";
import type { TestOffice } from "../office.ts";

const by = "--by 王某丙,赵某丁 --on 2021-07-22";

describe("问题的编号和机构的编号", () => {
  test("两种都说得通的，不替人猜；w2 是问题，j2 是机构，回话写明机构", async () => {
    const office = await twoReviewed();
    await refused(
      office,
      "close 2 --as 李某乙 --on 2021-07-23",
      "这个编号有两种意思：问题 2（1 样例甲培训中心），还是机构 2 样例乙艺术培训学校 待验收的问题 1",
      "写 w2",
      "写 j2",
    );
    expect((await office.ok("close j2 --as 李某乙 --on 2021-07-23 --evidence 佐证.txt")).out).toContain(
      "已销号 问题 1：2 样例乙艺术培训学校（没有办学许可证，仍开设数学班），李某乙",
    );
    expect((await office.ok("close 问题2 --as 李某乙 --on 2021-07-23 --evidence 佐证.txt")).out).toContain(
      "已销号 问题 2：1 样例甲培训中心",
    );
    expect((await office.ok("show 机构2")).out).toContain("样例乙艺术培训学校");
  });

  test("终端前有人的，问他要销哪一个", async () => {
    const office = await twoReviewed();
    office.answer(1);
    expect((await office.ok("close 2 --as 李某乙 --on 2021-07-23 --evidence 佐证.txt")).out).toContain(
      "已销号 问题 1：2 样例乙",
    );
  });

  test("只有一种意思的，编号单写就行：机构没有等销号的，是问题；没有这个问题的，是机构", async () => {
    const office = await twoReviewed();
    await addFindings(office, [{ subject: 3 }]);
    await office.ok("close w1 --as 李某乙 --on 2021-07-23 --evidence 佐证.txt");
    expect((await office.ok("close 2 --as 李某乙 --on 2021-07-23 --evidence 佐证.txt")).out).toContain(
      "已销号 问题 2：1 样例甲",
    );
    await refused(office, "close j3 --as 李某乙 --on 2021-07-23", "“j3”没有已整改待验收的问题（现在：待交办）");
  });

  test("复查、证据也认 w；只复查这一个问题，别的不问", async () => {
    const office = await orderOffice({ findings: [{ subject: 1 }, { subject: 1, text: "校舍安全" }] });
    await office.ok("order issue 1 --on 2021-07-19 --yes");
    await office.ok("order serve 1 --to 周某戊 --on 2021-07-20");
    expect((await office.ok(`review w2 --result 全部=已整改:看过 ${by}`)).out).toBe(
      "已登记复查：1 样例甲培训中心\n  问题 2：已整改（看过） → 已整改待验收\n",
    );
    office.write("照片.txt", "照片");
    expect((await office.ok("evidence add 照片.txt --finding w1 --on 2021-07-23")).out).toContain(
      "问题 1（1 样例甲培训中心）",
    );
    await refused(office, `review w9 --result 全部=已整改:看过 ${by}`, "没有问题 9");
  });
});

/** Finding 1 is of institution 2, finding 2 of institution 1; both were found put right. */
async function twoReviewed(): Promise<TestOffice> {
  const office = await orderOffice({ findings: [{ subject: 2 }, { subject: 1 }] });
  for (const subject of [1, 2]) {
    await office.ok(`order issue ${subject} --on 2021-07-19 --yes`);
    await office.ok(`order serve ${subject} --to 周某戊 --on 2021-07-20`);
    await office.ok(`review j${subject} --result 全部=已整改:看过 ${by}`);
  }
  office.write("佐证.txt", "佐证");
  return office;
}
