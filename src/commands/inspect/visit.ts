/** What every step of an inspection knows. */
import type { InspectionKind, Item } from "../../campaign/index.ts";
import type { DraftKey } from "../../ledger/drafts.ts";
import type { InstitutionNow } from "../../ledger/standing.ts";
import type { Office } from "../../office.ts";
import type { Opened } from "../campaign.ts";

export interface Visit {
  readonly office: Office;
  readonly campaign: Opened;
  /** Where the ledger is, and beside it the evidence. */
  readonly place: string;
  readonly subject: InstitutionNow;
  readonly kind: InspectionKind;
  /** The items to be answered, in the plan's order. */
  readonly items: readonly Item[];
  readonly draftKey: DraftKey;
}

/** The command that takes the inspection up again, or hands it in. */
export function commandOf({ subject, kind, office }: Visit, ...more: readonly string[]): string {
  const day = office.on === office.today ? [] : ["--on", office.on];
  return ["tuban inspect", String(subject.subject), ...(kind === "排查" ? [] : ["--kind", kind]), ...day, ...more].join(
    " ",
  );
}
