/** tuban form in: what was filled in on phones, through the gates of inspect; whatever is sent again is known by its instance. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { misuse } from "../../campaign/index.ts";
import type { Item, Problem } from "../../campaign/index.ts";
import { campaignOn } from "../../ledger/campaigns.ts";
import { attachLate, failedItems, notAttached, visitsOfSubmissions } from "../../ledger/acts/submissions.ts";
import type { LatePhotograph } from "../../ledger/acts/submissions.ts";
import { keepEvidence } from "../../ledger/evidence/files.ts";
import type { Done } from "../../io.ts";
import type { Office } from "../../office.ts";
import { readDay } from "../../read/day.ts";
import { isPicture } from "../../read/photo.ts";
import type { ResultField, ResultRow } from "../../read/results.ts";
import { readSubmissions } from "../../read/submissions.ts";
import type { Photograph, Submission } from "../../read/submissions.ts";
import { problemsText } from "../../write/message.ts";
import { plain } from "../../write/plain.ts";
import { actOf, openCampaign } from "../desk/campaign.ts";
import type { OpenedCampaign } from "../desk/campaign.ts";
import { evidenceFault } from "../inspect/ask.ts";
import { recordRows, rowsUnderstood } from "../inspect/results.ts";
import { showResults } from "../inspect/results-shown.ts";
import { countOf, sorted } from "./sorted.ts";
import { asked, checklistForm, formMark, institutionOf, noLists, wordsOf } from "./questions.ts";

/** Gives 3 when some were set aside. @throws Stop for a form of another plan; then nothing is recorded */
export async function formIn(office: Office, files: readonly string[]): Promise<Done> {
  const read = readSubmissions(
    files.map((file) => resolve(office.io.cwd, file)),
    asked.mark,
  );
  const opened = await openCampaign(office);
  const register = registerIn(read.submissions);
  if (register !== null) return (await import("./in-book.ts")).entriesIn(office, register, read);
  const { good, aside } = sorted(read.headed(wordsOf(checklistForm(opened, noLists))));
  await refuseOtherForms(opened, good);
  const known = await visitsOfSubmissions(
    opened.ledger.db,
    office.today,
    good.map(({ instance }) => instance),
  );
  const items = opened.plan.topics.flatMap((topic) => topic.items);
  const photos = new Photos(read.photograph, good, photoQuestions(items));
  try {
    const fresh = good.filter(({ instance }) => !known.has(instance));
    const rows = fresh.map((one) => rowOf(one, items, photos));
    const { told, faults } = await rowsUnderstood(
      office,
      rows.map(({ row }) => row),
      {
        by: undefined,
        kind: "排查",
        files: { pathOf: (name) => name, faultOf: evidenceFault },
      },
    );
    const submissions = new Map(rows.map(({ row, submission }) => [row, submission]));
    const answered = told.filter(({ visit, row }) => {
      const problem = unansweredOf(visit.items, submissions.get(row));
      if (problem) aside.push(problem);
      return problem === null;
    });
    const taken = await recordRows(office, answered, {
      title: `手机填报 ${files.map((file) => basename(file)).join("、")}`,
      with: async (entry, row, inspection) => {
        const [instance, form] = [submissions.get(row)?.instance ?? "", submissions.get(row)?.answer(asked.mark) ?? ""];
        await entry.add("submission", { inspection, instance, form, happened_on: row.day ?? office.on });
      },
    });
    const late = await recordLate(office, opened, good, { known, photos, items });
    await showResults(office, { ...taken, blank: 0 });
    aside.push(...faults);
    const changed = await changedSince(opened, good, { known, items });
    tell(office, { known: known.size, late, missing: photos.missing, odd: [...photos.odd], changed, aside });
    return aside.length > 0 ? 3 : 0;
  } finally {
    photos.drop();
  }
}

/** The register that all of the submissions are of; null for the checklist. */
function registerIn(submissions: readonly Submission[]): string | null {
  const marks = submissions.map((one) => one.answer(asked.mark)).filter((mark) => mark !== "");
  const names = new Set(marks.map((mark) => mark.split("/").slice(2).join("/")));
  if (names.size > 1)
    misuse("forms-mixed", `里面有几种表单：${[...names].map((name) => name || "检查表").join("、")}`, {
      hint: "一种一种地收",
    });
  const [only = ""] = names;
  return only === "" ? null : only;
}

