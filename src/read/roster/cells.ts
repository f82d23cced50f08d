/** How the cells of each field are read: what they say goes into the draft, what is wrong with them is remarked. */
import {
  checkCreditCode,
  checkOrganisationCode,
  checkPermitNumber,
  enforcementColumns,
  existences,
  fieldKeys,
  foldWidth,
  ignoredColumns,
  isOpenEnded,
  readExistence,
  readLicenceClass,
  readPapers,
  readPhones,
  readPresence,
  rosterFields,
  shown,
  subjectKinds,
} from "../../campaign/index.ts";
import type { CodeFault, FieldKey, PapersSaid, Presence, ProblemCode, ReadAs } from "../../campaign/index.ts";
import { keptColumns } from "../fields.ts";
import type { RosterField } from "../fields.ts";
import { keep, keepAs, keepRaw, remark } from "./hand.ts";
import type { RowHand } from "./hand.ts";
import { remembered } from "./words.ts";

export type Reader = (hand: RowHand, text: string) => void;

/** A stroke in a cell says that there is nothing. */
const stroke = /^[/\\—–\-−]+$/;
/** Unknown is not none. */
const unknown = /^(?:不详|未知|不清楚|待查)$/;

const classOf = remembered(readLicenceClass);
const papersOf = remembered(readPapers);

/** Fields read in the same way. */
type ReadLike<As extends keyof ReadAs> = {
  [K in FieldKey]: (typeof rosterFields)[K]["reads"] extends As ? K : never;
}[FieldKey];

/** How each sort of cell is read, and where what it says goes. */
const readersByForm: { readonly [As in keyof ReadAs]: (field: ReadLike<As>) => Reader } = {
  text: (field) => (hand, text) => {
    if (!stroke.test(text)) hand.draft[field] = text;
  },
  subjectKind: () => readKind,
  category: () => readCategory,
  licenceClass: () => readClass,
  town: () => readTown,
  creditCode: () => readCreditCode,
  permitNumber: () => readPermit,
  day: readDate,
  permitEnd: () => readPermitEnd,
  phones: () => readPhone,
  profit: () => readProfit,
  measure: (field) => readNumber(field, { whole: false }),
  count: (field) => readNumber(field, { whole: true }),
  existence: (field) => readState(field),
  presence: (field) => readHas(field === "hasPermit" ? "permit" : "registration"),
};

/** A name of two characters is spread for the sight of a printed list: 钱 伟 is 钱伟. */
const spread = /^(\p{Script=Han}{1,2})\s+(\p{Script=Han}{1,2})$/u;

const readName =
  (field: "legalRep" | "organizer" | "principal"): Reader =>
  (hand, text) => {
    if (!stroke.test(text)) hand.draft[field] = text.replace(spread, "$1$2");
  };

const readerOf = (field: FieldKey): Reader =>
  (readersByForm[rosterFields[field].reads] as (field: FieldKey) => Reader)(field);

const eachOf = <Key extends string>(keys: readonly Key[], reader: (key: Key) => Reader): Record<Key, Reader> =>
  Object.fromEntries(keys.map((key) => [key, reader(key)])) as Record<Key, Reader>;

const keysOf = <Key extends string>(rows: Readonly<Record<Key, unknown>>): Key[] => Object.keys(rows) as Key[];

/** A reader for each column. */
export const readers: Readonly<Record<RosterField, Reader>> = {
  ...eachOf(fieldKeys, readerOf),
  ...eachOf(["legalRep", "organizer", "principal"] as const, readName),
  // under their title, whatever the header called them
  ...eachOf(keysOf(keptColumns), (key) => (hand, text) => keepAs(hand, keptColumns[key].title, text)),
  ...eachOf(keysOf(enforcementColumns), () => keepDay),
  ...eachOf(keysOf(ignoredColumns), () => () => undefined),
};

function readKind(hand: RowHand, text: string): void {
  const kind = subjectKinds.find((known) => known === text.replaceAll(/\s/g, ""));
  if (kind) hand.draft.kind = kind;
  else
    remark(
      hand,
      "拒收",
      { code: "bad-kind", message: `看不懂对象类型${shown(text)}。`, hint: `写成 ${subjectKinds.join("、")} 之一。` },
      text,
    );
}

