/** A list of inspectors and others who act (人员名册). */
import { cleanCell, foldWidth, shown } from "../campaign/index.ts";
import type { Day, Place, Problem, ProblemCode } from "../campaign/index.ts";
import { readCsv, wholeTable } from "./csv.ts";
import type { Row } from "./csv.ts";
import { dayOfSerial, readDay } from "./day.ts";
import { peopleFields } from "./fields.ts";
import { findHeaders } from "./headers.ts";
import type { HeaderColumn } from "./headers.ts";
import { textPieces } from "./text.ts";

/** What one row says of a person; null where it says nothing. */
export interface PersonRead {
  readonly name: string;
  readonly unit: string;
  readonly certificate: string | null;
  readonly certificate_until: Day | null;
  readonly team: string | null;
}

export interface PeopleRead {
  readonly people: PersonRead[];
  /** One for each faulty cell; the rows they are in are not among the people. */
  readonly problems: Problem[];
}

/** Reads a CSV with the columns 姓名, 单位, 执法证号, 证件有效期, 工作组. @throws Stop when it is no table or has no header */
export function readPeople(bytes: Uint8Array, file: string): PeopleRead {
  const { rows } = readCsv(textPieces(bytes, file).pieces, file);
  const headers = findHeaders(wholeTable(rows), { fields: peopleFields, key: "name", file });
  const people = new Map<string, PersonRead>();
  const lines = new Map<string, number>();
  const problems: Problem[] = [];
  for (const row of headers.rows) {
    const read = personOf(row, headers.columns, file);
    if (read === null) continue;
    const former = people.get(read.person.name);
    if (former && !sameAs(former, read.person))
      read.problems.push(repeated(read.person.name, lines.get(former.name) ?? 0, row, file));
    if (read.problems.length === 0 && !former) {
      people.set(read.person.name, read.person);
      lines.set(read.person.name, row.line);
    }
    problems.push(...read.problems);
  }
  return { people: [...people.values()], problems };
}

type PeopleField = keyof typeof peopleFields;

function personOf(
  row: Row,
  columns: readonly HeaderColumn<PeopleField>[],
  file: string,
): { person: PersonRead; problems: Problem[] } | null {
  const cells = new Map<PeopleField, { text: string; header: string }>();
  for (const { index, header, field } of columns)
    if (field !== null) cells.set(field, { text: cleanCell(row.cells[index] ?? ""), header });
  const textOf = (field: PeopleField): string => cells.get(field)?.text ?? "";
  const isBlank = columns.every(({ index }) => cleanCell(row.cells[index] ?? "") === "");
  if (isBlank || textOf("name") === cells.get("name")?.header) return null;
  const person = {
    name: textOf("name"),
    unit: textOf("unit"),
    certificate: foldWidth(textOf("certificate")) || null,
    certificate_until: untilOf(textOf("certificateUntil")),
    team: textOf("team") || null,
  };
  const placeOf = (field: PeopleField): Place => ({
    file,
    row: row.line,
    column: cells.get(field)?.header ?? peopleFields[field].title,
  });
  return { person, problems: personProblems(person, textOf("certificateUntil"), placeOf) };
}

/** `until` as it was typed. */
function personProblems(
  { name, unit, certificate_until }: PersonRead,
  until: string,
  placeOf: (field: PeopleField) => Place,
): Problem[] {
  const problems: Problem[] = [];
  const fault = (field: PeopleField, code: ProblemCode, message: string, hint: string): void =>
    void problems.push({ code, message, hint, place: placeOf(field) });
  if (name === "") fault("name", "person-no-name", "这一行没有姓名。", "补上姓名，或删去这一行。");
  if (unit === "") fault("unit", "person-no-unit", `${shown(name)}没有写单位。`, "补上所在单位。");
  if (until !== "" && certificate_until === null)
    fault(
      "certificateUntil",
      "person-bad-date",
      `看不懂证件有效期${shown(until)}。`,
      "写成 2025-12-31 或 2025年12月31日。",
    );
  return problems;
}

function untilOf(text: string): Day | null {
  const plain = foldWidth(text);
  return readDay(plain) ?? (/^\d{5}$/.test(plain) ? dayOfSerial(Number(plain)) : null);
}

function sameAs(former: PersonRead, person: PersonRead): boolean {
  return (Object.keys(person) as (keyof PersonRead)[]).every((key) => former[key] === person[key]);
}

function repeated(name: string, line: number, row: Row, file: string): Problem {
  return {
    code: "person-repeated",
    message: `${shown(name)}在第 ${line} 行已经有了，内容不同。`,
    hint: "同一个人只留一行；确是同名的两个人，在姓名后加区别，如 张某甲（城关）。",
    place: { file, row: row.line },
  };
}
