/**
 * What was filled in on phones, as ODK Central and KoboToolbox export it: a zip with a CSV and its media, a CSV, or a workbook; with
 * photographs in it, beside it, or in a zip of their own. Columns are found by the names of the questions, whether groups stand before
 * them (visit/day, visit-day) or not, and by the questions' words, where an export has those.
 */
import { statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { cleanCell, grouped, misuse } from "../campaign/index.ts";
import type { Place } from "../campaign/index.ts";
import { wholeTable } from "./csv.ts";
import { fileBytes } from "./file.ts";
import { tableRows } from "./table.ts";
import { unpack, zipParts } from "./zip.ts";
import type { PackedFile } from "./zip.ts";

export interface Submission {
  /** uuid:… of the first version; an edited one keeps it. */
  readonly instance: string;
  /** The answer to a question; empty where none was given. */
  readonly answer: (question: string) => string;
  /** Whether the table has the question at all. */
  readonly asks: (question: string) => boolean;
  /** Of a question with several answers, whether they stand in one cell or in a column each. */
  readonly several: (question: string) => readonly string[];
  readonly place: (question: string) => Place;
  /** 审核退回 on the server. */
  readonly rejected: boolean;
}

/**
 * A photograph's bytes by the name that a submission gives it; null where it has not come, and where other submissions give
 * theirs the same name (`isShared`) and nothing says whose it is.
 */
export type Photograph = (name: string, instance: string, isShared: boolean) => Uint8Array | null;

export interface Submissions {
  readonly submissions: readonly Submission[];
  /** The same where an export has the questions' words as headers: by these words the names of the questions. */
  readonly headed: (words: readonly QuestionWord[]) => readonly Submission[];
  readonly photograph: Photograph;
}

/** What a question is called on the phone, in the order of the form; several may be called alike. */
export interface QuestionWord {
  readonly name: string;
  readonly label: string;
}

interface Answers {
  readonly file: string;
  readonly headers: readonly string[];
  readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[];
}

/** @param mark the question that every submission of our forms answers. @throws Stop where no file holds such a table */
export function readSubmissions(paths: readonly string[], mark: string): Submissions {
  const tables: Answers[] = [];
  const sources: Photograph[] = [];
  for (const path of paths) {
    const bytes = fileBytes(path);
    const parts = zipParts(bytes);
    if (parts === null || parts.has("[content_types].xml")) {
      tables.push(answersIn(bytes, basename(path), mark) ?? noTable(path, mark));
      sources.push(photographBeside(dirname(path)));
    } else {
      for (const part of parts.values()) if (/\.csv$/i.test(part.name)) tables.push(...tableIn(bytes, part, mark));
      sources.push(photographIn(bytes, [...parts.values()]));
    }
  }
  if (tables.length === 0) noTable(paths[0] ?? "", mark);
  const headed = (words: readonly QuestionWord[]): readonly Submission[] =>
    tables.flatMap((table) => submissionsIn({ ...table, headers: namedHeaders(table.headers, words) }, table.headers));
  const photograph: Photograph = (name, instance, isShared) => {
    if (name === "" || name === ".." || Buffer.byteLength(name) > longestName) return null;
    for (const source of sources) {
      const found = source(name, instance, isShared);
      if (found !== null) return found;
    }
    return null;
  };
  return { submissions: headed([]), headed, photograph };
}

/** Bytes; no disk takes a longer name of a file. */
const longestName = 250;

function noTable(path: string, mark: string): never {
  return misuse("no-submissions", `${basename(path)} 里没有 tuban 表单收回来的表（没有 ${mark} 一列）`, {
    hint: "Central 导出“全部提交和附件”的 zip，Kobo 导出 XLS 或 CSV；只有照片的 zip 和表写在一行里",
    place: { file: basename(path) },
  });
}

function tableIn(bytes: Uint8Array, part: PackedFile, mark: string): Answers[] {
  const text = unpack(bytes, part);
  const found = text === null ? null : answersIn(text, basename(part.name), mark);
  return found === null ? [] : [found];
}

/** Null where the table is not of one of our forms. */
function answersIn(bytes: Uint8Array, file: string, mark: string): Answers | null {
  const [head, ...rows] = wholeTable(tableRows(bytes, file));
  const headers = (head?.cells ?? []).map((cell) => cleanCell(cell).trim());
  if (!columnsOf(headers).has(mark)) return null;
  return { file, headers, rows: rows.filter(({ cells }) => cells.some((cell) => cell.trim() !== "")) };
}

/** @param written the headers as the file has them, to say where something stands */
function submissionsIn({ file, headers, rows }: Answers, written: readonly string[]): Submission[] {
  const columns = columnsOf(headers);
  return rows.map(({ line, cells }): Submission => {
    const at = (index: number | undefined): string => cleanCell(cells[index ?? -1] ?? "").trim();
    const answer = (question: string): string => at(columns.get(question));
    const review = `${answer("ReviewState")} ${answer("_validation_status")}`;
    return {
      instance: instanceOf(answer),
      answer,
      asks: (question) => columns.has(question),
      several: (question) =>
        answer(question) === "" ? chosenIn(headers, question, at) : answer(question).split(/\s+/),
      place: (question) => ({ file, row: line, column: written[columns.get(question) ?? -1] ?? question }),
      rejected: /\brejected\b|not.approved/i.test(review),
    };
  });
}

/** A header is a question's name, with the groups before it or without; of several the first counts, and one without a group before all. */
function columnsOf(headers: readonly string[]): ReadonlyMap<string, number> {
  const columns = new Map<string, number>();
  headers.forEach((header, index) => {
    const name = header.replace(/^.*[^\w\s](?=[A-Za-z_]\w*$)/u, "");
    if (!columns.has(name)) columns.set(name, index);
  });
  headers.forEach((header, index) => columns.set(header, index));
  return columns;
}

/** Headers in words (到哪家/检查人员, 检查人员/张某甲) as names; of questions that are called alike the first column is the first one's. */
function namedHeaders(headers: readonly string[], words: readonly QuestionWord[]): readonly string[] {
  const names = new Map<string, string[]>();
  for (const { name, label } of words) names.set(label, [...(names.get(label) ?? []), name]);
  const labels = [...names.keys()].toSorted((one, other) => other.length - one.length);
  const taken = new Map<string, number>();
  return headers.map((header) => {
    const label = names.has(header) ? header : labels.find((one) => header.endsWith(`/${one}`));
    if (label !== undefined) {
      const nth = taken.get(label) ?? 0;
      taken.set(label, nth + 1);
      return names.get(label)?.[nth] ?? header;
    }
    const asked = labels.find((one) => header.startsWith(`${one}/`) || header.includes(`/${one}/`));
    if (asked === undefined) return header;
    return `${names.get(asked)?.[0] ?? ""}/${header.slice(header.lastIndexOf(`${asked}/`) + asked.length + 1)}`;
  });
}

/** Of a column for each choice (officers/张某甲), those that are ticked. */
const chosenIn = (headers: readonly string[], question: string, at: (index: number) => string): string[] =>
  headers.flatMap((header, index) => {
    const [, choice] = new RegExp(`(?:^|[/-])${question}[/-](.+)$`).exec(header) ?? [];
    return choice !== undefined && /^(?:1|true)$/i.test(at(index)) ? [choice] : [];
  });

/** Kobo gives an edited submission a new uuid and keeps the first as rootUuid. */
function instanceOf(answer: (name: string) => string): string {
  const id =
    answer("rootUuid") || answer("KEY") || answer("instanceID") || answer("meta-instanceID") || answer("_uuid");
  return id === "" || id.startsWith("uuid:") ? id : `uuid:${id}`;
}

/** In an archive: of several of one name the one whose folder names the submission. */
function photographIn(bytes: Uint8Array, parts: readonly PackedFile[]): Photograph {
  const byName = grouped(parts, ({ name }) => keptName(basename(name)));
  return (name, instance, isShared) => {
    const named = byName.get(keptName(name)) ?? [];
    const own = named.find((part) => part.name.includes(instance.replace(/^uuid:/, "")));
    const [only, ...others] = named;
    const part = own ?? (others.length === 0 && !isShared ? only : undefined);
    return part === undefined ? null : unpack(bytes, part);
  };
}

/** Beside the table, or in `media` or `files` there. What a phone calls itself or a photograph leads to no other folder. */
function photographBeside(folder: string): Photograph {
  return (name, instance, isShared) => {
    const folders = /^[\w:-]{1,100}$/.test(instance) ? [instance, instance.replace(/^uuid:/, "")] : [];
    const own = folders.map((one) => join(folder, "files", one));
    const places = isShared ? own : [...own, folder, join(folder, "media"), join(folder, "files")];
    const path = places
      .flatMap((place) => [join(place, name), join(place, keptName(name))])
      .find((one) => statSync(one, { throwIfNoEntry: false })?.isFile());
    return path === undefined ? null : fileBytes(path);
  };
}

/** As KoboToolbox names the file that it keeps (`照片 (1).jpg` is `照片_1.jpg` there), while the answer has the name that the phone gave. */
const keptName = (name: string): string =>
  name
    .trim()
    .replaceAll(" ", "_")
    .replaceAll(/[^-\p{L}\p{M}\p{N}_.]/gu, "");
