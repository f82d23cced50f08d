/** Samples of problems that no command of an office shows by itself: a broken disk, a server, a file of another kind, a function of the law. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command, CommanderError } from "commander";
import { parse } from "yaml";
import {
  Stop,
  conclude,
  fallsSince,
  mixedCampaigns,
  mixedDays,
  relapsesSince,
  returnProblems,
} from "../../src/campaign/index.ts";
import type { CountyReturn, Day, Problem, ProblemCode } from "../../src/campaign/index.ts";
import { inWords } from "../../src/ledger/engines/postgres/faults.ts";
import { refuseOldServer } from "../../src/ledger/engines/postgres/open.ts";
import { driverMissing } from "../../src/ledger/engines/sqlite/drivers/index.ts";
import { serverOf } from "../../src/ledger/engines/postgres/place.ts";
import { copyRows } from "../../src/ledger/copy.ts";
import { openSqlite } from "../../src/ledger/engines/sqlite/open.ts";
import { stopOf } from "../../src/ledger/engines/sqlite/faults.ts";
import { damagedBackup } from "../../src/read/backup.ts";
import { textFile } from "../../src/read/text.ts";
import { usageProblem } from "../../src/usage.ts";
import { testOffice } from "../office.ts";
import { readCountyReturns } from "../../src/read/county-returns.ts";
import { readReturn } from "../../src/read/return.ts";
import { readPlan } from "../../src/read/plan/index.ts";
import { workbook, zip } from "../read/packed.ts";
import { tableRows } from "../../src/read/table.ts";
import { readTestimony, readWitnessBook } from "../../src/read/witness.ts";
import { renderDocument } from "../../src/write/document.ts";
import { writeRefusal } from "../../src/write/files.ts";

type Give = () => readonly Problem[] | Promise<readonly Problem[]>;

/** What the work is stopped by. */
async function stoppedBy(work: () => unknown): Promise<readonly Problem[]> {
  try {
    await work();
  } catch (error) {
    if (error instanceof Stop) return error.problems;
    throw error;
  }
  return [];
}

const failing = (code: string, message = code): Error => Object.assign(new Error(message), { code });

/** What is said where the server answers with this state, or the system with this code. */
const server =
  (state: string, message?: string): Give =>
  () =>
    stoppedBy(() => inWords("postgres://office@server/tuban", () => Promise.reject(failing(state, message))));
const place =
  (address: string): Give =>
  () =>
    stoppedBy(() => serverOf(address));
/** What is said where SQLite, or the system below it, answers so. */
const sqlite =
  (code: string): Give =>
  () =>
    stopOf(failing(code), "tuban.db")?.problems ?? [];
const writing =
  (code: string): Give =>
  () =>
    writeRefusal(failing(code), "周报.md").problems;

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
/** What is said of a table with these bytes. */
const table =
  (content: Uint8Array, file = "底数.csv"): Give =>
  () =>
    stoppedBy(() => [...tableRows(content, file)]);
const returns =
  (content: string, file = "报表.csv"): Give =>
  async () => {
    const stopped: Problem[] = [];
    const found = await stoppedBy(() => stopped.push(...readCountyReturns(bytes(content), file).problems));
    return [...stopped, ...found];
  };

/** A county's return. */
const sent = (more: Partial<CountyReturn> = {}): CountyReturn => ({
  unit: { province: null, city: null, county: "甲县" },
  counts: { institutions: 10, inspected: 10, withProblems: 5, rectified: 3 },
  ownRate: null,
  started: null,
  completed: null,
  asOf: "2021-07-23",
  campaign: "甲行动",
  place: { file: "甲县.csv", row: 2 },
  ...more,
});
const fewer = sent({ counts: { institutions: 8, inspected: 8, withProblems: 4, rectified: 1 } });

const template =
  (text: string): Give =>
  () => {
    const rendered = renderDocument(
      text,
      {
        机构名称: "样例甲",
        问题: [{ 说明: "没有证" }],
        照片: { name: "照片.jpg", sha256: "00" },
        说明: "",
        空着的: null,
      },
      "样例.md",
    );
    return "problems" in rendered ? rendered.problems : [];
  };

const whole = readFileSync(join(import.meta.dirname, "../read/samples/plan/complete.yaml"), "utf8");
/** What is said of the sample plan with another value at a place. */
const plan =
  (at: string, value: unknown): Give =>
  () => {
    const content = parse(whole) as object;
    const keys = at.split(".");
    const last = keys.pop() ?? "";
    const holder = keys.reduce<object>((record, key) => Reflect.get(record, key) as object, content);
    Reflect.set(holder, last, value);
    const reading = readPlan(JSON.stringify(content, null, 1), "方案.yaml");
    return [...("problems" in reading ? reading.problems : []), ...reading.warnings];
  };
const planText =
  (text: string): Give =>
  () => {
    const reading = readPlan(text, "方案.yaml");
    return "problems" in reading ? reading.problems : [];
  };

