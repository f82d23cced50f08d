/** What came back with bundles and waits for a person: side by side where two groups did the same; taken or dropped with a reason. */
import { Stop, contradicts, misuse } from "../../campaign/index.ts";
import type { Claim } from "../../campaign/index.ts";
import { candidatesWaiting, takeIn } from "../../ledger/bundle/take-in.ts";
import type { ReturningAct, TakenIn } from "../../ledger/bundle/take-in.ts";
import { fieldOnDay, waitingActs } from "../../ledger/bundle/bundles.ts";
import type { Db } from "../../ledger/tables.ts";
import type { Office } from "../../office.ts";
import { jsonText } from "../../write/json.ts";
import { nextSteps } from "../../write/message.ts";
import { plain } from "../../write/plain.ts";
import { actOf, openCampaign } from "../desk/campaign.ts";
import { print } from "../desk/print.ts";
import { receptionOf } from "./in.ts";
import { textsOfWaiting } from "./kept.ts";

/** tuban bundle waiting: each act with why it waits; of a field that two groups changed, what stood there and what each says. */
export async function bundleWaiting(office: Office, options: { readonly csv?: boolean }): Promise<void> {
  const { db } = await office.ledger();
  const candidates = new Map((await candidatesWaiting(db)).map((one) => [one.waiting, one]));
  const rows = [];
  for (const row of await waitingActs(db)) {
    const candidate = candidates.get(row.id);
    if (candidate) rows.push({ row, candidate, edits: await editsOf(db, candidate) });
  }
  await print(
    office,
    {
      title: "待定的登记",
      columns: [
        { key: "waiting", title: "编号", kind: "number", value: ({ row }) => row.id },
        { key: "team", title: "组", value: ({ candidate }) => candidate.bundle.team },
        { key: "on", title: "日期", kind: "day", value: ({ candidate }) => candidate.act.on },
        { key: "actor", title: "办理人", value: ({ row }) => row.actor },
        { key: "summary", title: "内容", value: ({ row }) => row.summary },
        { key: "before", title: "原值", value: ({ edits }) => edits.map(({ before }) => before).join("；") },
        { key: "value", title: "改为", value: ({ edits }) => edits.map(({ after }) => after).join("；") },
        { key: "reason", title: "为什么待定", value: ({ row }) => row.reason },
      ],
      rows,
    },
    options,
  );
  const [first] = rows;
  if (first && !office.json && options.csv !== true)
    office.io.err.write(
      nextSteps(
        [
          `tuban bundle take ${first.row.id} --reason 核实过    收下这一条，和它冲突的不收`,
          `tuban bundle drop ${first.row.id} --reason 记错了    不收`,
        ],
        office.io,
      ),
    );
}

/** The fields that an act changes: what stands there now, and what the act says. */
async function editsOf(db: Db, { act }: ReturningAct): Promise<{ readonly before: string; readonly after: string }[]> {
  const found = [];
  for (const { on, value } of act.claims) {
    const [, subject, field] = /^字段 (\d+) (\S+)$/.exec(on) ?? [];
    if (subject === undefined || field === undefined) continue;
    found.push({ before: await fieldOnDay(db, Number(subject), field, act.on), after: shownValue(value) });
  }
  return found;
}

function shownValue(value: string | undefined): string {
  const read: unknown = value === undefined ? null : JSON.parse(value);
  if (read === null) return "（空）";
  return typeof read === "string" ? read : JSON.stringify(read);
}

export interface DecideOptions {
  readonly reason: string;
}

/** Takes what a person chose; what contradicts it is dropped. @throws Stop when a gate refuses it still, or it rests on what waits */
export async function bundleTake(office: Office, words: readonly string[], options: DecideOptions): Promise<void> {
  await decide(office, words, options, "收下");
}

/** Drops what a person does not want, with what rests on it. @throws Stop */
export async function bundleDrop(office: Office, words: readonly string[], options: DecideOptions): Promise<void> {
  await decide(office, words, options, "不收");
}

