/** A folder of files that belong together and may be written anew: it holds the SHA-256 of each, so that what somebody changed or put there himself is told from what tuban wrote. */
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { refuse } from "../../../campaign/index.ts";
import { sha256Of } from "../../../ledger/acts/papers.ts";
import { beginFile, makeFolder, replaceFile } from "../../../write/files.ts";
import type { FileDraft, Overwriting } from "../../../write/files.ts";

/** In the form of `sha256sum`, which checks the folder: sha256sum -c SHA256SUMS. */
const sumsFile = "SHA256SUMS";

/**
 * Writes the files and their hashes. What is there already goes only if an earlier call wrote it and nobody has changed it, or
 * somebody says so. All of it is on the disk before the first file is put in the place of an old one: where there is no room, or a name
 * is a folder's, the old ones stay as they were. @throws Stop file-exists, and as makeFolder and beginFile
 */
export async function renewFolder(
  folder: string,
  files: ReadonlyMap<string, string>,
  { mayOverwrite }: Overwriting,
): Promise<void> {
  await makeFolder(folder);
  const known = await sumsIn(folder);
  await refuseOthers(folder, known, mayOverwrite);
  const sums = [...files].map(([name, text]) => ({ name, sum: sha256Of(text) }));
  for (const { name, sum } of sums) {
    const there = await contentOf(join(folder, name));
    const has = there === null ? null : sha256Of(there);
    if (has === null || has === sum || known.get(name)?.has(has) === true) continue;
    const path = join(folder, name);
    if (!(await mayOverwrite(path)))
      refuse("file-exists", `${path} 不是 tuban 写的，或者写出以后改过，不会覆盖`, {
        hint: "换一个文件夹；确实要覆盖的，加 --force",
      });
  }
  const now = sums.map(({ name, sum }) => `${sum}  ${name}\n`).join("");
  const before = [...known].flatMap(([name, had]) => Array.from(had, (sum) => `${sum}  ${name}\n`)).join("");
  // while some files are new and others old, both are known to be tuban's: somebody may stop it there
  await replaceTogether(folder, files, () => replaceFile(join(folder, sumsFile), before + now));
  await replaceFile(join(folder, sumsFile), now);
}

async function replaceTogether(
  folder: string,
  files: ReadonlyMap<string, string>,
  ready: () => Promise<void>,
): Promise<void> {
  const drafts: FileDraft[] = [];
  try {
    for (const [name, text] of files) {
      const draft = await beginFile(join(folder, name));
      drafts.push(draft);
      await draft.write(text);
    }
    await ready();
    while (drafts.length > 0) {
      await drafts[0]?.keep();
      drafts.shift();
    }
  } finally {
    for (const draft of drafts) await draft.drop();
  }
}

/** The whole folder goes to the web: an office's papers that lie in it would go with it. @throws Stop folder-of-others */
async function refuseOthers(
  folder: string,
  known: ReadonlyMap<string, unknown>,
  mayOverwrite: Overwriting["mayOverwrite"],
): Promise<void> {
  const there = known.size > 0 ? [] : await readdir(folder);
  const [first] = there;
  if (first === undefined || (await mayOverwrite(folder))) return;
  refuse(
    "folder-of-others",
    `${folder} 里已有别的文件（${first}${there.length > 1 ? ` 等 ${there.length} 个` : ""}）`,
    {
      hint: "网页整个文件夹都要放上去：换一个新的文件夹；确实要写在这里的，加 --force",
    },
  );
}

async function sumsIn(folder: string): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const text = (await contentOf(join(folder, sumsFile)))?.toString("utf8") ?? "";
  const known = new Map<string, Set<string>>();
  for (const [, sum = "", name = ""] of text.matchAll(/^([0-9a-f]{64}) {2}(.+)$/gm))
    known.set(name, (known.get(name) ?? new Set()).add(sum));
  return known;
}

const contentOf = (path: string): Promise<Buffer | null> => readFile(path).catch(() => null);
