/** What a check code copied from a paper says of the ledger: whether the state that it was printed in is part of it. */
import { misuse } from "../../campaign/index.ts";
import type { Problem } from "../../campaign/index.ts";
import { entriesOf, entrySealedLike } from "../../ledger/journal.ts";
import type { Db, JournalRow } from "../../ledger/tables.ts";
import { papersBearing } from "../../ledger/acts/papers.ts";
import { readCode } from "../../ledger/tree/code.ts";
import type { Code } from "../../ledger/tree/code.ts";
import { leavesOf, standingOf } from "../../ledger/tree/states.ts";
import { localMoment } from "../log.ts";

export interface CodeVerdict {
  readonly code: string;
  /** The entry after which the ledger was in the state of the code; null when it never was. */
  readonly entry: JournalRow | null;
  /** How many entries came after it. */
  readonly since: number;
  /** The papers that bear it, e.g. 整改通知书 川教体整〔2021〕1号. */
  readonly papers: readonly string[];
  readonly problem: Problem | null;
  /** A code of the bundle on which a group issued the paper; the paper came back with the entry. */
  readonly isGroups: boolean;
}

/** @throws Stop bad-code (exit 2) for one that was copied wrongly */
export async function codeVerdict(db: Db, text: string): Promise<CodeVerdict> {
  return isEarlier(text) ? earlierVerdict(db, text) : verdictOn(db, text, codeIn(text));
}

function codeIn(text: string): Code {
  const code = readCode(text);
  if (code === "shape")
    return misuse("bad-code", `校验码抄得不全，或有不会出现的字符：${text}`, {
      hint: "校验码是登记次数加四组四个字符和一个末位，例如 37-9K3D-7ZQX-0M2V-H4TT-K，没有 I、L、O、U",
    });
  if (code === "check")
    return misuse("bad-code", `校验码抄错了：${text}，与末位对不上`, { hint: "照纸上再抄一遍，多半是错了一个字符" });
  return code;
}

async function verdictOn(db: Db, text: string, code: Code): Promise<CodeVerdict> {
  const leaves = await leavesOf(db);
  const standing = standingOf(code, leaves);
  const since = leaves.length - code.size;
  const bearing = await papersBearing(db, code);
  const papers = bearing.map(({ kind, number }) => `${kind} ${number}`);
  if (standing === "within") {
    const [entry = null] = await entriesOf(db, [code.size]);
    return { code: text, entry, since, papers, problem: null, isGroups: false };
  }
  const [first] = await entriesOf(
    db,
    bearing.map(({ entry }) => entry),
  );
  if (first?.origin != null)
    return { code: text, entry: first, since: leaves.length - first.seq, papers, problem: null, isGroups: true };
  const problem = standing === "beyond" ? rolledBack(text, code.size, leaves.length) : forked(text, code.size);
  return { code: text, entry: null, since, papers, problem, isGroups: false };
}

const rolledBack = (text: string, size: number, entries: number): Problem => ({
  code: "code-beyond",
  message: `校验码 ${text} 印出时账本有 ${size} 次登记，这本账只有 ${entries} 次：后面的登记不在这本账里`,
  hint: "多半是放回了旧的备份，或丢了最后的登记：先不要登记，找出更新的那一份；纸出自另一本账的，用 --ledger 指明",
});

const forked = (text: string, size: number): Problem => ({
  code: "code-altered",
  message: `校验码 ${text} 与这本账第 ${size} 次登记以后的状态不一样：前 ${size} 次登记里有的被换过`,
  hint: "先不要登记，用那张纸印出以前的备份核对；纸出自另一本账的，用 --ledger 指明",
});

/** As codes were until 2026-11-28: eight hexadecimal digits of a seal. */
const isEarlier = (text: string): boolean => /^\s*[\da-f]{4}[\s-]?[\da-f]{4}\s*$/i.test(text.normalize("NFKC"));

async function earlierVerdict(db: Db, text: string): Promise<CodeVerdict> {
  const start = text.normalize("NFKC").replaceAll(/[\s-]/g, "").toLowerCase();
  const { entry, entries } = await entrySealedLike(db, start);
  const problem: Problem | null = entry
    ? null
    : {
        code: "code-unknown",
        message: `校验码 ${text} 不在这本账里：${entries} 次登记没有一次的封印以它开头`,
        hint: "先照纸上再核对一遍；没有抄错的，账本被换过，或纸出自另一本账",
      };
  return { code: text, entry, since: entries - (entry?.seq ?? entries), papers: [], problem, isGroups: false };
}

export function codeSentence({ code, entry, since, papers, isGroups }: CodeVerdict): string {
  if (!entry) return "";
  const after = since === 0 ? "以后没有再登记" : `以后又登记了 ${since} 次`;
  const which = `第 ${entry.seq} 次登记（${entry.happened_on} ${entry.summary}，${localMoment(entry.recorded_at)} 由${entry.actor}登记）`;
  const bearing = fewOf(papers);
  if (isGroups)
    return `校验码 ${code} 是任务包的账的，这本账核对不了账的状态；印着它的${bearing}由${which}收进这本账，${after}\n`;
  return `校验码 ${code} 在这本账里：${which}之后的状态，${after}${bearing === "" ? "" : `；印着它的有 ${bearing}`}\n`;
}

const fewOf = (papers: readonly string[]): string =>
  `${papers.slice(0, 5).join("、")}${papers.length > 5 ? ` 等 ${papers.length} 份` : ""}`;
