/** Words of a roster that the plan knows: towns and categories, however they are written. */
import { foldWidth } from "../../campaign/index.ts";
import type { Day, Plan, SubjectKind } from "../../campaign/index.ts";
import { dayOfSerial, readDay } from "../day.ts";
import { nearest } from "../plan/words.ts";

/** What of the plan a roster is read against. */
export type RosterRules = Pick<Plan, "categories" | "towns" | "region">;

/** How many answers are kept before they are all forgotten. */
const mostRemembered = 10_000;

/** The same function, asked once for each text: the cells of a column say few different things. */
export function remembered<T>(look: (text: string) => T): (text: string) => T {
  const known = new Map<string, { readonly answer: T }>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before.answer;
    if (known.size >= mostRemembered) known.clear();
    const answer = look(text);
    known.set(text, { answer });
    return answer;
  };
}

/** Days as they are written, and as the serial numbers of a workbook; `from1904`: of one that counts from 1904. */
export function daysOf({ from1904 }: { readonly from1904: boolean }): (text: string) => Day | null {
  return remembered((text) => {
    const plain = foldWidth(text).trim();
    return readDay(plain) ?? (/^\d{5}(?:\.\d+)?$/.test(plain) ? dayOfSerial(Number(plain), { from1904 }) : null);
  });
}

function plainWord(text: string): string {
  return text.normalize("NFKC").replaceAll(/[\s()[\]、/,，;；]/g, "");
}

export interface KnownCategory {
  readonly name: string;
  readonly kind: SubjectKind;
  /** What stood in brackets behind it: 舞蹈、美术 of 艺术（舞蹈、美术）. */
  readonly detail: string | null;
}

/** What offices call the same category of institution. A plan's own names and aliases go before these. */
const sameCategory: readonly ReadonlySet<string>[] = [
  "学科 学科类 学科培训 学科类培训 学科辅导 文化课 文化 文化类 文化课类 文化课辅导 文化教育 文化教育类 课外辅导 课业辅导 中小学学科 学科类机构",
  "艺术 艺术类 文艺 文艺类 文化艺术 文化艺术类 艺术培训 美术 音乐 舞蹈 书法 绘画 声乐 器乐 钢琴 古筝 播音主持 戏剧 非学科艺术 非学科类艺术",
  "体育 体育类 体育培训 武术 跆拳道 篮球 足球 羽毛球 乒乓球 游泳 轮滑 体能 散打 非学科体育 非学科类体育",
  "科技 科技类 科技培训 编程 机器人 少儿编程 科创 科学素养 非学科科技 非学科类科技",
  "托辅 托辅类 托辅机构 托管 托管类 托管机构 托管班 托管托辅 校外托管 午托 午托班 午晚托 午晚托班 晚托 晚托班 托班 小饭桌 学生托管 课后托管 午托机构 托管中心 辅导托管 午托部 托管部",
  "托幼 托幼机构 托育 托育类 托育机构 托幼类 婴幼儿托育 幼儿托育 婴幼儿照护",
].map((words) => new Set(words.split(" ")));

/** Categories by their names and aliases, else by what offices call the same; undefined for a word that is none. */
export function categoriesOf({ categories }: RosterRules): (text: string) => KnownCategory | undefined {
  const byWord = new Map<string, KnownCategory>();
  for (const { name, kind } of categories) byWord.set(plainWord(name), { name, kind, detail: null });
  for (const { name, kind, aliases } of categories)
    for (const alias of aliases)
      if (!byWord.has(plainWord(alias))) byWord.set(plainWord(alias), { name, kind, detail: null });
  const bySense = sameCategory.map((words) => {
    const meant = new Map([...words].flatMap((word) => byWord.get(word) ?? []).map((one) => [one.name, one]));
    const [only] = meant.values();
    return { words, category: meant.size === 1 ? only : undefined };
  });
  const named = (text: string): KnownCategory | undefined => {
    const word = plainWord(text);
    return byWord.get(word) ?? bySense.find(({ words }) => words.has(word))?.category;
  };
  /** Several words side by side mean a category when they all mean the same one. */
  const together = (text: string): KnownCategory | undefined => {
    const [first, ...others] = text.split(/[、，,;；/+＋和及]/).map(named);
    return first !== undefined && others.every((other) => other?.name === first.name) ? first : undefined;
  };
  return remembered((text) => {
    const whole = named(text) ?? together(text);
    if (whole !== undefined) return whole;
    const [, head = "", detail = ""] = /^([^(（]+)[(（]([^)）]+)[)）]$/.exec(text) ?? [];
    const outer = head === "" ? undefined : (named(head) ?? together(head));
    return outer === undefined ? undefined : { ...outer, detail };
  });
}

export interface TownFound {
  /** Null where the text is no more than the region's own name. */
  readonly town: string | null;
  /** What to do about a town that the plan does not have; null where it has it, or has none. */
  readonly hint: string | null;
}

const townEnd = /(?:街道办事处|街道办|街道|办事处|乡|镇|办|管委会)$/;
const stemOf = (text: string): string => plainWord(text).replace(townEnd, "");
/** 街道 and its office (办事处) are one town; 城关镇 and 城关街道 may be two. */
const endOf = (text: string): string =>
  (townEnd.exec(plainWord(text))?.[0] ?? "").replace(/^(?:街道)?办(?:事处)?$/, "街道");

/**
 * Towns by the plan's list, whatever 乡, 镇, 街道 or 办事处 stands behind; where the plan has none, as the roster has them already:
 * 城东 and 城东街道 of another list are its 城东办事处.
 */
export function townsOf({ towns, region }: RosterRules, onRoster: readonly string[] = []): (text: string) => TownFound {
  if (towns === null || towns.length === 0) {
    const [written, meant] = [new Set(onRoster), townLike(onRoster, region.name)];
    return remembered((text) => ({
      town: text === region.name ? null : written.has(text) ? text : (meant(text) ?? text),
      hint: null,
    }));
  }
  const known = towns;
  const byStem = new Map(known.map((town) => [stemOf(town), town]));
  return remembered((text) => {
    if (known.includes(text)) return { town: text, hint: null };
    if (text === region.name) return { town: null, hint: null };
    const stem = stemOf(text);
    const town = byStem.get(stem) ?? byStem.get(stem.startsWith(region.name) ? stem.slice(region.name.length) : stem);
    if (town !== undefined) return { town, hint: null };
    const near = nearest(stem, byStem.keys());
    const meant = near === null ? undefined : byStem.get(near);
    return {
      town: text,
      hint:
        meant === undefined ? `方案里有：${known.slice(0, 12).join("、")}。` : `是不是「${meant}」？改正后再导入一次。`,
    };
  });
}

/** The one town of the roster that a word can mean. Found by stem: a province has tens of thousands of towns. */
function townLike(onRoster: readonly string[], region: string): (text: string) => string | undefined {
  const byStem = new Map<string, string[]>();
  for (const town of onRoster) {
    const stem = stemOf(town);
    const others = byStem.get(stem);
    if (others) others.push(town);
    else byStem.set(stem, [town]);
  }
  return (text) => {
    const word = text.startsWith(region) ? text.slice(region.length) : text;
    if (stemOf(word) === "") return undefined;
    const alike = (byStem.get(stemOf(word)) ?? []).filter((town) => {
      const ends = new Set([endOf(town), endOf(word)].filter((end) => end !== ""));
      return ends.size < 2;
    });
    return alike.length === 1 ? alike[0] : undefined;
  };
}
