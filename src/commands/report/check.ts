/** tuban report check (勾稽): the plan's rules over a return that somebody else sent. */
import { resolve } from "node:path";
import {
  Stop,
  breachText,
  breachesOf,
  countTitles,
  figureFault,
  grouped,
  partBreaches,
  rulesOf,
} from "../../campaign/index.ts";
import type { Breach, Plan, Problem, Stated } from "../../campaign/index.ts";
import type { Office } from "../../office.ts";
import { fileBytes } from "../../read/file.ts";
import { readReturn } from "../../read/return.ts";
import type { SentFigure } from "../../read/return.ts";
import { nearest } from "../../write/nearest.ts";
import { openCampaignAsOf } from "../desk/campaign.ts";

/** tuban report check. @throws Stop with everything that is wrong with the return, each at its place */
export async function reportCheck(office: Office, file: string): Promise<void> {
  const { plan } = await openCampaignAsOf(office);
  const { figures, problems } = readReturn(fileBytes(resolve(office.io.cwd, file)), file);
  const { known: sent, unknown } = sorted(plan, figures);
  const known = inPercent(plan, sent);
  const found = [
    ...problems,
    ...unknown,
    ...repeated(known),
    ...faults(plan, known),
    ...contradictions(plan, known, file),
  ];
  if (found.length > 0) throw new Stop(1, found);
  const scopes = new Set(known.map(({ scope }) => scope)).size;
  if (office.json) {
    const { jsonText } = await import("../../write/json.ts");
    office.io.out.write(jsonText({ file, figures: known.length, scopes, problems: [] }));
  } else office.io.out.write(`核对无误：${known.length} 个数，${scopes} 个范围，${rulesOf(plan).length} 条勾稽关系\n`);
}

function sorted(
  { indicators }: Plan,
  figures: readonly SentFigure[],
): { readonly known: SentFigure[]; readonly unknown: Problem[] } {
  const names = indicators.map(({ name }) => name);
  // The form of a roll-up asks for it, whether or not the plan counts it.
  const strange = figures.filter(({ name }) => !names.includes(name) && name !== countTitles.inspected);
  const once = strange.filter((one, index) => strange.findIndex(({ name }) => name === one.name) === index);
  return {
    known: figures.filter(({ name }) => names.includes(name)),
    unknown: once.map(({ name, place }) => {
      const near = nearest(name, names);
      const hint = near === undefined ? "方案的指标见 tuban report indicators" : `是不是：${near}`;
      return { code: "unknown-indicator", message: `方案里没有这个指标：${name || "（空）"}`, hint, place };
    }),
  };
}

/** A cell that a spreadsheet shows as 98.93% holds 0.9893: taken so where that is what the parts come to. */
function inPercent({ indicators }: Plan, figures: readonly SentFigure[]): SentFigure[] {
  const ratios = new Map(indicators.flatMap((one) => (one.basis === "比率" ? [[one.name, one]] : [])));
  const values = firstOf(figures);
  return figures.map((sent) => {
    const ratio = ratios.get(sent.name);
    if (!ratio || sent.value === null || sent.value > 1) return sent;
    const [over, under] = [ratio.numerator, ratio.denominator].map((name) => values(sent.scope, name)?.value ?? null);
    if (over == null || under == null || under === 0 || Math.abs(sent.value - over / under) > 0.0051) return sent;
    return { ...sent, value: Math.round(sent.value * 10_000) / 100 };
  });
}

/** Finds a figure of a place; the first where it was reported twice. */
function firstOf(figures: readonly SentFigure[]): (scope: string, name: string) => SentFigure | undefined {
  const keyOf = (scope: string, name: string): string => JSON.stringify([scope, name]);
  const first = new Map(figures.toReversed().map((one) => [keyOf(one.scope, one.name), one]));
  return (scope, name) => first.get(keyOf(scope, name));
}

function repeated(figures: readonly SentFigure[]): Problem[] {
  const seen = new Set<string>();
  const twins = figures.filter(({ scope, name }) => {
    const key = JSON.stringify([scope, name]);
    const twin = seen.has(key);
    seen.add(key);
    return twin;
  });
  return twins.map(({ scope, name, place }) => ({
    code: "reported-twice",
    message: `${scope}的 ${name} 报了两次`,
    hint: "删去其中一个",
    place,
  }));
}

function faults(plan: Plan, figures: readonly SentFigure[]): Problem[] {
  return figures.flatMap((sent) => {
    const stated = statedOf(plan, sent);
    const { value, place, periodPlace = place } = sent;
    const added = value === sent.thisPeriod ? null : sent.thisPeriod;
    const found = [
      { fault: figureFault(stated), at: place },
      { fault: figureFault({ ...stated, value: added }) ?? moreThanAll(plan, sent), at: periodPlace },
    ];
    return found.flatMap(({ fault, at }) =>
      fault === null
        ? []
        : [
            {
              code: "impossible-figure",
              message: `${sent.scope === "全部" ? "" : `${sent.scope}：`}${fault}`,
              hint: "请报送单位核实",
              place: at,
            } satisfies Problem,
          ],
    );
  });
}

/** What happened in the period is part of what has happened since the campaign began. */
function moreThanAll({ indicators }: Plan, { name, value, thisPeriod }: SentFigure): string | null {
  const flows = indicators.some((indicator) => indicator.name === name && indicator.basis === "期间");
  if (!flows || value === null || thisPeriod === null || thisPeriod <= value) return null;
  return `${name} 本期 ${thisPeriod}，比累计 ${value} 还多`;
}

function statedOf({ indicators }: Plan, { name, value, thisPeriod }: SentFigure): Stated {
  const indicator = indicators.find((one) => one.name === name);
  const added = indicator?.basis === "期间" ? thisPeriod : null;
  const opening = added !== null && value !== null ? value - added : undefined;
  return { name, unit: indicator?.unit ?? "个", value, added, opening };
}

function contradictions(plan: Plan, figures: readonly SentFigure[], file: string): Problem[] {
  const rules = rulesOf(plan);
  const stated = Array.from(
    grouped(figures, ({ scope }) => scope),
    ([scope, there]) => ({
      scope,
      figures: there.map((one) => statedOf(plan, one)),
    }),
  );
  const whole = stated.find(({ scope }) => scope === "全部");
  const broken = [
    ...stated.flatMap((one) => breachesOf(rules, one.figures, one.scope)),
    ...(whole
      ? partBreaches(
          whole.figures,
          stated.filter((one) => one !== whole),
        )
      : []),
  ];
  const first = firstOf(figures);
  return broken.map((breach) => problemOf(breach, first(breach.scope, breach.names[0] ?? ""), file));
}

function problemOf(breach: Breach, at: SentFigure | undefined, file: string): Problem {
  return {
    code: "inconsistent",
    message: `勾稽不成立：${breachText(breach)}`,
    hint: `规则：${breach.rule}；请报送单位核实后重报`,
    place: at?.place ?? { file },
  };
}
