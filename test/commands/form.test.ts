/** tuban form: the checklist as a form for phones, and what comes back from ODK Central and KoboToolbox. */
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import PizZip from "pizzip";
import { describe, expect, test } from "vitest";
import { openWorkbook } from "../../src/read/xlsx.ts";
import { xlsxBytes } from "../../src/write/xlsx.ts";
import { phoneOffice } from "./phone-office.ts";
import type { TestOffice } from "../office.ts";

type Rows = readonly (readonly string[])[];

function sheetsIn(office: TestOffice, file: string): ReadonlyMap<string, Rows> {
  const book = openWorkbook(readFileSync(join(office.folder, file)), file);
  return new Map(book.sheets.map(({ name }, at) => [name, [...book.open(at).rows].map(({ cells }) => cells)] as const));
}

const recordsOf = ([head = [], ...rows]: Rows): Readonly<Record<string, string>>[] =>
  rows.map((cells) => Object.fromEntries(head.map((title, at) => [title, cells[at] ?? ""])));

describe("出表单", () => {
  test("三张表、机构名单；没有电话，没有人名以外的个人信息", async () => {
    const office = await phoneOffice();
    const { out } = await office.ok("form out --to 检查.xlsx");
    expect(out).toContain("已写出表单 tuban_chuanhui_2021 第 1 版，");
    expect(out).toContain("机构 3 家");
    const sheets = sheetsIn(office, "检查.xlsx");
    expect([...sheets.keys()]).toEqual(["survey", "choices", "settings"]);
    expect(recordsOf(sheets.get("settings") ?? [])).toEqual([
      { form_title: "现场检查（川汇区）", form_id: "tuban_chuanhui_2021", version: "1" },
    ]);
    const survey = recordsOf(sheets.get("survey") ?? []);
    const of = (name: string) => survey.find((row) => row["name"] === name);
    expect(of("institution")).toMatchObject({
      type: "select_one_from_file institutions.csv",
      appearance: "minimal autocomplete",
      choice_filter: "${town} = '' or town = ${town} or number = 'other'",
    });
    expect(of("officers")).toMatchObject({ type: "select_multiple officers", constraint: "count-selected(.) >= 2" });
    expect(of("a_2_1")?.["relevant"]).toContain("${all_2} = '否' and ${subject_kind} = '机构'");
    expect(of("p_2_1")).toMatchObject({
      type: "image",
      relevant: "${a_2_1} = '不合格'",
      parameters: "max-pixels=1600",
    });
    const choices = recordsOf(sheets.get("choices") ?? []);
    expect(choices.filter((row) => row["list_name"] === "officers").map((row) => row["name"])).toEqual([
      "张某甲",
      "李某乙",
    ]);
    expect(office.read("institutions.csv")).toBe(
      [
        "name,label,number,town,kind,licence_class,category",
        "1,1 晨曦培训中心（样例路1号）,1,人和街道,机构,有证有照,",
        "2,2 启明培训中心（样例路2号）,2,小桥街道,机构,无证无照,",
        "3,3 晨光培训中心（样例路3号）,3,小桥街道,机构,,",
        "other,名单上没有的（下面写名称）,other,,机构,,",
        "",
      ].join("\r\n"),
    );
    expect(JSON.stringify([...sheets])).not.toContain("1380000");
  });

  test("一本台账的登记表；一个街道的机构", async () => {
    const office = await phoneOffice();
    await office.ok("form out --book 督办 --to 督办.xlsx --town 小桥");
    const sheets = sheetsIn(office, "督办.xlsx");
    const survey = recordsOf(sheets.get("survey") ?? []);
    expect(survey.some((row) => row["label"] === "承办单位" && row["type"]?.startsWith("select_multiple"))).toBe(true);
    expect(office.read("institutions.csv")).not.toContain("晨曦");
  });

  test("两本台账是两张表单，编号不同，放在一个文件夹里共用一份机构名单", async () => {
    const office = await phoneOffice();
    const ids = [];
    for (const line of ["--book 督办 --to 督办.xlsx", "--book 线索 --to 线索.xlsx", "--to 检查.xlsx"])
      ids.push((JSON.parse((await office.ok(`form out ${line} --json`)).out) as { formId: string }).formId);
    expect(ids).toEqual(["tuban_chuanhui_2021_supervise", "tuban_chuanhui_2021_clue", "tuban_chuanhui_2021"]);
  });

  test("实体名单：交给 ODK Central 的名单没有 name 一栏，表单里写着怎样新增", async () => {
    const office = await phoneOffice();
    const { err } = await office.ok("form out --to 检查.xlsx --entities");
    expect(err).toContain("先在 ODK Central 发布表单，再把 institutions.csv 传进它建好的实体名单 institutions");
    expect(office.read("institutions.csv")).toMatch(/^label,number,town,kind,licence_class,category\r\n1 晨曦/);
    expect([...sheetsIn(office, "检查.xlsx").keys()]).toContain("entities");
  });

  test.each<[string, string, string]>([
    ["实体名单要有服务器", "form out --to 检查.xml --entities", "实体名单在 ODK Central 上"],
    ["只有两种文件", "form out --to 检查.docx", "手机表单写不成 .docx 文件"],
    ["没有这个街道", "form out --to 检查.xlsx --town 没有", "底数里没有 没有 的机构"],
    ["没有这本台账", "form out --to 检查.xlsx --book 没有", "方案里没有这本台账：没有"],
  ])("%s", async (_, line, sentence) => {
    const { status, err } = await (await phoneOffice()).run(line);
    expect(status).toBeGreaterThan(0);
    expect(err).toContain(sentence);
  });

  test("已有的文件不覆盖", async () => {
    const office = await phoneOffice();
    office.write("检查.xlsx", "别的");
    expect((await office.run("form out --to 检查.xlsx")).err).toContain("不会覆盖");
    expect(office.read("检查.xlsx")).toBe("别的");
  });

  test("机构名单写不上的，表单也不写", async () => {
    const office = await phoneOffice();
    office.write("institutions.csv", "别人的文件");
    expect((await office.run("form out --to 检查.xlsx")).err).toMatch(/文件已存在，不会覆盖：.*institutions\.csv/);
    expect(existsSync(join(office.folder, "检查.xlsx"))).toBe(false);
    expect(office.read("institutions.csv")).toBe("别人的文件");
  });
});

