/** A bundle that came back is kept as evidence; the sealed texts of what waits are read from it when a person takes it. */
import { existsSync } from "node:fs";
import { grouped } from "../../campaign/index.ts";
import { lastReturn } from "../../ledger/bundle/bundles.ts";
import { hasItsSealed, sealedOf } from "../../ledger/bundle/group-acts.ts";
import type { Reception, ReturningAct } from "../../ledger/bundle/take-in.ts";
import { filesOf } from "../../ledger/evidence/exhibits.ts";
import { evidenceAtHand, evidencePath } from "../../ledger/evidence/files.ts";
import type { Db } from "../../ledger/tables.ts";
import type { Office } from "../../office.ts";
import { inBundle } from "./open.ts";

/** The texts of waiting acts that have sealed fields; those of a bundle whose file is gone are left out. @throws Stop where it is locked and the key is wrong */
export async function textsOfWaiting(
  office: Office,
  db: Db,
  acts: readonly ReturningAct[],
  identity: string | undefined,
): Promise<Reception["texts"]> {
  const wanting = acts.filter(({ act }) => !hasItsSealed(act, []));
  const texts = new Map<number, Awaited<ReturnType<typeof sealedOf>>>();
  for (const [bundle, acts] of grouped(wanting, (one) => one.bundle.id)) {
    const path = await keptFile(office, db, bundle);
    if (path !== null)
      await inBundle(office, path, { ...(identity !== undefined && { identity }) }, async (kept) => {
        for (const { waiting, act } of acts) if (waiting !== null) texts.set(waiting, await sealedOf(kept.db, act.seq));
      });
  }
  return texts;
}

/** Where the file lies in which a bundle came back the last time; null where it is gone. */
async function keptFile({ home }: Office, db: Db, bundle: number): Promise<string | null> {
  const returned = await lastReturn(db, bundle);
  const [file] = returned ? await filesOf(db, "bundle_return", [returned.id]) : [];
  if (!file) return null;
  await evidenceAtHand(db, home, [file]);
  const path = evidencePath(home, file);
  return existsSync(path) ? path : null;
}
