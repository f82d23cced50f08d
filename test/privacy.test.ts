/**
 * Nobody is exposed: secrets of every sort go in through every way in, and what is for the public or for others is searched for them, in
 * one run of real processes. Each secret is a word that stands nowhere else.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { photo } from "./pictures.ts";
import { blocks } from "./register-office.ts";

const folder = mkdtempSync(join(tmpdir(), "tuban-secrets-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What may stand in no file for the public. */
const secrets = {
  legalRep: "赵甲乙丙",
  organizer: "钱丁戊己",
  principal: "孙庚辛壬",
  phone: "138_1111_0019",
  landline: "0394-822-1236",
  identity: "411602198001014321",
  home: "贰单元叁号",
  complainant: "冯举报甲",
  complainantPhone: "13911112222",
  sealed: "褚保密乙",
  note: "卫备注丙",
  unclaimed: "蒋另存丁",
  officer: "沈检查员戊",
} as const;

/** Of these, what may not leave even where the sensitive fields are asked for. */
const never = [secrets.complainant, secrets.complainantPhone, secrets.sealed, secrets.note, secrets.unclaimed];

const program = join(import.meta.dirname, "../bin/tuban.cjs");

function tuban(...argv: readonly string[]): string {
  const env = { ...process.env, TUBAN_NOW: "", TZ: "Asia/Shanghai" };
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...argv], {
    cwd: folder,
    env,
    encoding: "utf8",
  });
  expect(status, `tuban ${argv.join(" ")}\n${stderr}`).toBe(0);
  return stdout;
}

function textsIn(at: string): [name: string, content: string][] {
  return readdirSync(at).flatMap((name) => {
    const path = join(at, name);
    return statSync(path).isDirectory() ? textsIn(path) : [[path, readFileSync(path, "latin1")]];
  });
}

/** Every secret that a file holds, as text or in the bytes of an image or an archive that is not packed. */
function exposedIn(content: string, wanted: readonly string[]): string[] {
  return wanted.filter((secret) => content.includes(Buffer.from(secret).toString("latin1")));
}

const write = (name: string, content: string | Uint8Array): void => writeFileSync(join(folder, name), content);

beforeAll(() => {
  const plan = readFileSync(join(import.meta.dirname, "../templates/plans/chuanhui-2021.yaml"), "utf8");
  const editions =
    "编印:\n  - { 名称: 公开问题, 原文: 公开, 行: { 问题: 全部 }, 列: [编号, 机构, 问题, 状态, 说明], 公开: 是 }\n  - { 名称: 公开机构, 原文: 公开, 行: { 机构: 全部 }, 公开: 是 }\n";
  write("方案.yaml", `${plan.replace(/^编印:\n/m, editions)}${blocks}`);
  tuban("init", "--plan", "方案.yaml", "--on", "2021-06-01");
  for (const name of [secrets.officer, "李某乙"])
    tuban("person", "add", name, "--unit", "区教体局", "--cert", "A1", "--on", "2021-06-01");
  tuban("as", secrets.officer);
  const { legalRep, organizer, principal, phone, landline, identity, home, complainant, complainantPhone, unclaimed } =
    secrets;
  write(
    "底数.csv",
    [
      "机构名称,证照类别,属地,地址,法定代表人,举办者,负责人,联系电话,投诉人,举报人电话,自编备注",
      `${legalRep}辅导班,无证无照,城东,幸福里${home},${legalRep},${organizer},${principal},${phone},${complainant},${complainantPhone},${unclaimed}${identity}`,
      `启明中心,有证有照,城西,样例路1号,${legalRep},${organizer},${principal},${landline},${complainant},${complainantPhone},${unclaimed}`,
    ].join("\n"),
  );
  tuban("import", "底数.csv", "--on", "2021-06-25", "--yes");
  write(
    "现场.jpg",
    photo(64, 48, { taken: "2021:07:16 09:15:00", place: { latitude: [33, 37], longitude: [114, 38] } }),
  );
  const by = ["--by", `${secrets.officer},李某乙`, "--on", "2021-07-16", "--yes"];
  tuban("inspect", "1", "--fail", `2-1=${secrets.note}${phone}`, "--evidence", "现场.jpg", ...by);
  tuban("inspect", "2", "--pass", ...by);
  const fields = ["事项=核实", "承办单位=区教体局", `反映人=${secrets.sealed}`];
  tuban("book", "代办", "add", "1", ...fields, "--on", "2021-07-17");
}, 120_000);

test("名单、给家长看的网页、公开的编印、只给公开项目的提供：一个秘密也没有", () => {
  const announced = ["--title", "样例名单", "--number", "样例〔2021〕1号", "--on", "2021-07-20"];
  tuban("publish", "past", "黑名单", "1,2", "--situation", "无资质", ...announced);
  tuban("publish", "past", "白名单", "2", ...announced);
  write("名单.txt", tuban("publish", "show", "黑名单") + tuban("publish", "show", "白名单"));
  tuban("publish", "site", "--to", "网页");
  tuban("edition", "issue", "--public", "--out", "编印", "--on", "2021-07-20");
  tuban("export", "--for", "某街道办", "--purpose", "核对", "--file", "公开.csv");
  const files = [
    ...["网页", "编印"].flatMap((name) => textsIn(join(folder, name))),
    ...["公开.csv", "名单.txt"].map((name) => [name, readFileSync(join(folder, name), "latin1")] as const),
  ];
  expect(files.length).toBeGreaterThan(5);
  const all = Object.values(secrets);
  for (const [name, content] of files) expect(exposedIn(content, all), name).toEqual([]);
  expect(readFileSync(join(folder, "公开.csv"), "utf8")).toContain("启明中心");
}, 120_000);

test("写明要敏感的，才有人名电话；投诉人、另存的列、保密的、检查记录从不给出；给过谁记在账上", () => {
  tuban("export", "--for", "区公安分局", "--purpose", "联合执法", "--with", "敏感", "--file", "敏感.csv");
  const content = readFileSync(join(folder, "敏感.csv"), "latin1");
  expect(exposedIn(content, [secrets.legalRep])).toEqual([secrets.legalRep]);
  expect(exposedIn(content, never)).toEqual([]);
  const last = tuban("log", "--limit", "1", "--csv");
  expect(last).toContain("给区公安分局 2 家（公开、内部、敏感），联合执法");
}, 60_000);

test("底数的 CSV 里没有投诉人；报表、挂图、别处的见证文件里没有人", () => {
  expect(
    exposedIn(Buffer.from(tuban("list", "--csv")).toString("latin1"), [secrets.complainant, secrets.complainantPhone]),
  ).toEqual([]);
  const outputs = [tuban("report", "--as-of", "2021-07-18"), tuban("report", "--as-of", "2021-07-18", "--json")];
  tuban("witness", "give", "--to", "见证.json");
  tuban("chart", "--out", "挂图.html");
  outputs.push(readFileSync(join(folder, "见证.json"), "utf8"), readFileSync(join(folder, "挂图.html"), "utf8"));
  const all = Object.values(secrets).filter((secret) => secret !== secrets.legalRep);
  for (const text of outputs) expect(exposedIn(Buffer.from(text).toString("latin1"), all)).toEqual([]);
}, 120_000);
