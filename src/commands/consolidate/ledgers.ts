/** Counties' ledgers in the place of their files: each is asked for its report, or for the names on its list. */
import { resolve } from "node:path";
import { Stop } from "../../campaign/index.ts";
import type { ListName, Problem } from "../../campaign/index.ts";
import { publicationsOf } from "../../ledger/acts/listings.ts";
import { listingStandings } from "../../ledger/spans/listings.ts";
import { entriesIn } from "../../ledger/acts/public-list.ts";
import { campaignOn } from "../../ledger/campaigns.ts";
import { isServer, ledgersWithin } from "../../ledger/engines/storage.ts";
import { ledgerOn } from "../../ledger/ledger.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import type { Office } from "../../office.ts";
import { readCountyList } from "../../read/county-list.ts";
import type { CountyListRow } from "../../read/county-list.ts";
import { readReturnJson } from "../../read/county-returns.ts";
import type { CountyReturns } from "../../read/county-returns.ts";

/** Whether a word of the command line names a ledger, and no file of figures. */
export const isLedger = (word: string): boolean => isServer(word) || /\.db$/i.test(word);

/** The ledgers that a word of the command line names: one, or all of a server's database; null where it names files. */
export async function ledgersNamed({ io }: Office, word: string): Promise<readonly string[] | null> {
  if (!isLedger(word)) return null;
  if (!isServer(word)) return [resolve(io.cwd, word)];
  return word.includes("schema=") ? [word] : ledgersWithin(word);
}

/** A county's report of the day, as `tuban report --json` gives it; between two phases, or after the last, of the whole campaign. @throws Stop with what stands against it */
export async function returnOf(office: Office, ledger: string): Promise<CountyReturns> {
  const ofPhase = await reportOf(office, ledger, []);
  const isBetween = "problems" in ofPhase && ofPhase.problems.some(({ code }) => code === "between-phases");
  const report = isBetween ? await reportOf(office, ledger, ["--period", "campaign"]) : ofPhase;
  if ("problems" in report) throw new Stop(1, report.problems);
  return readReturnJson(report.text, ledger);
}

type Reported = { readonly text: string } | { readonly problems: readonly Problem[] };

async function reportOf(office: Office, ledger: string, options: readonly string[]): Promise<Reported> {
  let [out, err] = ["", ""];
  const io = {
    ...office.io,
    interactive: false,
    out: { write: (text: string) => void (out += text) },
    err: { write: (text: string) => void (err += text) },
  };
  const line = ["report", ...options, "--json", "--ledger", ledger, "--as-of", office.asOf];
  return (await office.run(line, io)) === 0 ? { text: out } : { problems: problemsIn(err) };
}

/** What a command that was to give JSON says instead. */
function problemsIn(said: string): readonly Problem[] {
  const text = said.slice(Math.max(0, said.indexOf("{")));
  return (JSON.parse(text) as { readonly problems: readonly Problem[] }).problems;
}

export interface CountyNames {
  readonly county: string;
  readonly rows: readonly CountyListRow[];
}

/** Who stands on a county's list, as it was published; nobody where it was not. */
export async function namesOf(office: Office, ledger: string, list: ListName): Promise<CountyNames> {
  const opened = await ledgerOn(await office.io.storage.open(ledger), () => office.io.now());
  try {
    return await opened.read((db) => publishedNames(office, db, ledger, list));
  } finally {
    await opened.close();
  }
}

async function publishedNames(
  { asOf }: Office,
  db: Ledger["db"],
  ledger: string,
  list: ListName,
): Promise<CountyNames> {
  const { code, plan } = await campaignOn(db, asOf, null);
  const county = plan.region.name;
  const last = (await publicationsOf(db, asOf, code, list)).at(-1);
  if (!last) return { county, rows: [] };
  const standing = (await listingStandings(db, asOf, code)).filter((one) => one.list === list);
  const listed = new Set(standing.filter(({ state }) => state.startsWith("在列")).map(({ subject }) => subject));
  const entries = await entriesIn(db, last.id);
  // a line of the table for each entry, in their order
  const rows = readCountyList(new TextEncoder().encode(last.csv), `${ledger}.csv`);
  return {
    county,
    rows: rows
      .filter((_, nth) => listed.has(entries[nth]?.subject ?? 0))
      .map((row) => ({ ...row, place: { ...row.place, file: ledger } })),
  };
}
