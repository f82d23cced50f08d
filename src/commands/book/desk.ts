/** Where every command on a register begins: which register, under which plan, and who acts. */
import { misuse, registerNamed } from "../../campaign/index.ts";
import type { Calendar, Register, RegisterStep } from "../../campaign/index.ts";
import type { Office } from "../../office.ts";
import { nearest } from "../../write/nearest.ts";
import { calendarOf } from "../desk/calendar.ts";
import { openCampaign, openCampaignAsOf } from "../desk/campaign.ts";
import type { OpenedCampaign } from "../desk/campaign.ts";

export interface RegisterDesk extends OpenedCampaign {
  readonly office: Office;
  readonly register: Register;
  readonly registers: readonly Register[];
  readonly calendar: Calendar;
}

/** For acts: the plan in force on the day of the act. @throws Stop when the plan has no such register */
export async function deskFor(office: Office, word: string): Promise<RegisterDesk> {
  return deskOf(office, await openCampaign(office), word);
}

/** For looking: the plan in force as of the day looked at. @throws Stop as deskFor */
export async function deskAsOf(office: Office, word: string): Promise<RegisterDesk> {
  return deskOf(office, await openCampaignAsOf(office), word);
}

async function deskOf(office: Office, opened: OpenedCampaign, word: string): Promise<RegisterDesk> {
  const registers = opened.plan.registers ?? [];
  const register = registerNamed(registers, word.trim()) ?? unknownRegister(opened, word);
  return { ...opened, office, register, registers, calendar: await calendarOf(office) };
}

function unknownRegister({ plan }: OpenedCampaign, word: string): never {
  const names = (plan.registers ?? []).map(({ name }) => name);
  if (names.length === 0)
    return misuse("no-registers", `方案 ${plan.code} 里没有台账`, {
      hint: "在方案里写一段“台账”，或采用有台账的新版方案：tuban plan adopt",
    });
  const near = nearest(word, names);
  return misuse("unknown-register", `方案里没有这本台账：${word}`, {
    hint: near === undefined ? `已有：${names.join("、")}` : `是不是：${near}`,
  });
}

/** The name to type: tuban supervise, else tuban book 督办. */
export const commandOf = ({ command, name }: Register): string => `tuban ${command ?? `book ${name}`}`;

/** A step as it is typed: 反馈 办理情况=… --evidence 文件 */
export const stepWords = ({ name, asks, evidence }: RegisterStep): string =>
  [name, ...asks.map((ask) => `${ask}=…`), ...(evidence ? ["--evidence 文件"] : [])].join(" ");