/** The items have to be the ones that the plan had on the day of the visit. */
async function refuseOtherForms({ ledger, code }: OpenedCampaign, submissions: readonly Submission[]): Promise<void> {
  const checked = new Set<string>();
  for (const one of submissions) {
    const [mark, day] = [one.answer(asked.mark), readDay(one.answer(asked.day))];
    if (day === null || checked.has(`${mark} ${day}`)) continue;
    checked.add(`${mark} ${day}`);
    const { version } = await campaignOn(ledger.db, day, code);
    if (mark === formMark(code, version, null)) continue;
    misuse("form-of-another-plan", `这是方案 ${mark} 的表单，${day} 用的方案是 ${formMark(code, version, null)}`, {
      hint: mark.startsWith(`${code}/`)
        ? "方案改过版：重新出表单 tuban form out，手机上换成新的；旧表单填的按新方案核对后补登 tuban inspect"
        : "核对是哪个行动的表单；另一个行动的加 --campaign 代号",
      place: one.place(asked.mark),
    });
  }
}

/** Photographs put down as files for as long as they are taken in. */
class Photos {
  readonly missing: { readonly name: string; readonly of: string }[] = [];
  /** Files that are no photographs by what they hold. */
  readonly odd = new Set<string>();
  readonly #folder = mkdtempSync(join(tmpdir(), "tuban-"));
  readonly #take: Photograph;
  /** Names that several submissions give to theirs. */
  readonly #shared: ReadonlySet<string>;
  #count = 0;

  constructor(take: Photograph, submissions: readonly Submission[], questions: readonly string[]) {
    this.#take = take;
    const owners = new Map<string, string>();
    const shared = new Set<string>();
    for (const { answer, instance } of submissions)
      for (const name of questions.map((question) => photoName(answer(question))).filter((one) => one !== "")) {
        if ((owners.get(name) ?? instance) !== instance) shared.add(name);
        owners.set(name, instance);
      }
    this.#shared = shared;
  }

