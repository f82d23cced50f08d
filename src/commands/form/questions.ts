/** What a form for phones asks: the plan's checklist, or the fields of a register. Pure: from the plan and the lists to choose from. */
import { answers, categoryOf, checklistKinds } from "../../campaign/index.ts";
import type { Item, Plan, Register, RegisterField } from "../../campaign/index.ts";
import type { RosterNow } from "../../ledger/roster/list.ts";
import type { QuestionWord, Submission } from "../../read/submissions.ts";
import { valueOf } from "../../write/xlsform.ts";
import type { ChoiceList, PhoneForm, FormQuestion, RowsFile } from "../../write/xlsform.ts";

/** Which form, as every submission says it: the plan, its version, and the register where it is one's. */
export const formMark = (code: string, version: number, register: string | null): string =>
  [code, version, ...(register === null ? [] : [register])].join("/");

/** Names of the questions that reading back asks for. */
export const asked = {
  mark: "tuban_form",
  institution: "institution",
  number: "subject_no",
  name: "subject_name",
  otherName: "other_name",
  day: "visit_day",
  kind: "visit_kind",
  officers: "officers",
  photos: ["photo_1", "photo_2", "photo_3"],
  answer: (item: string) => `a_${item.replaceAll("-", "_")}`,
  finding: (item: string) => `n_${item.replaceAll("-", "_")}`,
  photo: (item: string) => `p_${item.replaceAll("-", "_")}`,
  allWell: (topic: number) => `all_${topic}`,
  field: (at: number) => `f_${at + 1}`,
} as const;

/** What is chosen for somebody who is not on the roster. */
export const notListed = "other";

/** The file that the roster is in, and the entity list of that name on ODK Central. */
export const rosterName = "institutions";

export interface Lists {
  readonly roster: readonly RosterNow[];
  readonly officers: readonly string[];
  readonly departments: readonly string[];
  /** The roster is an entity list of ODK Central: the server names its rows, and an institution that a team met is a row of it at once. */
  readonly entities: boolean;
}

/** For a form that is only to say what its questions are called. */
export const noLists: Lists = { roster: [], officers: [], departments: [], entities: false };

/** What the questions are called on the phone. */
export const wordsOf = ({ survey }: PhoneForm): QuestionWord[] =>
  survey.flatMap(({ type, name, label }) =>
    name === undefined || label === undefined || type === "begin_group" ? [] : [{ name, label }],
  );

/** Whom a submission is about: the number on the roster, or the name of one that is not on it; and how to call it to a person. */
export function institutionOf({ answer, asks }: Submission): {
  readonly number: string;
  readonly name: string;
  readonly shown: string;
} {
  const chosen = answer(asked.institution);
  // forms that went out before they had the question say the number, alone or before the name
  const number = asks(asked.number) ? answer(asked.number) : (/^(?:\d+|other)(?=\s|$)/.exec(chosen)?.[0] ?? "");
  const isListed = /^\d+$/.test(number);
  const name = isListed ? "" : answer(asked.otherName) || answer(asked.name) || (number === notListed ? "" : chosen);
  return { number: isListed ? number : "", name, shown: isListed ? number : name };
}

interface FormOf {
  readonly code: string;
  readonly version: number;
  readonly plan: Plan;
}

/** The checklist: an item is asked of those whom the plan means, on the days on which it is in force, on visits that ask it. */
export function checklistForm({ code, version, plan }: FormOf, { roster, officers, entities }: Lists): PhoneForm {
  const items = plan.topics.flatMap((topic) => topic.items).filter(({ kind }) => kind === "机构" || kind === "学校");
  const kinds = [...new Set([...checklistKinds, ...(plan.visits ?? []).map(({ name }) => name)])];
  const topics = plan.topics.filter(({ no }) => items.some(({ topic }) => topic === no));
  return {
    id: idOf(`tuban_${code}`),
    title: `现场检查（${plan.region.name}）`,
    version: String(version),
    file: rosterFile(plan, roster, entities),
    ...(entities ? { entity: newEntity } : {}),
    choices: [
      ...townChoices(roster),
      { name: "kinds", words: kinds },
      { name: "officers", words: officers },
      { name: "answers", words: answers },
      { name: "yes_no", words: ["是", "否"] },
    ],
    survey: [
      ...opening(formMark(code, version, null)),
      ...whoAndWhen(roster, { savesNew: entities }),
      {
        type: "select_one kinds",
        name: asked.kind,
        label: "检查种类",
        required: true,
        default: "排查",
        appearance: "minimal",
      },
      {
        type: "select_multiple officers",
        name: asked.officers,
        label: "检查人员",
        hint: "两名以上，都要有执法证",
        required: true,
        constraint: "count-selected(.) >= 2",
        constraint_message: "检查要有两名以上执法人员（行政处罚法第四十二条）",
      },
      { type: "end_group" },
      ...topics.flatMap(({ no, name, text }) => [
        {
          type: "begin_group" as const,
          name: `topic_${no}`,
          label: `${no} ${name}`,
          relevant: anyOf(items.filter(({ topic }) => topic === no).map((item) => conditionsOf(plan, item))),
        },
        {
          type: "select_one yes_no" as const,
          name: asked.allWell(no),
          label: `${no} ${name}：全部合格？`,
          hint: text,
          required: true as const,
        },
        ...items.filter(({ topic }) => topic === no).flatMap((item) => itemQuestions(plan, item)),
        { type: "end_group" as const },
      ]),
      ...closingPhotos(),
    ],
  };
}

