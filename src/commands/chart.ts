/** tuban chart (挂图作战): where every institution stands, on one A3 page. */
import { extname, resolve } from "node:path";
import { addDays, misuse, phaseStanding, refuse } from "../campaign/index.ts";
import type { Day } from "../campaign/index.ts";
import { checkCode } from "../ledger/tree/states.ts";
import { factsOf } from "../ledger/as-of/vantage.ts";
import { wallOf, wallStages } from "../ledger/numbers/wall.ts";
import type { DayFlow, Wall, WallInstitution, WallStage } from "../ledger/numbers/wall.ts";
import type { Office } from "../office.ts";
import { writeOut } from "../write/files.ts";
import { mostSquares, wallChartHtml, wallChartSvg } from "../write/wallchart.ts";
import type { WallChart } from "../write/wallchart.ts";
import { openCampaignAsOf } from "./desk/campaign.ts";
import type { OpenedCampaign } from "./desk/campaign.ts";
import { campaignTitle, noLead, noTown, townAsked } from "./report/words.ts";

export interface ChartOptions {
  readonly out?: string;
  readonly town?: string;
}

/** The sign in the squares of each stage: in black and white it says what the colour does. */
const signs: Readonly<Record<WallStage, string>> = {
  取缔: "取",
  停办: "停",
  逾期: "逾",
  整改中: "改",
  待交办: "交",
  待销号: "验",
  已销号: "销",
  无问题: "合",
  未检查: "未",
};

const endings: ReadonlySet<string> = new Set([".svg", ".html", ".pdf", ".png"]);

/** @throws Stop for a PDF or a picture where no browser is found */
async function contentOf({ io }: Office, value: WallChart, ending: string): Promise<string | Uint8Array> {
  if (ending === ".svg") return wallChartSvg(value);
  if (ending === ".html") return wallChartHtml(value);
  const { printed } = await import("../write/browser.ts");
  const made = await printed(wallChartHtml(value), ending === ".pdf" ? "pdf" : "png", io.env["PATH"] ?? "");
  if ("reason" in made)
    return refuse("no-browser", `${made.reason}，出不了 ${ending.slice(1).toUpperCase()}`, {
      hint: "写成 .html，在有浏览器的电脑上打开，打印或另存为 PDF",
    });
  return made.content;
}

/** tuban chart. @throws Stop for another kind of file, and when there are more institutions than a page can show */
export async function chart(office: Office, { out = "挂图.svg", town }: ChartOptions): Promise<void> {
  const ending = extname(out).toLowerCase();
  if (!endings.has(ending))
    misuse("bad-format", `挂图只能写成 .svg、.html、.pdf 或 .png，不是 ${out}`, {
      hint: "例如 --out 挂图.html，用浏览器打开后打印",
    });
  const opened = await openCampaignAsOf(office);
  const { wall, code } = await opened.ledger.read(async (db) => ({
    wall: await wallOf(factsOf(db, townAsked(town)), { campaign: opened.code, day: office.asOf }),
    code: await checkCode(db),
  }));
  refuseUnfit(wall, town);
  const value = chartOf(opened, wall, { day: office.asOf, code, town });
  const path = resolve(office.io.cwd, out);
  await writeOut(path, await contentOf(office, value, ending), office);
  if (office.json) {
    const { jsonText } = await import("../write/json.ts");
    office.io.out.write(jsonText({ path, institutions: wall.institutions.length, asOf: office.asOf }));
  }
  office.io.err.write(`已写出：${path}（A3 横向，${wall.institutions.length} 家机构）\n`);
}

function refuseUnfit({ institutions }: Wall, town: string | undefined): void {
  if (town !== undefined && institutions.length === 0)
    refuse("unknown-town", `底数里没有这个属地的机构：${town}`, { hint: "用 tuban list 看属地的写法" });
  const towns = new Set(institutions.map((one) => one.town)).size;
  if (institutions.length > mostSquares || towns > 150)
    refuse(
      "chart-too-large",
      `机构 ${institutions.length} 家、属地 ${towns} 个，一页画不下（最多 ${mostSquares} 家、150 个属地）`,
      {
        hint: "用 --town 一个属地画一张",
      },
    );
}

function chartOf(
  { plan, startedOn }: OpenedCampaign,
  { institutions, flow, overdue }: Wall,
  { day, code, town }: { readonly day: Day; readonly code: string; readonly town: string | undefined },
): WallChart {
  return {
    title: campaignTitle(plan.name, town),
    day,
    phases: plan.phases.map((phase) => {
      const { from, until, state } = phaseStanding(plan, phase, day);
      return { name: phase.name, from, until, current: state === "进行中" };
    }),
    stages: wallStages.map((name) => ({ name, sign: signs[name] })),
    towns: byTown(institutions, plan.towns ?? []),
    burnDown: openByDay(flow, startedOn, day),
    overdue: byDepartment(overdue),
    footer: `按 ${day} 的账本绘制　校验码 ${code}`,
  };
}

/** As in the report: a finding of joint leads (甲、乙) counts for each of them. The most first. */
function byDepartment(overdue: Wall["overdue"]): WallChart["overdue"] {
  const counts = new Map<string, number>();
  for (const { lead, count } of overdue)
    for (const name of lead === "" ? [noLead] : lead.split("、")) counts.set(name, (counts.get(name) ?? 0) + count);
  return [...counts]
    .map(([name, count]) => ({ name, count }))
    .toSorted((one, other) => other.count - one.count || (one.name < other.name ? -1 : 1));
}

/** The plan's towns in its order, then others, then those without one. */
function byTown(institutions: readonly WallInstitution[], planned: readonly string[]): WallChart["towns"] {
  const towns = new Map<string, WallChart["towns"][number]["squares"][number][]>(planned.map((name) => [name, []]));
  for (const { subject, name, town, stage, danger, list } of institutions) {
    const place = town ?? noTown;
    const square = { subject, name, stage: wallStages.indexOf(stage), danger, list };
    const there = towns.get(place);
    if (there) there.push(square);
    else towns.set(place, [square]);
  }
  return [...towns].filter(([, squares]) => squares.length > 0).map(([name, squares]) => ({ name, squares }));
}

/** Open findings at the end of each day, from the first of the campaign or of the findings. */
function openByDay(flow: readonly DayFlow[], startedOn: Day, until: Day): WallChart["burnDown"] {
  const first = flow[0]?.day;
  const steps = new Map(flow.map(({ day, found, closed }) => [day, found - closed]));
  const line: { day: string; open: number }[] = [];
  let open = 0;
  for (let day = first !== undefined && first < startedOn ? first : startedOn; day <= until; day = addDays(day, 1)) {
    open += steps.get(day) ?? 0;
    line.push({ day, open });
  }
  return line;
}
