/** What stands against an act of a group at the office, by the gates that the same act meets here. */
import {
  Stop,
  changingListing,
  closeActProblems,
  openingCase,
  orderActProblem,
  ordersFor,
  puttingInBucket,
  registerNamed,
  reviewProblem,
  serving,
  servingOf,
  stepProblems,
  takingCaseStep,
  unseenProblems,
} from "../../campaign/index.ts";
import type { AnyRow, Calendar, Day, OrderAct, Plan, Problem } from "../../campaign/index.ts";
import { casesNow } from "../../ledger/acts/cases.ts";
import { attemptsOn, isNumberTaken, pendingServices } from "../../ledger/acts/orders.ts";
import { entriesNow, inOneLine } from "../../ledger/acts/registers.ts";
import { supportOf } from "../../ledger/acts/reviews.ts";
import { wholeEntry, whoseOf } from "../../ledger/bundle/bundles.ts";
import type { ResolvedAct } from "../../ledger/bundle/take-in.ts";
import { campaignOn } from "../../ledger/campaigns.ts";
import { fromJson } from "../../ledger/json.ts";
import { findingsIn, institutionsIn, ordersIn, ordersNow } from "../../ledger/now.ts";
import type { FindingNow, OrderNow } from "../../ledger/now.ts";
import { peopleOn } from "../../ledger/people.ts";
import { rootsOf } from "../../ledger/root.ts";
import type { Db, FactTable, FactTables } from "../../ledger/tables.ts";
import { isSeen } from "../case/measure.ts";
import { knownOf as caseOpenKnown } from "../case/open.ts";
import { knownOf as caseStepKnown } from "../case/step.ts";
import { openBook } from "../order/book.ts";
import { knownOf } from "../publish/change.ts";

export interface GateSetting {
  readonly calendar: Calendar;
  readonly today: Day;
  readonly campaign: string | null;
}

/** Kept with the act that waits, in words; the law's own refusal has its code. */
type Refusal = Pick<Problem, "message"> & Partial<Pick<Problem, "code">>;

/** Null when nothing does. */
export async function gateOf(db: Db, act: ResolvedAct, setting: GateSetting): Promise<Refusal | null> {
  const of = (table: FactTable): readonly AnyRow[] => act.rows.get(table) ?? [];
  for (const gate of gates) {
    const problem = await gate(db, of, { ...setting, on: act.act.on, actor: act.act.actor });
    if (problem) return problem;
  }
  return null;
}

type Rows = (table: FactTable) => readonly AnyRow[];
type Setting = GateSetting & { readonly on: Day; readonly actor: string };

/** Rows as they would be recorded here; what they name of their own act is a mark still, and no number. */
const typed = <Table extends FactTable>(of: Rows, table: Table): readonly FactTables[Table][] =>
  of(table) as readonly FactTables[Table][];

const numbers = (rows: readonly AnyRow[], column: string): number[] => [
  ...new Set(rows.map((row) => row[column]).filter((id) => typeof id === "number")),
];

async function numberGate(db: Db, of: Rows): Promise<Refusal | null> {
  for (const row of [...of("orders"), ...of("paper")]) {
    const number = String(row["number"]);
    if (await isNumberTaken(db, number)) return { message: `${number} 单位已经用过；换一个文号重新签发` };
  }
  return null;
}

/** The subject has to be on the roster still. */
async function subjectGate(db: Db, of: Rows, { today }: Setting): Promise<Refusal | null> {
  const subjects = [
    ...new Set(
      (["inspection", "orders", "choice", "disposition", "penalty_case", "case_measure"] as const).flatMap((table) =>
        numbers(of(table), "subject"),
      ),
    ),
  ];
  if (subjects.length === 0) return null;
  const now = institutionsIn((await rootsOf(db, subjects)).on({ day: today }));
  const there = new Set(now.map(({ subject }) => subject));
  const gone = subjects.find((subject) => !there.has(subject));
  return gone === undefined ? null : { message: `${gone} 号机构单位已并入另一家或撤销登记` };
}

async function planOf(db: Db, { on, campaign }: Setting): Promise<Plan> {
  return (await campaignOn(db, on, campaign)).plan;
}

/** Orders as `order issue` would refuse them. */
async function issueGate(db: Db, of: Rows, setting: Setting): Promise<Refusal | null> {
  const { on, today, calendar } = setting;
  for (const [place, row] of of("orders").entries()) {
    const campaign = String(row["campaign"]);
    const [subject] = institutionsIn((await rootsOf(db, numbers([row], "subject"))).on({ day: on }));
    if (!subject) continue;
    const taken = of("order_finding").filter(({ order_id }) => String(order_id).endsWith(`:${place}`));
    const findings = numbers(taken, "finding");
    const book = await openBook(db, { campaign, on, today, subject });
    const plan = await planOf(db, { ...setting, campaign });
    const together = String(row["issuer"]).split("、");
    const wanted = {
      kind: String(row["kind"]),
      findings: taken.length === 0 ? null : findings,
      issuer: together.length > 1 ? null : (together[0] ?? null),
      joint: together.length > 1 ? together : null,
      classes: [],
      towns: [],
    };
    try {
      ordersFor(book, subject, { plan, on, calendar, wanted, own: null });
    } catch (error) {
      if (error instanceof Stop) return error.problems[0] ?? null;
      throw error;
    }
  }
  return null;
}

