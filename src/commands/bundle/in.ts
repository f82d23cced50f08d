/** tuban bundle in: what a group did comes back, act by act through the gates of the office; what two did, or a gate refuses, waits. */
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { misuse, rankingOf, refuse } from "../../campaign/index.ts";
import type { Plan } from "../../campaign/index.ts";
import { issuedPath, keepIssued } from "../../ledger/acts/papers.ts";
import { bundleWithHead, lastReturn } from "../../ledger/bundle/bundles.ts";
import type { BundleReturn } from "../../ledger/bundle/bundles.ts";
import { groupActs, keptFilesOf, sealedOf } from "../../ledger/bundle/group-acts.ts";
import { takeIn } from "../../ledger/bundle/take-in.ts";
import type { ReturningAct, Reception, TakenIn } from "../../ledger/bundle/take-in.ts";
import { attachEvidence, evidencePath, keepEvidence } from "../../ledger/evidence/files.ts";
import { headerOf } from "../../ledger/handed-out.ts";
import { homeOf } from "../../ledger/home.ts";
import type { Home } from "../../ledger/home.ts";
import { identityOf, journalEntries } from "../../ledger/journal.ts";
import type { Act } from "../../ledger/ledger.ts";
import type { BundleRow, Db, JournalRow } from "../../ledger/tables.ts";
import { verifyChain } from "../../ledger/verify/chain.ts";
import type { Office } from "../../office.ts";
import { jsonText } from "../../write/json.ts";
import { nextSteps } from "../../write/message.ts";
import { plain } from "../../write/plain.ts";
import { calendarOf } from "../desk/calendar.ts";
import { actOf, openCampaign } from "../desk/campaign.ts";
import { localMoment } from "../log.ts";
import { gateOf } from "./gates.ts";
import { inBundle, notABundle } from "./open.ts";

export interface BundleInOptions {
  readonly goesOn?: boolean;
  readonly identity?: string;
}

/** @throws Stop when it is no bundle of this ledger, was altered, or is at odds with what came back before; then nothing is recorded */
export async function bundleIn(office: Office, file: string, options: BundleInOptions): Promise<void> {
  const { io, home } = office;
  const { ledger, plan } = await openCampaign(office);
  const path = resolve(io.cwd, file);
  if (!existsSync(path)) misuse("file-unreadable", `打不开任务包：${path}`, { hint: "核对文件名和路径" });
  const by = await actOf(office, "bundle in");
  await inBundle(office, path, options, async (bundle, place) => {
    const came = await broughtBack(office, ledger.db, bundle.db);
    if (came.entries.length === 0 && (options.goesOn === true || came.isBack)) return nothingNew(office, came);
    const missing = await keepFiles(bundle.db, { from: homeOf(place, null), to: home }, came);
    const kept = await keepEvidence(home, path);
    const goesOn = options.goesOn === true;
    const taken = await ledger.recordAll(async (record, db) => {
      await record(by, async (entry) => {
        const { team, number } = came.row;
        entry.describe(`收回 ${number} 号任务包（${team}）：${came.entries.length} 次登记`);
        const returned = { bundle: came.row.id, last: came.last.seq, head: came.last.hash, goes_on: goesOn ? 1 : 0 };
        const id = await entry.add("bundle_return", { ...returned, happened_on: by.on });
        await attachEvidence(entry, "bundle_return", id, kept, by.on);
      });
      return takeIn(record, db, came.fresh, await receptionOf(office, plan, by));
    });
    tell(office, came, taken, missing);
  });
}

/** By what acts of groups are judged here. */
export async function receptionOf(
  office: Office,
  plan: Plan,
  by: Act,
  texts: Reception["texts"] = new Map(),
): Promise<Reception> {
  const calendar = await calendarOf(office);
  const setting = { calendar, today: office.today, campaign: office.wanted.campaign };
  return { by, ranking: rankingOf(plan.sourceRanking), texts, gate: (db, act) => gateOf(db, act, setting) };
}

/** A bundle that holds together, and what is new in it. */
interface BroughtBack {
  readonly row: BundleRow;
  readonly last: JournalRow;
  /** The group's entries that did not come back before. */
  readonly entries: readonly JournalRow[];
  readonly fresh: readonly ReturningAct[];
  /** It was brought back for good before. */
  readonly isBack: boolean;
  /** It came back before with more in it. */
  readonly isOlder: boolean;
}