const registers = readFileSync(join(import.meta.dirname, "../read/samples/plan/valid/registers.yaml"), "utf8");
/** A kind of visit with these words, to stand behind a plan. */
const visit = (words: string): string => `检查种类:\n  - { 名称: 夜查, 原文: 夜间检查, ${words} }\n`;

/** What is said of a return that somebody sent. */
const sentReturn =
  (content: Uint8Array, file: string): Give =>
  () =>
    stoppedBy(() => readReturn(content, file));

/** A file that another program saves while it is read. */
function changedWhileRead(): readonly Problem[] | Promise<readonly Problem[]> {
  const office = testOffice();
  const path = office.write("底数.csv", "机构名称\n阳光中心\n");
  const file = textFile(path, "底数.csv");
  office.write("底数.csv", "机构名称\n月光中心\n");
  return stoppedBy(() => [...file.pieces]);
}

/** What the program says of a fault of its own. */
async function faultOfTheProgram(): Promise<readonly Problem[]> {
  const broken = (): Promise<never> => Promise.reject(new Error("x is not a function"));
  const { err } = await testOffice({ storage: { open: broken, create: broken } }).run("init --json");
  return (JSON.parse(err) as { problems: readonly Problem[] }).problems;
}

/** A copy into a ledger in which somebody recorded meanwhile. */
async function copiedOverAnother(): Promise<readonly Problem[]> {
  const office = testOffice();
  const engines = [];
  for (const name of ["甲.db", "乙.db"]) {
    await office.ok(`init --plan chuanhui-2021 --ledger ${name}`);
    engines.push(openSqlite(join(office.folder, name)));
  }
  const [source, target] = engines;
  if (!source || !target) return [];
  const shows = await stoppedBy(() => copyRows(source.db, target, () => undefined));
  for (const engine of engines) await engine.close();
  return shows.map((problem) => ({ ...problem, message: problem.message.replace(`${office.folder}/`, "") }));
}

/** A checklist that was brought back with nothing on it. */
function unanswered(): readonly Problem[] {
  const { plan } = readPlan(whole, "方案.yaml");
  if (plan === null) return [];
  const subject = { kind: "机构", licenceClass: "有证有照", category: "学科类", town: null } as const;
  const done = conclude({ plan, subject, day: "2021-07-16" as Day, given: new Map(), former: [] });
  return "problems" in done ? done.problems : [];
}

