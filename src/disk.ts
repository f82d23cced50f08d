/** Files put on the disk so that a power cut leaves the old one or the new, never half of one. */
import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { chmod, copyFile, link, mkdir, open, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";

/** A file on its way: nobody sees it before it is kept. The code that begins one keeps or drops it. */
export interface DiskDraft {
  readonly write: (piece: string | Uint8Array) => Promise<void>;
  /** Gives it its name, in place of what had it, on the same disk. When this returns it is there for good. */
  readonly keep: (path: string) => Promise<void>;
  /** Gives it its name only where nothing has that name yet; false where something does, and the draft is still there. */
  readonly keepNew: (path: string) => Promise<boolean>;
  readonly drop: () => Promise<void>;
}

/** What tuban makes is for its owner alone: it holds names, telephones, evidence. */
const modes = { file: 0o600, folder: 0o700 };

/** In a folder that a group may write in, which an office's colleagues share, it is for the group as well. */
const sharedModes = { file: 0o660, folder: 0o770 };

async function isShared(folder: string): Promise<boolean> {
  const found = await stat(folder).catch(() => null);
  return found !== null && (found.mode & 0o020) !== 0 && (found.mode & 0o002) === 0;
}

/** The name of a file on its way; one that is left over was never kept. */
export const unfinishedIn = (folder: string): string => join(folder, `.tuban-${randomBytes(6).toString("hex")}.tmp`);

/**
 * Begins a file in the folder it is to stand in, since a rename cannot cross disks; under a short name, since a Chinese one may already
 * be as long as a name can be. `mode`: the permissions it is to have; else for its owner alone, or for the group of a shared folder. @throws the system's error
 */
export async function draftIn(folder: string, mode?: number): Promise<DiskDraft> {
  const name = unfinishedIn(folder);
  const shared = mode === undefined && (await isShared(folder));
  const file = await open(name, "wx", modes.file);
  const drop = async (): Promise<void> => {
    await file.close().catch(() => undefined);
    await rm(name, { force: true });
  };
  try {
    if (mode !== undefined || shared) await file.chmod(mode ?? sharedModes.file);
  } catch (error) {
    await drop();
    throw error;
  }
  return {
    write: (piece) => file.appendFile(piece),
    keep: async (path) => {
      await file.sync();
      await file.close();
      await rename(name, path);
      await settle(dirname(path));
    },
    keepNew: async (path) => {
      await file.sync();
      if (!(await linked(name, path))) return false;
      await file.close();
      await rm(name, { force: true });
      await settle(dirname(path));
      return true;
    },
    drop,
  };
}

/** A second name for a file, unlike a rename, never replaces what has the name. Some disks (exFAT) have no second names: there a copy is made. */
async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to).catch((error: unknown) => {
      if (codeOf(error) === "EEXIST") throw error;
      return copyFile(from, to, constants.COPYFILE_EXCL);
    });
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

/** Makes a folder and those above it, where they are not there yet. @throws the system's error, whose path is the one that cannot be made */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await makeOne(folder);
  } catch (error) {
    if (codeOf(error) !== "ENOENT" || dirname(folder) === folder) throw error;
    // Not Node's own `recursive`: where a folder can never be made (/proc) it tries for ever.
    await makeFolder(dirname(folder));
    await makeOne(folder);
  }
}

/** One that is there, or that somebody else makes at the same time, is as good. */
async function makeOne(folder: string): Promise<void> {
  try {
    const shared = await isShared(dirname(folder));
    await mkdir(folder, { mode: modes.folder });
    if (shared) await chmod(folder, sharedModes.folder);
    await settle(dirname(folder));
  } catch (error) {
    const found = codeOf(error) === "EEXIST" ? await stat(folder).catch(() => null) : null;
    if (found?.isDirectory() !== true) throw error;
  }
}

/** Puts a folder's new names on the disk; where the system cannot open folders (Windows) it does so by itself. */
async function settle(folder: string): Promise<void> {
  const handle = await open(folder, "r").catch(() => null);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

/** What the system calls a fault, e.g. ENOSPC; of one without a name, what it says. */
export function codeOf(error: unknown): string {
  if (error instanceof Error && "code" in error && typeof error.code === "string") return error.code;
  return String(error);
}
