/** Which of the plan's departments the acting person is of: whose papers are numbered here. */
import { Stop, issuingUnit } from "../../campaign/index.ts";
import type { Plan } from "../../campaign/index.ts";
import type { Office } from "../../office.ts";
import { actorOf } from "./campaign.ts";

/** The plan's department that the acting person belongs to; null where nobody is named yet. */
export async function ownDepartment(office: Office, plan: Plan): Promise<string | null> {
  try {
    const unit = issuingUnit(plan, (await actorOf(office)).unit);
    return plan.departments.some(({ name }) => name === unit) ? unit : null;
  } catch (error) {
    if (error instanceof Stop) return null;
    throw error;
  }
}
