/** Issuing an order: which kind, by whom, and what has to come before. */
import { hint, next, particular } from "../../base/next.ts";
import { deadline, formatDuration, isOver, lastDayText } from "../calendar.ts";
import type { Calendar } from "../calendar.ts";
import type { Day } from "../../base/day.ts";
import { issuingUnit } from "../department.ts";
import { inForceOn } from "../plan.ts";
import type { OrderKind, Plan } from "../plan.ts";
import { misuse, oneProblem, refuse } from "../../base/problem.ts";
import type { Problem } from "../../base/problem.ts";
import { fillCommand, isBlank } from "./limit.ts";

/** The kind of that name in force on the day. @throws Stop */
export function kindNamed(plan: Plan, name: string, on: Day): OrderKind {
  const named = plan.orderKinds.filter((kind) => kind.name === name.trim());
  const inForce = named.find((kind) => inForceOn(kind, on));
  if (inForce) return inForce;
  const [known] = named;
  if (known)
    return refuse(
      "kind-not-in-force",
      `${known.name} 在 ${on} 不能签发：方案规定 ${known.from ?? "…"} 至 ${known.until ?? "…"} 适用`,
      { hint: hint`核对 ${particular({ on: true })} 的日期` },
    );
  return misuse("unknown-kind", `方案里没有这种文书：${name}`, {
    hint: `可用的种类：${[...new Set(plan.orderKinds.map((kind) => kind.name))].join("、") || "（方案没有列出文书种类）"}`,
  });
}

/** Kinds that begin with a finding, in force on the day: what to choose from where the plan does not say which. */
export function startingKinds({ orderKinds }: Plan, on: Day): string[] {
  return orderKinds
    .filter((kind) => ["整改", "督办", "移送"].includes(kind.effect) && inForceOn(kind, on))
    .map(({ name }) => name);
}

/** Who issues: the one asked for, else the first of the findings' lead departments that may, else the first that may. @throws Stop */
export function issuerOf(
  plan: Plan,
  kind: OrderKind,
  { asked, leads }: { readonly asked: string | null; readonly leads: readonly string[] },
): string {
  const own = (name: string): string => issuingUnit(plan, name);
  if (asked !== null && !kind.issuers.includes(own(asked)))
    refuse("wrong-issuer", `${asked} 不能签发${kind.name}`, {
      hint: hint`方案规定由 ${kind.issuers.join("、")} 签发，用 ${particular({ issuer: true })} 写明`,
    });
  const able = asked === null ? leads.map(own).find((lead) => kind.issuers.includes(lead)) : own(asked);
  return (
    able ??
    kind.issuers[0] ??
    refuse("no-issuer", `方案没有写明${kind.name}由谁签发`, { hint: `补上 文书种类.${kind.name}.签发` })
  );
}

/**
 * 共同签发: who signs beside the issuer, under the issuer's number: the units asked for, or where none are named all that lead the
 * findings and may issue the kind. @throws Stop when one that is asked for may not
 */
export function jointIssuers(
  plan: Plan,
  kind: OrderKind,
  {
    issuer,
    asked,
    leads,
  }: { readonly issuer: string; readonly asked: readonly string[]; readonly leads: readonly string[] },
): readonly string[] {
  const others =
    asked.length > 0
      ? asked.map((name) => issuerOf(plan, kind, { asked: name, leads: [] }))
      : leads.map((name) => issuingUnit(plan, name)).filter((name) => kind.issuers.includes(name));
  return [...new Set(others)].filter((name) => name !== issuer);
}

/** 机关代字 of an issuer. @throws Stop when the plan leaves it blank and none is given */
export function wordOf(plan: Plan, kind: OrderKind, issuer: string, given: string | null): string {
  const word = given?.trim() || kind.numbering.words[issuer];
  if (word && !/[\p{C}\s〔〕]/u.test(word)) return word;
  if (word)
    misuse("bad-word", `机关代字不能有空格、六角括号：${word}`, {
      hint: hint`例：${particular({ word: "川教体改" })}`,
    });
  const path = `文书种类.${kind.name}.代字.${issuer}`;
  return refuse("blank-word", `方案没有填写 ${issuer} 签发${kind.name}的机关代字（${path}）`, {
    hint: hint`本次用 ${particular({ word: "机关代字" })} 给出；一律照办的写进方案：${fillCommand(plan, path, "机关代字")}`,
  });
}

/** The order that a kind rests on, as it stands. */
export interface PrecedingOrder {
  readonly number: string;
  readonly servedOn: Day | null;
  readonly waivedOn: Day | null;
}

/** What stands against a kind that needs another one first (告知 before 决定: 行政处罚法 第四十四条、第四十五条). @throws Stop calendar-unknown-year */
export function precedingProblems(
  plan: Plan,
  kind: OrderKind,
  before: PrecedingOrder | null,
  on: Day,
  calendar: Calendar,
): Problem[] {
  const { after } = kind;
  if (after === null) return [];
  if (before === null)
    return oneProblem(
      "preceding-missing",
      `${kind.name}之前要先有送达的${after.kind}，这些问题还没有`,
      hint`先运行 ${next("order issue", ["机构"], { kind: after.kind })}`,
    );
  const { number, servedOn } = before;
  if (servedOn === null || servedOn > on)
    return oneProblem(
      "preceding-unserved",
      `${after.kind} ${number} 还没有送达，不能签发${kind.name}`,
      hint`先运行 ${next("order serve", [number], { to: "收件人" })}`,
    );
  return after.waivable && before.waivedOn !== null && before.waivedOn <= on
    ? []
    : waitProblems(plan, kind, after, { number, servedOn }, on, calendar);
}

/** What is left of the time that the plan gives after a served notice. */
function waitProblems(
  plan: Plan,
  { name }: OrderKind,
  { kind, wait, waivable }: NonNullable<OrderKind["after"]>,
  { number, servedOn }: { readonly number: string; readonly servedOn: Day },
  on: Day,
  calendar: Calendar,
): Problem[] {
  const waive = waivable ? hint`；当事人明确放弃的，用 ${next("order waive", [number], { reason: "说明" })} 登记` : "";
  const path = `文书种类.${name}.先行文书.间隔`;
  if (wait === null)
    return isBlank(plan, path)
      ? oneProblem(
          "blank-wait",
          `方案没有填写${kind}送达后要等多久（${path}）`,
          hint`写进方案：${fillCommand(plan, path, "5个工作日")}${waive}`,
        )
      : [];
  const end = deadline(calendar, servedOn, wait);
  if (isOver(end, on)) return [];
  const due = lastDayText(end);
  return oneProblem(
    "preceding-wait",
    `${kind} ${number} 于 ${servedOn} 送达，${formatDuration(wait)}到 ${due} 才满，${on} 不能签发${name}`,
    hint`${due} 之后再签发${waive}`,
  );
}
