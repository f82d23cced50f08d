/** What stands written in a plan's file, as the plan means it: 待填 becomes null. */
import { isDay } from "../../campaign/index.ts";
import type { Day, Duration, InForce } from "../../campaign/index.ts";
import { blankForm, durationForm } from "./shape.ts";

/** Notes which part of the file a record of the plan came from. */
export type Note = <T extends object>(record: T, part: object) => T;

/** Departments by every name that they have. */
export type OwnName = (name: string) => string;

type Written = string | undefined;

export function filled(text: Written): string | null {
  return text === undefined || blankForm.test(text) ? null : text;
}

export function dayOrNull(text: Written): Day | null {
  return text !== undefined && isDay(text) ? text : null;
}

export function durationOrNull(text: Written): Duration | null {
  const parts = durationForm.exec(text ?? "");
  if (!parts) return null;
  return { count: Number(parts[1]), unit: parts[2] === "个工作日" ? "工作日" : parts[2] === "日" ? "日" : "月" };
}

export function listOrBlank<T>(value: string | readonly T[] | undefined): readonly T[] | null {
  return typeof value === "object" ? value : null;
}

export function inForceOf(part: { 自?: string | undefined; 至?: string | undefined }): InForce {
  return { from: dayOrNull(part.自), until: dayOrNull(part.至) };
}
