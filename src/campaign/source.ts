/** The sources of a roster, and whose word goes before whose where they contradict each other. */

/** From the most to the least trusted, where the plan says nothing: an official register, what the institution says of itself, a survey, a complaint. */
export const sourceKinds = ["审批登记", "机构申报", "街道摸排", "举报线索"] as const;

export type SourceKind = (typeof sourceKinds)[number];

/** What the words of a source's name tell: what was done goes before who did it (街道排查的线索, 乡镇收的申报表). */
const tellingWords: readonly (readonly [SourceKind, RegExp])[] = [
  ["举报线索", /举报|投诉|信访|线索|来信|来电|热线|信箱|12345/],
  ["机构申报", /申报|自报|自查|自述|填报|问卷/],
  ["街道摸排", /摸排|排查|摸底|走访|巡查|暗访|普查|网格/],
  ["审批登记", /审批|许可|登记|备案/],
  ["街道摸排", /街道|乡镇|办事处|社区|居委|村委/],
];

/** A name that tells nothing (来源未注明, 台账) is taken for the office's own list: nobody could say whose word it should yield to. */
export function sourceKind(name: string): SourceKind {
  return tellingWords.find(([, words]) => words.test(name))?.[0] ?? "审批登记";
}

/** The place of a source among the others: the lower goes before the higher, equals by time. null: what was settled before, which no source says. */
export type Ranking = (source: string | null) => number;

/** As the plan's 来源次序 has it, those it does not name last; none named: all are equal. Without one, by the kinds of the sources. */
export function rankingOf(order: readonly string[] | undefined): Ranking {
  const known = new Map<string, number>();
  const last = order?.length ?? sourceKinds.length;
  const placeOf = (source: string): number => {
    const place = order === undefined ? sourceKinds.indexOf(sourceKind(source)) : order.indexOf(source);
    return place < 0 ? last : place;
  };
  return (source) => {
    if (source === null) return last;
    const before = known.get(source);
    if (before !== undefined) return before;
    const place = placeOf(source);
    known.set(source, place);
    return place;
  };
}
