import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvText } from "../../src/write/csv.ts";
import { plainLines } from "../../src/write/plain.ts";
import type { Kind, Sheet, Value } from "../../src/write/sheet.ts";
import { oneOf, sample } from "./sample.ts";

function one(value: Value, kind: Kind = "text"): Sheet<Value> {
  return {
    title: "样例",
    columns: [{ key: "a", title: "甲", kind, value: (row) => row }],
    rows: [value],
  };
}
const read = (text: string): string[][] => parse(text, { bom: true, relax_column_count: true });
const written = (value: Value, kind?: Kind) => csvText(one(value, kind)).split("\r\n")[1];

describe("CSV for Excel and WPS", () => {
  it("is what was reviewed", async () => {
    await expect(csvText(sample)).toMatchFileSnapshot("golden/sample.csv");
  });

  it("begins with a BOM and ends every line with CRLF", () => {
    expect(csvText(one("甲机构"))).toBe("\ufeff甲\r\n甲机构\r\n");
  });

  it.each([
    ["=cmd()", "'=cmd()"],
    ["+86 139", "'+86 139"],
    ["-5", "'-5"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["＝1+1", "'＝1+1"],
    ["＋1", "'＋1"],
    ["－1", "'－1"],
    ["＠a", "'＠a"],
    ["\t=1", "'\t=1"],
    ["\r=1", `"'\n=1"`],
    ["'a", "''a"],
    ["a=1", "a=1"],
    ['他说“好”,"ok"', `"他说“好”,""ok"""`],
    ["\u001b[31m红", "␛[31m红"],
  ])("writes the text %j as %s", (value, field) => {
    expect(written(value)).toBe(field);
  });

  it.each([
    [-5, "number", "-5"],
    [0.125, "percent", "12.5%"],
    [-0.5, "percent", "-50.0%"],
    [true, "text", "是"],
    [null, "number", ""],
    ["=1+1", "number", "'=1+1"],
    ["=1+1", "code", "'=1+1"],
  ] as const)("writes %j of kind %s as %s", (value, kind, field) => {
    expect(written(value, kind)).toBe(field);
  });

  it.each([
    ["340123200001011234", `"\t340123200001011234"`],
    ["141160270000123", `"\t141160270000123"`],
    ["0394", `"\t0394"`],
    ["12E45", `"\t12E45"`],
    ["13800000000", "13800000000"],
    ["91411602MA40000000", "91411602MA40000000"],
  ])("keeps the code %s from being taken for a number", (code, field) => {
    expect(written(code, "code")).toBe(field);
  });

  it("reads back to the same values once the one leading guard is dropped", () => {
    const cell = fc.tuple(
      fc.oneof(
        fc.string({ unit: oneOf("=+-@＝＇'\t\r\n\",;甲0129E ") }),
        fc.string({ unit: "binary" }),
        fc.stringMatching(/^\d{1,20}$/),
      ),
      fc.constantFrom<Kind>("text", "code", "day"),
    );
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 6 }), (cells) => {
        const columns = cells.map(([value, kind], index) => ({
          key: `k${index}`,
          title: `列${index}`,
          kind,
          value: () => value,
        }));
        const [, row] = read(csvText({ title: "样例", columns, rows: [0] }));
        const back = row?.map((field) => field.replace(/^['\t]/, ""));
        expect(back).toEqual(cells.map(([value]) => value.split("\t").map(plainLines).join("\t")));
        for (const field of row ?? []) expect(field).not.toMatch(/^[=+\-@＝＋－＠]/);
      }),
      { numRuns: 500 },
    );
  });
});