function readCategory(hand: RowHand, text: string): void {
  const asClass = classOf(text);
  if (asClass) {
    hand.said.class ??= asClass;
    return;
  }
  if (stroke.test(text)) return;
  const known = hand.sheet.categories(text);
  hand.draft.category = known?.name ?? text;
  if (known) {
    hand.draft.kind ??= known.kind;
    if (known.detail !== null) hand.draft.content ??= known.detail;
  } else if (hand.sheet.hasCategories)
    remark(
      hand,
      "提示",
      {
        code: "unknown-category",
        message: `方案里没有${shown(text)}这个类别，照原样收下。`,
        hint: "要按类别检查、统计的，在方案的类别里加上它或它的别名。",
      },
      text,
    );
}

function readState(field: ReadLike<"existence">): Reader {
  return (hand, text) => {
    if (stroke.test(text) || unknown.test(text)) return;
    const state = readExistence(text, hand.header);
    if (state !== null) {
      hand.draft[field] = state;
      return;
    }
    keepRaw(hand, field, text);
    const hint = `写成 ${existences.join("、")} 之一。`;
    remark(hand, "提示", { code: "bad-existence", message: `看不懂机构状态${shown(text)}，原文另存。`, hint }, text);
  };
}

/** Where the header asks whether (是否营利), the answer is spelled out. */
function readProfit({ draft, header }: RowHand, text: string): void {
  if (stroke.test(text)) return;
  const answer = header.includes("是否") ? readPresence(text) : null;
  draft.profit = typeof answer === "boolean" ? (answer ? "营利" : "非营利") : text;
}

function readClass(hand: RowHand, text: string): void {
  const read = classOf(text);
  const papers = read ? null : papersOf(text);
  if (read) hand.said.class = read;
  else if (papers) sayPapers(hand, papers);
  else if (presenceOf(text) === true && /齐全|齐备|两证/.test(hand.header)) hand.said.class = "有证有照";
  else if (!stroke.test(text) && !unknown.test(text)) {
    keepRaw(hand, "licenceClass", text);
    remark(
      hand,
      "注意",
      {
        code: "bad-class",
        message: presenceOf(text) === null ? `看不懂证照类别${shown(text)}。` : `${shown(text)}没有说清是证还是照。`,
        hint: "写成 有证有照、有照无证、有证无照、无证无照 之一。",
      },
      text,
    );
  }
}

function sayPapers({ said }: RowHand, { permit, registration }: PapersSaid): void {
  if (permit !== undefined) said.permit ??= permit;
  if (registration !== undefined) said.registration ??= registration;
}

/** What a word in the place of a number says: 有, 无, 办理中; a stroke says 无. */
function presenceOf(text: string): Presence | null {
  return stroke.test(foldWidth(text)) ? false : readPresence(text.replace(/[证照]$/, ""));
}

function readHas(paper: "permit" | "registration"): Reader {
  return (hand, text) => {
    const asClass = classOf(text);
    const presence = presenceOf(text);
    const papers = asClass || presence !== null ? null : papersOf(text);
    if (asClass) hand.said.class ??= asClass;
    else if (presence !== null) hand.said[paper] = presence;
    else if (papers) sayPapers(hand, papers);
    else if (!unknown.test(text)) {
      keepRaw(hand, paper === "permit" ? "hasPermit" : "hasRegistration", text);
      remark(
        hand,
        "提示",
        {
          code: "bad-presence",
          message: `看不懂${shown(text)}是有还是无，按不清楚处理。`,
          hint: "写成 有、无 或 办理中。",
        },
        text,
      );
    }
  };
}

function readCreditCode(hand: RowHand, text: string): void {
  const { numbered } = hand;
  const check = checkCreditCode(text);
  if (check.ok || check.fault === "校验位") hand.draft.uscc = check.code;
  if (check.ok) numbered.registration = true;
  else if (check.fault === "占位") numbered.registration = saidInstead(hand, text);
  else {
    numbered.registration = true;
    if (check.fault !== "校验位") keepRaw(hand, "uscc", text);
    if (/^\d{15}$/.test(text))
      remark(
        hand,
        "提示",
        {
          code: "old-registration",
          message: `${shown(text)}是15位的旧营业执照注册号，算有照，但不能当作统一社会信用代码。`,
          hint: "换照后补上18位代码再导入一次。",
        },
        text,
      );
    else if (/^[\dA-Z]{8}-?[\dX]$/i.test(foldWidth(text).replaceAll(/\s/g, ""))) remarkOrganisationCode(hand, text);
    else faultRemark(hand, "credit-code", check, text);
  }
}

