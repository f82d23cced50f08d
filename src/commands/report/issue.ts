/** tuban report issue (签发): the return gets a number and is kept as it is; contradictions stop it unless a reason is given. */
import { Stop, addDays, misuse, refuse, weekdayName } from "../../campaign/index.ts";
import { recordReturn } from "../../ledger/numbers/returns.ts";
import type { Office } from "../../office.ts";
import { nextSteps, problemText } from "../../write/message.ts";
import { plain } from "../../write/plain.ts";
import { actOf, openCampaignAsOf, refuseNamelessRegion } from "../desk/campaign.ts";
import { gapText } from "./annex.ts";
import { frozenReturn } from "./freeze.ts";
import type { Issued } from "./freeze.ts";
import type { Frozen } from "./frozen.ts";
import { scopeOf } from "./scope.ts";
import type { Scope, ScopeOptions } from "./scope.ts";

export interface ReturnIssueOptions extends ScopeOptions {
  readonly override?: string;
  /** The Word file to write beside. */
  readonly docx?: string;
}

/** tuban report issue; gives 3 where only the Word file could not be written. @throws Stop when a rule is broken, the period was returned already, or there is nothing to count */
export async function reportIssue(office: Office, options: ReturnIssueOptions): Promise<0 | 3> {
  if (options.docx !== undefined) (await import("../../write/files.ts")).pathFor(office.io.cwd, options.docx, ".docx");
  const opened = await openCampaignAsOf(office);
  const scope = await scopeOf(office, opened, options);
  const override = options.override?.trim() ?? null;
  if (override === "")
    misuse("no-reason", "--override 要写明理由", { hint: '例如 --override "数据由街道补报中，下期更正"' });
  if (scope.cutOff > office.on)
    refuse("issue-before-cutoff", `这一期截至 ${scope.cutOff}，${office.on} 还不能签发`, {
      hint: "等到截止以后，或用 --as-of 改变截至日",
    });
  refuseNamelessRegion(opened.plan);
  const act = await actOf(office, "report issue");
  const { value: issued } = await opened.ledger.record(act, async (entry) => {
    const row = await frozenReturn(entry, opened, scope, { office, override, actor: act.actor });
    entry.describe(
      `签发报表 ${row.number}（截至 ${row.cut_off}）${override === null ? "" : `，带问题签发：${override}`}`,
    );
    await recordReturn(entry, { ...row, happened_on: office.on });
    return row;
  });
  const status = await writeBeside(office, issued, options.docx);
  await tell(office, issued, scope);
  return status;
}

async function tell({ io, json }: Office, issued: Issued, scope: Scope): Promise<void> {
  const { number, begins, cut_off: cutOff, sha256 } = issued;
  const { adjustments, gap, period } = JSON.parse(issued.content) as Frozen;
  if (json) {
    const { jsonText } = await import("../../write/json.ts");
    io.out.write(jsonText({ number, from: begins, asOf: cutOff, sha256, adjustments: adjustments.length }));
    return;
  }
  io.out.write(plain(`已签发：${number}（${begins} 至 ${cutOff}），调整 ${adjustments.length} 条`) + "\n");
  const next = addDays(cutOff, 1);
  if (next <= period.to)
    io.err.write(
      `注意：这一期到 ${period.to} 为止，这一份只报到 ${cutOff}；下一份加 --from ${next} 接着报${everyWeek(scope)}\n`,
    );
  if (gap) io.err.write(`注意：${gapText(gap)}；要接上的，先 tuban undo 这次签发，再加 --from ${gap.from} 签发\n`);
  io.err.write(nextSteps([`tuban report show ${number}`], io));
}

/** A plan that says when the week is closed spares the office --from every week. */
function everyWeek({ kind, cutOff }: Scope): string {
  if (kind.rhythm !== "周" || kind.cutoff) return "";
  const day = weekdayName(cutOff).replace("星期", "周");
  return `；每周都在${day}报的，在方案的报表里写“截止: ${day} 17:00”（几点由你们定），一周就算到${day}，不用再写`;
}

/** The ledger has the return already: a file that cannot be written is told, and does not take it back. */
async function writeBeside(office: Office, issued: Issued, file: string | undefined): Promise<0 | 3> {
  if (file === undefined) return 0;
  try {
    const { writeWord } = await import("./word.ts");
    await writeWord(office, file, issued.markdown);
    return 0;
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    const told = error.problems.map((problem) => problemText(problem, { ...office.io, severity: "warning" })).join("");
    const later = `报表已经签发并记在账本里，只是文件没有写出；用 tuban report show ${issued.number} --docx 文件 随时取出。\n`;
    office.io.err.write(told + later);
    return 3;
  }
}
