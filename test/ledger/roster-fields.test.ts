/** A roster field is one row of one table (campaign/roster-fields.ts): whatever else knows fields has every one of them. */
import { describe, expect, test } from "vitest";
import { columnedKeys, contestedKeys, creditCodeCheckDigit, fieldKeys, fieldRow } from "../../src/campaign/index.ts";
import type { Day, FieldKey, Institution, ReadAs } from "../../src/campaign/index.ts";
import { fieldTitle } from "../../src/commands/desk/changes.ts";
import {
  changesBetween,
  contentAt,
  contentOf,
  fieldsOf,
  mergedWith,
  rowOf,
  saidColumns,
  sayText,
  valueIn,
} from "../../src/ledger/roster/content.ts";
import { wholeSheet } from "../../src/commands/list/sheet.ts";
import { rosterFieldNamed } from "../../src/read/fields.ts";
import { readRoster } from "../../src/read/roster.ts";

const body = "52411602MJY000019";
/** What a cell may say of each sort, and what the ledger keeps of it as text. */
const cells: Readonly<Record<keyof ReadAs, readonly [cell: string, kept: string]>> = {
  text: ["甲", "甲"],
  subjectKind: ["学校", "学校"],
  category: ["学科类", "学科类"],
  licenceClass: ["有照无证", "有照无证"],
  town: ["城东", "城东"],
  creditCode: [body + creditCodeCheckDigit(body), body + creditCodeCheckDigit(body)],
  permitNumber: ["教民141160279000001", "教民141160279000001"],
  day: ["2021.6.1", "2021-06-01"],
  permitEnd: ["长期", "长期"],
  phones: ["13800000001", "13800000001"],
  profit: ["营利", "营利"],
  measure: ["12.5", "12.5"],
  count: ["12", "12"],
  presence: ["有", "有"],
  existence: ["已注销", "注销"],
};

/** A row with one column besides the name, under its title. */
function institutionWith(field: FieldKey): Institution {
  const { title, reads } = fieldRow(field);
  const header = field === "name" ? ["机构名称"] : ["机构名称", title];
  const cell = cells[reads][0];
  const [entry] = readRoster(
    [
      { line: 1, cells: header },
      { line: 2, cells: field === "name" ? [cell] : ["甲", cell] },
    ],
    {
      file: "台账.csv",
      plan: { region: { name: "某县", areaCode: null }, towns: null, categories: [] },
      on: "2021-06-25" as Day,
    },
  ).entries;
  if (!entry?.institution) throw new Error(`${title} was not read`);
  expect(entry.remarks).toEqual([]);
  return entry.institution;
}

describe.each(fieldKeys)("%s", (field) => {
  const { title, reads, column } = fieldRow(field);
  const content = contentOf(institutionWith(field));

  test("从表头到账本，再从账本回来", () => {
    expect(rosterFieldNamed(title)).toBe(field);
    expect(fieldsOf(content).get(field)).toBe(cells[reads][1]);
    expect(contentAt(sayText(content).split("\n"), 0)).toEqual(content);
    const row = rowOf(content, { batch: 1, line: 2, subject: 3, happened_on: "2021-06-25" as Day, said: null });
    expect(row).toMatchObject(content);
    if (column !== undefined) expect(row).toHaveProperty(column, valueIn(content, field));
  });

  test("变更说得出，后一行没写的留着，清单里有它的一栏", () => {
    const bare = contentOf({ name: "甲", kind: "机构", extra: {} });
    if (field !== "name" && field !== "kind")
      expect(changesBetween(bare, content).map((change) => fieldTitle(change.field))).toContain(title);
    expect(fieldsOf(mergedWith(content, bare)).has(field)).toBe(true);
    const sheet = wholeSheet("底数", { rows: [], headers: new Set() });
    expect(sheet.columns.filter((one) => one.key === field).map((one) => one.title)).toEqual([title]);
  });
});

test("账本自己的栏目都写在行里，一个不多一个不少", () => {
  const content = contentOf({ name: "甲", kind: "机构", extra: {} });
  expect(Object.keys(content).toSorted()).toEqual([...saidColumns].toSorted());
  expect(saidColumns.length).toBe(columnedKeys.length + 2);
  expect(contestedKeys.length).toBeGreaterThan(10);
});

test("写人的、写地址的项目，都声明了公众看到的是什么样", () => {
  const declared = (words: RegExp) =>
    fieldKeys.map(fieldRow).flatMap(({ title, publicAs }) => (words.test(title) ? [publicAs ?? title] : []));
  expect(declared(/[人者]$/)).toEqual(["人", "人", "人"]);
  expect(declared(/[址所]$/)).toEqual(["地址", "地址"]);
  expect(fieldRow("name").publicAs).toBe("名称");
});
