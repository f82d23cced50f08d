/**
 * What was filled in on phones, as ODK Central and KoboToolbox export it: a zip with a CSV and its media, a CSV, or a workbook; with
 * photographs in it, beside it, or in a zip of their own. Columns are found by the names of the questions, whether groups stand before
 * them (visit/day, visit-day) or not.
 */
import { statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { cleanCell, misuse } from "../campaign/index.ts";
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
  /** Of a question with several answers, whether they stand in one cell or in a column each. */
  readonly several: (question: string) => readonly string[];
  readonly place: (question: string) => Place;
  /** 审核退回 on the server. */
  readonly rejected: boolean;
  /** How often it was changed on the server. */
  readonly edits: number;
}

/** A photograph's bytes by the name that a submission gives it; null where it has not come. */
export type Photograph = (name: string, instance: string) => Uint8Array | null;

export interface Submissions {
  readonly submissions: readonly Submission[];
  readonly photograph: Photograph;
}

/** @param mark the question that every submission of our forms answers. @throws Stop where no file holds such a table */
export function readSubmissions(paths: readonly string[], mark: string): Submissions {
  const submissions: Submission[] = [];
  const sources: Photograph[] = [];
  for (const path of paths) {
    const bytes = fileBytes(path);
    const parts = zipParts(bytes);
    if (parts === null || parts.has("[content_types].xml")) {
      submissions.push(...(submissionsIn(bytes, basename(path), mark) ?? noTable(path, mark)));
      sources.push(photographBeside(dirname(path)));
    } else {
      for (const part of parts.values())
        if (/\.csv$/i.test(part.name)) submissions.push(...(tableIn(bytes, part, mark) ?? []));
      sources.push(photographIn(bytes, [...parts.values()]));
    }
  }
  if (submissions.length === 0 && paths.length > 0 && !paths.some((path) => !/\.zip$/i.test(path)))
    noTable(paths[0] ?? "", mark);
  const photograph: Photograph = (name, instance) => {
    for (const source of sources) {
      const found = source(name, instance);
      if (found !== null) return found;
    }
    return null;
  };
  return { submissions, photograph };
}

function noTable(path: string, mark: string): never {
  return misuse("no-submissions", `${basename(path)} 里没有 tuban 表单收回来的表（没有 ${mark} 一列）`, {
    hint: "导出时列名选“XML 值和表头”（Kobo：XML values and headers），不选题目文字；Central 导出“全部提交和附件”的 zip",
    place: { file: basename(path) },
  });
}

function tableIn(bytes: Uint8Array, part: PackedFile, mark: string): Submission[] | null {
  const text = unpack(bytes, part);
  return text === null ? null : submissionsIn(text, basename(part.name), mark);
}

/** Null where the table is not of one of our forms. */
function submissionsIn(bytes: Uint8Array, file: string, mark: string): Submission[] | null {
  const [head, ...rows] = wholeTable(tableRows(bytes, file));
  const headers = (head?.cells ?? []).map((cell) => cleanCell(cell).trim());
  const columns = columnsOf(headers);
  if (!columns.has(mark)) return null;
  return rows
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ""))
    .map(({ line, cells }): Submission => {
      const at = (index: number | undefined): string => cleanCell(cells[index ?? -1] ?? "").trim();
      const answer = (question: string): string => at(columns.get(question));
      const review = `${answer("ReviewState")} ${answer("_validation_status")}`;
      return {
        instance: instanceOf(answer),
        answer,
        several: (question) =>
          answer(question) === "" ? chosenIn(headers, question, at) : answer(question).split(/\s+/),
        place: (question) => ({ file, row: line, column: headers[columns.get(question) ?? -1] ?? question }),
        rejected: /\brejected\b|not.approved/i.test(review),
        edits: Number(answer("Edits")) || 0,
      };
    });
}

/** A header is a question's name, with the groups before it or without; two that end alike are no answer to either. */
function columnsOf(headers: readonly string[]): ReadonlyMap<string, number> {
  const columns = new Map<string, number>();
  headers.forEach((header, index) => {
    const name = header.replace(/^.*[/-](?=[A-Za-z_]\w*$)/, "");
    if (columns.has(name) && name === header) columns.set(name, index);
    else if (!columns.has(name)) columns.set(name, index);
    columns.set(header, index);
  });
  return columns;
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
  return (name, instance) => {
    const named = parts.filter((part) => basename(part.name) === name);
    const own = named.find((part) => part.name.includes(instance.replace(/^uuid:/, "")));
    const [only, ...others] = named;
    const part = own ?? (others.length === 0 ? only : undefined);
    return part === undefined ? null : unpack(bytes, part);
  };
}

/** Beside the table, or in `media` or `files` there. */
function photographBeside(folder: string): Photograph {
  return (name, instance) => {
    const places = [folder, join(folder, "media"), join(folder, "files", instance), join(folder, "files")];
    const path = places
      .map((place) => join(place, name))
      .find((one) => statSync(one, { throwIfNoEntry: false })?.isFile());
    return path === undefined ? null : fileBytes(path);
  };
}
