/** tuban show: one subject, what is said of it and where that comes from, what happened to it, and what comes next. */
import { chinaTime, findingWord, grouped, hasStopped } from "../campaign/index.ts";
import type { Day } from "../campaign/index.ts";
import { correctedIn } from "../ledger/corrections.ts";
import { findSubjectThen } from "../ledger/roster/find.ts";
import { fromJson } from "../ledger/json.ts";
import { closedSharing } from "../ledger/roster/reappearance.ts";
import type { Reappearance } from "../ledger/roster/reappearance.ts";
import { historyOf } from "../ledger/history/history.ts";
import type { HistoryEvent } from "../ledger/history/history.ts";
import { licenceHistory, standingSources } from "../ledger/history/roster.ts";
import type { SourceRow } from "../ledger/history/roster.ts";
import { fieldsOf } from "../ledger/roster/content.ts";
import { findingsIn, institutionsIn, ordersIn, rosterRowIn } from "../ledger/now.ts";
import type { FindingNow, OrderNow, RosterNow } from "../ledger/now.ts";
import { rootsOf } from "../ledger/root.ts";
import type { Office } from "../office.ts";
import { jsonText } from "../write/json.ts";
import { nextSteps } from "../write/message.ts";
import { plain } from "../write/plain.ts";
import { tableText } from "../write/table.ts";
import { openCampaignAsOf } from "./desk/campaign.ts";
import { changeText, fieldTitle } from "./desk/changes.ts";
import { correctedMark } from "./desk/corrected.ts";
import { reappearanceText } from "./import/notes.ts";
import { stateText } from "./desk/state.ts";

interface Shown {
  readonly now: RosterNow;
  readonly sources: readonly SourceRow[];
  readonly classes: Awaited<ReturnType<typeof licenceHistory>>;
  readonly history: readonly MarkedEvent[];
  readonly findings: readonly FindingNow[];
  readonly orders: readonly OrderNow[];
  /** Closed down or blacklisted subjects that it shares something with. */
  readonly reappears: readonly Reappearance[];
}

/** Whether what it issued rests on what was corrected afterwards. */
type MarkedEvent = HistoryEvent & { readonly corrected: boolean };

export async function show(office: Office, query: string): Promise<void> {
  const { ledger, code } = await openCampaignAsOf(office);
  const { asOf } = office;
  const shown = await ledger.read(async (db): Promise<Shown> => {
    const { subject } = await findSubjectThen(db, asOf, query);
    const standing = (await rootsOf(db, [subject])).on({ day: asOf });
    const row = institutionsIn(standing).find((one) => one.subject === subject);
    if (!row) throw new Error(`subject ${subject} was found but does not stand`);
    const now = rosterRowIn(standing, row, code);
    const isCorrected = await correctedIn(db, asOf, code);
    const history = (await historyOf(db, asOf, subject)).map((event) => ({
      ...event,
      corrected: (event.what === "文书" || event.what === "名单") && isCorrected({ ...event, subject }),
    }));
    return {
      now,
      sources: await standingSources(db, asOf, subject),
      classes: await licenceHistory(db, asOf, subject),
      history,
      findings: findingsIn(standing, { campaign: code, subject }),
      orders: ordersIn(standing, { campaign: code, subject }),
      reappears: (await closedSharing(db, asOf, now)).filter((link) => link.subject !== subject),
    };
  });
  const next = nextFor(shown);
  if (office.json) office.io.out.write(jsonText(jsonOf(shown, next)));
  else {
    office.io.out.write(`${particulars(shown, asOf, office)}\n${historyText(shown, office)}`);
    office.io.err.write(nextSteps(next, office.io));
  }
}

function particulars({ now, sources, classes, reappears }: Shown, asOf: Day, { io }: Office): string {
  const fields = [...fieldsOf(now)].map(([field, value]) => ({ title: fieldTitle(field), value }));
  const rows = [
    { title: "编号", value: String(now.subject) },
    ...fields,
    { title: "状态", value: stateText(now) },
    ...(classes.length > 1
      ? [{ title: "证照变化", value: classes.map(({ since, licenceClass }) => `${since} ${licenceClass}`).join(" → ") }]
      : []),
    ...reappears.map((link) => ({ title: "疑似死灰复燃", value: reappearanceText(link) })),
    ...sources.map((row) => ({ title: "来源", value: sourceText(row) })),
  ];
  return tableText(
    {
      title: plain(`${now.subject} ${now.name}（截至 ${asOf}）`),
      columns: [
        { key: "field", title: "项目", value: ({ title }) => title },
        { key: "value", title: "内容", value: ({ value }) => value },
      ],
      rows,
    },
    io,
  );
}

