/** What a return contradicts (勾稽): the plan's rules and what no figure can be, with the rows to look at first. */
import { Stop, breachText, breachesOf, partBreaches, partsOf, rulesOf } from "../../campaign/index.ts";
import type { Breach, Bridge, Counted, Figure, Problem, Stated } from "../../campaign/index.ts";
import { factsOf } from "../../ledger/as-of/vantage.ts";
import type { FactsRead } from "../../ledger/as-of/vantage.ts";
import type { Db } from "../../ledger/tables.ts";
import type { BareRow } from "../../ledger/numbers/set-row.ts";
import type { OpenedCampaign } from "../desk/campaign.ts";
import type { GatheredReport } from "./gather.ts";
import type { CarriedFigure, Reconciled } from "./reconcile.ts";
import { firstBehind, subjectsBehind } from "./rows.ts";
import type { Scope } from "./scope.ts";
import { noTown } from "./words.ts";

/** The rules of the plan over the whole and over each town, and what no figure can be. */
export function breachesIn(
  { plan }: Pick<OpenedCampaign, "plan">,
  { stated, statedByTown, isSplit }: Pick<GatheredReport, "stated" | "statedByTown" | "isSplit">,
  { bridges, carried }: Pick<Reconciled, "bridges" | "carried">,
): Breach[] {
  const rules = rulesOf(plan);
  const whole = stated.map((figure) =>
    statedOf(
      figure,
      bridges.find(({ name }) => name === figure.name),
    ),
  );
  const keyOf = (town: string | null, name: string): string => JSON.stringify([town, name]);
  const carriedBy = new Map(carried.map((one) => [keyOf(one.town, one.name), one]));
  const parts = statedByTown.map(({ town, figures }) => ({
    scope: town ?? noTown,
    figures: figures.map((figure) => statedInTown(figure, carriedBy.get(keyOf(town, figure.name)))),
  }));
  return [
    ...breachesOf(rules, whole, "全部"),
    ...parts
      .filter(({ scope }) => isSplit || scope !== noTown)
      .flatMap(({ scope, figures }) => breachesOf(rules, figures, scope)),
    ...partBreaches(whole, parts),
  ];
}

/**
 * The opening is by today's knowledge: corrections are told apart as adjustments and are no contradiction. Before the first return
 * there is nothing that they could adjust, so of a state's opening nothing is asked.
 */
function statedOf({ name, unit, basis, value, thisPeriod, change }: Figure, bridge?: Bridge): Stated {
  const opening = bridge
    ? bridge.opening + bridge.adjusted + bridge.between
    : basis === "期间" && value !== null && thisPeriod !== null
      ? value - thisPeriod
      : undefined;
  return {
    name,
    unit,
    value,
    added: basis === "期间" ? thisPeriod : (bridge?.added ?? change),
    opening,
    before: bridge?.opening,
  };
}

/**
 * A town's own opening may hold what was taken back since, or somebody who has moved: without the return before, nothing is
 * asked of it. 不减 is asked of the whole alone, since one that moves away takes its past along.
 */
function statedInTown(figure: Figure, carried: CarriedFigure | undefined): Stated {
  const { added, ...stated } = statedOf(figure);
  return { ...stated, opening: carried?.opening, added: carried?.added ?? added, before: undefined };
}

/** @throws Stop with every breach and its rows */
export async function stopOn(
  db: Db,
  opened: OpenedCampaign,
  scope: Scope,
  breaches: readonly Breach[],
  known: number | undefined,
): Promise<never> {
  const problems: Problem[] = [];
  const facts = factsOf(db);
  const closed =
    scope.moment === null ? "" : `；这一期只认截止（${scope.moment.text}）以前登记的，现在更正、撤销的算作下期的调整`;
  for (const breach of breaches)
    problems.push({
      code: "inconsistent",
      message: `勾稽不成立：${breachText(breach)}${await rowsText(facts, opened, scope, breach, known)}`,
      hint: `逐行核对：${breach.names.map((name) => `tuban report explain ${name}`).join("；")}${closed}。确需带问题签发的，加 --override 理由`,
    });
  throw new Stop(1, problems);
}

/** The rows to look at first: those on one side only, else those of every figure concerned. */
async function rowsText(
  facts: FactsRead,
  opened: OpenedCampaign,
  { cutOff }: Scope,
  { names, scope }: Breach,
  known: number | undefined,
): Promise<string> {
  const { indicators } = opened.plan;
  const counted = names.flatMap((name) => {
    const indicator = indicators.find((one) => one.name === name);
    return indicator ? partsOf(indicator, indicators) : [];
  });
  const vantage = { day: cutOff, knownTo: known };
  const behind = (part: Counted) => ({ opened, vantage, part, town: scope === "全部" ? undefined : scope });
  const [first, second] = counted;
  const others = counted.length === 2 && second ? await subjectsBehind(facts, behind(second)) : new Set<number>();
  const texts: string[] = [];
  for (const part of counted) {
    const { rows, count } = await firstBehind(facts, behind(part), { most: rowsNamed });
    const where = ({ subject }: BareRow): boolean => !others.has(subject);
    const odd = part === first && second ? await firstBehind(facts, behind(part), { most: rowsNamed, where }) : null;
    const shown = odd && odd.count > 0 ? odd.rows : rows;
    const list = shown
      .map(({ subject, name, fact, id }) => [subject, name, `${fact}#${id}`].filter((word) => word !== null).join(" "))
      .join("、");
    if (shown.length > 0) texts.push(`${part.name} ${count} 行：${list}${count > shown.length ? " 等" : ""}`);
  }
  return texts.length === 0 ? "" : `；${texts.join("；")}`;
}

const rowsNamed = 5;
