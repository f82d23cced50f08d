/** The checklist at the keyboard: one key an item, back and forth, every answer on the disk before the next question. */
import { existsSync, realpathSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { isAbsolute, relative, resolve, sep } from "node:path";
import { basisText, citationsOn, Stop } from "../../campaign/index.ts";
import type { Answer, Item } from "../../campaign/index.ts";
import { keepEvidence } from "../../ledger/evidence/files.ts";
import type { KeptFile } from "../../ledger/evidence/files.ts";
import { Interrupted } from "../../io.ts";
import { fileNames, itemNamed } from "../../read/answers.ts";
import { codeIn } from "../../read/failed-items.ts";
import { nextSteps, problemText } from "../../write/message.ts";
import { plain } from "../../write/plain.ts";
import { answeredCount, isComplete, keepAnswer, keepAnswers } from "./draft.ts";
import type { ChecklistAnswer, ChecklistDraft } from "./draft.ts";
import { commandOf } from "./visit.ts";
import type { Visit } from "./visit.ts";

const answerKeys = [
  { key: "1", name: "合格" },
  { key: "2", name: "不合格" },
  { key: "3", name: "不适用" },
  { key: "a", name: "其余合格" },
  { key: "g", name: "跳到某项" },
  { key: "b", name: "上一项" },
  { key: "q", name: "保存离开" },
] as const;

const lastKeys = [
  { key: "y", name: "办结" },
  { key: "g", name: "改某一项" },
  { key: "b", name: "回去改" },
  { key: "q", name: "先不办结，保存离开" },
] as const;

const given: Readonly<Record<"1" | "2" | "3", Answer>> = { "1": "合格", "2": "不合格", "3": "不适用" };

/** Asks until everything is answered; true when the inspection is to be concluded, false when it is left as a draft. */
export async function askChecklist(visit: Visit, draft: ChecklistDraft): Promise<boolean> {
  visit.office.io.err.write(opening(visit, draft));
  try {
    const concluded = await goThrough(visit, draft);
    if (!concluded) visit.office.io.err.write(leaving(visit, draft));
    return concluded;
  } catch (error) {
    if (error instanceof Interrupted) visit.office.io.err.write(`\n${leaving(visit, draft)}`);
    throw error;
  }
}

async function goThrough(visit: Visit, draft: ChecklistDraft): Promise<boolean> {
  const { items } = visit;
  let at = nextOpen(items, draft, 0);
  // Taken up where a note was missing, it goes on with the note.
  let resumed = true;
  for (;;) {
    const item = at === null ? undefined : items[at];
    const step: Step = item ? await askItem(visit, draft, item, resumed) : await askEnd(visit, draft);
    if (step === "y" || step === "q") return step === "y";
    resumed = false;
    if (step === "a") await keepRestInOrder(visit, draft);
    at = step === "g" ? await askPlace(visit, at) : placeAfter(step, at, items, draft);
  }
}

function placeAfter(
  step: "next" | "a" | "b",
  at: number | null,
  items: readonly Item[],
  draft: ChecklistDraft,
): number | null {
  if (step === "b") return Math.max(0, (at ?? items.length) - 1);
  return nextOpen(items, draft, step === "a" ? 0 : (at ?? 0) + 1);
}

/** The place of the item whose code is typed; the place it was asked at when nothing is typed. */
async function askPlace({ office, items, notAsked }: Visit, at: number | null): Promise<number | null> {
  const byCode = new Map(items.map((item) => [item.code, item]));
  const placeOf = (typed: string): number => items.findIndex((item) => item === itemNamed(byCode, typed));
  const typed = await office.io.ask.text({
    message: "跳到哪一项（编号，如 2-1；回车留在本项）：",
    instead: "--fail 2-1=查到了什么",
    check: (answer) =>
      answer.trim() === "" ||
      placeOf(answer) >= 0 ||
      plain(notAsked(codeIn(answer))?.message ?? `没有检查项 ${answer.trim()}`),
  });
  return typed.trim() === "" ? at : placeOf(typed);
}

/** Answers 合格 to all that has no answer yet. A failed item whose note is missing stays open. */
async function keepRestInOrder(visit: Visit, draft: ChecklistDraft): Promise<void> {
  const rest = visit.items.filter(({ code }) => !draft.answers.has(code));
  await keepAnswers(visit, draft, new Map(rest.map(({ code }) => [code, inOrder])));
}

const inOrder: ChecklistAnswer = { answer: "合格", note: "", evidence: [] };

/** The next item without a complete answer, from here on and then from the beginning; null when there is none. */
function nextOpen(items: readonly Item[], draft: ChecklistDraft, from: number): number | null {
  const open = items.flatMap(({ code }, index) => (isComplete(draft.answers.get(code)) ? [] : [index]));
  return open.find((index) => index >= from) ?? open[0] ?? null;
}

type Step = "next" | "a" | "b" | "g" | "q" | "y";

async function askItem(visit: Visit, draft: ChecklistDraft, item: Item, resumed: boolean): Promise<Step> {
  const before = draft.answers.get(item.code);
  if (resumed && before?.answer === "不合格" && (await askFailure(visit, draft, item, before))) return "next";
  for (;;) {
    const known = draft.answers.get(item.code);
    const key = await visit.office.io.ask.key({
      heading: headingOf(visit, draft, item),
      message: questionOf(visit, item, known),
      keys: answerKeys,
      instead: "--answers 答案.csv",
    });
    if (key === "a" || key === "b" || key === "g" || key === "q") return key;
    if (key !== "2") {
      await keepAnswer(visit, draft, item.code, { answer: given[key], note: "", evidence: [] });
      return "next";
    }
    const failed: ChecklistAnswer = {
      answer: "不合格",
      note: known?.note ?? "",
      evidence: known?.answer === "不合格" ? known.evidence : null,
    };
    await keepAnswer(visit, draft, item.code, failed);
    if (await askFailure(visit, draft, item, failed)) return "next";
  }
}

/** Asks what was found and for files that show it; false when the inspector goes back to the question. */
async function askFailure(visit: Visit, draft: ChecklistDraft, item: Item, before: ChecklistAnswer): Promise<boolean> {
  const note = await visit.office.io.ask.text({
    message: `${item.code} 查到了什么（b 回到本题）：`,
    instead: "--answers 答案.csv",
    ...(before.note === "" ? {} : { initial: before.note }),
    check: (answer) => answer.trim() !== "" || "不合格要写明查到了什么",
  });
  if (/^[bｂ]$/i.test(note.trim())) return false;
  const explained = { ...before, note: note.trim() };
  await keepAnswer(visit, draft, item.code, explained);
  await keepAnswer(visit, draft, item.code, {
    ...explained,
    evidence: await askEvidence(visit, item, before.evidence ?? []),
  });
  return true;
}

async function askEvidence({ office }: Visit, item: Item, before: readonly KeptFile[]): Promise<readonly KeptFile[]> {
  const had = before.length > 0 ? `已附 ${before.length} 个，回车保留` : "没有就回车";
  for (;;) {
    const answer = await office.io.ask.text({
      message: `${item.code} 证据文件（多个用逗号隔开，${had}）：`,
      instead: "--answers 答案.csv",
      check: (typed) => faultOf(pathsIn(office.io.cwd, typed)) ?? true,
    });
    const paths = pathsIn(office.io.cwd, answer);
    if (paths.length === 0) return before;
    try {
      const kept: KeptFile[] = [];
      for (const path of paths) kept.push(await keepEvidence(office.home, path));
      return kept;
    } catch (error) {
      // The photograph may lie on a card that was just pulled out: asked again, nothing else is lost.
      if (!(error instanceof Stop)) throw error;
      office.io.err.write(error.problems.map((problem) => problemText(problem, { color: office.io.color })).join(""));
    }
  }
}

/** Paths as typed or dragged into the terminal; one whose name has spaces may stand alone as it is. */
function pathsIn(cwd: string, typed: string): string[] {
  const whole = typed.trim();
  const names = existsSync(resolve(cwd, whole)) && whole !== "" ? [whole] : fileNames(whole, { spaces: true });
  return names.map((name) => resolve(cwd, name.replace(/^~(?=[/\\])/, homedir())));
}

/**
 * What is wrong with a file that a filled-in sheet names. It has to lie with the sheet, in its folder or below: else a sheet that
 * somebody sends could have any file of this computer taken into the ledger.
 */
export function enclosedFault(folder: string, name: string): string | null {
  const path = resolve(folder, name);
  const fault = evidenceFault(path);
  if (fault !== null) return fault;
  const way = relative(realpathSync(folder), realpathSync(path));
  return way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way) ? "不在表所在的文件夹里，先拷到表的旁边" : null;
}

