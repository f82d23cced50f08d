/** tuban bundle waiting: what came back with bundles and waits for a person, side by side where two did the same; at a terminal decided key by key. */
import { Stop } from "../../campaign/index.ts";
import type { Office } from "../../office.ts";
import { nextSteps, problemsText } from "../../write/message.ts";
import { plain } from "../../write/plain.ts";
import type { Sheet } from "../../write/sheet.ts";
import { tableText } from "../../write/table.ts";
import { fieldTitle } from "../desk/changes.ts";
import { print } from "../desk/print.ts";
import { decide, decidedText } from "./decide.ts";
import type { DecideOptions } from "./decide.ts";
import { allWaiting, mattersOf } from "./matters.ts";
import type { FieldEdit, Matter, ActWaiting } from "./matters.ts";

export interface WaitingOptions extends Pick<DecideOptions, "identity"> {
  readonly csv?: boolean;
}

export async function bundleWaiting(office: Office, options: WaitingOptions): Promise<void> {
  const { io, json } = office;
  const { db } = await office.ledger();
  const all = await allWaiting(db);
  if (json || options.csv === true || all.length === 0) return print(office, eachAct(all), options);
  const matters = mattersOf(all);
  if (io.interactive) return askEach(office, matters, options);
  const screen = { width: io.width, color: io.color };
  io.page(matters.map((matter) => matterText(matter, screen)).join("\n"));
  const [first] = all;
  if (first)
    io.err.write(
      nextSteps(
        [
          `tuban bundle take ${first.row.id} --reason 核实过    收下这一条，和它冲突的不收`,
          `tuban bundle drop ${first.row.id} --reason 记错了    不收`,
          `tuban bundle take --team ${first.candidate.bundle.team} --reason 以它的为准    一个组的全部`,
        ],
        io,
      ),
    );
}

/** One row for each act; of a field that was changed, what stood there and what the act says. */
const eachAct = (rows: readonly ActWaiting[]): Sheet<ActWaiting> => ({
  title: "待定的登记",
  columns: [
    { key: "waiting", title: "编号", kind: "number", value: ({ row }) => row.id },
    { key: "team", title: "组", value: ({ candidate }) => candidate.bundle.team },
    { key: "on", title: "日期", kind: "day", value: ({ candidate }) => candidate.act.on },
    { key: "actor", title: "办理人", value: ({ row }) => row.actor },
    { key: "summary", title: "内容", value: ({ row }) => row.summary },
    { key: "before", title: "原值", value: ({ edits }) => edits.map(({ before }) => before).join("；") },
    { key: "now", title: "单位现在", value: ({ edits }) => edits.map(({ now }) => now).join("；") },
    { key: "value", title: "改为", value: ({ edits }) => edits.map(({ value }) => value).join("；") },
    { key: "reason", title: "为什么待定", value: ({ row }) => row.reason },
  ],
  rows,
});

interface Screen {
  readonly width: number;
  readonly color: boolean;
}

/** The values of a field beside each other; of anything else, who did what, and why it waits. */
function matterText(matter: Matter, screen: Screen): string {
  const { acts, resting } = matter;
  const areEdits = acts.every(({ edits }) => edits.length > 0);
  const follow =
    resting.length === 0
      ? ""
      : `${plain(`依据它的 ${resting.length} 次登记一起定：${resting.map(({ row }) => row.summary).join("；")}`)}\n`;
  return (areEdits ? tableText(besideEachOther(acts), screen) : tableText(oneBelowAnother(acts), screen)) + follow;
}

/** A field of an institution that acts change. */
type Changed = Omit<FieldEdit, "value">;