/** @throws Stop where it is not this ledger's, or not as it was handed out and brought back before */
async function broughtBack(office: Office, db: Db, bundle: Db): Promise<BroughtBack> {
  const header = (await headerOf(bundle)) ?? notABundle();
  if (header.office !== (await identityOf(db)))
    refuse("bundle-foreign", `${header.number} 号任务包（${header.team}）不是从这本账交出的，不能收回`, {
      hint: "在交出它的那本账上收回",
    });
  const [fault] = (await verifyChain(bundle)).faults;
  if (fault)
    refuse("bundle-altered", `任务包被别的程序改动过（${fault.what}，第 ${fault.seq ?? "?"} 次登记），不能收回`, {
      hint: "请组里从自己电脑上的文件夹重新装一个：tuban bundle back",
    });
  const entries = await journalEntries(bundle);
  const handed = entries.find(({ seq }) => seq === header.entry);
  const row = handed ? await bundleWithHead(db, handed.hash) : null;
  if (!row)
    return refuse("bundle-unknown", `这本账没有交出过这个任务包：${header.number} 号（${header.team}）`, {
      hint: "账本可能放回了旧的备份，先用 tuban doctor 看；包里的东西没有丢",
    });
  const before = await lastReturn(db, row.id);
  refuseForked(entries, row, before);
  const own = entries.filter(({ seq }) => seq > header.entry);
  refuseClock(office, row, own, handed?.recorded_at ?? "");
  const last = entries.at(-1) ?? notABundle();
  const since = before?.last ?? header.entry;
  const fresh = own.filter(({ seq }) => seq > since);
  const numbers = new Set(fresh.map(({ seq }) => seq));
  const acts = (await groupActs(bundle, header.entry)).filter(({ seq }) => numbers.has(seq));
  const candidates: ReturningAct[] = [];
  for (const act of acts.filter(({ rows }) => rows.length > 0))
    candidates.push({ bundle: row, act, waiting: null, sealed: await sealedOf(bundle, act.seq) });
  return {
    row,
    last,
    entries: fresh,
    fresh: candidates,
    isBack: before?.goes_on === 0,
    isOlder: last.seq < since,
  };
}

/** One bundle worked on at two computers has two ends. @throws Stop bundle-forked */
function refuseForked(entries: readonly JournalRow[], row: BundleRow, before: BundleReturn | null): void {
  if (before === null) return;
  const same = entries.find(({ seq }) => seq === before.last);
  const older = entries.at(-1);
  if (same ? same.hash === before.head : older !== undefined && older.seq < before.last) return;
  refuse("bundle-forked", `${row.number} 号任务包有两份，这一份和上次收回的不是接着的`, {
    hint: "一个包只在一台电脑上用；另一台上登记的，请单位另交一个包，在新包里重新登记",
  });
}

/** @throws Stop bundle-clock */
function refuseClock({ io, today }: Office, row: BundleRow, own: readonly JournalRow[], handedAt: string): void {
  const limit = new Date(io.now().getTime() + 3_600_000).toISOString();
  const wrong = own.find(
    ({ recorded_at, happened_on }) => recorded_at > limit || recorded_at < handedAt || happened_on > today,
  );
  if (!wrong) return;
  const how = wrong.recorded_at < handedAt ? "早于交出任务包的时间" : "晚于现在";
  refuse(
    "bundle-clock",
    `${row.number} 号任务包第 ${wrong.seq} 次登记的时间是 ${localMoment(wrong.recorded_at)}，${how}：组里那台电脑的时钟不对`,
    { hint: "核对两台电脑的时间；是组里的快了，等到那个时间以后再收回，或请组里校正时间后另领一个包重新登记" },
  );
}

interface Homes {
  readonly from: Home;
  readonly to: Home;
}

/** Copies the photographs and papers that come with these acts; gives the names of those that are missing. */
async function keepFiles(bundle: Db, { from, to }: Homes, { entries }: BroughtBack): Promise<string[]> {
  const { evidence, issued } = await keptFilesOf(
    bundle,
    entries.map(({ seq }) => seq),
  );
  const missing: string[] = [];
  for (const file of evidence) {
    const path = evidencePath(from, file);
    if (existsSync(path)) await keepEvidence(to, path);
    else missing.push(file.name);
  }
  for (const { sha256, name } of issued) {
    const path = issuedPath(from, sha256);
    if (existsSync(path)) await keepIssued(to, sha256, readFileSync(path));
    else missing.push(name);
  }
  return missing;
}

function nothingNew({ io, json }: Office, { row, isOlder }: BroughtBack): void {
  const words = `${row.number} 号任务包（${row.team}）${isOlder ? "比上次收回的旧，没有新的登记" : "收回过了，没有新的登记"}`;
  io.out.write(json ? jsonText({ bundle: row.number, team: row.team, taken: 0, waiting: [] }) : `${plain(words)}\n`);
}

function tell(
  { io, json }: Office,
  { row }: BroughtBack,
  { taken, waiting, back }: TakenIn,
  missing: readonly string[],
): void {
  const told = waiting.map(({ candidate, reason }) => ({
    bundle: candidate.bundle.number,
    team: candidate.bundle.team,
    summary: candidate.act.summary,
    reason,
  }));
  if (json) {
    io.out.write(jsonText({ bundle: row.number, team: row.team, taken: taken.length, waiting: told, back, missing }));
    return;
  }
  const wait = told.length === 0 ? "" : `，${told.length} 次待定`;
  io.out.write(plain(`已收回 ${row.number} 号任务包（${row.team}）：收下 ${taken.length} 次登记${wait}`) + "\n");
  for (const { team, summary, reason } of told) io.out.write(plain(`  待定：${team} ${summary}（${reason}）`) + "\n");
  if (missing.length > 0)
    io.err.write(
      plain(
        `注意：有 ${missing.length} 个照片、文书没有随包带回：${missing.slice(0, 5).join("、")}；请组里重新装一个包`,
      ) + "\n",
    );
  io.err.write(nextSteps([...(told.length > 0 ? ["tuban bundle waiting    逐条决定"] : []), "tuban bundle list"], io));
}