/** 组织机构代码 was what an organisation had before 2015: it shows a registration, but is no credit code. */
function remarkOrganisationCode(hand: RowHand, text: string): void {
  const check = checkOrganisationCode(text);
  if (!check.ok) faultRemark(hand, "organisation-code", check, text);
  else
    remark(
      hand,
      "提示",
      {
        code: "organisation-code",
        message: `${shown(text)}是9位组织机构代码，算有登记，但不能当作统一社会信用代码。`,
        hint: "换照后补上18位代码再导入一次。",
      },
      text,
    );
}

function readPermit(hand: RowHand, text: string): void {
  const { numbered, sheet } = hand;
  const check = checkPermitNumber(text);
  if (check.ok) {
    hand.draft.permitNo = check.number;
    numbered.permit = true;
    if (sheet.area !== null && check.area !== sheet.area)
      remark(
        hand,
        "提示",
        {
          code: "permit-area",
          message: `办学许可证编号${shown(text)}里的行政区划是 ${check.area}，本地是 ${sheet.area}。`,
          hint: "外地发证的请核对能否在本地办学。",
        },
        text,
      );
  } else if (check.fault === "占位") numbered.permit = saidInstead(hand, text);
  else {
    numbered.permit = true;
    keepRaw(hand, "permitNo", text);
    faultRemark(hand, "permit-number", check, text);
  }
}

function saidInstead(hand: RowHand, text: string): Presence | null {
  const presence = presenceOf(text);
  if (presence === "办理中")
    remark(
      hand,
      "提示",
      {
        code: "under-way",
        message: `${shown(hand.header)}一栏写的是${shown(text)}，不算已经取得。`,
        hint: "办好以后填上号码再导入一次。",
      },
      text,
    );
  return presence;
}

function faultRemark(
  hand: RowHand,
  code: ProblemCode,
  { fault, message, hint }: CodeFault<string>,
  text: string,
): void {
  remark(hand, "注意", { code: fault === "Excel损坏" ? "excel-damage" : code, message, hint }, text);
}

function readDate(field: ReadLike<"day">): Reader {
  return (hand, text) => {
    const day = hand.sheet.days(text);
    if (day) hand.draft[field] = day;
    else if (!stroke.test(text)) badDate(hand, field, text);
  };
}

/** The end of a permit: a day, 长期, or both ends in one cell. */
function readPermitEnd(hand: RowHand, text: string): void {
  if (stroke.test(text)) return;
  const dayIn = hand.sheet.days;
  const [first = "", second] =
    dayIn(text) === null ? text.split(/\s*(?:至|到|~|～|—+|–|--)\s*|(?<=\d日?)-(?=\d{4}|长期|永久)/, 2) : [text];
  const end = second ?? first;
  const [from, to] = [second === undefined ? null : dayIn(first), isOpenEnded(end) ? ("长期" as const) : dayIn(end)];
  if (from !== null) hand.draft.permitFrom ??= from;
  if (to === null) badDate(hand, "permitTo", text);
  else hand.draft.permitTo = to;
}

/** Headers of days, and of hours that are none. */
const [ofDay, ofDayMaybe, ofHours] = [
  /日期|年月日/,
  /时间|日$|时限/,
  /培训时间|上课|营业|作息|开课|授课|课时|时间段|时长|日常|生日|节假日|假日/,
];
/** A day was meant: 2021.6.31, 2021年13月. */
const likeDay = /^\d{4}\s*[-./年]|\d月\s*\d+\s*[日号]?$|^\d{8}$/;
const yearOnly = /^\d{4}年?$/;
const noDay = /^(?:无|暂无|没有|未.{0,6}|不详|长期.{0,4}|永久|至今|立即|即时|办理中|正在.{0,4})$/;

const partOfDay = /^(?:凌晨|上午|中午|下午|傍晚|晚上?|夜间?)$/;

