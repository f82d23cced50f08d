/** When a computer's clock cannot be right, by the moment of the last entry. */

/** Several computers on one ledger differ by so much at most, milliseconds. */
const lag = 3_600_000;

/**
 * An office at work records something within some days: the longest pause, the summer holidays, has about 60. Beyond, a clock set to
 * another year is likelier than a pause; and where it was a pause, saying so costs one word.
 */
const longestPause = 100 * 86_400_000;

export type ClockFault = "behind" | "ahead";

/** Null when the clock may be right. */
export function clockFault(last: Date, now: Date): ClockFault | null {
  const passed = now.getTime() - last.getTime();
  if (passed < -lag) return "behind";
  return passed > longestPause ? "ahead" : null;
}
