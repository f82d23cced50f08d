/**
 * Likeness: how far two entries of different lists look like one institution, by name, address and telephone
 * as offices write them. Keys are for finding, `likenessOf` is for judging.
 */
import { foldWidth } from "./codes.ts";
import { matchKey, plainWord, withoutEnding } from "./naming.ts";

/** The traditional characters that stand in such names and addresses, each before its simplified form. */
const traditional =
  "學学術术藝艺體体樂乐語语數数課课輔辅導导訓训練练習习書书畫画團团業业務务發发東东華华陽阳龍龙風风飛飞鳳凤馬马鳥鸟魚鱼麗丽愛爱親亲兒儿園园國国際际聯联達达遠远進进運运連连過过還还邊边" +
  "開开關关門门間间問问聞闻閱阅誠诚詩诗詞词譯译議议記记論论識识讀读談谈請请謝谢趙赵錢钱孫孙陳陈張张劉刘楊杨許许鄭郑馮冯韓韩蔣蒋葉叶蘇苏盧卢湯汤賀贺龔龚嚴严萬万歲岁義义豐丰興兴廣广慶庆" +
  "瑩莹瑪玛環环瓊琼電电腦脑網网線线紅红級级紀纪約约純纯繪绘結结統统經经緣缘總总縣县鄉乡鎮镇區区號号樓楼層层棟栋單单側侧對对舊旧場场壩坝橋桥機机構构標标橫横歡欢歷历歸归漢汉濟济瀾澜灣湾" +
  "燈灯點点為为無无爾尔獎奖產产畢毕當当療疗碩硕禮礼種种積积穎颖競竞筆笔節节簡简籃篮糧粮維维緒绪職职聖圣聰聪脈脉臺台舉举與与艦舰蘭兰藍蓝蕭萧薩萨藥药衛卫裝装見见視视覺觉觀观規规計计設设" +
  "證证詠咏誌志諾诺變变讓让豬猪貝贝財财貨货質质貿贸費费資资賢贤賽赛贏赢躍跃車车軒轩軟软輝辉輪轮轉转農农鄰邻醫医釋释鋼钢鋒锋銳锐錦锦鏡镜鐘钟鐵铁長长閃闪隊队階阶陸陆隨随險险雙双雜杂離离" +
  "難难雲云霧雾靈灵靜静韻韵響响頂顶項项順顺須须預预領领頭头題题顏颜願愿顧顾類类養养館馆駕驾駿骏騰腾驛驿鵬鹏鴻鸿麥麦黃黄齊齐齡龄優优億亿個个們们倉仓傑杰傳传債债價价儀仪冊册剛刚創创動动" +
  "勝胜勞劳勵励協协參参啟启啓启圖图圓圆執执堅坚報报壯壮夢梦奮奋婦妇媽妈寶宝實实審审寫写專专將将尋寻屬属島岛嶺岭師师帶带幣币幫帮幹干強强彈弹復复徵征徹彻應应懷怀戰战戲戏擇择擔担據据擴扩" +
  "攝摄敎教敵敌斷断時时曉晓暢畅曆历條条極极榮荣樣样樹树";

/** By character code, the simplified form of a traditional character; 0 for any other. */
const simpleOf = new Uint16Array(1 << 16);
for (const [, from = "", to = ""] of traditional.matchAll(/(.)(.)/gu))
  if (from !== to) simpleOf[from.charCodeAt(0)] = to.charCodeAt(0);

/** With the traditional characters of such names in their simplified forms. */
export function simplified(text: string): string {
  for (let at = 0; at < text.length; at += 1)
    if (simpleOf[text.charCodeAt(at)] !== 0)
      return text.replaceAll(/[\u4e00-\u9fff]/g, (sign) => {
        const simple = simpleOf[sign.charCodeAt(0)];
        return simple ? String.fromCharCode(simple) : sign;
      });
  return text;
}

/** A name as it compares: simplified, folded, without punctuation and without what stands at the end of any name (有限公司, 培训学校 …). */
export const nameKey = (name: string): string => matchKey(simplified(name));

const digits = "零一二三四五六七八九";
const counted = /[零〇一二三四五六七八九十百两]+(?=号|栋|幢|座|楼|层|单元|室|房|组|弄|巷|期)/g;

