/**
 * Names: how they are shown to the public, and how two spellings of one name are recognised.
 *
 * Organisations appear in full; natural persons, their addresses, telephones and identity numbers do not
 * (个人信息保护法 §§5–6, §25; 政府信息公开条例 §15). A mask does not tell how long a name is.
 */
import { cleanCell, foldWidth } from "./codes.ts";

declare const shownToAll: unique symbol;

/**
 * Words that the public may see: whatever goes into a public file has this type, and only the functions below make it. A field of the
 * roster, a note, a name as it was recorded does not fit: it does not compile.
 */
export type PublicWords = string & { readonly [shownToAll]: true };

/** The one place where a text is taken for public words: by those who have looked at it. */
const looked = (text: string): PublicWords => text as PublicWords;

export const noWords: PublicWords = looked("");

const compoundSurnames = new Set(
  (
    "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 " +
    "仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 " +
    "段干 百里 呼延 东郭 南门 羊舌 微生 梁丘 左丘 东门 西门 单于"
  ).split(" "),
);

/**
 * A natural person's name for a public list: 张* for two characters, 张** for three or more;
 * a compound surname is kept whole (欧阳*, 欧阳**). Several names joined by 、,;/ are masked one by one.
 */
export function maskPerson(name: string): PublicWords {
  const names = cleanCell(name)
    .replaceAll(/\s/g, "")
    .split(/[、，,；;/]/)
    .filter(Boolean);
  return looked(names.map(maskOne).join("、"));
}

function maskOne(name: string): string {
  const characters = Array.from(name);
  const surname = characters.slice(0, 2).join("");
  const kept = characters.length > 2 && compoundSurnames.has(surname) ? 2 : 1;
  if (characters.length === 1) return "×";
  return characters.slice(0, kept).join("") + (characters.length - kept === 1 ? "×" : "××");
}

/** The commonest, for names at the head of a place's name. */
const surnames =
  "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤";

/** 张老师家, 李某甲辅导班: a person's name at the head of what a place is called. */
const namedAfterPerson = new RegExp(
  `^([${surnames}])([\\u4e00-\\u9fff]{0,2}?)(?=(?:老师|先生|女士|阿姨|大姐|师傅)|(?:的)?(?:家|私塾|家教|辅导|补习|托管|晚托|小饭桌|小课堂|画室|琴房|工作室|书房|课后))`,
);

/**
 * The name of a place: in full where it stands in a public register; of one that has neither 证 nor 照 without the names of persons, those
 * that the roster knows and one that stands at its head.
 */
export function publicPlace(
  name: string,
  { registered, persons }: { readonly registered: boolean; readonly persons: readonly string[] },
): PublicWords {
  if (registered) return publicText(name);
  let shown: string = publicText(name);
  for (const person of persons.map((one) => cleanCell(one).replaceAll(/\s/g, "")).filter((one) => one.length > 1))
    shown = shown.replaceAll(person, maskOne(person));
  return looked(
    shown.replace(
      namedAfterPerson,
      (_all, surname: string, given: string) =>
        `${surname}${given === "" ? "" : "×".repeat(Math.min(2, given.length))}`,
    ),
  );
}

/** Whose name it is, as the roster has it; `persons` are those that it names beside it. */
export interface Bearer {
  readonly kind: string;
  readonly licence_class: string | null;
  readonly persons: readonly string[];
}

/** The persons that a row of the roster names. */
export const personsNamed = (row: {
  readonly legal_rep: string | null;
  readonly organizer: string | null;
  readonly principal: string | undefined;
}): string[] => [row.legal_rep, row.organizer, row.principal].flatMap((one) => one ?? []);

/** Whether the roster knows a permit or a licence of it: it stands in a public register then. */
export const isLicensed = ({ licence_class }: Pick<Bearer, "licence_class">): boolean =>
  licence_class !== null && licence_class !== "无证无照";

/** What a subject is called in public: a person by the surname, a place with neither 证 nor 照 without the persons in its name. */
export function publicName(name: string, { kind, licence_class, persons }: Bearer): PublicWords {
  if (kind === "教师" || kind === "举办者") return maskPerson(name);
  return publicPlace(name, { registered: isLicensed({ licence_class }), persons });
}

