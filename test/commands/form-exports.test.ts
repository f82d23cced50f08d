/**
 * What servers write: the same three visits as ODK Central exports them (lib/data/briefcase.js of its source: SubmissionDate, the
 * fields through their groups with a hyphen, KEY … FormVersion, `media`), and as KoboToolbox does (src/formpack of its source: names
 * or words, with or without groups, several answers in one column, in one each, or both, ";" between the columns).
 */
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import PizZip from "pizzip";
import { describe, expect, test } from "vitest";
import { checklistForm } from "../../src/commands/form/questions.ts";
import { readPlan } from "../../src/read/plan/index.ts";
import { templatePath } from "../../src/templates.ts";
import { xlsxBytes } from "../../src/write/xlsx.ts";
import { phoneOffice } from "./phone-office.ts";
import type { TestOffice } from "../office.ts";

type Given = Readonly<Record<string, string>>;

const officers = ["张某甲", "李某乙"];
const { plan } = readPlan(readFileSync(templatePath("plans", "chuanhui-2021.yaml"), "utf8"), "plan.yaml");
if (!plan) throw new Error("the plan cannot be read");
const { survey } = checklistForm(
  { code: "chuanhui-2021", version: 1, plan },
  { roster: [], officers, departments: [], entities: false },
);
const itemsOf = (topic: number): string[] =>
  survey.flatMap(({ name = "" }) => (name.startsWith(`a_${topic}_`) ? [name] : []));

/** Everything in order, but for what is given. */
function visit(institution: string, given: Given = {}): Given {
  const calm = Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8].map((topic) => [`all_${topic}`, "是"]));
  const said = { visit_kind: "排查", officers: officers.join(" "), visit_day: "2021-07-19" };
  const whom = { institution, subject_no: institution, subject_name: `${institution} 样例` };
  return { tuban_form: "chuanhui-2021/1", ...whom, ...said, ...calm, ...given };
}

const failed = visit("3", {
  all_2: "否",
  ...Object.fromEntries(itemsOf(2).map((name) => [name, "合格"])),
  a_2_1: "不合格",
  n_2_1: '没有许可证，"墙上"挂的是\n别家的',
  p_2_1: "照片 (1).jpg",
});
const three: readonly { readonly id: string; readonly given: Given }[] = [
  { id: "11111111-aaaa", given: failed },
  { id: "22222222-bbbb", given: visit("1", { photo_1: "1626660000002.jpg" }) },
  { id: "33333333-cccc", given: visit("2") },
];

interface Column {
  readonly name: string;
  readonly label: string;
  /** Groups above it, by name and by word. */
  readonly groups: readonly { readonly name: string; readonly label: string }[];
  readonly isMultiple: boolean;
}

const columns: readonly Column[] = (() => {
  const open: { name: string; label: string }[] = [];
  return survey.flatMap(({ type, name = "", label = name }): Column[] => {
    if (type === "begin_group") open.push({ name, label });
    else if (type === "end_group") open.pop();
    else return [{ name, label, groups: [...open], isMultiple: type.startsWith("select_multiple") }];
    return [];
  });
})();

const ticked = (given: Given, name: string, choice: string): string =>
  (given[name] ?? "").split(" ").includes(choice) ? "1" : "0";

function csv(rows: readonly (readonly string[])[], separator = ",", end = "\n"): string {
  return rows.map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(separator) + end).join("");
}

interface CentralOptions {
  readonly groupPaths?: boolean;
  readonly splitMultiples?: boolean;
  readonly folders?: boolean;
}

const photo = (name: string): Buffer => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from(name)]);