function besideEachOther(acts: readonly ActWaiting[]): Sheet<Changed> {
  const fields = new Map<string, Changed>();
  for (const { edits } of acts) for (const edit of edits) fields.set(`${edit.subject} ${edit.field}`, edit);
  const rows = [...fields.values()];
  const isMoved = rows.some(({ before, now }) => before !== now);
  const names = [...new Set(rows.map(({ subject, name }) => `${subject} ${name}`))];
  const saidBy = ({ edits }: ActWaiting, { subject, field }: Changed): string =>
    edits.find((edit) => edit.subject === subject && edit.field === field)?.value ?? "";
  return {
    title: names.join("、"),
    columns: [
      { key: "field", title: "项目", value: ({ field }) => fieldTitle(field) },
      { key: "before", title: "原值", value: ({ before }) => before },
      ...(isMoved ? [{ key: "now", title: "单位已改为", value: ({ now }: Changed) => now }] : []),
      ...acts.map((act) => ({
        key: `act${act.row.id}`,
        title: titleOf(act),
        value: (row: Changed) => saidBy(act, row),
      })),
    ],
    rows,
  };
}

const titleOf = ({ row, candidate: { bundle, act } }: ActWaiting): string =>
  `${row.id} ${bundle.team} ${row.actor} ${act.on.slice(5)}`;

const oneBelowAnother = (rows: readonly ActWaiting[]): Sheet<ActWaiting> => ({
  title: rows.length > 1 ? "几个组办了同一件事" : "待定",
  columns: [
    { key: "waiting", title: "编号", kind: "number", value: ({ row }) => row.id },
    { key: "team", title: "组", value: ({ candidate, row }) => `${candidate.bundle.team} ${row.actor}` },
    { key: "on", title: "日期", kind: "day", value: ({ candidate }) => candidate.act.on },
    { key: "summary", title: "内容", value: ({ row }) => row.summary },
    { key: "reason", title: "为什么待定", value: ({ row }) => row.reason },
  ],
  rows,
});

/** As many acts as there are keys for. */
const most = 7;

/** Each word is recorded as it is given, so that one may stop and go on there the next time. */
async function askEach(office: Office, matters: readonly Matter[], options: WaitingOptions): Promise<void> {
  const { io } = office;
  const screen = { width: io.width, color: io.color };
  let left = 0;
  for (const [nth, matter] of matters.entries()) {
    const acts = matter.acts.slice(0, most);
    const key = await io.ask.key({
      heading: matterText(matter, screen).trimEnd(),
      message: `${nth + 1}/${matters.length} 收哪一条？`,
      instead: "tuban bundle take 编号 --reason 原因，tuban bundle drop 编号 --reason 原因",
      keys: [
        ...acts.map((act, at) => ({ key: String(at + 1), name: wordOf(act) })),
        { key: "8", name: acts.length > 1 ? "都不收" : "不收" },
        { key: "9", name: "稍后" },
      ],
    });
    const chosen = acts[Number(key) - 1];
    if (key === "9" || !(await isDecided(office, matter, chosen, options))) left += 1;
  }
  if (left > 0) io.err.write(nextSteps([`tuban bundle waiting    还有 ${left} 件要定`], io));
}

const wordOf = ({ row, candidate, edits: [edit, ...more] }: ActWaiting): string =>
  `收${candidate.bundle.team}${edit && more.length === 0 ? ` ${edit.value}` : `（${row.id} 号）`}`;

/** Whether the word on a matter could be recorded: a gate may refuse what was chosen, and says why. */
async function isDecided(
  office: Office,
  matter: Matter,
  chosen: ActWaiting | undefined,
  options: WaitingOptions,
): Promise<boolean> {
  const { io } = office;
  const reason = await io.ask.text({
    message: chosen ? "为什么收它" : "为什么都不收",
    usual: chosen ? "核实过" : "核实过，都不对",
    instead: "--reason 原因",
  });
  const ids = new Set((chosen ? [chosen] : matter.acts).map(({ row }) => row.id));
  try {
    const decided = await decide(
      office,
      (all) => all.filter(({ waiting }) => waiting !== null && ids.has(waiting)),
      { ...options, reason },
      chosen ? "收下" : "不收",
    );
    io.out.write(decidedText(decided));
    return true;
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    io.err.write(problemsText(error.problems, { color: io.color }));
    return false;
  }
}
