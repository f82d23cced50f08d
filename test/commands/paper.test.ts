/** tuban paper, order print, order kinds: the forms that rest on an inspection, a service, a list; frozen, numbered, printed again. */
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encode } from "jpeg-js";
import PizZip from "pizzip";
import { describe, expect, test } from "vitest";
import { readWord } from "../../src/write/docx-read.ts";
import type { TestOffice } from "../office.ts";
import { contact, listOffice } from "./list-office.ts";
import { anyCode, orderOffice, servedOffice, refused } from "./order-office.ts";

const jpg = (shade: number): Uint8Array =>
  encode({ width: 40, height: 30, data: new Uint8Array(4800).fill(shade) }, 80).data;

const bare = (text: string): string =>
  text
    .replaceAll(/!\[[^\]]*\]\(sha256:[0-9a-f]{64}\)(?:<br>)?/g, "")
    .replaceAll(/^\|[\s:|-]+\|$/gm, "|-|")
    .replaceAll(/ {2}$/gm, "")
    .replaceAll(/\\([_*])/g, "$1")
    .replaceAll(/(?:<br>)+/g, "<br>")
    .replaceAll("<br> |", " |")
    .replaceAll(/\n{2,}/g, "\n")
    .trim();

/** The Markdown text and the Word file say the same. */
function same(office: TestOffice, number: string): string {
  const text = office.read(`文书/${number}.md`);
  const word = readWord(readFileSync(join(office.folder, `文书/${number}.docx`)), number).markdown;
  const pictures = (line: string): string => line.replaceAll(/\| <br>/g, "| ");
  expect(pictures(bare(word))).toBe(pictures(bare(text)));
  return text;
}

/** An inspection of institution 1 on 2021-07-16 with two findings; photos beside one, on a passed item, and a recording. */
async function inspected(): Promise<TestOffice> {
  const office = await orderOffice();
  office.write("门口.jpg", jpg(80));
  office.write("出口.jpg", jpg(120));
  office.write("黑板.jpg", jpg(160));
  office.write("录音.m4a", "样例录音");
  await office.ok("inspect 1 --print --csv --out 检查表.csv --on 2021-07-16");
  const lines = office.read("检查表.csv").trimEnd().split(/\r?\n/);
  const answered = lines.map((line, at) => {
    if (at === 0) return line;
    const item = /\d+-\d+/.exec(line)?.[0] ?? "";
    const given: Record<string, string> = {
      "1-1": "不合格,唯一的安全出口上锁,门口.jpg;出口.jpg;录音.m4a",
      "2-1": "不合格,没有办学许可证,",
      "1-2": "合格,,黑板.jpg",
    };
    return line.replace(/,,,$/, `,${given[item] ?? "合格,,"}`);
  });
  writeFileSync(join(office.folder, "检查表.csv"), answered.join("\r\n"));
  await office.ok("inspect 1 --answers 检查表.csv --by 张某甲,李某乙 --yes --on 2021-07-16");
  return office;
}

describe("现场检查笔录", () => {
  test("照片排在问题旁边，没有照片的写无，别的证据列在后面", async () => {
    const office = await inspected();
    const ran = await office.ok("paper issue 现场检查笔录 1 --on 2021-07-16");
    expect(ran.out).toContain("已出具 现场检查笔录〔2021〕1号（#1）现场检查笔录：样例甲培训中心");
    const text = same(office, "现场检查笔录〔2021〕1号");
    await expect(anyCode(text)).toMatchFileSnapshot("golden/papers/现场检查笔录.md");
    const row = text.split("\n").find((line) => line.includes("唯一的安全出口上锁")) ?? "";
    expect(row).toMatch(/照片1　门口\.jpg.*照片2　出口\.jpg/);
    expect(text.split("\n").find((line) => line.includes("没有办学许可证"))).toContain("| 无 |");
    expect(text).toContain("录音.m4a");
    const zip = new PizZip(readFileSync(join(office.folder, "文书/现场检查笔录〔2021〕1号.docx")));
    expect(Object.keys(zip.files).filter((name) => name.startsWith("word/media/photo"))).toHaveLength(3);
    await office.ok("verify");
  });

  test("没有检查过的不能出；签发单位是检查人员的单位", async () => {
    const office = await inspected();
    expect(await office.run("paper issue 现场检查笔录 2 --on 2021-07-16")).toMatchObject({
      status: 1,
      err: expect.stringContaining("2 样例乙艺术培训学校 在 2021-07-16 以前没有检查"),
    });
    const wrong = await office.run("paper issue 现场检查笔录 1 --issuer 区民政局 --on 2021-07-16");
    expect(wrong.err).toContain("区民政局 不能签发这份现场检查笔录（应为参加检查的单位）");
    expect((await office.ok("paper list --json")).out).toBe("[]\n");
  });

  test("有笔录的检查不能悄悄撤销", async () => {
    const office = await inspected();
    await office.ok("paper issue 现场检查笔录 1 --on 2021-07-16");
    const ran = await office.run(`undo ${(await last(office)) - 1} --reason 样例 --yes --on 2021-07-17`);
    expect(ran.status).toBe(1);
    expect(ran.err).toContain("出具现场检查笔录");
  });
});

