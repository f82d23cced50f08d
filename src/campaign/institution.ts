/** The institution (机构): what a roster says of it, in its own words. What it has come to since is derived in the ledger. */
import { cleanCell, foldWidth } from "./codes.ts";
import type { LicenceClass } from "./plan.ts";
import type { Existence } from "./existence.ts";
import type { FieldKey, FieldValue, Presence } from "./roster-fields.ts";

/** A field of an institution, or a column of its own (extra) by header. */
export type FieldName = FieldKey | `extra.${string}`;

/** Every row says who it is about. */
type Named = { readonly [K in "name" | "kind"]: FieldValue<K> };

/** What one row of a roster says; a field the roster leaves blank is absent or undefined. */
export type Institution = Named & { readonly [K in Exclude<FieldKey, keyof Named>]?: FieldValue<K> | undefined } & {
  /** Columns the roster has and this record has no field for, by header. */
  readonly extra: Readonly<Record<string, string>>;
};

/** What is known of the two papers; null where it is not known. */
export interface Papers {
  /** 办学许可证 */
  readonly permit: boolean | null;
  /** 营业执照 or 民办非企业单位登记证书 */
  readonly registration: boolean | null;
}

/** 证 × 照; null while either is unknown, because blank does not mean none. */
export function licenceClass({ permit, registration }: Papers): LicenceClass | null {
  if (permit === null || registration === null) return null;
  if (permit) return registration ? "有证有照" : "有证无照";
  return registration ? "有照无证" : "无证无照";
}

const bothPapers = /^(?:证照|照证|两证|双证|手续)(?:齐全|俱全|齐备|都有|均有)$/;
const neitherPaper = /^(?:证照|照证|两证|双证|手续)(?:全无|皆无|都无|均无|都没有|均没有)$/;

/**
 * Reads the class as offices write it, in either order: 无证有照 is 有照无证, 无照无证 is 无证无照, 照证齐全 is 有证有照,
 * 有营业执照无办学许可证 is 有照无证. null for anything else.
 */
export function readLicenceClass(text: string): LicenceClass | null {
  const plain = plainPapers(text);
  if (bothPapers.test(plain)) return "有证有照";
  if (neitherPaper.test(plain)) return "无证无照";
  const parts = /^(?:([有无])证([有无])照|([有无])照([有无])证)$/.exec(plain);
  if (!parts) return null;
  return licenceClass({
    permit: (parts[1] ?? parts[4]) === "有",
    registration: (parts[2] ?? parts[3]) === "有",
  });
}

/** What a word says of the two papers, or of one of them; undefined for one it says nothing of. */
export interface PapersSaid {
  readonly permit?: boolean;
  readonly registration?: boolean;
}

/** Reads a word about one paper only, 有证, 未取得许可证, 无执照, or about one and no other, 仅有营业执照. null for anything else. */
export function readPapers(text: string): PapersSaid | null {
  const plain = plainPapers(text).replace(/^持(?=证|照)/, "有");
  const parts = /^(仅|只)?([有无]?)([证照])$/.exec(plain);
  if (!parts) return null;
  const [, only, presence, paper] = parts;
  if (only === undefined && presence === "") return null;
  const held = presence !== "无";
  if (only !== undefined) return held ? { permit: paper === "证", registration: paper === "照" } : null;
  return paper === "证" ? { permit: held } : { registration: held };
}

/** Papers under their short names, 证 and 照, and 没有, 未取得 as 无. */
const plainPapers = (text: string): string =>
  plainWord(text)
    .replaceAll(/[\p{P}\p{S}]/gu, "")
    .replaceAll(/没有|未办理|未取得|未持有?|未办/g, "无")
    .replaceAll(/已办理|已取得|已办|持有|具有/g, "有")
    .replaceAll(/(?:民办学校)?办学许可证|许可证|办学证/g, "证")
    .replaceAll(/(?:工商)?营业执照|工商执照|执照/g, "照");

const yes = new Set(
  "是 有 √ ✓ ✔ ☑ 1 Y YES TRUE 已 已办 已办理 已取得 已备案 已验收 合格 通过 已通过 齐全 具备 达标".split(" "),
);
const no = new Set(
  "否 无 × ✗ ✘ X 0 N NO FALSE 未 没有 未办 未办理 未取得 未备案 未验收 不合格 未通过 不齐全 不具备 不达标".split(" "),
);
const underWay = new Set("办理中 正在办理 正在办理中 在办 在办理 申请中 审批中 申办中 已申请 待审批".split(" "));

/** Reads 是/否, 有/无, √/×, 1/0, Y/N, 已/未, 合格/不合格, 办理中; null where the cell is blank or says something else: unknown, not 否. */
export function readPresence(text: string): Presence | null {
  const word = plainWord(text);
  if (yes.has(word)) return true;
  if (no.has(word)) return false;
  return underWay.has(word) ? "办理中" : null;
}

const existenceWords: readonly (readonly [Existence, RegExp])[] = [
  ["营转非", /^(?:已)?(?:营转非|营利性?转(?:为)?非营利性?|转(?:为)?非营利性?)$/],
  ["学科转非学科", /^(?:已)?(?:学科类?转(?:为)?非学科类?|转(?:为)?非学科类?)$/],
  ["转型", /^(?:已)?转型$/],
  ["注销", /^(?:已|拟)?(?:注销|依法注销|注销登记|自行注销)$/],
  ["停业", /^(?:已)?(?:停业|歇业|停办|停止办学|停止营业|停止经营|停课|暂停营业|暂停办学|未营业|未经营)$/],
  [
    "正常",
    /^(?:正常|正常办学|正常经营|正常营业|营业|营业中|开业|在业|在营|存续|存续（在营、开业、在册）|办学中|在办|开办|经营中)$/,
  ],
];

/** Reads 停业, 已注销, 营转非, 在营; where the header asks (是否注销), 是 and 否. null for anything else. */
export function readExistence(text: string, header = ""): Existence | null {
  const word = cleanCell(text).replaceAll(/\s/g, "");
  const found = existenceWords.find(([, form]) => form.test(word))?.[0];
  if (found !== undefined) return word.startsWith("拟") ? null : found;
  const asked = /^是否(注销|停业)$/.exec(header)?.[1];
  const answer = asked === undefined ? null : readPresence(text);
  return typeof answer !== "boolean" ? null : answer ? (asked === "注销" ? "注销" : "停业") : "正常";
}

/** Whether the end of a permit is written as open: 长期, 无固定期限. */
export function isOpenEnded(text: string): boolean {
  return /^(?:长期|长期有效|永久|永久有效|无固定期限|无期限)$/.test(plainWord(text));
}

function plainWord(text: string): string {
  return foldWidth(cleanCell(text)).replaceAll(/\s/g, "").toUpperCase();
}
