/** Values of options that more than one command takes. */
import { misuse, readFindingNumber } from "../../campaign/index.ts";
import type { Day } from "../../campaign/index.ts";
import { readDay } from "../../read/day.ts";

export function dayOf(flag: string, text: string): Day {
  return (
    readDay(text) ?? misuse("bad-day", `${flag} 的日期看不懂：${text}`, { hint: "写成 2021-08-15 或 2021年8月15日" })
  );
}

/** Numbers of findings (3, w3, 问题3), joined by commas of either width. @throws Stop */
export function numbersOf(flag: string, text: string): number[] {
  const parts = listOf(text);
  const bad = parts.find((part) => readFindingNumber(part) === null);
  if (bad !== undefined || parts.length === 0)
    misuse("bad-number", `${flag} 要写问题编号，看不懂：${bad ?? text}`, { hint: `例：${flag} 3,4` });
  return [...new Set(parts.flatMap((part) => readFindingNumber(part) ?? []))];
}

export function listOf(text: string | undefined): string[] {
  return (text ?? "")
    .split(/[,，、]/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}
