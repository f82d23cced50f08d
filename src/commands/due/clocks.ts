/** Every clock that runs in a campaign: one list, which `tuban due` prints and the day's screen sums up. */
import {
  aboutDay,
  addDays,
  caseClocks,
  deadline,
  defenceWait,
  dueDay,
  isSurelyOver,
  limitEnd,
  onDay,
  parseDuration,
  registerNamed,
  windowsEnd,
} from "../../campaign/index.ts";
import type { Calendar, Day, LastDay, Plan } from "../../campaign/index.ts";
import type { CaseNow } from "../../ledger/acts/cases.ts";
import { clocksOn } from "../../ledger/clocks.ts";
import type { Clocks, ListingClock, OrderClock } from "../../ledger/clocks.ts";
import { permitsEnding, subjectsNamed } from "../../ledger/spans/institutions.ts";
import type { EntryDue } from "../../ledger/acts/registers.ts";
import type { CaseMeasureRow, Db } from "../../ledger/tables.ts";
import type { Office } from "../../office.ts";
import { calendarOf } from "../desk/calendar.ts";
import type { OpenedCampaign } from "../desk/campaign.ts";

/** One clock on the list. */
export interface Due {
  readonly clock: string;
  readonly last: LastDay;
  /** Who has to act: 当事人, the department, the officers of a case. */
  readonly who: string;
  /** null where it is about nobody of the roster. */
  readonly subject: number | null;
  /** 文号, 案件 1, or the number of an entry of a register */
  readonly of: string;
  /** The command that takes it on. */
  readonly next: string;
  /** A window of the party that closes by itself: past its day there is nothing left to do. */
  readonly closes: boolean;
  /** What may be done from the day on, and waits for nobody but the office: listed however long ago that was. */
  readonly ready: boolean;
  /** The register or the expectation that the day's screen sums it up under; null: it stands for itself. */
  readonly under: { readonly kind: "台账" | "应有"; readonly name: string; readonly command: string } | null;
  /** How many things are to be done by the day. */
  readonly count: number;
  /** Of orders taken together: how many they are. */
  readonly orders?: number;
}

/** Which clocks are asked for: up to a day (null: all), but for those that may be worked out to a later one. */
export interface ClocksWanted {
  readonly until: Day | null;
  /**
   * For the day's screen, which counts and does not list: entries of registers are left out, and orders that only wait for their findings to be
   * put right are one row a day, those due after `until` as well.
   */
  readonly counted?: boolean;
}

/** Every clock that runs as of the office's day, in the order of their days; windows of the party that have closed are left out. */
export async function clocksRunning(
  office: Office,
  opened: OpenedCampaign,
  db: Db,
  { until, counted = false }: ClocksWanted,
): Promise<readonly Due[]> {
  const { code: campaign, plan } = opened;
  const { asOf } = office;
  const clocks = await clocksOn(db, asOf, campaign, { until, summed: counted });
  const entries = !counted && (plan.registers ?? []).length > 0 ? await entriesOn(db, asOf, { campaign, until }) : [];
  const rows = [
    ...rectificationsDue(clocks, asOf, until),
    ...allDue(clocks, plan, await calendarOf(office), asOf).filter(
      ({ last, closes }) => !(closes && isSurelyOver(last, asOf)),
    ),
    ...entries.map((entry) => entryDue(entry, plan)),
    ...(await permitDues(db, asOf, until)),
    ...(await owedDues(opened, db, { asOf, until })),
  ];
  return rows.toSorted(byDay);
}

/** What those that the clocks are about are called on the day. */
export async function namesIn(db: Db, day: Day, rows: readonly Due[]): Promise<ReadonlyMap<number, string>> {
  const subjects = [...new Set(rows.flatMap(({ subject }) => subject ?? []))];
  const named = await subjectsNamed(db, day, subjects.length > mostAsked ? undefined : subjects);
  return new Map(Array.from(named, ([subject, { name }]) => [subject, name]));
}

/** Of more than these the whole roster is read at once. */
const mostAsked = 500;

