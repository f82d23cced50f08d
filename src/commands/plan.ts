/** tuban plan: look at plans, check one, copy one to change it, adopt one. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { Stop, misuse, refuse, registerNamed, stateNamed } from "../campaign/index.ts";
import type { Day, Plan, Problem } from "../campaign/index.ts";
import { adoptPlan, adoptedSource } from "../ledger/campaigns.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { Db } from "../ledger/tables.ts";
import { wordsInUse } from "../ledger/acts/registers.ts";
import type { Office } from "../office.ts";
import { fileText } from "../read/file.ts";
import { readDay } from "../read/day.ts";
import { adaptPlan, fillBlanks, filledSince, listPlans, readPlan, refillBlanks } from "../read/plan/index.ts";
import type { Leftover } from "../read/plan/index.ts";
import { templatePath } from "../templates.ts";
import { writeOut } from "../write/files.ts";
import { jsonText } from "../write/json.ts";
import { asTyped, nextSteps, problemText } from "../write/message.ts";
import { plain } from "../write/plain.ts";
import { planText } from "../write/plan.ts";
import { openCampaignAsOf } from "./desk/campaign.ts";
import { hasTemplate, ownTemplates } from "./paper/template.ts";
import { print, tell } from "./desk/print.ts";

export interface PlanFills {
  /** Blanks filled on the way in, each written 路径=内容. */
  readonly fill?: readonly string[];
}

export interface LoadedPlan {
  /** As messages name it. */
  readonly file: string;
  readonly plan: Plan;
  readonly text: string;
  readonly warnings: readonly Problem[];
}

/** tuban plan list */
export async function planList(office: Office): Promise<void> {
  const plans = listPlans(templatePath("plans"));
  await print(office, {
    title: "随附的方案",
    columns: [
      { key: "code", title: "编号", kind: "code", value: (plan) => plan.code },
      { key: "name", title: "名称", value: (plan) => plan.name },
      { key: "region", title: "地区", value: (plan) => plan.region },
      { key: "phases", title: "阶段数", kind: "number", value: (plan) => plan.phases },
    ],
    rows: plans,
  });
  if (!office.json)
    office.io.err.write(
      nextSteps(
        ["tuban plan show <编号>", "tuban plan adopt <编号>", "tuban plan copy <编号> 我的方案.yaml"],
        office.io,
      ),
    );
}

/** tuban plan show: the plan as an official would read it; without a name the ledger's own. */
export async function planShow(office: Office, name: string | undefined): Promise<void> {
  const { plan } = await (name === undefined ? adoptedPlan(office) : loadPlan(office, name, {}));
  office.io.out.write(office.json ? jsonText(plan) : planText(plan));
}

/** tuban plan check: every fault, gap and blank in one pass; without a name of the ledger's own. @throws Stop when there are faults */
export async function planCheck(office: Office, name: string | undefined): Promise<void> {
  const loaded = await (name === undefined ? adoptedPlan(office) : loadPlan(office, name, {}));
  const { plan } = loaded;
  const warnings = [...loaded.warnings, ...(await templateFaults(office, loaded))];
  if (office.json) {
    office.io.out.write(jsonText({ code: plan.code, faults: [], warnings, blanks: plan.blanks }));
    return;
  }
  // Dozens of blanks, three lines each, would bury what is to be mended: they follow as a list.
  const told = warnings.filter(({ code }) => code !== "plan-blank");
  office.io.out.write(told.map((warning) => problemText(warning, { ...office.io, severity: "warning" })).join(""));
  office.io.out.write(blanksText(plan, plan.blanks.length));
  office.io.out.write(
    `${name === undefined ? "账本里的方案" : "方案可以采用"}：${plan.name}（${plan.phases.length} 个阶段，${plan.topics.flatMap((topic) => topic.items).length} 个检查项）\n`,
  );
}

/** Templates that are missing, and faults in the texts of reports: an issue or a return would stop at them on the day it is due. */
async function templateFaults(office: Office, loaded: LoadedPlan): Promise<Problem[]> {
  const { plan } = loaded;
  const { reportTextFaults, reportsWithText } = await import("./report/text-faults.ts");
  return [...missingTemplates(office, loaded), ...reportTextFaults(office, plan, reportsWithText(office, plan))];
}

