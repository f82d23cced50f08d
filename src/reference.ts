/** The tree of commands, read: what may come next on a command line, and the pages that show every command. */
import type { Argument, Command, Option } from "commander";

/** What may stand at the end of a command line, each with its meaning. */
export interface Candidates {
  readonly words: readonly (readonly [word: string, meaning: string])[];
  /** An institution may stand there, too. */
  readonly institution: boolean;
}

const none: Candidates = { words: [], institution: false };

/** After these words, where this one is begun. */
export function candidatesAfter(program: Command, before: readonly string[], begun: string): Candidates {
  const { command, open, argumentsTaken } = walked(program, before);
  const begins = (word: string): boolean => word.startsWith(begun);
  if (open !== null)
    return {
      words: (open.argChoices ?? []).filter(begins).map((word) => [word, ""]),
      institution: isInstitution(open),
    };
  if (begun.startsWith("-")) {
    const options = [command, ...(command === program ? [] : [program])].flatMap((one) => shownOptions(one));
    return {
      words: options.flatMap(({ long, description }) => (long && begins(long) ? [[long, description] as const] : [])),
      institution: false,
    };
  }
  const argument = command.registeredArguments[Math.min(argumentsTaken, command.registeredArguments.length - 1)];
  const isLast = argument === undefined || (argumentsTaken >= command.registeredArguments.length && !argument.variadic);
  const inner = argumentsTaken === 0 ? shownCommands(command).filter((one) => begins(one.name())) : [];
  const choices = isLast ? [] : (argument.argChoices ?? []).filter(begins);
  if (inner.length + choices.length === 0 && isLast) return none;
  return {
    words: [
      ...inner.map((one) => [one.name(), one.description()] as const),
      ...choices.map((word) => [word, ""] as const),
    ],
    institution: !isLast && isInstitution(argument),
  };
}

/** The command that the words lead to, the option whose value comes next, and how many arguments were given. */
function walked(
  program: Command,
  before: readonly string[],
): { readonly command: Command; readonly open: Option | null; readonly argumentsTaken: number } {
  let [command, argumentsTaken]: [Command, number] = [program, 0];
  for (let at = 0; at < before.length; at += 1) {
    const word = before[at] ?? "";
    if (word.startsWith("-")) {
      const option = [command, program]
        .flatMap((one) => one.options)
        .find(({ long, short }) => long === word || short === word);
      if (option === undefined || option.isBoolean() || word.includes("=")) continue;
      if (at + 1 === before.length) return { command, open: option, argumentsTaken };
      at += 1;
      continue;
    }
    const inner = argumentsTaken === 0 ? command.commands.find((one) => one.name() === word) : undefined;
    if (inner === undefined) argumentsTaken += 1;
    else command = inner;
  }
  return { command, open: null, argumentsTaken };
}

/** Whether an institution may be written there: by number, name or pinyin. */
function isInstitution(place: Argument | Option): boolean {
  return /机构|关键词/.test("flags" in place ? place.flags : place.name());
}

const shownCommands = (command: Command): Command[] => command.createHelp().visibleCommands(command);
const shownOptions = (command: Command): Option[] => command.createHelp().visibleOptions(command);

/** Every command under this one that help shows, each before those under it. */
function commandsUnder(command: Command): Command[] {
  return shownCommands(command).flatMap((one) => (one.name() === "help" ? [] : [one, ...commandsUnder(one)]));
}

const pathOf = (command: Command): string =>
  command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;

/** The help of a command as it is shown on a screen 100 columns wide. */
function helpOf(command: Command): string {
  let text = "";
  command.configureOutput({
    writeOut: (piece) => void (text += piece),
    getOutHelpWidth: () => 100,
    getOutHasColors: () => false,
  });
  command.outputHelp();
  return text.trim();
}

/** docs/命令.md */
export function referencePage(program: Command): string {
  const parts = [program, ...commandsUnder(program)].map(
    (command) => `## ${pathOf(command)}\n\n\`\`\`text\n${helpOf(command)}\n\`\`\`\n`,
  );
  return `# 命令参考\n\n每个命令的 \`--help\`，由程序自己写出（\`tuban reference markdown\`）；改了命令，\`npx vitest run test/reference.test.ts -u\` 重写。\n\n${parts.join("\n")}`;
}

/** docs/tuban.1, for `man tuban`. */
export function manPage(program: Command): string {
  const commands = commandsUnder(program);
  return [
    `'\\" -*- coding: utf-8 -*-`,
    ".TH TUBAN 1",
    ".SH 名称",
    `tuban \\- ${roff(program.description())}`,
    ".SH 用法",
    "tuban [命令] [选项]",
    ".SH 总说明",
    literal(helpOf(program)),
    ".SH 命令",
    ...commands.flatMap((command) => [`.SS ${roff(pathOf(command))}`, literal(helpOf(command))]),
    "",
  ].join("\n");
}

const literal = (text: string): string => `.nf\n${text.split("\n").map(roff).join("\n")}\n.fi`;

/** A line of text: neither a request to the typesetter nor an escape. */
const roff = (line: string): string =>
  line
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replace(/^([.'])/, "\\&$1");
