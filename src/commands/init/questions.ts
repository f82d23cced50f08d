/** What tuban init asks at a terminal: where, by which plan, from when, and who acts. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { refuse } from "../../campaign/index.ts";
import type { Day } from "../../campaign/index.ts";
import type { Person } from "../../ledger/people.ts";
import type { Office } from "../../office.ts";
import { readDay } from "../../read/day.ts";
import { listPlans } from "../../read/plan/index.ts";
import { templatePath } from "../../templates.ts";
import { writeOut } from "../../write/files.ts";
import { leftoversText, modelPlan, phasesText, planFor } from "../plan.ts";
import type { LoadedPlan } from "../plan.ts";

export interface Beginning {
  readonly loaded: LoadedPlan;
  /** The person who acts from now on; null where it is left for later. */
  readonly person: Person | null;
  /** From when all of it holds: the first day of the campaign, or today where that is to come. */
  readonly on: Day;
}

const regionForm = /^\p{Script=Han}{1,20}[县市区旗]$/u;

/** Asks everything that an office needs before its first list; null where the region is left open. Writes the plan's file. */
export async function askBeginning(office: Office): Promise<Beginning | null> {
  const region = (
    await office.io.ask.text({
      message: "在哪个县（市、区）开展治理？如 清河县；回车以后再定",
      instead: "--plan 方案",
      check: (answer) => answer.trim() === "" || regionForm.test(answer.trim()) || "写成县（市、区）的名称，如 清河县",
    })
  ).trim();
  if (region === "") return null;
  const from = await askPlan(office);
  const made = await askStart(office, region, from);
  const file = `${made.plan.code}.yaml`;
  const path = resolve(office.io.cwd, file);
  if (existsSync(path))
    refuse("file-exists", `文件已存在，不会覆盖：${path}`, { hint: `就用它：tuban init --plan ${file}` });
  const person = await askPerson(office, made.plan.departments[0]?.name ?? "县教育局");
  await writeOut(path, made.text, office);
  office.io.err.write(
    `方案写在 ${file}，可以改；改好再采用一次：tuban plan adopt ${file}\n${leftoversText(made.leftovers)}`,
  );
  return { loaded: { ...made, file }, person, on: made.start < office.today ? made.start : office.today };
}

function askPlan({ io }: Office): Promise<string> {
  const plans = listPlans(templatePath("plans")).toSorted(
    (a, b) => Number(b.code === modelPlan) - Number(a.code === modelPlan),
  );
  return io.ask.choose({
    message: "照哪一份方案？",
    instead: "--plan 方案",
    choices: plans.map(({ code, name }) => ({ name, value: code })),
  });
}

/** Asks for the first day until the phases that follow from it suit. */
async function askStart(
  office: Office,
  region: string,
  from: string,
): Promise<Awaited<ReturnType<typeof planFor>> & { readonly start: Day }> {
  for (;;) {
    const typed = await office.io.ask.text({
      message: "行动从哪一天开始？各阶段的日期依次后移",
      instead: "--plan 方案",
      usual: office.on,
      check: (answer) => readDay(answer, { today: office.today }) !== null || "日期写成 2026-12-01",
    });
    const start = readDay(typed, { today: office.today }) ?? office.on;
    const made = await planFor(office, { region, from, start });
    office.io.err.write(`${made.plan.name}\n${phasesText(made.plan)}`);
    const suits = await office.io.ask.choose({
      message: "各阶段就这样排？",
      instead: "--plan 方案",
      choices: [
        { name: "就这样，以后还可以改", value: true },
        { name: "换一个开始的日期", value: false },
      ],
    });
    if (suits) return { ...made, start };
  }
}

async function askPerson({ io }: Office, unit: string): Promise<Person | null> {
  const instead = "tuban person add 姓名 --unit 单位";
  const ask = async (message: string, usual?: string): Promise<string> =>
    (await io.ask.text({ message, instead, ...(usual === undefined ? {} : { usual }) })).trim();
  const name = await ask("由谁办理？您的姓名（回车以后再定）");
  if (name === "") return null;
  const from = await ask("单位", unit);
  const certificate = await ask("执法证号（没有就回车）");
  if (certificate === "") return { name, unit: from || unit, certificate: null, certificate_until: null, team: null };
  const until = await io.ask.text({
    message: "执法证有效期至（不知道就回车）",
    instead,
    check: (answer) => answer.trim() === "" || readDay(answer) !== null || "日期写成 2028-12-31",
  });
  return { name, unit: from || unit, certificate, certificate_until: readDay(until), team: null };
}
