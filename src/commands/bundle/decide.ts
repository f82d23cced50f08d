/** A person's word on what waits: taken, or dropped, with a reason; of what contradicts each other one is taken. */
import { Stop, contradicts, misuse } from "../../campaign/index.ts";
import type { Claim } from "../../campaign/index.ts";
import { candidatesWaiting, takeIn } from "../../ledger/bundle/take-in.ts";
import type { ReturningAct, TakenIn } from "../../ledger/bundle/take-in.ts";
import type { Office } from "../../office.ts";
import { jsonText } from "../../write/json.ts";
import { nextSteps } from "../../write/message.ts";
import { plain } from "../../write/plain.ts";
import { actOf, openCampaign } from "../desk/campaign.ts";
import { receptionOf } from "./in.ts";
import { textsOfWaiting } from "./kept.ts";

export interface DecideOptions {
  readonly reason: string;
  /** All that waits of this group. */
  readonly team?: string;
  /** For a bundle locked with a public key, in which the sealed texts of what waits lie. */
  readonly identity?: string;
}

export type Verdict = "收下" | "不收";

/** Takes what a person chose; what contradicts it is dropped. @throws Stop when a gate refuses it still, or it rests on what waits */
export async function bundleTake(office: Office, words: readonly string[], options: DecideOptions): Promise<void> {
  tell(office, await decide(office, named(words, options), options, "收下"));
}

/** Drops what a person does not want, with what rests on it. @throws Stop */
export async function bundleDrop(office: Office, words: readonly string[], options: DecideOptions): Promise<void> {
  tell(office, await decide(office, named(words, options), options, "不收"));
}

/** Which of what waits. @throws Stop unknown-waiting where there is no such */
export type Choosing = (all: readonly ReturningAct[]) => readonly ReturningAct[];

const named =
  (words: readonly string[], { team }: DecideOptions): Choosing =>
  (all) => {
    const ofTeam = team === undefined ? [] : all.filter(({ bundle }) => bundle.team === team);
    const ones = numbersOf(words).map(
      (id) =>
        all.find(({ waiting }) => waiting === id) ??
        misuse("unknown-waiting", `没有待定的这一条：${id}`, { hint: "用 tuban bundle waiting 看编号" }),
    );
    const chosen = [...new Set([...ones, ...ofTeam])];
    return chosen.length > 0
      ? chosen
      : misuse("unknown-waiting", team === undefined ? "没有写明是哪几条" : `${team}没有待定的登记`, {
          hint: "写编号（用 tuban bundle waiting 看），或写 --team 组名，这个组的全部",
        });
  };

export interface Decided {
  readonly taken: TakenIn;
  readonly dropped: readonly ReturningAct[];
}

/** @throws Stop; then nothing is decided */
export async function decide(
  office: Office,
  choose: Choosing,
  { reason: why, identity }: DecideOptions,
  verdict: Verdict,
): Promise<Decided> {
  const reason = why.trim();
  if (reason === "") misuse("no-reason", "要写明为什么", { hint: "加 --reason 原因" });
  const { ledger, plan } = await openCampaign(office);
  const by = await actOf(office, verdict === "收下" ? "bundle take" : "bundle drop");
  const before = await candidatesWaiting(ledger.db);
  const mayCount = verdict === "收下" ? withDependents(choose(before), before) : [];
  const reception = await receptionOf(office, plan, by, await textsOfWaiting(office, ledger.db, mayCount, identity));
  return ledger.recordAll(async (record, db) => {
    const all = await candidatesWaiting(db);
    const chosen = choose(all);
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

function tell(office: Office, decided: Decided): void {
  const { io, json } = office;
  const { taken, dropped } = decided;
  if (json) {
    io.out.write(jsonText({ taken: shown(taken.taken), dropped: shown(dropped), waiting: taken.waiting.length }));
    return;
  }
  io.out.write(decidedText(decided));
  io.err.write(nextSteps(taken.waiting.length > 0 ? ["tuban bundle waiting"] : [], io));
}

const shown = (some: readonly ReturningAct[]) =>
  some.map(({ bundle, act, waiting }) => ({ waiting, team: bundle.team, summary: act.summary }));

/** A line for each act. */
export const decidedText = ({ taken, dropped }: Decided): string =>
  [
    ...shown(taken.taken).map(({ team, summary }) => `收下：${team} ${summary}`),
    ...shown(dropped).map(({ team, summary }) => `不收：${team} ${summary}`),
  ]
    .map((line) => `${plain(line)}\n`)
    .join("");
