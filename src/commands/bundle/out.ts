/** tuban bundle out: some institutions and all about them, in one file, for a group that works without a network. */
import { existsSync, symlinkSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { calendarFileName, misuse, readShortNumber, refuse } from "../../campaign/index.ts";
import { carriedFor } from "../../ledger/bundle/carried.ts";
import { fillBundle, nextHeader } from "../../ledger/bundle/hand-out.ts";
import { bundlesOf } from "../../ledger/bundle/bundles.ts";
import type { BundleNow } from "../../ledger/bundle/bundles.ts";
import type { BundleHeader } from "../../ledger/bundle/hand-out.ts";
import { fromJson } from "../../ledger/json.ts";
import { ledgerOn } from "../../ledger/ledger.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { peopleOn } from "../../ledger/people.ts";
import { institutionsListed } from "../../ledger/spans/institutions.ts";
import type { Db } from "../../ledger/tables.ts";
import type { Office } from "../../office.ts";
import { packBackup, placeBackup } from "../../write/backup.ts";
import type { BackupLock } from "../../write/backup.ts";
import { makeFolder } from "../../write/files.ts";
import { fileNameOf } from "../../write/file-name.ts";
import { jsonText } from "../../write/json.ts";
import { asTyped, nextSteps } from "../../write/message.ts";
import { plain } from "../../write/plain.ts";
import { lockOf } from "../backup.ts";
import { actorOf, openCampaign } from "../desk/campaign.ts";
import { inStaging } from "./staging.ts";

export interface BundleOutOptions {
  readonly team: string;
  readonly to?: string;
  readonly town?: readonly string[];
  readonly ids?: readonly string[];
  readonly numbers?: number;
  readonly encrypt?: boolean;
  readonly recipient?: readonly string[];
}

/** The name of the ledger in a bundle. */
export const bundleLedger = "tuban.db";

/** @throws Stop when nothing is chosen, a file is there already, or the ledger is a bundle itself */
export async function bundleOut(office: Office, options: BundleOutOptions): Promise<void> {
  const { io } = office;
  const { ledger } = await openCampaign(office);
  const actor = (await actorOf(office)).name;
  const team = options.team.trim();
  const path = resolve(io.cwd, options.to ?? `${fileNameOf(team)}.tuban`);
  if (existsSync(path)) refuse("file-exists", `文件已存在，不会覆盖：${path}`, { hint: "用 --to 换一个文件名" });
  const lock = await lockOf(office, options, "任务包的口令（告诉领包的组）");
  const asked = await subjectsFor(office, ledger.db, team, options);
  await makeFolder(dirname(path));
  const before = await bundlesOf(ledger.db);
  await inStaging(office, path, async (staging) => {
    const handing = { team, actor, on: office.on, count: options.numbers ?? Math.max(20, asked.length) };
    const { value } = await ledger.record({ command: "bundle out", actor, on: office.on }, async (entry) => {
      const { subjects, rows } = await carriedFor(entry.db, asked);
      const header = await nextHeader(entry.db, handing, subjects);
      const handed = await filled(office, staging, (bundle) => fillBundle(bundle, entry.db, rows, header, actor));
      await entry.add("bundle", { ...header, ...handed });
      entry.describe(`${header.number} 号任务包交给${team}：${asked.length} 家`);
      await put(office, staging, path, lock);
      return header;
    });
    tell(office, { path, header: value, institutions: asked.length, elsewhere: alsoElsewhere(before, asked) });
  });
}

/** Institutions that another group has with it: what both change in one place waits for a person when it comes back. */
function alsoElsewhere(bundles: readonly BundleNow[], asked: readonly number[]): string {
  return bundles
    .filter(({ back, goesOn }) => back === null || goesOn)
    .map(({ row, number, team }) => ({ number, team, both: asked.filter((id) => fromJson(row.subjects).includes(id)) }))
    .filter(({ both }) => both.length > 0)
    .map(({ number, team, both }) => {
      const named = `${both.slice(0, 10).join("、")}${both.length > 10 ? "……" : ""}`;
      return (
        plain(
          `注意：其中 ${both.length} 家也在${team}手上的 ${number} 号任务包里：${named}；两个组改了同一处的，收回时由人来定`,
        ) + "\n"
      );
    })
    .join("");
}

/** A new ledger in the staging folder, filled and closed. */
async function filled<T>({ io }: Office, staging: string, work: (bundle: Ledger) => Promise<T>): Promise<T> {
  const bundle = await ledgerOn(await io.storage.create(join(staging, bundleLedger)), () => io.now());
  try {
    return await work(bundle);
  } finally {
    await bundle.close();
  }
}

/** The ledger, own templates and the calendar, packed into the file that the group takes. */
async function put({ home }: Office, staging: string, path: string, lock: BackupLock | null): Promise<void> {
  const besides = ["templates", calendarFileName].filter((name) => existsSync(join(home.folder, name)));
  for (const name of besides) symlinkSync(join(home.folder, name), join(staging, name), "junction");
  const file = join(staging, "packed");
  await packBackup(staging, [bundleLedger, ...besides], file);
  await placeBackup(file, path, lock);
}

/** The institutions named, those of the towns named, or those of the group's own town. @throws Stop */
async function subjectsFor(
  office: Office,
  db: Db,
  team: string,
  { ids = [], town = [] }: BundleOutOptions,
): Promise<readonly number[]> {
  const words = (given: readonly string[]): string[] =>
    given
      .flatMap((one) => one.split(/[,，、\s]+/))
      .map((one) => one.trim())
      .filter((one) => one !== "");
  const all = await institutionsListed(db, office.on);
  const known = all.map(({ subject }) => subject);
  const [numbers, towns] = [words(ids).flatMap((word) => numbersIn(word, known)), words(town)];
  const unknown = numbers.filter((id) => !all.some(({ subject }) => subject === id));
  if (unknown.length > 0)
    misuse("unknown-subject", `底数里没有这些编号：${unknown.join("、")}`, { hint: "用 tuban list 看编号" });
  const strange = towns.filter((name) => !all.some((row) => row.town === name));
  if (strange.length > 0)
    misuse("unknown-town", `底数里没有这个属地的机构：${strange.join("、")}`, { hint: "用 tuban list 看各家的属地" });
  const named = new Set(numbers);
  const own = numbers.length + towns.length > 0 ? null : await townsOf(office, db, team);
  const chosen = all.filter(
    (row) => named.has(row.subject) || (row.town !== null && (towns.includes(row.town) || own?.(row.town) === true)),
  );
  return chosen.length > 0
    ? chosen.map(({ subject }) => subject)
    : misuse("no-subjects", `不知道${team}管哪些机构`, {
        hint: "写明属地或编号：--town 城东街道 或 --ids 1,2,3",
      });
}

/** One number, or those of the roster from one to another (15-20). @throws Stop */
function numbersIn(word: string, known: readonly number[]): number[] {
  const [from, to, ...more] = word.split(/[-－—–~～至]/).map(readShortNumber);
  if (!from || to === null || more.length > 0)
    return misuse("bad-number", `机构编号看不懂：${word}`, { hint: "写成 --ids 1,2,3 或 --ids 15-20" });
  if (to === undefined) return [from.number];
  const among = known.filter((id) => id >= from.number && id <= to.number);
  return among.length > 0
    ? among
    : misuse("unknown-subject", `底数里没有这些编号：${word}`, { hint: "用 tuban list 看编号" });
}

/** A group's towns are that of its name, and those of its people's units. */
async function townsOf(office: Office, db: Db, team: string): Promise<(town: string) => boolean> {
  const units = (await peopleOn(db, office.on)).filter((person) => person.team === team).map(({ unit }) => unit);
  return (town) => town === team || units.some((unit) => unit.startsWith(town));
}

interface BundleWritten {
  readonly path: string;
  readonly header: BundleHeader;
  readonly institutions: number;
  /** Who else has some of them, in sentences. */
  readonly elsewhere: string;
}

function tell({ io, json }: Office, { path, header, institutions, elsewhere }: BundleWritten): void {
  const { number, team, numbers } = header;
  const { count } = fromJson(numbers);
  if (json) {
    io.out.write(jsonText({ bundle: number, team, path, institutions, numbers: count }));
    return;
  }
  io.out.write(
    plain(`${number} 号任务包交给${team}：${institutions} 家，每种文书预留 ${count} 个号`) + `\n${plain(path)}\n`,
  );
  io.err.write(elsewhere);
  io.err.write(
    nextSteps(
      [
        `tuban bundle open ${asTyped(relative(io.cwd, path))} --to ${asTyped(fileNameOf(team))}   组里在自己的电脑上打开`,
        "tuban bundle list    哪些包还在外面",
      ],
      io,
    ),
  );
}
