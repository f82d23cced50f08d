/** What became of findings. */
import { reviewOutcomes } from "../review.ts";
import type { ReviewOutcome } from "../review.ts";
import { day, ref, text, word } from "./column.ts";
import { fact } from "./kind.ts";

export const reviewKinds = {
  review_outcome: fact(
    {
      inspection: ref("inspection"),
      finding: ref("finding"),
      outcome: word<ReviewOutcome>(),
      note: text,
      happened_on: day,
    },
    {
      title: "复查结果",
      indexes: { review_outcome_latest: ["finding", "happened_on", "id", "entry", "outcome"] },
      about: "finding",
      called: (_row, of) => `${of} 的复查`,
      evidence: true,
      counted: true,
      event: "复查",
      words: (row, of) => [of, row.outcome, row.note],
      corrects: {
        outcome: { title: "结果", as: reviewOutcomes },
        note: { title: "情况", as: "text" },
        happened_on: { title: "复查日期", as: "worked out" },
      },
    },
  ),
  close_out: fact(
    {
      finding: ref("finding"),
      /** The review_outcome it rests on. */
      outcome: ref("review_outcome"),
      closed_by: text,
      note: text,
      happened_on: day,
    },
    {
      title: "销号",
      indexes: { close_out_first: ["finding", "happened_on", "id", "entry"] },
      about: "finding",
      counted: true,
      event: "销号",
      called: (_row, of) => `${of} 的销号`,
      words: (row, of) => [of, `销号人 ${row.closed_by}`, row.note],
      corrects: { happened_on: { title: "日期", as: "day" }, note: { title: "备注", as: "text" } },
    },
  ),
};
