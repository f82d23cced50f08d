/** The lines of a report by topic (治理内容): how many institutions, and how many findings, each topic has. */
import type { Plan, SetName } from "../../campaign/index.ts";
import type { LeadLine, TownLine } from "./lines.ts";
import { sumOf } from "../../ledger/numbers/figures.ts";
import type { Count, FigureAsked } from "../../ledger/numbers/figures.ts";

/** One topic, as of the cut-off day. */
export interface TopicLine {
  readonly no: number;
  readonly name: string;
  /** Institutions with a finding of it, each once. */
  readonly institutions: number;
  /** Of these, those whose findings of it are all closed. */
  readonly completed: number;
  /** Findings of every kind of subject. */
  readonly findings: number;
  readonly open: number;
  readonly overdue: number;
  readonly closed: number;
}

const sets = ["问题机构", "完成整改机构", "问题", "销号问题", "逾期问题"] as const satisfies readonly SetName[];

/** Of all topics: an institution with findings of several, and every finding, once. */
export function topicTotal({
  total,
  leadTotal,
}: {
  readonly total: TownLine;
  readonly leadTotal: LeadLine | null;
}): Omit<TopicLine, "no" | "name"> {
  const { findings, open, overdue, closed } = leadTotal ?? { findings: 0, open: 0, overdue: 0, closed: 0 };
  return { institutions: total.withFindings, completed: total.completed, findings, open, overdue, closed };
}

/** What the lines need counted: every set, topic after topic. */
export function topicsWanted({ topics }: Pick<Plan, "topics">): FigureAsked[] {
  return topics.flatMap(({ no }) => sets.map((set): FigureAsked => ({ basis: "现状", set, filter: { topics: [no] } })));
}

/** The lines from what was counted, where the topics' own begin at the place `first` of what was wanted. */
export function topicLines({ topics }: Pick<Plan, "topics">, counts: readonly Count[], first: number): TopicLine[] {
  return topics.map(({ no, name }, place) => {
    const of = (set: (typeof sets)[number]): number => {
      const nth = first + place * sets.length + sets.indexOf(set);
      return sumOf(counts, (count) => count.nth === nth).value;
    };
    const [findings, closed] = [of("问题"), of("销号问题")];
    return {
      no,
      name,
      institutions: of("问题机构"),
      completed: of("完成整改机构"),
      findings,
      open: findings - closed,
      overdue: of("逾期问题"),
      closed,
    };
  });
}
