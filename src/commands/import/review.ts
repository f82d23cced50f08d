/** tuban import review: pairs of the roster that may be one institution, each decided with one key. */
import { misuse, rankingOf } from "../../campaign/index.ts";
import type { Plan } from "../../campaign/index.ts";
import type { SourcedRow } from "../../ledger/roster/match-keys-kept.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { judge, openDoubts } from "../../ledger/roster/pairs.ts";
import type { Judged, OpenDoubt, PairVerdict } from "../../ledger/roster/pairs.ts";
import type { Office } from "../../office.ts";
import { jsonText } from "../../write/json.ts";
import { nextSteps } from "../../write/message.ts";
import { plain } from "../../write/plain.ts";
import type { Sheet } from "../../write/sheet.ts";
import { tableText } from "../../write/table.ts";
import { actOf, openCampaign } from "../desk/campaign.ts";
import { print } from "../desk/print.ts";
import { inTurn } from "./in-turn.ts";

export interface PairReviewOptions {
  /** Pairs of short numbers, each written 12=34. */
  readonly same?: readonly string[];
  readonly apart?: readonly string[];
  readonly reason?: string;
  readonly csv?: boolean;
}

export async function reviewDoubts(office: Office, options: PairReviewOptions): Promise<void> {
  const { ledger, plan } = await openCampaign(office);
  const given = [...pairsOf(options.same, "同一家"), ...pairsOf(options.apart, "两家")];
  if (given.length > 0) {
    const merged = new Map<number, number>();
    await inTurn(
      given,
      async ({ pair: [one, two], verdict }) => {
        // a number in the list may have gone into another by a word given just before
        const pair = [merged.get(one) ?? one, merged.get(two) ?? two] as const;
        if (pair[0] === pair[1] && one !== two && verdict === "同一家") return null;
        const judged = await decide(office, { ledger, plan }, { pair, verdict, reason: options.reason ?? "" });
        if (verdict === "同一家") merged.set(judged.other, judged.subject);
        return judged;
      },
      (judged) =>
        tell(
          office,
          judged.filter((one) => one !== null),
        ),
    );
    return;
  }
  const doubts = await ledger.read((db) => openDoubts(db, office.on));
  if (!office.io.interactive || office.json || options.csv === true) {
    await print(office, sheetOf(doubts), options);
    if (!office.json && options.csv !== true)
      office.io.err.write(doubts.length === 0 ? "没有待判定的\n" : nextSteps(stepsFor(doubts), office.io));
    return;
  }
  tell(office, await askEach(office, { ledger, plan }, doubts));
  const left = await ledger.read((db) => openDoubts(db, office.on));
  if (left.length > 0)
    office.io.err.write(`还有 ${left.length} 对没有判定\n${nextSteps(["tuban import review"], office.io)}`);
}

const stepsFor = ([first]: readonly OpenDoubt[]): string[] =>
  first
    ? [
        `tuban import review --same ${first.one.subject}=${first.two.subject}    （同一家）`,
        `tuban import review --apart ${first.one.subject}=${first.two.subject}    （两家）`,
      ]
    : [];

function pairsOf(
  words: readonly string[] | undefined,
  verdict: PairVerdict,
): { pair: [number, number]; verdict: PairVerdict }[] {
  return (words ?? []).map((word) => {
    const [, one, two] = /^([1-9]\d{0,8})=([1-9]\d{0,8})$/.exec(word) ?? [];
    return one === undefined || two === undefined
      ? misuse("bad-pair", `看不懂这一对：${word}`, { hint: "写两个编号，如 --same 12=34" })
      : { pair: [Number(one), Number(two)], verdict };
  });
}

interface Place {
  readonly ledger: Ledger;
  readonly plan: Plan;
}

async function decide(
  office: Office,
  { ledger, plan }: Place,
  { pair, verdict, reason }: { pair: readonly [number, number]; verdict: PairVerdict; reason: string },
): Promise<Judged> {
  const { value } = await ledger.record(await actOf(office, "import review"), async (entry) => {
    const judged = await judge(entry, pair, { verdict, reason, on: office.on, ranking: rankingOf(plan.sourceRanking) });
    entry.describe(
      verdict === "同一家"
        ? `判定 ${judged.other} 号与 ${judged.subject} 号是同一家，并入 ${judged.subject} 号`
        : `判定 ${judged.subject} 号与 ${judged.other} 号是两家`,
    );
    return judged;
  });
  return value;
}

