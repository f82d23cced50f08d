/** Who goes out or handles a case: each registered, with a certificate valid on the day; two or more (行政处罚法第四十二条). */
import { Stop, namesakes, officerProblems, partyProblems } from "../../campaign/index.ts";
import type { Day, Officer, Problem, VisitKind } from "../../campaign/index.ts";
import { peopleOn } from "../../ledger/people.ts";
import type { Person } from "../../ledger/people.ts";
import type { Db } from "../../ledger/tables.ts";
import type { Office } from "../../office.ts";

/** Names as people type them in a row, each once: one officer named twice is not two. */
export function namesIn(text: string | undefined): string[] {
  return [...new Set((text ?? "").split(/[\s,，、;；]+/).filter((name) => name !== ""))];
}

/** The register of people (人员名册), as an act uses it. */
export interface OfficerRoll {
  readonly on: Day;
  /** Those registered on the day of the act. */
  readonly people: ReadonlyMap<string, Person>;
  /** Names registered by today, for those who came later. */
  readonly now: ReadonlySet<string>;
}

export async function rollOf(db: Db, { on, today }: Pick<Office, "on" | "today">): Promise<OfficerRoll> {
  const people = await peopleOn(db, on);
  const now = on === today ? people : await peopleOn(db, today);
  return {
    on,
    people: new Map(people.map((person) => [person.name, person])),
    now: new Set(now.map(({ name }) => name)),
  };
}

/** Those of these names who are registered, and why the others are not known. */
export function registered(roll: OfficerRoll, names: readonly string[]): { officers: Officer[]; unknown: Problem[] } {
  const officers = names.flatMap((name): Officer[] => {
    const person = roll.people.get(name);
    return person
      ? [{ name, unit: person.unit, certificate: person.certificate, certificateUntil: person.certificate_until }]
      : [];
  });
  return {
    officers,
    unknown: names.filter((name) => !roll.people.has(name)).map((name) => unknownPerson(roll, name)),
  };
}

function unknownPerson({ on, now, people }: OfficerRoll, name: string): Problem {
  return now.has(name)
    ? {
        code: "unknown-person",
        message: `${name} 在 ${on} 还没有登进人员名册`,
        hint: `当时已经在岗的，用 tuban person add ${name} --on ${on} 补录`,
      }
    : {
        code: "unknown-person",
        message: `人员名册里没有：${name}`,
        hint: `${namesakes(name, [...people.values()])}先运行 tuban person add ${name} --unit 单位 --cert 执法证号 --until 有效期`,
      };
}

/** The officers among these names, with everything that stands against them: the law asks for two, certified. */
export function certified(
  roll: OfficerRoll,
  names: readonly string[],
  duty: "检查" | "办案" | VisitKind = "检查",
): { officers: Officer[]; problems: Problem[] } {
  const { officers, unknown } = registered(roll, names);
  // of two that were named, one who is not known is no reason to ask for two
  const stands =
    typeof duty === "string" ? officerProblems(officers, roll.on, duty) : partyProblems(officers, roll.on, duty);
  const rules = stands.filter(({ code }) => code !== "too-few-officers" || names.length < 2);
  return { officers, problems: [...unknown, ...rules] };
}

/** The same. @throws Stop with everything that stands against them */
export async function officersNamed(
  db: Db,
  days: Pick<Office, "on" | "today">,
  names: readonly string[],
  duty?: "检查" | "办案",
): Promise<Officer[]> {
  const { officers, problems } = certified(await rollOf(db, days), names, duty);
  if (problems.length > 0) throw new Stop(1, problems);
  return officers;
}

/** Those of these names, where the law asks for no certificate. @throws Stop naming everyone who is not registered */
export async function peopleNamed(
  db: Db,
  days: Pick<Office, "on" | "today">,
  names: readonly string[],
): Promise<Officer[]> {
  const { officers, unknown } = registered(await rollOf(db, days), names);
  if (unknown.length > 0) throw new Stop(1, unknown);
  return officers;
}
