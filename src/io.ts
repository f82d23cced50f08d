/** What a command may touch of the world: streams, terminal, clock, environment, prompts. */
import type { Storage } from "./ledger/engines/storage.ts";

export interface Sink {
  write(text: string): void;
}

export interface Io {
  /** Data: what the command was asked for. */
  readonly out: Sink;
  /** Talk: problems, progress, hints, prompts. */
  readonly err: Sink;
  /** Shows a long text on a terminal, a screen at a time; where there is none it is written out. */
  page(text: string): void;
  /** A person sits there: prompts are allowed. */
  readonly interactive: boolean;
  /** Columns of the terminal; 100 where there is none. */
  readonly width: number;
  readonly color: boolean;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly ask: Asker;
  readonly storage: Storage;
  /** All of standard input, for a file named `-`, the same every time; null where a terminal is there and nothing comes. */
  input(): Uint8Array | null;
  /** The moment, for records; the day it gives is the local one. */
  now(): Date;
}

/**
 * Questions to the person at the terminal, on stderr. Where nobody sits there each refuses,
 * naming the flag that supplies the answer. @throws Stop "no-terminal"; Interrupted on Ctrl-C
 */
export interface Asker {
  confirm(question: Question): Promise<boolean>;
  text(
    question: Question & {
      readonly check?: (answer: string) => true | string;
      /** An earlier answer, to be changed or taken with Enter. */
      readonly initial?: string;
      /** What Enter alone stands for; whatever is typed takes its place. */
      readonly usual?: string;
    },
  ): Promise<string>;
  choose<T>(question: Question & { readonly choices: readonly Choice<T>[] }): Promise<T>;
  /** One key, no Enter; the heading stands above while it is asked. */
  key<K extends string>(
    question: Question & { readonly keys: readonly KeyChoice<K>[]; readonly heading?: string },
  ): Promise<K>;
}

export interface Question {
  readonly message: string;
  /** The flag or command that gives the answer without a question. */
  readonly instead: string;
}

export interface Choice<T> {
  readonly name: string;
  readonly value: T;
}

export interface KeyChoice<K extends string> {
  readonly key: K;
  /** What the key stands for, shown beside it. */
  readonly name: string;
}

/** Ctrl-C, or the terminal went away: exit 130, what was saved stays. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}

/** What a command leaves behind: 0 done, 3 done in part. */
export type Done = 0 | 3;
