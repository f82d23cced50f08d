/** Finding a subject by what the user types: short number, code, permit, part of the name, pinyin initials. */
import { hint, next, personsNamed } from "../../campaign/index.ts";
import type { Hint } from "../../campaign/index.ts";
import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import { inStretches, matchKey, misuse, readSubjectNumber, refuse, shown } from "../../campaign/index.ts";
import type { Day } from "../../campaign/index.ts";
import { fromJson } from "../json.ts";
import { pairingsAround } from "./match-keys-kept.ts";
import type { Db } from "../tables.ts";
import type { InstitutionNow } from "../now.ts";
import { institutionsNow } from "../now.ts";
import { institutionsListed } from "../spans/institutions.ts";

/**
 * The one subject meant by somebody who enters something; for one that was found since to be another (同一家), that other.
 * @throws Stop when none or several fit, listing the candidates
 */
export async function findSubject(db: Db, asOf: Day, query: string): Promise<InstitutionNow> {
  return only(db, asOf, query, await onesThatStay(db, asOf, await searchSubjects(db, asOf, query), query));
}

/**
 * The one subject meant by somebody who looks at a day: what stood on the roster then is shown as it stood, whatever it was found to be
 * since; a number that was on none any more leads to the one that stays. @throws Stop as findSubject
 */
export async function findSubjectThen(db: Db, asOf: Day, query: string): Promise<InstitutionNow> {
  const found = await searchSubjects(db, asOf, query);
  const number = readSubjectNumber(query);
  const stood = number === null ? found.length > 0 : found.some(({ subject }) => subject === number);
  return only(db, asOf, query, stood ? found : await onesThatStay(db, asOf, found, query));
}

async function only(db: Db, asOf: Day, query: string, found: readonly InstitutionNow[]): Promise<InstitutionNow> {
  const typed = shown(query).slice(1, -1);
  const [first] = found;
  if (first && found.length === 1) return first;
  const exact = found.filter((subject) => subject.name === query.trim());
  if (exact.length === 1 && exact[0]) return exact[0];
  if (found.length === 0) return nobody(db, asOf, query);
  const listed = found.slice(0, 5).map((subject) => `${subject.subject} ${subject.name}`);
  const more = found.length > 5 ? ` 等 ${found.length} 家` : "";
  return misuse("ambiguous-subject", `“${typed}”对应 ${found.length} 家：${listed.join("；")}${more}`, {
    hint: "改用编号（最前面的数字），或写长一点",
  });
}

const endOfDays = "9999-12-31" as Day;

/** Of one that came on the roster after that day, it says when it came. @throws Stop unknown-subject · before-roster */
async function nobody(db: Db, asOf: Day, query: string): Promise<never> {
  const [later, ...others] = await searchSubjects(db, endOfDays, query);
  if (later && others.length === 0 && later.happened_on > asOf)
    refuse("before-roster", `${asOf} 底数里还没有 ${later.name}（${later.happened_on} 登记的）`, {
      hint: hint`核对日期；底数登记晚了的，用 ${next("import", ["底数.csv"], { on: "当时的日期" })} 补录`,
    });
  return misuse("unknown-subject", `底数里找不到：${shown(query).slice(1, -1)}`, {
    hint: await nearHint(db, asOf, query),
  });
}

/**
 * A number that was found to be another one still stands on printed sheets, and a late entry (补录) may be of a day before that word:
 * what is meant is the one that stays, for the other is on no roster any more.
 */
async function onesThatStay(
  db: Db,
  asOf: Day,
  found: readonly InstitutionNow[],
  query: string,
): Promise<readonly InstitutionNow[]> {
  const number = readSubjectNumber(query);
  const { merged } = await pairingsAround(db, [
    ...(number === null ? [] : [number]),
    ...found.map(({ subject }) => subject),
  ]);
  const meant = number !== null && merged.has(number) ? [number] : found.map(({ subject }) => subject);
  const gone = meant.find((subject) => merged.has(subject));
  if (gone === undefined) return found;
  const stay = new Set(meant.map((subject) => merged.get(subject) ?? subject));
  const rows = found.filter(({ subject }) => stay.has(subject));
  for (const { subject } of rows) stay.delete(subject);
  // a part of a name may fit more than one question may name
  for (const some of inStretches([...stay], 1000)) rows.push(...(await institutionsNow(db, asOf, some)));
  if (rows.length === 0)
    refuse("merged-since", `${gone} 号已并入 ${merged.get(gone)} 号，那一号在 ${asOf} 还不在底数里`, {
      hint: hint`核对日期；底数登记晚了的，用 ${next("import", ["底数.csv"], { on: "当时的日期" })} 补录`,
    });
  return rows.toSorted((a, b) => a.subject - b.subject);
}

/**
 * Every subject that fits, by short number. Tried in turn, the first that finds something holds: short number (9, j9, 机构9);
 * credit code or permit; part of the name; part of a code (6 signs or more); a telephone number; a person; part of the address; the name as it reads
 * without brackets and 有限公司; pinyin or its initials.
 */