/** The findings of these numbers, on the day of the act and today. */
async function findingsOf(
  db: Db,
  ids: readonly number[],
  { on, today }: Setting,
): Promise<{ readonly onDay: readonly FindingNow[]; readonly latest: ReadonlyMap<number, FindingNow> }> {
  const rows = await whoseOf(db, "finding", ids);
  const timeline = await rootsOf(
    db,
    rows.map(({ subject }) => subject),
  );
  const campaigns = [...new Set(rows.map(({ campaign }) => campaign))];
  const all = (day: Day): FindingNow[] =>
    campaigns.flatMap((campaign) => findingsIn(timeline.on({ day }), { campaign }));
  return {
    onDay: all(on).filter(({ id }) => ids.includes(id)),
    latest: new Map(all(today).map((finding) => [finding.id, finding])),
  };
}

async function reviewGate(db: Db, of: Rows, setting: Setting): Promise<Refusal | null> {
  const ids = numbers(of("review_outcome"), "finding");
  if (ids.length === 0) return null;
  const { onDay, latest } = await findingsOf(db, ids, setting);
  const kind = of("inspection").some((row) => row["kind"] === "回头看") ? "回头看" : "复查";
  const relapsed = new Set(kind === "回头看" ? [...latest.values()].flatMap(({ relapse_of }) => relapse_of ?? []) : []);
  return onDay.map((finding) => reviewProblem(finding, { kind, latest, relapsed })).find((one) => one !== null) ?? null;
}

async function closeGate(db: Db, of: Rows, setting: Setting): Promise<Refusal | null> {
  const closings = of("close_out");
  if (closings.length === 0) return null;
  const { onDay, latest } = await findingsOf(db, numbers(closings, "finding"), setting);
  for (const row of closings) {
    const finding = onDay.find(({ id }) => id === row["finding"]);
    if (!finding) return { message: `${setting.on} 没有问题 ${String(row["finding"])}` };
    const plan = await planOf(db, { ...setting, campaign: finding.campaign });
    const support = await supportOf(db, Number(row["outcome"]));
    const known = { finding, latest: latest.get(finding.id) ?? finding, support };
    const evidence = of("evidence").length > 0;
    const [problem] = closeActProblems(plan.review, known, { person: String(row["closed_by"]), evidence });
    if (problem) return problem;
  }
  return null;
}

const acts = [
  ["service_attempt", "送达未成"],
  ["extension", "延期"],
  ["waiver", "放弃申辩"],
  ["withdrawal", "撤回"],
] as const satisfies readonly (readonly [FactTable, OrderAct])[];

async function orderGate(db: Db, of: Rows, setting: Setting): Promise<Refusal | null> {
  for (const [table, act] of acts)
    for (const id of numbers(of(table), "order_id")) {
      const known = await orderKnown(db, id, setting);
      if (!known) return unknownOrder(id);
      const problem = orderActProblem(act, known);
      if (problem) return problem;
    }
  return null;
}

const unknownOrder = (id: number): Refusal => ({
  message: `文书 ${id}# 单位的账本上已经没有`,
});

/** An order on the day of the act and today; null where it does not stand on one of them. */
async function orderKnown(db: Db, id: number, { on, today }: Setting) {
  const [whose] = await whoseOf(db, "orders", [id]);
  if (!whose) return null;
  const timeline = await rootsOf(db, [whose.subject]);
  const order = (day: Day): OrderNow | undefined =>
    ordersIn(timeline.on({ day }), { campaign: whose.campaign }).find((one) => one.id === id);
  const [onDay, latest] = [order(on), order(today)];
  return onDay && latest ? { onDay, latest } : null;
}

/** Services as `order serve` would refuse them: what the method asks for has to be on record. */
async function serviceGate(db: Db, of: Rows, setting: Setting): Promise<Refusal | null> {
  for (const [place, row] of typed(of, "service").entries()) {
    if (typeof row.order_id !== "number") continue;
    const order = await orderKnown(db, row.order_id, setting);
    if (!order) return unknownOrder(row.order_id);
    const known = {
      ...order,
      pending: (await pendingServices(db, setting.on, [row.order_id])).get(row.order_id) ?? null,
      attempts: (await attemptsOn(db, setting.on, [row.order_id])).get(row.order_id) ?? 0,
    };
    const proof = of("service_proof").find(({ service }) => String(service).endsWith(`:${place}`)) ?? {};
    const [problem] = serving.problems(known, servingOf(row, proof, setting));
    if (problem) return problem;
  }
  return null;
}

