/** Who inspects: two or more, each with a certificate that is valid on the day. */
import { officerProblems, Stop } from "../../campaign/index.ts";
import type { Officer, Problem } from "../../campaign/index.ts";
import { peopleOn } from "../../ledger/people.ts";
import type { Person } from "../../ledger/people.ts";
import { actorOf } from "../campaign.ts";
import { namesIn } from "./draft.ts";
import type { ChecklistDraft } from "./draft.ts";
import type { Visit } from "./visit.ts";

/**
 * The inspectors: those of --by, else those the draft was begun with, else the person at the terminal is asked, else
 * whoever acts. @throws Stop with everything that stands against them
 */
export async function officersOf(visit: Visit, by: string | null, draft: ChecklistDraft): Promise<readonly Officer[]> {
  const roll = await rollOf(visit);
  const named = by ?? draft.officers;
  const actor = await actorOf(visit.office);
  const names = namesIn(named ?? (visit.office.io.interactive ? await askNames(visit, roll, actor.name) : actor.name));
  const { officers, problems } = check(roll, names);
  if (problems.length > 0) throw new Stop(1, problems);
  return officers;
}

function askNames({ office }: Visit, roll: Roll, actor: string): Promise<string> {
  return office.io.ask.text({
    message: "检查人员（两名以上，用顿号或逗号隔开）",
    instead: "--by 张某甲,李某乙",
    initial: `${actor}、`,
    check: (answer) => check(roll, namesIn(answer)).problems[0]?.message ?? true,
  });
}

interface Roll {
  readonly on: Visit["office"]["on"];
  /** Those registered on the day of the inspection. */
  readonly people: ReadonlyMap<string, Person>;
  /** Names registered by today, for those who came later. */
  readonly now: ReadonlySet<string>;
}

async function rollOf({ office, campaign }: Visit): Promise<Roll> {
  const { db } = campaign.ledger;
  const [people, now] = [await peopleOn(db, office.on), await peopleOn(db, office.today)];
  return {
    on: office.on,
    people: new Map(people.map((person) => [person.name, person])),
    now: new Set(now.map(({ name }) => name)),
  };
}

function check(roll: Roll, names: readonly string[]): { officers: readonly Officer[]; problems: readonly Problem[] } {
  const known = names.flatMap((name): Officer[] => {
    const person = roll.people.get(name);
    return person
      ? [{ name, unit: person.unit, certificate: person.certificate, certificateUntil: person.certificate_until }]
      : [];
  });
  const unknown = names.filter((name) => !roll.people.has(name)).map((name) => unknownPerson(roll, name));
  const rules = officerProblems(known, roll.on).filter(({ code }) => code !== "too-few-officers" || names.length < 2);
  return { officers: known, problems: [...unknown, ...rules] };
}

function unknownPerson({ on, now }: Roll, name: string): Problem {
  return now.has(name)
    ? {
        code: "unknown-person",
        message: `${name} 在 ${on} 还没有登进人员名册`,
        hint: `当时已经在岗的，用 tuban person add ${name} --on ${on} 补录`,
      }
    : {
        code: "unknown-person",
        message: `人员名册里没有：${name}`,
        hint: `先运行 tuban person add ${name} --unit 单位 --cert 执法证号 --until 有效期`,
      };
}
