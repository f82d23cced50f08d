/** What the ledger says of the published lists: the versions that the public has, who came and went since the first, and how each name stands now. */
import { misuse, timesOnLists } from "../../../campaign/index.ts";
import type { CandidateFacts, JudgedBy, ListName, ListingState, TimeOnList } from "../../../campaign/index.ts";
import { candidateFacts, publicationsOf } from "../../../ledger/acts/listings.ts";
import { listingStandings } from "../../../ledger/spans/listings.ts";
import { entriesIn, listEventsOn, repliesOn } from "../../../ledger/acts/public-list.ts";
import type { Reply } from "../../../ledger/acts/public-list.ts";
import { identityOf } from "../../../ledger/journal.ts";
import { rosterNow } from "../../../ledger/roster/list.ts";
import type { RosterNow } from "../../../ledger/roster/list.ts";
import type { Db, ListingRow, PublicationRow } from "../../../ledger/tables.ts";
import { publishedLines } from "../../../read/published-list.ts";
import type { PublishedLine } from "../../../read/published-list.ts";

/** One published version that the public has, with whom each of its lines is about. */
export interface PublishedEdition {
  readonly publication: PublicationRow;
  readonly lines: readonly (PublishedLine & ListingRow)[];
  /** The roster on the day of the version. */
  readonly roster: ReadonlyMap<number, RosterNow>;
}

export interface Gathered {
  readonly identity: string;
  readonly editions: readonly PublishedEdition[];
  readonly times: readonly TimeOnList[];
  readonly states: ReadonlyMap<string, ListingState>;
  readonly facts: ReadonlyMap<number, CandidateFacts>;
  readonly replies: ReadonlyMap<string, Reply>;
}

export const nameOf = (list: ListName, subject: number): string => `${list} ${subject}`;

/** @throws Stop where no list was ever published */
export async function gather(db: Db, campaign: string, { day }: JudgedBy): Promise<Gathered> {
  const editions: PublishedEdition[] = [];
  for (const list of ["白名单", "黑名单"] as const) {
    const publication = (await publicationsOf(db, day, campaign, list)).at(-1);
    if (publication) editions.push(await editionOf(db, publication));
  }
  if (editions.length === 0)
    misuse("nothing-published", `到 ${day} 还没有公布过名单，没有可以放上网页的`, {
      hint: "先公布：tuban publish whitelist --preview",
    });
  return {
    identity: (await identityOf(db)) ?? "",
    editions,
    times: timesOnLists(await listEventsOn(db, day, campaign), day),
    states: new Map(
      (await listingStandings(db, day, campaign)).map(({ list, subject, state }) => [nameOf(list, subject), state]),
    ),
    replies: new Map((await repliesOn(db, day, campaign)).map((one) => [nameOf(one.list, one.subject), one])),
    facts: new Map((await candidateFacts(db, day, campaign)).map((one) => [one.subject, one])),
  };
}

async function editionOf(db: Db, publication: PublicationRow): Promise<PublishedEdition> {
  const lines = publishedLines(publication.csv);
  const entries = await entriesIn(db, publication.id);
  const roster = await rosterNow(
    db,
    publication.happened_on,
    publication.campaign,
    entries.map(({ subject }) => subject),
  );
  return {
    publication,
    lines: entries.map((entry, nth) => ({ ...(lines[nth] ?? noLine), ...entry })),
    roster: new Map(roster.map((row) => [row.subject, row])),
  };
}

const noLine: PublishedLine = {
  uscc: "",
  permitNo: "",
  address: "",
  since: "",
  publisher: "",
  contact: "",
  checkCode: "",
};
