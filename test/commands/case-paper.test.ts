/** 立案审批表 of a case: what the case was opened on, and nothing else of the institution. */
import { expect, test } from "vitest";
import { orderOffice } from "./order-office.ts";

test("立案审批表写立案依据的那几个问题；没有说明的写不符合哪一项，不把检查项当作查到的事", async () => {
  const office = await orderOffice({
    findings: [
      { subject: 1, text: "已取得办学许可证", note: "" },
      { subject: 1, note: "广告没有拆" },
    ],
  });
  await office.ok("case open 1 --cause 擅自举办 --finding 1 --by 张某甲,李某乙 --approver 王某丙 --on 2021-07-20");
  await office.ok("paper issue 行政处罚立案审批表 1 --on 2021-07-20");
  const paper = office.read("文书/行政处罚立案审批表〔2021〕1号.md");
  expect(paper).toContain("1．不符合“已取得办学许可证”（2021年7月16日检查）");
  expect(paper).not.toContain("广告没有拆");
  await office.ok("paper issue 行政处罚立案审批表 1 --finding 1,2 --on 2021-07-20");
  expect(office.read("文书/行政处罚立案审批表〔2021〕2号.md")).toContain("广告没有拆");
});
