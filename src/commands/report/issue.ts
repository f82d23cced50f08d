/** tuban report issue (签发): the return gets a number and is kept as it is; contradictions stop it unless a reason is given. */
import {
  Stop,
  addDays,
  amountText,
  breachText,
  breachesOf,
  bridgeText,
  definitionOf,
  misuse,
  partBreaches,
  partsOf,
  refuse,
  rulesOf,
  weekdayName,
} from "../../campaign/index.ts";
import type { Breach, Bridge, Counted, Figure, Period, Problem, Stated } from "../../campaign/index.ts";
import { factsOf } from "../../ledger/columns/facts.ts";
import type { Facts } from "../../ledger/columns/facts.ts";
import type { Entry, Reading } from "../../ledger/ledger.ts";
import { nextSerial, recordReturn, returnsOf } from "../../ledger/returns.ts";
import type { BareRow } from "../../ledger/numbers/words.ts";
import type { ReturnRow } from "../../ledger/tables.ts";
import type { Office } from "../../office.ts";
import { plain } from "../../write/plain.ts";
import { nextSteps, problemText } from "../../write/message.ts";
import { actOf, openCampaignAsOf, refuseNamelessRegion } from "../campaign.ts";
import type { Opened } from "../campaign.ts";
import { countedOf, sealOfReturn } from "./frozen.ts";
import type { Adjustment, Frozen } from "./frozen.ts";
import { gatherFrom, isEmpty, knownTo, statedIndicators, wantedOf } from "./gather.ts";
import type { Gathered } from "./gather.ts";
import { reconcile } from "./reconcile.ts";
import type { Carried, Reconciled } from "./reconcile.ts";
import { firstBehind, subjectsBehind } from "./rows.ts";
import { scopeOf } from "./scope.ts";
import type { Scope, ScopeOptions } from "./scope.ts";
import { reportText } from "./text.ts";
import { noTown } from "./words.ts";

export interface IssueOptions extends ScopeOptions {
  readonly override?: string;
  /** The Word file to write beside. */
  readonly docx?: string;
}

/** tuban report issue; gives 3 where only the Word file could not be written. @throws Stop when a rule is broken, the period was returned already, or there is nothing to count */
export async function reportIssue(office: Office, options: IssueOptions): Promise<0 | 3> {
  if (options.docx !== undefined) (await import("../../write/files.ts")).pathFor(office.io.cwd, options.docx, ".docx");
  const opened = await openCampaignAsOf(office);
  const scope = await scopeOf(office, opened, options);
  const override = options.override?.trim() ?? null;
  if (override === "")
    misuse("no-reason", "--override 要写明理由", { hint: '例如 --override "数据由街道补报中，下期更正"' });
  if (scope.cutOff > office.on)
    refuse("issue-before-cutoff", `这一期截至 ${scope.cutOff}，${office.on} 还不能签发`, {
      hint: "等到截止以后，或用 --as-of 改变截至日",
    });
  refuseNamelessRegion(opened.plan);
  const act = await actOf(office, "report issue");
  const { value: issued } = await opened.ledger.record(act, async (entry) => {
    const row = await frozenReturn(entry, opened, scope, { office, override, actor: act.actor });
    entry.describe(
      `签发报表 ${row.number}（截至 ${row.cut_off}）${override === null ? "" : `，带问题签发：${override}`}`,
    );
    await recordReturn(entry, { ...row, happened_on: office.on });
    return row;
  });
  const status = await writeBeside(office, issued, options.docx);
  const { adjustments, gap, period } = JSON.parse(issued.content) as Frozen;
  if (office.json) {
    const { jsonText } = await import("../../write/json.ts");
    const { number, begins, cut_off: cutOff, sha256 } = issued;
    office.io.out.write(jsonText({ number, from: begins, asOf: cutOff, sha256, adjustments: adjustments.length }));
    return status;
  }
  office.io.out.write(
    plain(`已签发：${issued.number}（${issued.begins} 至 ${issued.cut_off}），调整 ${adjustments.length} 条`) + "\n",
  );
  const next = addDays(issued.cut_off, 1);
  if (next <= period.to)
    office.io.err.write(
      `注意：这一期到 ${period.to} 为止，这一份只报到 ${issued.cut_off}；下一份加 --from ${next} 接着报${everyWeek(scope)}\n`,
    );
  if (gap)
    office.io.err.write(`注意：${gapText(gap)}；要接上的，先 tuban undo 这次签发，再加 --from ${gap.from} 签发\n`);
  office.io.err.write(nextSteps([`tuban report show ${issued.number}`], office.io));
  return status;
}

