/** Drafts and inspections as facts, on both engines. */
import { createHash } from "node:crypto";
import { mkdtempSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { isDay } from "../../src/campaign/index.ts";
import type { Answer, Conclusion, Day, Given, Item } from "../../src/campaign/index.ts";
import { clearDraft, draftOf, saveDraft } from "../../src/ledger/drafts.ts";
import type { DraftKey } from "../../src/ledger/drafts.ts";
import { keepIssued } from "../../src/ledger/acts/papers.ts";
import { attachEvidence, evidencePath, keepEvidence, verifyEvidence } from "../../src/ledger/evidence/files.ts";
import { formerFindings, operationOf, recordInspection, visitOnDay } from "../../src/ledger/acts/inspections.ts";
import type { RecordedVisit } from "../../src/ledger/acts/inspections.ts";
import { homeOf } from "../../src/ledger/home.ts";
import type { Home } from "../../src/ledger/home.ts";
import { engines, freshLedger } from "./engines.ts";

const on = dayOf("2021-07-20");
const key: DraftKey = { campaign: "chuanhui-2021", subject: 1, task: "检查:排查" };
const at = new Date("2021-07-20T02:00:00Z");
const kept = { sha256: "ab".repeat(32), name: "照片.jpg", bytes: 3 };

describe.each(engines)("$name", ({ create }) => {
  test("草稿：后答的顶替先答的，别家别种的不动", async () => {
    const { db } = await freshLedger(create);
    await saveDraft(db, key, "1-1", { answer: "不合格", note: "", evidence: null }, at);
    await saveDraft(db, key, "1-1", { answer: "不合格", note: "堆放杂物", evidence: [kept] }, at);
    await saveDraft(db, key, "1-2", { answer: "合格", note: "", evidence: [] }, at);
    await saveDraft(db, { ...key, task: "检查:验收" }, "1-1", { answer: "合格", note: "", evidence: [] }, at);
    await saveDraft(db, { ...key, subject: 2 }, "1-1", { answer: "不适用", note: "", evidence: null }, at);
    expect(await draftOf(db, key)).toEqual(
      new Map([
        ["1-1", { answer: "不合格", note: "堆放杂物", evidence: [kept] }],
        ["1-2", { answer: "合格", note: "", evidence: [] }],
      ]),
    );
    await clearDraft(db, key);
    expect((await draftOf(db, key)).size).toBe(0);
    expect((await draftOf(db, { ...key, task: "检查:验收" })).size).toBe(1);
    expect((await draftOf(db, { ...key, subject: 2 })).get("1-1")?.evidence).toBeNull();
  });

  test("检查：答案、人员、问题、证据各归各位", async () => {
    const ledger = await freshLedger(create);
    const act = { command: "inspect", actor: "张某甲", on };
    const { value } = await ledger.record(act, (entry) => recordInspection(entry, visit));
    expect(value).toMatchObject({ inspection: 1, findings: [{ id: 1, item: "1-1", note: "堆放杂物" }] });
    const { db } = ledger;
    expect(await formerFindings(db, on, { campaign: key.campaign, subject: 1 })).toEqual([
      { id: 1, item: "1-1", on, closedOn: null },
    ]);
    const evidence = await db.selectFrom("evidence").select(["fact", "fact_id"]).orderBy("id").execute();
    expect(evidence).toEqual([
      { fact: "finding", fact_id: 1 },
      { fact: "answer", fact_id: 2 },
    ]);
    const found = await visitOnDay(db, on, { campaign: key.campaign, subject: 1, kind: "排查" });
    expect(found).toMatchObject({ id: 1, result: "不合格" });
    expect(await visitOnDay(db, on, { campaign: key.campaign, subject: 1, kind: "验收" })).toBeNull();
    expect(await operationOf(db, on, 1)).toBeNull();
  });

  test("验收合格的可以继续，不合格的不能", async () => {
    const ledger = await freshLedger(create);
    const act = { command: "inspect", actor: "张某甲", on };
    await ledger.record(act, (entry) => recordInspection(entry, { ...visit, kind: "验收" }));
    expect(await operationOf(ledger.db, on, 1)).toBeNull();
    const passed = { ...visit.conclusion, result: "合格" as const, findings: [] };
    await ledger.record(act, (entry) => recordInspection(entry, { ...visit, kind: "验收", conclusion: passed }));
    expect(await operationOf(ledger.db, on, 1)).toMatchObject({ operation: "继续", since: on });
  });
});

describe("证据文件夹", () => {
  test("按内容取名，扩展名只留字母数字；同一内容再存一次什么也不变", async () => {
    const { folder, home } = somewhere();
    writeFileSync(join(folder, "a.JPG"), "abc");
    writeFileSync(join(folder, "b.jpg"), "abc");
    writeFileSync(join(folder, "c.怪 扩展"), "abc");
    const sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    expect(await keepEvidence(home, join(folder, "a.JPG"))).toEqual({ sha256, name: "a.JPG", bytes: 3 });
    expect((await keepEvidence(home, join(folder, "b.jpg"))).sha256).toBe(sha256);
    expect(evidencePath(home, { sha256, name: "b.jpg" })).toBe(join(folder, "tuban.evidence", "ba", `${sha256}.jpg`));
    expect(evidencePath(home, { sha256, name: "c.怪 扩展" })).toBe(join(folder, "tuban.evidence", "ba", sha256));
  });

  test("大于一块的文件也一字不差", async () => {
    const { folder, home } = somewhere();
    writeFileSync(join(folder, "视频.mp4"), Buffer.alloc(2_500_000, "样例"));
    const big = await keepEvidence(home, join(folder, "视频.mp4"));
    expect(big.bytes).toBe(2_500_000);
    const ledger = await freshLedger(engines[0].create);
    await ledger.record({ command: "test", actor: "张某甲", on }, (entry) =>
      attachEvidence(entry, "finding", 1, big, on),
    );
    expect(await verifyEvidence(ledger.db, home)).toEqual({ files: 1, problems: [] });
  });

  test.each<[string, (folder: string) => string, string]>([
    ["没有的文件", (folder) => join(folder, "没有.jpg"), "打不开证据文件"],
    ["文件夹", (folder) => (mkdirSync(join(folder, "照片")), join(folder, "照片")), "不是文件，不能作证据"],
    ["空文件", (folder) => (writeFileSync(join(folder, "空.jpg"), ""), join(folder, "空.jpg")), "证据文件是空的"],
    [
      "指向空处的链接",
      (folder) => (symlinkSync("nowhere", join(folder, "链接.jpg")), join(folder, "链接.jpg")),
      "打不开证据文件",
    ],
  ])("%s不收", async (_title, make, sentence) => {
    const { folder, home } = somewhere();
    await expect(keepEvidence(home, make(folder))).rejects.toThrow(sentence);
  });

  test("存不下来的说明原因", async () => {
    const { folder, home } = somewhere();
    writeFileSync(join(folder, "a.jpg"), "abc");
    writeFileSync(join(folder, "tuban.evidence"), "a file where the folder should be");
    await expect(keepEvidence(home, join(folder, "a.jpg"))).rejects.toThrow("证据文件没有存下来");
  });

  test("再存一次、存不下来，都不留半截的文件", async () => {
    const { folder, home } = somewhere();
    writeFileSync(join(folder, "a.jpg"), "abc");
    await keepEvidence(home, join(folder, "a.jpg"));
    await keepEvidence(home, join(folder, "a.jpg"));
    writeFileSync(join(folder, "b.jpg"), "xyz");
    writeFileSync(join(folder, "tuban.evidence", createHash("sha256").update("xyz").digest("hex").slice(0, 2)), "");
    await expect(keepEvidence(home, join(folder, "b.jpg"))).rejects.toThrow("证据文件没有存下来");
    const left = readdirSync(join(folder, "tuban.evidence"), { recursive: true, encoding: "utf8" });
    expect(left.filter((name) => name.includes(".tuban-"))).toEqual([]);
    expect(left.filter((name) => name.endsWith(".jpg"))).toHaveLength(1);
  });

  test.runIf(process.platform === "linux")("文件夹永远建不成的，说出来，不空等", async () => {
    const { folder } = somewhere();
    writeFileSync(join(folder, "a.jpg"), "abc");
    const nowhere = homeOf("/proc/不能建/tuban.db", null);
    await expect(keepEvidence(nowhere, join(folder, "a.jpg"))).rejects.toThrow("证据文件没有存下来");
    await expect(keepIssued(nowhere, "ab12", new Uint8Array())).rejects.toThrow("文书原件没有存下来");
  });
});

const items = ["1-1", "1-2"].map(itemOf);
const finding = {
  item: "1-1",
  topic: 1,
  text: "样例",
  note: "堆放杂物",
  severity: "一般",
  basis: [],
  route: null,
  lead: "区教体局",
  supporting: "",
  orderKind: null,
  relapseOf: null,
} as const;
const conclusion: Conclusion = {
  result: "不合格",
  counts: { 合格: 1, 不合格: 1, 不适用: 0 },
  findings: [finding],
  faults: [],
  stillOpen: [],
  seenInOrder: [],
};
const visit: RecordedVisit = {
  campaign: key.campaign,
  subject: 1,
  kind: "排查",
  on,
  officers: [{ name: "张某甲", unit: "区教体局", certificate: "豫P0001", certificateUntil: null }],
  items,
  given: new Map([given("1-1", "不合格", "堆放杂物"), given("1-2", "合格", "")]),
  ofVisit: [],
  evidence: new Map([
    ["1-1", [kept]],
    ["1-2", [kept]],
  ]),
  conclusion,
};

function given(item: string, answer: Answer, note: string): [string, Given] {
  return [item, { answer, note }];
}

function itemOf(code: string): Item {
  const open = { from: null, until: null };
  return {
    code,
    topic: 1,
    text: "样例",
    kind: "机构",
    classes: [],
    categories: [],
    severity: "一般",
    basis: [],
    lead: [],
    ...open,
  };
}

/** A folder with room for a ledger. */
function somewhere(): { folder: string; home: Home } {
  const folder = mkdtempSync(join(tmpdir(), "tuban-evidence-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return { folder, home: homeOf(join(folder, "tuban.db"), null) };
}

function dayOf(text: string): Day {
  if (!isDay(text)) throw new Error(`no day: ${text}`);
  return text;
}