const entriesOn = async (
  ...asked: Parameters<(typeof import("../../ledger/acts/registers.ts"))["entriesDue"]>
): Promise<EntryDue[]> => (await import("../../ledger/acts/registers.ts")).entriesDue(...asked);

const compareDays = (a: Day, b: Day): number => (a === b ? 0 : a < b ? -1 : 1);

const byDay = (a: Due, b: Due): number =>
  compareDays(aboutDay(a.last), aboutDay(b.last)) || (a.subject ?? 0) - (b.subject ?? 0);

function allDue(clocks: Clocks, plan: Plan, calendar: Calendar, asOf: Day): Due[] {
  const inCase = new Set(clocks.cases.flatMap(({ steps }) => steps.flatMap(({ order }) => order ?? [])));
  const listed = new Set(
    clocks.listings
      .filter(({ list, state }) => list === "黑名单" && state.startsWith("在列"))
      .map(({ subject }) => subject),
  );
  return [
    ...clocks.orders.flatMap((order) => rectificationDue(order, plan, calendar, asOf)),
    ...clocks.orders.flatMap((order) =>
      inCase.has(order.id) ? [] : standingReady(order, clocks, plan, calendar, asOf),
    ),
    ...clocks.orders.flatMap((order) => (inCase.has(order.id) ? [] : penaltyDue(order, plan, calendar))),
    ...clocks.orders.flatMap((order) => takeDownDue(order, listed, calendar)),
    ...clocks.notices.map((notice) =>
      ofOrder(notice, "公告期满", onDay(notice.served_on), notice.issuer, { closes: true }),
    ),
    ...clocks.listings.flatMap((listing) => listingDue(listing, plan, calendar)),
    ...clocks.measures.flatMap((measure) => measureDue(measure, asOf)),
    ...clocks.cases.flatMap((one) => caseDue(one, plan, calendar)),
    ...clocks.cases.flatMap((one) => caseReady(one, plan, calendar, asOf)),
  ];
}

/** A clock of an order; one is sent to look at the order unless there is something to do. */
function ofOrder(
  { number, subject }: Pick<OrderClock, "number" | "subject">,
  clock: string,
  last: LastDay,
  who: string,
  rest: Partial<Pick<Due, "next" | "closes" | "ready" | "count">> = {},
): Due {
  return {
    clock,
    last,
    who,
    subject,
    of: number,
    next: `tuban order show ${number}`,
    closes: false,
    ready: false,
    under: null,
    count: 1,
    ...rest,
  };
}

/** The party's windows; past its day, 缴纳罚款 is the office's to follow up, these are not. */
const windows: ReadonlySet<string> = new Set(["陈述申辩", "听证申请", "行政复议", "行政诉讼", "催告履行"]);

/** As recorded at service; of a limit that was open then, as it can be worked out now. null before service and where there is none. */
function lastDayOf(
  { served_on, due_on, deadline: length, due_bound: bound }: OrderClock,
  calendar: Calendar,
): LastDay | null {
  if (served_on === null || due_on !== null) return due_on === null ? null : onDay(due_on);
  return dueDay(calendar, { deadline: length === null ? null : parseDuration(length), bound }, served_on).last;
}

/** The party puts right until the due day; from then on those re-check whom the plan names (复查·牵头), else the issuer. */
function rectificationDue(order: OrderClock, { review }: Plan, calendar: Calendar, asOf: Day): Due[] {
  const { number, issuer, withdrawn_on, unresolved, findings, effect } = order;
  const last = lastDayOf(order, calendar);
  if (last === null || withdrawn_on !== null) return [];
  if (unresolved > 0) {
    const next = `tuban review ${number}`;
    return isSurelyOver(last, asOf)
      ? [ofOrder(order, "到期复查", last, review.lead.join("、") || issuer, { next, count: unresolved })]
      : [ofOrder(order, "整改", last, "当事人", { next, count: unresolved })];
  }
  if (findings > 0 || effect === "告知") return [];
  return [ofOrder(order, "文书期限", last, effect === "督办" ? "承办单位" : "当事人", { closes: true })];
}

