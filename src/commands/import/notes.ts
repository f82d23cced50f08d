/** What the comparison of a file with the roster gives notice of. */
import type { Comparison } from "../../ledger/roster.ts";
import type { Reappearance } from "../../ledger/reappearance.ts";
import type { Grade } from "../../read/roster.ts";
import { changeText } from "../changes.ts";
import type { FileRead, Noted } from "./read.ts";

/** What the comparison with the roster gives notice of. */
export function notedIn({ fresh, repeated, conflicting, doubts }: Comparison, { file, incoming }: FileRead): Noted[] {
  const names = new Map(incoming.map(({ line, institution }) => [line, institution.name]));
  const note = (grade: Grade, code: string, line: number, message: string, hint: string): Noted => ({
    grade,
    code,
    message,
    hint,
    line,
    name: names.get(line) ?? "",
    value: "",
    place: { file, row: line },
  });
  return [
    ...conflicting.map(({ line, sameAs, changes }) =>
      note(
        "拒收",
        "same-institution",
        line,
        `与第 ${sameAs} 行是同一家，内容不同（${changeText(changes)}），没有收下。`,
        "核对后在表里只留一行，再导入一次；确是两家的，分别填上各自的代码或地址。",
      ),
    ),
    ...repeated.map(({ line, sameAs }) =>
      note("提示", "same-row", line, `与第 ${sameAs} 行相同，只收一次。`, "不用处理。"),
    ),
    ...doubts.map(({ line, message }) =>
      note(
        "注意",
        "doubtful-match",
        line,
        message,
        "核对是不是同一家；不是的，用 tuban import undo 撤销后改表再导入。",
      ),
    ),
    ...fresh.flatMap(({ line, reappears }) =>
      reappears.map((link) =>
        note("注意", "reappearance", line, reappearanceText(link), `核查是否死灰复燃：tuban show ${link.subject}`),
      ),
    ),
  ];
}

function reappearanceText({ subject, name, standing, shared, value }: Reappearance): string {
  return `新登记的这一家与${standing === "黑名单" ? "黑名单上的" : "已取缔关停的"} ${subject} 号「${name}」${shared}相同（${value}）。`;
}