const answers = (items: Readonly<Record<string, string>>): Readonly<Record<string, string>> => ({
  tuban_form: "chuanhui-2021/1",
  institution: "3",
  visit_day: "2021-07-19",
  visit_kind: "排查",
  officers: "张某甲 李某乙",
  all_1: "是",
  all_2: "否",
  ...Object.fromEntries(
    ["2_1", "2_2", "2_3", "2_4", "2_5", "2_6", "2_7", "2_8", "2_9"].map((code) => [`a_${code}`, "合格"]),
  ),
  all_3: "是",
  all_4: "是",
  all_5: "是",
  all_6: "是",
  all_7: "是",
  all_8: "是",
  ...items,
});

/** As ODK Central exports it: groups with a hyphen before the name, KEY, a folder `media`. */
function centralZip(
  submissions: readonly { readonly key: string; readonly given: Readonly<Record<string, string>> }[],
  photos: readonly string[] = [],
): Uint8Array {
  const questions = [...new Set(submissions.flatMap(({ given }) => Object.keys(given)))];
  const meta = [
    "SubmissionDate",
    "KEY",
    "SubmitterName",
    "AttachmentsPresent",
    "AttachmentsExpected",
    "ReviewState",
    "Edits",
  ];
  const head = ["SubmissionDate", "meta-instanceID", ...questions.map((name) => `visit-${name}`), ...meta.slice(1)];
  const rows = submissions.map(({ key, given }) => [
    "2021-07-19T10:00:00.000Z",
    key,
    ...questions.map((name) => given[name] ?? ""),
    key,
    "三组",
    String(photos.length),
    "1",
    given["ReviewState"] ?? "",
    given["Edits"] ?? "0",
  ]);
  const zip = new PizZip();
  zip.file(
    "tuban_chuanhui_2021.csv",
    [head, ...rows].map((cells) => cells.map((cell) => `"${cell}"`).join(",")).join("\n"),
  );
  for (const name of photos) zip.file(`media/${name}`, `photograph ${name}`);
  return zip.generate({ type: "uint8array" });
}

