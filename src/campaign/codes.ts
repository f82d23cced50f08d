/**
 * What strangers type into a cell, made clean; and the codes and numbers among it, checked.
 *
 * A check never throws: it gives the code in its one written form, or what is wrong with it.
 */

/** 18 characters of the GB 32100 alphabet. The check digit may still fail: early pilot codes do. */
export type CreditCode = string & { readonly __creditCode: never };
/** 办学许可证编号: 13 or 15 digits, after 教民 or 人社民 where the cell said so. */
export type PermitNumber = string & { readonly __permitNumber: never };

/** Full-width letters, digits and signs (U+FF01–FF5E) and the ideographic space to their ASCII forms; same length. Nothing else: NFKC would turn ① into 1. */
export function foldWidth(text: string): string {
  if (!/[\uff01-\uff5e\u3000]/.test(text)) return text;
  return text
    .replaceAll(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replaceAll("\u3000", " ");
}

/** Finds whatever is not plain ASCII or Chinese, so that most cells of a large roster are passed as they are. */
const suspect = /[^ -~\u3001-\u9fff\uff01-\uff5e]|^['＇\s]|\s$/;

/** Whether cleanCell leaves a cell as it is; false for some that it does, too. */
export const isClean = (text: string): boolean => !suspect.test(text);

/**
 * A cell without what nobody meant to type: zero-width and direction marks, terminal control characters,
 * no-break spaces, the leading apostrophe of Excel, line breaks (none between Chinese characters, else one space).
 */
export function cleanCell(text: string): string {
  if (!suspect.test(text)) return text;
  return text
    .replaceAll(/\p{Cf}/gu, "")
    .replaceAll(/\s*[\n\r\v\f\u0085\u2028\u2029]\s*/g, "\n")
    .replaceAll(/(?<=[\p{Script=Han}，。；：、）])\n(?=[\p{Script=Han}（])/gu, "")
    .replaceAll(/[\n\t\u00a0\u202f]/g, " ")
    .replaceAll(/\p{Cc}/gu, "")
    .replace(/^[\s'＇]+/, "")
    .trimEnd();
}

/** A stranger's value as it may stand in a message: clean, in 「」, and cut after 40 characters. */
export function shown(text: string): string {
  const characters = Array.from(cleanCell(text));
  return characters.length > 40 ? `「${characters.slice(0, 40).join("")}…」` : `「${characters.join("")}」`;
}

export type FaultyCode = "空" | "占位" | "长度" | "字符" | "Excel损坏";

/** What is wrong with a code; goes into a Problem as it is. */
export interface CodeFault<F extends string = FaultyCode> {
  readonly ok: false;
  readonly fault: F;
  readonly message: string;
  readonly hint: string;
}

/** Well-formed, but the check digit is not the one computed. A warning, never a reason to refuse the row. */
export interface CheckDigitFault<C extends string> extends CodeFault<"校验位"> {
  readonly code: C;
  readonly expected: string;
}

/** `area` is the six-digit 行政区划 code of the registrar. */
export type CreditCodeCheck =
  | { readonly ok: true; readonly code: CreditCode; readonly area: string }
  | (CheckDigitFault<CreditCode> & { readonly area: string })
  | CodeFault;

const creditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const wellFormed = new RegExp(`^[${creditAlphabet}]{18}$`);
/** By character code, what a character counts. */
const creditValues = Uint8Array.from({ length: 128 }, (_, code) =>
  Math.max(0, creditAlphabet.indexOf(String.fromCharCode(code))),
);

/** 统一社会信用代码, GB 32100-2015. Spaces, hyphens, case and width are forgiven. */
export function checkCreditCode(text: string): CreditCodeCheck {
  // written as it should be, as most of a large roster is
  if (wellFormed.test(text) && text[17] === creditCodeCheckDigit(text))
    return { ok: true, code: text as CreditCode, area: text.slice(2, 8) };
  const label = "统一社会信用代码";
  const code = compact(text);
  const fault = unusable(label, text, code) ?? wrongLength(label, code, [18]) ?? wrongCreditCharacter(label, code);
  if (fault) return fault;
  const expected = creditCodeCheckDigit(code.slice(0, 17));
  const area = code.slice(2, 8);
  if (code[17] === expected) return { ok: true, code: code as CreditCode, area };
  // 15 significant digits are all that a number in Excel keeps
  if (/^\d{15}000$/.test(code)) return excelFault(label, code);
  const message = `${label}${shown(code)}的校验位是「${code[17]}」，按 GB 32100 应为「${expected}」。`;
  const hint = "请对照营业执照或登记证书核对；早期试点发放的代码也会如此，核对无误的可以照用。";
  return { ok: false, fault: "校验位", code: code as CreditCode, area, expected, message, hint };
}

/** The 18th character for the 17 that a code begins with (GB 32100-2015: weights 3^(i-1) mod 31). All 17 must be of the alphabet. */
export function creditCodeCheckDigit(body: string): string {
  let weight = 1;
  let sum = 0;
  for (let at = 0; at < 17; at += 1) {
    sum += (creditValues[body.charCodeAt(at)] ?? 0) * weight;
    weight = (weight * 3) % 31;
  }
  return creditAlphabet.charAt((31 - (sum % 31)) % 31);
}

const identityWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** Whether a text proves itself as a 居民身份证 number of 18 characters: a day of birth in it, and the check digit of GB 11643. */
export function isIdentityNumber(text: string): boolean {
  const plain = compact(text);
  if (!/^\d{6}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]$/.test(plain)) return false;
  const sum = identityWeights.reduce((total, weight, index) => total + weight * Number(plain[index]), 0);
  return plain[17] === "10X98765432"[sum % 11];
}

export type OrganisationCodeCheck = { readonly ok: true; readonly code: string } | CheckDigitFault<string> | CodeFault;

const organisationWeights = [3, 7, 9, 10, 5, 8, 4, 2];

/** 组织机构代码, GB 11714: eight characters and a check digit; given as 59467239-9. */
export function checkOrganisationCode(text: string): OrganisationCodeCheck {
  const label = "组织机构代码";
  const plain = compact(text);
  const fault = unusable(label, text, plain) ?? wrongLength(label, plain, [9]);
  if (fault) return fault;
  if (!/^[0-9A-Z]{8}[0-9X]$/.test(plain)) {
    return {
      ok: false,
      fault: "字符",
      message: `${label}${shown(plain)}含有不该有的字符。`,
      hint: "应为8位数字或大写字母，加1位校验码（数字或 X）。",
    };
  }
  const sum = organisationWeights.reduce(
    (total, weight, index) => total + weight * parseInt(plain.charAt(index), 36),
    0,
  );
  const expected = "0123456789X0".charAt(11 - (sum % 11));
  const code = `${plain.slice(0, 8)}-${plain.slice(8)}`;
  if (plain[8] === expected) return { ok: true, code };
  const message = `${label}${shown(code)}的校验位是「${plain[8]}」，按 GB 11714 应为「${expected}」。`;
  return { ok: false, fault: "校验位", code, expected, message, hint: "请对照证书核对。" };
}

/** `area` is the six-digit 行政区划 code inside the number; the caller knows which county it should be. */
export type PermitNumberCheck = { readonly ok: true; readonly number: PermitNumber; readonly area: string } | CodeFault;

/** 办学许可证编号: 13 digits (older) or 15 digits (教发厅〔2008〕2号), with or without 教民/人社民 before and 号 after. */
export function checkPermitNumber(text: string): PermitNumberCheck {
  if (plainPermit.test(text)) return { ok: true, number: text as PermitNumber, area: permitArea(text) };
  const label = "办学许可证编号";
  const plain = compact(text).replaceAll(/[:()[\]〔〕【】]/g, "");
  const [, issuer = "", digits = ""] = /^(教民|人社民)?(.*?)号?$/u.exec(plain) ?? [];
  const fault = unusable(label, text, digits);
  if (fault) return fault;
  if (!/^\d+$/.test(digits)) {
    return {
      ok: false,
      fault: "字符",
      message: `${label}${shown(text)}不是数字编号。`,
      hint: "应为13位或15位数字，前面可以有「教民」或「人社民」。",
    };
  }
  const wrong = wrongLength(label, digits, [13, 15]);
  if (wrong) return wrong;
  return { ok: true, number: `${issuer}${digits}` as PermitNumber, area: permitArea(digits) };
}

const plainPermit = /^(?:\d{13}|\d{15})$/;

function permitArea(digits: string): string {
  return digits.length === 15 ? digits.slice(1, 7) : digits.slice(0, 6);
}

/** Whether a code stands as 9.1350200072832E+17: it went through Excel as a number, and digits are lost. */
export function isExcelDamaged(text: string): boolean {
  return /^\d(?:\.\d+)?E\+?\d{1,2}$/.test(compact(text));
}

/** Telephone numbers of a cell: those that read well in one written form, and the pieces that do not. */
export interface Phones {
  readonly phones: readonly string[];
  readonly faults: readonly string[];
}

/**
 * Reads mobile, landline (0394-8221234-801, local 7 or 8 digits) and 400 numbers, several joined by 、,;/ or a space,
 * with +86 before, spaces or hyphens inside, or saved by Excel as 1.3812345678E+10.
 */
export function readPhones(text: string): Phones {
  if (mobile.test(text)) return { phones: [text], faults: [] };
  const phones: string[] = [];
  const faults: string[] = [];
  const pieces = foldWidth(cleanCell(text))
    .split(/[、,;/|]/)
    .map((piece) => piece.trim())
    .filter(Boolean);
  for (const piece of pieces) {
    const whole = phoneOf(piece);
    // a space may stand inside a number or between two
    for (const part of whole ? [piece] : piece.split(/\s+/)) {
      const phone = phoneOf(part);
      if (phone) phones.push(phone);
      else faults.push(part);
    }
  }
  return { phones: [...new Set(phones)], faults };
}

const mobile = /^1[3-9]\d{9}$/;

function phoneOf(text: string): string | null {
  const plain = unfloat(text.replaceAll(/[\s()-]|^[+]|\.0$/g, "")).replace(/^(?:0086|86)(?=1[3-9]\d{9}$)/, "");
  if (mobile.test(plain)) return plain;
  if (/^\d{7,8}$/.test(plain) && !plain.startsWith("0")) return plain;
  if (/^[48]00\d{7}$/.test(plain)) return plain;
  return landlineOf(text) ?? landlineOf(plain);
}

/** Area codes of 10 and 2x have three digits with the 0, all others four; a local number has seven or eight. */
function landlineOf(text: string): string | null {
  const plain = text
    .replace(/^\+?86[- ]?(?=0)/, "")
    .replace(/^\((0\d+)\)/, "$1-")
    .replace(/\s*(?:转|#)\s*/, "-")
    .replaceAll(/\s+/g, "-");
  const parts = /^(010|02\d|0[3-9]\d{2})-?([1-9]\d{6,7})(?:-(\d{1,6}))?$/.exec(plain);
  if (!parts) return null;
  return [parts[1], parts[2], parts[3]].filter(Boolean).join("-");
}

/** 1.3812345678E+10 → 13812345678 where no digit is missing; otherwise as it came. */
function unfloat(text: string): string {
  const parts = /^(\d)\.(\d{10})E\+?10$/i.exec(text);
  return parts ? `${parts[1]}${parts[2]}` : text;
}

function compact(text: string): string {
  return foldWidth(cleanCell(text)).replaceAll(/[\s-]/g, "").toUpperCase();
}

const placeholder = /^(?:是|否|有|无|没有|暂无|未办理?|已办理?|正在办理|办理中|在办|不详|未知|[/\\—–*×√X.、]+)$/;

/** Nothing to check: an empty cell, a word instead of a number, or a number that Excel has ruined. */
function unusable(label: string, text: string, code: string): CodeFault | null {
  if (cleanCell(text) === "") {
    return { ok: false, fault: "空", message: `没有填${label}。`, hint: "没有证照的可以留空。" };
  }
  if (code === "" || placeholder.test(code)) {
    return {
      ok: false,
      fault: "占位",
      message: `${label}一栏写的是${shown(text)}，不是号码。`,
      hint: "请填证照上的号码；没有的请留空。",
    };
  }
  return isExcelDamaged(code) ? excelFault(label, text) : null;
}

function excelFault(label: string, text: string): CodeFault {
  return {
    ok: false,
    fault: "Excel损坏",
    message: `${label}${shown(text)}被 Excel 当作数字存过，后几位已经丢失。`,
    hint: "请把该列设为「文本」格式，照证照原件重新录入。",
  };
}

function wrongLength(label: string, code: string, lengths: readonly number[]): CodeFault | null {
  const length = Array.from(code).length;
  if (lengths.includes(length)) return null;
  return {
    ok: false,
    fault: "长度",
    message: `${label}${shown(code)}是${length}位，应为${lengths.join("位或")}位。`,
    hint: "请对照证照原件核对。",
  };
}

function wrongCreditCharacter(label: string, code: string): CodeFault | null {
  const characters = Array.from(code);
  const at = characters.findIndex((character) => !creditAlphabet.includes(character));
  if (at < 0) return null;
  return {
    ok: false,
    fault: "字符",
    message: `${label}${shown(code)}的第${at + 1}位是「${characters[at]}」，代码里没有这个字符。`,
    hint: "代码只用数字和大写字母，且没有 I、O、S、V、Z；常见的是把 0 写成 O、把 1 写成 I。",
  };
}
