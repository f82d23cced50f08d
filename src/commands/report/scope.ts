/** Which report, over which days, seen in which phase: what the options of tuban report mean. */
import {
  misuse,
  nextPeriod,
  periodNumber,
  periodOf,
  phaseOn,
  phaseStanding,
  previousPeriod,
  refuse,
  rhythmOf,
  momentInChina,
} from "../../campaign/index.ts";
import type { CalendarRhythm, Day, Period, PhaseStanding, Plan, ReportKind, Rhythm } from "../../campaign/index.ts";
import type { Office } from "../../office.ts";
import type { OpenedCampaign } from "../desk/campaign.ts";
import { signatureOf } from "./signature.ts";
import type { Signature } from "./signature.ts";

export interface ScopeOptions {
  /** week, month, quarter, year, phase or campaign. */
  readonly period?: string;
  readonly phase?: string;
  readonly kind?: string;
  readonly from?: string;
  readonly to?: string;
  /** 签发人. */
  readonly signer?: string;
}

export interface Scope {
  readonly kind: ReportKind;
  /** The phases in view, the later first: the one asked for, else those under way on the cut-off day. */
  readonly phases: readonly PhaseStanding[];
  readonly period: Period;
  readonly previous: Period;
  /** When what falls due is announced: from the cut-off, which is not overdue yet, to the end of the next period. */
  readonly coming: Period;
  /** The day that states refer to and up to which is counted: the period's end, or the day looked from if that is earlier. */
  readonly cutOff: Day;
  /** 第几期, for whole weeks, months …; null for any other stretch of days. */
  readonly issue: number | null;
  readonly words: ScopeWords;
  /** The plan's cut-off moment, where it has passed: what was recorded later is not in this return. */
  readonly moment: ReturnDeadline | null;
  readonly signature: Signature;
  /** Only this town; left out: everywhere. */
  readonly town?: string | undefined;
}

/** A moment as people read it, local time, and as the journal keeps it. */
export interface ReturnDeadline {
  readonly text: string;
  readonly utc: string;
}

/** What the period is called. */
export interface ScopeWords {
  readonly current: string;
  readonly previous: string;
  readonly next: string;
}

/** @throws Stop for a kind or phase that the plan does not have, and for days that are in the wrong order or not within the campaign */
export async function scopeOf(
  office: Office,
  { ledger, plan, startedOn }: OpenedCampaign,
  options: ScopeOptions,
): Promise<Scope> {
  const wanted = options.period === undefined ? null : periodNamed(options.period);
  const kind = kindOf(plan, options.kind, wanted);
  const asked = options.phase === undefined ? null : phaseNumbered(plan, options.phase, office.asOf);
  const period = await periodFor(office, plan, { kind, asked, startedOn, options, whole: wanted === "全程" });
  if (period.to < startedOn)
    refuse("before-campaign", `${period.from} 至 ${period.to} 在本次行动开始（${startedOn}）之前`, {
      hint: `从 ${startedOn} 以后选日期`,
    });
  if (period.from > office.asOf)
    refuse("period-not-begun", `${period.from} 至 ${period.to} 还没有开始（现在看的是 ${office.asOf}）`, {
      hint: "换一段已经开始的日期，或用 --as-of 改变看的日子",
    });
  const rhythm = rhythmOf(kind.rhythm, period, kind.cutoff);
  const cutOff = period.to < office.asOf ? period.to : office.asOf;
  return {
    kind,
    phases: asked ? [phaseStanding(plan, asked.phase, cutOff)] : phaseOn(plan, cutOff),
    period,
    previous: previousPeriod(rhythm, period, kind.cutoff),
    coming: { from: cutOff, to: nextPeriod(rhythm, period, kind.cutoff).to },
    cutOff,
    issue: rhythm && periodNumber(rhythm, period, startedOn, kind.cutoff),
    words: wordsOf(
      rhythm,
      kind.rhythm === "阶段" && options.from === undefined && options.to === undefined,
      wanted === "全程",
    ),
    moment: deadlineOf(kind, cutOff, office.io.now()),
    signature: await signatureOf(office, { db: ledger.db, plan, kind }, options.signer),
  };
}