/** 十二 → 12, 一百零八 → 108, 二〇三 → 203. */
function numberOf(word: string): string {
  const plain = word.replaceAll("〇", "零").replaceAll("两", "二");
  if (!/[十百]/.test(plain)) return Array.from(plain, (sign) => digits.indexOf(sign)).join("");
  let [total, last] = [0, 0];
  for (const sign of plain) {
    if (sign === "百") [total, last] = [total + (last || 1) * 100, 0];
    else if (sign === "十") [total, last] = [total + (last || 1) * 10, 0];
    else last = digits.indexOf(sign);
  }
  return String(total + last);
}

const regionHead =
  /^(?:[\p{Script=Han}]{2,3}省)?(?:[\p{Script=Han}]{2,4}市)?(?:[\p{Script=Han}]{2,3}(?:(?<![小社校园景厂矿片街发新])区|县))?/u;

const withoutRegion = (text: string): string => (/[省市区县]/.test(text) ? text.replace(regionHead, "") : text);

const unit = /(\d)(号楼|栋楼|幢楼|号栋|号幢|栋|幢|座|号房间|房间|室房|号室|号房|室|房|\u0001|楼(?!\d))/g;
const unitOf = (word: string): string => (word === "楼" ? "层" : /[楼栋幢座]/.test(word) ? "栋" : "-");

/** Without what stands in brackets, without signs; a dash between two numbers is kept as \u0001. */
const folded = (address: string): string =>
  simplified(foldWidth(address))
    .replaceAll(/[（(][^（()）]*[)）]/g, "")
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/(\d)\s*[-—–－~#]+\s*(?=\d)/g, "$1\u0001")
    .replaceAll(/[^\p{L}\p{N}\u0001]/gu, "");

/**
 * An address as it compares: simplified and folded, 三号楼/3栋/3幢 and 二〇一室/201号房/201 alike, no province, city or county in front,
 * nothing in brackets. Null where no letter or digit is left.
 */
export function placeKey(address: string | null): string | null {
  if (address === null) return null;
  const plain = plainWord.test(address) ? simplified(address) : folded(address);
  const forms = plain
    .replaceAll(counted, numberOf)
    .replaceAll(unit, (_, digit: string, word: string) => `${digit}${unitOf(word)}`)
    .replaceAll("\u0001", "-")
    .replaceAll(/-+$|(?<=\d)号$/g, "");
  const local = withoutRegion(forms);
  return (/\p{Script=Han}/u.test(local) && (/\d/.test(local) || local.length >= 4) ? local : forms) || null;
}

/** The telephones of a cell, each as it compares: digits only, a landline without its area code and extension. */
export function phoneKeys(phone: string | null): string[] {
  if (phone === null) return [];
  if (/^1\d{10}$/.test(phone)) return [phone];
  return phone.split(/[、，,;；/\s]+/).flatMap((one) => {
    const [, local] = /^(?:\+?86-?)?0\d{2,3}-?([1-9]\d{6,7})(?:-\d+)?$/.exec(one) ?? [];
    const key = local ?? one.replaceAll(/\D/g, "").replace(/^86(?=1\d{10}$)/, "");
    return key.length >= 7 ? [key] : [];
  });
}

const withoutTrade = withoutEnding(
  "有限责任公司 股份有限公司 有限公司 分公司 公司 个体工商户 培训学校 培训中心 培训机构 培训班 补习班 辅导班 辅导中心 托管班 托管中心 托管部 学习中心 活动中心 服务部 服务中心 工作室 俱乐部 教育咨询 教育科技 教育信息咨询 信息咨询 文化传播 文化艺术 文化 咨询 科技 艺术 美术 教育 培训 学校 学堂 中心 辅导 托管 机构".split(
    " ",
  ),
);
/** What a branch's word ends with; looking backwards for the word itself takes longer. */
const branchEnd = /[校区店部司点)）]$/;
const branchWord = /[（(]?([\p{Script=Han}\d]{0,6}?(?:分校|校区|分店|分部|分公司|教学点|店))[)）]?$/u;

/** What distinguishes a branch (一分校, 城东校区); null for a name that names none. */
export function branchOf(name: string): string | null {
  const plain = simplified(foldWidth(name)).replaceAll(/\s/g, "");
  const bracketed = /[（(]([^（()）]*(?:分校|校区|分店|分部|分公司|教学点|店|部))[)）]/.exec(plain);
  const word =
    bracketed?.[1] ??
    /(第?[一二三四五六七八九十\d]{1,3}(?:分校|校区|分店|分部|分公司|教学点)|[东南西北中]校区)$/.exec(plain)?.[1] ??
    null;
  return word === null ? null : word.replace(/^第/, "").replaceAll(/[一二三四五六七八九十]+/g, numberOf);
}

