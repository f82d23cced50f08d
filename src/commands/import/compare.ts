/** tuban import compare, conflicts: the sources of the roster against each other, and whose value holds. */
import { resolve } from "node:path";
import { contestedKeys, misuse, rankingOf, sourceKinds } from "../../campaign/index.ts";
import type { Plan } from "../../campaign/index.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { openDoubts } from "../../ledger/roster/pairs.ts";
import type { Conflict } from "../../ledger/roster/source-precedence.ts";
import { choose, compareSources, conflictsNow, sourcesOf } from "../../ledger/roster/sources.ts";
import type { Compared, Difference, SourcePresence } from "../../ledger/roster/sources.ts";
import type { Office } from "../../office.ts";
import { writeOut } from "../../write/files.ts";
import { jsonText } from "../../write/json.ts";
import { nextSteps } from "../../write/message.ts";
import { plain } from "../../write/plain.ts";
import type { Sheet } from "../../write/sheet.ts";
import { actOf, openCampaign, openCampaignAsOf } from "../desk/campaign.ts";
import { fieldTitle } from "../desk/changes.ts";
import { print } from "../desk/print.ts";
import { inTurn } from "./in-turn.ts";

export interface CompareOptions {
  readonly left?: string;
  readonly right?: string;
  /** Only those in this state. */
  readonly only?: string;
  readonly csv?: boolean;
  /** The file to write. */
  readonly xlsx?: string;
}

export async function compareLists(office: Office, options: CompareOptions): Promise<void> {
  const { ledger } = await openCampaignAsOf(office);
  const { sides, all, undecided } = await ledger.read(async (db) => {
    const two = sidesOf(options, await sourcesOf(db, office.asOf));
    return {
      sides: two,
      all: await compareSources(db, office.asOf, two),
      undecided: (await openDoubts(db, office.asOf)).length,
    };
  });
  const words = wordsOf(sides);
  const rows =
    options.only === undefined
      ? all
      : all.filter(({ presence }) => words[presence] === options.only || presence === options.only);
  const sheet = sheetOf(rows, sides, office.asOf);
  if (options.xlsx !== undefined) {
    const { xlsxBytes } = await import("../../write/xlsx.ts");
    const path = resolve(office.io.cwd, options.xlsx);
    await writeOut(path, await xlsxBytes(sheet), office);
    office.io.err.write(`${rows.length} 家已写到 ${path}\n`);
  } else await print(office, sheet, options);
  if (office.json || options.csv === true) return;
  const count = (presence: SourcePresence): string =>
    `${words[presence]} ${all.filter((row) => row.presence === presence).length} 家`;
  office.io.out.write(
    plain(`共 ${all.length} 家：${(["只在左", "只在右", "两边一致", "两边不同"] as const).map(count).join("，")}`) +
      "\n",
  );
  if (undecided > 0)
    office.io.err.write(
      `还有 ${undecided} 对可能是同一家的没有判定，这里仍当作两家\n${nextSteps(["tuban import review"], office.io)}`,
    );
}

interface Sides {
  readonly left: string;
  readonly right: string;
}

const wordsOf = ({ left, right }: Sides): Record<SourcePresence, string> => ({
  只在左: `只在${left}`,
  只在右: `只在${right}`,
  两边一致: "两边一致",
  两边不同: "两边不同",
});

/** The two sources meant: those named, else the only two there are. @throws Stop */
function sidesOf({ left, right }: CompareOptions, sources: readonly { source: string; subjects: number }[]): Sides {
  const there = sources.map(({ source, subjects }) => `${source}（${subjects} 家）`).join("、");
  for (const one of [left, right])
    if (one !== undefined && !sources.some(({ source }) => source === one))
      misuse("unknown-source", `底数里没有来自“${one}”的`, {
        hint: there === "" ? "先用 tuban import 文件 --source 来源 导入" : `有：${there}`,
      });
  const others = sources.map(({ source }) => source).filter((source) => source !== left && source !== right);
  const [first, second] = [left ?? others[0], right ?? (left === undefined ? others[1] : others[0])];
  const wanted = Number(left === undefined) + Number(right === undefined);
  if (first === undefined || second === undefined || others.length !== wanted)
    return left !== undefined && right !== undefined
      ? { left, right }
      : misuse(
          "which-sources",
          sources.length < 2 ? "底数只有一个来源，没有可以比的" : `底数有 ${sources.length} 个来源，比哪两个？`,
          {
            hint: `用 --left 和 --right 写明来源${there === "" ? "" : `：${there}`}`,
          },
        );
  return { left: first, right: second };
}

function sheetOf(rows: readonly Compared[], sides: Sides, asOf: string): Sheet<Compared> {
  const words = wordsOf(sides);
  const one = ({ field, left, right }: Difference): string => `${fieldTitle(field)}：${left} ≠ ${right}`;
  return {
    title: `${sides.left}与${sides.right}比对（截至 ${asOf}）`,
    columns: [
      { key: "subject", title: "编号", kind: "number", value: ({ subject }) => subject },
      { key: "name", title: "机构名称", value: ({ name }) => name },
      { key: "town", title: "属地", value: ({ town }) => town ?? "" },
      { key: "presence", title: "情况", value: ({ presence }) => words[presence] },
      { key: "differences", title: "不同之处", value: ({ differences }) => differences.map(one).join("；") },
    ],
    rows,
  };
}

