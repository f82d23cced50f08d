/** tuban order issue: findings, or an institution, become numbered documents whose text is frozen. */
import { resolve } from "node:path";
import { faultOf, inStretches, limitText, measureKind, refuse } from "../../campaign/index.ts";
import type { Plan } from "../../campaign/index.ts";
import type { Done } from "../../io.ts";
import type { Home } from "../../ledger/home.ts";
import type { Entry } from "../../ledger/ledger.ts";
import { attachEvidence, keepEvidence } from "../../ledger/evidence/files.ts";
import type { KeptFile } from "../../ledger/evidence/files.ts";
import { recordOrders } from "../../ledger/acts/orders.ts";
import { keepIssued, recordIssued } from "../../ledger/acts/papers.ts";
import { noteUnwritten, noteWritten } from "../../ledger/unwritten.ts";
import type { Office } from "../../office.ts";
import { withoutCode } from "../../write/code-line.ts";
import { jsonText } from "../../write/json.ts";
import { nextSteps } from "../../write/message.ts";
import { hintText } from "../../write/next.ts";
import { plain } from "../../write/plain.ts";
import { calendarOf } from "../desk/calendar.ts";
import { actOf, openCampaign, refuseNamelessRegion } from "../desk/campaign.ts";
import { ownDepartment } from "../desk/own-department.ts";
import { outputOf, refuseUsedNumbers, written } from "../paper/output.ts";
import type { OutputOptions } from "../paper/output.ts";
import { wordOf } from "../paper/template.ts";
import type { WordDocument } from "../paper/template.ts";
import { draftOrders } from "./draft.ts";
import type { DraftOrder, Drafted } from "./draft.ts";
import { givenOf } from "./particulars.ts";
import { wantedOf } from "./options.ts";
import type { OrderIssueOptions, Setting } from "./options.ts";

interface Issued {
  readonly id: number;
  readonly draft: DraftOrder;
  /** Empty where none could be written; the document is in the ledger all the same. */
  readonly files: readonly string[];
}

/** @throws Stop with everything that stands against it; then nothing is recorded */
export async function orderIssue(
  office: Office,
  id: string | undefined,
  options: OrderIssueOptions & OutputOptions,
): Promise<Done> {
  const output = outputOf(office, options);
  const opened = await openCampaign(office);
  const setting: Setting = {
    plan: opened.plan,
    on: office.on,
    calendar: await calendarOf(office),
    wanted: wantedOf(id, options),
    own: await ownDepartment(office, opened.plan),
    given: givenOf(options.set ?? []),
  };
  const drafted = await draftOrders(office, opened, opened.ledger.db, setting);
  if (drafted.drafts.length === 0) return nothing(office, drafted, setting);
  office.io.err.write(sealingText(opened.plan, drafted));
  if (options.dryRun === true) return shown(office, drafted);
  const isPast = setting.wanted.number !== null;
  const isOvertaken = async (): Promise<boolean> =>
    office.yes && signature(await draftOrders(office, opened, opened.ledger.db, setting)) !== signature(drafted);
  if (!isPast) await refuseUsedNumbers(output, numbersOf(drafted), isOvertaken);
  refuseNamelessRegion(opened.plan);
  const act = await actOf(office, "order issue");
  if (!(await isConfirmed(office, drafted))) return dropped(office);
  const words = await kept(office.home, drafted.drafts);
  const scans = await keepScans(office, options.scan ?? []);
  const { value: issue } = await opened.ledger.record(act, async (entry) => {
    const again = await draftOrders(office, opened, entry.db, setting);
    const isSame = signature(again) === signature(drafted);
    if (!isSame && !office.yes)
      refuse("changed-meanwhile", "确认期间另有人登记，要签发的文书变了，没有签发", {
        hint: "再运行一次，重新看过再确认",
      });
    // nobody was shown them beforehand: what stands now is issued, under the numbers that are next
    const made = isSame ? drafted : again;
    if (made.drafts.length === 0) return nothing(office, made, setting);
    if (!isPast) await refuseUsedNumbers(output, numbersOf(made));
    const files = isSame ? words : await kept(office.home, made.drafts);
    const id = await recorded(entry, made.drafts, files);
    for (const scan of scans) await attachEvidence(entry, "orders", id, scan, office.on);
    if (!isPast) await noteUnwritten(entry.db, "orders", id, numbersOf(made));
    return { first: id, drafted: made, words: files };
  });
  if (isPast) return toldPast(office, issue.first, issue.drafted, scans.length);
  const { first } = issue;
  const { files, whole } = await written(
    office,
    output,
    issue.drafted.drafts.map(({ row }, index) => ({
      number: row.number,
      text: row.text,
      word: issue.words[index]?.content ?? null,
      pictures: new Map(),
    })),
  );
  if (whole) await noteWritten(opened.ledger.db, "orders", first, issue.drafted.drafts.length);
  const issued = issue.drafted.drafts.map((draft, index) => ({ id: first + index, draft, files: files[index] ?? [] }));
  tell(office, issued, issue.drafted, output.folder);
  return whole ? 0 : 3;
}

