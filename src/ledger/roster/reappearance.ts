/** 死灰复燃: a new subject that shares something with one that was closed down or stands on a blacklist. */
import { sql } from "kysely";
import { inStretches, phoneKeys, placeKey, simplified } from "../../campaign/index.ts";
import type { Day, Standing } from "../../campaign/index.ts";
import { institutionsIn } from "../now.ts";
import { rootsOf } from "../root.ts";
import type { RootRows } from "../root.ts";
import type { Db, RosterRow } from "../tables.ts";

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

/** Everybody who was closed down or stands on a blacklist on the day. */
export async function closedSubjects(db: Db, on: Day): Promise<ClosedSubjects> {
  return closedAmong(db, on, await everClosed(db));
}

/** Of those the ones that share something with a row. Only who ever shared something with it is looked at closely. */
export async function closedSharing(db: Db, on: Day, row: RosterRow): Promise<Reappearance[]> {
  const keys = new Set(signsOf(row).map(keyOf));
  const sharing = new Set<number>();
  if (keys.size > 0)
    for (const some of inStretches(await everClosed(db), 500)) {
      const rows = await db
        .selectFrom("roster")
        .select(["subject", "phone", "address", "legal_rep", "organizer"])
        .where("subject", "in", some)
        .execute();
      for (const one of rows) if (signsOf(one).some((sign) => keys.has(keyOf(sign)))) sharing.add(one.subject);
    }
  return (await closedAmong(db, on, [...sharing])).sharing(row);
}

/** Subjects that an order to close down or a blacklist was ever about. */
async function everClosed(db: Db): Promise<number[]> {
  const { rows } = await sql<{ subject: number }>`
    select subject from orders where effect = '取缔' union select subject from listing where list = '黑名单' order by subject`.execute(
    db,
  );
  return rows.map(({ subject }) => subject);
}

async function closedAmong(db: Db, on: Day, subjects: readonly number[]): Promise<ClosedSubjects> {
  if (subjects.length === 0) return { sharing: () => [], standingOf: () => null };
  const standing = (await rootsOf(db, subjects)).on({ day: on });
  const now = new Map(institutionsIn(standing).map((row) => [row.subject, row]));
  const closed = closedIn(standing);
  const signs = new Map<string, Reappearance[]>();
  for (const { subject, why } of closed) {
    const row = now.get(subject);
    for (const sign of row ? signsOf(row) : []) {
      const [shared, value] = sign;
      const found = { subject, name: row?.name ?? "", standing: why, shared, value };
      signs.set(keyOf(sign), [...(signs.get(keyOf(sign)) ?? []), found]);
    }
  }
  const readable = (sign: Reappearance, row: Recognisable): Reappearance =>
    sign.shared === "地址" ? { ...sign, value: row.address ?? "" } : sign;
  return {
    standingOf: (subject) => closed.find((one) => one.subject === subject)?.why ?? null,
    sharing: (row) => signsOf(row).flatMap((own) => (signs.get(keyOf(own)) ?? []).map((sign) => readable(sign, row))),
  };
}

interface Closed {
  readonly subject: number;
  readonly why: Reappearance["standing"];
}

/** By short number; 取缔关停 before 黑名单 for one that is both. */
function closedIn({ operations, listings }: Standing<RootRows>): Closed[] {
  const closed = operations
    .filter(({ state }) => state === "取缔关停")
    .map(({ id: subject }): Closed => ({ subject, why: "取缔关停" }));
  const listed = listings
    .filter(
      ({ list, state, fact }) => list === "黑名单" && fact !== null && (state === "在列" || state === "在列异议中"),
    )
    .map(({ id: subject }): Closed => ({ subject, why: "黑名单" }));
  const once = new Map([...closed, ...listed].map((one) => [`${one.subject} ${one.why}`, one]));
  return [...once.values()].toSorted((one, other) => one.subject - other.subject || (one.why === "取缔关停" ? -1 : 1));
}

const keyOf = ([shared, value]: [Reappearance["shared"], string]): string => `${shared}\n${value}`;

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
