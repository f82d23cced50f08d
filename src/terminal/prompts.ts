/** The prompts themselves, drawn by inquirer on stderr so that stdout stays data. */
import { createPrompt, makeTheme, useKeypress, usePrefix, useState } from "@inquirer/core";
import type { KeypressEvent } from "@inquirer/core";
import inquirer from "inquirer";
import type { Terminal } from "./terminal.ts";
import { Interrupted } from "../io.ts";
import type { Asker, KeyChoice } from "../io.ts";

export function terminalAsker({ input, output }: Terminal): Asker {
  const module = inquirer.createPromptModule<{ key: PressKey }>({ input, output });
  module.registerPrompt("key", pressKey);
  return {
    confirm: ({ message }) => answered(module({ ...named, type: "confirm", message, default: false, theme: yesNo })),
    text: ({ message, check, initial, usual }) =>
      answered(
        module({
          ...named,
          type: "input",
          message,
          ...(usual === undefined ? {} : { default: usual }),
          ...(initial === undefined ? {} : { default: initial, prefill: "editable" }),
          ...(check ? { validate: check } : {}),
        }),
      ),
    choose: ({ message, choices }) =>
      answered(
        module({ ...named, type: "select", message, choices: [...choices], pageSize: 12, theme: listKeys }),
      ) as Promise<never>,
    key: ({ message, keys, heading }) =>
      answered(module({ ...named, type: "key", message, keys, heading: heading ?? "" })) as Promise<never>,
  };
}

const named = { name: "answer" } as const;

/** The library's own words, in Chinese. */
const yesNo = {
  keywords: { yes: "是", no: "否", error: ({ yes, no }: { yes: string; no: string }) => `请回答“${yes}”或“${no}”` },
};
const keyWords: Readonly<Record<string, string>> = { navigate: "移动", select: "选定" };
const listKeys = {
  style: {
    keysHelpTip: (keys: readonly (readonly [key: string, action: string])[]) =>
      keys.map(([key, action]) => `${key} ${keyWords[action] ?? action}`).join(" • "),
  },
};

type PressKey = {
  readonly message: string;
  readonly keys: readonly KeyChoice<string>[];
  /** Shown above while the question is open, gone when it is answered. */
  readonly heading: string;
};

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

/** The answer to the one question asked. @throws Interrupted on Ctrl-C */
async function answered<T>(asked: Promise<{ answer: T }>): Promise<T> {
  try {
    return (await asked).answer;
  } catch (error) {
    if (error instanceof Error && (error.name === "ExitPromptError" || error.name === "AbortPromptError"))
      throw new Interrupted();
    throw error;
  }
}
