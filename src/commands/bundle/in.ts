/** tuban bundle in: what a group did comes back, act by act through the gates of the office; what two did, or a gate refuses, waits. */
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { misuse, rankingOf, refuse } from "../../campaign/index.ts";
import type { Plan } from "../../campaign/index.ts";
import { issuedPath, keepIssued } from "../../ledger/acts/papers.ts";
import { bundleWithHead, lastReturn, sealsThatCame } from "../../ledger/bundle/bundles.ts";
import type { BundleReturn } from "../../ledger/bundle/bundles.ts";
import { groupActs, keptFilesOf, sealedOf } from "../../ledger/bundle/group-acts.ts";
import { takeIn } from "../../ledger/bundle/take-in.ts";
import type { ReturningAct, Reception, TakenIn } from "../../ledger/bundle/take-in.ts";
import { attachEvidence, evidencePath, keepEvidence } from "../../ledger/evidence/files.ts";
import { headerOf } from "../../ledger/handed-out.ts";
import { hashOf } from "../../ledger/evidence/stored.ts";
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
    const seen = await newIn(ledger.db, came);
    const files = await filesWith(bundle.db, homeOf(place, null), came);
    await keepFiles(home, files);
    if (isNothingNew(seen, options)) return nothingNew(office, came, seen, files.missing);
    const kept = await keepEvidence(home, path);
    const taken = await ledger.recordAll(async (record, db) => {
      // the same bundle may have been brought in at another computer meanwhile
      const news = await newIn(db, came);
      if (isNothingNew(news, options)) return null;
      await record(by, async (entry) => {
        const { team, number } = came.row;
        entry.describe(`收回 ${number} 号任务包（${team}）：${news.entries.length} 次登记`);
        const goesOn = options.goesOn === true ? 1 : 0;
        const returned = { bundle: came.row.id, last: came.last.seq, head: came.last.hash, goes_on: goesOn };
        const id = await entry.add("bundle_return", { ...returned, happened_on: by.on });
        await attachEvidence(entry, "bundle_return", id, kept, by.on);
      });
      return takeIn(record, db, news.acts, await receptionOf(office, plan, by));
    });
    if (taken) tell(office, came, taken, files.missing);
    else nothingNew(office, came, await newIn(ledger.db, came), files.missing);
  });
}

const isNothingNew = ({ entries, isBack }: News, { goesOn }: BundleInOptions): boolean =>
  entries.length === 0 && (goesOn === true || isBack);

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

/** A bundle that holds together, with all that the group did. */
interface BroughtBack {
  readonly row: BundleRow;
  readonly all: readonly JournalRow[];
  readonly last: JournalRow;
  /** The group's own entries. */
  readonly own: readonly JournalRow[];
  readonly acts: readonly ReturningAct[];
}

/** @throws Stop where it is not this ledger's, or not as it was handed out */
async function broughtBack(office: Office, db: Db, bundle: Db): Promise<BroughtBack> {
  const header = (await headerOf(bundle)) ?? notABundle();
  if (header.office !== (await identityOf(db)))
    refuse("bundle-foreign", `${header.number} 号任务包（${header.team}）不是从这本账交出的，不能收回`, {
      hint: "在交出它的那本账上收回",
    });
  const [fault] = (await verifyChain(bundle)).faults;
  if (fault) refuseAltered(`${fault.what}，第 ${fault.seq ?? "?"} 次登记`);
  const all = await journalEntries(bundle);
  const handed = all.find(({ seq }) => seq === header.entry);
  const row = handed ? await bundleWithHead(db, handed.hash) : null;
  if (!row)
    return refuse("bundle-unknown", `这本账没有交出过这个任务包：${header.number} 号（${header.team}）`, {
      hint: "账本可能放回了旧的备份，先用 tuban doctor 看；包里的东西没有丢",
    });
  const own = all.filter(({ seq }) => seq > header.entry);
  refuseClock(office, row, own, handed?.recorded_at ?? "");
  const acts: ReturningAct[] = [];
  for (const act of (await groupActs(bundle, header.entry)).filter(({ rows }) => rows.length > 0))
    acts.push({ bundle: row, act, waiting: null, sealed: await sealedOf(bundle, act.seq) });
  return { row, all, last: all.at(-1) ?? notABundle(), own, acts };
}

const refuseAltered = (what: string): never =>
  refuse("bundle-altered", `任务包被别的程序改动过（${what}），不能收回`, {
    hint: "请组里从自己电脑上的文件夹重新装一个：tuban bundle back",
  });

/** What did not come back before. */
interface News {
  readonly entries: readonly JournalRow[];
  readonly acts: readonly ReturningAct[];
  /** It was brought back for good before. */
  readonly isBack: boolean;
  /** It came back before with more in it. */
  readonly isOlder: boolean;
}

/** What of a bundle is new here. @throws Stop where it does not go on from what came back before */
async function newIn(db: Db, { row, all, last, own, acts }: BroughtBack): Promise<News> {
  const before = await lastReturn(db, row.id);
  await refuseForked(db, all, row, before);
  const since = before?.last ?? 0;
  return {
    entries: own.filter(({ seq }) => seq > since),
    acts: acts.filter(({ act }) => act.seq > since),
    isBack: before?.goes_on === 0,
    isOlder: last.seq < since,
  };
}

