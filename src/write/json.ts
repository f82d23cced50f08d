/** JSON for scripts (`--json`): the same input gives the same text. */
import type { Sheet, Value } from "./sheet.ts";

// JSON leaves these as they are; written as \uXXXX they mean the same and cannot act on a terminal.
const unsafe = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Pretty JSON, 2 spaces, a newline at the end; keys stay in the order they were given. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value ?? null, null, 2).replace(unsafe, escaped)}\n`;
}

/** The same text in pieces, where the nth empty list under `rows` is filled with the nth of these rows, some at a time. */
export async function* jsonPieces(
  value: unknown,
  rows: readonly AsyncIterable<readonly unknown[]>[],
): AsyncGenerator<string> {
  const [first = "", ...rest] = jsonText(value).split(/(?<=^ *"rows": )\[\]/m);
  yield first;
  let indent = /( *)"rows": $/.exec(first)?.[1] ?? "";
  for (const [nth, after] of rest.entries()) {
    yield* listPieces(rows[nth], indent);
    yield after;
    indent = /( *)"rows": $/.exec(after)?.[1] ?? "";
  }
}

async function* listPieces(
  rows: AsyncIterable<readonly unknown[]> | undefined,
  indent: string,
): AsyncGenerator<string> {
  let before = "[\n";
  for await (const some of rows ?? []) {
    if (some.length === 0) continue;
    const text = jsonText(some).slice(2, -3);
    yield before + text.replaceAll(/^/gm, indent);
    before = ",\n";
  }
  yield before === "[\n" ? "[]" : `\n${indent}]`;
}

/** The rows of a sheet as records under the columns' English keys, values as they are. */
export function jsonRows<Row>(sheet: Sheet<Row>): readonly Readonly<Record<string, Value>>[] {
  return sheet.rows.map((row) => Object.fromEntries(sheet.columns.map((column) => [column.key, column.value(row)])));
}

function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, index) => {
    return `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`;
  }).join("");
}