/** A plan that says when the week is closed spares the office --from every week. */
function everyWeek({ kind, cutOff }: Scope): string {
  if (kind.rhythm !== "周" || kind.cutoff) return "";
  const day = weekdayName(cutOff).replace("星期", "周");
  return `；每周都在${day}报的，在方案的报表里写“截止: ${day} 17:00”（几点由你们定），一周就算到${day}，不用再写`;
}

/** The ledger has the return already: a file that cannot be written is told, and does not take it back. */
async function writeBeside(office: Office, issued: Issued, file: string | undefined): Promise<0 | 3> {
  if (file === undefined) return 0;
  try {
    const { writeWord } = await import("./word.ts");
    await writeWord(office, file, issued.markdown);
    return 0;
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    const told = error.problems.map((problem) => problemText(problem, { ...office.io, severity: "warning" })).join("");
    const later = `报表已经签发并记在账本里，只是文件没有写出；用 tuban report show ${issued.number} --docx 文件 随时取出。\n`;
    office.io.err.write(told + later);
    return 3;
  }
}

type Issued = Omit<ReturnRow, "id" | "entry" | "happened_on">;

async function frozenReturn(
  entry: Entry,
  opened: Opened,
  scope: Scope,
  { office, override, actor }: { readonly office: Office; readonly override: string | null; readonly actor: string },
): Promise<Issued> {
  const { db } = entry;
  const { code, plan } = opened;
  const sent = (await returnsOf(db, code)).filter(({ kind }) => kind === scope.kind.name);
  const before = sent.at(-1) ?? null;
  if (before) refuseRepeated(sent, before, scope);
  const gathered = await gatherFrom(db, opened, scope);
  if (isEmpty(gathered))
    refuse("nothing-to-report", `截至 ${scope.cutOff}，账本里还没有可以上报的事实`, {
      hint: "先导入底数：tuban import 文件",
    });
  const known = await knownTo(db, scope);
  const indicators = statedIndicators(plan, scope);
  const counted = [...new Set(indicators.flatMap((indicator) => partsOf(indicator, plan.indicators)))];
  const { bridges, carried, adjustments, behind } = await reconcile(db, opened, scope, counted, {
    before,
    knownTo: known,
    annulledTo: scope.cutOff,
  });
  const breaches = breachesIn(opened, gathered, { bridges, carried });
  if (breaches.length > 0 && override === null) await stopOn(db, opened, scope, breaches, known);
  const figures = gathered.stated.flatMap((figure) => {
    const indicator = indicators.find(({ name }) => name === figure.name);
    if (!indicator) return [];
    const filter = indicator.basis === "比率" ? {} : wantedOf(indicator, plan).filter;
    const parts = indicator.basis === "比率" ? [indicator.numerator, indicator.denominator] : [];
    return [{ ...figure, definition: definitionOf(indicator), counted: countedOf(indicator, filter), parts }];
  });
  const year = Number(scope.cutOff.slice(0, 4));
  const serial = await nextSerial(db, code, scope.kind.name, year);
  const number = `${scope.kind.name}〔${year}〕${serial}号`;
  const content: Frozen = {
    plan: plan.name,
    period: scope.period,
    figures,
    byTown: gathered.statedByTown,
    follows: before?.number ?? null,
    ...(before && gapBetween(before, scope)),
    bridges,
    adjustments,
    breaches,
    override: breaches.length > 0 ? override : null,
    actor,
    checkCode: gathered.checkCode,
  };
  const texts = {
    content: JSON.stringify(content),
    behind: JSON.stringify(behind),
    markdown: `${reportText(office, opened, scope, gathered).trimEnd()}\n\n${annex(number, content)}`,
  };
  return {
    campaign: code,
    kind: scope.kind.name,
    year,
    serial,
    number,
    begins: scope.period.from,
    cut_off: scope.cutOff,
    known_to: known ?? entry.seq - 1,
    ...texts,
    sha256: sealOfReturn(texts),
  };
}

