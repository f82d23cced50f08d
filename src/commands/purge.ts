/** tuban purge (到期销毁): sealed texts and files of evidence whose time of keeping has run out; the facts stay with their digests. */
import { misuse } from "../campaign/index.ts";
import type { Day } from "../campaign/index.ts";
import { casesNow } from "../ledger/acts/cases.ts";
import { entriesNow } from "../ledger/acts/registers.ts";
import { isServer } from "../ledger/engines/storage.ts";
import { erase, isSealed, sealedText } from "../ledger/acts/sealed.ts";
import { evidenceNow } from "../ledger/evidence/exhibits.ts";
import type { Exhibit } from "../ledger/evidence/exhibits.ts";
import { destroyEvidence, erasedFiles } from "../ledger/evidence/files.ts";
import { dropStored } from "../ledger/evidence/stored.ts";
import { fromJson } from "../ledger/json.ts";
import { findingsListed } from "../ledger/spans/findings.ts";
import type { Db } from "../ledger/tables.ts";
import type { Office } from "../office.ts";
import { readDay } from "../read/day.ts";
import { jsonText } from "../write/json.ts";
import { plain } from "../write/plain.ts";
import { actOf, openCampaign } from "./desk/campaign.ts";
import type { OpenedCampaign } from "./desk/campaign.ts";

export interface PurgeOptions {
  readonly until: string;
  readonly rule: string;
  readonly sealed?: boolean;
  readonly evidence?: boolean;
}

interface SealedField {
  readonly entry: number;
  readonly number: string;
  readonly field: string;
}

interface Found {
  readonly sealed: readonly SealedField[];
  readonly files: readonly Exhibit[];
}

/** Lists what has run out; with --yes erases it. @throws Stop when no rule or nothing to erase is named, or the day has not passed */
export async function purge(office: Office, options: PurgeOptions): Promise<void> {
  const rule = options.rule.trim();
  const until = readDay(options.until);
  if (until === null) return misuse("bad-day", `看不懂日期：${options.until}`, { hint: "写成 2023-12-31" });
  if (until >= office.today)
    misuse("purge-not-over", `${until} 还没有过去，不能当作期满`, { hint: "写一个已经过去的日期" });
  if (rule === "") misuse("no-purge-rule", "销毁要写明按哪条保管期限规定", { hint: "加 --rule 规定的名称和条目" });
  if (options.sealed !== true && options.evidence !== true)
    misuse("nothing-to-purge", "没有写明销毁什么", {
      hint: "加 --sealed（保密内容）、--evidence（佐证文件），或两样都写",
    });
  const opened = await openCampaign(office);
  const wanted = { until, sealed: options.sealed === true, evidence: options.evidence === true };
  const found = await foundIn(opened.ledger.db, opened, office.today, wanted);
  if (!office.yes) return tell(office, found, until, false);
  const act = await actOf(office, "purge");
  const { value } = await opened.ledger.record(act, async (entry) => {
    const now = await foundIn(entry.db, opened, office.today, wanted);
    for (const { entry: ofEntry, field } of now.sealed)
      await erase(entry, { ofEntry, field, reason: `到期销毁：${rule}`, on: office.on });
    for (const sha256 of new Set(now.files.map((file) => file.sha256))) {
      await entry.add("evidence_erasure", { sha256, rule, happened_on: office.on });
      await dropStored(entry.db, sha256);
    }
    entry.describe(
      `到期销毁：保密内容 ${now.sealed.length} 处、佐证 ${now.files.length} 件（${until} 及以前；${rule}）`,
    );
    return now;
  });
  await destroyEvidence(office.home, value.files);
  tell(office, value, until, true);
}

async function foundIn(
  db: Db,
  opened: OpenedCampaign,
  today: Day,
  { until, sealed, evidence }: { readonly until: Day; readonly sealed: boolean; readonly evidence: boolean },
): Promise<Found> {
  return {
    sealed: sealed ? await sealedOver(db, opened, today, until) : [],
    files: evidence ? await filesOver(db, opened, today, until) : [],
  };
}

/** Sealed texts of entries that ended on the day or before, and of their parts. */
async function sealedOver(db: Db, { code, plan }: OpenedCampaign, today: Day, until: Day): Promise<SealedField[]> {
  const over = (await entriesNow(db, today, plan, { campaign: code })).filter(
    ({ ended, since }) => ended && since <= until,
  );
  const found: SealedField[] = [];
  for (const { row } of over.flatMap((entry) => [entry, ...entry.parts]))
    for (const [field, value] of Object.entries(fromJson(row.fields)))
      if (isSealed(value) && (await sealedText(db, row.id, field)) !== null)
        found.push({ entry: row.id, number: row.number, field });
  return found;
}

/** Files that came by the day, of subjects about whom nothing is open; a file that anything later shows, too, stays. */
async function filesOver(db: Db, { code }: OpenedCampaign, today: Day, until: Day): Promise<Exhibit[]> {
  const open = new Set([
    ...(await findingsListed(db, today, { campaign: code })).flatMap(({ stage, subject }) =>
      stage === "销号" ? [] : [subject],
    ),
    ...(await casesNow(db, today, { campaign: code })).flatMap(({ row, state }) =>
      state.stage === "已结案" ? [] : [row.subject],
    ),
  ]);
  const gone = await erasedFiles(db);
  const all = await evidenceNow(db, today, code);
  const stays = new Set(
    all
      .filter(({ happened_on, subject }) => happened_on > until || subject === null || open.has(subject))
      .map(({ sha256 }) => sha256),
  );
  return all.filter(({ sha256 }) => !stays.has(sha256) && !gone.has(sha256));
}

function tell(office: Office, { sealed, files }: Found, until: Day, done: boolean): void {
  if (office.json) {
    office.io.out.write(
      jsonText({
        until,
        done,
        sealed: sealed.map(({ number, field }) => ({ number, field })),
        files: files.map(({ sha256, name, of }) => ({ sha256, name, of })),
      }),
    );
    return;
  }
  for (const { number, field } of sealed) office.io.out.write(`${plain(`保密内容：${number} 的“${field}”`)}\n`);
  for (const { name, of, subject } of files)
    office.io.out.write(`${plain(`佐证：${name}（机构 ${subject ?? ""}，${of}）`)}\n`);
  const count = `保密内容 ${sealed.length} 处、佐证 ${files.length} 件`;
  if (!done) {
    const hint = sealed.length + files.length === 0 ? "" : "；看过没有错，加 --yes 销毁，销毁了找不回来";
    office.io.out.write(`${until} 及以前办结、可以销毁的：${count}${hint}\n`);
    return;
  }
  office.io.out.write(`已销毁：${count}；登记和摘要留在账上，tuban verify 照样核对\n`);
  office.io.err.write("注意：以前的备份里还有，到期的备份也要销毁；导出过的、印出去的，tuban 收不回来\n");
  if (isServer(office.home.ledger))
    office.io.err.write(
      "注意：数据库删去的内容，要整理过才从服务器的磁盘上抹掉，请管理员对账本所在的 schema 运行 vacuum full sealed_text, file_piece\n",
    );
}
