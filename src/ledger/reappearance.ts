/** 死灰复燃: a new subject that shares something with one that was closed down or stands on a blacklist. */
import { sql } from "kysely";
import { phoneKeys, placeKey, simplified } from "../campaign/index.ts";
import type { Day } from "../campaign/index.ts";
import type { Reading } from "./ledger.ts";
import { institutionsNow, standing } from "./standing.ts";
import type { RosterRow } from "./tables.ts";

/** A new subject shares this with one that was closed down or blacklisted. */
export interface Reappearance {
  readonly subject: number;
  readonly name: string;
  readonly standing: "取缔关停" | "黑名单";
  readonly shared: "电话" | "地址" | "法定代表人或举办者";
  readonly value: string;
}

/** What somebody would take along to a new name. */
type Recognisable = Pick<RosterRow, "phone" | "address" | "legal_rep" | "organizer">;

/** Who was closed down or stands on a blacklist, and how to recognise them. */
export interface ClosedSubjects {
  sharing(row: Recognisable): Reappearance[];
  /** null for a subject that is neither. */
  standingOf(subject: number): Reappearance["standing"] | null;
}

export async function closedSubjects(db: Reading, on: Day): Promise<ClosedSubjects> {
  const { rows: closed } = await sql<{ subject: number; why: Reappearance["standing"] }>`with ${standing(on)}
    select subject, '取缔关停' as why from operation_now where operation = '取缔关停'
    union select subject, '黑名单' as why from listing_now where list = '黑名单' and standing = '在列'
    order by subject, why`.execute(db);
  if (closed.length === 0) return { sharing: () => [], standingOf: () => null };
  const now = new Map(
    (await institutionsNow(db, on, [...new Set(closed.map(({ subject }) => subject))])).map((row) => [
      row.subject,
      row,
    ]),
  );
  const rows = closed.flatMap(({ subject, why }) => {
    const row = now.get(subject);
    return row ? [{ ...row, why }] : [];
  });
  const signs = new Map<string, Reappearance[]>();
  for (const row of rows) {
    for (const [shared, value] of signsOf(row)) {
      const key = `${shared}\n${value}`;
      signs.set(key, [
        ...(signs.get(key) ?? []),
        { subject: row.subject, name: row.name, standing: row.why, shared, value },
      ]);
    }
  }
  const readable = (sign: Reappearance, row: Recognisable): Reappearance =>
    sign.shared === "地址" ? { ...sign, value: row.address ?? "" } : sign;
  return {
    standingOf: (subject) => closed.find((one) => one.subject === subject)?.why ?? null,
    sharing: (row) =>
      signsOf(row).flatMap(([shared, value]) =>
        (signs.get(`${shared}\n${value}`) ?? []).map((sign) => readable(sign, row)),
      ),
  };
}

function signsOf(row: Recognisable): [Reappearance["shared"], string][] {
  const phones = phoneKeys(row.phone).map((phone): [Reappearance["shared"], string] => ["电话", phone]);
  const persons = [row.legal_rep, row.organizer]
    .flatMap((names) => (names ?? "").split(/[、，,;；/]+/))
    .map((name): [Reappearance["shared"], string] => ["法定代表人或举办者", simplified(name.replaceAll(/\s/g, ""))]);
  const seen = new Set<string>();
  return [...phones, ["地址", placeKey(row.address) ?? ""] as [Reappearance["shared"], string], ...persons].filter(
    ([shared, value]) => {
      const key = `${shared}\n${value}`;
      return value !== "" && !seen.has(key) && seen.add(key);
    },
  );
}
