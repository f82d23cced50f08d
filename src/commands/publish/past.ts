/** tuban publish past: a version that was published on paper before the ledger began, with its own title, number and day; no file is made. */
import { resolve } from "node:path";
import { Stop, chineseDay, misuse, pastEntries, publishingPast } from "../../campaign/index.ts";
import type { Day, JudgedBy, ListName, ListRule, Problem, PublicEntry } from "../../campaign/index.ts";
import { candidateFacts, entriesOn, lastListingDay, nextVersion, recordEdition } from "../../ledger/acts/listings.ts";
import { attachEvidence, keepEvidence } from "../../ledger/evidence/files.ts";
import type { KeptFile } from "../../ledger/evidence/files.ts";
import type { Db } from "../../ledger/tables.ts";
import { findSubject } from "../../ledger/roster/find.ts";
import type { Office } from "../../office.ts";
import { readDay } from "../../read/day.ts";
import { readNames } from "../../read/names.ts";
import { byteOrderMark, csvText } from "../../write/csv.ts";
import { jsonText } from "../../write/json.ts";
import { markdownValue } from "../../write/markdown.ts";
import { nextSteps } from "../../write/message.ts";
import { plain } from "../../write/plain.ts";
import { calendarOf } from "../desk/calendar.ts";
import { actOf, openCampaign } from "../desk/campaign.ts";
import { ruleOf } from "./edition.ts";
import { chosen } from "./publish.ts";
import type { PublicText } from "./text.ts";

export interface PastOptions {
  /** A table with a column of names or credit codes. */
  readonly file?: string;
  readonly title?: string;
  readonly number?: string;
  /** One of the plan's situations. */
  readonly situation?: string;
  readonly until?: string;
  readonly scan?: readonly string[];
}

/** Records it; those on the list before stay on it. @throws Stop with everybody who is not found, or is on the list already */
export async function publishPast(
  office: Office,
  list: ListName,
  subjects: string | undefined,
  options: PastOptions,
): Promise<void> {
  const { ledger, code, plan } = await openCampaign(office);
  const { on } = office;
  const rule = ruleOf(plan, list, on);
  const title = options.title?.trim() || `${plan.region.name}校外培训机构${list}`;
  const number = options.number?.trim() ?? "";
  const situation = situationOf(rule, options.situation);
  const until = untilOf(options.until);
  const wanted = await wantedIn(office, ledger.db, subjects, options.file);
  const scans: KeptFile[] = [];
  for (const file of options.scan ?? []) scans.push(await keepEvidence(office.home, resolve(office.io.cwd, file)));
  const measure: JudgedBy = { plan, day: on, calendar: await calendarOf(office) };
  const { value } = await ledger.record(await actOf(office, "publish"), async (entry) => {
    const facts = await candidateFacts(entry.db, on, code, wanted);
    const asked = { campaign: code, rule, title, number, situation, until, measure };
    const entries = pastEntries(facts, asked, measure);
    const known = {
      facts,
      present: await entriesOn(entry.db, on, code, list),
      last: await lastListingDay(entry.db, code, list, null),
      version: await nextVersion(entry.db, code, list),
      text: textOf(entries, { title, number, on }),
    };
    const problems = publishingPast.problems(known, asked);
    if (problems.length > 0) throw new Stop(1, problems);
    const { version } = known;
    entry.describe(`补录${list}第 ${version} 版：${number}《${title}》，${entries.length} 家`);
    const id = await recordEdition(entry, publishingPast.facts(known, asked));
    for (const scan of scans) await attachEvidence(entry, "publication", id, scan, on);
    return { version, entries };
  });
  if (office.json) {
    office.io.out.write(jsonText({ list, version: value.version, title, number, on, entries: value.entries }));
    return;
  }
  const withScans = scans.length === 0 ? "" : `，扫描件 ${scans.length} 个`;
  const announced = `${number}《${title}》`;
  office.io.out.write(
    `${plain(`已补录${list}第 ${value.version} 版：${announced}，${on} 公布，${value.entries.length} 家${withScans}`)}\n`,
  );
  office.io.err.write(nextSteps(["tuban publish list"], office.io));
}

