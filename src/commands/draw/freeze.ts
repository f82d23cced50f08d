/** tuban draw freeze: the directories as they go into a draw, frozen before the seed is known. */
import { join } from "node:path";
import {
  Stop,
  bitsNeeded,
  bitsOfDigits,
  drawnOf,
  leastDigits,
  misuse,
  refuse,
  rosterProblems,
} from "../../campaign/index.ts";
import type { DrawRoster, DrawRule, SeedOrigin } from "../../campaign/index.ts";
import { nextDrawSerial } from "../../ledger/acts/draws.ts";
import { toJson } from "../../ledger/json.ts";
import type { Office } from "../../office.ts";
import { readDay } from "../../read/day.ts";
import { writeIssued, makeFolder } from "../../write/files.ts";
import { jsonText } from "../../write/json.ts";
import { nextSteps } from "../../write/message.ts";
import { nearest } from "../../write/nearest.ts";
import { plain } from "../../write/plain.ts";
import { actOf, openCampaign } from "../desk/campaign.ts";
import type { OpenedCampaign } from "../desk/campaign.ts";
import type { FreezeOptions } from "./options.ts";
import { directoriesOf } from "./directories.ts";
import { digestOf } from "./position.ts";

/** @throws Stop with everything that stands against it; then nothing is recorded */
export async function drawFreeze(office: Office, name: string | undefined, options: FreezeOptions): Promise<void> {
  const opened = await openCampaign(office);
  const rule = ruleNamed(opened, name);
  const origin = originOf(office, options);
  const act = await actOf(office, "draw freeze");
  const { value } = await opened.ledger.record({ ...act, dryRun: options.dryRun === true }, async (entry) => {
    const year = Number(office.on.slice(0, 4));
    const serial = await nextDrawSerial(entry.db, opened.code, rule.name, year);
    const directories = await directoriesOf(entry.db, office, opened, rule, options);
    const roster: DrawRoster = {
      format: "tuban-draw-1",
      number: `${rule.name}〔${year}〕${serial}号`,
      rule: rule.name,
      campaign: opened.code,
      frozenOn: office.on,
      origin,
      officersEach: rule.officers,
      ...directories,
    };
    const problems = rosterProblems(roster);
    if (problems.length > 0) throw new Stop(1, problems);
    const text = toJson(roster);
    const sha256 = digestOf(text);
    const id = await entry.add("draw", {
      campaign: opened.code,
      rule: rule.name,
      year,
      serial,
      number: roster.number,
      roster: text,
      sha256,
      happened_on: office.on,
    });
    entry.describe(`锁定名录库 ${roster.number}：${roster.places.length} 家（件）、${roster.officers.length} 人`);
    return { id, roster, text, sha256 };
  });
  const file = options.dryRun === true ? null : join(office.home.folder, "抽取", `${value.roster.number} 名录库.json`);
  if (file !== null) {
    await makeFolder(join(office.home.folder, "抽取"));
    await writeIssued(file, value.text);
  }
  tell(office, { ...value, file });
}

/** @throws Stop when the plan has no such rule, or none */
export function ruleNamed({ plan }: OpenedCampaign, name: string | undefined): DrawRule {
  const [only, ...others] = plan.draws;
  if (name === undefined && only && others.length === 0) return only;
  const found = plan.draws.find((rule) => rule.name === name?.trim());
  if (found) return found;
  const names = plan.draws.map((rule) => rule.name);
  if (names.length === 0)
    return misuse("no-draws", `方案 ${plan.code} 里没有“双随机”`, {
      hint: "在方案里写一段“双随机”，再 tuban plan adopt",
    });
  const near = name === undefined ? undefined : nearest(name, names);
  return misuse("unknown-draw-rule", name === undefined ? "要写明抽哪一种" : `方案里没有这种抽取：${name}`, {
    hint: near === undefined ? `有：${names.join("、")}` : `是不是：${near}`,
  });
}

function originOf(office: Office, { lottery, lotteryOn }: FreezeOptions): SeedOrigin {
  if (lottery === undefined) return { kind: "掷骰" };
  const on = lotteryOn === undefined ? null : readDay(lotteryOn);
  if (!on)
    return misuse("draw-lottery-day", "要写明哪一天开奖", {
      hint: "--lottery 双色球第2021089期 --lottery-on 2021-08-05",
    });
  if (on <= office.on)
    return refuse(
      "draw-lottery-past",
      `${lottery} 在 ${on} 开奖，不晚于锁定的日期 ${office.on}，种子就不是事先不知道的`,
      {
        hint: "改用以后开奖的一期",
      },
    );
  return { kind: "彩票", name: lottery.trim(), on };
}

function tell(
  office: Office,
  {
    id,
    roster,
    sha256,
    file,
  }: { readonly id: number; readonly roster: DrawRoster; readonly sha256: string; readonly file: string | null },
): void {
  if (office.json) {
    office.io.out.write(jsonText({ id, sha256, file, ...roster, dryRun: file === null }));
    return;
  }
  const shares = roster.classes.map(({ name, percent }) => {
    const among = roster.places.filter((place) => place.class === name).length;
    return { name, percent, among, drawn: drawnOf(among, percent) };
  });
  const bits = shares.reduce((sum, { among, drawn }) => sum + bitsNeeded(among, drawn), 0);
  const { out, err } = office.io;
  out.write(
    `${plain(`${file === null ? "只是预览，没有锁定" : "已锁定"}：${roster.number}（${id}）对象 ${roster.places.length}，人员 ${roster.officers.length}，每处 ${roster.officersEach} 人`)}\n`,
  );
  for (const { name, percent, among, drawn } of shares)
    out.write(`  ${plain(name)}：${among} 中抽 ${percent}% = ${drawn}\n`);
  for (const { name, reason } of roster.leftOut) out.write(`  ${plain(`不抽 ${name}：${reason}`)}\n`);
  if (roster.recusals.length > 0) out.write(`  回避 ${roster.recusals.length} 条\n`);
  out.write(`校验码 ${sha256}\n`);
  if (file !== null) out.write(`${plain(`→ ${file}`)}\n`);
  if (roster.origin.kind === "掷骰" && bits > bitsOfDigits(leastDigits))
    err.write(
      `注意：这样抽要 ${Math.ceil(bits)} 位（比特）的种子，${leastDigits} 位数字只有 ${Math.floor(bitsOfDigits(leastDigits))} 位，最好掷 ${Math.ceil(bits / Math.log2(10))} 位\n`,
    );
  err.write(
    nextSteps(
      roster.origin.kind === "掷骰"
        ? [`tuban paper issue 抽取见证单 ${id}`, `tuban draw seed ${id} --roll 姓名:数字 --roll 姓名:数字`]
        : [`${roster.origin.on} 开奖后：tuban draw seed ${id} --numbers 开奖号码`],
      office.io,
    ),
  );
}
