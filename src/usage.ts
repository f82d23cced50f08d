/** Commander's faults in the user's language. */
import type { CommanderError } from "commander";
import type { Problem } from "./campaign/problem.ts";

/** The sentence and hint for a wrong command line. */
export function usageProblem(error: CommanderError): Problem {
  const quoted = /'([^']*)'/.exec(error.message)?.[1] ?? "";
  const near = /\(Did you mean (?:one of )?([^)?]*)\?\)/.exec(error.message)?.[1];
  const hint = near ? `是不是要 ${near}？` : "运行 tuban --help 看全部命令，tuban 命令 --help 看一个命令的用法";
  const sentence = sentences[error.code];
  return {
    code: error.code.replace("commander.", "usage-"),
    message: sentence ? sentence(quoted, error.message) : `用法不对：${error.message}`,
    hint,
  };
}

const sentences: Readonly<Record<string, (quoted: string, message: string) => string>> = {
  "commander.unknownCommand": (word) => `没有这个命令：${word}`,
  "commander.unknownOption": (word) => `没有这个选项：${word}`,
  "commander.missingArgument": (word) => `少了参数：${word}`,
  "commander.optionMissingArgument": (word) => `选项后面少了内容：${word}`,
  "commander.missingMandatoryOptionValue": (word) => `必须给出选项：${word}`,
  "commander.excessArguments": (_word, message) => `参数太多（${/got (\d+)/.exec(message)?.[1] ?? "?"} 个）`,
  "commander.invalidArgument": (word, message) =>
    `选项或参数的内容不对：${word}${/Allowed choices are (.*)\./.exec(message)?.[1] ? `，可选 ${/Allowed choices are (.*)\./.exec(message)?.[1]}` : ""}`,
  "commander.conflictingOption": (word) => `选项不能同时使用：${word}`,
  "commander.help": () => "请给出要办的事",
};