/** The one that is named, or the only one there is. @throws Stop where the plan has several and none is named */
function situationOf({ name, situations }: ListRule, asked: string | undefined): string {
  const names = situations.map((situation) => situation.name);
  const [only = ""] = names;
  if (asked === undefined && names.length === 1) return only;
  if (asked !== undefined && names.includes(asked.trim())) return asked.trim();
  return misuse("which-situation", asked === undefined ? `${name}要写列入的情形` : `${name}没有这种情形：${asked}`, {
    hint: `加 --situation ${names.join("、或 ")}`,
  });
}

function untilOf(text: string | undefined): Day | null {
  if (text === undefined) return null;
  return readDay(text) ?? misuse("bad-day", `看不懂日期：${text}`, { hint: "写成 2026-12-31" });
}

/** The short numbers of those on the paper. @throws Stop with everyone who is not found */
async function wantedIn(
  office: Office,
  db: Db,
  subjects: string | undefined,
  file: string | undefined,
): Promise<number[]> {
  const named = subjects === undefined ? [] : await chosen(db, office.on, subjects);
  if (file === undefined)
    return named.length > 0
      ? named
      : misuse("nobody-named", "没有写名单上是哪几家", { hint: "写编号或名称（3,5,7），或用 --file 名单.xlsx" });
  const found = new Set(named);
  const problems: Problem[] = [];
  for (const { names, place } of readNames(resolve(office.io.cwd, file)))
    try {
      found.add(await firstFound(db, office.on, names));
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
      problems.push(...error.problems.map((problem) => ({ ...problem, place })));
    }
  if (problems.length > 0) throw new Stop(2, problems);
  return [...found];
}

/** By the code, else by the name. @throws Stop as findSubject, of the last that was tried */
async function firstFound(db: Db, on: Day, names: readonly string[]): Promise<number> {
  for (const [nth, name] of names.entries())
    try {
      return (await findSubject(db, on, name)).subject;
    } catch (error) {
      if (!(error instanceof Stop) || nth === names.length - 1) throw error;
    }
  return misuse("unknown-subject", "这一行没有机构名称", { hint: "补上名称，或写统一社会信用代码" });
}

/** What is frozen of it: the paper itself is the scan. */
function textOf(
  entries: readonly PublicEntry[],
  { title, number, on }: { readonly title: string; readonly number: string; readonly on: Day },
): PublicText {
  const cell = (text: string): string => markdownValue(text, "| |");
  const rows = entries.map(({ name, address, situation }, nth) =>
    [`| ${nth + 1}`, cell(name), cell(address), `${cell(situation)} |`].join(" | "),
  );
  const published = `${number === "" ? "" : `${number}，`}${chineseDay(on)}公布，启用账本以前，按纸面补录。`;
  const of = (key: string, titled: string, value: (entry: PublicEntry) => string) => ({
    key,
    title: titled,
    value: ([, entry]: [number, PublicEntry]) => value(entry),
  });
  const columns = [
    { key: "no", title: "序号", kind: "number" as const, value: ([nth]: [number, PublicEntry]) => nth + 1 },
    of("name", "名称", ({ name }) => name),
    of("uscc", "统一社会信用代码", ({ uscc }) => uscc),
    of("address", "地址", ({ address }) => address),
    of("situation", "情形", ({ situation }) => situation),
    of("reason", "依据", ({ reason }) => reason),
    of("until", "有效至", ({ until }) => until ?? "移出为止"),
    of("publishedOn", "公布日期", () => on),
  ];
  return {
    title,
    markdown: [
      `# ${markdownValue(title, "# ")}`,
      "",
      markdownValue(published, ""),
      "",
      "| 序号 | 名称 | 地址 | 情形 |",
      "| ---: | --- | --- | --- |",
      ...rows,
      "",
    ].join("\n"),
    csv: csvText({ title, columns, rows: [...entries.entries()] }).replace(byteOrderMark, ""),
  };
}
