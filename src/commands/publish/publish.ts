/** tuban publish whitelist|blacklist: candidates with their reasons, a preview of the public text, then a numbered version that no longer changes. */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { Stop, listWord, misuse, noContactProblem, publishing, reasonsOf, refuse } from "../../campaign/index.ts";
import type { Candidate, Day, Judgement, ListName, ListRule, Problem } from "../../campaign/index.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import type { Db } from "../../ledger/tables.ts";
import { recordEdition } from "../../ledger/acts/listings.ts";
import { findSubject } from "../../ledger/roster/find.ts";
import type { Sink } from "../../io.ts";
import type { Office } from "../../office.ts";
import { byteOrderMark } from "../../write/csv.ts";
import { makeFolder, replaceFile, writeRefusal } from "../../write/files.ts";
import { jsonRows, jsonText } from "../../write/json.ts";
import { nextSteps, problemText } from "../../write/message.ts";
import { nextText } from "../../write/next.ts";
import { plain } from "../../write/plain.ts";
import type { Sheet } from "../../write/sheet.ts";
import { calendarOf } from "../desk/calendar.ts";
import { actOf, openCampaign, openCampaignAsOf, refuseNamelessRegion } from "../desk/campaign.ts";
import { print } from "../desk/print.ts";
import { nextEdition, ruleOf } from "./edition.ts";
import type { EditionSource, NextEdition } from "./edition.ts";
import type { PublicText } from "./text.ts";

export interface PublishOptions {
  readonly preview?: boolean;
  readonly out?: string;
  /** Also those that no situation fits. */
  readonly all?: boolean;
  readonly contact?: string;
  /** 3,5: of those not on the list yet, only these come with this version. */
  readonly only?: string;
  /** 第二批: what comes with this version is called. */
  readonly batch?: string;
  readonly csv?: boolean;
}

/** tuban publish whitelist, tuban publish blacklist. */
export async function publish(office: Office, list: ListName, options: PublishOptions): Promise<void> {
  const recording = !options.preview;
  if (recording && office.asOf !== office.on)
    misuse("publish-as-of", `公布只能按公布当天（${office.on}）的情况，不能按 ${office.asOf} 的`, {
      hint: `只是看看：加 --preview；补记从前的公布：--on ${office.asOf}，不写 --as-of`,
    });
  const { ledger, code, plan } = await (recording ? openCampaign : openCampaignAsOf)(office);
  const on = recording ? office.on : office.asOf;
  const rule = ruleOf(plan, list, on);
  if (recording) refuseNamelessRegion(plan);
  const contact = options.contact?.trim() || rule.contact;
  const source: EditionSource = {
    campaign: code,
    plan,
    rule,
    on,
    calendar: await calendarOf(office),
    contact: contact ?? "（待填）",
    only: options.only === undefined ? null : await chosen(ledger.db, on, options.only),
    batch: options.batch?.trim() || null,
  };
  const edition = await ledger.read((db) => nextEdition(db, source));
  if (recording) stopOn(publishing.problems(edition, source));
  if (!(office.json && recording)) await showCandidates(office, list, edition, options);
  if (!recording) return showPreview(office, rule, edition, options.csv ? office.io.err : office.io.out);
  if (contact === null) throw new Stop(1, [noContactProblem(plan, rule)]);
  if (edition.unchanged) return nothingNew(office, list, edition);
  showPreview(office, rule, edition, office.io.err);
  if (
    !office.yes &&
    !(await office.io.ask.confirm({
      message: `公布${list}第 ${edition.version} 版（${edition.entries.length} 家）？公布后不能改动`,
      instead: "--yes",
    }))
  )
    refuse("not-confirmed", `没有公布${list}`, { hint: "账本没有改动；要公布的再运行一次，问到时答“是”" });
  await record(office, ledger, source, edition, options);
}

/** The short numbers of those named, by number, code or name. @throws Stop for one that is not found */
export async function chosen(db: Db, on: Day, text: string): Promise<number[]> {
  const subjects: number[] = [];
  for (const query of text.split(/[,，、;；\s]+/).filter(Boolean))
    subjects.push((await findSubject(db, on, query)).subject);
  return subjects.length > 0 ? subjects : misuse("nobody-chosen", "--only 没有写是哪几家", { hint: "写成 --only 3,5" });
}

