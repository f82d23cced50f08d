/** Penalty cases and measures. */
import { fromJson } from "../../base/json.ts";
import type { CaseStep, Procedure } from "../penalty/course.ts";
import { sanctionsText } from "../penalty/sanctions.ts";
import type { CaseTrait, StepDetails } from "../penalty/state.ts";
import { day, json, optional, ref, refs, servedOrder, subject, text, word } from "./column.ts";
import { fact } from "./kind.ts";

export const penaltyKinds = {
  /** A penalty case as opened (立案); where it stands is folded from its steps. */
  penalty_case: fact(
    {
      campaign: text,
      subject,
      /** 案号, where the office gives one. */
      number: optional(text),
      /** 案由 */
      cause: text,
      /** 案件来源 */
      source: text,
      procedure: word<Procedure>(),
      party: word<"公民" | "组织">(),
      /** The day of the act, or its last day where it went on. */
      acted_on: day,
      approver: text,
      /** Names. */
      officers: json<readonly string[]>(),
      findings: refs("finding"),
      traits: json<readonly CaseTrait[]>(),
      note: text,
      happened_on: day,
    },
    {
      title: "案件",
      indexes: { penalty_case_subject: ["subject"] },
      called: ({ id }) => `案件 ${id}`,
      evidence: true,
      event: "案件",
      words: (row) => [`案件 ${row.id} 立案`, row.cause, `${row.approver}批准`],
    },
  ),
  case_step: fact(
    {
      case_id: ref("penalty_case"),
      step: word<CaseStep>(),
      /** The document that the step rests on. */
      order_id: optional(servedOrder),
      details: json<StepDetails>(),
      happened_on: day,
    },
    {
      title: "案件步骤",
      indexes: { case_step_case: ["case_id"] },
      about: "case_id",
      called: ({ step }, of) => `${of} 的${step}`,
      evidence: true,
      event: "案件",
      words: (row, of) => {
        const { sanctions, note } = fromJson(row.details);
        return [`${of} ${row.step}`, sanctions ? sanctionsText(sanctions) : "", note];
      },
    },
  ),
  /** A measure (措施) taken against a subject, with its basis and the body that took it. */
  case_measure: fact(
    {
      campaign: text,
      subject,
      case_id: optional(ref("penalty_case")),
      measure: text,
      authority: text,
      basis: text,
      approver: text,
      premises: optional(word<"住宅" | "非住宅">()),
      until: optional(day),
      note: text,
      happened_on: day,
    },
    {
      title: "措施",
      indexes: { case_measure_subject: ["subject"] },
      called: ({ measure }) => `措施：${measure}`,
      evidence: true,
      event: "措施",
      words: (row) => [row.measure, row.authority, row.basis, row.until === null ? "" : `至 ${row.until}`],
    },
  ),
};
