/** Brings a ledger's shape up to this program's: forward only, hash-checked, a copy kept of the ledger as it was. */
import { createHash } from "node:crypto";
import { sql } from "kysely";
import { damaged, refuse } from "../../campaign/index.ts";
import type { Engine } from "./engine.ts";
import { migrations } from "../migrations/index.ts";
import type { Migration } from "../migrations/index.ts";

/** An upgrade of a ledger that holds facts; of a large one it takes a while. */
export interface Upgrade {
  /** The shape it will have. */
  readonly to: number;
  /** The copy of the ledger as it was; null where the engine has no files. */
  readonly copy: string | null;
}

/**
 * Gives the upgrade made; null when there was nothing to upgrade. `begins` is told before the copy is made.
 * @throws Stop when the ledger is newer than the program, or a past migration differs from ours
 */
export async function migrate(
  engine: Engine,
  today: string,
  { steps = migrations, begins }: { readonly steps?: readonly Migration[]; readonly begins?: () => void } = {},
): Promise<Upgrade | null> {
  const version = await engine.version(engine.db);
  const newest = steps.at(-1)?.no ?? 0;
  if (version > newest)
    refuse(
      "ledger-newer",
      `账本由更新版本的 tuban 写成（格式 ${version}，本程序只认识到 ${newest}）：${engine.place}`,
      { hint: "升级 tuban 后再打开" },
    );
  if (version === newest) return null;
  await checkPast(engine, steps.slice(0, version));
  const isNew = version === 0;
  if (!isNew) begins?.();
  const copy = isNew ? null : ((await engine.copyBefore?.(`升级${newest}`)) ?? null);
  for (const migration of steps.slice(version)) await apply(engine, migration, today);
  return isNew ? null : { to: newest, copy };
}

/** All of one migration, or nothing; nothing where another terminal was faster. */
async function apply(engine: Engine, migration: Migration, today: string): Promise<void> {
  const guards = (migration.guarded ?? []).map((table) =>
    engine.guards(table, table === "journal" ? ["seq"] : ["id", "entry"]),
  );
  await engine.db.transaction().execute(async (db) => {
    await engine.lock(db);
    if ((await engine.version(db)) >= migration.no) return;
    await engine.run(
      db,
      `${migration.no === 1 ? "create table migration (no integer primary key, name text not null, sha256 text not null, applied_on text not null);" : ""}
       ${migration.sql}
       ${guards.join("\n")}
       insert into migration values (${migration.no}, '${migration.name}', '${hashOf(migration)}', '${today}');
       ${engine.markVersion(migration.no)}`,
    );
  });
}

/** Every migration of the past must be one of ours, unedited: else the ledger's shape is not what the code believes. */
async function checkPast(engine: Engine, steps: readonly Migration[]): Promise<void> {
  if (steps.length === 0) return;
  const { rows } = await sql<{ no: number; sha256: string }>`select no, sha256 from migration order by no`.execute(
    engine.db,
  );
  for (const migration of steps) {
    const past = rows.find((row) => row.no === migration.no);
    if (past?.sha256 !== hashOf(migration))
      damaged("migration-differs", `账本的第 ${migration.no} 次升级与本程序不一致：${engine.place}`, {
        hint: "用建账时的 tuban 版本打开，或用备份恢复",
      });
  }
}

function hashOf(migration: Migration): string {
  return createHash("sha256").update(migration.sql).digest("hex");
}