function central({ groupPaths = true, splitMultiples = false, folders = false }: CentralOptions = {}): Uint8Array {
  const headOf = ({ name, groups }: Column): string =>
    groupPaths ? [...groups.map((group) => group.name), name].join("-") : name;
  const split = (column: Column): string[] => (splitMultiples && column.isMultiple ? officers : []);
  const head = [
    "SubmissionDate",
    ...columns.flatMap((column) => [headOf(column), ...split(column).map((choice) => `${headOf(column)}/${choice}`)]),
    groupPaths ? "meta-instanceID" : "instanceID",
    ..."KEY,SubmitterID,SubmitterName,AttachmentsPresent,AttachmentsExpected,Status,ReviewState,DeviceID,Edits,FormVersion".split(
      ",",
    ),
  ];
  const rows = three.map(({ id, given }) => [
    "2021-07-19T10:00:00.000Z",
    ...columns.flatMap((column) => [
      given[column.name] ?? "",
      ...split(column).map((choice) => ticked(given, column.name, choice)),
    ]),
    `uuid:${id}`,
    `uuid:${id}`,
    "5",
    "三组",
    "1",
    "1",
    "",
    "",
    "collect:1",
    "0",
    "1",
  ]);
  const zip = new PizZip();
  zip.file("tuban_chuanhui_2021.csv", csv([head, ...rows]));
  const put = (id: string, name: string): unknown =>
    zip.file(folders ? `files/uuid:${id}/${name}` : `media/${name}`, photo(name));
  put("11111111-aaaa", "照片 (1).jpg");
  put("22222222-bbbb", "1626660000002.jpg");
  return zip.generate({ type: "uint8array" });
}

interface KoboOptions {
  readonly words?: boolean;
  readonly groups?: boolean;
  readonly multiples?: "both" | "summary" | "details";
  /** A column with an address beside each photograph. */
  readonly addresses?: boolean;
}

function kobo({ words = false, groups = false, multiples = "both", addresses = false }: KoboOptions = {}): string[][] {
  const headOf = ({ name, label, groups: above }: Column): string => {
    const own = words ? label : name;
    return groups ? [...above.map((group) => (words ? group.label : group.name)), own].join("/") : own;
  };
  const parts = (column: Column): { readonly head: string; readonly value: (given: Given) => string }[] => {
    const whole = { head: headOf(column), value: (given: Given) => given[column.name] ?? "" };
    const each = officers.map((choice) => ({
      head: `${headOf(column)}/${choice}`,
      value: (given: Given) => ticked(given, column.name, choice),
    }));
    if (column.isMultiple)
      return [...(multiples === "details" ? [] : [whole]), ...(multiples === "summary" ? [] : each)];
    const address = { head: `${headOf(column)}_URL`, value: () => "https://kobo.invalid/1" };
    return addresses && column.name.startsWith("p") ? [whole, address] : [whole];
  };
  const all = columns.flatMap(parts);
  const own = [
    "_id",
    "_uuid",
    "_submission_time",
    "_validation_status",
    "_notes",
    "_status",
    "_submitted_by",
    "_tags",
    "_index",
  ];
  return [
    [...all.map(({ head }) => head), ...own],
    ...three.map(({ id, given }, at) => [
      ...all.map(({ value }) => value(given)),
      String(at),
      id,
      "2021-07-19T10:00:00",
      words ? "Approved" : "validation_status_approved",
      "",
      "submitted_via_web",
      "three",
      "",
      String(at + 1),
    ]),
  ];
}

/** The attachments as KoboToolbox packs them: a folder for each submission, and names without blanks and brackets. */
function koboPhotos(): Uint8Array {
  const zip = new PizZip();
  zip.file("someone/attachments/f0/11111111-aaaa/照片_1.jpg", photo("照片 (1).jpg"));
  zip.file("someone/attachments/f0/22222222-bbbb/1626660000002.jpg", photo("1626660000002.jpg"));
  return zip.generate({ type: "uint8array" });
}

const workbook = ([head = [], ...rows]: string[][]): Promise<Uint8Array> =>
  xlsxBytes({
    title: "导出",
    columns: head.map((title, at) => ({ key: String(at), title, value: (row: readonly string[]) => row[at] ?? "" })),
    rows,
  });

