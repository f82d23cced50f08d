/** tuban verify: whether the ledger still is what was recorded. */
import { Stop, kindsByName } from "../campaign/index.ts";
import type { Problem } from "../campaign/index.ts";
import { verifyEvidence } from "../ledger/evidence/files.ts";
import { entriesOf, identityOf } from "../ledger/journal.ts";
import type { Home } from "../ledger/home.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { unrecordedPapers, verifyIssued } from "../ledger/acts/papers.ts";
import { endAlarm } from "../ledger/alarm.ts";
import { verifySealed } from "../ledger/acts/sealed.ts";
import type { Db, JournalRow } from "../ledger/tables.ts";
import { checkSpans, forgetSpans } from "../ledger/spans/keep.ts";
import { checkCode } from "../ledger/tree/states.ts";
import { verifyChain } from "../ledger/verify/chain.ts";
import type { ChainVerdict } from "../ledger/verify/chain.ts";
import type { Fault } from "../ledger/verify/fault.ts";
import { unreadableTables } from "../ledger/verify/schema.ts";
import type { Office } from "../office.ts";
import { jsonText } from "../write/json.ts";
import { localMoment } from "./log.ts";
import { codeSentence, codeVerdict } from "./witness/code.ts";
import type { CodeVerdict } from "./witness/code.ts";

/** What was looked at, and all that does not hold. */
export interface Soundness {
  readonly verdict: ChainVerdict;
  /** Kept files compared with their hashes. */
  readonly evidence: number;
  readonly issued: number;
  readonly problems: readonly Problem[];
}

/**
 * Recomputes the chain, looks at the schema and at what is derived, all of one unchanging state, and compares the kept files with
 * their hashes.
 */
export async function soundnessOf(ledger: Ledger, home: Home): Promise<Soundness> {
  const { verdict, broken, spans } = await ledger.read((db) => checked(ledger, db));
  const evidence = await verifyEvidence(ledger.db, home);
  const issued = await verifyIssued(ledger.db, home);
  const sealed = await verifySealed(ledger.db);
  const end = await endAlarm(ledger.db, home);
  const outside = [...(end ? [end.problem] : []), ...(await unrecordedPapers(ledger.db, home))];
  const lost = [
    ...(await spanProblems(ledger.db, spans)),
    ...evidence.problems,
    ...issued.problems,
    ...sealed,
    ...outside,
  ];
  return { verdict, evidence: evidence.files, issued: issued.files, problems: [...broken, ...lost] };
}

/**
 * Whether the ledger and what is kept with it is as it was recorded, and whether papers with these check codes come from it.
 * @throws Stop (exit 4) naming all that does not hold
 */
export async function verify(office: Office, options: { readonly code?: readonly string[] } = {}): Promise<void> {
  const { json, io } = office;
  const ledger = await office.ledger();
  const codes: CodeVerdict[] = [];
  for (const code of options.code ?? []) codes.push(await codeVerdict(ledger.db, code));
  const { verdict, evidence, issued, problems } = await soundnessOf(ledger, office.home);
  const faults = [...problems, ...codes.flatMap(({ problem }) => problem ?? [])];
  if (faults.length > 0) throw new Stop(4, faults);
  if (json) {
    const { entries, facts, checkCode: present } = verdict;
    const known = codes.map(({ code, entry, since, papers, isGroups }) => ({
      code,
      entry: entry?.seq ?? null,
      since,
      papers,
      ofBundle: isGroups,
    }));
    const found = {
      identity: await identityOf(ledger.db),
      entries,
      facts,
      evidenceFiles: evidence,
      issuedFiles: issued,
      checkCode: present,
    };
    io.out.write(jsonText({ ...found, codes: known, faults: [] }));
    return;
  }
  io.out.write(
    `账本完好：${verdict.entries} 次登记、${verdict.facts} 条事实、${evidence} 个证据文件、${issued} 份文书原件逐一核对无误，校验码 ${verdict.checkCode || "（空账本）"}\n`,
  );
  io.out.write(codes.map(codeSentence).join(""));
}

interface Checked {
  readonly verdict: ChainVerdict;
  readonly broken: readonly Problem[];
  /** How many spans do not say what the facts say; not looked at where the facts themselves do not hold. */
  readonly spans: number;
}