/** The cut-off moment on the cut-off day; null where the plan sets none or it is still to come. */
function deadlineOf({ cutoff }: ReportKind, day: Day, now: Date): ReturnDeadline | null {
  if (!cutoff) return null;
  const moment = momentInChina(day, cutoff.time);
  return moment < now ? { text: `${day} ${cutoff.time}`, utc: moment.toISOString() } : null;
}

const periodNames: Readonly<Record<string, Rhythm | "全程">> = {
  week: "周",
  month: "月",
  quarter: "季",
  year: "年",
  phase: "阶段",
  campaign: "全程",
};

function periodNamed(text: string): Rhythm | "全程" {
  const chinese = Object.values(periodNames).find((name) => name === text || `${name}度` === text);
  return (
    chinese ??
    periodNames[text] ??
    misuse("unknown-period", `没有这种时段：${text}`, {
      hint: `可选：${Object.entries(periodNames)
        .map(([word, name]) => `${name}（${word}）`)
        .join("、")}`,
    })
  );
}

/** The plan's kind of report; or one made of a shipped text and the figures that the plan's own reports print. */
function kindOf(plan: Plan, wanted: string | undefined, period: Rhythm | "全程" | null): ReportKind {
  const told = plan.reports.some(({ name }) => name === wanted) ? undefined : rhythmNamed(wanted);
  if (told !== undefined && (period ?? told) === told) return kindOf(plan, undefined, told);
  const rhythm = period === "全程" ? "阶段" : period;
  const usual = plan.reports.find((kind) => kind.rhythm === (rhythm ?? "周")) ?? plan.reports[0];
  const named = wanted === undefined ? usual : plan.reports.find(({ name }) => name === wanted);
  if (named) return rhythm === null || named.rhythm === rhythm ? named : remade(named, rhythm, wanted);
  const shared = sharedKinds(plan).find(({ name }) => name === wanted);
  if (usual && shared) {
    const of = rhythm ?? shared.rhythm;
    const model = plan.reports.find((kind) => kind.rhythm === of) ?? usual;
    const { sender = null, signer = null } = usual;
    return { ...shared, rhythm: of, cutoff: model.rhythm === of ? (model.cutoff ?? null) : null, sender, signer };
  }
  const names = plan.reports.map(({ name }) => name).join("、");
  if (names === "")
    return refuse("no-report-kind", `方案 ${plan.code} 没有写任何报表`, {
      hint: "在方案的“报表”一节写上名称、频次、模板和指标，再采用一次",
    });
  const others = [...Object.values(usualNames), ...Object.keys(texts)].filter(
    (name) => !names.split("、").includes(name),
  );
  return misuse("unknown-report", `方案里没有这种报表：${wanted}`, {
    hint: `可选：${names}；随附的 ${others.join("、")}`,
  });
}

/** What the same figures are called by the week, the month … */
const usualNames: Readonly<Record<Rhythm, string>> = {
  周: "周调度",
  月: "月调度",
  季: "季通报",
  年: "年总结",
  阶段: "阶段情况报告",
};

/** The rhythm that a report's usual name tells; a stage is asked for by its number. */
function rhythmNamed(name: string | undefined): Rhythm | undefined {
  const rhythms: readonly Rhythm[] = ["周", "月", "季", "年"];
  return rhythms.find((rhythm) => usualNames[rhythm] === name);
}

/** Texts in templates/reports that any plan can use, and the rhythm that each is usual for. */
const texts = { 情况报告: "阶段", 督查通报: "月", 工作简报: "周", 年度总结: "年" } as const satisfies Record<
  string,
  Rhythm
>;

/** Kinds of report that a plan need not name: a shipped text over all of its figures. */
export function sharedKinds(plan: Plan): ReportKind[] {
  return Object.entries(texts).map(([name, rhythm]) => wholeReport(plan, name, rhythm));
}