  /** The path of a photograph that has come; null for one that has not, or not whole. */
  pathOf(name: string, submission: Submission): string | null {
    const own = photoName(name);
    const bytes = this.#take(own, submission.instance, this.#shared.has(own));
    if (bytes === null || bytes.length === 0) {
      this.missing.push({ name: own, of: institutionOf(submission).shown });
      return null;
    }
    if (!isPicture(bytes)) this.odd.add(`${institutionOf(submission).shown} ${own}`);
    const folder = join(this.#folder, String((this.#count += 1)));
    mkdirSync(folder);
    // signs that part names in a list of results
    const path = join(folder, own.replaceAll(/[,，;；、"'=]/g, "_"));
    writeFileSync(path, bytes, { mode: 0o600 });
    return path;
  }

  drop(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

const photoName = (answer: string): string => basename(answer.replaceAll("\\", "/"));

const photoQuestions = (items: readonly Item[]): string[] => [
  ...items.map(({ code }) => asked.photo(code)),
  ...asked.photos,
];

/** Photographs of a submission by the item that each shows. */
function photosOf(
  submission: Submission,
  items: readonly Item[],
  photos: Photos,
): { item: string | null; path: string }[] {
  const named = [
    ...items.map(({ code }) => ({ item: code, name: submission.answer(asked.photo(code)) })),
    ...asked.photos.map((question) => ({ item: null, name: submission.answer(question) })),
  ];
  return named.flatMap(({ item, name }) => {
    const path = name === "" ? null : photos.pathOf(name, submission);
    return path === null ? [] : [{ item, path }];
  });
}

interface PhoneRow {
  readonly submission: Submission;
  readonly row: ResultRow;
}

/** A submission as a row of a list of results, which goes through the same gates. */
function rowOf(submission: Submission, items: readonly Item[], photos: Photos): PhoneRow {
  const { answer } = submission;
  const { number, name } = institutionOf(submission);
  const codes = (wanted: string): Item[] => items.filter(({ code }) => answer(asked.answer(code)) === wanted);
  const texts: Partial<Record<ResultField, string>> = {
    number,
    subject: name,
    day: answer(asked.day),
    officers: submission.several(asked.officers).join("、"),
    kind: answer(asked.kind),
    failed: codes("不合格")
      .map(({ code }) => `${code}：${answer(asked.finding(code)).replaceAll(/[；;\n]+/g, "，")}`)
      .join("；"),
    notApplicable: codes("不适用")
      .map(({ code }) => code)
      .join("、"),
    photos: photosOf(submission, items, photos)
      .map(({ item, path }) => (item === null ? path : `${item}=${path}`))
      .join(";"),
  };
  const questionOf: Partial<Record<ResultField, string>> = {
    day: asked.day,
    officers: asked.officers,
    kind: asked.kind,
  };
  const row: ResultRow = {
    text: (field) => texts[field] ?? "",
    place: (field) => submission.place(questionOf[field] ?? asked.institution),
    day: readDay(answer(asked.day)),
  };
  return { submission, row };
}

/** An item that nobody answered, although its topic was not said to be in order. */
function unansweredOf(items: readonly Item[], submission: Submission | undefined): Problem | null {
  const silent = items.find(
    ({ code, topic }) =>
      submission?.answer(asked.answer(code)) === "" && submission.answer(asked.allWell(topic)) !== "是",
  );
  if (submission === undefined || silent === undefined) return null;
  return {
    code: "item-unanswered",
    message: `检查项 ${silent.code} 没有作答`,
    hint: "表单出了以后底数改过（证照类别、类别）：重新出表单 tuban form out；这一份用 tuban inspect 补登",
    place: submission.place(asked.institution),
  };
}

/** Photographs of submissions that are on record, which had not come before. */
async function recordLate(
  office: Office,
  { ledger }: OpenedCampaign,
  submissions: readonly Submission[],
  {
    known,
    photos,
    items,
  }: { readonly known: ReadonlyMap<string, number>; readonly photos: Photos; readonly items: readonly Item[] },
): Promise<number> {
  const came: LatePhotograph[] = [];
  for (const submission of submissions) {
    const inspection = known.get(submission.instance);
    if (inspection === undefined) continue;
    for (const { item, path } of photosOf(submission, items, photos))
      came.push({ inspection, item, kept: await keepEvidence(office.home, path) });
  }
  if (came.length === 0) return 0;
  const { value } = await ledger.record(await actOf(office, "form in"), async (entry) => {
    const late = await notAttached(entry.db, came);
    for (const one of late) await attachLate(entry, one, office.on);
    if (late.length > 0) entry.describe(`手机填报后到的照片 ${late.length} 张`);
    return late.length;
  });
  return value;
}

/** Those on record whose answers say something else than the record; which items it is about. */
async function changedSince(
  { ledger }: OpenedCampaign,
  submissions: readonly Submission[],
  { known, items }: { readonly known: ReadonlyMap<string, number>; readonly items: readonly Item[] },
): Promise<readonly string[]> {
  const of = new Map(submissions.flatMap((one) => (known.has(one.instance) ? [[known.get(one.instance), one]] : [])));
  const failed = await failedItems(ledger.db, [...known.values()]);
  return [...known.values()].flatMap((inspection) => {
    const submission = of.get(inspection);
    if (submission === undefined) return [];
    const now = items.flatMap(({ code }) => (submission.answer(asked.answer(code)) === "不合格" ? [code] : []));
    const then = failed.get(inspection) ?? [];
    const differ = [...now.filter((code) => !then.includes(code)), ...then.filter((code) => !now.includes(code))];
    const { shown } = institutionOf(submission);
    return differ.length === 0 ? [] : [`${shown} ${submission.answer(asked.day)} ${differ.join("、")}`];
  });
}

interface Taken {
  readonly known: number;
  readonly late: number;
  readonly missing: readonly { readonly name: string; readonly of: string }[];
  readonly odd: readonly string[];
  readonly changed: readonly string[];
  readonly aside: readonly Problem[];
}

const fewOf = (all: readonly string[]): string => `${all.slice(0, 5).join("、")}${all.length > 5 ? " 等" : ""}`;

function tell({ io }: Office, { known, late, missing, odd, changed, aside }: Taken): void {
  if (known > 0) io.err.write(`以前收过的 ${known} 份，没有再登记\n`);
  if (changed.length > 0)
    io.err.write(
      plain(
        `其中 ${changed.length} 份后来在服务器上改过，账上没有跟着改：${fewOf(changed)}；要改的先 tuban undo，再收一次`,
      ) + "\n",
    );
  if (late > 0) io.err.write(`后到的照片 ${late} 张，已附上\n`);
  if (missing.length > 0)
    io.err.write(
      plain(
        `还有 ${missing.length} 张照片没有到：${fewOf(missing.map(({ name, of }) => `${of} ${name}`))}；到了以后再收一次`,
      ) + "\n",
    );
  if (odd.length > 0)
    io.err.write(plain(`有 ${odd.length} 个文件打开不是照片，照样附上了，请核对：${fewOf(odd)}`) + "\n");
  io.err.write(problemsText(aside, { color: io.color }));
  if (aside.length > 0) io.err.write(`没有收的 ${countOf(aside)} 份，改好以后再收一次，收过的不会重复\n`);
}
