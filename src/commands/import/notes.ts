/** What the comparison of a file with the roster gives notice of. */
import type { Reappearance } from "../../ledger/reappearance.ts";
import type { Grade } from "../../read/roster/hand.ts";
import { changeText } from "../changes.ts";
import type { Noted } from "./read.ts";
import type { Tally } from "./tally.ts";

export function notedIn({ conflicting, repeated, reappearing, namedAgain, doubts }: Tally, file: string): Noted[] {
  const note = (
    grade: Grade,
    code: string,
    { line, name }: { line: number; name: string },
    message: string,
    hint: string,
  ): Noted => ({
    grade,
    code,
    message,
    hint,
    line,
    name,
    value: "",
    place: { file, row: line },
  });
  const where = ({ line, row }: { line: number; row: { name: string } }): { line: number; name: string } => ({
    line,
    name: row.name,
  });
  return [
    ...conflicting.map((one) =>
      note(
        "拒收",
        "same-institution",
        where(one),
        `与第 ${one.sameAs} 行是同一家，内容不同（${changeText(one.changes)}），没有收下。`,
        "核对后在表里只留一行，再导入一次；确是两家的，分别填上各自的代码或地址。",
      ),
    ),
    ...repeated.map((one) =>
      note("提示", "same-row", where(one), `与第 ${one.sameAs} 行相同，只收一次。`, "不用处理。"),
    ),
    ...doubts.map((doubt) =>
      note(
        "注意",
        doubt.review ? "possible-match" : "doubtful-match",
        doubt,
        doubt.message,
        doubt.review
          ? "用 tuban import review 逐对判定是同一家还是两家。"
          : "核对是不是同一家；不是的，用 tuban import undo 撤销后改表再导入。",
      ),
    ),
    ...reappearing.flatMap((one) =>
      one.reappears.map((link) =>
        note(
          "注意",
          "reappearance",
          where(one),
          `新登记的这一家${reappearanceText(link)}。`,
          `核查是否死灰复燃：tuban show ${link.subject}`,
        ),
      ),
    ),
    ...namedAgain.map((one) =>
      note(
        "注意",
        "reappearance",
        where(one),
        `${one.closed === "黑名单" ? "黑名单上的" : "已取缔关停的"} ${one.subject} 号「${one.row.name}」，这个来源又报来了。`,
        `核查是否仍在培训：tuban show ${one.subject}`,
      ),
    ),
  ];
}

/** 与已取缔关停的 3 号「阳光中心」电话相同（13800000001） */
export function reappearanceText({ subject, name, standing, shared, value }: Reappearance): string {
  return `与${standing === "黑名单" ? "黑名单上的" : "已取缔关停的"} ${subject} 号「${name}」${shared}相同（${value}）`;
}
