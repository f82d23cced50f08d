/** The conditions (条件) that a plan may ask for before a name goes on a list, and why one is held back. */
import { next } from "../../base/next.ts";
import type { Next } from "../../base/next.ts";
import { deadline, formatDuration, isSurelyOver, lastDayText } from "../calendar.ts";
import type { Day } from "../../base/day.ts";
import { asks } from "../inspection.ts";
import { inForceOn } from "../plan.ts";
import { hasStopped } from "../existence.ts";
import { nextChange } from "../listing.ts";
import { findingWord } from "../short-number.ts";
import type { GateName, OrderEffect, OrderKind, Plan, Situation } from "../plan.ts";
import { decisionsOf, isServed, ordersOf } from "./candidate.ts";
import type { CandidateFacts, CandidateFinding, CandidateOrder, JudgedBy } from "./candidate.ts";

/** null: the gate is passed. Otherwise why not, and the act that supplies what is missing, where there is one. */
export type Held = { readonly reason: string; readonly next: Next | null } | null;

const held = (reason: string, way: Next | null): Held => ({ reason, next: way });

type Gate = (facts: CandidateFacts, measure: JudgedBy, situation: Situation) => Held;

/** The conditions a plan may ask for (条件), each answered from the facts alone. */
export const gates: Readonly<Record<GateName, Gate>> = {
  有证有照: ({ licenceClass }) =>
    licenceClass === "有证有照"
      ? null
      : held(licenceClass ? `证照类别是${licenceClass}` : "证照类别不详", next("import", ["名册.csv"])),
  许可证在有效期内: ({ permitUntil }, { day }) => {
    if (permitUntil === null) return held("没有登记办学许可证有效期", next("import", ["名册.csv"]));
    return permitUntil >= day ? null : held(`办学许可证已于 ${permitUntil} 到期`, next("import", ["名册.csv"]));
  },
  检查过: ({ subject, visits }) =>
    visits.some(({ result }) => result !== "无法核查" && result !== "拒检")
      ? null
      : held("本次行动还没有检查过", next("inspect", [subject])),
  无未销号问题: (facts) =>
    noneOpen(
      facts,
      facts.findings.filter(({ open }) => open),
      "问题",
    ),
  无未销号重大隐患: (facts) =>
    noneOpen(
      facts,
      facts.findings.filter(({ open, severity }) => open && severity === "重大隐患"),
      "重大隐患",
    ),
  未在停办中: ({ subject, operation, existence = "正常" }) => {
    if (hasStopped(existence)) return held(`底数里已${existence}`, null);
    if (operation === "暂时关停") return held("正在暂时关停", next("inspect", [subject], { kind: "验收" }));
    return operation === "取缔关停" ? held("已取缔关停", null) : null;
  },
  未在黑名单: ({ subject, blacklisted }) =>
    blacklisted ? held("还在黑名单上", nextChange("移出", { subject, list: "黑名单" })) : null,
  事实有证据: (facts, _, situation) =>
    findingsBehind(facts, situation).some(({ evidence }) => evidence > 0)
      ? null
      : held("没有附证据的问题", next("inspect", [facts.subject])),
  已告知: (facts, { plan, day }) => {
    const { subject } = facts;
    const kind = kindOf(plan, ["告知"], day);
    const notices = ordersOf(facts, ["告知"]);
    if (notices.length === 0) return held("没有处罚告知", kind ? next("order issue", [subject], { kind }) : null);
    const served = notices.filter((notice) => isServed(notice, day));
    if (served.length === 0)
      return held(
        `处罚告知 ${numbers(notices)} 还没有送达`,
        next("order serve", [notices[0]?.number ?? ""], { to: "收件人" }),
      );
    const decisions = decisionsOf(facts);
    const preceded = decisions.length === 0 || decisions.some((decision) => noticeBefore(facts, decision, day));
    return preceded
      ? null
      : held(
          `处罚告知的送达晚于处罚决定 ${numbers(decisions)}`,
          next("order withdraw", [decisions[0]?.number ?? ""], { reason: "理由" }),
        );
  },
  申辩期满: (facts, measure) => {
    const served = ordersOf(facts, ["告知"]).filter((notice) => isServed(notice, measure.day));
    const holds = served.map((notice) => windowOf(notice, measure));
    return holds.length === 0
      ? held("还没有送达处罚告知，申辩期没有起算", null)
      : (holds.find((one) => one === null) ?? holds.at(-1) ?? null);
  },
  已决定并送达: (facts, { plan, day }) => {
    const decisions = decisionsOf(facts);
    const kind = kindOf(plan, ["处罚"], day) ?? kindOf(plan, ["取缔"], day);
    if (decisions.length === 0)
      return held("没有处罚决定", kind ? next("order issue", [facts.subject], { kind }) : null);
    return decisions.some((decision) => isServed(decision, day))
      ? null
      : held(
          `处罚决定 ${numbers(decisions)} 还没有送达`,
          next("order serve", [decisions[0]?.number ?? ""], { to: "收件人" }),
        );
  },
};

