/** Inspectors and others who act, and who acts by default. */
import { hint, namesakes, next } from "../campaign/index.ts";
import type { Day } from "../campaign/index.ts";
import { misuse } from "../campaign/index.ts";
import type { Entry, New } from "./ledger.ts";
import type { Db, PersonRow } from "./tables.ts";
import { takenBack } from "./taken-back.ts";

export type Person = Pick<PersonRow, "name" | "unit" | "certificate" | "certificate_until" | "team">;

/** The people as known on a day: of each name the row of the latest day, and of that day the one recorded last. */
export async function peopleOn(db: Db, day: Day): Promise<Person[]> {
  const rows = await db
    .selectFrom("person")
    .selectAll()
    .where("happened_on", "<=", day)
    .where("entry", "not in", takenBack(db))
    .orderBy("happened_on")
    .orderBy("id")
    .execute();
  const latest = new Map(rows.map((row) => [row.name, row]));
  return [...latest.values()];
}

/** @throws Stop when nobody of that name is registered by that day */
export async function personNamed(db: Db, day: Day, name: string): Promise<Person> {
  const people = await peopleOn(db, day);
  return people.find((person) => person.name === name) ?? (await notRegistered(db, day, { name, people }));
}

async function notRegistered(
  db: Db,
  day: Day,
  { name, people }: { readonly name: string; readonly people: readonly Person[] },
): Promise<never> {
  const later = await db
    .selectFrom("person")
    .select(["unit", "happened_on"])
    .where("name", "=", name)
    .orderBy("happened_on")
    .limit(1)
    .executeTakeFirst();
  if (later === undefined)
    return misuse("unknown-person", `人员名册里没有：${name}`, {
      hint: hint`${namesakes(name, people)}先运行 ${next("person add", [name], { unit: "单位", cert: "执法证号" })}`,
    });
  const start = await db
    .selectFrom("campaign")
    .select("happened_on")
    .where("happened_on", "<=", day)
    .orderBy("happened_on")
    .limit(1)
    .executeTakeFirst();
  return misuse("unknown-person", `${name} 在 ${later.happened_on} 才登记，${day} 还没有`, {
    hint: hint`补登用 ${next("person add", [name], { unit: later.unit, on: start?.happened_on ?? day })}`,
  });
}

/** Appends the people whose particulars are new or differ; gives how many. */
export async function recordPeople(entry: Entry, people: readonly Person[], on: Day): Promise<number> {
  const known = new Map((await peopleOn(entry.db, on)).map((person) => [person.name, person]));
  const changed = people.filter((person) => !same(known.get(person.name), person));
  if (changed.length > 0)
    await entry.addMany(
      "person",
      changed.map((person): New<PersonRow> => ({ ...plain(person), happened_on: on })),
    );
  return changed.length;
}

const plain = ({ name, unit, certificate, certificate_until, team }: Person): Person => ({
  name,
  unit,
  certificate,
  certificate_until,
  team,
});

function same(known: Person | undefined, person: Person): boolean {
  return known !== undefined && JSON.stringify(plain(known)) === JSON.stringify(plain(person));
}
