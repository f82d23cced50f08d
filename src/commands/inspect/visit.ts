/** What every step of an inspection knows. */
import { hint, itemsFor, next, particular, whyNotAsked } from "../../campaign/index.ts";
import type { Hint, InspectionKind, Item, NotAsked, Problem, VisitKind } from "../../campaign/index.ts";
import type { DraftKey } from "../../ledger/drafts.ts";
import type { InstitutionNow } from "../../ledger/now.ts";
import type { Office } from "../../office.ts";
import type { Person } from "../../ledger/people.ts";
import type { RegisterDesk } from "../book/desk.ts";
import { actorOf } from "../desk/campaign.ts";
import type { OpenedCampaign } from "../desk/campaign.ts";

export interface Visit {
  readonly office: Office;
  readonly campaign: OpenedCampaign;
  readonly subject: InstitutionNow;
  readonly kind: InspectionKind;
  /** Who may make it, and what a fault becomes. */
  readonly rule: VisitKind;
  /** Where faults are entered that people without certificates find; null where they become findings, or nothing. */
  readonly entering: Entering | null;
  /** The items to be answered, in the plan's order. */
  readonly items: readonly Item[];
  /** Why an item of the plan is not among them, and what to do; null where it is, or the plan has none of that code. */
  readonly notAsked: (code: string) => Problem | null;
  readonly draftKey: DraftKey;
}

/** The register that faults go into, and who enters them. */
export interface Entering {
  readonly desk: RegisterDesk;
  readonly actor: Person;
}

/** Loaded before the recording begins. @throws Stop when the plan has no such register */
export async function enteringFor(office: Office, { fault }: VisitKind): Promise<Entering | null> {
  if (fault === null) return null;
  const { deskFor } = await import("../book/desk.ts");
  return { desk: await deskFor(office, fault.register), actor: await actorOf(office) };
}

export function draftKeyOf(campaign: string, subject: number, kind: InspectionKind): DraftKey {
  return { campaign, subject, task: `检查:${kind}` };
}

/** A visit of a kind to a subject, with the items that apply to it on the day. @throws Stop as enteringFor */
export async function visitTo(
  office: Office,
  campaign: OpenedCampaign,
  subject: InstitutionNow,
  rule: VisitKind,
): Promise<Visit> {
  const { subject: number, licence_class: licenceClass } = subject;
  const inspected = { ...subject, licenceClass };
  const items = itemsFor(campaign.plan, inspected, office.on, rule.items);
  const { name: kind } = rule;
  return {
    office,
    campaign,
    subject,
    kind,
    rule,
    entering: await enteringFor(office, rule),
    items,
    notAsked: (code) => {
      const why = whyNotAsked(campaign.plan, inspected, office.on, { code, among: rule.items });
      return why && notAskedProblem(number, code, why);
    },
    draftKey: draftKeyOf(campaign.code, number, kind),
  };
}

function notAskedProblem(subject: number, code: string, { cause, reason }: NotAsked): Problem {
  const wrongInRoster = (field: string): Hint =>
    hint`底数不对的，先改：${next("set", [String(subject), `${field}=…`])}；底数没有错的，看问题该写哪一项：${next("plan show")}`;
  const hints: Readonly<Record<NotAsked["cause"], Hint>> = {
    kind: hint`看问题该写哪一项：${next("plan show")}`,
    visit: hint`这一项也要查的，换一种检查：${particular({ kind: "排查" })}`,
    day: hint`检查是另一天的，写明 ${particular({ on: "日期" })}`,
    class: wrongInRoster("证照类别"),
    category: wrongInRoster("类别"),
  };
  return { code: "item-not-asked", message: `检查项 ${code} ${reason}`, hint: hints[cause] };
}

/** The command that takes the inspection up again, or hands it in. */
export function commandOf({ subject, kind, office }: Visit, ...more: readonly string[]): string {
  const day = office.on === office.today ? [] : ["--on", office.on];
  return ["tuban inspect", String(subject.subject), ...(kind === "排查" ? [] : ["--kind", kind]), ...day, ...more].join(
    " ",
  );
}
