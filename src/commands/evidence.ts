/** tuban evidence: photos, recordings and papers kept with the facts they show. */
import { existsSync } from "node:fs";
import { open, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { Stop, addDays, cleanCell, misuse, readFindingNumber, readShortNumber, refuse } from "../campaign/index.ts";
import type { Day, EvidenceOf, Problem } from "../campaign/index.ts";
import { caseNamed } from "../ledger/acts/cases.ts";
import {
  attachEvidence,
  evidenceAtHand,
  evidencePath,
  keepEvidence,
  verifyEvidence,
} from "../ledger/evidence/files.ts";
import type { KeptFile } from "../ledger/evidence/files.ts";
import { evidenceNow, filesOf, showsOf } from "../ledger/evidence/exhibits.ts";
import type { Exhibit } from "../ledger/evidence/exhibits.ts";
import { findSubject } from "../ledger/roster/find.ts";
import type { Db } from "../ledger/tables.ts";
import { orderNamed } from "../ledger/acts/orders.ts";
import { findingsIn, institutionsIn } from "../ledger/now.ts";
import { rootsOf, subjectsOfFindings } from "../ledger/root.ts";
import { visitsNow } from "../ledger/now.ts";
import type { Office } from "../office.ts";
import { isPicture, noPhotoFacts, readPhoto } from "../read/photo.ts";
import type { PhotoFacts } from "../read/photo.ts";
import { jsonText } from "../write/json.ts";
import { nextSteps, problemText } from "../write/message.ts";
import { plain } from "../write/plain.ts";
import type { Column } from "../write/sheet.ts";
import { actOf, openCampaign, openCampaignAsOf } from "./desk/campaign.ts";
import { heedDoubts } from "./desk/doubts.ts";
import { photoDoubts } from "./desk/photos.ts";
import { print } from "./desk/print.ts";
import { fileNameOf } from "../write/file-name.ts";

export interface AddOptions {
  readonly finding?: string;
  readonly inspection?: string;
  readonly order?: string;
  readonly case?: string;
}

interface Bearer {
  readonly fact: EvidenceOf;
  readonly id: number;
  /** The day of what the file shows. */
  readonly day: Day;
  readonly name: string;
  readonly subject: number | null;
}

/** tuban evidence add. @throws Stop when a file cannot be read or there is nothing to attach it to; then nothing is recorded */
export async function evidenceAdd(office: Office, words: readonly string[], given: AddOptions): Promise<void> {
  const { files, options } = bearerAmong(words, given, office.io.cwd);
  const { ledger, code } = await openCampaign(office);
  const act = await actOf(office, "evidence add");
  const asked = await bearerOf(office, ledger.db, code, options);
  const kept: Kept[] = [];
  for (const file of files) {
    const one = await keepEvidence(office.home, resolve(office.io.cwd, file));
    kept.push({ file: one, facts: await photoOf(evidencePath(office.home, one)) });
  }
  const shown = { subject: asked.subject, shows: showsOf(asked.fact), of: asked.name };
  await heedDoubts(
    office,
    await photoDoubts(
      ledger.db,
      office,
      kept.map(({ file }) => ({ ...file, ...shown })),
    ),
  );
  const { value } = await ledger.record(act, async (entry) => {
    const bearer = await bearerOf(office, entry.db, code, options);
    if (office.on < bearer.day)
      refuse("evidence-before", `${bearer.name}是 ${bearer.day} 的，${office.on} 还没有`, { hint: "核对 --on 的日期" });
    const before = new Set((await filesOf(entry.db, bearer.fact, [bearer.id])).map(({ sha256 }) => sha256));
    const fresh = kept.filter(({ file }) => !before.has(file.sha256));
    for (const { file } of fresh) await attachEvidence(entry, bearer.fact, bearer.id, file, office.on);
    entry.describe(`${bearer.name}：证据 ${fresh.map(({ file }) => file.name).join("、")}`);
    return { bearer, fresh: new Set(fresh.map(({ file }) => file.sha256)) };
  });
  tell(office, kept, value);
}

/** `tuban evidence add w3 a.jpg`: what the files show may stand among them, where it can be nothing else than that. */
function bearerAmong(
  words: readonly string[],
  options: AddOptions,
  folder: string,
): { readonly files: readonly string[]; readonly options: AddOptions } {
  const told = [options.finding, options.inspection, options.order, options.case].some((one) => one !== undefined);
  const bearers = words.flatMap((word): [string, AddOptions][] => {
    if (existsSync(resolve(folder, word))) return [];
    const of = readShortNumber(word)?.of;
    if (of === "问题") return [[word, { finding: word }]];
    if (of === "机构") return [[word, { inspection: word }]];
    return /〔\d{4}〕\d+号$/.test(word) ? [[word, { order: word }]] : [];
  });
  const [only, ...others] = bearers;
  if (told || only === undefined || others.length > 0) return { files: words, options };
  return { files: words.filter((word) => word !== only[0]), options: only[1] };
}

/** A file with what its camera wrote into it. */
interface Kept {
  readonly file: KeptFile;
  readonly facts: PhotoFacts;
}

function tell(
  { io, json }: Office,
  kept: readonly Kept[],
  { bearer, fresh }: { readonly bearer: Bearer; readonly fresh: ReadonlySet<string> },
): void {
  const warnings = kept.flatMap(({ file, facts }) => dayWarning(file.name, facts, bearer) ?? []);
  if (json)
    io.out.write(
      jsonText({
        attachedTo: bearer.name,
        files: kept.map(({ file, facts }) => ({ ...file, ...facts, kept: fresh.has(file.sha256) })),
        warnings,
      }),
    );
  else
    for (const { file, facts } of kept) {
      const again = fresh.has(file.sha256) ? "已登记" : "已在册，没有重复登记";
      io.out.write(`${plain(`${again} ${file.name}（${sizeText(file.bytes)}）→ ${bearer.name}${factsText(facts)}`)}\n`);
    }
  for (const warning of warnings) io.err.write(problemText(warning, { color: io.color, severity: "warning" }));
}

async function bearerOf(office: Office, db: Db, campaign: string, options: AddOptions): Promise<Bearer> {
  const given = Object.entries(options).filter(
    ([key, value]) => typeof value === "string" && ["finding", "inspection", "order", "case"].includes(key),
  );
  if (given.length !== 1)
    misuse("one-bearer", "要写明证据属于哪一件事，只写一件", {
      hint: "写 w问题编号、j机构编号（最近一次检查）或文号，如 tuban evidence add w3 照片.jpg；案件的加 --case 案件",
    });
  if (options.finding !== undefined) {
    const wanted = readFindingNumber(options.finding.replace(/^#/, "")) ?? 0;
    const now = (await rootsOf(db, await subjectsOfFindings(db, [wanted]))).on({ day: office.today });
    const finding = findingsIn(now, { campaign }).find(({ id }) => id === wanted);
    if (!finding)
      return misuse("unknown-finding", `没有这个问题：${options.finding}`, { hint: "用 tuban show 机构 看问题编号" });
    const owner = institutionsIn(now).find(({ subject }) => subject === finding.subject);
    return {
      fact: "finding",
      id: finding.id,
      day: finding.happened_on,
      subject: finding.subject,
      name: `问题 ${finding.id}（${finding.subject} ${owner?.name ?? ""}）`,
    };
  }
  if (options.order !== undefined) {
    const order = await orderNamed(db, office.today, campaign, options.order);
    return {
      fact: "orders",
      id: order.id,
      subject: order.subject,
      day: order.happened_on,
      name: `${order.kind} ${order.number}`,
    };
  }
  if (options.case !== undefined) {
    const { row } = await caseNamed(db, office.today, campaign, options.case);
    return { fact: "penalty_case", id: row.id, subject: row.subject, day: row.acted_on, name: `案件 ${row.id}` };
  }
  const subject = await findSubject(db, office.on, options.inspection ?? "");
  const visit = (await visitsNow(db, office.on, { campaign, subject: subject.subject })).at(-1);
  if (!visit)
    return refuse("no-inspection", `${subject.subject} ${subject.name} 到 ${office.on} 还没有检查过`, {
      hint: `先检查：tuban inspect ${subject.subject}`,
    });
  return {
    fact: "inspection",
    id: visit.id,
    subject: subject.subject,
    day: visit.happened_on,
    name: `${visit.happened_on} ${subject.name}的${visit.kind}`,
  };
}

/** A photo of another day than what it is to show; camera clocks and midnight count a day either way. */
function dayWarning(name: string, { takenOn, takenAt }: PhotoFacts, bearer: Bearer): Problem | null {
  if (takenOn === null || (takenOn >= addDays(bearer.day, -1) && takenOn <= addDays(bearer.day, 1))) return null;
  return {
    code: "photo-of-another-day",
    message: `${name} 拍摄于 ${takenAt ?? takenOn}，${bearer.name}是 ${bearer.day} 的`,
    hint: "核对是不是拿错了照片；相机时间不准的，在笔录里说明",
  };
}

/** The first megabyte holds a JPEG's EXIF part; a HEIC has to be read whole. */
async function photoOf(path: string): Promise<PhotoFacts> {
  try {
    const file = await open(path, "r");
    try {
      const head = new Uint8Array(1 << 20);
      const { bytesRead } = await file.read(head, 0, head.length, 0);
      const start = head.subarray(0, bytesRead);
      if (!isPicture(start)) return noPhotoFacts;
      const whole = start[0] === 0xff || bytesRead < head.length ? start : new Uint8Array(await readFile(path));
      return await readPhoto(whole);
    } finally {
      await file.close();
    }
  } catch {
    return noPhotoFacts;
  }
}

export interface EvidenceListOptions {
  readonly case?: string;
  readonly csv?: boolean;
}

interface Shown extends Exhibit {
  readonly facts: PhotoFacts;
}

const exhibitColumns: readonly Column<Shown>[] = [
  { key: "id", title: "编号", kind: "number", value: ({ id }) => id },
  { key: "name", title: "文件", value: ({ name }) => name },
  { key: "of", title: "属于", value: ({ of }) => of },
  { key: "subject", title: "机构编号", kind: "number", value: ({ subject }) => subject },
  { key: "happenedOn", title: "登记日期", kind: "day", value: ({ happened_on }) => happened_on },
  { key: "takenAt", title: "拍摄时间", value: ({ facts }) => facts.takenAt },
  { key: "place", title: "拍摄地点", value: ({ facts }) => placeText(facts) },
  { key: "bytes", title: "字节", kind: "number", value: ({ bytes }) => bytes },
  { key: "sha256", title: "校验值", kind: "code", value: ({ sha256 }) => sha256 },
];

/** tuban evidence list: what is kept, of whom, with the time and place that photos carry. */
export async function evidenceList(
  office: Office,
  query: string | undefined,
  options: EvidenceListOptions,
): Promise<void> {
  const exhibits = await exhibitsMeant(office, query, options.case);
  const rows: Shown[] = [];
  await evidenceAtHand((await office.ledger()).db, office.home, exhibits);
  for (const exhibit of exhibits) rows.push({ ...exhibit, facts: await photoOf(evidencePath(office.home, exhibit)) });
  // A screen has room for these; the rest is in --csv and --json.
  const onScreen = !office.json && options.csv !== true;
  const shown = new Set(["id", "name", "of", "takenAt", "place"]);
  await print(
    office,
    {
      title: `证据（截至 ${office.asOf}，${rows.length} 件）`,
      columns: onScreen ? exhibitColumns.filter(({ key }) => shown.has(key)) : exhibitColumns,
      rows,
    },
    options,
  );
}

async function exhibitsMeant(
  office: Office,
  query: string | undefined,
  caseQuery: string | undefined,
): Promise<readonly Exhibit[]> {
  const { ledger, code } = await openCampaignAsOf(office);
  return ledger.read(async (db) => {
    const all = await evidenceNow(db, office.asOf, code);
    if (caseQuery !== undefined) {
      const { row, steps, findings } = await caseNamed(db, office.asOf, code, caseQuery);
      const of = new Map<EvidenceOf, readonly number[]>([
        ["penalty_case", [row.id]],
        ["case_step", steps.map(({ id }) => id)],
        ["finding", findings],
      ]);
      return all.filter(({ fact, fact_id }) => of.get(fact)?.includes(fact_id));
    }
    if (query === undefined) return all;
    const { subject } = await findSubject(db, office.asOf, query);
    return all.filter((exhibit) => exhibit.subject === subject);
  });
}

/** tuban evidence verify: every file against its hash. @throws Stop (exit 4) naming what is missing or altered */
export async function evidenceVerify(office: Office): Promise<void> {
  const { db } = await office.ledger();
  const { files, problems } = await verifyEvidence(db, office.home);
  if (problems.length > 0) throw new Stop(4, problems);
  office.io.out.write(office.json ? jsonText({ files, faults: [] }) : `证据完好：${files} 个文件逐一核对无误\n`);
}

export interface ExportOptions {
  readonly case?: string;
  readonly out?: string;
}

/** tuban evidence export: copies with readable names and a list that says what each shows and what its hash is. @throws Stop */
export async function evidenceExport(office: Office, query: string | undefined, options: ExportOptions): Promise<void> {
  const exhibits = await exhibitsMeant(office, query, options.case);
  if (exhibits.length === 0) refuse("no-evidence", "没有可以导出的证据", { hint: "用 tuban evidence list 看有哪些" });
  const { db } = await office.ledger();
  const { problems } = await verifyEvidence(db, office.home, new Set(exhibits.map(({ sha256 }) => sha256)));
  if (problems.length > 0) throw new Stop(4, problems);
  await evidenceAtHand(db, office.home, exhibits);
  const folder = resolve(office.io.cwd, options.out ?? "证据");
  const [{ makeFolder, writeOut }, { csvText }] = await Promise.all([
    import("../write/files.ts"),
    import("../write/csv.ts"),
  ]);
  await makeFolder(folder);
  const rows: (Shown & { readonly file: string })[] = [];
  for (const exhibit of exhibits) {
    const path = evidencePath(office.home, exhibit);
    const file = `${String(rows.length + 1).padStart(3, "0")}-${fileNameOf(cleanCell(exhibit.name)) || "证据"}`;
    await writeOut(join(folder, file), await readFile(path), office);
    rows.push({ ...exhibit, file, facts: await photoOf(path) });
  }
  const list = csvText<(typeof rows)[number]>({
    title: "证据清单",
    columns: [
      { key: "file", title: "文件", value: (row) => row.file },
      { key: "of", title: "证明什么", value: (row) => row.of },
      { key: "subject", title: "机构编号", kind: "number", value: (row) => row.subject },
      { key: "happenedOn", title: "登记日期", kind: "day", value: (row) => row.happened_on },
      { key: "takenAt", title: "拍摄时间", value: (row) => row.facts.takenAt },
      { key: "place", title: "拍摄地点", value: (row) => placeText(row.facts) },
      { key: "sha256", title: "SHA-256", kind: "code", value: (row) => row.sha256 },
    ],
    rows,
  });
  await writeOut(join(folder, "证据清单.csv"), list, office);
  office.io.out.write(
    office.json
      ? jsonText({ folder, files: rows.map(({ file, sha256 }) => ({ file, sha256 })) })
      : `${plain(`已导出 ${rows.length} 个文件和证据清单.csv 到 ${folder}`)}\n`,
  );
  office.io.err.write(nextSteps(["tuban evidence verify"], office.io));
}

function sizeText(bytes: number): string {
  return bytes < 1 << 20 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / (1 << 20)).toFixed(1)} MB`;
}

function placeText({ latitude, longitude }: PhotoFacts): string | null {
  return latitude === null || longitude === null ? null : `${latitude},${longitude}`;
}

function factsText(facts: PhotoFacts): string {
  const parts = [facts.takenAt === null ? "" : `拍摄于 ${facts.takenAt}`, placeText(facts) ?? ""].filter(Boolean);
  return parts.length === 0 ? "" : `，${parts.join("，")}`;
}
