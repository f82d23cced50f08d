/** How a verb is declared: its words and options here, on the path of every start; its work behind an import. */
import { InvalidArgumentError } from "commander";
import type { Command } from "commander";
import type { Done } from "../io.ts";
import type { Office } from "../office.ts";

/** What a command does with its office; 3 when some rows were set aside. */
export type Work = (office: Office) => Promise<Done | void>;

/** Opens the office, does the work and closes it. */
export type RunWork = (work: Work) => Promise<void>;

/** Gives a verb its words and options; its name and what the program's help says of it stand in index.ts. */
export type Verb = (command: Command, run: RunWork) => void;

/** For an option that may be written several times: every value, in the order given. */
export function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

/** For an option that counts. @throws InvalidArgumentError for all but whole numbers from one on */
export function count(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError("要一个正整数");
  return value;
}

/** Help text with examples: a line to type and what it does. */
export function examples(...lines: readonly (readonly [command: string, meaning: string])[]): string {
  return `\n例子：\n${lines.map(([command, meaning]) => `  $ ${command}\n      ${meaning}`).join("\n")}`;
}
