/** Finding a subject by what the user types: short number, code, permit, part of the name, pinyin initials. */
import { sql } from "kysely";
import type { Day } from "../campaign/index.ts";
import { misuse } from "../campaign/index.ts";
import type { Reading } from "./ledger.ts";
import { standing } from "./standing.ts";
import type { InstitutionNow } from "./standing.ts";

/** The one subject meant. @throws Stop when none or several fit, listing the candidates */
export async function findSubject(db: Reading, asOf: Day, query: string): Promise<InstitutionNow> {
  const found = await searchSubjects(db, asOf, query);
  const [only] = found;
  if (only && found.length === 1) return only;
  const exact = found.filter((subject) => subject.name === query);
  if (exact.length === 1 && exact[0]) return exact[0];
  if (found.length === 0) return misuse("unknown-subject", `底数里找不到：${query}`, { hint: "用 tuban list 关键词 查编号；名称、代码、拼音首字母都可以" });
  const shown = found.slice(0, 5).map((subject) => `${subject.subject} ${subject.name}`);
  const more = found.length > 5 ? ` 等 ${found.length} 家` : "";
  return misuse("ambiguous-subject", `“${query}”对应 ${found.length} 家：${shown.join("；")}${more}`, { hint: "改用编号（最前面的数字），或写长一点" });
}

/** Every subject that fits, best way first: a number or code is exact, a name may be partial. */
export async function searchSubjects(db: Reading, asOf: Day, query: string): Promise<InstitutionNow[]> {
  const term = query.trim().normalize("NFKC");
  if (/^\d{1,9}$/.test(term)) {
    const byNumber = await select(db, asOf, sql`subject = ${Number(term)}`);
    if (byNumber.length > 0) return byNumber;
  }
  const byCode = await select(db, asOf, sql`uscc = ${term.toUpperCase()} or permit_no = ${term}`);
  if (byCode.length > 0) return byCode;
  const byName = await select(db, asOf, sql`name like ${`%${term.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`} escape '\\'`);
  if (byName.length > 0 || !/^[a-z]{2,}$/i.test(term)) return byName;
  return byInitials(await select(db, asOf, sql`1 = 1`), term.toLowerCase());
}

async function select(db: Reading, asOf: Day, where: ReturnType<typeof sql>): Promise<InstitutionNow[]> {
  const query = sql<InstitutionNow>`with ${standing(asOf)} select * from institution_now where ${where} order by subject`;
  return (await query.execute(db)).rows;
}

/** Names whose pinyin, full or by initials, contains the letters without a gap. */
async function byInitials(subjects: readonly InstitutionNow[], letters: string): Promise<InstitutionNow[]> {
  const { match } = await import("pinyin-pro");
  return subjects.filter((subject) => match(subject.name, letters, { continuous: true }) !== null);
}
