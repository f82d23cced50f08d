/** Units (单位): which of the plan's departments a name means, and what that is called on paper. Everybody who names a unit asks here. */
import type { Department, Plan } from "./plan.ts";

/** A department by its name, its full name or an alias; null when the plan has none of that name. */
export function departmentNamed({ departments }: Plan, name: string): Department | null {
  const wanted = name.trim();
  return (
    departments.find((department) => department.name === wanted || department.fullName === wanted) ??
    departments.find((department) => department.aliases.includes(wanted)) ??
    null
  );
}

/** The plan's own name of a unit, whichever of its names was written; one that the plan does not know stays as written. */
export function unitNamed(plan: Plan, name: string): string {
  return departmentNamed(plan, name)?.name ?? name.trim();
}

/** The department under which the plan lets a unit issue papers: a town office acts as the territorial one (各办事处). */
export function issuingUnit(plan: Plan, name: string): string {
  const named = departmentNamed(plan, name)?.name;
  if (named !== undefined) return named;
  const territorial = plan.departments.find((department) => department.territorial)?.name;
  return (plan.towns?.includes(name.trim()) === true ? territorial : undefined) ?? name.trim();
}

/** 全称, as on the seal: what stands in the heading, under the text and beside an officer's name. The plan's own name where it gives none. */
export function fullUnitName(plan: Plan, name: string): string {
  const department = departmentNamed(plan, name);
  return department?.fullName ?? department?.name ?? name.trim();
}

/** What a party has to be told of the office that acts, as the plan has it; null where it does not. */
export interface OfficeDetails {
  /** 联系人、电话和地址 */
  readonly contact: string | null;
  /** 复议机关 */
  readonly reviewedBy: string | null;
  /** 有管辖权的人民法院 */
  readonly court: string | null;
}

export function officeDetails(plan: Plan, name: string): OfficeDetails {
  const { contact = null, reviewedBy = null, court = null } = departmentNamed(plan, name) ?? {};
  return { contact, reviewedBy, court };
}

/** How a decision may be challenged: 行政复议法 第二十条 (sixty days), 行政诉讼法 第四十六条 (six months). null while the plan names neither body. */
export function remediesText({ reviewedBy, court }: OfficeDetails): string | null {
  return reviewedBy === null || court === null
    ? null
    : `可以自收到之日起六十日内向${reviewedBy}申请行政复议，也可以自收到之日起六个月内向${court}提起行政诉讼`;
}