export const samples: Partial<Readonly<Record<ProblemCode, Give>>> = {
  // a ledger on a server
  "ledger-conflict": server("40001"),
  "wrong-password": server("28P01"),
  "login-refused": server("28000"),
  "no-such-database": server("3D000"),
  "server-memory": server("53200"),
  "server-full": server("53300"),
  "server-cancelled": server("57014"),
  "connection-lost": server("ECONNRESET"),
  "server-unreachable": server("ECONNREFUSED"),
  "server-certificate": server("SELF_SIGNED_CERT_IN_CHAIN"),
  "text-unstorable": server("22021"),
  "ledger-forbidden": server("42501", "permission denied for table orders"),
  "no-password": server("", "SASL: client password must be a string"),
  "server-unencrypted": server("", "The server does not support SSL connections"),
  "bad-server": place("postgres://localhost/tuban?colour=red"),
  "password-in-place": place("postgres://office:secret@localhost/tuban"),
  // the disk
  "ledger-busy": sqlite("SQLITE_BUSY"),
  "disk-full": sqlite("SQLITE_FULL"),
  "ledger-io": sqlite("SQLITE_IOERR"),
  "ledger-damaged": sqlite("SQLITE_CORRUPT"),
  "write-disk-full": writing("ENOSPC"),
  "write-read-only": writing("EACCES"),
  "write-failed": writing("EIO"),
  "restore-disk-full": () => damagedBackup("备份.tubk", failing("ENOSPC")).problems,
  "driver-missing": () =>
    driverMissing(new Error("/lib64/libc.so.6: version `GLIBC_2.29' not found"), "v20.11.0").problems,
  "file-changed": changedWhileRead,
  // a fault of the program
  internal: faultOfTheProgram,
  "usage-other": () => [
    usageProblem(
      new CommanderError(1, "commander.conflictingOption", "'--all' cannot be used with '--only'"),
      new Command(),
    ),
  ],
  "items-unanswered": unanswered,
  "copy-target-used": copiedOverAnother,
  "server-too-old": () => stoppedBy(() => refuseOldServer(11)),
  // files
  "not-text": table(bytes("%PDF-1.7")),
  "binary-file": table(new Uint8Array([0xe6, 0x9c, 0xba, 0, 0xe6])),
  "bad-encoding": table(new Uint8Array([0xe6, 0x9c, 0xba, 0x0a, 0xff, 0xff, 0x81])),
  "old-workbook": table(
    new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...Array<number>(600).fill(0)]),
  ),
  "damaged-workbook": table(bytes("PK\u0003\u0004样例"), "底数.xlsx"),
  "return-not-a-rate": returns("县区,摸排数,存在问题数,整改完成率\n甲县,3,1,一半\n"),
  "locked-workbook": table(
    new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...Buffer.from("EncryptedPackage", "utf16le")]),
    "底数.xlsx",
  ),
  "not-workbook": table(zip({ "照片.txt": "x" }), "底数.xlsx"),
  "workbook-too-large": table(workbook({ claims: 201 * 1024 * 1024 }), "底数.xlsx"),
  "workbook-bomb": table(workbook({ sheet: " ".repeat(12 * 1024 * 1024) }), "底数.xlsx"),
  "return-too-large": sentReturn(new Uint8Array(50_000_001), "报表.csv"),
  "not-a-testimony": () => stoppedBy(() => readTestimony("{}", "见证.json")),
  "not-a-witness-book": () => stoppedBy(() => readWitnessBook("{}", "见证簿.json")),
  "return-part-exceeds-whole": () => returnProblems(sent({ counts: { ...sent().counts, withProblems: 20 } })),
  "return-rate-impossible": () => returnProblems(sent({ ownRate: 130 })),
  "return-completed-unstarted": () => returnProblems(sent({ started: false, completed: true })),
  "cumulative-fell": () => fallsSince([sent()], [fewer]),
  "rectified-fell": () => relapsesSince([sent()], [fewer]),
  "mixed-days": () => mixedDays([sent(), sent(), sent({ asOf: "2021-07-24" })]),
  "mixed-campaigns": () => mixedCampaigns([sent(), sent(), sent({ campaign: "乙行动" })]),
  // templates
  "template-too-deep": template(`${"【?机构名称】".repeat(9)}${"【/机构名称】".repeat(9)}`),
  "template-unclosed-block": template("【#问题】说明"),
  "template-unopened-block": template("说明【/问题】"),
  "template-mismatched-close": template("【#问题】【?机构名称】【/问题】【/机构名称】"),
  "template-bracket": template("【机构名称"),
  "template-is-list": template("【问题】"),
  "template-is-picture": template("【照片】"),
  "template-not-a-picture": template("【%机构名称】"),
  "template-not-a-list": template("【#机构名称】【/机构名称】"),
  "template-list-in-itself": template("【#问题】【#问题】【/问题】【/问题】"),
  "template-missing-field": template("【空着的】"),
  "template-unknown-field": template("【机构名】"),
  // plans
  "plan-too-deep": planText("[".repeat(1_000_000)),
  "plan-too-large": planText(`名称: ${"样".repeat(400_000)}`),
  "plan-threshold-no-number": plan("阈值", [{ 名称: "听证较大数额罚款", 数值: "abc", 单位: "元" }]),
  "plan-unknown-threshold": plan("治理内容.0.检查项.0.测得", { 单位: "课时", 上限: "课时上限" }),
  "plan-unknown-expected": plan("应有", [
    {
      名称: "平台",
      原文: "入驻平台",
      谁: { 对象: ["机构"] },
      要有: { 台账: "入驻" },
      截止: "2021-08-01",
      谁办: "教体局",
    },
  ]),
  "plan-unknown-edition": plan("编印", [{ 名称: "成员名单", 原文: "成立工作组", 行: { 台账: "成员" } }]),
  "plan-edition-sealed": planText(
    `${registers}编印:\n  - { 名称: 督办清单, 原文: 发放督办单, 行: { 台账: 督办 }, 列: [督办事项, 反映人] }\n`,
  ),
  "plan-unknown-visit": plan("双随机.0.检查种类", "夜查"),
  "plan-visit-fault": planText(
    `${registers}${visit("不合格转: { 台账: 督办, 字段: { 督办事项: 甲, 承办单位: 教体局 } }")}`,
  ),
  "plan-visit-officers": plan("检查种类", [{ 名称: "夜查", 原文: "夜间检查", 人数: 1 }]),
  "plan-visit-is-review": plan("检查种类", [{ 名称: "复查", 原文: "复查" }]),
  "plan-visit-missing-field": planText(
    `${registers}${visit("执法证: 否, 不合格转: { 台账: 督办, 字段: { 督办事项: 甲 } }")}`,
  ),
  "plan-visit-bad-value": planText(
    `${registers.replace("名称: 督办事项, ", "名称: 督办事项, 选项: [安全, 收费], ")}${visit("执法证: 否, 不合格转: { 台账: 督办, 字段: { 督办事项: 甲, 承办单位: 教体局 } }")}`,
  ),
  "plan-draw-officers": plan("双随机.0.人数", 1),
  "plan-figure-without-register": plan("指标.1", { 名称: "问题数", 单位: "件", 口径: "期间", 统计: "台账" }),
  "plan-unknown-step": planText(
    registers.replace(
      "指标:\n",
      "指标:\n  - { 名称: 督办转交, 单位: 份, 口径: 期间, 统计: 台账, 计: 步骤, 其中: { 台账: [督办], 步骤: [转交] } }\n",
    ),
  ),
  "plan-more-problems": planText(`${whole}${Array.from({ length: 1_100 }, (_, at) => `错键${at}: 1\n`).join("")}`),
  "plan-limit-in-the-past": plan("文书种类.0.期限不超过", "2020-08-15"),
};