const sets: readonly (readonly [kind: string, line: string])[] = [
  ["询问笔录", "1 --by 张某甲,李某乙 --set 案由=涉嫌无证办学 --set 问答=@问答.txt --on 2021-07-17"],
  ["约谈记录", "1 --set 约谈要求=停止招生 --on 2021-07-20"],
  ["行政处罚立案审批表", "1 --by 张某甲,李某乙 --set 案由=涉嫌擅自举办 --on 2021-07-20"],
  [
    "当场处罚决定书",
    "1 --by 张某甲,李某乙 --set 处罚=罚款=3000元 --set 违反的规定=样例规定 --set 处罚依据=样例依据 --set 陈述申辩=没有陈述、申辩 --set 缴纳方式=样例银行 --set 复议诉讼=可以依法申请行政复议 --on 2021-07-20",
  ],
  ["送达回证", "川教体改〔2021〕1号 --on 2021-07-20"],
  [
    "送达公告",
    "川教体改〔2021〕1号 --set 公告原因=举办者下落不明 --set 领取地点=样例路9号 --set 联系方式=样例电话 --on 2021-07-20",
  ],
  ["复查意见书", "1 --on 2021-08-04"],
  ["销号单", "1 --on 2021-08-05"],
  ["专项治理公告", "--set 监督举报方式=样例举报电话 --on 2021-06-22"],
];

describe("其余的文书", () => {
  test.each(sets)("%s", async (kind, line) => {
    const office = await servedOffice([{ subject: 1 }, { subject: 1, note: "消防通道堆放杂物" }]);
    office.write("照片.jpg", jpg(70));
    office.write("问答.txt", "问：是否取得办学许可证？\n答：没有。");
    if (kind === "复查意见书" || kind === "销号单") {
      const review = "review 1 --by 王某丙,赵某丁 --result 全部=已整改:已经停止办学 --evidence 全部=照片.jpg";
      await office.ok(`${review} --yes --on 2021-08-03`);
      if (kind === "销号单") await office.ok("close 川教体改〔2021〕1号 --as 李某乙 --yes --on 2021-08-04");
    }
    await office.ok(`paper issue ${kind} ${line}`);
    const year = "〔2021〕1号";
    await expect(anyCode(same(office, `${kind}${year}`))).toMatchFileSnapshot(`golden/papers/${kind}.md`);
    expect((await office.ok(`paper show ${kind}`)).out).toContain(`#1 ${kind}${year}`);
  });

  test.each([
    ["白名单公示", "以前没有公布过白名单"],
    ["黑名单公示", "以前没有公布过黑名单"],
    ["销号单 1", "没有销号的问题"],
    ["复查意见书 1", "没有复查"],
    ["询问笔录 1 --by 张某甲", "要有两名以上执法人员"],
    ["询问笔录 1 --by 张某甲,孙某某", "人员名册里没有：孙某某"],
    ["行政处罚立案审批表 1 --by 张某甲,李某乙", "还要写明：案由"],
    ["约谈记录 1 --set 要求=x", "没有可以填的“要求”"],
    ["约谈记录", "没有写明约谈记录是哪一家的"],
    ["送达回证", "没有写明送达回证是哪份文书的"],
    ["证明 1", "没有这种文书：证明"],
    ["约谈记录 1 --format doc", "没有这种格式：doc"],
    ["约谈记录 1 --word 样〔例", "机关代字不能有"],
    ["约谈记录 1 --finding 99", "没有问题 99"],
    ["当场处罚决定书 1 --by 张某甲,李某乙 --set 处罚=罚款=3001元 --set 违反的规定=x --set 处罚依据=x", "不能超过"],
    [
      "当场处罚决定书 1 --by 张某甲,李某乙 --set 处罚=吊销许可证件 --set 违反的规定=x --set 处罚依据=x",
      "只能警告或罚款",
    ],
    ["当场处罚决定书 1 --by 张某甲,李某乙 --set 处罚=杖责 --set 违反的规定=x --set 处罚依据=x", "没有这种处罚：杖责"],
  ])("拒绝：%s", async (line, words) => {
    const office = await servedOffice([{ subject: 1 }]);
    const ran = await office.run(`paper issue ${line} --on 2021-07-21`);
    expect(ran.status).toBeGreaterThan(0);
    expect(ran.status).toBeLessThan(3);
    expect(ran.err).toContain(words);
    expect((await office.ok("paper list --json")).out).toBe("[]\n");
  });

  test("当场处罚的限额自 2021-07-15 起，以前的不出", async () => {
    const office = await orderOffice({ findings: [{ subject: 1 }] });
    const ran = await office.run(
      "paper issue 当场处罚决定书 1 --by 张某甲,李某乙 --set 处罚=警告 --set 违反的规定=x --set 处罚依据=x --on 2021-07-14",
    );
    expect(ran.status).toBe(1);
  });

  test("名单公示照公布的那一版写，名单后来变了也不变", async () => {
    const office = await listOffice();
    await office.ok(`publish whitelist ${contact} --yes --on 2021-11-30`);
    await office.ok("paper issue 白名单公示 --on 2021-11-30");
    const text = office.read("文书/白名单公示〔2021〕1号.md");
    // The check code follows everything recorded before.
    const told = text.replace(/名单校验码：[\dA-Z-]+/, "名单校验码：样例");
    await expect(anyCode(told)).toMatchFileSnapshot("golden/papers/白名单公示.md");
    expect(text).not.toContain("<script");
    await office.ok("paper print 白名单公示 --out 再印");
    expect(office.read("再印/白名单公示〔2021〕1号.md")).toBe(text);
  });
});

