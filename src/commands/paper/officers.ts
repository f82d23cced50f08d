/** The officers named for a paper: registered, certified on the day, two where the law asks for two. */
import { officerProblems, Stop } from "../../campaign/index.ts";
import type { Day, Officer, Problem } from "../../campaign/index.ts";
import type { Reading } from "../../ledger/ledger.ts";
import { peopleOn } from "../../ledger/people.ts";

/** @throws Stop with everything that stands against them (行政处罚法 第四十二条、第五十五条) */
export async function officersNamed(
  db: Reading,
  on: Day,
  names: readonly string[],
  needed: number,
): Promise<readonly Officer[]> {
  const people = new Map((await peopleOn(db, on)).map((person) => [person.name, person]));
  const unknown = names
    .filter((name) => !people.has(name))
    .map((name): Problem => ({
      code: "unknown-person",
      message: `人员名册里没有：${name}`,
      hint: `先运行 tuban person add ${name} --unit 单位 --cert 执法证号 --until 有效期`,
    }));
  const officers = names.flatMap((name): Officer[] => {
    const person = people.get(name);
    return person
      ? [{ name, unit: person.unit, certificate: person.certificate, certificateUntil: person.certificate_until }]
      : [];
  });
  const problems = [...unknown, ...(needed > 0 && unknown.length === 0 ? officerProblems(officers, on) : [])];
  if (problems.length > 0) throw new Stop(1, problems);
  return officers;
}