/** Why a path cannot be evidence; null when it can. */
export function evidenceFault(path: string): string | null {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return "没有这个文件";
  if (!found.isFile()) return "不是文件";
  return found.size === 0 ? "文件是空的" : null;
}

function faultOf(paths: readonly string[]): string | undefined {
  return paths.flatMap((path) => (evidenceFault(path) === null ? [] : [`${evidenceFault(path)}：${plain(path)}`]))[0];
}

async function askEnd(visit: Visit, draft: ChecklistDraft): Promise<Step> {
  const { io, yes } = visit.office;
  io.err.write(summaryOf(visit, draft));
  if (yes) return "y";
  return io.ask.key({ message: "办结这次检查？", keys: lastKeys, instead: "--yes" });
}

function headingOf(visit: Visit, draft: ChecklistDraft, item: Item): string {
  const { subject, campaign, items } = visit;
  const topic = campaign.plan.topics.find(({ no }) => no === item.topic);
  const where = `进度 ${items.indexOf(item) + 1}/${items.length}（已答 ${answeredCount(visit, draft)}）　${item.topic}、${topic?.name ?? ""}`;
  return `\n${plain(subject.name)}　${subject.licence_class ?? "证照类别不详"}\n${where}`;
}

function questionOf({ campaign, office }: Visit, item: Item, before: ChecklistAnswer | undefined): string {
  const basis = citationsOn(campaign.plan, item.basis, office.on);
  const lines = [
    `${item.code} ${item.text}〔${item.severity}〕`,
    ...(basis.length > 0 ? [`  依据：${basisText(basis)}`] : []),
    ...(before ? [`  原答：${before.answer}${before.note === "" ? "" : `，${plain(before.note)}`}`] : []),
  ];
  return lines.join("\n");
}

