/** The prompts themselves, drawn by inquirer on stderr so that stdout stays data. */
import { confirm, input, select } from "@inquirer/i18n/zh";
import { createPrompt, makeTheme, useKeypress, usePrefix, useState } from "@inquirer/core";
import type { KeypressEvent } from "@inquirer/core";
import type { Terminal } from "./ask.ts";
import { Interrupted } from "../io.ts";
import type { Asker, KeyChoice } from "../io.ts";

export function terminalAsker({ input: stdin, output }: Terminal): Asker {
  const context = { input: stdin, output };
  return {
    confirm: ({ message }) => interruptible(confirm({ message, default: false }, context)),
    // An earlier answer stands there to be changed, or taken with Enter.
    text: ({ message, check, initial }) =>
      interruptible(
        input(
          {
            message,
            ...(initial === undefined ? {} : { default: initial, prefill: "editable" }),
            ...(check ? { validate: check } : {}),
          },
          context,
        ),
      ),
    choose: ({ message, choices }) => interruptible(select({ message, choices: [...choices], pageSize: 12 }, context)),
    key: ({ message, keys, heading }) =>
      interruptible(pressKey({ message, keys, heading: heading ?? "" }, context)) as Promise<never>,
  };
}

interface PressKey {
  readonly message: string;
  readonly keys: readonly KeyChoice<string>[];
  /** Shown above while the question is open, gone when it is answered. */
  readonly heading: string;
}

/**
 * One key answers, no Enter; any other shows which ones are meant. Answered, the message's first line and the answer stay.
 * Full-width keys of an input method that was left on count, too.
 */
export const pressKey = createPrompt<string, PressKey>(({ message, keys, heading }, done) => {
  const theme = makeTheme();
  const [chosen, setChosen] = useState<KeyChoice<string> | null>(null);
  const [missed, setMissed] = useState(false);
  const prefix = usePrefix({ status: chosen ? "done" : "idle", theme });
  useKeypress((event, line) => {
    // What is typed here is no line of text: left in, it would shift the cursor.
    line.clearLine(0);
    const pressed = keys.find(({ key }) => key === keyOf(event));
    setMissed(!pressed);
    if (!pressed) return;
    setChosen(pressed);
    done(pressed.key);
  });
  const [first = "", ...rest] = message.split("\n");
  const asked = `${prefix} ${theme.style.message(first, chosen ? "done" : "idle")}`;
  if (chosen) return `${asked} ${theme.style.answer(chosen.name)}`;
  const menu = `  ${keys.map(({ key, name }) => `${theme.style.highlight(key)} ${name}`).join("  ")} `;
  const wrong = missed ? theme.style.error(`请按 ${keys.map(({ key }) => key).join("、")} 中的一个键`) : "";
  return [[heading, asked, ...rest, menu].filter((part) => part !== "").join("\n"), wrong];
});

/** The key as a small half-width letter or digit; nothing for a combination with Ctrl. */
function keyOf({ ctrl, name, sequence = "" }: KeypressEvent & { readonly sequence?: string }): string {
  return ctrl ? "" : (sequence || name || "").normalize("NFKC").toLowerCase();
}

async function interruptible<T>(prompt: Promise<T>): Promise<T> {
  try {
    return await prompt;
  } catch (error) {
    if (error instanceof Error && (error.name === "ExitPromptError" || error.name === "AbortPromptError"))
      throw new Interrupted();
    throw error;
  }
}
