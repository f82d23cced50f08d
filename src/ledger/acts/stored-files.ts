/** What an entry says of files, and the files themselves, in one transaction: for a ledger that keeps its files itself. */
import { Stop } from "../../campaign/index.ts";
import { codeOf } from "../../disk.ts";
import { evidencePath } from "../evidence/files.ts";
import { layOut, storeFile } from "../evidence/stored.ts";
import type { Home } from "../home.ts";
import type { Entry, Ledger } from "../ledger.ts";
import type { Db } from "../tables.ts";
import { issuedPath } from "./papers.ts";

interface Named {
  readonly sha256: string;
  /** Where it lies on this computer. */
  readonly path: string;
}

/** The files that facts name: those of one entry, or of all. */
async function filesNamed(db: Db, home: Home, entry: number | null): Promise<readonly Named[]> {
  let evidence = db.selectFrom("evidence").select(["sha256", "name"]).distinct();
  let issued = db.selectFrom("issued_file").select("sha256").distinct();
  if (entry !== null) {
    evidence = evidence.where("entry", "=", entry);
    issued = issued.where("entry", "=", entry);
  }
  return [
    ...(await evidence.execute()).map((row) => ({ sha256: row.sha256, path: evidencePath(home, row) })),
    ...(await issued.execute()).map(({ sha256 }) => ({ sha256, path: issuedPath(home, sha256) })),
  ];
}

/** The ledger whose acts take their files along. @throws Stop file-not-stored; then nothing is recorded */
export function storingFiles(ledger: Ledger, home: Home): Ledger {
  const storing =
    <T>(work: (entry: Entry) => Promise<T>) =>
    async (entry: Entry): Promise<T> => {
      const value = await work(entry);
      for (const { sha256, path } of await filesNamed(entry.db, home, entry.seq))
        await storeFile(entry.db, sha256, path).catch((error: unknown) => refuseUnstored(error, path));
      return value;
    };
  return {
    ...ledger,
    record: (act, work) => ledger.record(act, act.dryRun === true ? work : storing(work)),
    recordAll: (work, dryRun = false) =>
      ledger.recordAll((record, db) => work(dryRun ? record : (act, its) => record(act, storing(its)), db), dryRun),
  };
}

function refuseUnstored(error: unknown, path: string): never {
  if (error instanceof Stop || !(error instanceof Error && "syscall" in error)) throw error;
  throw new Stop(1, [
    {
      code: "file-not-stored",
      message: `文件没有存进账本，这次没有登记：${path}（系统报告 ${codeOf(error)}）`,
      hint: "检查这个文件还在不在、能不能读，再登记一次",
    },
  ]);
}

/** Takes all files that facts name, as they lie beside another copy of the ledger; what is missing there stays missing. */
export async function storeAll(db: Db, home: Home): Promise<void> {
  for (const { sha256, path } of await filesNamed(db, home, null))
    await storeFile(db, sha256, path).catch((error: unknown) => {
      if (codeOf(error) !== "ENOENT") refuseUnstored(error, path);
    });
}

/** Lays all of them out beside the ledger. */
export async function layOutAll(db: Db, home: Home): Promise<void> {
  for (const { sha256, path } of await filesNamed(db, home, null)) await layOut(db, sha256, path);
}
