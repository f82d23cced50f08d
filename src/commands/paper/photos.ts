/** The photos of findings, answers and outcomes, made ready for documents; other evidence is named. */
import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { evidenceAtHand, evidencePath } from "../../ledger/evidence/files.ts";
import type { EvidenceOf } from "../../campaign/index.ts";
import { filesByHash, filesOf } from "../../ledger/evidence/exhibits.ts";
import type { Home } from "../../ledger/home.ts";
import type { Db, EvidenceRow } from "../../ledger/tables.ts";
import type { Fields } from "../../write/document.ts";
import type { PictureFile } from "../../write/picture.ts";

export interface Album {
  /** The photos of one fact, as the field 照片 takes them; counted through the whole document. */
  photosOf(fact: EvidenceOf, factId: number): readonly Fields[];
  /** Evidence of these facts that cannot be shown. */
  readonly others: readonly Fields[];
}

/** Where files are taken from, and where pictures are put by the hash of their file. */
export interface Shelf {
  readonly home: Home;
  readonly db: Db;
  readonly pictures: Map<string, PictureFile>;
}

/** Loads the evidence of facts of a table; each table's facts in the order given. Pictures once loaded are not loaded again. */
export async function albumOf(
  { home, db, pictures }: Shelf,
  wanted: readonly { readonly fact: EvidenceOf; readonly ids: readonly number[] }[],
): Promise<Album> {
  const rows: EvidenceRow[] = [];
  for (const { fact, ids } of wanted) rows.push(...(await filesOf(db, fact, ids)));
  await evidenceAtHand(db, home, rows.filter(isPhoto));
  for (const row of rows) if (!pictures.has(row.sha256)) await addPicture(home, row, pictures);
  const shown = rows.filter(({ sha256 }) => pictures.has(sha256));
  return {
    photosOf: (fact, factId) =>
      [...shown.entries()]
        .filter(([, row]) => row.fact === fact && row.fact_id === factId)
        .map(([index, { sha256, name }]) => ({
          图: { sha256, name },
          图注: `照片${index + 1}　${name}　${sha256.slice(0, 8)}`,
        })),
    others: rows
      .filter(({ sha256 }) => !pictures.has(sha256))
      .map(({ name, sha256 }) => ({ 名称: name, 校验码: sha256.slice(0, 16) })),
  };
}

/** The pictures that a frozen text names. */
export async function albumBySha(home: Home, db: Db, text: string): Promise<ReadonlyMap<string, PictureFile>> {
  const hashes = [...new Set([...text.matchAll(/\(sha256:([0-9a-f]{64})\)/g)].map((match) => match[1] ?? ""))];
  const pictures = new Map<string, PictureFile>();
  const rows = await filesByHash(db, hashes);
  await evidenceAtHand(db, home, rows.filter(isPhoto));
  for (const row of rows) if (!pictures.has(row.sha256)) await addPicture(home, row, pictures);
  return pictures;
}

const isPhoto = ({ name }: Pick<EvidenceRow, "name">): boolean => /^\.(?:jpe?g|png)$/i.test(extname(name));

async function addPicture(
  home: Home,
  row: Pick<EvidenceRow, "sha256" | "name">,
  pictures: Map<string, PictureFile>,
): Promise<void> {
  if (!isPhoto(row)) return;
  const { pictureOf } = await import("../../write/picture.ts");
  const bytes = await readFile(evidencePath(home, row)).catch(() => null);
  const picture = bytes && (await pictureOf(bytes));
  if (picture) pictures.set(row.sha256, picture);
}
