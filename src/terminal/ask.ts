/** Questions at the terminal; inquirer is loaded when the first one is due. */
import { misuse } from "../base/problem.ts";
import type { Asker, Question } from "../io.ts";
import type { Terminal } from "./terminal.ts";

/** Asks when a person sits there; refuses, naming the flag to use instead, when not. */
export function lazyAsker(terminal: Terminal): Asker {
  const asker = async (question: Question): Promise<Asker> => {
    if (!terminal.interactive)
      misuse("no-terminal", `这里需要回答“${question.message}”，但当前不是交互终端`, {
        hint: `用 ${question.instead} 给出答案`,
      });
    return (await import("./prompts.ts")).terminalAsker(terminal);
  };
  return {
    confirm: async (question) => (await asker(question)).confirm(question),
    text: async (question) => (await asker(question)).text(question),
    choose: async (question) => (await asker(question)).choose(question),
    key: async (question) => (await asker(question)).key(question),
  };
}