/** A form of any register: what its import takes. */
export function registerForm(
  { code, version, plan }: FormOf,
  register: Register,
  { roster, departments, entities }: Lists,
): PhoneForm {
  const about = register.about.length > 0;
  const lists: ChoiceList[] = [];
  const questions = register.fields.map((field, at): FormQuestion => {
    const words = field.options.length > 0 ? field.options : field.kind === "部门" ? departments : [];
    if (words.length > 0) lists.push({ name: `list_${at + 1}`, words });
    return {
      type: words.length > 0 ? `select_${field.many ? "multiple" : "one"} list_${at + 1}` : typeOf(field),
      name: asked.field(at),
      label: field.name,
      ...(field.note === null ? {} : { hint: field.note }),
      ...(field.required ? { required: true } : {}),
    };
  });
  const nth = (plan.registers ?? []).findIndex(({ name }) => name === register.name) + 1;
  const file = rosterFile(plan, about ? roster : [], entities);
  return {
    // a server knows a form by it: each register has its own, and the same one in every version of the plan
    id: idOf(`tuban_${code}_${register.command ?? nth}`),
    title: `${register.name}登记（${plan.region.name}）`,
    version: String(version),
    file,
    choices: [...townChoices(roster), ...lists],
    survey: [
      ...opening(formMark(code, version, register.name)),
      ...(about
        ? whoAndWhen(roster, { optional: register.aboutOptional })
        : [{ type: "begin_group" as const, name: "visit", label: "登记" }, dayQuestion]),
      { type: "end_group" },
      { type: "begin_group", name: "entry", label: register.name },
      ...questions,
      { type: "end_group" },
    ],
  };
}

const typeOf = ({ kind }: RegisterField): "date" | "decimal" | "text" =>
  kind === "日期" ? "date" : kind === "数" || kind === "金额" ? "decimal" : "text";

const idOf = (text: string): string => text.replaceAll(/[^A-Za-z0-9_]/g, "_");

const opening = (mark: string): FormQuestion[] => [
  { type: "start", name: "start" },
  { type: "end", name: "end" },
  { type: "calculate", name: asked.mark, calculation: `'${mark}'` },
];

const dayQuestion: FormQuestion = {
  type: "date",
  name: asked.day,
  label: "日期",
  required: true,
  default: "today()",
  constraint: ". <= today()",
  constraint_message: "还没有到这一天",
};

/** Where: the town first, which shortens the list; then the institution, and what the roster says of it. */
function whoAndWhen(
  roster: readonly RosterNow[],
  { optional = false, savesNew = false }: { readonly optional?: boolean; readonly savesNew?: boolean },
): FormQuestion[] {
  const has = townsOf(roster).length > 0;
  const saved = (property: string): { readonly save_to?: string } => (savesNew ? { save_to: property } : {});
  const look = (column: string): string =>
    `instance('${rosterName}')/root/item[name=\${${asked.institution}}]/${column}`;
  return [
    { type: "begin_group", name: "visit", label: "到哪家" },
    ...(has
      ? [
          {
            type: "select_one towns" as const,
            name: "town",
            label: "属地",
            hint: "不选就在全部里找",
            appearance: "minimal",
            ...saved("town"),
          },
        ]
      : []),
    {
      type: `select_one_from_file ${rosterName}.csv`,
      name: asked.institution,
      label: "机构",
      hint: "打几个字就能找；名单上没有的选最后一个",
      ...(optional ? {} : { required: true }),
      appearance: "minimal autocomplete",
      ...(has ? { choice_filter: `\${town} = '' or town = \${town} or number = '${notListed}'` } : {}),
    },
    { type: "calculate", name: asked.number, calculation: look("number") },
    { type: "calculate", name: asked.name, calculation: look("label") },
    {
      type: "text",
      name: asked.otherName,
      label: "机构名称（招牌或证照上的全称）",
      required: true,
      relevant: `\${${asked.number}} = '${notListed}'`,
    },
    // one that a team adds to the list has no number there yet
    ...(savesNew ? [{ type: "calculate" as const, name: "new_number", calculation: "''", save_to: "number" }] : []),
    { type: "calculate", name: "subject_kind", calculation: look("kind"), ...saved("kind") },
    { type: "calculate", name: "licence_class", calculation: look("licence_class"), ...saved("licence_class") },
    { type: "calculate", name: "category", calculation: look("category"), ...saved("category") },
    dayQuestion,
  ];
}