describe("编号", () => {
  test("每种一列，不重不跳；预览不占号；撤销的不再用", async () => {
    const office = await orderOffice({ findings: [{ subject: 1 }, { subject: 2 }] });
    await office.ok("paper issue 约谈记录 1 --dry-run --on 2021-07-20");
    const numbers: string[] = [];
    for (const line of ["约谈记录 1", "约谈记录 2", "约谈记录 3 --word 样谈", "约谈记录 3"]) {
      const { out } = await office.ok(`paper issue ${line} --json --yes --on 2021-07-20`);
      numbers.push((JSON.parse(out) as { number: string }).number);
    }
    expect(numbers).toEqual(["约谈记录〔2021〕1号", "约谈记录〔2021〕2号", "样谈〔2021〕1号", "约谈记录〔2021〕3号"]);
    await office.ok(`undo ${await last(office)} --reason 样例 --yes --on 2021-07-20`);
    expect((await office.ok("paper issue 约谈记录 3 --json --yes --on 2021-07-20")).out).toContain(
      "约谈记录〔2021〕4号",
    );
    expect((await office.ok("paper issue 约谈记录 3 --json --on 2022-01-04")).out).toContain("约谈记录〔2022〕1号");
  });

  test("同一天一样的不再出具一份，说出那一份；确要两份的加 --yes", async () => {
    const office = await orderOffice({ findings: [{ subject: 1 }] });
    await office.ok("paper issue 约谈记录 1 --on 2021-07-20");
    await refused(office, "paper issue 约谈记录 1 --on 2021-07-20", "已出具过一样的约谈记录：约谈记录〔2021〕1号");
    await office.ok("paper issue 约谈记录 1 --set 约谈事由=收费 --on 2021-07-20");
    await office.ok("paper issue 约谈记录 1 --yes --on 2021-07-20");
  });

  test("1号是 1 号那份，不是 11 号；只写数字的不算编号的一部分", async () => {
    const office = await orderOffice({ findings: [{ subject: 1 }] });
    for (let nth = 1; nth <= 11; nth += 1) await office.ok("paper issue 约谈记录 1 --yes --on 2021-07-20");
    expect((await office.ok("paper show 1号")).out).toContain("#1 约谈记录〔2021〕1号");
    expect((await office.ok("paper show #11")).out).toContain("约谈记录〔2021〕11号");
    await refused(office, "paper show 11", "没有这份文书");
  });

  test("与文书用同一个代字的，接着排，不会同号", async () => {
    const office = await servedOffice([{ subject: 1 }]);
    expect((await office.ok("paper issue 约谈记录 1 --word 川教体改 --json --on 2021-07-21")).out).toContain(
      "川教体改〔2021〕2号",
    );
  });
});

const last = async (office: TestOffice): Promise<number> =>
  (JSON.parse((await office.ok("log --json --limit 1")).out) as { seq: number }[])[0]?.seq ?? 0;

