/** The page for parents in a real browser: opened from the disk, sought in, by keyboard, on a phone's width, and held to axe-core. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import axe from "axe-core";
import type { AxeResults } from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Day } from "../../src/campaign/index.ts";
import { rosterRow } from "../facts.ts";
import { launched, program } from "../browser.ts";
import { furnishedOffice } from "../office.ts";
import type { TestOffice } from "../office.ts";
import { contact, furnishList, record, visit } from "./list-office.ts";

const standards = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** A site of both lists: three on the 白名单 in two towns, one 申诉中, one that has left. */
async function sitePage(): Promise<string> {
  const office = await furnishedOffice("site", furnishSite, { now: "2021-12-01T09:00:00" });
  return pathToFileURL(join(office.folder, "网页", "index.html")).href;
}

async function furnishSite(office: TestOffice): Promise<void> {
  await furnishList(office);
  await record(office, "2021-06-23", async (entry) => {
    for (const [subject, name, town] of [
      [11, "阳光少儿美术培训中心（样例）", "人和街道"],
      [12, "长乐围棋培训学校（样例）", "小桥街道"],
    ] as const) {
      const permit = { licence_class: "有证有照", permit_until: "2023-06-30" as Day } as const;
      const place = { town, address: `${town}样例路${subject}号`, permit_no: `教民1411602700000${subject}号` };
      await entry.add("roster", rosterRow(subject, "2021-06-23" as Day, { name, ...permit, ...place }));
      await visit(entry, subject, "合格", "2021-07-20");
    }
  });
  await office.ok(`publish whitelist ${contact} --yes`);
  await office.ok(`publish blacklist ${contact} --yes`);
  await office.ok("publish object 2 --list blacklist --reason 不服");
  await office.ok("publish suspend 1 --reason 消防整改");
  await office.ok("publish site --to 网页");
}

describe.runIf(program !== undefined)("在真的浏览器里", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launched();
  });
  afterAll(() => browser?.close());

  /** The page with what it asked for and complained of. */
  async function opened(
    { width, script = true }: { readonly width: number; readonly script?: boolean },
    href: string,
  ): Promise<{ readonly page: Page; readonly asked: string[]; readonly said: string[] }> {
    const context = await browser.newContext({ viewport: { width, height: 800 }, javaScriptEnabled: script });
    const page = await context.newPage();
    const [asked, said]: [string[], string[]] = [[], []];
    page.on("request", (request) => asked.push(request.url()));
    page.on("console", (message) => said.push(message.text()));
    page.on("pageerror", (error) => said.push(error.message));
    await page.goto(href);
    return { page, asked, said };
  }

  const shown = (page: Page): Promise<string[]> => page.locator("#list tbody tr:visible th").allInnerTexts();

  test("只打开自己这一个文件，没有一句报错", async () => {
    const href = await sitePage();
    const { page, asked, said } = await opened({ width: 1280 }, href);
    await page.fill("#words", "样例");
    expect(asked).toEqual([href]);
    expect(said).toEqual([]);
  });

  test("按名称、拼音、街道、地址、证号查；查不到的，说清楚不等于违法", async () => {
    const { page } = await opened({ width: 1280 }, await sitePage());
    for (const [words, found] of [
      ["围棋", ["长乐围棋"]],
      ["ygse", ["阳光少儿"]],
      ["YangGuang", ["阳光少儿"]],
      ["小桥街道", ["长乐围棋"]],
      ["样例路11号", ["阳光少儿"]],
      ["教民141160270000012", ["长乐围棋"]],
      ["样例 人和", ["阳光少儿"]],
      ["没有这一家", []],
    ] as const) {
      await page.fill("#words", words);
      const names = await shown(page);
      expect(names, words).toHaveLength(found.length);
      for (const [nth, name] of found.entries()) expect(names[nth]).toContain(name);
      expect(await page.innerText("#found")).toBe(`找到 ${found.length} 条`);
    }
    expect(await page.innerText("#none")).toContain("不等于违法");
    // one that has left is found among those
    await page.fill("#words", "ylsf");
    expect(await page.locator(".gone tbody tr:visible").innerText()).toContain("暂时移出，正在整改");
  });

  test("记不全名称：中间少几个字、拼音首字母跳着写，也找得到，并说是相近的", async () => {
    const { page } = await opened({ width: 1280 }, await sitePage());
    for (const words of ["阳光美术", "ygms", "阳光中心"]) {
      await page.fill("#words", words);
      expect(await shown(page), words).toEqual([expect.stringContaining("阳光少儿美术") as string]);
      expect(await page.innerText("#found")).toBe("没有一模一样的；名称相近的 1 条");
    }
    // one that is whole comes before all that are alike
    await page.fill("#words", "围棋");
    expect(await page.innerText("#found")).toBe("找到 1 条");
    await page.fill("#words", "没有这一家");
    expect(await page.innerText("#none")).toContain("报名前可以问：区教体局样例股（样例路1号）");
  });

  test("许可证到今天已过有效期的、这一页写得久了的，页上说明", async () => {
    const { page } = await opened({ width: 360 }, await sitePage());
    expect(await page.innerText("#day")).toMatch(/截至 2021-12-01：.*这一页是 \d+ 天前的/s);
    expect(await page.innerText("#w11 td:nth-of-type(2)")).toMatch(/有效期至 2023-06-30.*今天看已过有效期/s);
  });

  test("只用键盘：跳过去、查、选街道", async () => {
    const { page } = await opened({ width: 1280 }, await sitePage());
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.textContent")).toBe("跳到名单");
    await page.keyboard.press("Tab");
    await page.keyboard.type("样例");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.id")).toBe("town");
    await page.keyboard.press("ArrowDown");
    expect((await shown(page)).join()).toContain("阳光少儿");
    expect(await shown(page)).toHaveLength(1);
  });

  test("不让运行脚本的浏览器里，名单照样完整", async () => {
    const { page } = await opened({ width: 1280, script: false }, await sitePage());
    expect(await page.locator("#search").isVisible()).toBe(false);
    expect(await shown(page)).toHaveLength(5);
  });

  test.each([
    ["电脑", 1280, "light"],
    ["手机", 360, "light"],
    ["手机，深色", 360, "dark"],
  ] as const)("无障碍检查（axe-core，%s）：没有一处不合", async (_, width, colorScheme) => {
    const { page } = await opened({ width }, await sitePage());
    await page.emulateMedia({ colorScheme });
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate<AxeResults>(
      `axe.run(document, ${JSON.stringify({ runOnly: standards })})`,
    );
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
    // Nothing is cut off, and nobody has to push the page sideways.
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
    expect(await page.getByRole("row").count()).toBeGreaterThan(5);
    expect(await page.getByRole("columnheader", { includeHidden: true }).count()).toBe(10);
  });
});