/**
 * Why the time for statement and defence still runs: a notice was served, and of none that was has the time surely passed.
 * Null where no notice was served, or one has run out.
 */
export function hearingRuns(facts: CandidateFacts, measure: JudgedBy): string | null {
  const holds = ordersOf(facts, ["告知"])
    .filter((notice) => isServed(notice, measure.day))
    .map((notice) => windowOf(notice, measure));
  return holds.includes(null) ? null : (holds.at(-1)?.reason ?? null);
}

function noneOpen({ subject }: CandidateFacts, open: readonly CandidateFinding[], noun: string): Held {
  const [first] = open;
  if (!first) return null;
  const listed =
    open
      .slice(0, 5)
      .map(({ id }) => `#${id}`)
      .join("、") + (open.length > 5 ? " 等" : "");
  const closing = open.every(({ awaitsClosing }) => awaitsClosing);
  return held(
    `${open.length} 个${noun}没有销号（${listed}）`,
    closing ? next("close", [findingWord(first.id)]) : next("review", [subject]),
  );
}

const numbers = (orders: readonly CandidateOrder[]): string => orders.map(({ number }) => number).join("、");

/** No decision without prior notice (行政处罚法 第四十四条、第六十二条). */
function noticeBefore(facts: CandidateFacts, { issuedOn }: CandidateOrder, day: Day): boolean {
  return ordersOf(facts, ["告知"]).some(
    (notice) => isServed(notice, day) && notice.servedOn !== null && notice.servedOn <= issuedOn,
  );
}

function kindOf(plan: Plan, effects: readonly OrderEffect[], day: Day): string | null {
  const ours = plan.orderKinds.filter(({ effect }) => effects.includes(effect));
  return (ours.find((kind) => inForceOn(kind, day)) ?? ours[0])?.name ?? null;
}

/** Whether the time for statement and defence after a served notice has passed or was given up; its length is the plan's, the law names none (行政处罚法 第四十五条). */
function windowOf(notice: CandidateOrder, { plan, day, calendar }: JudgedBy): Held {
  const follower = followerOf(plan, notice, day);
  const wait = follower?.after?.wait ?? null;
  const waive = follower?.after?.waivable ? next("order waive", [notice.number], { reason: "说明" }) : null;
  if (waive !== null && notice.waivedOn !== null && notice.waivedOn <= day) return null;
  if (follower === null) return held(`方案里没有哪种处罚决定以${notice.kind}为先行文书，申辩期不知道多长`, null);
  const path = `文书种类.${follower.name}.先行文书.间隔`;
  if (wait === null && plan.blanks.some((blank) => blank.path === path))
    return held(
      `方案没有填写${notice.kind}的申辩期限（${path}）`,
      next("plan adopt", [plan.code], { fill: `${path}=期限` }),
    );
  if (wait === null) return null;
  const end = deadline(calendar, notice.servedOn ?? day, wait);
  return isSurelyOver(end, day)
    ? null
    : held(`${notice.number} 的申辩期（${formatDuration(wait)}）到 ${lastDayText(end)} 才满`, waive);
}

/** The decision kind that waits for this notice. */
function followerOf(plan: Plan, { kind }: CandidateOrder, day: Day): OrderKind | null {
  const followers = plan.orderKinds.filter(
    ({ effect, after }) => (effect === "处罚" || effect === "取缔") && after?.kind === kind,
  );
  return followers.find((follower) => inForceOn(follower, day)) ?? followers[0] ?? null;
}

/** The findings that a situation speaks of: of its topics, and still open where it names severities; all, where it asks for none. */
export function findingsBehind({ findings }: CandidateFacts, { severities, topics }: Situation): CandidateFinding[] {
  return findings.filter(
    ({ topic, severity, open }) =>
      asks(topics, topic) && (severities.length === 0 || (open && severities.includes(severity))),
  );
}
