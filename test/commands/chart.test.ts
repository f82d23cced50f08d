/** 挂图作战: one A3 page that a browser opens and a black-and-white printer prints. */
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { PNG } from "pngjs";
import { describe, expect, test } from "vitest";
import { publicCode, publicText } from "../../src/campaign/index.ts";
import type { Day } from "../../src/campaign/index.ts";
import { factsOf } from "../../src/ledger/as-of/vantage.ts";
import { ledgerOn } from "../../src/ledger/ledger.ts";
import { openSqlite } from "../../src/ledger/engines/sqlite/open.ts";
import { wallOf } from "../../src/ledger/numbers/wall.ts";
import { printed } from "../../src/write/browser.ts";
import { mostSquares, wallChartHtml, wallChartSvg } from "../../src/write/wallchart.ts";
import type { WallChart } from "../../src/write/wallchart.ts";
import { engines, freshLedger } from "../ledger/engines.ts";
import { testOffice } from "../office.ts";
import { campaign, roster, storyOffice, tellStory } from "../report-story.ts";

const day = (text: string): Day => `2021-${text}` as Day;

/** Every tag that opens is closed, in order, and no bare & or < stands in the text. */
function expectWellFormed(xml: string): void {
  const open: string[] = [];
  for (const [, close, name, , alone] of xml.matchAll(/<(\/?)([A-Za-z][\w:-]*)((?:\s[\w:-]+="[^"<]*")*)\s*(\/?)>/g)) {
    if (close === "/") expect(open.pop()).toBe(name);
    else if (alone !== "/") open.push(name ?? "");
  }
  expect(open).toEqual([]);
  expect(xml.replaceAll(/<\/?[A-Za-z][\w:-]*(?:\s[\w:-]+="[^"<]*")*\s*\/?>/g, "")).not.toMatch(
    /[<>]|&(?!(?:amp|lt|gt|quot|#\d+);)/,
  );
}

const stages = Array.from("取停逾改交验销合未", (sign) => ({ name: `${sign}字`, sign }));

function chartOf(counts: readonly number[], more: Partial<WallChart> = {}): WallChart {
  return {
    title: "样例方案",
    day: "2021-07-23",
    phases: [
      { name: "排查摸底", from: null, until: "2021-06-28", current: false },
      { name: "集中整改", from: "2021-07-16", until: "2021-08-15", current: true },
      { name: "长效", from: "2021-12-01", until: null, current: false },
    ],
    stages,
    towns: counts.map((count, town) => ({
      name: `样例${town}街道`,
      squares: Array.from({ length: count }, (_, nth) => ({
        subject: nth,
        name: publicText("样例培训中心"),
        stage: nth % stages.length,
        danger: nth % 7 === 0,
        list: ([null, "白名单", "黑名单"] as const)[nth % 3] ?? null,
      })),
    })),
    burnDown: [
      { day: "2021-07-22", open: 4 },
      { day: "2021-07-23", open: 2 },
    ],
    overdue: [{ name: "区教体局", count: 3 }],
    footer: "校验码 0000-0000",
    ...more,
  };
}

describe.each(engines)("where each institution stands（$name）", ({ create }) => {
  test("the story of two weeks, counted by hand", async () => {
    const ledger = await freshLedger(create);
    await ledger.record({ command: "test", actor: "张某甲", on: day("06-21") }, (entry) =>
      entry.add("person", {
        name: "张某甲",
        unit: "区教体局",
        certificate: null,
        certificate_until: null,
        team: null,
        happened_on: day("06-21"),
      }),
    );
    await tellStory(ledger);
    const wall = await wallOf(factsOf(ledger.db), { campaign, day: day("07-23") });
    expect(wall.institutions.map(({ subject, town, stage }) => [subject, town, stage])).toEqual([
      [1, "城北", "待交办"],
      [2, "城北", "逾期"],
      [3, "城南", "整改中"],
      [7, "城南", "未检查"],
      [4, null, "已销号"],
    ]);
    const open = wall.flow.reduce((sum, { found, closed }) => sum + found - closed, 0);
    expect(open).toBe(3);
    expect(wall.overdue.reduce((sum, { count }) => sum + count, 0)).toBe(1);
    const south = await wallOf(factsOf(ledger.db, "城南"), { campaign, day: day("07-23") });
    expect(south.institutions.map(({ subject }) => subject)).toEqual([3, 7]);
    expect(south.flow.reduce((sum, { found }) => sum + found, 0)).toBe(1);
  });
});

describe("tuban chart", () => {
  test("写出 SVG 和网页；一家一格，按属地；每个进展有自己的字", async () => {
    const office = await storyOffice();
    expect((await office.ok("chart --as-of 2021-07-23")).err).toContain("挂图.svg（A3 横向，5 家机构）");
    const svg = office.read("挂图.svg");
    expectWellFormed(svg);
    expect(svg).toContain('width="420mm" height="297mm"');
    expect(svg.match(/class="institution"/g)).toHaveLength(5);
    for (const said of [
      "城北 2 家",
      "城南 2 家",
      "未填属地 1 家",
      "今天 07-23",
      "未销号问题",
      "逾期未整改问题",
      "2 样例|&lt;script&gt;艺术：逾期",
      ">逾</text>",
      ">停</text>",
    ])
      expect(svg).toContain(said);
    expect(svg).toMatch(/艺术：逾期<\/title><rect [^>]*fill="#fff"\/><rect [^>]*fill="url\(#s1\)"/);
    expect(svg).toMatch(/<pattern id="s1"[^>]*><rect [^>]*fill="#b2182b"/);
    expect(svg).toContain(">2021年川汇区校外培训机构专项治理</text>");
    await office.ok("chart --as-of 2021-07-23 --town 城南 --out 城南.html");
    expect(office.read("城南.html")).toContain(">2021年川汇区校外培训机构专项治理（城南）</text>");
    expect(office.read("城南.html").match(/class="institution"/g)).toHaveLength(2);
    expect(office.read("城南.html")).toContain("@page{size:A3 landscape");
  });

  test("机构少的县，格子里写名称；在名单上的、有重大隐患的有标记；屏幕上一屏放得下", async () => {
    const office = await storyOffice();
    await office.ok("chart --as-of 2021-07-23 --out 挂图.html");
    const page = office.read("挂图.html");
    expect(page).toContain(">样例培训中心4</text>");
    expect(page).toContain("：已销号，在白名单</title>");
    for (const said of [">重大隐患 0</text>", ">白名单 1</text>", ">黑名单 0</text>"]) expect(page).toContain(said);
    expect(page).toContain("@media screen{svg{width:100vw;height:100vh}}");
    await office.ok("chart --as-of 2021-07-15");
    expect(office.read("挂图.svg")).toContain(">重大隐患 1</text>");
    expect(office.read("挂图.svg")).toMatch(/有未销号重大隐患<\/title>/);
  });

  test("出 PDF、PNG 用这台电脑上的浏览器；没有的说一句，什么也不写", async () => {
    const office = await storyOffice();
    const { status, err } = await office.run("chart --as-of 2021-07-23 --out 挂图.pdf");
    expect([status, err]).toEqual([
      1,
      expect.stringContaining("这台电脑没有找到浏览器（Chrome、Edge、Chromium），出不了 PDF"),
    ]);
    expect(existsSync(join(office.folder, "挂图.pdf"))).toBe(false);
  });

  test.runIf(process.platform === "linux")("找到的浏览器按它的参数打印这一页", async () => {
    const office = testOffice();
    const program = office.write(
      "chromium",
      '#!/bin/sh\nfor word in "$@"; do case "$word" in --print-to-pdf=*) echo "pdf of ${word##*/}" > "${word#*=}";; --screenshot=*) echo picture > "${word#*=}";; esac; done\n',
    );
    chmodSync(program, 0o755);
    const read = async (as: "pdf" | "png"): Promise<string> => {
      const made = await printed("<p>样例</p>", as, office.folder);
      return "content" in made ? Buffer.from(made.content).toString() : made.reason;
    };
    expect([await read("pdf"), await read("png")]).toEqual(["pdf of page.pdf\n", "picture\n"]);
    office.write("chromium", "#!/bin/sh\nexit 1\n");
    expect(await read("pdf")).toContain("没有打印成");
  });

  test("底数还是空的，挂图上这样写，不留一片白", async () => {
    const office = testOffice();
    await office.ok("init --plan chuanhui-2021 --on 2021-06-21");
    await office.ok("chart --as-of 2021-07-23");
    expect(office.read("挂图.svg")).toContain(">底数里还没有机构</text>");
  });

  test("几年以后再画，别的年份写出年来；窄得写不下序号的阶段不写，不叠在一起", async () => {
    const office = await storyOffice();
    await office.ok("chart --as-of 2026-11-20");
    const svg = office.read("挂图.svg");
    for (const said of ["今天 2026-11-20", "4 集中整改 07-16—08-15", ">2021-06-21<", ">2026-11-20<"])
      expect(svg).toContain(said);
    const bars = [...svg.matchAll(/width="([\d.]+)" height="28"[^>]*\/><text[^>]*>([^<]*)</g)];
    expect(bars.map(([, , words]) => words)).toEqual(["", "", "3", "4", "5", "6", "7 健全长效机制"]);
    for (const [, width, words] of bars) if (words !== "") expect(Number(width)).toBeGreaterThan(8);
  });

  test("联合牵头的逾期问题，挂图上各部门的数与报表里的一样", async () => {
    const office = await storyOffice();
    await office.ok("chart --as-of 2021-07-23");
    const { out } = await office.ok("report --as-of 2021-07-23 --json");
    const { byLead } = JSON.parse(out) as { byLead: { lead: string; overdue: number }[] };
    const late = byLead.filter(({ overdue }) => overdue > 0);
    expect(late.map(({ lead }) => lead)).toEqual(["区市场监管局", "区教体局"]);
    const bars = office.read("挂图.svg").split("联合牵头的各计")[1] ?? "";
    for (const { lead, overdue } of late)
      expect(bars).toMatch(new RegExp(`>${lead}</text><rect[^>]*/><text[^>]*>${overdue}</text>`));
  });

  test("属地按方案里写的先后排，方案没有写的在后，没有填的最后", async () => {
    const office = testOffice();
    await office.ok("init --plan chuanhui-2021 --on 2021-06-21 --fill 乡镇街道=新区、城东");
    await office.ok("person add 张某甲 --unit 区教体局 --no-cert --on 2021-06-21");
    office.write("底数.csv", "名称,属地\n甲中心,\n乙中心,安镇\n丙中心,城东\n丁中心,新区\n");
    await office.ok("import 底数.csv --as 张某甲 --source 街道摸排 --on 2021-06-22");
    await office.ok("chart --as-of 2021-06-30");
    const towns = [...office.read("挂图.svg").matchAll(/>([^<]+) 1 家</g)].map(([, town]) => town);
    expect(towns).toEqual(["新区", "城东", "安镇", "未填属地"]);
  });

  test("写不成的说清楚：别的格式、没有的属地、方案采用以前", async () => {
    const office = await storyOffice();
    expect((await office.run("chart --out 挂图.docx")).err).toContain(
      "挂图只能写成 .svg、.html、.pdf 或 .png，不是 挂图.docx",
    );
    expect((await office.run("chart --town 城东 --as-of 2021-07-23")).err).toContain("底数里没有这个属地的机构：城东");
    expect((await office.run("chart --as-of 2021-01-01")).status).toBe(1);
    expect(existsSync(join(office.folder, "挂图.svg"))).toBe(false);
  });

  test("一页画不下的不画，说可以一个属地画一张", async () => {
    const office = await storyOffice();
    const ledger = await ledgerOn(openSqlite(join(office.folder, "tuban.db")), () => new Date("2021-07-23T02:00:00Z"));
    await ledger.record({ command: "test", actor: "张某甲", on: day("07-23") }, (entry) =>
      entry.addMany(
        "roster",
        Array.from({ length: mostSquares }, (_, nth) => roster(100 + nth, "07-23")),
      ),
    );
    await ledger.close();
    const ran = await office.run("chart --as-of 2021-07-23");
    expect(ran.status).toBe(1);
    expect(ran.err).toMatch(/机构 12005 家、属地 3 个，一页画不下[\s\S]*--town/);
  });
});

const sizes: readonly { readonly why: string; readonly counts: readonly number[] }[] = [
  { why: "no institution", counts: [] },
  { why: "one", counts: [1] },
  { why: "three towns", counts: [300, 20, 3] },
  { why: "150 small towns", counts: Array.from({ length: 150 }, () => 20) },
  { why: "one town with all that fit", counts: [mostSquares] },
  { why: "100 towns with all that fit", counts: Array.from({ length: 100 }, () => mostSquares / 100) },
];

describe("drawing", () => {
  test.each(sizes)("$why: all squares stay on their side of the page and do not cover each other", ({ counts }) => {
    const svg = wallChartSvg(chartOf(counts));
    const places = [
      ...svg.matchAll(
        /<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="[\d.]+" fill="(?:none|url\(#s\d\))" stroke="#222" stroke-width="0.7"\/>/g,
      ),
    ].map(([, x, y, width]) => ({ x: Number(x), y: Number(y), width: Number(width) }));
    expect(places).toHaveLength(counts.reduce((sum, count) => sum + count, 0));
    for (const { x, y, width } of places) {
      expect(x + width).toBeLessThanOrEqual(1081);
      expect(y + width).toBeLessThanOrEqual(1059);
    }
    expect(new Set(places.map(({ x, y }) => `${x} ${y}`)).size).toBe(places.length);
  });

  test("hostile names are text and nothing else", () => {
    const evil = `<script>alert(1)</script>"'&\u001b[31m\u202e`;
    const chart = chartOf([1], {
      title: evil,
      footer: evil,
      overdue: [{ name: evil, count: 1 }],
      towns: [
        { name: evil, squares: [{ subject: 1, name: publicCode(evil), stage: 2, danger: true, list: "黑名单" }] },
      ],
    });
    const svg = wallChartSvg(chart);
    expectWellFormed(svg);
    expect(svg).not.toMatch(/<script|\u001b|\u202e/);
    expect(wallChartHtml(chart)).not.toContain("<script");
  });
});

const chromium = ["chromium", "chromium-browser", "google-chrome"]
  .flatMap((name) => (process.env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, name)))
  .find((path) => existsSync(path));

describe.runIf(chromium !== undefined)("in a real browser", () => {
  test("the page opens with every square drawn, fits one A3 sheet, and reads without colour", async () => {
    const office = await storyOffice();
    await office.ok("chart --as-of 2021-07-23 --out 挂图.html");
    const page = join(office.folder, "挂图.html");
    const [shot, paper] = [join(office.folder, "shot.png"), join(office.folder, "paper.pdf")];
    const run = (...args: string[]): string =>
      execFileSync(
        chromium ?? "",
        ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", ...args, `file://${page}`],
        {
          encoding: "utf8",
          stdio: ["ignore", "pipe", "ignore"],
        },
      );
    expect(run("--dump-dom").match(/class="institution"/g)).toHaveLength(5);
    run("--window-size=1600,1130", `--screenshot=${shot}`);
    run("--no-pdf-header-footer", `--print-to-pdf=${paper}`);
    expect(readFileSync(paper, "latin1").match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
    const image = PNG.sync.read(readFileSync(shot));
    const grey = (x: number, y: number): number => {
      const at = (y * image.width + x) * 4;
      return Math.round(
        0.299 * (image.data[at] ?? 0) + 0.587 * (image.data[at + 1] ?? 0) + 0.114 * (image.data[at + 2] ?? 0),
      );
    };
    const greys = new Set<number>();
    for (let y = 270; y < 420; y++) for (let x = 1115; x < 1540; x++) greys.add(grey(x, y));
    expect(greys.size).toBeGreaterThan(6);
  }, 120_000);
});