describe("冻结和再印", () => {
  test("机构改名、模板改了，再印的还是原来那份；Word 文件一个字节不差", async () => {
    const office = await orderOffice({ findings: [{ subject: 1 }] });
    await office.ok("order issue 1 --yes --on 2021-07-19");
    await office.ok("paper issue 约谈记录 1 --on 2021-07-19");
    const before = ["川教体改〔2021〕1号", "约谈记录〔2021〕1号"].map((number) =>
      ["md", "docx"].map((ending) => readFileSync(join(office.folder, `文书/${number}.${ending}`))),
    );
    for (const kind of ["整改通知书", "约谈记录"]) await office.ok(`template copy ${kind}`);
    for (const kind of ["整改通知书", "约谈记录"]) {
      const path = join(office.folder, `templates/documents/${kind}.docx`);
      const zip = new PizZip(readFileSync(path));
      zip.file("word/document.xml", (zip.file("word/document.xml")?.asText() ?? "").replace(kind, `${kind}（新）`));
      writeFileSync(path, zip.generate({ type: "nodebuffer" }));
    }
    await office.ok("order print 川教体改〔2021〕1号 --out 再印");
    await office.ok("paper print 约谈记录 --out 再印");
    const after = ["川教体改〔2021〕1号", "约谈记录〔2021〕1号"].map((number) =>
      ["md", "docx"].map((ending) => readFileSync(join(office.folder, `再印/${number}.${ending}`))),
    );
    expect(after).toEqual(before);
    await office.ok("paper issue 约谈记录 1 --on 2021-07-20");
    expect(office.read("文书/约谈记录〔2021〕2号.md")).toContain("# 约谈记录（新）");
    const shown = JSON.parse((await office.ok("paper show 2号 --json")).out) as { template: string };
    expect(shown.template).toBe("documents/约谈记录.docx（本单位）");
  });

  test("存下的原件被改动、不见了，核对时查得出，再印也不肯", async () => {
    const office = await orderOffice({ findings: [{ subject: 1 }] });
    await office.ok("order issue 1 --yes --on 2021-07-19");
    const folder = join(office.folder, "tuban.documents");
    const [inner = ""] = readdirSync(folder);
    const [file = ""] = readdirSync(join(folder, inner));
    writeFileSync(join(folder, inner, file), "改过");
    expect(await office.run("verify")).toMatchObject({
      status: 4,
      err: expect.stringContaining("签发的文书原件被改动过：川教体改〔2021〕1号.docx"),
    });
    expect((await office.run("order print 川教体改〔2021〕1号 --out 再印")).status).toBe(4);
    expect(existsSync(join(office.folder, "再印"))).toBe(false);
  });

  test("四种格式；没有 LibreOffice 时说出来，别的照出", async () => {
    const office = await orderOffice({ findings: [{ subject: 1 }] });
    const ran = await office.run("order issue 1 --format docx,md,html --pdf --yes --on 2021-07-19");
    expect(ran.status).toBe(3);
    expect(ran.err).toContain("这台电脑没有 LibreOffice，不能出 PDF");
    expect(readdirSync(join(office.folder, "文书")).toSorted()).toEqual(
      ["docx", "html", "md"].map((ending) => `川教体改〔2021〕1号.${ending}`),
    );
    expect(office.read("文书/川教体改〔2021〕1号.html")).toContain("<h1>整改通知书</h1>");
  });

  test("写进一个还没有的文件夹；文件夹建不了的，说出来，别处再取", async () => {
    const office = await orderOffice({ findings: [{ subject: 1 }] });
    await office.ok("order issue 1 --yes --out 新/文书 --on 2021-07-19");
    expect(readdirSync(join(office.folder, "新/文书"))).toHaveLength(2);
    office.write("挡路", "");
    for (const folder of ["挡路/文书", ...(process.platform === "linux" ? ["/proc/不能建/文书"] : [])]) {
      const ran = await office.run(`order print 川教体改〔2021〕1号 --out ${folder}`);
      expect([folder, ran.status > 0, ran.err]).toEqual([folder, true, expect.stringContaining("无法写入")]);
    }
  });
});

test("order kinds：方案的文书和随附的格式，谁签发、用哪个模板", async () => {
  const office = await orderOffice();
  const kinds = JSON.parse((await office.ok("order kinds --json --on 2021-07-20")).out) as Record<string, string>[];
  const names = kinds.map(({ kind }) => kind);
  expect(names).toEqual(
    expect.arrayContaining([
      "整改通知书",
      "责令停办通知",
      "恢复办学通知",
      "督办单",
      "案件移送函",
      "行政处罚告知书",
      "行政处罚决定书",
    ]),
  );
  expect(names).toEqual(
    expect.arrayContaining([
      "现场检查笔录",
      "询问笔录",
      "行政处罚立案审批表",
      "当场处罚决定书",
      "送达回证",
      "送达公告",
      "白名单公示",
      "黑名单公示",
      "约谈记录",
      "复查意见书",
      "销号单",
    ]),
  );
  expect(kinds.find(({ kind }) => kind === "约谈记录")).toMatchObject({
    issuers: "方案中的部门",
    numbering: "约谈记录〔2021〕1号",
    template: "documents/约谈记录.docx（随附）",
  });
  for (const { template, issuers } of kinds) expect(template && issuers, JSON.stringify(kinds)).toBeTruthy();
});
