/** tuban tally (登记): what an office counted itself and no other fact of the ledger holds, for the plan's indicators. */
import {
  amountText,
  cleanCell,
  departmentNamed,
  foldWidth,
  inUnit,
  misuse,
  placesOf,
  refuse,
  tallyItems,
  tallyUnit,
  units,
} from "../campaign/index.ts";
import type { Day, Plan, Problem, Unit } from "../campaign/index.ts";
import { findSubject } from "../ledger/roster/find.ts";
import type { Db, TallyRow } from "../ledger/tables.ts";
import { institutionsListed } from "../ledger/spans/institutions.ts";
import { recordTally, talliesListed } from "../ledger/acts/tallies.ts";
import type { Office } from "../office.ts";
import { nextSteps } from "../write/message.ts";
import { nearest } from "../write/nearest.ts";
import { plain } from "../write/plain.ts";
import { actOf, openCampaign, openCampaignAsOf } from "./desk/campaign.ts";
import { heedDoubts } from "./desk/doubts.ts";
import { print } from "./desk/print.ts";

export interface TallyOptions {
  readonly subject?: string;
  readonly unit?: string;
  readonly department?: string;
  readonly town?: string;
  readonly note?: string;
  readonly csv?: boolean;
}

/** tuban tally <事项> <数量>: appends one tally. @throws Stop for an unknown item, a unit that is not the plan's, a quantity that is no number */
export async function tallyAdd(office: Office, name: string, quantity: string, options: TallyOptions): Promise<void> {
  const { ledger, code, plan } = await openCampaign(office);
  const { item, unit } = itemNamed(plan, name.trim(), options.unit?.trim());
  const amount = amountOf(quantity, unit, options.unit?.trim() ?? unit);
  const department = options.department === undefined ? null : ownDepartment(plan, options.department);
  const subject = options.subject === undefined ? null : await findSubject(ledger.db, office.on, options.subject);
  const town = options.town?.trim() || null;
  const strange = town === null ? null : await strangeTown(ledger.db, { plan, day: office.on }, town);
  const kept = {
    item,
    quantity: amount,
    subject: subject?.subject ?? null,
    department,
    town,
    happened_on: office.on,
  };
  await heedDoubts(office, await recordedBefore(ledger.db, code, kept));
  const words = `${item} ${amountText(inUnit(amount, unit), unit)} ${unit}`;
  const { value: id } = await ledger.record(await actOf(office, "tally"), (entry) => {
    entry.describe(`登记：${words}${subject ? `（${subject.name}）` : ""}`);
    return recordTally(entry, {
      ...kept,
      campaign: code,
      unit,
      note: options.note?.trim() ?? "",
    });
  });
  if (office.json) {
    const { jsonText } = await import("../write/json.ts");
    office.io.out.write(jsonText({ tally: id, item, quantity: inUnit(amount, unit), unit, on: office.on }));
    return;
  }
  office.io.out.write(`${plain(`已登记：${words}`)}\n`);
  if (strange !== null) office.io.err.write(`注意：${plain(strange)}\n`);
  const counting = plan.indicators.find(
    ({ basis, ...of }) => basis !== "比率" && "filter" in of && of.filter.items?.includes(item),
  );
  office.io.err.write(nextSteps(counting ? [`tuban report explain ${counting.name}`] : ["tuban tally"], office.io));
}

/** The same number for the same day, recorded twice, is counted twice. */
async function recordedBefore(
  db: Db,
  campaign: string,
  kept: Pick<TallyRow, "item" | "quantity" | "subject" | "department" | "town" | "happened_on">,
): Promise<Problem[]> {
  const same = (await talliesListed(db, kept.happened_on, campaign)).find(
    (one) =>
      one.item === kept.item &&
      one.quantity === kept.quantity &&
      one.subject === kept.subject &&
      one.department === kept.department &&
      one.town === kept.town &&
      one.happened_on === kept.happened_on,
  );
  if (same === undefined) return [];
  const { item, quantity, unit, happened_on, id, entry } = same;
  return [
    {
      code: "tally-twice",
      message: `${happened_on} 的${item} ${amountText(inUnit(quantity, unit), unit)} ${unit}已经登记过（序号 ${id}）`,
      hint: `再登记一次就数两遍；登记错了的，撤销那一次：tuban undo ${entry} --reason 原因`,
    },
  ];
}

/** An item, or an indicator that counts one item. One that the plan does not count needs its unit said. */
function itemNamed(plan: Plan, name: string, said: string | undefined): { item: string; unit: Unit } {
  const items = tallyItems(plan);
  const indicator = plan.indicators.find(
    (known) => known.name === name && known.basis !== "比率" && known.set === "登记",
  );
  const [only, ...more] = indicator && "filter" in indicator ? (indicator.filter.items ?? []) : [];
  if (only !== undefined && more.length > 0 && !items.has(name))
    misuse("several-items", `指标“${name}”数几个事项，不知道登记哪一个`, {
      hint: `写其中一个：${[only, ...more].join("、")}`,
    });
  const item = items.has(name) ? name : (only ?? name);
  const unit = items.get(item);
  if (unit !== undefined) {
    if (said !== undefined && tallyUnit(unitNamed(said)) !== unit)
      refuse("tally-unit", `${item} 的单位是${unit}，写了${said}`, { hint: `不写 --unit，或写 --unit ${unit}` });
    return { item, unit };
  }
  if (name === "" || plan.indicators.some((known) => known.name === name))
    misuse("not-tallied", `${name || "（空）"}不是登记得来的`, {
      hint: `启用账本以前的累计数，用 tuban opening ${name || "指标"} 数量 --on 截至的日期；方案里登记的事项：${[...items.keys()].join("、") || "没有"}`,
    });
  if (said !== undefined) return { item: name, unit: tallyUnit(unitNamed(said)) };
  const near = nearest(name, [...items.keys()]);
  return misuse("unknown-item", `方案里没有登记事项：${name}`, {
    hint: `${near === undefined ? `已有：${[...items.keys()].join("、") || "没有"}` : `是不是：${near}`}；确实要记别的，加 --unit 单位`,
  });
}