/** One day belongs to one return of a kind, and the next follows on the last. */
function refuseRepeated(sent: readonly ReturnRow[], last: ReturnRow, { period, cutOff: upTo }: Scope): void {
  if (period.from > last.cut_off) return;
  const overlapping = sent.find(({ begins, cut_off: cutOff }) => begins <= upTo && cutOff >= period.from);
  const { number, begins, cut_off: cutOff } = overlapping ?? last;
  const already = overlapping ? `${number} 已报过 ${begins} 至 ${cutOff}` : `已报到 ${cutOff}（${number}）`;
  refuse("already-returned", `${already}，这一期又从 ${period.from} 起`, {
    hint: `从上期截至日的第二天起：加 --from ${addDays(last.cut_off, 1)}；报错了的，先 tuban undo 那次签发，或在下一期作调整`,
  });
}

/** The days after one return that the next does not begin with: a week looked at on its Friday leaves out the weekend. */
function gapBetween({ cut_off: cutOff }: ReturnRow, { period }: Scope): { readonly gap?: Period } {
  const gap = { from: addDays(cutOff, 1), to: addDays(period.from, -1) };
  return gap.from > gap.to ? {} : { gap };
}

function gapText({ from, to }: Period): string {
  return `${from === to ? from : `${from} 至 ${to}`} 不在上期里，也不在本期里，这几天的数算在“两期之间”`;
}

/** The rules of the plan over the whole and over each town, and what no figure can be. */
function breachesIn(
  { plan }: Pick<Opened, "plan">,
  { stated, statedByTown }: Pick<Gathered, "stated" | "statedByTown">,
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
    ...parts.flatMap(({ scope, figures }) => breachesOf(rules, figures, scope)),
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
function statedInTown(figure: Figure, carried: Carried | undefined): Stated {
  const { added, ...stated } = statedOf(figure);
  return { ...stated, opening: carried?.opening, added: carried?.added ?? added, before: undefined };
}

async function stopOn(
  db: Reading,
  opened: Opened,
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
  facts: Facts,
  opened: Opened,
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

/** What a return adds to the report: its number, how it follows from the last, what was adjusted, what does not hold. */
function annex(number: string, frozen: Frozen): string {
  const { follows, gap, bridges, adjustments, breaches, override, actor } = frozen;
  const cell = (text: string | number | null): string =>
    plain(String(text ?? ""))
      .replaceAll("|", "\\|")
      .replaceAll("<", "&lt;");
  const lines = [`## 报表编号`, "", `${number}　签发：${cell(actor)}`, "", "## 与上期衔接", ""];
  if (follows === null) lines.push("这是第一份，没有上期。");
  else {
    lines.push(`接 ${follows}${gap ? `；${gapText(gap)}` : ""}。`, "");
    for (const bridge of bridges) lines.push(`- ${bridgeText(bridge)}`);
    lines.push("", "## 对以往各期的调整", "");
    if (adjustments.length === 0) lines.push("没有。");
    else {
      lines.push(
        "| 指标 | 增减 | 事实 | 机构 | 属地 | 日期 | 内容 | 原因 |",
        "| --- | ---: | --- | --- | --- | --- | --- | --- |",
      );
      for (const of of adjustments) lines.push(adjustmentLine(of, cell));
    }
  }
  lines.push("", "## 勾稽", "");
  if (breaches.length === 0) lines.push("各项勾稽关系成立。");
  else {
    lines.push(`带问题签发，理由：${cell(override)}`, "");
    for (const breach of breaches) lines.push(`- ${cell(breachText(breach))}`);
  }
  return `${lines.join("\n")}\n`;
}

function adjustmentLine(
  { indicator, amount, fact, name, town, day, label, why }: Adjustment,
  cell: (text: string | number | null) => string,
): string {
  const signed = `${amount > 0 ? "+" : ""}${amountText(amount, "个")}`;
  return `| ${[cell(indicator), signed, fact, cell(name), cell(town ?? noTown), day ?? "", cell(label), cell(why)].join(" | ")} |`;
}
