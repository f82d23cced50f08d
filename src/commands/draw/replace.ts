/** tuban draw replace: a place that cannot be visited gives way to the next of its class, an officer to the next who may go. */
import { misuse, refuse } from "../../campaign/index.ts";
import type { DrawChange } from "../../campaign/index.ts";
import { drawNamed } from "../../ledger/acts/draws.ts";
import { findSubject } from "../../ledger/roster/find.ts";
import type { Office } from "../../office.ts";
import { plain } from "../../write/plain.ts";
import { actOf, openCampaign } from "../desk/campaign.ts";
import { print } from "../desk/print.ts";
import { drawnIn } from "./outcome.ts";
import { drawnSheet } from "./show.ts";

export interface ReplaceOptions {
  readonly officer?: string;
  readonly reason: string;
}

/** @throws Stop when the place was not drawn, or the officer is not sent there */
export async function drawReplace(
  office: Office,
  query: string,
  place: string,
  options: ReplaceOptions,
): Promise<void> {
  const { ledger, code } = await openCampaign(office);
  const act = await actOf(office, "draw replace");
  const { value } = await ledger.record(act, async (entry) => {
    const draw = await drawNamed(entry.db, office.on, code, query);
    const drawn = drawnIn(draw);
    const label = draw.roster.places.some((one) => one.label === place.trim())
      ? place.trim()
      : String((await findSubject(entry.db, office.on, place)).subject);
    const now = drawn.find((one) => one.place.label === label && one.skipped === null);
    if (!now)
      return refuse("draw-not-drawn", `${place} 不在 ${draw.row.number} 抽中的里面`, {
        hint: `看 tuban draw show ${draw.row.id}`,
      });
    const officer =
      options.officer === undefined ? null : now.officers.find(({ name }) => name === options.officer?.trim());
    if (officer === undefined)
      return misuse("draw-not-sent", `${options.officer ?? ""} 没有派到${now.place.name}`, {
        hint: `派的是：${now.officers.map(({ name }) => name).join("、")}`,
      });
    const change: DrawChange = { place: label, officer: officer?.label ?? null, reason: options.reason.trim() };
    if (change.reason === "") misuse("draw-needs-reason", "要写明理由", { hint: "--reason 已停业" });
    const after = { ...draw, changes: [...draw.changes, change] };
    const outcome = drawnIn(after);
    const instead = outcome.find((one) => one.insteadOf === label && !drawn.some((old) => old.place === one.place));
    if (
      officer !== null &&
      (outcome.find((one) => one.place.label === label)?.officers.length ?? 0) < draw.roster.officersEach
    )
      refuse("draw-nobody-left", `没有别人可派到${now.place.name}`, { hint: "补登人员后重新锁定、抽取" });
    await entry.add("draw_change", { draw: draw.row.id, ...change, happened_on: office.on });
    entry.describe(
      `${draw.row.number} 更换 ${officer ? `${now.place.name} 的 ${officer.name}` : now.place.name}：${change.reason}`,
    );
    return { after, outcome, now, instead, officer };
  });
  const by = value.officer
    ? `改派 ${value.outcome.find((one) => one.place === value.now.place)?.officers.at(-1)?.name ?? ""}`
    : value.instead
      ? `改查 ${value.instead.place.name}`
      : "这一类没有可以替换的了";
  if (!office.json) office.io.out.write(`${plain(`已更换：${value.now.place.name}，${by}`)}\n`);
  await print(office, drawnSheet(value.after, value.outcome, new Map()));
}
