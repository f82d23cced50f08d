/** Where an office keeps what is its own: the ledger, and the files that go with it. */
import { basename, dirname, join } from "node:path";
import { calendarFileName } from "../campaign/index.ts";
import { isServer } from "./engines/storage.ts";

export interface Home {
  /** The ledger: a file, or the address of a server. */
  readonly ledger: string;
  /** The folder where people look for papers, lists and the county's calendar. */
  readonly folder: string;
  /** Evidence, under the SHA-256 of its content. */
  readonly evidence: string;
  /** Issued documents as they left the office, under the SHA-256 of their content. */
  readonly documents: string;
  /** Where the last entry is remembered, apart from the ledger; null where that is on a server. */
  readonly memory: string | null;
  /** The key with which the office signs; not there until it is made. */
  readonly key: string;
  /** Templates of the office's own. */
  readonly templates: string;
}

/**
 * The home of a ledger: files lie in `files`, or where nothing is said beside the ledger's file. One ledger tuban.db has its evidence in
 * tuban.evidence, so that two in one folder do not mix; that of a server is called as its database.
 */
export function homeOf(ledger: string, files: string | null): Home {
  const folder = files ?? dirname(ledger);
  const stem = join(folder, isServer(ledger) ? databaseIn(ledger) : basename(ledger).replace(/\.db$/i, ""));
  return {
    ledger,
    folder,
    evidence: `${stem}.evidence`,
    documents: `${stem}.documents`,
    memory: isServer(ledger) ? null : `${ledger}-last`,
    key: `${stem}.key`,
    templates: join(folder, "templates"),
  };
}

/** What lies in the folder besides, where it is there: own templates, the calendar, and what was written for people. */
export const writtenBeside: readonly string[] = ["templates", calendarFileName, "文书", "名单", "报表", "抽取", "编印"];

/** As far as it can be a file's name. */
const databaseIn = (address: string): string =>
  /^\w+:\/\/[^/?]*\/([\w.-]+)/.exec(address)?.[1]?.replaceAll("..", "") || "tuban";
