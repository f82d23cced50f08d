/** The form in the engine of ODK Web Forms (@getodk/xforms-engine): it is filled in there, and what comes out is taken in here. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launched, program } from "../browser.ts";
import type { TestOffice } from "../office.ts";
import { phoneOffice } from "./phone-office.ts";

const engine = join(import.meta.dirname, "../../node_modules/@getodk/xforms-engine/dist/index.js");

/** In the page: loads a form, and knows its questions by name. */
const opening = `async ([engine, form, csv]) => {
  const { loadForm } = await import(URL.createObjectURL(new Blob([engine], { type: "text/javascript" })));
  const fetchFormAttachment = async () => new Response(csv, { status: 200, headers: { "content-type": "text/csv" } });
  const loaded = await loadForm(form, { fetchFormAttachment });
  if (loaded.status === "failure") throw loaded.error;
  const { root } = loaded.createInstance();
  const walk = (node) => [node, ...(node.currentState.children ?? []).flatMap(walk)];
  const nodes = () => new Map(walk(root).map((node) => [node.currentState.reference.split("/").at(-1), node]));
  globalThis.filled = {
    give: (name, value) => {
      const node = nodes().get(name);
      if (node.nodeType === "select") node.selectValues([value].flat());
      else node.setValue(value);
    },
    options: (name) => nodes().get(name).currentState.valueOptions.map(({ value }) => value),
    asked: () => walk(root).filter(({ currentState, nodeType }) => currentState.relevant && nodeType !== "model-value").map(({ currentState }) => currentState.reference.split("/").at(-1)),
    violations: () => root.validationState.violations.map(({ reference, violation }) => reference.split("/").at(-1) + " " + violation.condition + " " + (violation.message?.asString ?? "")),
    answers: async () => {
      const { data: [data] } = await root.prepareInstancePayload({ payloadType: "monolithic" });
      const xml = await data.get("xml_submission_file").text();
      const leaves = [...new DOMParser().parseFromString(xml, "text/xml").querySelectorAll("*")].filter((one) => one.children.length === 0);
      return Object.fromEntries(leaves.map((one) => [one.localName, one.textContent]));
    },
  };
  return loaded.status;
}`;

describe.runIf(program !== undefined)("在 ODK 的表单引擎里", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launched();
  });
  afterAll(() => browser?.close());

  async function opened(line: string): Promise<{ readonly office: TestOffice; readonly page: Page }> {
    const office = await phoneOffice();
    await office.ok(line);
    const page = await browser.newPage();
    // only a page of https has the random numbers that the engine names a submission with; nothing goes out
    await page.route("**", (route) => route.fulfill({ contentType: "text/html", body: "<title>form</title>" }));
    await page.goto("https://form.invalid/");
    const given = [readFileSync(engine, "utf8"), office.read("表.xml"), office.read("institutions.csv")];
    expect(await page.evaluate(`(${opening})(${JSON.stringify(given)})`)).toBe("success");
    return { office, page };
  }

  const give = (page: Page, name: string, value: string | readonly string[]): Promise<unknown> =>
    page.evaluate(`filled.give(${JSON.stringify(name)}, ${JSON.stringify(value)})`);
  const asked = (page: Page): Promise<string[]> => page.evaluate("filled.asked()");
  const violations = (page: Page): Promise<string[]> => page.evaluate("filled.violations()");

  test("先选街道，机构就少了；名单上没有的，要写名称", async () => {
    const { page } = await opened("form out --to 表.xml");
    expect(await page.evaluate("filled.options('institution')")).toEqual(["1", "2", "3", "other"]);
    await give(page, "town", "小桥街道");
    expect(await page.evaluate("filled.options('institution')")).toEqual(["2", "3", "other"]);
    expect(await asked(page)).not.toContain("other_name");
    await give(page, "institution", "other");
    expect(await asked(page)).toContain("other_name");
  });

  test("问的正是这一类机构该问的；不合格的才问查到了什么、要照片；一个人不能检查", async () => {
    const { office, page } = await opened("form out --to 表.xml");
    // some items came into force later
    await give(page, "visit_day", "2021-07-20");
    for (const institution of ["1", "2", "3"]) {
      await give(page, "institution", institution);
      for (const topic of [1, 2, 3, 4, 5, 6, 7, 8]) await give(page, `all_${topic}`, "否");
      const items = JSON.parse((await office.ok(`inspect ${institution} --print --json`)).out) as { item: string }[];
      const questions = (await asked(page)).filter((name) => name.startsWith("a_"));
      expect(questions).toEqual(items.map(({ item }) => `a_${item.replace("-", "_")}`));
    }
    expect(await asked(page)).not.toContain("n_2_1");
    await give(page, "a_2_1", "不合格");
    expect(await asked(page)).toEqual(expect.arrayContaining(["n_2_1", "p_2_1"]));
    await give(page, "officers", ["张某甲"]);
    expect(await violations(page)).toContain("officers constraint 检查要有两名以上执法人员（行政处罚法第四十二条）");
    await give(page, "officers", ["张某甲", "李某乙"]);
    expect((await violations(page)).join()).not.toContain("officers");
  });

  test("在引擎里填好的一份，收进来就是一次检查", async () => {
    const { office, page } = await opened("form out --to 表.xml");
    await give(page, "institution", "3");
    await give(page, "visit_day", "2021-07-19");
    await give(page, "officers", ["张某甲", "李某乙"]);
    for (const topic of [1, 2, 3, 4, 5, 6, 7, 8]) await give(page, `all_${topic}`, topic === 2 ? "否" : "是");
    for (const name of (await asked(page)).filter((one) => one.startsWith("a_")))
      await give(page, name, name === "a_2_1" ? "不合格" : "合格");
    await give(page, "n_2_1", "没有办学许可证");
    expect(await violations(page)).toEqual([]);
    const answers = await page.evaluate<Record<string, string>>("filled.answers()");
    expect(answers).toMatchObject({ tuban_form: "chuanhui-2021/1", visit_kind: "排查", subject_kind: "机构" });
    office.write("一份.csv", `${Object.keys(answers).join(",")}\n${Object.values(answers).join(",")}\n`);
    expect((await office.ok("form in 一份.csv")).out).toContain("已登记检查 1 家次（合格 0、不合格 1），2021-07-19");
  });

  test("一本台账的登记表也装得进去", async () => {
    const { page } = await opened("form out --book 督办 --to 表.xml");
    expect(await asked(page)).toContain("f_1");
  });
});
