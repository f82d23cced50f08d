/** tuban log, tuban verify: what was recorded, and whether it still is what was recorded. */
import { Stop } from "../campaign/index.ts";
import type { Problem } from "../campaign/index.ts";
import { checkPages, remakePages } from "../ledger/columns/pages.ts";
import { verifyEvidence } from "../ledger/evidence.ts";
import { lastEntries, verifyChain } from "../ledger/journal.ts";
import type { Fault } from "../ledger/journal.ts";
import type { Reading } from "../ledger/ledger.ts";
import { verifyIssued } from "../ledger/papers.ts";
import { entriesTakenBack } from "../ledger/taken-back.ts";
import type { Office } from "../office.ts";
import { print } from "./print.ts";

/** tuban log: the journal, newest first. */
export async function log(office: Office, options: { readonly limit?: number; readonly csv?: boolean }): Promise<void> {
  const { db } = await office.ledger();
  const rows = await lastEntries(db, options.limit ?? 20);
  const annulled = await entriesTakenBack(db);
  await print(
    office,
    {
      title: "账本记录（新的在前）",
      columns: [
        { key: "seq", title: "序号", kind: "number", value: (row) => row.seq },
        { key: "happenedOn", title: "发生日期", kind: "day", value: (row) => row.happened_on },
        { key: "recordedAt", title: "登记时间", value: (row) => localMoment(row.recorded_at) },
        { key: "actor", title: "办理人", value: (row) => row.actor },
        {
          key: "summary",
          title: "内容",
          value: (row) => (annulled.has(row.seq) ? `〔已撤销〕${row.summary}` : row.summary),
        },
        { key: "checkCode", title: "校验码", kind: "code", value: (row) => row.hash.slice(0, 8).toUpperCase() },
      ],
      rows,
    },
    options,
  );
}

/** tuban verify: recomputes the chain and the hashes of evidence files. @throws Stop (exit 4) naming all that does not hold */
export async function verify(office: Office): Promise<void> {
  const { db, place } = await office.ledger();
  const verdict = await verifyChain(db);
  const evidence = await verifyEvidence(db, place);
  const issued = await verifyIssued(db, place);
  const lost = [...(await pageProblems(db)), ...evidence.problems, ...issued.problems];
  const broken = verdict.faults.map((fault) => ({
    code: "chain-broken",
    message: sentenceOf(fault),
    hint: "停止登记，用最近的备份核对；打印在报表上的校验码可以指出哪一天之前还是好的",
  }));
  if (broken.length + lost.length > 0) throw new Stop(4, [...broken, ...lost]);
  const { json, io } = office;
  io.out.write(
    json
      ? `${JSON.stringify({ entries: verdict.entries, facts: verdict.facts, evidenceFiles: evidence.files, issuedFiles: issued.files, checkCode: verdict.checkCode, faults: [] }, null, 2)}\n`
      : `账本完好：${verdict.entries} 次登记、${verdict.facts} 条事实、${evidence.files} 个证据文件、${issued.files} 份文书原件逐一核对无误，校验码 ${verdict.checkCode || "（空账本）"}\n`,
  );
}

/** What reports are counted from is made of the facts, and is made again where the ledger can be written. */
async function pageProblems(db: Reading): Promise<Problem[]> {
  const altered = await checkPages(db);
  const remade = altered.length > 0 && (await succeeds(remakePages(db, altered)));
  return altered.map(({ table, no }) => ({
    code: "page-altered",
    message: `统计用的数据（${table} 第 ${no + 1} 页）与所记的事实不一致，${remade ? "已按事实重做" : "账本写不进，没有重做"}`,
    hint: "账本被别的程序动过：上次 tuban verify 之后出的报表要重新核对",
  }));
}

/** False where the user has to do something first; what is to be told is told all the same. */
async function succeeds(work: Promise<void>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    if (error instanceof Stop) return false;
    throw error;
  }
}

function sentenceOf({ seq, what, table }: Fault): string {
  const place = table === null ? "" : `（${table}）`;
  return `第 ${seq} 次登记${place}：${{ 断链: "与前一次登记接不上", 内容改动: "所记的事实被改动过", 记录改动: "登记本身被改动过", 多出的记录: "有没有登记过的事实" }[what]}`;
}

function localMoment(iso: string): string {
  const moment = new Date(iso);
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())} ${two(moment.getHours())}:${two(moment.getMinutes())}`;
}