/** The text of that name over all figures of the plan. */
export function wholeReport({ indicators }: Plan, name: string, rhythm: Rhythm): ReportKind {
  return {
    name,
    rhythm,
    template: `reports/${name}.md`,
    indicators: indicators.map((indicator) => indicator.name),
    cutoff: null,
  };
}

/** The same figures over another stretch: a month of what the plan reports by the week. */
function remade(kind: ReportKind, rhythm: Rhythm, wanted: string | undefined): ReportKind {
  const name = wanted ?? usualNames[rhythm];
  return {
    ...kind,
    name,
    rhythm,
    cutoff: null,
    template: wanted === undefined ? `reports/${usualNames[rhythm]}.md` : kind.template,
  };
}

function phaseNumbered(plan: Plan, text: string, day: Day): PhaseStanding {
  const phase = plan.phases.find(({ no, name }) => String(no) === text || name === text);
  if (phase) return phaseStanding(plan, phase, day);
  return misuse("unknown-phase", `方案里没有第 ${text} 阶段`, {
    hint: `可选：${plan.phases.map(({ no, name }) => `${no} ${name}`).join("、")}`,
  });
}

interface Asked {
  readonly kind: ReportKind;
  readonly asked: PhaseStanding | null;
  readonly startedOn: Day;
  readonly options: ScopeOptions;
  /** The whole campaign, up to the day looked from. */
  readonly whole: boolean;
}

async function periodFor(
  office: Office,
  plan: Plan,
  { kind, asked, startedOn, options, whole }: Asked,
): Promise<Period> {
  const { asOf } = office;
  const usual = (day: Day): Period =>
    whole
      ? { from: startedOn, to: day }
      : kind.rhythm === "阶段"
        ? phasePeriod(asked ?? phaseOn(plan, day)[0], plan, startedOn, asOf)
        : periodOf(kind.rhythm, day, kind.cutoff);
  if (options.from === undefined && options.to === undefined) return usual(asOf);
  const to = options.to === undefined ? asOf : await dayOf("--to", options.to, office);
  const from = options.from === undefined ? usual(to).from : await dayOf("--from", options.from, office);
  if (from > to)
    misuse("period-backwards", `起日 ${from} 在止日 ${to} 之后`, { hint: "--from 写前面的日子，--to 写后面的日子" });
  return { from, to };
}

/** A date without a year is one of the year looked from. */
async function dayOf(flag: string, text: string, { asOf }: Office): Promise<Day> {
  const { readDay } = await import("../../read/day.ts");
  return (
    readDay(text, { today: asOf }) ??
    misuse("bad-day", `${flag} 的日期看不懂：${text}`, { hint: "写成 2021-07-20、2021.7.20 或 2021年7月20日" })
  );
}

/** A phase's days: from the campaign's start where its beginning is open, up to the day looked from where its end is. */
function phasePeriod(standing: PhaseStanding | undefined, plan: Plan, startedOn: Day, asOf: Day): Period {
  if (!standing)
    return misuse("between-phases", `${asOf} 在两阶段之间，不知道报哪一个阶段`, {
      hint: `用 --phase 指明：${plan.phases.map(({ no, name }) => `${no} ${name}`).join("、")}`,
    });
  const from = standing.from ?? startedOn;
  return { from, to: standing.until ?? (asOf < from ? from : asOf) };
}

const calendarWords: Readonly<Record<CalendarRhythm, ScopeWords>> = {
  周: { current: "本周", previous: "上周", next: "下周" },
  月: { current: "本月", previous: "上月", next: "下月" },
  季: { current: "本季", previous: "上季", next: "下季" },
  年: { current: "本年", previous: "上年", next: "下年" },
};

function wordsOf(rhythm: CalendarRhythm | null, isPhase: boolean, whole: boolean): ScopeWords {
  if (whole) return { current: "行动以来", previous: "行动前", next: "下一段" };
  if (rhythm) return calendarWords[rhythm];
  return isPhase
    ? { current: "本阶段", previous: "前一段", next: "下一段" }
    : { current: "本期", previous: "上期", next: "下期" };
}
