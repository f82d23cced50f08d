/** How an act that is suggested next is typed on the command line. */
import type { Hint, Next } from "../campaign/index.ts";

/** E.g. tuban order serve 甲〔2021〕1号 --to 收件人; of the act at hand, the options alone. */
export function nextText({ act, on, given }: Next): string {
  const options = Object.entries(given).flatMap(([name, value]) => [
    optionOf(name),
    ...(value === true ? [] : [value]),
  ]);
  return [...(act === null ? [] : ["tuban", act]), ...on, ...options].join(" ");
}

export function hintText(hint: Hint): string {
  return typeof hint === "string"
    ? hint
    : hint.map((part) => (typeof part === "string" ? part : nextText(part))).join("");
}

/** mailNo is typed --mail-no. */
const optionOf = (name: string): string => `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
