/** The prompts themselves, drawn by inquirer on stderr so that stdout stays data. */
import { confirm, input, select } from "@inquirer/i18n/zh";
import { createPrompt, isEnterKey, useKeypress, useState } from "@inquirer/core";
import type { Terminal } from "./ask.ts";
import { Interrupted } from "./io.ts";
import type { Asker, KeyChoice } from "./io.ts";

export function terminalAsker({ input: stdin, output }: Terminal): Asker {
  const context = { input: stdin, output };
  return {
    confirm: ({ message }) => interruptible(confirm({ message, default: false }, context)),
    text: ({ message, check, initial }) =>
      interruptible(input({ message, ...(initial === undefined ? {} : { default: initial }), ...(check ? { validate: check } : {}) }, context)),
    choose: ({ message, choices }) => interruptible(select({ message, choices: [...choices], pageSize: 12 }, context)),
    key: ({ message, keys }) => interruptible(pressKey({ message, keys }, context)) as Promise<never>,
  };
}

interface PressKey {
  readonly message: string;
  readonly keys: readonly KeyChoice<string>[];
}

/** One key answers, no Enter; any other key shows which ones are meant. */
const pressKey = createPrompt<string, PressKey>(({ message, keys }, done) => {
  const [answer, setAnswer] = useState<string | null>(null);
  const [missed, setMissed] = useState(false);
  useKeypress((event) => {
    const pressed = keys.find(({ key }) => key === event.name || key === event.sequence);
    if (pressed) {
      setAnswer(pressed.key);
      done(pressed.key);
    } else if (!isEnterKey(event)) setMissed(true);
  });
  const menu = keys.map(({ key, name }) => `${key} ${name}`).join("  ");
  const chosen = keys.find(({ key }) => key === answer);
  if (chosen) return `${message} ${chosen.name}`;
  return [`${message}\n  ${menu}`, missed ? `请按 ${keys.map(({ key }) => key).join("、")} 中的一个键` : ""];
});

async function interruptible<T>(prompt: Promise<T>): Promise<T> {
  try {
    return await prompt;
  } catch (error) {
    if (error instanceof Error && (error.name === "ExitPromptError" || error.name === "AbortPromptError")) throw new Interrupted();
    throw error;
  }
}
