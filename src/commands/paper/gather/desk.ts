/** What every paper is gathered from: where the facts are taken, what was asked for, and what comes of it. */
import { misuse } from "../../../campaign/index.ts";
import type { Day, Officer, Plan } from "../../../campaign/index.ts";
import { findSubject } from "../../../ledger/roster/find.ts";
import type { Home } from "../../../ledger/home.ts";
import type { Db } from "../../../ledger/tables.ts";
import type { InstitutionNow } from "../../../ledger/now.ts";
import type { Fields } from "../../../write/document.ts";
import type { PictureFile } from "../../../write/picture.ts";
import type { PaperKind } from "../kinds.ts";

/** What the command line says of a paper. */
export interface PaperWanted {
  /** 机构 or 文号; null where none was given. */
  readonly query: string | null;
  /** The inspection meant; null: the latest. */
  readonly inspection: number | null;
  /** Numbers of findings; null: those that are open. */
  readonly findings: readonly number[] | null;
  readonly officers: readonly Officer[];
  /** What was given by --set, over the kind's defaults. */
  readonly given: Record<string, string>;
}

export interface GatheredFields {
  readonly aboutId: number | null;
  readonly subject: number | null;
  readonly addressee: string;
  /** Who may issue it, the usual one first. */
  readonly issuers: readonly string[];
  readonly fields: Fields;
}

/** Where the facts are taken from. */
export interface PaperDesk {
  readonly home: Home;
  readonly db: Db;
  readonly campaign: string;
  readonly plan: Plan;
  readonly on: Day;
  readonly pictures: Map<string, PictureFile>;
}

/** The plan's departments, for papers that any of them may issue. */
export const departments = ({ plan }: PaperDesk): string[] =>
  plan.departments.filter(({ territorial }) => !territorial).map(({ name }) => name);

/** @throws Stop where none was named, or none or several fit */
export async function subjectOf(desk: PaperDesk, kind: PaperKind, { query }: PaperWanted): Promise<InstitutionNow> {
  if (query === null)
    return misuse("no-subject", `没有写明${kind.name}是哪一家的`, { hint: `写成 tuban paper issue ${kind.name} 机构` });
  return findSubject(desk.db, desk.on, query);
}
