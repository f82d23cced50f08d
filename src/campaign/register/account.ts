/** 账户: what entries of a register add up to against a base (信用记分, 退费). */
import type { Day } from "../../base/day.ts";
import { inForceOn } from "../plan.ts";
import type { AccountThreshold, RegisterAccount } from "../plan.ts";

export interface AccountEntry {
  readonly state: string;
  readonly amount: number;
  readonly on: Day;
}

export interface Balance {
  /** null where the base is not filled in (待填). */
  readonly balance: number | null;
  /** The entries that count on the day, in the order they came. */
  readonly counted: readonly AccountEntry[];
  /** What the balance means; null where no threshold holds it. */
  readonly level: AccountThreshold | null;
}

/** The balance as of a day, over entries of one holder that stand then. */
export function balanceOf(account: RegisterAccount, entries: readonly AccountEntry[], day: Day): Balance {
  const year = day.slice(0, 4);
  const counted = entries.filter(
    ({ state, on }) => account.countsIn.includes(state) && (account.cycle === "不限" || on.startsWith(year)),
  );
  const sum = counted.reduce((total, { amount }) => total + amount, 0);
  const balance = account.base === null ? null : account.base + (account.direction === "加" ? sum : -sum);
  return { balance, counted, level: balance === null ? null : levelOf(account, balance, day) };
}

function levelOf({ thresholds }: RegisterAccount, balance: number, day: Day): AccountThreshold | null {
  return (
    thresholds.find(
      (one) =>
        inForceOn(one, day) && (one.atLeast ?? balance) <= balance && (one.below === null || balance < one.below),
    ) ?? null
  );
}