/** All three are taken in, with both photographs, and the failed item with its text. */
async function expectTaken(office: TestOffice, files: string): Promise<void> {
  const { out, err } = await office.ok(`form in ${files} --yes`);
  expect(out).toContain("已登记检查 3 家次（合格 2、不合格 1），2021-07-19");
  expect(err).not.toMatch(/没有到|不是照片|错误/);
  expect((await office.ok("show 3 --json")).out).toContain("没有许可证");
  for (const subject of [1, 3]) expect((await office.ok(`evidence list ${subject}`)).out).toMatch(/\.jpg/);
}

describe("ODK Central 的几种导出", () => {
  test.each<[string, CentralOptions]>([
    ["照原样", {}],
    ["去掉分组名", { groupPaths: false }],
    ["多选拆成几列", { splitMultiples: true }],
    ["去掉分组名、多选拆成几列，照片一份一个文件夹", { groupPaths: false, splitMultiples: true, folders: true }],
  ])("%s", async (_, options) => {
    const office = await phoneOffice();
    office.write("导出.zip", central(options));
    await expectTaken(office, "导出.zip");
  });
});

describe("KoboToolbox 的几种导出", () => {
  const kinds: [string, KoboOptions][] = [
    ["XML 名称", {}],
    ["XML 名称，带分组，照片的网址", { groups: true, addresses: true }],
    ["XML 名称，多选一列一个", { multiples: "details" }],
    ["题目文字", { words: true }],
    ["题目文字，带分组", { words: true, groups: true }],
    [
      "题目文字，带分组，多选一列一个，照片的网址",
      { words: true, groups: true, multiples: "details", addresses: true },
    ],
  ];
  test.each(kinds)("CSV：%s", async (_, options) => {
    const office = await phoneOffice();
    office.write("导出.csv", csv(kobo(options), ";"));
    office.write("照片.zip", koboPhotos());
    await expectTaken(office, "导出.csv 照片.zip");
  });

  test.each(kinds.filter((_, nth) => nth === 1 || nth === 5))("Excel：%s", async (_, options) => {
    const office = await phoneOffice();
    office.write("导出.xlsx", await workbook(kobo(options)));
    office.write("照片.zip", koboPhotos());
    await expectTaken(office, "照片.zip 导出.xlsx");
  });

  test.each<[string, (text: string) => Uint8Array | string]>([
    ["BOM 和 CRLF", (text) => `\ufeff${text.replaceAll('"\n', '"\r\n')}`],
    ["UTF-16", (text) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")])],
  ])("CSV 存成%s", async (_, saved) => {
    const office = await phoneOffice();
    office.write("导出.csv", saved(csv(kobo({ words: true, groups: true }))));
    office.write("照片.zip", koboPhotos());
    await expectTaken(office, "导出.csv 照片.zip");
  });
});

describe("照片", () => {
  const one = (files: Readonly<Record<string, Uint8Array | string>>): Uint8Array => {
    const zip = new PizZip(central());
    for (const name of Object.keys(zip.files)) if (name.startsWith("media/")) zip.remove(name);
    for (const [name, bytes] of Object.entries(files)) zip.file(name, bytes);
    return zip.generate({ type: "uint8array" });
  };

  test("两份提交的照片同名，又不分文件夹：不附到任何一份上，照没有到说", async () => {
    const office = await phoneOffice();
    const text = csv(kobo()).replace("照片 (1).jpg", "1626660000002.jpg");
    office.write("导出.csv", text);
    const zip = new PizZip();
    zip.file("1626660000002.jpg", photo("whose"));
    office.write("照片.zip", zip.generate({ type: "uint8array" }));
    const { err } = await office.ok("form in 导出.csv 照片.zip --yes");
    expect(err).toContain("还有 2 张照片没有到：3 1626660000002.jpg、1 1626660000002.jpg");
  });

  test("空的照片照没有到说；打开不是照片的照样附上，叫人核对", async () => {
    const office = await phoneOffice();
    office.write("导出.zip", one({ "media/照片 (1).jpg": "", "media/1626660000002.jpg": "<html>网关出错</html>" }));
    const { err } = await office.ok("form in 导出.zip --yes");
    expect(err).toContain("还有 1 张照片没有到：3 照片 (1).jpg");
    expect(err).toContain("有 1 个文件打开不是照片，照样附上了，请核对：1 1626660000002.jpg");
  });

  test("提交的编号、照片的名字引不到别的文件夹去", async () => {
    const office = await phoneOffice();
    office.write("别处的.jpg", photo("secret"));
    const text = csv(kobo()).replaceAll("11111111-aaaa", "../../收").replace("照片 (1).jpg", "../../别处的.jpg");
    mkdirSync(join(office.folder, "收/files/uuid:.."), { recursive: true });
    office.write("收/导出.csv", text.replaceAll("22222222-bbbb", "uuid:../.."));
    const { err } = await office.ok("form in 收/导出.csv --yes");
    expect(err).toContain("还有 2 张照片没有到：3 别处的.jpg");
  });

  test("名字里有分号、等号的，也是一张照片", async () => {
    const office = await phoneOffice();
    const name = "1-1=甲;乙,丙.jpg";
    office.write("导出.csv", csv(kobo()).replace("照片 (1).jpg", name).replace("1626660000002.jpg", ""));
    office.write(name, photo("here"));
    expect((await office.ok("form in 导出.csv --yes")).err).not.toContain("没有到");
    expect((await office.ok("evidence list 3")).out).toContain("1-1_甲_乙_丙.jpg");
  });
});

describe("服务器上的事", () => {
  test("没有解密的一份：放在一边，说为什么", async () => {
    const office = await phoneOffice();
    const [head = [], first = [], ...rest] = kobo();
    const status = head.indexOf("_status");
    const locked = first.map((cell, at) =>
      at >= columns.length + officers.length || head[at]?.startsWith("_") ? cell : "",
    );
    office.write(
      "导出.csv",
      csv([head.map((title, at) => (at === status ? "Status" : title)), locked.with(status, "not decrypted"), ...rest]),
    );
    const { status: exit, out, err } = await office.run("form in 导出.csv --yes");
    expect(exit).toBe(3);
    expect(out).toContain("已登记检查 2 家次");
    expect(err).toContain("这一份是空的，没有收（not decrypted）");
    expect(err).toContain("位于 导出.csv:行2");
  });

  test("收过以后在服务器上改了：说是哪一家、哪一项；没有改的不说", async () => {
    const office = await phoneOffice();
    office.write("导出.csv", csv(kobo()));
    await office.ok("form in 导出.csv --yes");
    expect((await office.ok("form in 导出.csv --yes")).err).not.toContain("改过");
    office.write("导出2.csv", csv(kobo()).replace('"不合格"', '"合格"'));
    const { err } = await office.ok("form in 导出2.csv --yes");
    expect(err).toContain(
      "其中 1 份后来在服务器上改过，账上没有跟着改：3 2021-07-19 2-1；要改的先 tuban undo，再收一次",
    );
  });

  test("实体名单里的机构由服务器编号：编号以数字开头的，不当作底数里的那一家", async () => {
    const office = await phoneOffice();
    const uuid = "2f6e0001-0000-4000-8000-000000000001";
    const known = { institution: uuid, subject_no: "1", subject_name: "1 晨曦培训中心" };
    const met = { institution: "1e000000-0000-4000-8000-000000000002", subject_no: "", subject_name: "新开的培训班" };
    const head = columns.map(({ name }) => name);
    const rows = [visit("1", known), visit("1", met)].map((given) => head.map((name) => given[name] ?? ""));
    office.write("导出.csv", csv([[...head, "KEY"], ...rows.map((cells, at) => [...cells, `uuid:e${at}`])]));
    const { status, out, err } = await office.run("form in 导出.csv --yes");
    expect(status).toBe(3);
    expect(out).toContain("已登记检查 1 家次");
    expect(err).toContain("新开的培训班");
    expect((await office.ok("show 2")).out).not.toContain("2021-07-19 排查");
  });
});