/** The same of orders that are taken together by day. */
function rectificationsDue({ rectifications, firstLater }: Clocks, asOf: Day, until: Day | null): Due[] {
  return rectifications.map(({ due, orders, findings, subject }) => ({
    clock: due < asOf ? "到期复查" : "整改",
    last: onDay(due),
    who: "当事人",
    subject,
    of: "",
    next: until !== null && due > until && firstLater !== null ? `tuban review ${firstLater}` : "tuban due",
    closes: false,
    ready: false,
    under: null,
    count: findings,
    orders,
  }));
}

/** The clocks of a notice or decision that stands by itself; those of a case are the case's. */
function penaltyDue(order: OrderClock, plan: Plan, calendar: Calendar): Due[] {
  const { number, issuer, effect, issued_on, served_on, withdrawn_on, waived_on } = order;
  if (withdrawn_on !== null) return [];
  if (effect === "告知" && served_on !== null && waived_on === null) {
    const wait = defenceWait(plan);
    return wait === null
      ? []
      : [ofOrder(order, "陈述申辩", deadline(calendar, served_on, wait), "当事人", { closes: true })];
  }
  if (effect !== "处罚") return [];
  if (served_on === null) {
    const last = limitEnd(calendar, "决定书送达", issued_on);
    return last
      ? [ofOrder(order, "决定书送达", last, issuer, { next: `tuban order serve ${number} --to 收件人` })]
      : [];
  }
  return ["缴纳罚款", "行政复议", "行政诉讼"].flatMap((clock) => {
    const last = limitEnd(calendar, clock, served_on);
    return last ? [ofOrder(order, clock, last, "当事人", { closes: true })] : [];
  });
}

/** A decision that was taken back has to leave the public list within three working days (行政处罚法第四十八条). */
function takeDownDue(order: OrderClock, listed: ReadonlySet<number>, calendar: Calendar): Due[] {
  const { issuer, subject, effect, withdrawn_on } = order;
  if (effect !== "处罚" || withdrawn_on === null || !listed.has(subject)) return [];
  const last = limitEnd(calendar, "处罚公开撤回", withdrawn_on);
  const next = `tuban publish remove ${subject} --list blacklist`;
  return last ? [ofOrder(order, "处罚公开撤回", last, issuer, { next })] : [];
}

/** A measure that ended more than a month ago is no longer called to mind. */
function measureDue({ id, measure, until, subject, authority, case_id }: CaseMeasureRow, asOf: Day): Due[] {
  if (until === null) return [];
  return [
    {
      clock: `${measure}到期`,
      last: onDay(until),
      who: authority,
      subject,
      of: case_id === null ? `措施 ${id}` : `案件 ${case_id}`,
      next: `tuban show ${subject}`,
      closes: until < addDays(asOf, -30),
      ready: false,
      under: null,
      count: 1,
    },
  ];
}

function caseDue({ row, state }: CaseNow, plan: Plan, calendar: Calendar): Due[] {
  return caseClocks(state, calendar, plan).map(({ name, last, who }) => ({
    clock: name,
    last,
    who: who === "当事人" ? "当事人" : state.officers.join("、"),
    subject: row.subject,
    of: row.number ?? `案件 ${row.id}`,
    next: `tuban case show ${row.id}`,
    closes: windows.has(name),
    ready: false,
    under: null,
    count: 1,
  }));
}

/** The party's time is over, or given up: the case may be decided. */
function caseReady({ row, state }: CaseNow, plan: Plan, calendar: Calendar, asOf: Day): Due[] {
  const end = windowsEnd(state, calendar, plan);
  if (end === null || !isSurelyOver(end, asOf)) return [];
  return [
    {
      clock: "可以决定了",
      last: onDay(addDays(aboutDay(end), 1)),
      who: state.officers.join("、"),
      subject: row.subject,
      of: row.number ?? `案件 ${row.id}`,
      next: `tuban case step ${row.id} 决定`,
      closes: false,
      ready: true,
      under: null,
      count: 1,
    },
  ];
}