export interface ConflictOptions {
  /** Each written 编号:项目=来源. */
  readonly choose?: readonly string[];
  readonly reason?: string;
  /** One key for each. */
  readonly ask?: boolean;
  /** Those that were chosen already, too. */
  readonly all?: boolean;
  readonly csv?: boolean;
}

export async function settleConflicts(office: Office, options: ConflictOptions): Promise<void> {
  const { ledger, plan } = await openCampaign(office);
  const wanted = (options.choose ?? []).map(choiceOf);
  if (wanted.length > 0) {
    await inTurn(
      wanted,
      async (one) => {
        await record(office, { ledger, plan }, one, options.reason ?? "");
        return one;
      },
      (chosen) => tell(office, chosen),
    );
    return;
  }
  const found = await ledger.read((db) => conflictsNow(db, office.on, rankingOf(plan.sourceRanking)));
  const conflicts = options.all === true ? found : found.filter(({ chosen }) => chosen === null);
  if (options.ask === true) tell(office, await askEach(office, { ledger, plan }, conflicts));
  else {
    await print(office, conflictSheet(conflicts), options);
    if (office.json || options.csv === true) return;
    office.io.out.write(`共 ${conflicts.length} 处；${orderText(plan)}\n`);
    const [first] = conflicts;
    if (first)
      office.io.err.write(
        nextSteps(
          [
            "tuban import conflicts --ask",
            `tuban import conflicts --choose ${first.subject}:${fieldTitle(first.field)}=${first.versions[0]?.source ?? "来源"}`,
          ],
          office.io,
        ),
      );
  }
}

function orderText({ sourceRanking }: Plan): string {
  if (sourceRanking === undefined) return `方案没有排来源次序，按 ${sourceKinds.join("、")} 的次序，同类的以后报的为准`;
  return sourceRanking.length === 0 ? "方案定为以后报的为准" : plain(`来源次序：${sourceRanking.join("、")}`);
}

interface Choice {
  readonly subject: number;
  readonly field: Conflict["field"];
  readonly source: string;
}

function choiceOf(word: string): Choice {
  const [, subject, title, source] = /^([1-9]\d{0,8})[:：]([^=]+)=(.+)$/.exec(word) ?? [];
  const field = contestedKeys.find((one) => fieldTitle(one) === title?.trim());
  if (subject === undefined || field === undefined || source === undefined)
    return misuse("bad-choice", `看不懂：${word}`, {
      hint: `写成 --choose 编号:项目=来源，如 12:联系电话=审批库；项目有：${contestedKeys.map((one) => fieldTitle(one)).join("、")}`,
    });
  return { subject: Number(subject), field, source: source.trim() };
}

async function record(
  office: Office,
  { ledger, plan }: { ledger: Ledger; plan: Plan },
  choice: Choice,
  reason: string,
): Promise<void> {
  await ledger.record(await actOf(office, "import conflicts"), async (entry) => {
    entry.describe(`${choice.subject} 号的${fieldTitle(choice.field)}以${choice.source}为准`);
    await choose(entry, choice, { reason, on: office.on, ranking: rankingOf(plan.sourceRanking) });
  });
}

/** Each answer is recorded as it is given. */
async function askEach(
  office: Office,
  place: { ledger: Ledger; plan: Plan },
  conflicts: readonly Conflict[],
): Promise<Choice[]> {
  const chosen: Choice[] = [];
  for (const [index, { subject, field, versions, holds }] of conflicts.entries()) {
    const few = versions.slice(0, 9);
    const key = await office.io.ask.key({
      message: plain(`${index + 1}/${conflicts.length} ${subject} 号的${fieldTitle(field)}以谁为准？（现为 ${holds}）`),
      instead: `--choose ${subject}:${fieldTitle(field)}=${few[0]?.source ?? "来源"}`,
      keys: [
        ...few.map(({ source, value }, at) => ({ key: String(at + 1), name: plain(`${source} ${value}`) })),
        { key: "0", name: "稍后" },
      ],
    });
    const version = few[Number(key) - 1];
    if (!version) continue;
    const choice = { subject, field, source: version.source };
    await record(office, place, choice, "");
    chosen.push(choice);
  }
  return chosen;
}

function conflictSheet(conflicts: readonly Conflict[]): Sheet<Conflict> {
  return {
    title: "来源不一致的项目",
    columns: [
      { key: "subject", title: "编号", kind: "number", value: ({ subject }) => subject },
      { key: "field", title: "项目", value: ({ field }) => fieldTitle(field) },
      { key: "holds", title: "现以", value: ({ holds }) => holds },
      {
        key: "versions",
        title: "各来源怎么说",
        value: ({ versions }) =>
          versions
            .map(
              ({ source, value, file, line, day }) => `${source} ${value}（${day} ${file ?? ""} 第 ${line ?? "?"} 行）`,
            )
            .join("；"),
      },
      { key: "chosen", title: "已定", value: ({ chosen }) => chosen ?? "" },
    ],
    rows: conflicts,
  };
}

function tell({ io, json }: Office, choices: readonly Choice[]): void {
  if (json) io.out.write(jsonText(choices));
  else {
    for (const { subject, field, source } of choices)
      io.out.write(plain(`${subject} 号的${fieldTitle(field)}以${source}为准`) + "\n");
    if (choices.length === 0) io.out.write("没有作出选择\n");
  }
}
