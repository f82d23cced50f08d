/**
 * Sealed fields (保密) of registers, complainants above all: the fact holds a digest with a salt of 128 bits; text and salt lie apart,
 * outside the chain, and are read only by what asks for them by name. An erasure is a fact: a text that is missing without one is a fault.
 */
import { hint, next } from "../../campaign/index.ts";
import { createHash, randomBytes } from "node:crypto";
import type { Day, Problem } from "../../campaign/index.ts";
import { handedOutTo } from "../handed-out.ts";
import { fromJson } from "../json.ts";
import type { Entry } from "../ledger.ts";
import type { Db } from "../tables.ts";

const mark = "保密:";

export interface Sealed {
  /** What the fact holds in the field's place. */
  readonly digest: string;
  readonly salt: string;
  readonly content: string;
}

export const isSealed = (value: string): boolean => value.startsWith(mark);

export function seal(content: string, salt: string = randomBytes(16).toString("hex")): Sealed {
  const digest = createHash("sha256").update(`${salt}\n${content}`).digest("hex");
  return { digest: `${mark}${digest}`, salt, content };
}

export async function keepSealed(
  entry: Entry,
  ofEntry: number,
  sealed: ReadonlyMap<string, Pick<Sealed, "salt" | "content">>,
): Promise<void> {
  for (const [field, { salt, content }] of sealed)
    await entry.db.insertInto("sealed_text").values({ of_entry: ofEntry, field, salt, content }).execute();
}

/** The text of a sealed field; null where it was erased. */
export async function sealedText(db: Db, ofEntry: number, field: string): Promise<string | null> {
  const row = await db
    .selectFrom("sealed_text")
    .select("content")
    .where("of_entry", "=", ofEntry)
    .where("field", "=", field)
    .executeTakeFirst();
  return row?.content ?? null;
}

/** Numbers of entries whose sealed field holds this text. */
export async function sealedAlike(db: Db, field: string, content: string): Promise<number[]> {
  const rows = await db
    .selectFrom("sealed_text")
    .select("of_entry")
    .where("field", "=", field)
    .where("content", "=", content)
    .execute();
  return rows.map(({ of_entry }) => of_entry);
}

/** Erases a sealed text for good; the fact of the erasure stays. */
export async function erase(
  entry: Entry,
  {
    ofEntry,
    field,
    reason,
    on,
  }: { readonly ofEntry: number; readonly field: string; readonly reason: string; readonly on: Day },
): Promise<void> {
  await entry.add("register_erasure", { of_entry: ofEntry, field, reason, happened_on: on });
  await entry.db.deleteFrom("sealed_text").where("of_entry", "=", ofEntry).where("field", "=", field).execute();
}

/** Every sealed field must have its text, true to its digest, or its erasure; those handed out in a bundle stay at the office. */
export async function verifySealed(db: Db): Promise<readonly Problem[]> {
  const entries = await db
    .selectFrom("register_entry")
    .select(["id", "number", "fields"])
    .where("fields", "like", `%${mark}%`)
    .where("entry", ">", await handedOutTo(db))
    .execute();
  const texts = await db.selectFrom("sealed_text").selectAll().execute();
  const erased = await db.selectFrom("register_erasure").select(["of_entry", "field"]).execute();
  const kept = new Map(texts.map((row) => [`${row.of_entry} ${row.field}`, row]));
  const gone = new Set(erased.map(({ of_entry, field }) => `${of_entry} ${field}`));
  return entries.flatMap(({ id, number, fields }) =>
    Object.entries(fromJson(fields)).flatMap(([field, digest]): Problem[] => {
      const key = `${id} ${field}`;
      if (!isSealed(digest) || gone.has(key)) return [];
      const row = kept.get(key);
      if (!row)
        return [
          {
            code: "sealed-missing",
            message: `${number} 的“${field}”（保密）不见了，账上没有删除它的记录`,
            hint: hint`从备份里恢复账本；确已依法删除的，用 ${next("book", ["台账", "erase"])} 补上记录`,
          },
        ];
      if (seal(row.content, row.salt).digest === digest) return [];
      return [
        {
          code: "sealed-altered",
          message: `${number} 的“${field}”（保密）被改动过`,
          hint: "从备份里恢复账本",
        },
      ];
    }),
  );
}
