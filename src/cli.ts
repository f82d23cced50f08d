/** The program: its verbs in the order of a campaign, the options they share, and the one place where errors become exit statuses. */
import { Command, CommanderError, Help, Option } from "commander";
import type { Argument } from "commander";
import { Stop, misuse } from "./base/problem.ts";
import type { Problem } from "./base/problem.ts";
import { Interrupted } from "./io.ts";
import type { Io } from "./io.ts";
import { officeOf } from "./office.ts";
import type { Globals } from "./office.ts";
import { declareVerbs, usualWord, verbs } from "./verbs/index.ts";
import type { VerbLine } from "./verbs/index.ts";
import type { Work } from "./verbs/verb.ts";
import type { Overwriting } from "./write/files.ts";

const exitStatuses = {
  0: "完成",
  1: "按规则不能办，或检查没有通过",
  2: "用法不对，或文件读不懂",
  3: "办了一部分，有的行放到了一边",
  4: "账本损坏",
  130: "中途按 Ctrl-C 停下，没有做到一半的事",
} as const;

/** Runs one command line and gives its exit status; never throws, never ends the process. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  let status = 0;
  const program = programOf(io);
  const runWith: RunWith = async (work, globals, out) => {
    for (let times = 1; ; times += 1) {
      const file = out === undefined ? null : outputFile(io, out);
      const office = await officeOf(file?.io ?? io, globals, main);
      try {
        status = (await work(office)) ?? 0;
        await file?.keep(office);
        return;
      } catch (error) {
        if (times === mostTimes || !office.mayRunAgain(error)) throw error;
      } finally {
        await office.close();
      }
      io.err.write("别人同时改动了账本，这次没有登记上，重新办一次\n");
      await pause(times);
    }
  };
  try {
    const typed = argv.length === 1 && argv[0] === "-v" ? ["--version"] : argv.map(jsonAsked);
    const words = await withRegisterWord(await withCommandWord(typed), io, program);
    await declareTyped(program, words, runWith);
    await program.parseAsync(words, { from: "user" });
    return status;
  } catch (error) {
    return await explain(unknownWord(error, program), io, program);
  }
}

/** How many times a command is run when others are in its way: from its beginning, since what it found there may be otherwise now. */
const mostTimes = 5;

/** Longer each time, and not the same for all who were in each other's way. */
const pause = (times: number): Promise<void> =>
  new Promise((done) => void setTimeout(done, 100 * times * (0.5 + Math.random())));

/** What a command prints goes into a file, when the command has ended well: PowerShell would encode it anew on its way there. */
function outputFile(
  io: Io,
  name: string,
): { readonly io: Io; readonly keep: (overwriting: Overwriting) => Promise<void> } {
  const pieces: string[] = [];
  const write = (text: string): void => void pieces.push(text);
  return {
    io: { ...io, color: false, out: { write }, page: write },
    keep: async (overwriting) => {
      const [{ writeOut }, path] = await Promise.all([import("./write/files.ts"), import("node:path")]);
      const place = path.resolve(io.cwd, name);
      await writeOut(place, pieces.join(""), overwriting);
      io.err.write(`已写出：${place}\n`);
    },
  };
}

/** What `--json` prints, described in docs/json.schema.json; another number where something of it went or means something else. */
const jsonVersion = "1";

/**
 * A script says which version it reads: `--json=1` is `--json`.
 * @throws Stop json-version for another one, before anything is done
 */
function jsonAsked(word: string): string {
  const asked = /^--json=(.*)$/.exec(word)?.[1];
  if (asked === undefined) return word;
  if (asked !== jsonVersion)
    misuse("json-version", `没有第 ${asked} 版的 JSON，这个 tuban 写第 ${jsonVersion} 版`, {
      hint: "各版有什么见 docs/JSON.md",
    });
  return "--json";
}

/** Options of all commands that take a value. */
const valued: ReadonlySet<string> = new Set(["--ledger", "--files", "--as", "--on", "--as-of", "--campaign"]);

/** Where the word of the command stands, behind help, too; -1 where there is none. */
function commandWordIn(argv: readonly string[]): { readonly first: number; readonly at: number } {
  const first = firstWordIn(argv);
  return { first, at: argv[first] === "help" && first + 1 < argv.length ? first + 1 : first };
}

/** Where the first word stands, the options of all commands left aside; -1 where there is none. */
function firstWordIn(argv: readonly string[]): number {
  for (let at = 0; at < argv.length; at += 1) {
    const word = argv[at] ?? "";
    if (valued.has(word)) at += 1;
    else if (!word.startsWith("-")) return at;
  }
  return -1;
}

/** The command line with a Chinese word for a command in the place of it: tuban 导入 名册.csv is tuban import 名册.csv. */
async function withCommandWord(argv: readonly string[]): Promise<string[]> {
  const { first, at } = commandWordIn(argv);
  const word = argv[at];
  if (word === undefined || /^[\x20-\x7e]*$/.test(word)) return [...argv];
  const { commandNamed } = await import("./write/meant.ts");
  const meant = commandNamed(word);
  if (meant === undefined) return [...argv];
  return [...argv.slice(0, at), ...(at > first ? meant.slice(0, 1) : meant), ...argv.slice(at + 1)];
}

