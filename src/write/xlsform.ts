/**
 * A form for phones as an XLSForm (xlsform.org), which ODK Central, KoboToolbox and Ona take. One language, hence `label` without a
 * suffix: a form with it in some columns and not in others breaks. Names of questions are ASCII. What is chosen is a word, the same as
 * value and as label, so that an export says it whichever of the two somebody asked for.
 */
import { workbookBytes, workbookSheet } from "./workbook.ts";
import type { Sheet } from "./sheet.ts";

export interface PhoneForm {
  /** Letters, digits, underscores. */
  readonly id: string;
  readonly title: string;
  readonly version: string;
  readonly survey: readonly FormQuestion[];
  readonly choices: readonly ChoiceList[];
  /** The file that lies beside the form, of which questions choose. */
  readonly file: RowsFile;
  /** What a submission adds to an entity list of ODK Central, and when (docs.getodk.org/entities-reference). */
  readonly entity?: NewEntity;
}

export interface NewEntity {
  readonly list_name: string;
  /** Expressions, as in a question. */
  readonly label: string;
  readonly create_if: string;
}

export interface ChoiceList {
  readonly name: string;
  readonly words: readonly string[];
}

/** Rows to choose from, and to look their columns up in. */
export interface RowsFile {
  /** Without `.csv`. */
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export type QuestionType =
  | "text"
  | "date"
  | "decimal"
  | "image"
  | "note"
  | "calculate"
  | "start"
  | "end"
  | "begin_group"
  | "end_group"
  | `select_one ${string}`
  | `select_multiple ${string}`
  | `select_one_from_file ${string}`;

/** One row of the sheet `survey`; a column that is not named is empty. Expressions name questions as ${name}. */
export interface FormQuestion {
  readonly type: QuestionType;
  readonly name?: string;
  readonly label?: string;
  readonly hint?: string;
  readonly required?: true;
  readonly relevant?: string;
  readonly constraint?: string;
  readonly constraint_message?: string;
  readonly choice_filter?: string;
  readonly calculation?: string;
  readonly default?: string;
  readonly appearance?: string;
  readonly parameters?: string;
  /** The property of the entity that the answer becomes. */
  readonly save_to?: string;
}

const surveyColumns = [
  "type",
  "name",
  "label",
  "hint",
  "required",
  "relevant",
  "constraint",
  "constraint_message",
  "choice_filter",
  "calculation",
  "default",
  "appearance",
  "parameters",
] as const;

const entityColumns = ["list_name", "label", "create_if"] as const;

/** The workbook: survey, choices, settings, and entities where there are any: other servers know neither that sheet nor its column. */
export function xlsFormBytes({ id, title, version, survey, choices, entity }: PhoneForm): Promise<Uint8Array> {
  const columns = entity === undefined ? surveyColumns : ([...surveyColumns, "save_to"] as const);
  const surveySheet: Sheet<FormQuestion> = {
    title: "survey",
    columns: columns.map((key) => ({
      key,
      title: key,
      value: (question) => (key === "required" ? (question.required ? "yes" : "") : (question[key] ?? "")),
    })),
    rows: survey,
  };
  const choicesSheet = tableOf("choices", ["list_name", "name", "label"], choicesIn(choices));
  const settingsSheet = tableOf("settings", ["form_title", "form_id", "version"], [[title, id, version]]);
  return workbookBytes([
    workbookSheet({ name: "survey", sheet: surveySheet }),
    workbookSheet({ name: "choices", sheet: choicesSheet }),
    workbookSheet({ name: "settings", sheet: settingsSheet }),
    ...(entity === undefined
      ? []
      : [
          workbookSheet({
            name: "entities",
            sheet: tableOf("entities", entityColumns, [entityColumns.map((column) => entity[column])]),
          }),
        ]),
  ]);
}

const choicesIn = (lists: readonly ChoiceList[]): string[][] =>
  lists.flatMap(({ name, words }) => words.map((word) => [name, valueOf(word), word]));

/** A value holds no space: several are joined by one. */
export const valueOf = (word: string): string => word.trim().replaceAll(/\s+/g, "_");

const tableOf = (
  title: string,
  columns: readonly string[],
  rows: readonly (readonly string[])[],
): Sheet<readonly string[]> => ({
  title,
  columns: columns.map((column, at) => ({ key: column, title: column, value: (row) => row[at] ?? "" })),
  rows,
});