/** Reports and papers of the plan that have no text: they could be neither printed nor issued. */
function missingTemplates(office: Office, { plan, text, file }: LoadedPlan): Problem[] {
  const lines = text.split("\n");
  return [
    ...plan.reports.map(({ name, template }) => ({ what: `报表“${name}”`, template })),
    ...plan.orderKinds.map(({ name, template }) => ({ what: `文书“${name}”`, template })),
  ]
    .filter(({ template }) => !hasTemplate(office, template))
    .map(({ what, template }) => {
      const line = lines.findIndex((one) => one.includes(template)) + 1;
      return {
        code: "no-template",
        message: `${what}的模板 ${template} 还没有。`,
        hint: `写好后放到 ${join(ownTemplates(office), template)}，或改用随附的模板。`,
        place: line === 0 ? { file } : { file, line },
      };
    });
}

/** tuban plan copy: a shipped plan as a file of one's own. @throws Stop as writeOut */
export async function planCopy(office: Office, name: string, to: string, fills: PlanFills): Promise<void> {
  const path = resolve(office.io.cwd, to);
  const { text } = await loadPlan(office, name, fills);
  await writeOut(path, text, office);
  await tell(office, `已复制到 ${path}`, { file: path });
  office.io.err.write(nextSteps([`tuban plan check ${to}`, `tuban plan adopt ${to}`], office.io));
}

export interface NewPlanOptions extends PlanFills {
  readonly region: string;
  /** The first day of the campaign. */
  readonly start: string;
  /** The plan that it is made from. */
  readonly from?: string;
  readonly code?: string;
  /** The earlier campaign that it takes over from. */
  readonly lookBack?: string;
  readonly out?: string;
}

/** tuban plan new: a plan made into one for this region and campaign, as a file of one's own. @throws Stop as writeOut */
export async function planNew(office: Office, options: NewPlanOptions): Promise<void> {
  const start =
    readDay(options.start) ?? misuse("bad-day", `--start 的日期看不懂：${options.start}`, { hint: "写成 2026-12-01" });
  const made = await planFor(office, { ...options, start });
  const out = options.out ?? `${made.plan.code}.yaml`;
  const path = resolve(office.io.cwd, out);
  const inherits =
    options.lookBack === undefined
      ? ""
      : `\n# 承接的行动：销了号的问题、关停的机构在这一次里回头看。\n承接: [${options.lookBack.trim()}]\n`;
  await writeOut(path, `${made.text.trimEnd()}\n${inherits}`, office);
  const { name, code, phases } = made.plan;
  const words = `已写出 ${name}：${out}\n${phasesText(made.plan)}${leftoversText(made.leftovers)}`;
  await tell(office, words.trimEnd(), { file: path, code, name, phases, leftovers: made.leftovers });
  office.io.err.write(blanksText(made.plan, blanksOnAdoption));
  office.io.err.write(nextSteps([`tuban plan check ${asTyped(out)}`, `tuban init --plan ${asTyped(out)}`], office.io));
}

/** The plan that an office starts from when it names none. */
export const modelPlan = "model-2026";

/** A plan made into one for a region and a first day, with what is left to look at. @throws Stop when it has faults */
export async function planFor(
  office: Office,
  { region, start, from = modelPlan, code, fill = [] }: Omit<NewPlanOptions, "start"> & { readonly start: Day },
): Promise<LoadedPlan & { readonly leftovers: readonly Leftover[] }> {
  const named = region.trim();
  if (!/^\p{Script=Han}{1,20}[县市区旗]$/u.test(named))
    misuse("bad-region", `地区写成县（市、区）的名称，看不懂：${region}`, { hint: "例如 --region 清河县" });
  const path = planPath(office, from);
  const to = { region: named, start, from, code: code ?? (await codeFor(named, start)) };
  const { text, leftovers } = adaptPlan(fileText(path), basename(path), to);
  const file = `${to.code}.yaml`;
  return { ...planOf(fill.length === 0 ? text : fillBlanks(text, new Map(fill.map(fillOf)), file), file), leftovers };
}

