/** tuban person, tuban as: who inspects, and who acts. */
import { Stop, misuse } from "../campaign/index.ts";
import type { Day, Problem } from "../campaign/index.ts";
import { peopleOn, personNamed, recordPeople } from "../ledger/people.ts";
import type { Person } from "../ledger/people.ts";
import { setActingPerson } from "../ledger/settings.ts";
import type { Office } from "../office.ts";
import { readDay } from "../read/day.ts";
import { bytesGiven } from "./desk/given-file.ts";
import { readPeople } from "../read/people.ts";
import { print, tell } from "./desk/print.ts";

export interface PersonOptions {
  readonly unit: string;
  /** false where the certificate was lost or taken back. */
  readonly cert?: string | false;
  readonly until?: string;
  readonly team?: string;
}

/** tuban person add: what is not given of a person already registered stays as it was. */
export async function personAdd(office: Office, name: string, options: PersonOptions): Promise<void> {
  if (options.cert === false && options.until !== undefined)
    misuse("no-certificate", "--no-cert 和 --until 不能一起写：没有证件就没有有效期", {
      hint: "换了新证的，写 --cert 证号 --until 日期",
    });
  const until = options.until === undefined ? undefined : certificateDay(options.until);
  if (name.trim() === "") misuse("empty-name", "姓名是空的", { hint: "写成 tuban person add 张某甲 --unit 区教体局" });
  const before = await registered(office, name.trim());
  const person: Person = {
    name: name.trim(),
    unit: options.unit.trim(),
    ...certificateOf(options.cert, until, before),
    team: given(options.team) ?? before?.team ?? null,
  };
  const without = options.cert === false ? "，没有执法证" : "";
  const added = await recordAll(office, [person], `登记人员 ${person.name}（${person.unit}）${without}`);
  const changes = before === undefined ? "" : differences(before, person);
  const sentence =
    added === 0
      ? `人员未变：${person.name}`
      : changes === ""
        ? `已登记：${person.name}（${person.unit}）`
        : `已变更：${person.name}（${person.unit}）：${changes}`;
  await tell(office, sentence, { ...personJson(person), changed: added > 0 });
}

const personJson = ({ name, unit, certificate, certificate_until, team }: Person): object => ({
  name,
  unit,
  certificate,
  certificateUntil: certificate_until,
  team,
});

function certificateOf(
  number: string | false | undefined,
  until: Day | undefined,
  before: Person | undefined,
): Pick<Person, "certificate" | "certificate_until"> {
  if (number === false) return { certificate: null, certificate_until: null };
  return {
    certificate: given(number) ?? before?.certificate ?? null,
    certificate_until: until ?? before?.certificate_until ?? null,
  };
}

/** A person as known on the day of the act, or, when registered only later, as known now. */
async function registered(office: Office, name: string): Promise<Person | undefined> {
  const { db } = await office.ledger();
  const named = (person: Person): boolean => person.name === name;
  return (await peopleOn(db, office.on)).find(named) ?? (await peopleOn(db, office.today)).find(named);
}

const given = (text: string | undefined): string | undefined => text?.trim() || undefined;

const particulars = [
  ["单位", "unit"],
  ["执法证号", "certificate"],
  ["证件有效期", "certificate_until"],
  ["工作组", "team"],
] as const;

/** 证件有效期 2021-06-30 → 2025-12-31；… */
function differences(before: Person, after: Person): string {
  return particulars
    .filter(([, key]) => before[key] !== after[key])
    .map(([title, key]) => `${title} ${before[key] ?? "（空）"} → ${after[key] ?? "（空）"}`)
    .join("；");
}

/** tuban person import: all rows or, where a row is faulty, none. */
export async function personImport(office: Office, file: string): Promise<void> {
  const { people, problems } = readPeople(bytesGiven(office.io, file), file);
  if (problems.length > 0) throw new Stop(2, problems satisfies readonly Problem[]);
  const added = await recordAll(office, people, `导入人员名册 ${file}`);
  const unchanged = people.length - added;
  await tell(office, `人员名册 ${people.length} 人：新登记或变更 ${added} 人，未变 ${unchanged} 人`, {
    changed: added,
    unchanged,
  });
}

/** tuban person list */
export async function personList(office: Office, options: { readonly csv?: boolean }): Promise<void> {
  const { db } = await office.ledger();
  await print(
    office,
    {
      title: `人员（截至 ${office.asOf}）`,
      columns: [
        { key: "name", title: "姓名", value: (person) => person.name },
        { key: "unit", title: "单位", value: (person) => person.unit },
        { key: "certificate", title: "执法证号", kind: "code", value: (person) => person.certificate },
        { key: "certificateUntil", title: "证件有效期", kind: "day", value: (person) => person.certificate_until },
        { key: "team", title: "工作组", value: (person) => person.team },
        { key: "valid", title: "证件", value: (person) => validity(person, office.asOf) },
      ],
      rows: await peopleOn(db, office.asOf),
    },
    options,
  );
}

/** tuban as: who acts from now on in this ledger; on a server, by this login. */
export async function as(office: Office, name: string): Promise<void> {
  const { db } = await office.ledger();
  const person = await personNamed(db, office.today, name);
  const login = await setActingPerson(db, office.home.ledger, person.name);
  const by = login === null ? "" : `用账号 ${login} 登记的，`;
  await tell(office, `${by}以后由 ${person.name}（${person.unit}）办理；某一次换人用 --as`, {
    actor: person.name,
    unit: person.unit,
  });
}

async function recordAll(office: Office, people: readonly Person[], summary: string): Promise<number> {
  const ledger = await office.ledger();
  const recorded = await ledger.record(
    { command: "person", actor: office.wanted.as ?? "系统", on: office.on },
    (entry) => {
      entry.describe(summary);
      return recordPeople(entry, people, office.on);
    },
  );
  return recorded.value;
}

function certificateDay(text: string): Day {
  return (
    readDay(text) ?? misuse("bad-day", `--until 的日期看不懂：${text}`, { hint: "写成 2025-12-31 或 2025年12月31日" })
  );
}

function validity(person: Person, day: Day): string {
  if (person.certificate === null) return "无证";
  if (person.certificate_until === null) return "未登记有效期";
  return person.certificate_until < day ? "已过期" : "有效";
}