const numeral = "[0-9〇零一二两三四五六七八九十百壹贰叁肆伍陆柒捌玖拾佰]";
const buildingNumber = new RegExp(
  `[0-9]|第?${numeral}+(?:号|栋|幢|座|单元|室|楼|层|组|弄|户|排)|第${numeral}+(?:家|门)|[A-Za-z](?:栋|幢|座|区|单元|室)`,
);

/** An address that may be somebody's home, for a public list: cut before the first house or building number. */
export function maskAddress(address: string): PublicWords {
  const clean = cleanCell(address);
  const at = foldWidth(clean).search(buildingNumber);
  return publicText(at < 0 ? clean : `${clean.slice(0, at).trimEnd()}××`);
}

/** In the order tried: what a text may hold that no public file may. */
const personal = [
  // 18-digit identity numbers, and the 15-digit ones before them
  /(?<![0-9A-Za-z])\d{6}[-\s]?(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[-\s]?\d{3}[0-9Xx](?![0-9A-Za-z])/g,
  /(?<![0-9A-Za-z]|教民|人社民)[1-8]\d{5}\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?![0-9A-Za-z])/g,
  /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g,
  /(?<=(?:微信|QQ|qq)号?(?:码)?[:\s]*)[A-Za-z0-9][\w-]{4,}/g,
  // mobile and landline numbers
  /(?<!\d)(?:\+?86[-\s]?)?1[3-9]\d(?:[-\s_.·–—/~]{0,2}\d){8}(?!\d)/g,
  /(?<!\d)\(?0\d{2,3}\)?[-\s_.·–—/~]{0,2}[1-9]\d{2,3}[-\s_.·–—/~]{0,2}\d{4}(?:[-转]\d{1,6})?(?!\d)/g,
  /(?<=(?:电话|座机|手机|联系方式|热线)[:\s]*)[1-9]\d{2,3}[-\s_.·–—/~]{0,2}\d{4}(?!\d)/g,
];

/** A free text for a public file: telephones, identity numbers, mail and chat addresses are left out, with （略） in their place. */
export function publicText(text: string): PublicWords {
  let result = cleanCell(text);
  for (const pattern of personal) result = omit(result, pattern);
  return looked(result);
}

/** A code that has proved itself to be an organisation's, or a number that an office gives out itself. */
export const publicCode = (code: string): PublicWords => looked(cleanCell(code));

/** Searches the folded text, which has the same length, so that full-width digits are seen and the prose stays as written. */
function omit(text: string, pattern: RegExp): string {
  const parts: string[] = [];
  let from = 0;
  for (const match of foldWidth(text).matchAll(pattern)) {
    parts.push(text.slice(from, match.index), "（略）");
    from = match.index + match[0].length;
  }
  return parts.join("") + text.slice(from);
}

/** Takes the longest of the endings off a text, where it has one. A table, as it is asked of every name of a large roster. */
export function withoutEnding(endings: readonly string[]): (text: string) => string {
  const byLast = new Map<string, string[]>();
  for (const ending of endings.toSorted((one, other) => other.length - one.length)) {
    const last = ending.slice(-1);
    byLast.set(last, [...(byLast.get(last) ?? []), ending]);
  }
  return (text) => {
    const ending = byLast.get(text.slice(-1))?.find((one) => text.endsWith(one));
    return ending === undefined ? text : text.slice(0, -ending.length);
  };
}

const withoutForm = withoutEnding("有限责任公司 股份有限公司 有限公司 培训学校 培训中心 个体工商户".split(" "));

/** What folding leaves as it is: most names and addresses. */
export const plainWord = /^[0-9a-z\u4e00-\u9fff]*$/;

/**
 * What two spellings of one organisation's name have in common: width and compatibility forms folded, no brackets
 * (what they hold stays: 一分校 is not 二分校), spaces or punctuation, no 有限公司 or 培训学校 at the end.
 * Never empty unless the name holds no letter or digit. Equal keys suggest a match, they do not prove one.
 */
export function matchKey(name: string): string {
  let key = plainWord.test(name)
    ? name
    : name
        .normalize("NFKC")
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}]/gu, "");
  for (let shorter = withoutForm(key); shorter !== key; shorter = withoutForm(key)) {
    if (shorter.length < 2 || Array.from(shorter).length < 2) break;
    key = shorter;
  }
  return key;
}
