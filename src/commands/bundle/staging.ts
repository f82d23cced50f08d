/** A bundle is packed and unpacked in a folder beside the ledger that is gone in the end; `tuban doctor` removes what a power cut left. */
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Stop } from "../../campaign/index.ts";
import type { Problem } from "../../campaign/index.ts";
import type { Office } from "../../office.ts";
import { writeRefusal } from "../../write/files.ts";

/** Works in such a folder. What is said of a file in it is said of the bundle's own file, `path`. @throws Stop where none can be made */
export async function inStaging<T>({ home }: Office, path: string, work: (staging: string) => Promise<T>): Promise<T> {
  const staging = stagingIn(home.folder);
  try {
    return await work(staging);
  } catch (error) {
    throw saidOf(path, staging, error);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

function stagingIn(folder: string): string {
  try {
    return mkdtempSync(join(folder, ".tuban-任务包-"));
  } catch (error) {
    throw writeRefusal(error, folder);
  }
}

/** The same words about a bundle's file, where they are about what it was unpacked to. */
export function saidOf(path: string, folder: string, error: unknown): unknown {
  if (!(error instanceof Stop)) return error;
  return new Stop(
    error.exit,
    error.problems.map((problem) => saidOfOne(path, folder, problem)),
  );
}

function saidOfOne(path: string, folder: string, problem: Problem): Problem {
  const { message, place } = problem;
  if (!message.includes(folder)) return problem;
  if (problem.code === "ledger-damaged")
    return {
      code: "backup-damaged",
      message: `文件已经损坏，解不开：${path}`,
      hint: "换一份；拷贝时断了的，重新拷一次",
    };
  const [before = "", ...after] = message.split(folder);
  const said = [before, ...after.map((text) => text.replace(/^[/\\][^\s「」：，]*/, ""))].join(path);
  return { ...problem, message: said, ...(place ? { place: { ...place, file: path } } : {}) };
}
