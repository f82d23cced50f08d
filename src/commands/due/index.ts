/** tuban due: every clock that runs, who has to act, and by when. */
import { aboutDay, addDays, daysBetween, lastDayText, misuse } from "../../campaign/index.ts";
import type { Plan } from "../../campaign/index.ts";
import type { Office } from "../../office.ts";
import { nextSteps } from "../../write/message.ts";
import { plain } from "../../write/plain.ts";
import type { Column } from "../../write/sheet.ts";
import { openCampaignAsOf } from "../desk/campaign.ts";
import { lastDayJson } from "../desk/last-day.ts";
import { print, rowsShown } from "../desk/print.ts";
import { clocksRunning, namesIn } from "./clocks.ts";
import type { Due } from "./clocks.ts";

export interface DueOptions {
  readonly within?: string;
  readonly all?: boolean;
  readonly csv?: boolean;
  readonly ics?: string;
  readonly stalled?: string | true;
}

/** @throws Stop */
export async function dueList(office: Office, options: DueOptions): Promise<void> {
  if (options.stalled !== undefined) return (await import("./stalled.ts")).stalledList(office, options);
  const opened = await openCampaignAsOf(office);
  const whole = options.all === true || (options.ics !== undefined && options.within === undefined);
  const until = whole ? null : addDays(office.asOf, daysOf(options.within ?? "7"));
  const onScreen = !office.json && options.csv !== true && options.ics === undefined;
  const { rows, shown, names } = await opened.ledger.read(async (db) => {
    const running = await clocksRunning(office, opened, db, { until });
    const asked = running.filter(({ last, ready }) => ready || until === null || aboutDay(last) <= until);
    const listed = onScreen ? asked.slice(0, rowsShown) : asked;
    return { rows: asked, shown: listed, names: await namesIn(db, office.asOf, listed) };
  });
  if (options.ics !== undefined) return writeCalendar(office, options.ics, opened.plan, rows, names);
  const columns: readonly Column<Due>[] = [
    {
      key: "due",
      title: "最后一天",
      kind: "day",
      value: (row) => (office.json ? lastDayJson(row.last).due : onScreen ? shortText(row) : lastDayText(row.last)),
    },
    ...(office.json
      ? [{ key: "around", title: "大约", value: ({ last }: Due) => (last.settled ? null : last.around) }]
      : []),
    {
      key: "daysLeft",
      title: "还有",
      kind: "number",
      value: ({ last, ready }) => (last.settled && !ready ? daysBetween(office.asOf, last.due) : null),
    },
    { key: "clock", title: "期限", value: ({ clock }) => clock },
    { key: "who", title: "谁来办", value: ({ who }) => who },
    { key: "subject", title: "编号", kind: "number", value: ({ subject }) => subject },
    { key: "name", title: "机构", width: 24, value: ({ subject }) => names.get(subject ?? 0) ?? "" },
    { key: "of", title: "文号、案件", kind: "code", value: ({ of }) => of },
    { key: "next", title: "下一步", value: ({ next }) => next },
  ];
  await print(
    office,
    {
      title: `期限（截至 ${office.asOf}${until === null ? "" : `，到 ${until}`}，${rows.length} 项）`,
      // The commands are too long for a column of the screen: the first few stand below it.
      columns: onScreen ? columns.filter(({ key }) => key !== "next") : columns,
      rows: shown,
    },
    options,
  );
  if (!onScreen) return;
  if (rows.length > rowsShown) office.io.out.write(`只列前 ${rowsShown} 项；全部用 --csv，或用 --within 天数 缩小\n`);
  office.io.out.write(openText(rows));
  office.io.err.write(nextSteps([...new Set(rows.map(({ next }) => next))].slice(0, 4), office.io));
}

const shortText = ({ last, ready }: Due): string =>
  last.settled ? `${last.due}${ready ? " 起" : ""}` : `${last.around} 前后`;

/** Why some days are only about; empty where none is. */
function openText(rows: readonly Due[]): string {
  const years = [...new Set(rows.flatMap(({ last }) => (last.settled ? [] : [last.missing])))];
  return years.length === 0
    ? ""
    : `写着“前后”的：${years.join("、")}年放假安排未公布；公布以后用 tuban calendar add 加进来，日子就定了。\n`;
}

function daysOf(text: string): number {
  return /^\d{1,4}$/.test(text)
    ? Number(text)
    : misuse("bad-within", `--within 要写天数，看不懂：${text}`, { hint: "例：--within 7；全部用 --all" });
}

async function writeCalendar(
  office: Office,
  file: string,
  plan: Plan,
  rows: readonly Due[],
  names: ReadonlyMap<number, string>,
): Promise<void> {
  const [{ icsText }, { pathFor, writeOut }] = await Promise.all([
    import("../../write/ics.ts"),
    import("../../write/files.ts"),
  ]);
  const events = rows.map(({ clock, last, who, subject, of, next }) => ({
    id: `${plan.code}-${subject}-${of}-${clock}`,
    day: aboutDay(last),
    title: `${last.settled ? "" : "大约："}${clock}：${names.get(subject ?? 0) ?? ""}（${who}）`,
    note: `${of}\n${last.settled ? "" : `${lastDayText(last)}\n`}${next}`,
  }));
  const path = pathFor(office.io.cwd, file, ".ics");
  await writeOut(path, icsText(`${plan.name} 期限`, events, office.io.now()), office);
  office.io.out.write(
    office.json
      ? `${JSON.stringify({ file: path, events: events.length }, null, 2)}\n`
      : `${plain(`已写出 ${events.length} 项期限：${path}`)}\n`,
  );
}