async function checked(ledger: Ledger, db: Db): Promise<Checked> {
  const store = await ledger.storeFaults(db);
  const unreadable = unreadableTables(store);
  const verdict = await verifyChain(db, unreadable);
  const broken = unreadable.has("journal") ? store : [...store, ...verdict.faults];
  return {
    verdict,
    broken: await problemsOf(db, broken),
    spans: broken.length > 0 ? 0 : await checkSpans(db),
  };
}

/** How many are listed one by one: dropping a column alters every row. */
const most = 50;

/** What to do stands under the last of them. */
async function problemsOf(db: Db, faults: readonly Fault[]): Promise<Problem[]> {
  const seqs = faults.flatMap(({ seq }) => (seq === null ? [] : [seq]));
  const good = Math.min(...seqs) - 1;
  const rows = seqs.length === 0 ? [] : await entriesOf(db, [...seqs, good]);
  const entries = new Map(rows.map((entry) => [entry.seq, entry]));
  const problems = faults.slice(0, most).map((fault): Problem => ({
    code: fault.seq === null && fault.rows === undefined ? "schema-altered" : "chain-broken",
    message: sentenceOf(fault, entries.get(fault.seq ?? 0)),
  }));
  const rest = faults.length - most;
  if (rest > 0)
    problems.push({
      code: "chain-broken",
      message: `另有 ${rest} 处不符，没有逐条列出`,
      hint: "停止登记，从备份恢复后再核对",
    });
  const whole = entries.has(good) ? `第 ${good} 次登记（校验码 ${await checkCode(db, good)}）及以前的没有动过；` : "";
  const hint = `停止登记，用最近的备份核对；${whole}报表、名单和文书上的校验码可以指出哪一天之前还是好的：tuban verify --code`;
  return problems.map((problem, at) => (at === problems.length - 1 ? { ...problem, hint } : problem));
}

const words: Readonly<Record<Fault["what"], string>> = {
  断链: "与前一次登记接不上",
  记录改动: "登记本身被改动过",
  内容改动: "所记的事实被改动过",
  多出的记录: "有没有登记过的事实",
  缺少的记录: "所记的事实不见了",
  错位的记录: "所记的事实换了位置",
  缺少的结构: "不见了",
  改动的结构: "被改动过",
  多出的结构: "不是 tuban 建的",
  索引不符: "与所在的表不一致，按它查的会漏掉事实",
};

/** Which table, which rows, of which entry, recorded when. */
function sentenceOf({ seq, what, table, rows, detail }: Fault, entry: JournalRow | undefined): string {
  const [first, last] = rows ?? [];
  const which = rows === undefined ? "" : first === last ? ` 第 ${first} 条` : ` 第 ${first}—${last} 条`;
  const aside = detail === undefined ? "" : `（${detail}）`;
  const place = table === null ? "" : `的 ${titleOf(table)}${which}`;
  const when = entry
    ? `（${entry.happened_on} ${entry.summary}，${localMoment(entry.recorded_at)} 由${entry.actor}登记）`
    : "";
  return `${seq === null ? "账本" : `第 ${seq} 次登记${when}`}${place}${aside}：${words[what]}`;
}

/** What lists and figures show is what the law says of the facts, and is written anew where the ledger can be written. */
async function spanProblems(db: Db, differing: number): Promise<Problem[]> {
  if (differing === 0) return [];
  const remade = await succeeds(forgetSpans(db));
  return [
    {
      code: "spans-altered",
      message: `清单、报表所据的现状有 ${differing} 处与所记的事实不一致，${remade ? "下次打开账本时按事实重做" : "账本写不进，没有重做"}`,
      hint: "账本被别的程序动过：上次 tuban verify 之后的清单、报表要重新核对",
    },
  ];
}

/** False where the user has to do something first; what is to be told is told all the same. */
async function succeeds(work: Promise<boolean>): Promise<boolean> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Stop) return false;
    throw error;
  }
}

/** E.g. 销号 close_out. */
function titleOf(table: string): string {
  const kind = kindsByName.get(table);
  return kind ? `${kind.title} ${table}` : table;
}