/** The same of a notice that stands by itself and that no decision has followed. */
function standingReady(order: OrderClock, { orders }: Clocks, plan: Plan, calendar: Calendar, asOf: Day): Due[] {
  const { effect, issuer, subject, served_on, withdrawn_on, waived_on } = order;
  const follower = plan.orderKinds.find(({ after, effect: of }) => of === "处罚" && after?.kind === order.kind);
  const wait = follower?.after?.wait ?? null;
  if (effect !== "告知" || served_on === null || withdrawn_on !== null || follower === undefined || wait === null)
    return [];
  if (
    orders.some(
      (one) => one.subject === subject && one.effect === "处罚" && one.withdrawn_on === null && one.id > order.id,
    )
  )
    return [];
  const end = waived_on === null ? deadline(calendar, served_on, wait) : onDay(addDays(waived_on, -1));
  if (!isSurelyOver(end, asOf)) return [];
  return [
    ofOrder(order, "可以决定了", onDay(addDays(aboutDay(end), 1)), issuer, {
      next: `tuban order issue ${subject} --kind ${follower.name}`,
      ready: true,
    }),
  ];
}

function listingDue({ list, subject, state, since, until }: ListingClock, plan: Plan, calendar: Calendar): Due[] {
  const rule = plan.lists.find(({ name }) => name === list);
  const who = rule?.lead ?? "";
  const one = (clock: string, last: LastDay): Due[] => [
    {
      clock,
      last,
      who,
      subject,
      of: list,
      next: `tuban show ${subject}`,
      closes: false,
      ready: false,
      under: null,
      count: 1,
    },
  ];
  if (until !== null && (state === "期满" || state.startsWith("在列"))) return one(`${list}到期撤下`, onDay(until));
  if (state === "整改中" && rule?.wayBack) return one(`重回${list}`, deadline(calendar, since, rule.wayBack));
  return [];
}

/** Days for which a permit that ran out is still called to mind, and for which one that will is, where no other day is asked for. */
const [afterPermit, beforePermit] = [30, 90] as const;

/** Permits that run out, or have lately: to be renewed, or no longer to be taught on. */
async function permitDues(db: Db, asOf: Day, until: Day | null): Promise<Due[]> {
  const window = { from: addDays(asOf, -afterPermit), until: until ?? addDays(asOf, beforePermit) };
  return (await permitsEnding(db, asOf, window)).map(({ subject, permit_until: last }) => ({
    clock: "许可证到期",
    last: onDay(last),
    who: "机构",
    subject,
    of: "",
    next: `tuban set ${subject} 许可证有效期至=新的日期`,
    closes: false,
    ready: false,
    under: null,
    count: 1,
  }));
}

/** What is expected (应有) and missing, one line each. */
async function owedDues(
  { code, plan, startedOn }: OpenedCampaign,
  db: Db,
  { asOf, until }: { readonly asOf: Day; readonly until: Day | null },
): Promise<Due[]> {
  if ((plan.expectations ?? []).length === 0) return [];
  const { missingOn } = await import("../../ledger/numbers/missing.ts");
  const missing = await missingOn(db, { code, plan, startedOn }, asOf, until);
  return missing.map(({ expectation: { name, actor }, due, count, first }) => ({
    clock: `${name}（缺 ${count}）`,
    last: onDay(due),
    who: actor ?? first.join("、"),
    subject: null,
    of: "",
    next: `tuban owed ${name}`,
    closes: false,
    ready: false,
    under: { kind: "应有", name, command: `tuban owed ${name}` },
    count,
  }));
}

/** The name to type for a register: tuban supervise, else tuban book 督办. */
export const entryCommand = (register: string, { registers = [] }: Pick<Plan, "registers">): string =>
  `tuban ${registerNamed(registers, register)?.command ?? `book ${register}`}`;

/** A state of a register's entry is to be left by its day. */
function entryDue({ id, register, number, part, subject, state, actor, due_on: due }: EntryDue, plan: Plan): Due {
  const command = entryCommand(register, plan);
  return {
    clock: `${register}·${state}`,
    last: onDay(due),
    who: actor ?? part ?? "",
    subject,
    of: number,
    next: `${command} show ${id}`,
    closes: false,
    ready: false,
    under: { kind: "台账", name: register, command },
    count: 1,
  };
}