function sourceText({ happened_on, file, source, line }: SourceRow): string {
  return file === null ? `${happened_on} 直接登记` : `${happened_on} ${source ?? ""}，${file} 第 ${line ?? "?"} 行`;
}

function historyText({ history }: Shown, { io }: Office): string {
  const table = tableText(
    {
      title: "经过",
      columns: [
        { key: "day", title: "日期", kind: "day", value: ({ day }) => day },
        { key: "what", title: "事项", value: ({ what }) => what },
        { key: "text", title: "内容", value: eventText },
        { key: "entry", title: "登记", kind: "number", value: ({ entry }) => entry },
      ],
      rows: history,
    },
    io,
  );
  return `${table}${lateText(history)}`;
}

/** Which entries were recorded later than their day, said once a day and not on each row. */
function lateText(history: readonly HistoryEvent[]): string {
  const late = grouped(
    history.filter(({ day, recordedAt }) => recordedOn(recordedAt) > day),
    ({ recordedAt }) => recordedOn(recordedAt),
  );
  return Array.from(late, ([on, events]) => {
    const entries = [...new Set(events.map(({ entry }) => entry))].toSorted((one, other) => one - other);
    return `登记 ${entries.join("、")} 是 ${on} 补录的\n`;
  }).join("");
}

const recordedOn = (moment: string): string => chinaTime(new Date(moment))?.day ?? "";

function eventText({ text, changes, annulled, corrected }: MarkedEvent): string {
  const words = [text, changeText(changes)].filter(Boolean).join("：");
  return `${annulled === null ? "" : `〔已撤销：${annulled}〕`}${corrected ? `〔${correctedMark}〕` : ""}${words}`;
}

/** The commands that take the subject further, the most pressing first. */
function nextFor({ now, findings, orders }: Shown): string[] {
  const at = (...stages: readonly FindingNow["stage"][]): FindingNow[] =>
    findings.filter(({ stage }) => stages.includes(stage));
  const steps = [
    ...at("已整改待验收").map(({ id }) => `tuban close ${findingWord(id)}`),
    ...(at("到期待复查", "未整改").length > 0 ? [`tuban review ${now.subject}`] : []),
    ...orders.filter(({ stage }) => stage === "已签发").map(({ number }) => `tuban order serve ${number} --to 收件人`),
    ...(at("待交办").length > 0 ? [`tuban order issue ${now.subject}`] : []),
    ...(now.operation === "暂时关停" && findings.every(({ stage }) => stage === "销号")
      ? [`tuban inspect ${now.subject} --kind 验收`]
      : []),
  ];
  if (steps.length > 0) return steps;
  const gone = hasStopped(fromJson(now.more).existence ?? "正常");
  if (now.lastVisit === null && now.operation !== "取缔关停" && !gone) return [`tuban inspect ${now.subject}`];
  return at("限期内").length > 0 ? [`tuban review ${now.subject}`] : [];
}

function jsonOf(
  { now, sources, classes, history, findings, orders, reappears }: Shown,
  next: readonly string[],
): unknown {
  const { more, extra, permit_until: permitTo, ...row } = now;
  return {
    ...camelKeys({ ...row, permit_to: permitTo }),
    more: fromJson(more),
    extra: fromJson(extra),
    state: stateText(now),
    licenceClasses: classes,
    sources: sources.map(({ id, entry, batch, file, source, line, happened_on }) => ({
      id,
      entry,
      batch,
      file,
      source,
      line,
      happenedOn: happened_on,
    })),
    history,
    findings: findings.map(camelKeys),
    orders: orders.map(camelKeys),
    reappears,
    next,
  };
}

/** A row under the keys that scripts are given everywhere: due_on → dueOn. */
function camelKeys(row: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(row).map(([key, value]) => [
      key.replaceAll(/_(\w)/g, (_all, letter: string) => letter.toUpperCase()),
      value,
    ]),
  );
}
