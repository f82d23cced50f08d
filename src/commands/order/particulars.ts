/**
 * What an order says beyond its findings: from the case, the plan, the command line or the person at the terminal.
 * An order takes its number only when nothing that its template needs is missing.
 */
import {
  Stop,
  certainDay,
  chineseDay,
  defenceWait,
  faultOf,
  formatDuration,
  limitEnd,
  misuse,
  officeDetails,
  remediesText,
  sanctionsText,
} from "../../campaign/index.ts";
import type { OrderEffect, OrderKind, Plan } from "../../campaign/index.ts";
import { casesNow } from "../../ledger/acts/cases.ts";
import type { CaseNow } from "../../ledger/acts/cases.ts";
import type { Db } from "../../ledger/tables.ts";
import type { Asker } from "../../io.ts";
import { filesOf } from "../../ledger/evidence/exhibits.ts";
import { isEmpty } from "../../write/document.ts";
import type { Fields } from "../../write/document.ts";
import type { KnownOrderCase } from "./book.ts";
import type { Setting } from "./options.ts";

/** Where a paper lies that somebody has to fill in: which kinds need it, and how it is written. */
interface Particular {
  /** Effects of the orders that are not issued without it; others leave it out. */
  readonly needed: readonly OrderEffect[];
  /** What to write, for the question and the refusal. */
  readonly example: string;
}

/** By the field's name in the templates. */
const particulars: Readonly<Record<string, Particular>> = {
  证据: { needed: ["告知", "处罚"], example: "现场检查笔录、收费凭证" },
  违反的规定: { needed: ["告知", "处罚"], example: "《中华人民共和国民办教育促进法》第十二条" },
  处罚理由: { needed: [], example: "持续时间长、涉及学生多" },
  处罚依据: { needed: ["告知", "处罚"], example: "《中华人民共和国民办教育促进法》第六十四条" },
  处罚内容: { needed: ["告知", "处罚"], example: "罚款 30000元" },
  听证: { needed: ["告知"], example: "是（有权要求听证的）或 否" },
  申辩期限: { needed: ["告知"], example: "5个工作日" },
  申辩情况: { needed: ["处罚"], example: "当事人没有提出陈述、申辩" },
  履行方式: { needed: ["处罚"], example: "缴到哪个银行的哪个账户" },
  查实情况: { needed: ["取缔", "停办"], example: "无证无照开设文化课培训班" },
  查封物品: { needed: ["取缔"], example: "教室三间、课桌椅四十套" },
  查封理由: { needed: ["取缔"], example: "无照经营，防止继续开班" },
  退还费用: { needed: [], example: "未上课时的培训费，十日内退清" },
  移送材料: { needed: [], example: "现场检查笔录一份、照片三张" },
  联系方式: { needed: ["告知"], example: "联系人、电话和地址" },
  复议诉讼: {
    needed: ["处罚", "取缔"],
    example: "可以自收到之日起六十日内向某某人民政府申请行政复议，也可以自收到之日起六个月内向某某人民法院提起行政诉讼",
  },
};

/** --set 字段=内容, read once. @throws Stop naming the fields there are */
export function givenOf(texts: readonly string[]): Map<string, string> {
  return new Map(
    texts.map((text) => {
      const [, field = "", value = ""] = /^\s*([^=＝]+?)\s*[=＝]([^]*)$/.exec(text) ?? [];
      if (!Object.hasOwn(particulars, field))
        misuse("unknown-field", `没有可以填的“${field || text}”`, {
          hint: `可填：${Object.keys(particulars).join("、")}，写成 --set 字段=内容`,
        });
      return [field, value.trim()] as const;
    }),
  );
}

/** The case that a notice or a decision belongs to: the last open one on these findings. */
async function caseOfOrder(
  db: Db,
  campaign: string,
  { subject, kind, findings }: KnownOrderCase,
  day: Setting["on"],
): Promise<CaseNow | null> {
  if (kind.effect !== "告知" && kind.effect !== "处罚") return null;
  const ids = new Set(findings.map(({ id }) => id));
  // A case opened on no finding is about whatever its party did.
  const fits = (one: CaseNow): boolean =>
    ids.size === 0 || one.findings.length === 0 || one.findings.some((finding) => ids.has(finding));
  const cases = await casesNow(db, day, { campaign, subject: subject.subject });
  return cases.findLast((one) => one.state.stage !== "已结案" && fits(one)) ?? null;
}

/** The fields; null where nobody has told yet. */
export function particularsOf(
  { plan, on, calendar, given }: Setting,
  { kind, findings, subject }: KnownOrderCase,
  issuer: string,
  { found, evidence }: KnownParticulars,
): Fields {
  const office = officeDetails(plan, issuer);
  const end = kind.effect === "取缔" ? limitEnd(calendar, "查封扣押", on) : null;
  const told: Record<string, string | null> = {
    ...Object.fromEntries(Object.keys(particulars).map((name) => [name, null])),
    联系方式: office.contact,
    复议诉讼: remediesText(office),
    查实情况: findings.length > 0 ? findings.map(faultOf).join("；") : unlicensed(subject),
    移送材料: evidence.length === 0 ? null : evidence.join("、"),
    申辩期限: waitText(plan),
    ...(found && fromCase(kind, found)),
    ...Object.fromEntries(given),
  };
  return {
    ...told,
    听证: told["听证"] === null ? null : told["听证"] === "是",
    罚款: (told["处罚内容"] ?? "").includes("罚款"),
    查封自: chineseDay(on),
    查封至: end && chineseDay(certainDay(end)),
    案件编号: found?.row.id ?? null,
  };
}