/** qinghe-2026 */
async function codeFor(region: string, start: Day): Promise<string> {
  const { pinyin } = await import("pinyin-pro");
  const word = pinyin(region.slice(0, -1) || region, { toneType: "none", type: "array", v: true }).join("");
  return `${word.toLowerCase().replaceAll(/[^a-z]/g, "")}-${start.slice(0, 4)}`;
}

/** The phases with their days, one a line. */
export function phasesText({ phases }: Plan): string {
  return phases
    .map(({ no, name, from, until }) =>
      `  ${no} ${name}　${from ?? ""} 至 ${until ?? ""}\n`.replace("　 至", "　至").replace("至 \n", "起\n"),
    )
    .join("");
}

export function leftoversText(leftovers: readonly Leftover[]): string {
  if (leftovers.length === 0) return "";
  const lines = leftovers.map(({ line, text }) => `  ${line === null ? "" : `第${line}行：`}${shortened(text)}\n`);
  return `请核对 ${leftovers.length} 处：\n${lines.join("")}`;
}

const shortened = (text: string): string => (text.length > 60 ? `${plain(text.slice(0, 60))}…` : plain(text));

/**
 * tuban plan adopt: the plan becomes the campaign of this ledger; adopting a changed text is a new version, and adopting
 * the ledger's own as of an earlier day (--on) lets what happened since be entered.
 */
export async function planAdopt(office: Office, name: string, fills: PlanFills): Promise<void> {
  const ledger = await office.ledger();
  const adopted = await adoptedSource(ledger.db, name);
  if (adopted === null) return adoptInto(office, ledger, await loadPlan(office, name, fills));
  const before = await adoptedSource(ledger.db, name, office.on);
  const isFilling = (fills.fill ?? []).length > 0;
  if (!isFilling && (before === null || !isShipped(name))) return adoptInto(office, ledger, planOf(adopted, name));
  if (isShipped(name)) return adoptInto(office, ledger, filledFurther(planPath(office, name), adopted, fills));
  const text = fillBlanks(adopted, new Map((fills.fill ?? []).map(fillOf)), name);
  return adoptInto(office, ledger, planOf(text, name));
}

/** A shipped plan over what the ledger holds of it: fills add to those made before, and none is lost unsaid. @throws Stop */
function filledFurther(path: string, adopted: string, { fill = [] }: PlanFills): LoadedPlan {
  const [shipped, file] = [readFileSync(path, "utf8"), basename(path)];
  if (fill.length > 0) return planOf(refillBlanks(adopted, shipped, new Map(fill.map(fillOf)), file), file);
  const lost = filledSince(shipped, adopted, file).map((blank) => blank.path);
  if (lost.length > 0)
    refuse("fills-lost", `账本里的方案已经填了 ${lost.length} 处，重新采用随附的会丢掉：${lost.join("、")}`, {
      hint: "再填别处，加 --fill 路径=内容；真要重来，先 tuban plan copy 复制成文件，再 tuban plan adopt 文件路径",
    });
  return planOf(shipped, file);
}

export async function adoptInto(office: Office, ledger: Ledger, loaded: LoadedPlan): Promise<void> {
  const { plan, text } = loaded;
  const sha256 = createHash("sha256").update(text).digest("hex");
  const actor = office.wanted.as ?? "系统";
  const { seq } = await ledger.record({ command: "plan adopt", actor, on: office.on }, async (entry) => {
    if ((await adoptedSource(entry.db, plan.code, office.on)) === text) return;
    await refuseUnknownInheritance(entry.db, plan);
    const lost = lostWords(plan, await wordsInUse(entry.db, plan.code));
    if (lost.length > 0) throw new Stop(1, lost);
    entry.describe(`采用方案 ${plan.code} ${plan.name}`);
    await adoptPlan(entry, plan, { text, sha256 }, office.on);
  });
  await tell(
    office,
    seq === null ? `方案未变，账本里已是这一版：${plan.code}` : `已采用方案：${plan.name}（${plan.code}）`,
    { code: plan.code, name: plan.name, entry: seq, blanks: plan.blanks.length },
  );
  office.io.err.write(blanksText(plan, blanksOnAdoption));
  const unready = await templateFaults(office, loaded);
  office.io.err.write(unready.map((one) => problemText(one, { ...office.io, severity: "warning" })).join(""));
}

