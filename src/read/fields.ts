/** The columns that a table of each kind of subject may have, and those of a list of people. */
import {
  enforcementColumns,
  ignoredColumns,
  operatorColumns,
  rosterFields,
  schoolColumns,
  teacherColumns,
} from "../campaign/index.ts";
import type { FieldKey, HeaderWords, SubjectKind } from "../campaign/index.ts";
import type { HeaderField, HeaderFields } from "./headers.ts";

const words = (text: string): string[] => text.split(" ").filter(Boolean);

function headed<Key extends string>(rows: Readonly<Record<Key, HeaderWords>>): Readonly<Record<Key, HeaderField>> {
  const fields: Partial<Record<Key, HeaderField>> = {};
  for (const [key, { title, headers, alone = "" }] of Object.entries(rows) as [Key, HeaderWords][])
    fields[key] = { title, aliases: words(headers), alone: words(alone) };
  return fields as Record<Key, HeaderField>;
}

/** Columns that have no place of their own in the record: they stay with the row under their title. */
export const keptColumns = { ...schoolColumns, ...teacherColumns, ...operatorColumns };

export type KeptColumn = keyof typeof keptColumns;
export type EnforcementColumn = keyof typeof enforcementColumns;

/** What a column may be. */
export type RosterField = FieldKey | KeptColumn | EnforcementColumn | keyof typeof ignoredColumns;

type KindFields = Readonly<Partial<Record<RosterField, HeaderField>>>;

const ofInstitutions = headed({ ...rosterFields, ...enforcementColumns, ...ignoredColumns });
const ofSchools = headed(schoolColumns);
const ofTeachers = headed(teacherColumns);
const ofOperators = headed(operatorColumns);

const named = (title: string, aliases: string): Pick<KindFields, "name"> => ({
  name: { title, aliases: words(aliases) },
});

/** In a person's row these columns would be somebody else's. */
const notOfPersons = new Set(["legalRep", "principal", "organizer", "teachers", "students"]);
const ofPersons: KindFields = Object.fromEntries(
  Object.entries(ofInstitutions).filter(([name]) => !notOfPersons.has(name)),
);

const fieldsByKind: Readonly<Record<SubjectKind, KindFields>> = {
  机构: ofInstitutions,
  学校: { ...ofInstitutions, ...ofSchools },
  教师: { ...ofPersons, ...ofTeachers, ...named("姓名", "教师姓名 教师 教师名称 名称") },
  举办者: { ...ofPersons, ...ofOperators, ...named("举办者", "举办者姓名 举办者名称 举办人 姓名 名称 单位名称") },
};

/** What the tables of each kind of subject have: the same words mean other things in them. */
export const fieldsOfKind = (kind: SubjectKind): KindFields => fieldsByKind[kind];

/** Every column that any table has, by key. */
export const everyColumn: Readonly<Record<RosterField, HeaderField>> = {
  ...ofInstitutions,
  ...ofSchools,
  ...ofTeachers,
  ...ofOperators,
};

/** The column that a word on the command line means: its Chinese title or one of its aliases; null when none. */
export function rosterFieldNamed(word: string): RosterField | null {
  const all = Object.entries<HeaderField>(everyColumn);
  const means = ({ aliases, alone = [] }: HeaderField): boolean => aliases.includes(word) || alone.includes(word);
  const found = all.find(([, { title }]) => title === word) ?? all.find(([, field]) => means(field));
  return (found?.[0] as RosterField | undefined) ?? null;
}

export const peopleFields = {
  name: { title: "姓名", aliases: words("人员姓名 执法人员姓名 检查人员") },
  unit: { title: "单位", aliases: words("所在单位 工作单位 单位名称 部门 所属部门 执法单位") },
  certificate: { title: "执法证号", aliases: words("行政执法证号 执法证件号 执法证编号 证件号 证件编号 证号") },
  certificateUntil: { title: "证件有效期", aliases: words("执法证有效期 有效期至 证件有效期至 有效期 到期日期") },
  team: { title: "工作组", aliases: words("组别 所在工作组 检查组 小组 分组") },
} as const satisfies HeaderFields<string>;
