/** What the command line asks of `tuban order issue`, read once. */
import { licenceClasses, misuse, parseDuration } from "../../campaign/index.ts";
import type { Day, Duration, IssueSetting, LicenceClass } from "../../campaign/index.ts";
import { dayOf, listOf, numbersOf } from "../desk/values.ts";

export interface OrderIssueOptions {
  readonly kind?: string;
  readonly finding?: string;
  readonly issuer?: string;
  /** Units that sign, too; true: all that lead the findings. */
  readonly joint?: string | true;
  readonly to?: string;
  readonly days?: string;
  readonly due?: string;
  readonly word?: string;
  /** The number that a paper issued outside this ledger has. */
  readonly number?: string;
  /** Scans of that paper. */
  readonly scan?: readonly string[];
  readonly set?: readonly string[];
  readonly all?: boolean;
  readonly class?: string;
  readonly town?: string;
  readonly dryRun?: boolean;
}

export interface Wanted {
  /** null with --all. */
  readonly subject: string | null;
  readonly kind: string | null;
  /** Numbers of findings; null: whatever is due for the kind. */
  readonly findings: readonly number[] | null;
  readonly issuer: string | null;
  readonly joint: readonly string[] | null;
  readonly addressee: string | null;
  readonly days: Duration | null;
  readonly due: Day | null;
  readonly word: string | null;
  /** The number of a paper that was issued before, outside this ledger; null: the next of its series. */
  readonly number: string | null;
  readonly classes: readonly LicenceClass[];
  readonly towns: readonly string[];
}

/** What is asked on the command line, and by what it is judged. */
export interface Setting extends IssueSetting {
  readonly wanted: Wanted;
  /** What was told by --set or at the terminal, by field. */
  readonly given: Map<string, string>;
}

/** @throws Stop when an option cannot be read, or they do not go together */
export function wantedOf(subject: string | undefined, options: OrderIssueOptions): Wanted {
  const all = options.all === true;
  if (!all && subject === undefined)
    misuse("no-subject", "没有写明给哪一家下发", {
      hint: "写成 tuban order issue 编号；给全部机构下发用 --all --kind 文书种类",
    });
  if (all && subject !== undefined)
    misuse("all-and-subject", `--all 是给全部机构下发，不能再写 ${subject}`, { hint: "去掉其中一个" });
  if (all && options.kind === undefined)
    misuse("all-without-kind", "--all 要写明下发哪种文书", { hint: "加 --kind，如 --kind 责令停办通知" });
  if (all && options.finding !== undefined)
    misuse("all-and-finding", "--all 和 --finding 不能一起用", { hint: "去掉其中一个" });
  if (!all && (options.class ?? options.town) !== undefined)
    misuse("filter-without-all", "--class 和 --town 只用来缩小 --all 的范围", { hint: "加 --all，或去掉它们" });
  if (all && options.number !== undefined)
    misuse("all-and-number", "--number 是一份文书的文号，不能和 --all 一起用", { hint: "一份一份补录" });
  if (options.scan !== undefined && options.number === undefined)
    misuse("scan-without-number", "--scan 是补录的文书的扫描件，要和 --number 一起写", {
      hint: "本系统签发的文书，用 tuban evidence add 文件 --order 文号",
    });
  return {
    subject: all ? null : (subject ?? null),
    kind: options.kind?.trim() ?? null,
    findings: options.finding === undefined ? null : numbersOf("--finding", options.finding),
    issuer: options.issuer?.trim() ?? null,
    joint: options.joint === undefined ? null : options.joint === true ? [] : listOf(options.joint),
    addressee: options.to?.trim() || null,
    days: options.days === undefined ? null : durationOf(options.days),
    due: options.due === undefined ? null : dayOf("--due", options.due),
    word: options.word?.trim() ?? null,
    number: options.number?.trim() || null,
    classes: listOf(options.class).map(classOf),
    towns: listOf(options.town),
  };
}

function durationOf(text: string): Duration {
  return (
    parseDuration(/^\d+$/.test(text.trim()) ? `${text.trim()}日` : text) ??
    misuse("bad-duration", `--days 的期限看不懂：${text}`, { hint: "写成 10个工作日、15日 或 3个月" })
  );
}

function classOf(text: string): LicenceClass {
  return (
    licenceClasses.find((one) => one === text) ??
    misuse("bad-class", `没有这个证照类别：${text}`, { hint: `可用：${licenceClasses.join("、")}` })
  );
}
