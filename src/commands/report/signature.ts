/** What a report says of who sends it: 报送单位, 签发人 and 落款. */
import { fullUnitName } from "../../campaign/index.ts";
import type { Day, Plan, ReportKind } from "../../campaign/index.ts";
import { peopleOn } from "../../ledger/people.ts";
import { actingPerson } from "../../ledger/settings.ts";
import type { Db } from "../../ledger/tables.ts";
import type { Office } from "../../office.ts";

export interface Signature {
  /** 报送单位 by its 全称; null while neither the plan nor whoever acts tells it: the report goes without a signature then. */
  readonly sender: string | null;
  /** 签发人; null: the place stays free for a pen. */
  readonly signer: string | null;
  /** The day under the signature. */
  readonly on: Day;
  /** Of an issued return; null: a draft. */
  readonly number: string | null;
}

/** Of a draft, dated as of the day it looks at. The plan's 报送单位 and 签发人 hold; else the unit of whoever acts. */
export async function signatureOf(
  office: Office,
  { db, plan, kind }: { readonly db: Db; readonly plan: Plan; readonly kind: ReportKind },
  signer: string | undefined,
): Promise<Signature> {
  const unit = kind.sender ?? (await actingUnit(office, db));
  return {
    sender: unit === null ? null : fullUnitName(plan, unit),
    signer: signer?.trim() || (kind.signer ?? null),
    on: office.asOf,
    number: null,
  };
}

/** The unit of whoever is at the keyboard; to look at a report nobody has to say who that is. */
async function actingUnit({ wanted, home, today }: Office, db: Db): Promise<string | null> {
  const people = await peopleOn(db, today);
  const name = wanted.as ?? (await actingPerson(db, home.ledger));
  const [only, ...others] = people;
  const acting = name === null && others.length === 0 ? only : people.find((person) => person.name === name);
  return acting?.unit ?? null;
}