const failed = answers({ a_2_1: "不合格", n_2_1: "没有许可证；墙上挂的是别家的", p_2_1: "1626660000001.jpg" });

describe("收回来", () => {
  test("ODK Central 的 zip：经过检查同样的门，问题、照片都在", async () => {
    const office = await phoneOffice();
    office.write("导出.zip", centralZip([{ key: "uuid:a1", given: failed }], ["1626660000001.jpg"]));
    const { out, err } = await office.ok("form in 导出.zip");
    expect(out).toContain("已登记检查 1 家次（合格 0、不合格 1），2021-07-19");
    expect(err).not.toContain("没有到");
    expect((await office.ok("show 3 --json")).out).toContain("没有许可证，墙上挂的是别家的");
    expect((await office.ok("evidence list 3")).out).toContain("1626660000001.jpg");
    expect((await office.ok("verify")).out).toContain("账本完好");
  });

  test("收过的再收一次，什么也不加；撤销以后可以再收", async () => {
    const office = await phoneOffice();
    office.write("导出.zip", centralZip([{ key: "uuid:a1", given: failed }], ["1626660000001.jpg"]));
    await office.ok("form in 导出.zip");
    const { out, err } = await office.ok("form in 导出.zip");
    expect(out).toContain("已登记检查 0 家次");
    expect(err).toContain("以前收过的 1 份，没有再登记");
    const before = JSON.parse((await office.ok("findings --json")).out) as unknown[];
    expect(before).toHaveLength(1);
    await office.ok("undo 6 --reason 收错了 --yes");
    expect((await office.ok("form in 导出.zip")).out).toContain("已登记检查 1 家次");
  });

  test("照片后到：先登记，告诉缺哪几张；照片到了再收，附到那个问题上", async () => {
    const office = await phoneOffice();
    office.write("导出.zip", centralZip([{ key: "uuid:a1", given: failed }]));
    expect((await office.ok("form in 导出.zip")).err).toContain("还有 1 张照片没有到：3 1626660000001.jpg");
    office.write("导出2.zip", centralZip([{ key: "uuid:a1", given: failed }], ["1626660000001.jpg"]));
    expect((await office.ok("form in 导出2.zip")).err).toContain("后到的照片 1 张，已附上");
    expect((await office.ok("evidence list 3")).out).toContain("1626660000001.jpg");
    expect((await office.ok("form in 导出2.zip")).err).not.toContain("后到的照片");
  });

  test("KoboToolbox 的 Excel 和附件 zip：/ 分组，人员一人一列，_uuid 不带前缀", async () => {
    const office = await phoneOffice();
    const given: Record<string, string> = {
      ...failed,
      "officers/张某甲": "1",
      "officers/李某乙": "1",
      "officers/王某丙": "0",
    };
    delete given["officers"];
    const head = [...Object.keys(given).map((name) => `visit/${name}`), "_id", "_uuid", "_validation_status"];
    const cells = [...Object.values(given), "17", "b2", "Approved"];
    office.write(
      "导出.xlsx",
      await xlsxBytes({
        title: "导出",
        columns: head.map((title, at) => ({ key: title, title, value: (row: readonly string[]) => row[at] ?? "" })),
        rows: [cells],
      }),
    );
    const zip = new PizZip();
    zip.file("someone/attachments/1f/a1/1626660000001.jpg", "of another submission");
    zip.file("someone/attachments/1f/b2/1626660000001.jpg", "of this one");
    office.write("附件.zip", zip.generate({ type: "uint8array" }));
    expect((await office.ok("form in 导出.xlsx 附件.zip")).out).toContain("已登记检查 1 家次（合格 0、不合格 1）");
    const { out } = await office.ok("evidence list 3 --json");
    expect(out).toContain('"bytes": 11');
  });

  test("照片和 CSV 在一个文件夹里", async () => {
    const office = await phoneOffice();
    const head = Object.keys(failed);
    office.write("导出.csv", `${[...head, "_uuid"].join(",")}\n${[...Object.values(failed), "c3"].join(",")}\n`);
    mkdirSync(join(office.folder, "media"));
    office.write("media/1626660000001.jpg", "photograph");
    await office.ok("form in 导出.csv");
    expect((await office.ok("evidence list 3")).out).toContain("1626660000001.jpg");
  });

  test.each<[string, Readonly<Record<string, string>>, string]>([
    ["只有一名检查人员", { officers: "张某甲" }, "检查要有两名以上执法人员"],
    ["没有执法证的", { officers: "张某甲 王某丙" }, "王某丙 没有登记执法证号"],
    ["几处不对的", { officers: "王某丙", visit_day: "2021-07-21", institution: "99" }, "今天（2021-07-20）之后"],
    ["名单上没有的机构", { institution: "other", other_name: "新开的培训班" }, "新开的培训班"],
    ["有一项没有作答", { a_2_3: "" }, "检查项 2-3 没有作答"],
    ["服务器上退回了", { ReviewState: "rejected" }, "服务器上审核退回了"],
    ["日期在今天之后", { visit_day: "2021-07-21" }, "检查日期 2021-07-21 在今天（2021-07-20）之后"],
  ])("%s：这一份放在一边，别的照收", async (_, wrong, sentence) => {
    const office = await phoneOffice();
    const good = { key: "uuid:good", given: answers({ institution: "1" }) };
    office.write("导出.zip", centralZip([{ key: "uuid:bad", given: { ...answers({}), ...wrong } }, good]));
    const { status, out, err } = await office.run("form in 导出.zip");
    expect([status, err]).toEqual([3, expect.stringContaining(sentence) as string]);
    expect(out).toContain("已登记检查 1 家次（合格 1、不合格 0）");
    expect(err).toContain("没有收的 1 份");
  });

  test.each<[string, string, string]>([
    ["另一版方案", "chuanhui-2021/2", "这是方案 chuanhui-2021/2 的表单，2021-07-19 用的方案是 chuanhui-2021/1"],
    ["另一个行动", "beilun-2021/1", "另一个行动的加 --campaign 代号"],
  ])("%s的表单：一份也不收", async (_, mark, sentence) => {
    const office = await phoneOffice();
    office.write("导出.zip", centralZip([{ key: "uuid:a1", given: { ...failed, tuban_form: mark } }]));
    const { status, err } = await office.run("form in 导出.zip");
    expect([status, err]).toEqual([2, expect.stringContaining(sentence) as string]);
    expect((await office.ok("findings --json")).out.trim()).toBe("[]");
  });

  test("不是我们的表：说清楚怎样导出", async () => {
    const office = await phoneOffice();
    office.write("别的.csv", "名称,电话\n甲,1\n");
    expect((await office.run("form in 别的.csv")).err).toContain("Kobo 导出 XLS 或 CSV");
    office.write("空.zip", new PizZip().generate({ type: "uint8array" }));
    expect((await office.run("form in 空.zip")).err).toContain("没有 tuban 表单收回来的表");
  });

  test("台账：经过台账导入同样的门，收过的不重复", async () => {
    const office = await phoneOffice();
    await office.ok("form out --book 督办 --to 督办.xlsx");
    const survey = recordsOf(sheetsIn(office, "督办.xlsx").get("survey") ?? []);
    const nameOf = (label: string): string => survey.find((row) => row["label"] === label)?.["name"] ?? "";
    const given: Record<string, string> = {
      tuban_form: "chuanhui-2021/1/督办",
      institution: "2",
      visit_day: "2021-07-19",
      [nameOf("督办事项")]: "消防通道",
      [nameOf("承办单位")]: "区消防救援大队",
    };
    office.write("督办.zip", centralZip([{ key: "uuid:d1", given }]));
    const first = await office.run("form in 督办.zip 督办.zip");
    expect(first).toMatchObject({ status: 0, out: "已登记：督办 1 件\n" });
    expect((await office.ok("form in 督办.zip")).out).toContain("已登记：督办 0 件；1 件以前登记过");
  });
});