/** What the ledger knows of the matter besides the findings. */
export interface KnownParticulars {
  readonly found: CaseNow | null;
  /** Names of the files that show the findings. */
  readonly evidence: readonly string[];
}

export async function knownOf(
  db: Db,
  campaign: string,
  one: KnownOrderCase,
  day: Setting["on"],
): Promise<KnownParticulars> {
  const files =
    one.kind.effect === "移送"
      ? await filesOf(
          db,
          "finding",
          one.findings.map(({ id }) => id),
        )
      : [];
  return { found: await caseOfOrder(db, campaign, one, day), evidence: [...new Set(files.map(({ name }) => name))] };
}

/** What is wrong with an institution that lacks a permit or a registration; null where it has both or that is not known. */
function unlicensed({ licence_class: licence }: KnownOrderCase["subject"]): string | null {
  return licence === null || licence === "有证有照" ? null : `${licence}开展校外培训`;
}

function waitText(plan: Plan): string | null {
  const wait = defenceWait(plan);
  return wait && formatDuration(wait);
}

function fromCase({ effect }: OrderKind, { state }: CaseNow): Record<string, string | null> {
  const { proposal, decision } = state;
  if (effect === "告知" && proposal !== null)
    return {
      证据: proposal.content.evidence,
      违反的规定: proposal.content.violated,
      处罚理由: proposal.content.reason || null,
      处罚依据: proposal.content.basis,
      处罚内容: sanctionsText(proposal.sanctions),
      听证: proposal.hearing ? "是" : "否",
    };
  if (effect !== "处罚" || decision?.content == null) return {};
  const { evidence, violated, basis, pleading, performance, remedies } = decision.content;
  return {
    证据: evidence,
    违反的规定: violated ?? null,
    处罚依据: basis,
    处罚内容: sanctionsText(decision.sanctions),
    申辩情况: pleading ?? null,
    履行方式: performance,
    复议诉讼: remedies,
  };
}

/** Names of fields that a template uses, the kind needs, and nobody has told. */
export function missingIn(used: readonly string[], { effect }: OrderKind, fields: Fields): string[] {
  return Object.entries(particulars).flatMap(([name, { needed }]) => {
    const value = fields[name] ?? null;
    return needed.includes(effect) && used.includes(name) && value !== false && isEmpty(value) ? [name] : [];
  });
}

/** Asks for what is missing, one by one, and adds it to what was given. @throws Stop where nobody sits there */
export async function supply(
  missing: readonly string[],
  { interactive, ask }: { readonly interactive: boolean; readonly ask: Asker },
  given: Map<string, string>,
  { kind, subject, hint }: { readonly kind: string; readonly subject: string; readonly hint: string },
): Promise<void> {
  if (!interactive)
    throw new Stop(1, [
      {
        code: "order-needs",
        message: `${subject} 的${kind}还缺：${missing.join("、")}；写全了才编号`,
        hint: `${hint}${missing.map((name) => `--set ${name}=${particulars[name]?.example ?? "内容"}`).join(" ")}`,
      },
    ]);
  for (const name of missing) {
    const example = particulars[name]?.example ?? "";
    const answer = await ask.text({
      message: `${kind}的${name}${example === "" ? "" : `（如 ${example}）`}：`,
      instead: `--set ${name}=内容`,
      check: (text) => text.trim() !== "" || "要写明内容",
    });
    given.set(name, answer.trim());
  }
}

/** What the plan says of a department or a term, the same on every paper. */
const fromPlan: ReadonlySet<string> = new Set(["联系方式", "申辩期限", "复议诉讼"]);

/** Where what a paper lacks is entered first: in the plan, or by the step of the case. */
export function stepHint(
  { effect }: OrderKind,
  found: CaseNow | null,
  { subject, missing }: { readonly subject: number; readonly missing: readonly string[] },
): string {
  if (missing.every((name) => fromPlan.has(name)))
    return "每份都要写的，填进方案的部门、先行文书里（tuban plan check 列出待填的）；这一份写明：";
  const step = effect === "告知" ? "调查终结" : effect === "处罚" ? "决定" : null;
  if (step === null) return "写明：";
  const intended = found?.state.notice ? "" : "--penalty 处罚 --basis 依据 ";
  const words = step === "决定" ? `${intended}--performance 履行方式` : intended.trimEnd();
  return found
    ? `先登记：tuban case step ${found.row.id} ${step} ${words}；或这次写明：`
    : `先立案，登记到${step}：tuban case open ${subject}；不从案件出的，这次写明：`;
}