export async function searchSubjects(db: Db, asOf: Day, query: string): Promise<InstitutionNow[]> {
  const term = query.trim().normalize("NFKC").slice(0, 200);
  if (term === "") return [];
  const number = readSubjectNumber(term);
  if (number !== null) {
    const byNumber = await select(db, asOf, sql`subject = ${number}`);
    if (byNumber.length > 0) return byNumber;
  }
  const byCode = await select(
    db,
    asOf,
    sql`uscc = ${term.toUpperCase()} or permit_no in (${term}, ${`教民${term}`}, ${`人社民${term}`})`,
  );
  if (byCode.length > 0) return byCode;
  const byName = await select(
    db,
    asOf,
    sql`lower(name) like ${containing(term.toLowerCase())} escape '\\' or lower(name) like ${containing(query.trim().slice(0, 200).toLowerCase())} escape '\\'`,
  );
  if (byName.length > 0) return byName;
  const byPart = /^[0-9a-z]{6,18}$/i.test(term)
    ? await select(db, asOf, sql`uscc like ${containing(term.toUpperCase())} or permit_no like ${containing(term)}`)
    : [];
  if (byPart.length > 0) return byPart;
  for (const search of [searchByPhone, searchByPerson, searchByAddress]) {
    const found = await search(db, asOf, term);
    if (found.length > 0) return found;
  }
  const everyone = await institutionsListed(db, asOf);
  return /^[a-z]{2,}$/i.test(term) ? byInitials(everyone, term.toLowerCase()) : byKey(everyone, term);
}

const fewestDigits = 4;

/** Subjects with a telephone number, or at least four digits of one, whatever stands between the digits. */
export async function searchByPhone(db: Db, asOf: Day, phone: string): Promise<InstitutionNow[]> {
  const digits = phone
    .normalize("NFKC")
    .replaceAll(/[\s()+-]/g, "")
    .replace(/^(?:0086|86)(?=1\d{10}$)/, "");
  if (!/^\d+$/.test(digits) || digits.length < fewestDigits) return [];
  return select(db, asOf, sql`replace(replace(phone, '-', ''), ' ', '') like ${containing(digits)}`);
}

/** Subjects of whom a person is 法定代表人, 举办者 or 负责人; a part of the name, such as the surname, is enough. */
export async function searchByPerson(db: Db, asOf: Day, person: string): Promise<InstitutionNow[]> {
  const name = person.normalize("NFKC").replaceAll(/\s/g, "");
  // digits, letters and longer words are no person's name
  if (!/^[\p{Script=Han}·某]{1,8}$/u.test(name)) return [];
  const like = containing(name);
  const rows = await select(
    db,
    asOf,
    sql`legal_rep like ${like} escape '\\' or organizer like ${like} escape '\\' or more like ${like} escape '\\'`,
  );
  return rows.filter((row) =>
    personsNamed({ ...row, principal: fromJson(row.more).principal }).some((one) =>
      one.replaceAll(/\s/g, "").includes(name),
    ),
  );
}

/** Subjects at an address, where they teach or are registered; of two signs or more. */
export async function searchByAddress(db: Db, asOf: Day, address: string): Promise<InstitutionNow[]> {
  const text = address.trim().normalize("NFKC");
  if (Array.from(text).length < 2) return [];
  const like = containing(text);
  const rows = await select(db, asOf, sql`address like ${like} escape '\\' or more like ${like} escape '\\'`);
  return rows.filter((row) =>
    [row.address, fromJson(row.more).registeredAddress].some((one) => one?.normalize("NFKC").includes(text)),
  );
}

/** The rows in force that meet a condition. Any row that ever met it is sought first, by index where there is one. */
async function select(db: Db, asOf: Day, where: RawBuilder<unknown>): Promise<InstitutionNow[]> {
  const ever = await sql<{ subject: number }>`select distinct subject from roster where ${where}`.execute(db);
  const subjects = ever.rows.map(({ subject }) => subject);
  const rows = await (subjects.length > few ? institutionsListed(db, asOf) : institutionsNow(db, asOf, subjects));
  const meeting = new Set<number>();
  for (const some of inStretches(rows, 500)) {
    const ids = sql.join(some.map(({ id }) => id));
    const met = await sql<{ id: number }>`select id from roster where id in (${ids}) and (${where})`.execute(db);
    for (const { id } of met.rows) meeting.add(id);
  }
  return rows.filter(({ id }) => meeting.has(id));
}

/** How many subjects are looked up one by one; of more the whole roster is read. */
const few = 1_000;

/** A pattern for `like` in which the term's own % and _ are plain signs. */
function containing(term: string): string {
  return `%${term.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
}

function byKey(subjects: readonly InstitutionNow[], term: string): InstitutionNow[] {
  const key = matchKey(term);
  return key.length < 2 ? [] : subjects.filter((subject) => matchKey(subject.name).includes(key));
}

/** Names whose pinyin, full or by initials, contains the letters without a gap. */
async function byInitials(subjects: readonly InstitutionNow[], letters: string): Promise<InstitutionNow[]> {
  const { match } = await import("pinyin-pro");
  return subjects.filter((subject) => match(subject.name, letters, { continuous: true }) !== null);
}

/** Names that share most of the term's characters, for who mistyped one. */
async function nearHint(db: Db, asOf: Day, query: string): Promise<Hint> {
  const signs = (name: string): string[] => name.normalize("NFKC").match(/[\p{L}\p{N}]/gu) ?? [];
  const wanted = new Set(signs(query));
  const near = (await institutionsListed(db, asOf))
    .map(({ subject, name }) => ({
      subject,
      name,
      shared: [...new Set(signs(name))].filter((sign) => wanted.has(sign)).length,
    }))
    .filter(({ shared }) => wanted.size >= 2 && shared * 3 >= wanted.size * 2)
    .sort((a, b) => b.shared - a.shared || a.subject - b.subject)
    .slice(0, 3);
  const otherwise = hint`用 ${next("list", ["关键词"])} 查编号；名称、代码、拼音首字母都可以`;
  return near.length === 0
    ? otherwise
    : hint`是不是 ${near.map(({ subject, name }) => `${subject} ${name}`).join("；")}？也可以${otherwise}`;
}
