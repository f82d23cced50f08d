/** Who handles a case: two or more, each with a certificate valid on the day (行政处罚法第四十二条). */
import { Stop, officerProblems } from "../../campaign/index.ts";
import type { Officer, Problem } from "../../campaign/index.ts";
import { peopleOn } from "../../ledger/people.ts";
import type { Reading } from "../../ledger/ledger.ts";
import type { Office } from "../../office.ts";

/** The names of --by, each looked up in the register of people. @throws Stop with everything that stands against them */
export async function officersNamed(office: Office, db: Reading, names: readonly string[]): Promise<string[]> {
  const people = new Map((await peopleOn(db, office.on)).map((person) => [person.name, person]));
  const unknown = names
    .filter((name) => !people.has(name))
    .map((name): Problem => ({
      code: "unknown-person",
      message: `人员名册里没有：${name}（${office.on}）`,
      hint: `先运行 tuban person add ${name} --unit 单位 --cert 执法证号 --until 有效期`,
    }));
  const officers = names.flatMap((name): Officer[] => {
    const person = people.get(name);
    return person
      ? [{ name, unit: person.unit, certificate: person.certificate, certificateUntil: person.certificate_until }]
      : [];
  });
  const rules = officerProblems(officers, office.on, "办案").filter(
    ({ code }) => code !== "too-few-officers" || names.length < 2,
  );
  if (unknown.length + rules.length > 0) throw new Stop(1, [...unknown, ...rules]);
  return officers.map(({ name }) => name);
}
