/** Columns that no field claimed though they may well be one that matters: a person says what they are before anything is recorded. */
import type { SubjectKind } from "../../campaign/index.ts";
import type { RosterField } from "../fields.ts";
import type { HeaderColumn } from "../headers.ts";

/** Something that a campaign cannot do without, and the fields that give it. */
interface Essential {
  /** Any of these lists of fields is enough. */
  readonly givenBy: readonly (readonly RosterField[])[];
  /** What a header says that may be meant for it. */
  readonly hint: RegExp;
  readonly guesses: readonly RosterField[];
}

const papers: Essential = {
  givenBy: [
    ["licenceClass"],
    ["hasPermit", "hasRegistration"],
    ["hasPermit", "uscc"],
    ["permitNo", "hasRegistration"],
    ["permitNo", "uscc"],
  ],
  hint: /(?<!身份|资格|健康|上岗|毕业|保|论|验)证|照(?!片|相)|许可|资质|手续|代码/,
  guesses: ["licenceClass", "hasPermit", "hasRegistration", "permitNo", "uscc"],
};

const essentials: readonly Essential[] = [
  { givenBy: [["town"]], hint: /乡|镇|街|[县市]?区(?!分)|社区|村|辖|属地/, guesses: ["town"] },
  { givenBy: [["address"]], hint: /地址|地点|位置|场所|住所|校址/, guesses: ["address", "registeredAddress"] },
  { givenBy: [["phone"]], hint: /电话|手机|联系|号码/, guesses: ["phone"] },
  { givenBy: [["category"]], hint: /类|学科|业态/, guesses: ["category", "content"] },
  {
    givenBy: [["legalRep"], ["principal"], ["organizer"]],
    hint: /负责|法人|校长|举办|经营者|业主|姓名|联系人/,
    guesses: ["principal", "legalRep", "organizer"],
  },
  papers,
  // 开业, 停业, 注销, 整改中: what a state is of, only the office knows
  { givenBy: [], hint: /状态$/, guesses: [] },
];

const ofPersons = new Set<SubjectKind>(["教师", "举办者"]);

/** An unclaimed column with the fields that it may be. */
export interface Unclaimed {
  readonly header: string;
  readonly guesses: readonly RosterField[];
}

/** The unclaimed columns that look like something that no other column gives; those that a person has spoken of are left out. */
export function unclaimedColumns(columns: readonly HeaderColumn<RosterField>[], kind: SubjectKind): Unclaimed[] {
  const claimed = new Set(columns.flatMap(({ field }) => field ?? []));
  const wanted = ofPersons.has(kind)
    ? []
    : essentials.filter(({ givenBy }) => !givenBy.some((fields) => fields.every((field) => claimed.has(field))));
  return columns.flatMap(({ header, field, how }): Unclaimed[] => {
    if (field !== null || how === "given" || /身份证/.test(header)) return [];
    const meant = wanted.find(({ hint }) => hint.test(header));
    return meant ? [{ header, guesses: meant.guesses.filter((guess) => !claimed.has(guess)) }] : [];
  });
}

/** Which of the two papers the columns say nothing of. */
export function papersMissing(columns: readonly HeaderColumn<RosterField>[]): ("办学许可证" | "营业执照")[] {
  const claims = (...fields: RosterField[]): boolean =>
    columns.some(({ field }) => field !== null && fields.includes(field));
  if (claims("licenceClass")) return [];
  return [
    ...(claims("hasPermit", "permitNo") ? [] : (["办学许可证"] as const)),
    ...(claims("hasRegistration", "uscc") ? [] : (["营业执照"] as const)),
  ];
}