/** One bundle worked on at two computers has two ends; the one that comes second may be the shorter. @throws Stop bundle-forked */
async function refuseForked(
  db: Db,
  entries: readonly JournalRow[],
  row: BundleRow,
  before: BundleReturn | null,
): Promise<void> {
  if (before === null) return;
  const same = entries.find(({ seq }) => seq === before.last);
  if (same?.hash === before.head) return;
  const came = await sealsThatCame(db, row);
  const isOlder = entries.every(({ seq, hash }) => seq < before.last && (came.get(seq) ?? hash) === hash);
  if (isOlder) return;
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

/** The photographs and papers of a bundle's own entries, by where they lie; and the names of those that are not in it. */
interface FilesInBundle {
  readonly evidence: readonly string[];
  readonly issued: readonly { readonly sha256: string; readonly path: string }[];
  readonly missing: readonly string[];
}

/** @throws Stop bundle-altered where one is not as it was when it was recorded */
async function filesWith(bundle: Db, from: Home, { own }: BroughtBack): Promise<FilesInBundle> {
  const named = await keptFilesOf(
    bundle,
    own.map(({ seq }) => seq),
  );
  const missing: string[] = [];
  const isThere = async (path: string, { sha256, name }: { sha256: string; name: string }): Promise<boolean> => {
    const found = await hashOf(path);
    if (found === null) missing.push(name);
    else if (found !== sha256) refuseAltered(name);
    return found !== null;
  };
  const evidence: string[] = [];
  for (const file of named.evidence) {
    const path = evidencePath(from, file);
    if (await isThere(path, file)) evidence.push(path);
  }
  const issued: FilesInBundle["issued"][number][] = [];
  for (const file of named.issued) {
    const path = issuedPath(from, file.sha256);
    if (await isThere(path, file)) issued.push({ sha256: file.sha256, path });
  }
  return { evidence, issued, missing };
}

/** Also of what came back before: a file that did not come along then may have come along now. */
async function keepFiles(to: Home, { evidence, issued }: FilesInBundle): Promise<void> {
  for (const path of evidence) await keepEvidence(to, path);
  for (const { sha256, path } of issued)
    if ((await hashOf(issuedPath(to, sha256))) !== sha256) await keepIssued(to, sha256, readFileSync(path));
}

function nothingNew({ io, json }: Office, { row }: BroughtBack, { isOlder }: News, missing: readonly string[]): void {
  if (json) {
    io.out.write(jsonText({ bundle: row.number, team: row.team, taken: 0, waiting: [], missing }));
    return;
  }
  const words = isOlder ? "比上次收回的旧，没有新的登记" : "收回过了，没有新的登记";
  io.out.write(plain(`${row.number} 号任务包（${row.team}）${words}`) + "\n");
  tellMissing(io, missing);
}

/** So many are told one by one. */
const toldAtOnce = 10;

function tell(
  { io, json }: Office,
  { row, own }: BroughtBack,
  { taken, waiting, back }: TakenIn,
  missing: readonly string[],
): void {
  const told = (some: TakenIn["waiting"]) =>
    some.map(({ candidate, reason }) => ({
      bundle: candidate.bundle.number,
      team: candidate.bundle.team,
      summary: candidate.act.summary,
      reason,
    }));
  if (json) {
    const all = { taken: taken.length, waiting: told(waiting), back, missing };
    io.out.write(jsonText({ bundle: row.number, team: row.team, ...all }));
    return;
  }
  const fresh = told(waiting.filter(({ candidate }) => candidate.waiting === null));
  const before = waiting.length - fresh.length;
  const wait =
    (fresh.length === 0 ? "" : `，${fresh.length} 次待定`) + (before === 0 ? "" : `（原来待定的还有 ${before} 次）`);
  const none = own.length === 0 ? "里面没有组里的登记" : `收下 ${taken.length} 次登记${wait}`;
  io.out.write(plain(`已收回 ${row.number} 号任务包（${row.team}）：${none}`) + "\n");
  for (const { team, summary, reason } of fresh.slice(0, toldAtOnce))
    io.out.write(plain(`  待定：${team} ${summary}（${reason}）`) + "\n");
  if (fresh.length > toldAtOnce) io.out.write(`  ……共 ${fresh.length} 次\n`);
  tellMissing(io, missing);
  io.err.write(
    nextSteps(
      [
        ...(own.length === 0 ? ["组里还在办的，等装好带回（tuban bundle back）再收一次"] : []),
        ...(waiting.length > 0 ? ["tuban bundle waiting    逐条决定"] : []),
        "tuban bundle list",
      ],
      io,
    ),
  );
}

function tellMissing({ err }: Office["io"], missing: readonly string[]): void {
  if (missing.length > 0)
    err.write(
      plain(
        `注意：有 ${missing.length} 个照片、文书没有随包带回：${missing.slice(0, 5).join("、")}；请组里重新装一个包，再收一次`,
      ) + "\n",
    );
}