/** An institution that is not on the roster becomes a row of the list when its submission comes in. */
const newEntity = {
  list_name: rosterName,
  label: `\${${asked.otherName}}`,
  create_if: `\${${asked.number}} = '${notListed}'`,
} as const;

/** A topic is shown where one of its items is asked; conditions that a weaker one covers are left out. */
function anyOf(all: readonly (readonly string[])[]): string {
  const covered = (one: readonly string[]): boolean =>
    all.some((other) => other.length < one.length && other.every((part) => one.includes(part)));
  const needed = all.filter((one) => !covered(one)).map((one) => `(${one.join(" and ")})`);
  return [...new Set(needed)].join(" or ");
}

/** One item: what was found and a photograph are asked where it failed. */
function itemQuestions(plan: Plan, item: Item): FormQuestion[] {
  const name = asked.answer(item.code);
  const failed = `\${${name}} = '不合格'`;
  return [
    {
      type: "select_one answers",
      name,
      label: `${item.code} ${item.text}`,
      ...(item.severity === "一般" ? {} : { hint: item.severity }),
      required: true,
      relevant: [`\${${asked.allWell(item.topic)}} = '否'`, ...conditionsOf(plan, item)].join(" and "),
    },
    {
      type: "text",
      name: asked.finding(item.code),
      label: `${item.code} 查到了什么`,
      required: true,
      relevant: failed,
    },
    {
      type: "image",
      name: asked.photo(item.code),
      label: `${item.code} 照片`,
      relevant: failed,
      parameters: "max-pixels=1600",
    },
  ];
}

/** As `itemsFor` has it: a class or category that is not known excludes nothing. */
function conditionsOf({ visits = [] }: Plan, item: Item): string[] {
  const oneOf = (question: string, words: readonly string[]): string[] =>
    words.length === 0
      ? []
      : [`(${[`\${${question}} = ''`, ...words.map((word) => `\${${question}} = '${word}'`)].join(" or ")})`];
  return [
    `\${subject_kind} = '${item.kind}'`,
    ...oneOf("licence_class", item.classes),
    ...oneOf("category", item.categories),
    ...(item.from === null ? [] : [`\${${asked.day}} >= date('${item.from}')`]),
    ...(item.until === null ? [] : [`\${${asked.day}} <= date('${item.until}')`]),
    ...visits
      .filter(({ items }) => items.length > 0 && !items.includes(item.code))
      .map(({ name }) => `\${${asked.kind}} != '${valueOf(name)}'`),
  ];
}

function closingPhotos(): FormQuestion[] {
  const [first, ...rest] = asked.photos;
  return [
    { type: "begin_group", name: "photos", label: "现场照片" },
    { type: "image", name: first, label: "现场照片（门头、证照、教室）", parameters: "max-pixels=1600" },
    ...rest.map((name, at): FormQuestion => ({
      type: "image",
      name,
      label: `现场照片 ${at + 2}`,
      relevant: `\${${asked.photos[at] ?? ""}} != ''`,
      parameters: "max-pixels=1600",
    })),
    { type: "end_group" },
  ];
}

const townsOf = (roster: readonly RosterNow[]): string[] =>
  [...new Set(roster.flatMap(({ town }) => town ?? []))].toSorted();

function townChoices(roster: readonly RosterNow[]): ChoiceList[] {
  const towns = townsOf(roster);
  return towns.length === 0 ? [] : [{ name: "towns", words: towns }];
}

/** No telephone and no person's name goes onto phones. */
function rosterFile(plan: Plan, roster: readonly RosterNow[], entities: boolean): RowsFile {
  const rows = [
    ...roster.map(({ subject, name, address, town, kind, licence_class: licenceClass, category }) => [
      `${subject} ${name}${address === null ? "" : `（${address}）`}`,
      String(subject),
      valueOf(town ?? ""),
      kind,
      licenceClass ?? "",
      categoryOf(plan, category) ?? "",
    ]),
    ["名单上没有的（下面写名称）", notListed, "", "机构", "", ""],
  ];
  const columns = ["label", "number", "town", "kind", "licence_class", "category"] as const;
  return entities
    ? { name: rosterName, columns, rows }
    : { name: rosterName, columns: ["name", ...columns], rows: rows.map((row) => [row[1] ?? "", ...row]) };
}
