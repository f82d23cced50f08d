/** Submissions that can be looked at, and those that are put aside unread. */
import type { Problem } from "../../campaign/index.ts";
import type { Submission } from "../../read/submissions.ts";
import { asked } from "./questions.ts";

/** Of those with one instance the last counts: an export may hold a submission twice. */
export function sorted(submissions: readonly Submission[]): { good: Submission[]; aside: Problem[] } {
  const [good, aside]: [Submission[], Problem[]] = [[], []];
  for (const one of submissions) {
    const problem = unreadable(one);
    if (problem === null) good.push(one);
    else aside.push({ ...problem, place: one.place(asked.institution) });
  }
  return { good: [...new Map(good.map((one) => [one.instance, one])).values()], aside };
}

function unreadable(one: Submission): Omit<Problem, "place"> | null {
  if (one.answer(asked.mark) === "")
    return {
      code: "submission-locked",
      message: `这一份是空的，没有收${one.answer("Status") === "" ? "" : `（${one.answer("Status")}）`}`,
      hint: "服务器上加密存放的，导出时输入口令；不是用 tuban 的表单填的，删去这一行",
    };
  if (one.rejected)
    return {
      code: "submission-rejected",
      message: "服务器上审核退回了，没有收",
      hint: "在服务器上改好、通过以后再导出一次",
    };
  if (one.instance === "")
    return {
      code: "submission-nameless",
      message: "这一份没有编号（instanceID），分不清是不是收过",
      hint: "导出时带上 KEY、_uuid 或 meta/instanceID 一列",
    };
  return null;
}

/** How many submissions these problems are of: one may have several. */
export const countOf = (aside: readonly Problem[]): number =>
  new Set(aside.map(({ place }) => `${place?.file ?? ""} ${place?.row ?? ""}`)).size;