/**
 * The command line with the word of a register (台账) of the plan led to `book`: tuban supervise list is tuban book supervise list.
 * The ledger is asked only where the word would be refused.
 */
async function withRegisterWord(argv: readonly string[], io: Io, program: Command): Promise<string[]> {
  const { first, at } = commandWordIn(argv);
  const word = argv[at];
  if (word === undefined || word === "help" || verbs.some((line) => line.word === word)) return [...argv];
  program.parseOptions([...argv]);
  const office = await officeOf(io, program.opts<Globals>(), main);
  try {
    const { isRegisterWord } = await import("./verbs/book.ts");
    if (!(await isRegisterWord(office, word))) return [...argv];
  } finally {
    await office.close();
  }
  if (at > first || argv.some(asksHelp)) return [...argv.slice(0, first), "book", word, "help"];
  return [...argv.slice(0, at), "book", ...argv.slice(at)];
}

const asksHelp = (word: string): boolean => word === "--help" || word === "-h";

type RunWith = (
  work: Work,
  globals: Globals,
  /** The file that its output goes to. */
  out: string | undefined,
) => Promise<void>;

/** The program without its verbs. */
function programOf(io: Io): Command {
  const program = new Command("tuban");
  return program
    .description("校外培训机构专项治理工具：方案、底数、检查、文书、复查销号、名单、报表，一台电脑、一个账本文件")
    .usage("[命令] [选项]")
    .version(version, "-V, --version", "显示版本（也可写 -v）")
    .helpOption("-h, --help", "显示帮助")
    .helpCommand(...helpCommand)
    .option(
      "--ledger <文件>",
      "账本文件，或服务器 postgres://…（默认：环境变量 TUBAN_LEDGER，再往上找最近的 tuban.db）",
    )
    .option(
      "--files <文件夹>",
      "证据、文书、名单、本单位模板放在哪里（默认：TUBAN_FILES，再默认账本旁边）；建账时写 db，证据、文书原件存进账本里",
    )
    .option("--as <姓名>", "由谁办理（默认：TUBAN_AS，再默认 tuban as 设定的人）")
    .option("--on <日期>", "事情发生的日期（默认今天；补录旧事时用）")
    .option("--as-of <日期>", "按哪一天的情况统计（默认同 --on）")
    .option("--campaign <编号>", "哪一个专项行动（默认最近采用的方案）")
    .option("-y, --yes", "对所有询问回答“是”")
    .option("--force", "要写的文件已经有了，就覆盖它")
    .option("--clock-ok", "电脑的时间没有错，照它登记（离上一次登记太远，或在它以前的时候）")
    .option("--json", "输出 JSON（脚本里写 --json=1：第 1 版，样子见 docs/JSON.md）")
    .option("--no-color", "不用颜色")
    .option("--debug", "出错时显示程序内部信息")
    .configureOutput({
      writeOut: (text) => io.out.write(text),
      writeErr: (text) => {
        if (!program.opts<Globals>().json && wordAfterHelp(program) === undefined) io.err.write(text);
      },
      outputError: () => undefined,
      getOutHelpWidth: () => io.width,
      getErrHelpWidth: () => io.width,
      getOutHasColors: () => io.color,
      getErrHasColors: () => io.color,
    })
    .configureHelp(chineseHelp)
    .addHelpText(
      "after",
      `\n退出状态：${Object.entries(exitStatuses)
        .map(([status, meaning]) => `${status} ${meaning}`)
        .join("；")}`,
    )
    .showHelpAfterError(false)
    .exitOverride();
}

/** Declares the verb that was typed, and where help or the shell asks, the others: a start pays for none that it does not need. */
async function declareTyped(program: Command, argv: readonly string[], runWith: RunWith): Promise<void> {
  const { first, at } = commandWordIn(argv);
  const word = argv[at];
  const isWhole = (line: VerbLine): boolean =>
    word === "reference" ||
    line.word === word ||
    line.word === usualWord ||
    (word === "complete" && argv.includes(line.word));
  const isListed = argv[first] === "help" || word === "reference" || word === "complete" || argv.some(asksHelp);
  /** The one whose work is about to begin. */
  let acting = program;
  await declareVerbs(program, isListed ? verbs : verbs.filter(isWhole), isWhole, (work) =>
    runWith(work, ...wantedOf(program, acting)),
  );
  for (const command of commandsIn(program)) giveOut(command);
  program.hook("preAction", (_program, command) => {
    acting = command;
    if (outOf(command)?.toLowerCase().endsWith(".csv") === true) command.setOptionValue("csv", true);
  });
  program.commandsGroup("其他：").helpCommand(...helpCommand);
}

const commandsIn = (command: Command): Command[] => command.commands.flatMap((one) => [one, ...commandsIn(one)]);

/** Commands whose output goes to a file by an option that all of them have alike. */
const givenOut = new WeakSet<Command>();