const numbersOf = ({ drafts }: Drafted): string[] => drafts.map(({ row }) => row.number);

/** The scans of a paper issued outside this ledger. @throws Stop as keepEvidence */
async function keepScans({ io, home }: Office, files: readonly string[]): Promise<KeptFile[]> {
  const scans: KeptFile[] = [];
  for (const file of files) scans.push(await keepEvidence(home, resolve(io.cwd, file)));
  return scans;
}

function toldPast({ io, json }: Office, id: number, { drafts, ledByOthers }: Drafted, scans: number): Done {
  const orders = drafts.map((draft) => ({ id, ...asJson(draft), files: [] }));
  if (json) io.out.write(jsonText({ orders, ledByOthers, passed: {} }));
  else
    for (const { row, subject } of drafts) {
      const withScans = scans === 0 ? "" : `，扫描件 ${scans} 个`;
      io.out.write(
        `${plain(`已补录 ${row.number}（#${id}）${row.kind}：${subject.subject} ${subject.name}，${row.happened_on} 签发${withScans}`)}\n`,
      );
      io.err.write(nextSteps([`tuban order serve ${row.number} --on 送达的日期 --to 收件人`], io));
    }
  return 0;
}

/** With --yes only what is passed over is shown. */
async function isConfirmed({ io, yes }: Office, drafted: Drafted): Promise<boolean> {
  io.err.write(yes ? asideText(drafted) : previewText(drafted));
  const message = `签发这 ${drafted.drafts.length} 份文书？文号和内容签发后不能再改`;
  return yes || (await io.ask.confirm({ message, instead: "--yes" }));
}

/** Gives the number of the first order; the others follow it. */
async function recorded(
  entry: Entry,
  drafts: readonly DraftOrder[],
  words: readonly (WordDocument | null)[],
): Promise<number> {
  entry.describe(summaryOf(drafts));
  const orders = drafts.map(({ row, findings }) => ({ row, findings: findings.map(({ id }) => id) }));
  const first = await recordOrders(entry, orders);
  const files = words.map((word) => word?.file ?? null);
  await recordIssued(entry, "orders", first, files);
  return first;
}

/** The Word files, on the disk before the ledger names them. */
async function kept(home: Home, drafts: readonly DraftOrder[]): Promise<readonly (WordDocument | null)[]> {
  const words: (WordDocument | null)[] = [];
  for (const { row, fields, template } of drafts)
    words.push(template === null ? null : await wordOf(template, { number: row.number, fields, pictures: new Map() }));
  for (const some of inStretches(words, atOnce))
    await Promise.all(some.flatMap((word) => (word ? [keepIssued(home, word.file.sha256, word.content)] : [])));
  return words;
}

/** How many files are written at a time: each waits for the disk. */
const atOnce = 32;

function nothing(office: Office, { passed }: Drafted, { wanted }: Setting): never {
  const why = [...passed].map(([reason, count]) => `${reason} ${count} 家`).join("，");
  return refuse("nothing-to-issue", `没有可以下发${wanted.kind ?? "文书"}的机构${why === "" ? "" : `：${why}`}`, {
    hint:
      office.on < office.today
        ? "核对 --on 的日期，或放宽 --class、--town"
        : "用 tuban list 看底数，或放宽 --class、--town",
  });
}

function dropped(office: Office): Done {
  office.io.err.write("没有签发，账本没有改动。\n");
  return 0;
}

function shown(office: Office, drafted: Drafted): Done {
  office.io.out.write(
    office.json
      ? jsonText({
          dryRun: true,
          orders: drafted.drafts.map(asJson),
          ledByOthers: drafted.ledByOthers,
          passed: Object.fromEntries(drafted.passed),
        })
      : `${previewText(drafted)}只是预览，没有签发。\n`,
  );
  return 0;
}

