/** A return as it will be kept: counted, reconciled with the one before, and sealed. */
import { addDays, definitionOf, refuse } from "../../campaign/index.ts";
import type { Figure, Indicator, Period, Plan } from "../../campaign/index.ts";
import type { Entry } from "../../ledger/ledger.ts";
import { nextSerial, returnsOf } from "../../ledger/numbers/returns.ts";
import type { Db, ReturnRow } from "../../ledger/tables.ts";
import type { Office } from "../../office.ts";
import type { OpenedCampaign } from "../desk/campaign.ts";
import { annex } from "./annex.ts";
import { breachesIn, stopOn } from "./breaches.ts";
import { countedFor, knownTo, statedIndicators, wantedOf } from "./counted.ts";
import { countedOf, sealOfReturn } from "./frozen.ts";
import type { Frozen, FrozenFigure, FrozenRows } from "./frozen.ts";
import { gatherFrom, isEmpty } from "./gather.ts";
import type { GatheredReport } from "./gather.ts";
import type { Signature } from "./signature.ts";
import { reconcile } from "./reconcile.ts";
import type { Scope } from "./scope.ts";
import { reportText } from "./text.ts";

/** Who issues it, and why although rules are broken. */
interface By {
  readonly office: Office;
  readonly override: string | null;
  readonly actor: string;
}

/** The row of a return before it is recorded. */
export type Issued = Omit<ReturnRow, "id" | "entry" | "happened_on">;

/** @throws Stop when a rule is broken and there is no override, the days were returned already, or there is nothing to count */
export async function frozenReturn(entry: Entry, opened: OpenedCampaign, scope: Scope, by: By): Promise<Issued> {
  const { db } = entry;
  const { code } = opened;
  const sent = (await returnsOf(db, code)).filter(({ kind }) => kind === scope.kind.name);
  const before = sent.at(-1) ?? null;
  if (before) refuseRepeated(sent, before, scope);
  const gathered = await gatherFrom(db, opened, scope);
  if (isEmpty(gathered))
    refuse("nothing-to-report", `截至 ${scope.cutOff}，账本里还没有可以上报的事实`, {
      hint: "先导入底数：tuban import 文件",
    });
  const known = await knownTo(db, scope);
  const { content, behind } = await contentOf(db, opened, scope, gathered, { before, known, by });
  const year = Number(scope.cutOff.slice(0, 4));
  const serial = await nextSerial(db, code, scope.kind.name, year);
  const number = `${scope.kind.name}〔${year}〕${serial}号`;
  const texts = {
    content: JSON.stringify(content),
    behind: JSON.stringify(behind),
    markdown: `${reportText(by.office, opened, { ...scope, signature: issuedAs(scope, number, by) }, gathered).trimEnd()}\n\n${annex(number, content)}`,
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

/** Dated by the day that it is issued on, whatever day it looks at. */
const issuedAs = ({ signature }: Scope, number: string, { office }: By): Signature => ({
  ...signature,
  number,
  on: office.on,
});

interface Following {
  /** The return sent last. */
  readonly before: ReturnRow | null;
  /** The last entry that counts; undefined: all of them. */
  readonly known: number | undefined;
  readonly by: By;
}

/** What a return keeps of what was gathered, reconciled with the one before; and the rows behind it. @throws Stop on a breach */
async function contentOf(
  db: Db,
  opened: OpenedCampaign,
  scope: Scope,
  gathered: GatheredReport,
  { before, known, by }: Following,
): Promise<{ content: Frozen; behind: FrozenRows }> {
  const { plan } = opened;
  const indicators = statedIndicators(plan, scope);
  const { bridges, carried, adjustments, behind } = await reconcile(db, opened, scope, countedFor(indicators, plan), {
    before,
    knownTo: known,
    annulledTo: scope.cutOff,
  });
  const breaches = breachesIn(opened, gathered, { bridges, carried });
  if (breaches.length > 0 && by.override === null) await stopOn(db, opened, scope, breaches, known);
  const content: Frozen = {
    plan: plan.name,
    period: scope.period,
    figures: frozenFigures(gathered.stated, indicators, plan),
    byTown: gathered.statedByTown,
    follows: before?.number ?? null,
    ...(before && gapBetween(before, scope)),
    bridges,
    adjustments,
    breaches,
    override: breaches.length > 0 ? by.override : null,
    actor: by.actor,
    checkCode: gathered.checkCode,
  };
  return { content, behind };
}

/** Each figure with how it was defined and counted, whatever becomes of the plan. */
function frozenFigures(figures: readonly Figure[], indicators: readonly Indicator[], plan: Plan): FrozenFigure[] {
  return figures.flatMap((figure) => {
    const indicator = indicators.find(({ name }) => name === figure.name);
    if (!indicator) return [];
    const filter = indicator.basis === "比率" ? {} : wantedOf(indicator, plan).filter;
    const parts = indicator.basis === "比率" ? [indicator.numerator, indicator.denominator] : [];
    return [{ ...figure, definition: definitionOf(indicator, plan), counted: countedOf(indicator, filter), parts }];
  });
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