/** The part of a name that is its own: no region in front, no branch, no kind of business behind. Never empty unless the name is. */
export function nameCore(name: string): string {
  const whole = matchKey(simplified(foldWidth(name)).replaceAll(/[（(][^（()）]*[)）]/g, "")) || nameKey(name);
  let core = (branchEnd.test(whole) && whole.replace(branchWord, "")) || whole;
  for (let shorter = withoutTrade(core); shorter !== core && shorter.length >= 2; shorter = withoutTrade(core))
    core = shorter;
  const local = withoutRegion(core);
  return local.length >= 2 ? local : core;
}

/** 0 to 1: the share of neighbouring character pairs that two names have in common; 1 where one core holds the other. */
function nameLikeness(a: string, b: string): number {
  const [one, two] = [nameCore(a), nameCore(b)];
  if (one === two) return 1;
  if (Math.min(one.length, two.length) >= 2 && (one.includes(two) || two.includes(one))) return 0.9;
  const pairs = (text: string): string[] =>
    Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2));
  const [left, right] = [pairs(one), pairs(two)];
  const rest = [...right];
  const shared = left.filter((pair) => {
    const at = rest.indexOf(pair);
    return at >= 0 && rest.splice(at, 1).length === 1;
  }).length;
  return left.length + right.length === 0 ? 0 : (2 * shared) / (left.length + right.length);
}

/** What is compared of an entry. */
export interface Likened {
  readonly name: string;
  readonly uscc: string | null;
  readonly permit_no: string | null;
  readonly town: string | null;
  readonly address: string | null;
  readonly phone: string | null;
}

/** 同一家 and 两家 are certain; 待核 is for a person to look at. `why` says what speaks for it. */
export interface Likeness {
  readonly verdict: "同一家" | "待核" | "两家";
  readonly why: string;
}

const differ = (a: string | null, b: string | null): boolean => a !== null && b !== null && a !== b;
const permitDigits = (permit: string | null): string | null => permit?.replace(/^\D+/, "") ?? null;

/**
 * Judges two entries of different lists. A code or permit decides; else the same name at the same place or with the same telephone
 * is one institution; two branches, or two codes, are two; a like name with one more sign in common is for a person to decide.
 */
export function likenessOf(a: Likened, b: Likened): Likeness {
  const sure = (verdict: Likeness["verdict"], why: string): Likeness => ({ verdict, why });
  if (a.uscc !== null && a.uscc === b.uscc) return sure("同一家", "统一社会信用代码相同");
  if (differ(a.uscc, b.uscc)) return sure("两家", "统一社会信用代码不同");
  if (a.permit_no !== null && permitDigits(a.permit_no) === permitDigits(b.permit_no))
    return sure("同一家", "办学许可证编号相同");
  const [branchA, branchB] = [branchOf(a.name), branchOf(b.name)];
  if (differ(branchA, branchB)) return sure("两家", `一个是${branchA ?? ""}，一个是${branchB ?? ""}`);
  const [placeA, placeB] = [placeKey(a.address), placeKey(b.address)];
  const samePlace = placeA !== null && placeA === placeB;
  const samePhone = phoneKeys(a.phone).some((phone) => phoneKeys(b.phone).includes(phone));
  const alike = nameLikeness(a.name, b.name);
  const sameName = nameKey(a.name) === nameKey(b.name);
  if (sameName && samePlace && !differ(a.town, b.town)) return sure("同一家", "名称、地址相同");
  if (sameName && samePhone && !differ(placeA, placeB)) return sure("同一家", "名称、电话相同");
  const signs = [
    ...(a.name === b.name ? ["名称相同"] : alike === 1 ? ["名称只差通用词"] : alike >= 0.5 ? ["名称相近"] : []),
    ...(samePlace ? ["地址相同"] : []),
    ...(samePhone ? ["电话相同"] : []),
    ...(a.town !== null && a.town === b.town && alike === 1 ? ["属地相同"] : []),
  ];
  return signs.length >= 2 ? sure("待核", signs.join("、")) : sure("两家", signs[0] ?? "没有相同之处");
}
