/** tuban backup and tuban restore: one file with the ledger and all that goes with it, tried out before it is called done. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { Stop, misuse, refuse } from "../campaign/index.ts";
import { homeOf, writtenBeside } from "../ledger/home.ts";
import type { Home } from "../ledger/home.ts";
import { ledgerOn } from "../ledger/ledger.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { set } from "../ledger/settings.ts";
import type { Office } from "../office.ts";
import { isLocked, unpackBackup } from "../read/backup.ts";
import type { BackupKey } from "../read/backup.ts";
import { packBackup, placeBackup } from "../write/backup.ts";
import type { BackupLock } from "../write/backup.ts";
import { makeFolder } from "../write/files.ts";
import { jsonText } from "../write/json.ts";
import { nextSteps } from "../write/message.ts";
import { plain } from "../write/plain.ts";
import { localMoment } from "./log.ts";
import { soundnessOf } from "./verify.ts";
import type { Soundness } from "./verify.ts";

export interface BackupOptions {
  readonly to?: string;
  readonly encrypt?: boolean;
  readonly recipient?: readonly string[];
}

/**
 * Copies the ledger as it stands while others go on recording, packs it with its files, unpacks the result into a place of its own and
 * checks all of it; only then is it put in its place. @throws Stop when a file is there already, or the copy does not hold together
 */
