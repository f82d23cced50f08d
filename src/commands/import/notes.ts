/** What the comparison of a file with the roster gives notice of. */
import type { ProblemCode } from "../../campaign/index.ts";
import type { Doubt, IntakeOutcome } from "../../ledger/roster/intake/session.ts";
import type { Reappearance } from "../../ledger/roster/reappearance.ts";
import type { Grade } from "../../read/roster/hand.ts";
import { changeText } from "../desk/changes.ts";
import type { Noted } from "./problems.ts";

interface Word {
  readonly grade: Grade;
  readonly code: ProblemCode;
  readonly message: string;
  readonly hint: string;
}

const noteOf = ({ line, name }: { line: number; name: string }, file: string, word: Word): Noted => ({
  ...word,
  line,
  name,
  value: "",
  place: { file, row: line },
});

/** Of what became of a row. */
export const notesOf = (outcome: IntakeOutcome, file: string): Noted[] =>
  wordsOf(outcome).map((word) => noteOf({ line: outcome.line, name: outcome.row.name }, file, word));

function wordsOf(outcome: IntakeOutcome): Word[] {
  switch (outcome.what) {
    case "冲突":
      return [
        {
          grade: "拒收",
          code: "same-institution",
          message: `与第 ${outcome.sameAs} 行是同一家，内容不同（${changeText(outcome.changes)}），没有收下。`,
          hint: "核对后在表里只留一行，再导入一次；确是两家的，分别填上各自的代码或地址。",
        },
      ];
    case "重复":
      return [
        { grade: "提示", code: "same-row", message: `与第 ${outcome.sameAs} 行相同，只收一次。`, hint: "不用处理。" },
      ];
    case "新登记":
      return outcome.reappears.map((link) => ({
        grade: "注意",
        code: "reappearance",
        message: `新登记的这一家${reappearanceText(link)}。`,
        hint: `核查是否死灰复燃：tuban show ${link.subject}`,
      }));
    case "变更":
    case "印证":
      return outcome.closed === null ? [] : [namedAgain(outcome)];
    case "未变":
      return [];
  }
}

const namedAgain = ({ closed, subject, row }: Extract<IntakeOutcome, { what: "变更" | "印证" }>): Word => ({
  grade: "注意",
  code: "reappearance",
  message: `${closed === "黑名单" ? "黑名单上的" : "已取缔关停的"} ${subject} 号「${row.name}」，这个来源又报来了。`,
  hint: `核查是否仍在培训：tuban show ${subject}`,
});

export const noteOfDoubt = (doubt: Doubt, file: string): Noted =>
  noteOf(doubt, file, {
    grade: "注意",
    code: doubt.review ? "possible-match" : "doubtful-match",
    message: doubt.message,
    hint: doubt.review
      ? "用 tuban import review 逐对判定是同一家还是两家。"
      : "核对是不是同一家；登错了的，用 tuban import undo 撤销后改表再导入。",
  });

/** 与已取缔关停的 3 号「阳光中心」电话相同（13800000001） */
export function reappearanceText({ subject, name, standing, shared, value }: Reappearance): string {
  return `与${standing === "黑名单" ? "黑名单上的" : "已取缔关停的"} ${subject} 号「${name}」${shared}相同（${value}）`;
}
