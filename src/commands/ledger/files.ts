/** The files that go with a ledger, copied beside its copy; what is there already is never replaced. */
import { createReadStream, existsSync, readdirSync, rmSync, rmdirSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { refuse } from "../../campaign/index.ts";
import { draftIn, makeFolder } from "../../disk.ts";
import { writtenBeside } from "../../ledger/home.ts";
import type { Home } from "../../ledger/home.ts";
import { hashOfFile, writeRefusal } from "../../write/files.ts";

export interface CopiedFiles {
  /** How many were copied; those that were there already are not counted. */
  readonly count: number;
  /** Removes what was copied, where the copy of the ledger fails. */
  readonly takeBack: () => void;
}

/** `kept`: with evidence and originals. @throws Stop copy-file-differs before anything is copied; as writeOut */
export async function copyFiles(
  source: Home,
  target: Home,
  { kept }: { readonly kept: boolean },
): Promise<CopiedFiles> {
  const wanted = await missing(pairsOf(source, target, kept));
  const made: string[] = [];
  const takeBack = (): void => {
    for (const path of made) remove(path, target.folder);
  };
  for (const [from, to] of wanted)
    try {
      await copyOne(from, to);
      made.push(to);
    } catch (error) {
      takeBack();
      throw writeRefusal(error, to);
    }
  return { count: made.length, takeBack };
}

type Pair = readonly [from: string, to: string];

/** Every file that goes with the source, and where it belongs beside the target. */
function pairsOf(source: Home, target: Home, withKept: boolean): readonly Pair[] {
  const folders: readonly Pair[] = [
    ...(withKept ? [[source.evidence, target.evidence] as const, [source.documents, target.documents] as const] : []),
    ...writtenBeside.map((name): Pair => [join(source.folder, name), join(target.folder, name)]),
  ];
  return folders
    .filter(([from, to]) => from !== to)
    .flatMap(([from, to]) => filesIn(from).map((file): Pair => [join(from, file), join(to, file)]));
}

/** The names of all files below a folder; of a file, its own (empty: the path is complete). */
function filesIn(path: string): readonly string[] {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [""];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !basename(entry.name).startsWith(".tuban-"))
    .map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1));
}

/** Those that are not there yet. @throws Stop copy-file-differs where another file has the name */
async function missing(pairs: readonly Pair[]): Promise<readonly Pair[]> {
  const wanted: Pair[] = [];
  for (const [from, to] of pairs)
    if (!existsSync(to)) wanted.push([from, to]);
    else if ((await hashOfFile(from)) !== (await hashOfFile(to)))
      refuse("copy-file-differs", `那里已有同名而内容不同的文件，不会覆盖：${to}`, {
        hint: "用 --to-files 换一个空的文件夹",
      });
  return wanted;
}

async function copyOne(from: string, to: string): Promise<void> {
  await makeFolder(dirname(to));
  const draft = await draftIn(dirname(to));
  try {
    for await (const piece of createReadStream(from, { highWaterMark: 1 << 20 }) as AsyncIterable<Uint8Array>)
      await draft.write(piece);
    await draft.keep(to);
  } catch (error) {
    await draft.drop();
    throw error;
  }
}

/** With the folders that are empty then. */
function remove(path: string, upTo: string): void {
  rmSync(path, { force: true });
  for (let folder = dirname(path); folder.startsWith(upTo) && folder !== upTo; folder = dirname(folder))
    try {
      rmdirSync(folder);
    } catch {
      return;
    }
}