/** Each answer is recorded as it is given, so that one may stop and go on there the next time. */
async function askEach(office: Office, place: Place, doubts: readonly OpenDoubt[]): Promise<Judged[]> {
  const judged: Judged[] = [];
  const merged = new Map<number, number>();
  for (const [index, { one, two, why }] of doubts.entries()) {
    const pair = [merged.get(one.subject) ?? one.subject, merged.get(two.subject) ?? two.subject] as const;
    // two that became one are no pair any more: only a word 两家 answers for this one
    const known = judged.some(
      ({ subject, other, verdict }) =>
        verdict === "两家" &&
        pair.includes(merged.get(subject) ?? subject) &&
        pair.includes(merged.get(other) ?? other),
    );
    if (pair[0] === pair[1] || known) continue;
    const key = await office.io.ask.key({
      heading: besideEachOther(one, two, office),
      message: `${index + 1}/${doubts.length} ${one.subject} 号和 ${two.subject} 号是同一家吗？（${why}）`,
      instead: `--same ${one.subject}=${two.subject} 或 --apart ${one.subject}=${two.subject}`,
      keys: [
        { key: "1", name: "同一家" },
        { key: "2", name: "两家" },
        { key: "3", name: "稍后" },
      ],
    });
    if (key === "3") continue;
    const word = await decide(office, place, { pair, verdict: key === "1" ? "同一家" : "两家", reason: why });
    judged.push(word);
    if (word.verdict === "同一家") merged.set(word.other, word.subject);
  }
  return judged;
}

const particulars: readonly (readonly [title: string, value: (row: SourcedRow) => string | null])[] = [
  ["编号", ({ subject }) => String(subject)],
  ["机构名称", ({ name }) => name],
  ["信用代码", ({ uscc }) => uscc],
  ["许可证编号", ({ permit_no }) => permit_no],
  ["属地", ({ town }) => town],
  ["办学地址", ({ address }) => address],
  ["联系电话", ({ phone }) => phone],
  ["法定代表人", ({ legal_rep }) => legal_rep],
  ["举办者", ({ organizer }) => organizer],
  ["来源", ({ source, file, line }) => (source === null ? null : `${source}，${file ?? ""} 第 ${line ?? "?"} 行`)],
];

function besideEachOther(one: SourcedRow, two: SourcedRow, { io }: Office): string {
  const rows = particulars.filter(([, value]) => value(one) !== null || value(two) !== null);
  return tableText(
    {
      title: "",
      columns: [
        { key: "title", title: "项目", value: ([title]) => title },
        { key: "one", title: "甲", value: ([, value]) => value(one) ?? "" },
        { key: "two", title: "乙", value: ([, value]) => value(two) ?? "" },
      ],
      rows,
    },
    io,
  ).trimEnd();
}

function sheetOf(doubts: readonly OpenDoubt[]): Sheet<OpenDoubt> {
  const placeOf = ({ address, phone }: SourcedRow): string => [address, phone].filter(Boolean).join("，");
  return {
    title: "待判定是不是同一家",
    columns: [
      { key: "one", title: "编号甲", kind: "number", value: ({ one }) => one.subject },
      { key: "oneName", title: "名称甲", value: ({ one }) => one.name },
      { key: "onePlace", title: "地址电话甲", value: ({ one }) => placeOf(one) },
      { key: "oneSource", title: "来源甲", value: ({ one }) => one.source ?? "" },
      { key: "two", title: "编号乙", kind: "number", value: ({ two }) => two.subject },
      { key: "twoName", title: "名称乙", value: ({ two }) => two.name },
      { key: "twoPlace", title: "地址电话乙", value: ({ two }) => placeOf(two) },
      { key: "twoSource", title: "来源乙", value: ({ two }) => two.source ?? "" },
      { key: "why", title: "为什么", value: ({ why }) => why },
    ],
    rows: doubts,
  };
}

function tell({ io, json }: Office, judged: readonly Judged[]): void {
  if (json) {
    io.out.write(jsonText(judged));
    return;
  }
  const same = judged.filter(({ verdict }) => verdict === "同一家");
  for (const { subject, other } of same) io.out.write(plain(`${other} 号并入 ${subject} 号`) + "\n");
  io.out.write(`判定 ${judged.length} 对：同一家 ${same.length} 对，两家 ${judged.length - same.length} 对\n`);
}
