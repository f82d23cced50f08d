/** 片区: the register whose entries say which towns and neighbourhoods a zone has, and who answers for it. */
import { misuse } from "../../campaign/index.ts";
import type { Day } from "../../campaign/index.ts";
import { entriesNow } from "../../ledger/acts/registers.ts";
import type { EntryNow } from "../../ledger/acts/registers.ts";
import type { Db } from "../../ledger/tables.ts";
import { nearest } from "../../write/nearest.ts";
import type { OpenedCampaign } from "./campaign.ts";

const register = "片区";

/** The zones that are in force on a day. */
export async function zonesNow(db: Db, { code, plan }: OpenedCampaign, on: Day): Promise<EntryNow[]> {
  return (await entriesNow(db, on, plan, { campaign: code, register })).filter(({ ended }) => !ended);
}

/** Every name that a zone's entry holds: towns, neighbourhoods, people, units. */
export const namesInZone = ({ fields }: Pick<EntryNow, "fields">): string[] =>
  Object.values(fields).flatMap((value) => value.split(/[、，,;；\s]/).filter((word) => word !== ""));

interface Located {
  readonly town: string | null;
  readonly address: string | null;
}

/** Whether a place lies in the zone: its town is one of the zone's, or its address names one of the zone's neighbourhoods. @throws Stop when there is no such zone */
export function inZone(zones: readonly EntryNow[], name: string): (place: Located) => boolean {
  const called = (zone: EntryNow): string => Object.values(zone.fields)[0] ?? zone.row.number;
  const zone = zones.find((one) => called(one) === name.trim() || one.row.number === name.trim());
  if (!zone) {
    const known = zones.map(called);
    const near = nearest(name, known);
    return misuse("unknown-zone", `没有这个片区：${name}`, {
      hint:
        known.length === 0
          ? "方案有“片区”台账的，先登记片区：tuban 片区 add"
          : near === undefined
            ? `有：${known.join("、")}`
            : `是不是：${near}`,
    });
  }
  const words = namesInZone(zone);
  return ({ town, address }) =>
    words.some((word) => word === town || (word.length > 1 && (address?.includes(word) ?? false)));
}