/** What is about to be issued: each order, or for many the counts and the first few. */
function previewText(drafted: Drafted): string {
  const { drafts } = drafted;
  const few = drafts.slice(0, drafts.length > 5 ? 3 : 5);
  const lines = [`准备签发 ${drafts.length} 份文书：`, ...few.flatMap(draftLines)];
  if (few.length < drafts.length)
    lines.push(
      `  …… 至 ${drafts.at(-1)?.row.number ?? ""}`,
      `按属地：${tally(drafts, (draft) => draft.subject.town ?? "不详")}`,
      `按证照：${tally(drafts, (draft) => draft.subject.licence_class ?? "不详")}`,
    );
  return lines.map((line) => `${plain(line)}\n`).join("") + asideText(drafted);
}

/** Who is passed over, and what no order takes up. */
function asideText({ passed, notes }: Drafted): string {
  const lines = [
    ...[...passed].map(([reason, count]) => `跳过 ${count} 家：${reason}`),
    ...notes.map((note) => `注意：${hintText(note)}`),
  ];
  return lines.map((line) => `${plain(line)}\n`).join("");
}

/** An order that closes an institution down often goes with 查封: what the plan warns of before that. */
function sealingText({ measures }: Plan, { drafts }: Drafted): string {
  if (!drafts.some(({ kind }) => kind.effect === "取缔")) return "";
  return measures
    .filter(({ name, warning }) => warning !== null && measureKind(name) === "查封扣押")
    .map(({ name, warning }) => `${plain(`注意：${name}，${warning ?? ""}`)}\n`)
    .join("");
}

function draftLines({ row, findings, limit, subject }: DraftOrder): string[] {
  const to =
    row.addressee === subject.name
      ? `${subject.subject} ${subject.name}`
      : `${row.addressee}（关于 ${subject.subject} ${subject.name}）`;
  const due = limitText(limit);
  return [
    `  ${row.number}  ${row.kind}  ${row.issuer} → ${to}${due === null ? "" : `  期限：${due}`}`,
    ...findings.map((finding) => `      问题 ${finding.id}〔${finding.severity}〕${faultOf(finding)}`),
  ];
}

function tally(drafts: readonly DraftOrder[], wordOf: (draft: DraftOrder) => string): string {
  const counts = new Map<string, number>();
  for (const draft of drafts) counts.set(wordOf(draft), (counts.get(wordOf(draft)) ?? 0) + 1);
  return [...counts].map(([word, count]) => `${word} ${count}`).join("，");
}

/** Two drafts are the same when the same orders, word for word, would go to the same subjects for the same findings. */
function signature({ drafts }: Drafted): string {
  return drafts
    .map(
      ({ row, findings, fields }) =>
        `${row.number} ${row.subject} ${findings.map(({ id }) => id).join(",")} ${withoutCode(row.text, fields)}`,
    )
    .join("\n");
}

function summaryOf(drafts: readonly DraftOrder[]): string {
  const [first] = drafts;
  if (!first) return "";
  if (drafts.length === 1) return `签发${first.row.kind} ${first.row.number}（${first.subject.name}）`;
  const kinds = [...new Set(drafts.map(({ row }) => row.kind))].join("、");
  return `签发${kinds} ${drafts.length} 份，${first.row.number} 至 ${drafts.at(-1)?.row.number ?? ""}`;
}

function tell(office: Office, issued: readonly Issued[], drafted: Drafted, folder: string): void {
  const { io, json } = office;
  if (json) {
    io.out.write(
      jsonText({
        orders: issued.map(({ id, draft, files }) => ({ id, ...asJson(draft), files })),
        ledByOthers: drafted.ledByOthers,
        passed: Object.fromEntries(drafted.passed),
      }),
    );
    return;
  }
  const few = issued.slice(0, 5);
  for (const { id, draft, files } of few)
    io.out.write(
      `${plain(`已签发 ${draft.row.number}（#${id}）${draft.row.kind}：${draft.row.addressee}${files.length === 0 ? "" : ` → ${files.join("、")}`}`)}\n`,
    );
  if (few.length < issued.length) io.out.write(`…… 共 ${issued.length} 份，在 ${plain(folder)}\n`);
  const [first] = issued;
  const serve =
    issued.length > 5
      ? `tuban order serve --all --kind ${first?.draft.row.kind ?? ""}`
      : `tuban order serve ${first?.draft.row.number ?? ""} --method 直接 --to 收件人`;
  io.err.write(nextSteps([serve], io));
}

function asJson({ row, findings }: DraftOrder): Record<string, unknown> {
  const {
    number,
    kind,
    effect,
    issuer,
    addressee,
    subject,
    deadline,
    due_bound: dueBound,
    happened_on: issuedOn,
  } = row;
  return {
    number,
    kind,
    effect,
    issuer,
    addressee,
    subject,
    issuedOn,
    deadline,
    dueBound,
    findings: findings.map(({ id }) => id),
  };
}
