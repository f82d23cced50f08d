/** What the public is shown of a name on a list. */
import { certainDay, deadline } from "../calendar.ts";
import { checkCreditCode, isIdentityNumber } from "../codes.ts";
import type { Day } from "../../base/day.ts";
import { citationsOn } from "../inspection.ts";
import { maskAddress, maskPerson, noWords, publicCode, publicPlace, publicText } from "../naming.ts";
import type { PublicWords } from "../naming.ts";
import type { ListRule } from "../plan.ts";
import { decisionsOf, isServed } from "./candidate.ts";
import type { CandidateFacts, JudgedBy } from "./candidate.ts";
import type { Judgement } from "./judgement.ts";
import { isFromPaper } from "./paper.ts";

/** One line of a published list: only what the public may see; its type holds nothing else. */
export interface PublicEntry {
  readonly subject: number;
  readonly name: PublicWords;
  readonly uscc: PublicWords;
  readonly permitNo: PublicWords;
  readonly address: PublicWords;
  readonly situation: PublicWords;
  readonly reason: PublicWords;
  readonly basis: PublicWords;
  readonly until: Day | null;
  /** On the list since; the day of the version that it comes with. */
  readonly since: Day;
}

/** What stays as it was when a name already listed goes into the next version. */
export interface CarriedEntry extends Pick<PublicEntry, "until" | "since"> {
  readonly situation: string;
  readonly reason: string;
  readonly basis: string;
}

/**
 * The public line of a subject that stands. Organisations in full, natural persons masked and without code or address;
 * the address of a place that has neither 证 nor 照, which may be somebody's home, as far as its street;
 * telephones, identity numbers and legal representatives never (个人信息保护法 第五条、第六条、第二十五条).
 */
export function publicEntry(
  rule: ListRule,
  facts: CandidateFacts,
  judgement: Judgement,
  measure: JudgedBy,
  carried: CarriedEntry | null,
): PublicEntry {
  const { subject, kind, name, uscc, permitNo, address } = facts;
  const person = kind === "教师" || kind === "举办者";
  const kept = rule.name === "黑名单" || (carried && isFromPaper(carried)) ? carried : null;
  return {
    subject,
    name: person
      ? maskPerson(name)
      : publicPlace(name, { registered: isRegistered(facts), persons: facts.persons ?? [] }),
    uscc: person || uscc === null ? noWords : codeShown(uscc),
    permitNo: person || permitNo === null ? noWords : publicText(permitNo),
    address: person || address === null ? noWords : isRegistered(facts) ? publicText(address) : maskAddress(address),
    situation: publicText(kept?.situation ?? judgement.situations.join("、")),
    reason: publicText(kept?.reason ?? reasonOf(rule, facts, measure)),
    basis: publicText(kept?.basis ?? basisOf(rule, measure)),
    until: kept ? kept.until : untilOf(rule, facts, measure),
    since: carried?.since ?? measure.day,
  };
}

/** Its place of business stands in a public register: of the permit, or of companies and 民办非企业单位. A number beside 无证无照 shows nothing. */
const isRegistered = ({ permitNo, uscc, licenceClass }: CandidateFacts): boolean =>
  licenceClass === null
    ? permitNo !== null || (uscc !== null && checkCreditCode(uscc).ok)
    : licenceClass !== "无证无照";

/**
 * A credit code that proves itself is shown; anything else in its place may be somebody's identity number.
 * One identity number in 31 has the check digit of a credit code as well: what proves itself as both is not shown.
 */
function codeShown(text: string): PublicWords {
  return checkCreditCode(text).ok && !isIdentityNumber(text) ? publicCode(text) : publicText(text);
}

function reasonOf(rule: ListRule, facts: CandidateFacts, { day }: JudgedBy): string {
  const decision = decisionsOf(facts).findLast((one) => isServed(one, day));
  if (rule.name === "黑名单" && decision) return `${decision.kind} ${decision.number}（${decision.issuedOn}）`;
  return rule.name === "黑名单" ? "" : rule.gates.join("、");
}

function basisOf(rule: ListRule, { plan, day }: JudgedBy): string {
  const citations = citationsOn(plan, rule.basis, day);
  return citations.length > 0 ? citations.join("；") : `《${plan.name.replace(/^《|》$/g, "")}》`;
}

/** The last day of the entry: as the plan has it, and for a 白名单 that asks for a valid permit no longer than the permit. */
function untilOf(rule: ListRule, { permitUntil }: CandidateFacts, { day, calendar }: JudgedBy): Day | null {
  const stays = rule.stays === null ? null : certainDay(deadline(calendar, day, rule.stays, { roll: false }));
  const permit =
    rule.name === "白名单" && rule.gates.includes("许可证在有效期内") && permitUntil !== "长期" ? permitUntil : null;
  if (stays === null || permit === null) return stays ?? permit;
  return stays < permit ? stays : permit;
}