async function caseGate(db: Db, of: Rows, setting: Setting): Promise<Refusal | null> {
  for (const row of typed(of, "case_step")) {
    if (typeof row.case_id !== "number") continue;
    const [whose] = await whoseOf(db, "penalty_case", [row.case_id]);
    if (!whose) continue;
    const { campaign, subject } = whose;
    const found = (await casesNow(db, setting.today, { campaign, subject })).find(
      ({ row: { id } }) => id === row.case_id,
    );
    if (!found) return { message: `案件 ${row.case_id} 单位的账本上已经没有` };
    const document = (await ordersNow(db, setting.today, whose)).find(({ id }) => id === row.order_id) ?? null;
    const [problem] = takingCaseStep.problems(caseStepKnown(found, row.step, document), {
      on: row.happened_on,
      step: row.step,
      details: fromJson(row.details),
      calendar: setting.calendar,
      plan: await planOf(db, { ...setting, campaign }),
      laws: [],
      times: null,
    });
    if (problem) return problem;
  }
  return null;
}

/** Cases as `case open` would refuse them: an act in two cases, a number given twice, an act too long ago. */
async function caseOpenGate(db: Db, of: Rows, { calendar, today }: Setting): Promise<Refusal | null> {
  for (const row of typed(of, "penalty_case")) {
    if (typeof row.subject !== "number") continue;
    const known = await caseOpenKnown(db, { today }, calendar, row, row);
    const findings = fromJson(row.findings).filter((id) => typeof id === "number");
    const written = { officers: fromJson(row.officers), findings, traits: fromJson(row.traits) };
    const [problem] = openingCase.problems(known, {
      ...row,
      ...written,
      on: row.happened_on,
      actedOn: row.acted_on,
      fiveYears: row.note,
    });
    if (problem) return problem;
  }
  return null;
}

/** What a measure answers may have been taken back at the office; the rest of the law was asked as it was taken. */
async function measureGate(db: Db, of: Rows, { today }: Setting): Promise<Refusal | null> {
  for (const row of typed(of, "case_measure")) {
    if (typeof row.subject !== "number") continue;
    const { campaign, subject, happened_on: on } = row;
    const [place] = institutionsIn((await rootsOf(db, [subject])).on({ day: today }));
    if (!place) continue;
    const seen = await isSeen(db, on, campaign, subject);
    const [problem] = unseenProblems({ seen, subject: place }, { on });
    if (problem) return problem;
  }
  return null;
}

/** Steps of a register as they would be refused here: the entry may have gone on at the office, or have been taken back. */
async function registerGate(db: Db, of: Rows, setting: Setting): Promise<Refusal | null> {
  for (const row of typed(of, "register_step")) {
    if (typeof row.of_entry !== "number") continue;
    const { plan, found } = await entryKnown(db, row.of_entry, setting);
    const register = found && registerNamed(plan?.registers ?? [], found.row.register);
    if (!register) return { message: `台账的 ${row.of_entry} 单位的账本上已经没有` };
    const people = await peopleOn(db, setting.on);
    const [problem] = stepProblems(register, found.steps.at(-1) ?? null, row.step, {
      on: row.happened_on,
      by: row.taken_by,
      unit: people.find(({ name }) => name === row.taken_by)?.unit ?? "",
      fields: fromJson(row.fields),
      evidence: of("evidence").length,
      // what the entry's surroundings were, the group's own command asked
      holds: new Set(register.steps.flatMap(({ conditions }) => conditions)),
    });
    if (problem) return problem;
  }
  return null;
}

/** An entry of a register, or a part of one, as it stands today, with the plan of its campaign. */
async function entryKnown(db: Db, id: number, setting: Setting) {
  const entry = await wholeEntry(db, id);
  if (!entry) return { plan: null, found: null };
  const plan = await planOf(db, { ...setting, campaign: entry.campaign });
  const entries = await entriesNow(db, setting.today, plan, { ids: [entry.whole] });
  return { plan, found: inOneLine(entries).find(({ row }) => row.id === id) ?? null };
}

async function bucketGate(db: Db, of: Rows, setting: Setting): Promise<Refusal | null> {
  for (const { campaign, subject, bucket, reason } of typed(of, "disposition")) {
    const plan = await planOf(db, { ...setting, campaign });
    const [problem] = puttingInBucket.problems({ plan, subject }, { campaign, bucket, reason, on: setting.on });
    if (problem) return problem;
  }
  return null;
}

async function listingGate(db: Db, of: Rows, setting: Setting): Promise<Refusal | null> {
  const { on, calendar } = setting;
  for (const row of typed(of, "listing_change")) {
    if (typeof row.subject !== "number") continue;
    const plan = await planOf(db, { ...setting, campaign: row.campaign });
    const asked = { ...row, on, plan, calendar };
    const [problem] = changingListing.problems(await knownOf(db, row.subject, asked), asked);
    if (problem) return problem;
  }
  return null;
}

const gates = [
  numberGate,
  subjectGate,
  issueGate,
  reviewGate,
  closeGate,
  orderGate,
  serviceGate,
  caseOpenGate,
  measureGate,
  caseGate,
  registerGate,
  bucketGate,
  listingGate,
];
