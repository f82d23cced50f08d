/** Bundles (任务包): what a group took along to work without a network, what came back, and what of it waits for a person. */
import type { GroupAct, ReservedNumbers } from "../bundle.ts";
import { day, integer, json, optional, ref, text, word } from "./column.ts";
import { fact } from "./kind.ts";

export const bundleKinds = {
  /** A bundle as handed out; in the bundle itself the same, without what is known only when it is whole. */
  bundle: fact(
    {
      /** 包号 */
      number: integer,
      team: text,
      /** The identity of the ledger that handed it out, and its last entry then. */
      office: text,
      known_to: integer,
      /** Short numbers of the institutions. */
      subjects: json<readonly number[]>(),
      numbers: json<ReservedNumbers>(),
      /** The last entry in it as it was handed out, and that one's seal, by which the bundle is told from others. */
      handed: optional(integer),
      head: optional(text),
      happened_on: day,
    },
    {
      title: "任务包",
      indexes: { bundle_head: ["head"] },
      called: ({ number, team }) => `${number} 号任务包（${team}）`,
      lasting: "任务包交出去就在外面了；收回用 bundle in",
      since: 25,
    },
  ),
  /** A bundle came back; its file is the evidence. */
  bundle_return: fact(
    {
      bundle: ref("bundle"),
      /** The last entry in it, and its seal. */
      last: integer,
      head: text,
      /** 1 where the group goes on working with it. */
      goes_on: integer,
      happened_on: day,
    },
    {
      title: "任务包收回",
      indexes: { bundle_return_bundle: ["bundle"] },
      called: (row) => `任务包收回 ${row.id}`,
      lasting: "收回的任务包不能撤销；收下的某一条登记可以单独撤销",
      evidence: true,
      since: 26,
    },
  ),
  /** An act of a group that does not count yet: another did the same thing, or a gate refuses it. */
  waiting_act: fact(
    {
      bundle: ref("bundle"),
      /** Its number in the bundle. */
      seq: integer,
      actor: text,
      summary: text,
      reason: text,
      act: json<GroupAct>(),
      happened_on: day,
    },
    {
      title: "待定的登记",
      indexes: { waiting_act_bundle: ["bundle", "seq"] },
      lasting: "待定的登记由 bundle take、bundle drop 决定",
      since: 27,
    },
  ),
  /** What became of it. */
  waiting_decision: fact(
    { waiting: ref("waiting_act"), verdict: word<"收下" | "不收">(), reason: text, happened_on: day },
    {
      title: "待定的决定",
      indexes: { waiting_decision_waiting: ["waiting"] },
      lasting: "定了的不能撤销；收下的那一条登记可以单独撤销",
      since: 28,
    },
  ),
};
