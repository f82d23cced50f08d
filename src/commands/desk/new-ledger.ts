/** How a new ledger is made: furnished first, named last. */
import { existsSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { Stop, refuse } from "../../campaign/index.ts";
import { unfinishedIn } from "../../disk.ts";
import type { Io } from "../../io.ts";
import { remember } from "../../ledger/alarm.ts";
import type { Engine } from "../../ledger/engines/engine.ts";
import { isServer } from "../../ledger/engines/storage.ts";
import type { Home } from "../../ledger/home.ts";
import { ledgerOn } from "../../ledger/ledger.ts";
import type { Ledger } from "../../ledger/ledger.ts";

/**
 * Makes a ledger, furnishes it, and only then gives it its name: after an interruption there is nothing, or a whole ledger.
 * @throws Stop when there is one already, and what `furnish` throws
 */
export async function newLedger<T>(
  io: Io,
  home: Home,
  furnish: (ledger: Ledger, engine: Engine) => Promise<T>,
): Promise<T> {
  const isFile = !isServer(home.ledger);
  if (isFile && existsSync(home.ledger))
    refuse("ledger-exists", `账本已存在，不会覆盖：${home.ledger}`, { hint: "换一个文件名，或先把旧账本移走" });
  const place = isFile ? unfinishedIn(dirname(home.ledger)) : home.ledger;
  const engine = await io.storage.create(place);
  try {
    const ledger = await ledgerOn(engine, () => io.now());
    let furnished: T;
    try {
      furnished = await furnish(ledger, engine);
      await remember(ledger.db, home);
    } finally {
      await ledger.close();
    }
    if (place !== home.ledger && existsSync(place)) renameSync(place, home.ledger);
    return furnished;
  } catch (error) {
    throw namedAs(error, place, home.ledger);
  } finally {
    if (place !== home.ledger) for (const end of ["", "-wal", "-shm", "-holder"]) rmSync(place + end, { force: true });
  }
}

/** What went wrong, with the name that was asked for: of the unfinished file nobody knows. */
function namedAs(error: unknown, place: string, name: string): unknown {
  if (!(error instanceof Stop) || place === name) return error;
  const problems = error.problems.map((one) => ({ ...one, message: one.message.replaceAll(place, name) }));
  return Object.assign(new Stop(error.exit, problems), { cause: error });
}