function unitNamed(text: string): Unit {
  const countable = units.filter((unit) => unit !== "%");
  return (
    countable.find((unit) => unit === text) ??
    misuse("bad-unit", `没有这个单位：${text}`, { hint: `可用：${countable.join("、")}` })
  );
}

/** What a number may be followed by: how often it counts, and in how many places it may be broken for that. */
const multiples: Readonly<Record<string, { readonly times: number; readonly places: number }>> = {
  "": { times: 1, places: 0 },
  万: { times: 10_000, places: 4 },
  亿: { times: 100_000_000, places: 8 },
};

/** A whole number, or 元 with 角 and 分; 1.5万, 1.69亿元, 12家, or a plain number in the unit said (万元). Money comes out in 分. */
export function amountOf(text: string, unit: Unit, said: string): number {
  const [, digits = "", multiple, own] =
    /^(\d{1,9}(?:\.\d{1,8})?)([万亿]?)(\D*)$/.exec(foldWidth(cleanCell(text)).replaceAll(/[,\s]/g, "")) ?? [];
  const asSaid = said === "万元" && multiple === "" && own === "" ? "万" : (multiple ?? "");
  const { times = 1, places = 0 } = multiples[asSaid] ?? {};
  const most = places + (unit === "元" ? 2 : 0);
  const broken = digits.split(".")[1]?.length ?? 0;
  const amount = Math.round(Number(digits) * times * (unit === "元" ? 100 : 1));
  if (digits === "" || (own !== "" && own !== unit) || broken > most || Number(digits) * times >= 1e9)
    misuse("bad-quantity", `数量看不懂：${text}`, {
      hint:
        unit === "元"
          ? "写成 12000、12000.50、1.5万 或 1.69亿元"
          : "写成整数，例如 12，或 1.5万；减少的用 tuban undo 撤回后重记",
    });
  return amount;
}

function ownDepartment(plan: Plan, text: string): string {
  return (
    departmentNamed(plan, text)?.name ??
    misuse("unknown-department", `方案里没有这个部门：${text}`, {
      hint: `可选：${plan.departments.map(({ name }) => name).join("、")}`,
    })
  );
}

/**
 * What to say of a town that no institution is in: misspelt, it becomes a line of its own in every report.
 * @throws Stop unknown-town where the plan lists the towns and this is none of them
 */
async function strangeTown(
  db: Db,
  { plan, day }: { readonly plan: Plan; readonly day: Day },
  town: string,
): Promise<string | null> {
  if (plan.towns?.includes(town) === true) return null;
  const rows = await institutionsListed(db, day);
  const found = [...new Set(rows.flatMap((row) => row.town ?? []))].toSorted();
  if (found.includes(town)) return null;
  const known = [...new Set([...(plan.towns ?? []), ...found])];
  const near = nearest(town, known);
  const list = `${known.slice(0, 8).join("、")}${known.length > 8 ? ` 等 ${known.length} 个` : ""}`;
  const hint = near === undefined ? `可选：${list}` : `是不是：${near}`;
  if (plan.towns !== null && plan.towns.length > 0)
    return misuse("unknown-town", `方案和底数里没有这个属地：${town}`, { hint });
  return known.length === 0 ? null : `底数里没有这个属地：${town}（${hint}）；写错了的用 tuban undo 撤回重记`;
}

/** tuban tally: what stands, the latest first. */
export async function tallyList(office: Office, { csv = false }: TallyOptions): Promise<void> {
  const { ledger, code } = await openCampaignAsOf(office);
  await print(
    office,
    {
      title: `登记（截至 ${office.asOf}）`,
      columns: [
        { key: "tally", title: "序号", kind: "number", value: ({ id }) => id },
        { key: "on", title: "日期", kind: "day", value: ({ happened_on }) => happened_on },
        { key: "item", title: "事项", value: ({ item }) => item },
        {
          key: "quantity",
          title: "数量",
          kind: "number",
          places: ({ unit }) => placesOf(unit),
          value: ({ quantity, unit }) => inUnit(quantity, unit),
        },
        { key: "unit", title: "单位", value: ({ unit }) => unit },
        { key: "subject", title: "编号", kind: "number", value: ({ subject }) => subject },
        { key: "name", title: "机构", value: ({ name }) => name },
        { key: "department", title: "部门", value: ({ department }) => department },
        { key: "town", title: "属地", value: ({ town }) => town },
        { key: "note", title: "说明", value: ({ note }) => note },
        { key: "entry", title: "登记序号", kind: "number", value: ({ entry }) => entry },
      ],
      rows: await talliesListed(ledger.db, office.asOf, code),
    },
    { csv },
  );
}
