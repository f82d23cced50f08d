/** tuban draw seed: the seed as it was rolled or published; with it the draw is done. */
import { Stop, diceProblems, misuse, refuse, seedText } from "../../campaign/index.ts";
import type { Problem, SeedSource } from "../../campaign/index.ts";
import { drawNamed } from "../../ledger/acts/draws.ts";
import type { DrawNow } from "../../ledger/acts/draws.ts";
import type { Office } from "../../office.ts";
import { jsonText } from "../../write/json.ts";
import { nextSteps } from "../../write/message.ts";
import { plain } from "../../write/plain.ts";
import { actOf, actorOf, openCampaign } from "../desk/campaign.ts";
import { drawnIn } from "./outcome.ts";
import { drawnSheet } from "./show.ts";
import { print } from "../desk/print.ts";

export interface SeedOptions {
  readonly roll?: readonly string[];
  readonly numbers?: string;
  readonly csv?: boolean;
}

/** @throws Stop when there is a seed already, or this one is not from where it was said to come */
export async function drawSeed(office: Office, query: string | undefined, options: SeedOptions): Promise<void> {
  const { ledger, code } = await openCampaign(office);
  const actor = await actorOf(office);
  const act = await actOf(office, "draw seed");
  const { value: draw } = await ledger.record(act, async (entry) => {
    const found = await drawNamed(entry.db, office.on, code, query);
    if (found.seed !== null)
      refuse("draw-has-seed", `${found.row.number} 在 ${found.seed.on} 已经有种子（${found.seed.origin}），不能换`, {
        hint: `看结果：tuban draw show ${found.row.id}；要重抽，重新锁定名录库：tuban draw freeze`,
      });
    const sources = sourcesOf(found, options);
    const problems =
      found.roster.origin.kind === "掷骰" ? diceProblems(sources, actor.name) : lotteryProblems(office, found);
    if (problems.length > 0) throw new Stop(1, problems);
    const text = seedText(sources);
    const origin = sources.map(({ name, numbers }) => `${name} ${numbers.join(" ")}`).join("；");
    await entry.add("draw_seed", { draw: found.row.id, seed: text, origin, happened_on: office.on });
    entry.describe(`${found.row.number} 抽取：种子 ${origin}`);
    return { ...found, seed: { text, origin, on: office.on } };
  });
  await tell(office, draw, options);
}

function sourcesOf({ roster: { origin } }: DrawNow, { roll, numbers }: SeedOptions): SeedSource[] {
  if (origin.kind === "彩票") {
    const groups = (numbers ?? "").split(/[;；]/).map((group) => group.match(/\d+/g) ?? []);
    if (roll !== undefined || groups.some((group) => group.length === 0))
      misuse("draw-seed-words", `种子来自${origin.name}（${origin.on} 开奖），要写开奖号码`, {
        hint: '写成 --numbers "3 8 12 15 21 30; 7"，每一区用分号隔开',
      });
    return groups.map((group, at) => ({ name: at === 0 ? origin.name : "", numbers: group }));
  }
  if (numbers !== undefined || roll === undefined)
    return misuse("draw-seed-words", "种子由两人以上当场掷出，要写明谁掷了什么", {
      hint: "--roll 张某甲:503918274655 --roll 李某乙:917362544018",
    });
  return roll.map((text) => {
    const [, name = "", digits = ""] = /^([^:：]+)[:：]\s*([\d\s]+)$/.exec(text.normalize("NFKC")) ?? [];
    if (digits === "")
      misuse("draw-seed-words", `看不懂掷的数：${text}`, { hint: "写成 --roll 姓名:数字，如 张某甲:503918274655" });
    return { name: name.trim(), numbers: [digits.replaceAll(/\s/g, "")] };
  });
}

function lotteryProblems(office: Office, { roster: { origin } }: DrawNow): Problem[] {
  return origin.kind === "彩票" && office.on < origin.on
    ? [
        {
          code: "draw-lottery-early",
          message: `${origin.name}到 ${origin.on} 才开奖`,
          hint: "开奖以后再登记",
        },
      ]
    : [];
}

async function tell(office: Office, draw: DrawNow, options: SeedOptions): Promise<void> {
  const drawn = drawnIn(draw);
  if (office.json) {
    office.io.out.write(jsonText({ id: draw.row.id, number: draw.row.number, seed: draw.seed, drawn }));
    return;
  }
  office.io.out.write(`${plain(`已抽出：${draw.row.number}，种子 ${draw.seed?.text ?? ""}`)}\n`);
  await print(office, drawnSheet(draw, drawn, new Map()), options);
  office.io.err.write(
    nextSteps([`tuban paper issue 抽查结果公布 ${draw.row.id}`, `tuban draw file ${draw.row.id}`], office.io),
  );
}
