/** docs/json.schema.json, held against what commands print with --json. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { ValidateFunction } from "ajv/dist/2020.js";

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly [keyword: string]: unknown;
}

const page = join(import.meta.dirname, "../docs/json.schema.json");

/** What is published of each command, by its words: `order issue`. */
export const published = (
  JSON.parse(readFileSync(page, "utf8")) as { readonly $defs: Readonly<Record<string, Schema>> }
).$defs;

const compiled = new Map<string, ValidateFunction>();

/** The words of the command that a line runs; of a register (tuban clue list, tuban book 线索 list) those of `book`. */
export function commandIn(line: readonly string[]): string {
  const first = line.findIndex((word) => word in published || isFirstWord(word));
  const words = line.slice(Math.max(first, 0));
  if (line[0]?.startsWith("-") !== false && first < 0) return "today";
  const [word = "", next = ""] = words;
  if (word === "book" && (next === "" || next.startsWith("-"))) return "book";
  if (word === "book" || first < 0) {
    const act = word === "book" ? (words[2] ?? "") : next;
    return `book ${act}` in published ? `book ${act}` : act === "" || act.startsWith("-") ? "book list" : "book step";
  }
  return `${word} ${next}` in published ? `${word} ${next}` : word;
}

const isFirstWord = (word: string): boolean => Object.keys(published).some((name) => name.startsWith(`${word} `));

/**
 * Where the output of a command is not as published, and how; nothing where it is.
 * `complete`: a key that the page does not name is one, too. A reader has to take those, since a key more is no other version.
 */
export function faultsOf(command: string, output: string, { complete = false } = {}): string[] {
  const schema = published[command];
  if (schema === undefined) return [`tuban ${command}: not in docs/json.schema.json`];
  const key = `${command}${complete ? " complete" : ""}`;
  const validate =
    compiled.get(key) ??
    new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(complete ? closed(schema) : schema);
  compiled.set(key, validate);
  validate(JSON.parse(output));
  return (validate.errors ?? []).map(
    ({ instancePath, message = "", params }) =>
      `tuban ${command}: ${instancePath || "/"} ${message} ${JSON.stringify(params)}`,
  );
}

/** The same, with no keys but those that are named. */
function closed(schema: Schema): Schema {
  const inner = Object.entries(schema).map(([keyword, value]): [string, unknown] => {
    if (keyword === "properties")
      return [
        keyword,
        Object.fromEntries(Object.entries(value as Record<string, Schema>).map(([key, one]) => [key, closed(one)])),
      ];
    if ((keyword === "items" || keyword === "additionalProperties") && typeof value === "object")
      return [keyword, closed(value as Schema)];
    if (keyword === "anyOf") return [keyword, (value as Schema[]).map(closed)];
    return [keyword, value];
  });
  return {
    ...(schema.properties && schema.additionalProperties === undefined && { additionalProperties: false }),
    ...Object.fromEntries(inner),
  };
}
