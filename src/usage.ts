/** Commander's faults in the user's language. */
import type { Command, CommanderError } from "commander";
import type { Problem } from "./base/problem.ts";
import { commandsFor } from "./write/meant.ts";

/** The sentence and hint for a wrong command line; a word that is no command, or one too many, with the command it asks for. */
export function usageProblem(error: CommanderError, program: Command): Problem {
  const problem = problemOf(error);
  const taken = /Expected (\d+) arguments? but got/.exec(error.message)?.[1];
  const stray = taken === undefined ? undefined : commandOf(program).args[Number(taken)];
  const word = error.code === "commander.unknownCommand" ? /'([^']*)'/.exec(error.message)?.[1] : stray;
  if (error.code === "commander.unknownOption" && !error.message.includes("Did you mean")) {
    const other = commandsFor(/--([^'=]+)/.exec(error.message)?.[1] ?? "");
    return { ...problem, hint: `${other ? `用 ${other}；` : ""}运行 ${pathOf(commandOf(program))} --help 看它的选项` };
  }
  if (word === undefined) return { ...problem, ...lacking(error, program) };
  const meant = commandsFor(word);
  return {
    ...problem,
    ...(stray === undefined ? {} : { message: `不认识这里的：${stray}` }),
    ...(meant === undefined ? {} : { hint: `用 ${meant}` }),
  };
}

/** How a command is written that lacks a word or an option. */
function lacking({ code, message }: CommanderError, program: Command): { readonly hint?: string } {
  if (code === "commander.missingArgument") return { hint: `写成：${usageOf(commandOf(program))}` };
  const option = /'(?:-\w, )?(--\S+) ?<?([^'>]*)>?'/.exec(message);
  if (code !== "commander.missingMandatoryOptionValue" || !option) return {};
  return { hint: `在命令后面加上 ${option[1]} ${option[2]}` };
}

/** tuban order serve */
const pathOf = (command: Command): string =>
  command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;

/** tuban order serve [选项] [文号或机构] */
const usageOf = (command: Command): string => command.createHelp().commandUsage(command);

/** The command whose words were read last, e.g. explain of report explain. */
function commandOf(command: Command): Command {
  const inner = command.commands.find((one) => one.name() === command.args[0]);
  return inner === undefined ? command : commandOf(inner);
}

function problemOf(error: CommanderError): Problem {
  const quoted = /'([^']*)'/.exec(error.message)?.[1] ?? "";
  const near = /\(Did you mean (?:one of )?([^)?]*)\?\)/.exec(error.message)?.[1];
  const hint = near ? `是不是要 ${near}？` : "运行 tuban --help 看全部命令，tuban 命令 --help 看一个命令的用法";
  const fault = faults.find((one) => error.code === `commander.${one}`);
  if (!fault) return { code: "usage-other", message: `用法不对：${error.message}`, hint };
  return { code: `usage-${fault}`, message: sentences[fault](quoted, error.message), hint };
}

const faults = [
  "unknownCommand",
  "unknownOption",
  "missingArgument",
  "optionMissingArgument",
  "missingMandatoryOptionValue",
  "excessArguments",
  "invalidArgument",
  "help",
] as const;

const sentences: Readonly<Record<(typeof faults)[number], (quoted: string, message: string) => string>> = {
  unknownCommand: (word) => `没有这个命令：${word}`,
  unknownOption: (word) => `没有这个选项：${word}`,
  missingArgument: (word) => `少了参数：${word}`,
  optionMissingArgument: (word) => `选项后面少了内容：${word}`,
  missingMandatoryOptionValue: (word) => `必须给出选项：${word}`,
  excessArguments: (_word, message) => `参数太多（${/got (\d+)/.exec(message)?.[1] ?? "?"} 个）`,
  invalidArgument: (_word, message) => `选项或参数的内容不对：${invalidText(message)}`,
  help: () => "请给出要办的事",
};

/** 零（-n, --limit <条数>）：what was written, for what, and what may be. */
function invalidText(message: string): string {
  const [, flags = "", given = ""] = /^error: option '(.*?)' (?:argument|value) '(.*?)'/.exec(message) ?? [];
  const [, value = given, name = flags] = /value '(.*?)' is invalid for argument '(.*?)'/.exec(message) ?? [];
  const choices = /Allowed choices are (.*)\./.exec(message)?.[1];
  return `${value}（${name}）${choices === undefined ? "" : `，可选 ${choices}`}`;
}