/** 承接: an earlier campaign has to be in this ledger. @throws Stop */
async function refuseUnknownInheritance(db: Db, { code, inherits = [] }: Plan): Promise<void> {
  for (const earlier of inherits)
    if (earlier === code || (await adoptedSource(db, earlier)) === null)
      refuse(
        "plan-inherits-unknown",
        earlier === code ? `方案 ${code} 承接的是它自己` : `方案承接的 ${earlier} 不在这本账里`,
        { hint: "“承接”写账上采用过的方案代号：tuban log 看采用过哪些" },
      );
}

/** Registers and states that entries stand in and the new plan does not have: their entries would be seen nowhere. */
function lostWords(plan: Plan, used: ReadonlyMap<string, ReadonlySet<string>>): Problem[] {
  return [...used].flatMap(([name, states]): Problem[] => {
    const register = registerNamed(plan.registers ?? [], name);
    if (!register)
      return [
        {
          code: "register-lost",
          message: `账上的台账“${name}”已有登记，新方案里没有它`,
          hint: `保留这本台账；改了名称的，在新的一本里写“原名: [${name}]”`,
        },
      ];
    return [...states]
      .filter((state) => !stateNamed(register, state))
      .map((state) => ({
        code: "register-state-lost",
        message: `账上的台账“${name}”有登记处在“${state}”，新方案里没有这个状态`,
        hint: `保留这个状态；改了名称的，在新的状态里写“原名: [${state}]”`,
      }));
  });
}

/** When a plan is adopted, as a reminder; tuban plan check lists all. */
const blanksOnAdoption = 5;

/** 待填, each by its path, its line in the file and what it waits for; those beyond `shown` are counted. */
function blanksText({ blanks }: Plan, shown: number): string {
  if (blanks.length === 0) return "";
  const listed = blanks.slice(0, shown).map(({ path, note, line }) => {
    const wanted = path.endsWith(note) ? "" : `：${note}`;
    return `${plain(`  ${path}${wanted}${line === null ? "" : `（第${line}行）`}`)}\n`;
  });
  const rest = blanks.length > shown ? `  ……全部见 tuban plan check\n` : "";
  return `待填 ${blanks.length} 处（用到时会提醒，也可用 --fill 路径=内容 填上）：\n${listed.join("")}${rest}`;
}

/** A plan by its code among the shipped ones, or by its file. @throws Stop with every fault */
export async function loadPlan(office: Office, name: string, { fill = [] }: PlanFills): Promise<LoadedPlan> {
  const path = planPath(office, name);
  const source = fileText(path);
  const file = basename(path);
  return planOf(fill.length === 0 ? source : fillBlanks(source, new Map(fill.map(fillOf)), file), file);
}

/** The plan in force in this ledger, with what was filled in. @throws Stop when there is none */
async function adoptedPlan(office: Office): Promise<LoadedPlan> {
  const { ledger, code } = await openCampaignAsOf(office);
  return planOf((await adoptedSource(ledger.db, code, office.asOf)) ?? "", `${code}（账本）`);
}

function planOf(text: string, file: string): LoadedPlan {
  const read = readPlan(text, file);
  if (read.plan === null) throw new Stop(1, read.problems);
  return { file, plan: read.plan, text, warnings: read.warnings };
}

const shippedPath = (name: string): string => templatePath("plans", `${name}.yaml`);

const isShipped = (name: string): boolean => /^[\w-]+$/.test(name) && existsSync(shippedPath(name));

function planPath(office: Office, name: string): string {
  if (isShipped(name)) return shippedPath(name);
  const path = resolve(office.io.cwd, name);
  if (existsSync(path)) return path;
  return misuse("unknown-plan", `没有这个方案：${name}`, { hint: "用 tuban plan list 看编号，或给出 YAML 文件的路径" });
}

function fillOf(text: string): [string, string] {
  const at = text.indexOf("=");
  if (at < 1)
    misuse("bad-fill", `--fill 写成 路径=内容，看不懂：${text}`, {
      hint: "例：--fill 文书种类.整改通知书.期限=10个工作日",
    });
  return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}