function stopOn(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new Stop(1, problems);
}

/** Who stands and who is held back, with the reason and the line to type; the others are counted. */
async function showCandidates(
  office: Office,
  list: ListName,
  edition: NextEdition,
  { all = false, csv }: PublishOptions,
): Promise<void> {
  const { version, candidates, entries, fresh, leaving } = edition;
  const fitting = candidates.filter(({ judgement }) => judgement.verdicts.length > 0);
  const sheet: Sheet<Candidate> = {
    title: `${list}第 ${version} 版：候选 ${fitting.length} 家，列入 ${entries.length} 家，其中新列入 ${fresh.size} 家`,
    columns: candidateColumns(edition),
    rows: all ? candidates : fitting,
  };
  if (office.json) {
    const removed = leaving.map(({ subject, reason }) => ({ subject, reason }));
    office.io.out.write(
      jsonText({
        list,
        version,
        candidates: jsonRows(sheet),
        entries,
        newEntries: [...fresh],
        removed,
        others: othersOf(edition),
      }),
    );
    return;
  }
  await print(office, sheet, { csv });
  if (csv) return;
  const others = othersOf(edition);
  if (others > 0 && !all) office.io.err.write(`另有 ${others} 家不符合列入情形（--all 全部列出）\n`);
  for (const { facts, judgement } of candidates)
    if (judgement.elsewhere !== null)
      office.io.err.write(`${plain(`${facts.subject} ${facts.name}：${judgement.elsewhere}`)}\n`);
  for (const { subject, name, reason } of leaving)
    office.io.err.write(`${plain(`本版移出：${subject} ${name}（${reason}）`)}\n`);
}

/** How many no situation fits. */
const othersOf = ({ candidates }: NextEdition): number =>
  candidates.filter(({ judgement }) => judgement.verdicts.length === 0 && judgement.elsewhere === null).length;

const candidateColumns = ({ entries }: NextEdition): Sheet<Candidate>["columns"] => [
  { key: "subject", title: "编号", kind: "number", value: ({ facts }) => facts.subject },
  { key: "name", title: "名称", value: ({ facts }) => facts.name },
  { key: "verdict", title: "结论", value: (candidate) => verdictOf(candidate, entries) },
  { key: "situation", title: "情形", value: ({ judgement }) => judgement.situations.join("、") },
  {
    key: "reason",
    title: "理由",
    value: ({ judgement }) =>
      judgement.stands
        ? `${judgement.verdicts.length - 1} 项条件全部符合`
        : (judgement.elsewhere ?? reasonsOf(judgement)),
  },
  {
    key: "next",
    title: "下一步",
    value: ({ judgement }) => commandOf(judgement),
  },
];

/** The line to type for the first condition that one supplies; empty where there is none. */
const commandOf = ({ verdicts }: Judgement): string => {
  const next = verdicts.find(({ held }) => held?.next)?.held?.next;
  return next ? nextText(next) : "";
};

function verdictOf({ facts, judgement }: Candidate, entries: NextEdition["entries"]): string {
  if (judgement.stands && !entries.some(({ subject }) => subject === facts.subject)) return "符合，本次不列";
  if (judgement.stands) return judgement.listed ? "继续列入" : "拟列入";
  if (judgement.listed) return "移出";
  return judgement.verdicts.length > 0 ? "暂缓" : "不符合情形";
}

/** The public text, which the writers have made harmless to the terminal already; with it the duty that comes with persons in it. */
function showPreview(office: Office, rule: ListRule, { text, entries, candidates }: NextEdition, to: Sink): void {
  if (office.json) return;
  to.write(`\n公开文本预览：\n\n${text.markdown}\n`);
  const named = new Set(entries.map(({ subject }) => subject));
  const persons = candidates.filter(
    ({ facts }) => named.has(facts.subject) && facts.kind !== "机构" && facts.kind !== "学校",
  ).length;
  if (persons > 0) {
    const message = `${rule.name}含自然人 ${persons} 名，姓名已隐去；公开前应做个人信息保护影响评估并留档（个人信息保护法第五十五条）`;
    const hint = "评估写成一份文件，和公布的底稿一起留档";
    office.io.err.write(
      problemText({ code: "personal-information", message, hint }, { color: office.io.color, severity: "warning" }),
    );
  }
}