function opening(visit: Visit, draft: ChecklistDraft): string {
  const { subject, kind, office, items } = visit;
  const head = `${subject.subject} ${plain(subject.name)}\n${kind}，${office.on}，检查人员 ${plain(draft.officers ?? "")}，共 ${items.length} 项\n`;
  return draft.answers.size === 0 ? head : `${head}接着上次：已答 ${answeredCount(visit, draft)}/${items.length}\n`;
}

function summaryOf({ items }: Visit, draft: ChecklistDraft): string {
  const answers = items.map((item) => ({ item, given: draft.answers.get(item.code) }));
  const count = (answer: Answer): number => answers.filter((one) => one.given?.answer === answer).length;
  const failed = answers.filter((one) => one.given?.answer === "不合格");
  const lines = failed.map(
    (one) =>
      `  ${one.item.code} 〔${one.item.severity}〕${one.item.text}：${plain(one.given?.note ?? "")}（证据 ${one.given?.evidence?.length ?? 0} 个）\n`,
  );
  return `\n${items.length} 项都已答：合格 ${count("合格")}，不合格 ${count("不合格")}，不适用 ${count("不适用")}\n${lines.join("")}`;
}

function leaving(visit: Visit, draft: ChecklistDraft): string {
  const { items, office } = visit;
  return `答案都已保存（${answeredCount(visit, draft)}/${items.length}），还没有登记为检查\n${nextSteps([`${commandOf(visit)}　　接着答`], office.io)}`;
}
