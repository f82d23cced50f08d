/** Legal basis as typed: codes of the plan's laws, or the law with its article in full. */
import { misuse } from "../../campaign/index.ts";
import type { Law, Plan } from "../../campaign/index.ts";
import { listOf } from "../desk/values.ts";

const inFull = /^《[^《》]+》第[^《》]+条/;

/** As a document cites them: 《中华人民共和国行政处罚法》第五十五条. @throws Stop unknown-basis */
export function basisOf(plan: Plan, text: string | undefined): string[] {
  return listOf(text).map((word) => {
    const law = plan.laws.find(({ code }) => code === word);
    if (law) return `《${law.title}》${law.article}`;
    if (inFull.test(word)) return word;
    return misuse("unknown-basis", `依据看不懂：${word}`, {
      hint: `写方案里的法律代号（${plan.laws
        .slice(0, 6)
        .map(({ code }) => code)
        .join("、")} 等），或写全，如 《中华人民共和国民办教育促进法》第六十四条`,
    });
  });
}

/** Those of them that the plan knows, with the days they are in force. */
export function lawsOf(plan: Plan, text: string | undefined): Law[] {
  return listOf(text).flatMap((word) => plan.laws.find(({ code }) => code === word) ?? []);
}