export async function backup(office: Office, options: BackupOptions): Promise<void> {
  const { home, io } = office;
  const ledger = await office.ledger();
  const path = resolve(io.cwd, options.to ?? join(home.folder, "备份", defaultName(io.now())));
  if (existsSync(path)) refuse("file-exists", `文件已存在，不会覆盖：${path}`, { hint: "用 --to 换一个文件名" });
  const lock = await lockOf(office, options);
  await makeFolder(dirname(path));
  const staging = mkdtempSync(join(home.folder, ".tuban-备份-"));
  try {
    const packed = join(staging, "packed");
    await packBackup(staging, [...(await staged(ledger, home, staging))], packed);
    const checked = await rehearsed(office, packed, staging);
    await placeBackup(packed, path, lock);
    await set(ledger.db, "backup", io.now().toISOString());
    tell(office, path, checked, lock !== null);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/** Puts together what is to be packed, and gives its names. Files are kept before a fact names them: the ledger is copied first. */
export async function staged(ledger: Ledger, home: Home, staging: string): Promise<readonly string[]> {
  const name = basename(home.ledger);
  if (!ledger.copyTo)
    return refuse("backup-on-server", "账本在服务器上，备份由服务器做", { hint: "请管理员用 pg_dump 备份数据库" });
  await ledger.copyTo(join(staging, name));
  const files = [basename(home.evidence), basename(home.documents), ...writtenBeside].filter((one) =>
    existsSync(join(home.folder, one)),
  );
  for (const file of files) symlinkSync(join(home.folder, file), join(staging, file), "junction");
  return [name, ...files];
}

/** Unpacks and checks what was packed. @throws Stop backup-unsound */
async function rehearsed(office: Office, packed: string, staging: string): Promise<Soundness> {
  const folder = join(staging, "unpacked");
  mkdirSync(folder);
  await unpackBackup(packed, folder, null);
  const checked = await checkedIn(office, folder);
  if (checked.problems.length > 0)
    throw new Stop(4, [
      ...checked.problems,
      {
        code: "backup-unsound",
        message: "备份试着恢复了一次，账本不完好，没有留下备份",
        hint: "先用 tuban verify 核对现在的账本",
      },
    ]);
  return checked;
}

async function checkedIn(office: Office, folder: string): Promise<Soundness> {
  const path = join(folder, ledgerIn(folder));
  const ledger = await ledgerOn(await office.io.storage.open(path), () => office.io.now());
  try {
    return await soundnessOf(ledger, homeOf(path, null));
  } finally {
    await ledger.close();
  }
}

/** @throws Stop not-a-backup */
export function ledgerIn(folder: string): string {
  const [name, ...others] = readdirSync(folder).filter((file) => file.endsWith(".db"));
  return name !== undefined && others.length === 0
    ? name
    : misuse("not-a-backup", "这个文件里没有账本，不是 tuban 的备份", {
        hint: "备份由 tuban backup 写出，以 .tubk 结尾",
      });
}

const defaultName = (now: Date): string =>
  `tuban-${localMoment(now.toISOString()).replaceAll(/[-:]/g, "").replace(" ", "-")}.tubk`;

const passphraseName = "TUBAN_PASSPHRASE";

/** @throws Stop when a passphrase is too short to keep anybody out */
export async function lockOf(
  office: Office,
  { encrypt, recipient = [] }: Pick<BackupOptions, "encrypt" | "recipient">,
  message = "备份的口令（抄下来另存，忘了就打不开）",
): Promise<BackupLock | null> {
  if (recipient.length > 0) return { recipients: recipient };
  return encrypt === true ? { passphrase: await passphraseOf(office, message) } : null;
}

async function passphraseOf({ io }: Office, message: string): Promise<string> {
  const given = io.env[passphraseName] ?? (await io.ask.text({ message, instead: `环境变量 ${passphraseName}` }));
  return given.length >= 8
    ? given
    : misuse("short-passphrase", "口令至少 8 个字", { hint: "几个不相干的词连起来就好记" });
}

function tell(
  { io, json }: Office,
  path: string,
  { verdict, evidence, issued }: Soundness,
  isLockedNow: boolean,
): void {
  if (json) {
    io.out.write(jsonText({ path, entries: verdict.entries, checkCode: verdict.checkCode, locked: isLockedNow }));
    return;
  }
  io.out.write(
    `已备份${isLockedNow ? "并加密" : ""}：${plain(path)}\n试着恢复过一次：${verdict.entries} 次登记、${evidence} 个证据文件、${issued} 份文书原件完好，校验码 ${verdict.checkCode || "（空账本）"}\n`,
  );
  io.err.write(
    nextSteps(
      ["把备份拷到另一台电脑或 U 盘", `tuban restore ${relative(io.cwd, path)} --to 新文件夹   恢复到别处看看`],
      io,
    ),
  );
}

export interface RestoreOptions {
  readonly to: string;
  readonly identity?: string;
}

/** @throws Stop restore-not-empty where a file lies, or a folder in which something is */
export function refuseOccupied(folder: string): void {
  const there = statSync(folder, { throwIfNoEntry: false });
  if (there === undefined || (there.isDirectory() && readdirSync(folder).length === 0)) return;
  refuse("restore-not-empty", `${there.isDirectory() ? "文件夹里已有东西" : "这是一个文件"}，不会覆盖：${folder}`, {
    hint: "用 --to 写一个新的文件夹",
  });
}

/** Unpacks a backup into a new place and checks it; never into a folder in which something is. @throws Stop */
export async function restore(office: Office, file: string, options: RestoreOptions): Promise<void> {
  const { io, json } = office;
  const [path, folder] = [resolve(io.cwd, file), resolve(io.cwd, options.to)];
  refuseOccupied(folder);
  const key = await keyOf(office, path, options);
  const isNew = !existsSync(folder);
  await makeFolder(folder);
  try {
    await unpackBackup(path, folder, key);
    ledgerIn(folder);
  } catch (error) {
    for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true, force: true });
    if (isNew) rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  const { problems, verdict } = await checkedIn(office, folder);
  if (problems.length > 0) throw new Stop(4, problems);
  if (json) {
    io.out.write(jsonText({ folder, entries: verdict.entries, checkCode: verdict.checkCode }));
    return;
  }
  io.out.write(
    `已恢复到 ${plain(folder)}：${verdict.entries} 次登记，核对完好，校验码 ${verdict.checkCode || "（空账本）"}\n`,
  );
  io.err.write(
    nextSteps([`cd ${plain(options.to)}`, "tuban log -n 5    最后登记的几次；这以后在原处登记的不在里面"], io),
  );
}

/** What opens a file that is locked; null where it is not. @throws Stop */
export async function keyOf(
  office: Office,
  path: string,
  { identity }: Pick<RestoreOptions, "identity">,
): Promise<BackupKey | null> {
  if (!(await isLocked(path))) return null;
  if (identity === undefined) return { passphrase: await passphraseOf(office, "打开它的口令") };
  const text = readFileSync(resolve(office.io.cwd, identity), "utf8");
  const found = /AGE-SECRET-KEY-[A-Z0-9-]+/.exec(text)?.[0];
  return found === undefined
    ? misuse("bad-identity", `密钥文件里没有 AGE-SECRET-KEY：${identity}`, { hint: "密钥由 age-keygen 写出" })
    : { identity: found };
}