function nothingNew(office: Office, list: ListName, { version, entries }: NextEdition): void {
  const message =
    entries.length === 0 ? `没有一家可以列入${list}，没有公布` : `与第 ${version - 1} 版相比没有变化，没有出新版`;
  if (office.json) office.io.out.write(jsonText({ list, published: false, message }));
  else office.io.out.write(`${message}\n`);
}

async function record(
  office: Office,
  ledger: Ledger,
  source: EditionSource,
  seen: NextEdition,
  options: PublishOptions,
): Promise<void> {
  const { rule } = source;
  const folder = options.out === undefined ? join(office.home.folder, "名单") : resolve(office.io.cwd, options.out);
  const paths = await pathsIn(folder, rule.name, seen.version);
  const command = `publish ${listWord(rule.name)}`;
  await ledger.record(await actOf(office, command), async (entry) => {
    const edition = await nextEdition(entry.db, source);
    const { version, entries, fresh, leaving, text } = edition;
    if (text.markdown !== seen.text.markdown || text.csv !== seen.text.csv)
      refuse("ledger-moved", "预览之后账本又有新的登记，没有公布", { hint: "再运行一次，看过新的预览再公布" });
    const gone = leaving.length > 0 ? `，移出 ${leaving.length} 家` : "";
    const batch = source.batch === null ? "" : `（${source.batch}）`;
    const came = fresh.size === 0 || fresh.size === entries.length ? "" : `，新列入 ${fresh.size} 家`;
    entry.describe(`公布${rule.name}第 ${version} 版${batch}，${entries.length} 家${came}${gone}`);
    await recordEdition(entry, publishing.facts(edition, source));
  });
  await writeAll(paths, seen.text, `tuban publish show ${listWord(rule.name)} ${seen.version}`);
  report(office, rule.name, seen, [paths.word, paths.markdown, paths.csv]);
}

interface Paths {
  readonly word: string;
  readonly markdown: string;
  readonly csv: string;
}

/** Where the files go. Made ready before anything is recorded. @throws Stop when a file is there already or the folder cannot be made */
async function pathsIn(folder: string, list: ListName, version: number): Promise<Paths> {
  await makeFolder(folder);
  const path = (ending: string): string => join(folder, `${list}-第${version}版${ending}`);
  const paths = { word: path(".docx"), markdown: path(".md"), csv: path(".csv") };
  const taken = Object.values(paths).find((path) => existsSync(path));
  if (taken !== undefined)
    refuse("file-exists", `文件已存在，不会覆盖：${taken}`, { hint: "用 --out 文件夹 换一个地方" });
  return paths;
}

/** @throws Stop (exit 3) when a file cannot be written: the version is recorded all the same, and comes out again with `again` */
async function writeAll(paths: Paths, text: PublicText, again: string): Promise<void> {
  const { wordOf } = await import("../report/word.ts");
  try {
    await replaceFile(paths.word, wordOf(text.markdown));
    await replaceFile(paths.markdown, text.markdown);
    await replaceFile(paths.csv, byteOrderMark + text.csv);
  } catch (error) {
    const [problem] = writeRefusal(error, paths.markdown).problems;
    const message = `名单已经登记公布，但公开文本没有写成：${problem?.message ?? paths.markdown}`;
    throw new Stop(3, [{ code: "edition-unwritten", message, hint: `用 ${again} 和 ${again} --csv 再取` }]);
  }
}

function report(
  office: Office,
  list: ListName,
  { version, entries, fresh, leaving }: NextEdition,
  files: readonly string[],
): void {
  if (office.json) {
    const removed = leaving.map(({ subject, reason }) => ({ subject, reason }));
    office.io.out.write(jsonText({ list, published: true, version, entries, newEntries: [...fresh], removed, files }));
    return;
  }
  office.io.out.write(
    `已公布${list}第 ${version} 版，${entries.length} 家：\n${files.map((file) => `  ${file}\n`).join("")}`,
  );
  office.io.err.write(nextSteps([`tuban publish show ${listWord(list)} ${version}`, "tuban publish list"], office.io));
}
