/** tuban bundle open and back: a bundle as a folder to work in, and packed again with all that was done. */
import { existsSync, readdirSync, rmSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { Stop, misuse, refuse } from "../../campaign/index.ts";
import { ownActsIn } from "../../ledger/bundle/bundles.ts";
import { headerOf } from "../../ledger/handed-out.ts";
import { ledgerOn } from "../../ledger/ledger.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import type { BundleRow } from "../../ledger/tables.ts";
import type { Office } from "../../office.ts";
import { unpackBackup } from "../../read/backup.ts";
import { packBackup, placeBackup } from "../../write/backup.ts";
import { fileNameOf } from "../../write/file-name.ts";
import { makeFolder } from "../../write/files.ts";
import { jsonText } from "../../write/json.ts";
import { asTyped, nextSteps } from "../../write/message.ts";
import { plain } from "../../write/plain.ts";
import { keyOf, ledgerIn, lockOf, refuseOccupied, staged } from "../backup.ts";
import { localMoment } from "../log.ts";
import { bundleLedger } from "./out.ts";
import { inStaging, saidOf } from "./staging.ts";

export interface BundleOpenOptions {
  readonly to?: string;
  readonly identity?: string;
}

/** Unpacks a bundle into a new folder, where every command then works on it. @throws Stop when it is none, or something is there already */
export async function bundleOpen(office: Office, file: string, options: BundleOpenOptions): Promise<void> {
  const { io, json } = office;
  const path = resolve(io.cwd, file);
  const folder = resolve(io.cwd, options.to ?? file.replace(/\.\w+$/, ""));
  refuseOccupied(folder);
  const header = await unpackedBundle(office, path, folder, options);
  const { number, team } = header;
  if (json) {
    io.out.write(jsonText({ bundle: number, team, folder }));
    return;
  }
  io.out.write(plain(`${number} 号任务包（${team}）打开在 ${folder}`) + "\n");
  io.err.write(
    nextSteps(
      [
        `cd ${asTyped(relative(io.cwd, folder) || ".")}    进到这个文件夹，照常登记`,
        "tuban as 姓名    由谁办理",
        "tuban bundle back    办完了装成一个文件带回",
      ],
      io,
    ),
  );
}

/** Works with a bundle unpacked for as long as that takes, in a folder beside the ledger. @throws Stop when it is none */
export async function inBundle(
  office: Office,
  path: string,
  options: { readonly identity?: string },
  work: (bundle: Ledger, place: string) => Promise<void>,
): Promise<void> {
  const { io } = office;
  await inStaging(office, path, async (staging) => {
    await unpackedBundle(office, path, staging, options);
    const place = join(staging, bundleLedger);
    const bundle = await ledgerOn(await io.storage.open(place), () => io.now());
    try {
      await work(bundle, place);
    } finally {
      await bundle.close();
    }
  });
}

/** The header of a bundle, unpacked into a folder; nothing is left there when it is none. @throws Stop */
export async function unpackedBundle(
  office: Office,
  path: string,
  folder: string,
  options: { readonly identity?: string },
): Promise<BundleRow> {
  const isNew = !existsSync(folder);
  try {
    const key = await keyOf(office, path, options);
    await makeFolder(folder);
    await unpackBackup(path, folder, key);
    return await headerIn(office, join(folder, ledgerIn(folder)));
  } catch (error) {
    if (existsSync(folder))
      for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true, force: true });
    if (isNew) rmSync(folder, { recursive: true, force: true });
    const codes = error instanceof Stop ? error.problems.map(({ code }) => code) : [];
    if (codes.includes("not-a-backup"))
      misuse("not-a-bundle", `不是任务包：${path}`, { hint: "任务包由单位用 tuban bundle out 写出，以 .tuban 结尾" });
    if (codes.includes("file-unreadable"))
      misuse("file-unreadable", `打不开任务包：${path}`, { hint: "核对文件名、路径和读取权限" });
    throw saidOf(path, folder, error);
  }
}

async function headerIn({ io }: Office, path: string): Promise<BundleRow> {
  const ledger = await ledgerOn(await io.storage.open(path), () => io.now());
  try {
    return (await headerOf(ledger.db)) ?? notABundle();
  } finally {
    await ledger.close();
  }
}

export function notABundle(): never {
  return misuse("not-a-bundle", "这不是任务包：里面的账本不是从单位分出来的", {
    hint: "任务包由单位用 tuban bundle out 写出；恢复备份用 tuban restore",
  });
}

export interface BundleBackOptions {
  readonly to?: string;
  readonly encrypt?: boolean;
  readonly recipient?: readonly string[];
}

/** Packs the bundle at hand with everything that was done, its photographs and papers, into one file. @throws Stop not-a-bundle */
export async function bundleBack(office: Office, options: BundleBackOptions): Promise<void> {
  const { io, home, json } = office;
  const ledger = await office.ledger();
  const header = (await headerOf(ledger.db)) ?? notABundle();
  const name = `${header.team}-带回-${localMoment(io.now().toISOString()).replaceAll(/[-:]/g, "").replace(" ", "-")}.tuban`;
  const path = resolve(io.cwd, options.to ?? fileNameOf(name));
  if (existsSync(path)) refuse("file-exists", `文件已存在，不会覆盖：${path}`, { hint: "用 --to 换一个文件名" });
  const lock = await lockOf(office, options, "任务包的口令（告诉单位收包的人）");
  await makeFolder(dirname(path));
  await inStaging(office, path, async (staging) => {
    const packed = join(staging, "packed");
    await packBackup(staging, await staged(ledger, home, staging), packed);
    await placeBackup(packed, path, lock);
  });
  const acts = await ownActsIn(ledger.db, header.entry);
  if (json) {
    io.out.write(jsonText({ bundle: header.number, team: header.team, path, acts }));
    return;
  }
  io.out.write(plain(`${header.number} 号任务包（${header.team}）：${acts} 次登记，已装成`) + `\n${plain(path)}\n`);
  io.err.write(nextSteps([`tuban bundle in ${asTyped(relative(io.cwd, path))}    在单位的账本上收回`], io));
}