/** Keeps a text under its header; one that stands in a column of days and is none is remarked, for nobody will read it again. */
export function keepDay(hand: RowHand, text: string): void {
  keep(hand, text);
  const { header } = hand;
  if (ofHours.test(header) || !(ofDay.test(header) || (ofDayMaybe.test(header) && likeDay.test(text)))) return;
  if (stroke.test(text) || noDay.test(text) || yearOnly.test(text) || isMonth(text)) return;
  const parts = text
    .split(/\s*(?:至|到|~|～|—+|–|--|、|，|,|；|;|\s)\s*/)
    .filter((part) => part !== "" && !partOfDay.test(part));
  if (hand.sheet.days(text) !== null || parts.every((part) => hand.sheet.days(part) !== null)) return;
  remark(
    hand,
    "注意",
    {
      code: "bad-date",
      message: `看不懂日期${shown(text)}，照原样另存。`,
      hint: "写成 2021-07-20、2021.7.20 或 2021年7月20日。",
    },
    text,
  );
}

/** 2021年6月, 2021-06, 二〇二一年六月: which day of it, nobody said. */
const monthOnly = /^[\d〇零○一二三四五六七八九]{4}(?:[-./]|年)(?:\d{1,2}|[一二三四五六七八九十元]{1,2})月?$/;

const isMonth = (text: string): boolean => monthOnly.test(foldWidth(text).replaceAll(/\s/g, ""));

function badDate(hand: RowHand, field: ReadLike<"day" | "permitEnd">, text: string): void {
  keepRaw(hand, field, text);
  const message = isMonth(text) ? `日期${shown(text)}只写到月，没有收下。` : `看不懂日期${shown(text)}，没有收下。`;
  remark(
    hand,
    "注意",
    {
      code: "bad-date",
      message,
      hint: "写成 2021-07-20、2021.7.20 或 2021年7月20日；许可证长期有效的写 长期。",
    },
    text,
  );
}

/** An area code and a number of seven or eight digits, stored as a number. */
const withoutNought = /^(?:[3-9]\d{9,10}|10\d{8}|2\d{9})$/;

function readPhone(hand: RowHand, text: string): void {
  if (stroke.test(text)) return;
  const { phones, faults } = readPhones(text);
  if (phones.length > 0) hand.draft.phone = phones.join("、");
  if (faults.length === 0) return;
  keepRaw(hand, "phone", text);
  remark(
    hand,
    "注意",
    {
      code: "bad-phone",
      message: `不像电话号码：${faults.slice(0, 3).map(shown).join("、")}。`,
      hint: faults.some((fault) => withoutNought.test(fault))
        ? "像是区号前面的 0 被 Excel 去掉了：补上，写成 0394-8221234 的样子。"
        : "手机11位；座机写区号，如 0394-8221234；几个号码用顿号隔开。",
    },
    text,
  );
}

function readTown(hand: RowHand, text: string): void {
  if (stroke.test(text) || unknown.test(text)) return;
  const { town, hint } = hand.sheet.towns(text);
  // a county's own list that says everywhere which county: of the towns in it that says nothing
  if (town === null) return;
  hand.draft.town = town;
  if (hint !== null)
    remark(
      hand,
      "注意",
      { code: "unknown-town", message: `方案的乡镇街道里没有${shown(text)}，照原样收下。`, hint },
      text,
    );
}

const numberIn = remembered((text): number | null => {
  const plain = foldWidth(text).replaceAll(/[\s,]|^约|左右$|余?(?:㎡|平方米|平米|平方|m2|m²|人|名|个)$/gi, "");
  return /^\d{1,9}(?:\.\d{1,4})?$/.test(plain) ? Number(plain) : null;
});

function readNumber(field: ReadLike<"count" | "measure">, { whole }: { readonly whole: boolean }): Reader {
  return (hand, text) => {
    const value = numberIn(text);
    // 12.5 persons are a slip: which number was meant nobody said
    if (value !== null && (!whole || Number.isInteger(value))) hand.draft[field] = value;
    else if (!stroke.test(text)) {
      keepRaw(hand, field, text);
      remark(
        hand,
        "提示",
        { code: "bad-number", message: `看不懂数目${shown(text)}，原文另存。`, hint: "只写数字。" },
        text,
      );
    }
  };
}