async function decide(
  office: Office,
  words: readonly string[],
  options: DecideOptions,
  verdict: "收下" | "不收",
): Promise<void> {
  const reason = options.reason.trim();
  if (reason === "") misuse("no-reason", "要写明为什么", { hint: "加 --reason 原因" });
  const { ledger, plan } = await openCampaign(office);
  const by = await actOf(office, verdict === "收下" ? "bundle take" : "bundle drop");
  const texts = verdict === "收下" ? await textsOfWaiting(office, ledger.db) : new Map<number, never>();
  const reception = await receptionOf(office, plan, by, texts);
  const done = await ledger.recordAll(async (record, db) => {
    const all = await candidatesWaiting(db);
    const chosen = numbersOf(words).map(
      (id) =>
        all.find(({ waiting }) => waiting === id) ??
        misuse("unknown-waiting", `没有待定的这一条：${id}`, { hint: "用 tuban bundle waiting 看编号" }),
    );
    const dropped = verdict === "不收" ? withDependents(chosen, all) : rivalsOf(chosen, all);
    if (dropped.length > 0)
      await record(by, async (entry) => {
        entry.describe(`任务包：不收 ${dropped.length} 条待定的登记（${reason}）`);
        for (const { waiting } of dropped)
          if (waiting !== null)
            await entry.add("waiting_decision", { waiting, verdict: "不收", reason, happened_on: by.on });
      });
    const ids = new Set(verdict === "收下" ? chosen.flatMap(({ waiting }) => waiting ?? []) : []);
    const taken = await takeIn(record, db, [], reception, { chosen: ids, why: reason });
    refuseStillWaiting(taken, ids);
    return { taken, dropped };
  });
  tell(office, done);
}

const numbersOf = (words: readonly string[]): number[] =>
  words
    .flatMap((word) => word.split(/[,，、]/))
    .map((word) =>
      /^\d{1,9}$/.test(word.trim())
        ? Number(word)
        : misuse("bad-number", `编号看不懂：${word}`, { hint: "用 tuban bundle waiting 看编号" }),
    );

/** What contradicts the chosen acts, with what rests on it. @throws Stop where the chosen contradict each other */
function rivalsOf(chosen: readonly ReturningAct[], all: readonly ReturningAct[]): ReturningAct[] {
  const claims = (one: ReturningAct): readonly Claim[] => one.act.claims;
  const rivals = all.filter((other) =>
    chosen.some((one) => one.bundle.id !== other.bundle.id && contradicts(claims(one), claims(other))),
  );
  const both = rivals.find((one) => chosen.includes(one));
  if (both) misuse("take-both", `要收的几条互相冲突：${both.act.summary}`, { hint: "同一件事只收一条" });
  return withDependents(rivals, all);
}

/** These, and all that rest on them. */
function withDependents(some: readonly ReturningAct[], all: readonly ReturningAct[]): ReturningAct[] {
  const found = new Set(some);
  for (const one of all)
    if (
      [...found].some(
        ({ bundle, act }) =>
          bundle.id === one.bundle.id && (one.act.needs.includes(act.seq) || one.act.undoes === act.seq),
      )
    )
      found.add(one);
  return [...found];
}

/** @throws Stop with why what was chosen cannot be taken */
function refuseStillWaiting({ waiting }: TakenIn, ids: ReadonlySet<number>): void {
  const left = waiting.filter(({ candidate }) => candidate.waiting !== null && ids.has(candidate.waiting));
  if (left.length > 0)
    throw new Stop(
      1,
      left.map(({ candidate, reason }) => ({
        code: "still-waiting",
        message: `还不能收下 ${candidate.waiting ?? ""}（${candidate.act.summary}）：${reason}`,
        hint: "先办好它要的，或不收：tuban bundle drop 编号 --reason 原因",
      })),
    );
}

function tell(
  { io, json }: Office,
  { taken, dropped }: { readonly taken: TakenIn; readonly dropped: readonly ReturningAct[] },
): void {
  const named = (some: readonly ReturningAct[]) =>
    some.map(({ bundle, act, waiting }) => ({ waiting, team: bundle.team, summary: act.summary }));
  if (json) {
    io.out.write(jsonText({ taken: named(taken.taken), dropped: named(dropped), waiting: taken.waiting.length }));
    return;
  }
  for (const { team, summary } of named(taken.taken)) io.out.write(plain(`收下：${team} ${summary}`) + "\n");
  for (const { team, summary } of named(dropped)) io.out.write(plain(`不收：${team} ${summary}`) + "\n");
  io.err.write(nextSteps(taken.waiting.length > 0 ? ["tuban bundle waiting"] : [], io));
}