const out = (): Option => new Option("--out <文件>", "CSV、JSON 写到文件里，不写到屏幕上（.csv、.json 认得出）");
/** Made once and shared: one for each of some 150 commands costs a twentieth of a start. */
const [shownOut, hiddenOut] = [out(), out().hideHelp()];

/** Every command that prints a list can put it into a file; where it or a command under it has an --out of its own, that one holds. */
function giveOut(command: Command): void {
  const has = (one: Command, name: string): boolean => one.options.some(({ long }) => long === name);
  if ([command, ...commandsIn(command)].some((one) => has(one, "--out") && !givenOut.has(one))) return;
  givenOut.add(command);
  command.addOption(has(command, "--csv") ? shownOut : hiddenOut);
}

/** A command above reads its own --out wherever it is written. */
function outOf(acting: Command): string | undefined {
  if (!givenOut.has(acting)) return undefined;
  const said = (command: Command | null): string | undefined => command?.opts<{ readonly out?: string }>().out;
  return said(acting) ?? said(acting.parent);
}

/** The options of all commands, and the file for the output; a name that ends in .json asks for it. */
function wantedOf(program: Command, acting: Command): readonly [Globals, string | undefined] {
  const [globals, out] = [program.opts<Globals>(), outOf(acting)];
  return [out?.toLowerCase().endsWith(".json") === true ? { ...globals, json: true } : globals, out];
}

const helpCommand = ["help [命令]", "显示某个命令的帮助"] as const;

declare const __VERSION__: string;
const version = typeof __VERSION__ === "string" ? __VERSION__ : "dev";

const titles: Readonly<Record<string, string>> = {
  "Usage:": "用法：",
  "Arguments:": "参数：",
  "Options:": "选项：",
  "Global Options:": "通用选项：",
  "Commands:": "命令：",
};

/** Columns of the terminal: a Chinese character takes two. */
const columnsOf = (text: string): number => text.length + (text.match(/[\u2e80-\uffdc]/g)?.length ?? 0);

const chineseHelp: Partial<Help> = {
  displayWidth: columnsOf,
  styleTitle: (title) => titles[title] ?? title,
  commandUsage: (command) =>
    Help.prototype.commandUsage
      .call(chineseHelp, command)
      .replace("[options] [command]", "<命令>")
      .replace("[options]", "[选项]"),
  optionDescription: described,
  argumentDescription: described,
  subcommandTerm: (command) =>
    [command.name(), command.usage().replace("[options]", "").replace("[command]", "").trim()]
      .filter(Boolean)
      .join(" "),
};

/** A description with what may be chosen and what is taken when nothing is said. */
function described({ description, argChoices, defaultValue }: Option | Argument): string {
  const value: unknown = defaultValue;
  const more = [
    argChoices === undefined ? "" : `可选 ${argChoices.join("、")}`,
    typeof value === "string" || typeof value === "number" ? `默认 ${value}` : "",
  ].filter(Boolean);
  return more.length === 0 ? description : `${description}（${more.join("；")}）`;
}

/** Of `tuban help nosuch`: nosuch. */
function wordAfterHelp({ args }: Command): string | undefined {
  const at = args.indexOf("help");
  return at < 0 ? undefined : args[at + 1];
}

/** Help asked for a word that is no command is an unknown command. */
function unknownWord(error: unknown, program: Command): unknown {
  const word = wordAfterHelp(program);
  return error instanceof CommanderError &&
    error.code === "commander.help" &&
    error.exitCode !== 0 &&
    word !== undefined
    ? new CommanderError(2, "commander.unknownCommand", `error: unknown command '${word}'`)
    : error;
}

/** Says what went wrong and gives the exit status. */
async function explain(error: unknown, io: Io, program: Command): Promise<number> {
  const globals = program.opts<Globals>();
  if (error instanceof CommanderError && error.exitCode === 0) return 0;
  if (error instanceof CommanderError && error.code === "commander.help" && !globals.json) return 2;
  if (error instanceof Interrupted) {
    io.err.write("\n已停下；没有做到一半的事，已保存的内容都在。\n");
    return 130;
  }
  const [status, problems] = await problemsOf(error, program);
  const { problemJson, problemsText } = await import("./write/message.ts");
  if (globals.json) io.err.write(`${JSON.stringify({ problems: problems.map(problemJson) }, null, 2)}\n`);
  else io.err.write(problemsText(problems, { color: io.color }));
  if (globals.debug && error instanceof Error)
    io.err.write(`${error.stack ?? ""}\n${error.cause instanceof Error ? `${error.cause.stack ?? ""}\n` : ""}`);
  return status;
}

async function problemsOf(error: unknown, program: Command): Promise<[number, readonly Problem[]]> {
  if (error instanceof Stop) return [error.exit, error.problems];
  if (error instanceof CommanderError) {
    const { usageProblem } = await import("./usage.ts");
    return [2, [usageProblem(error, program)]];
  }
  const message = error instanceof Error ? error.message : String(error);
  const hint = "这是 tuban 自身的错误，账本没有改动；加 --debug 再运行一次，把输出发给维护者";
  return [70, [{ code: "internal", message: `程序出错：${message}`, hint }]];
}
