/**
 * Short numbers as they are typed and printed. Findings and institutions are counted separately, so that 9 may be either:
 * w9 or 问题9 is a finding, j9 or 机构9 an institution.
 */

export interface ShortNumber {
  /** null for a bare number. */
  readonly of: "问题" | "机构" | null;
  readonly number: number;
}

/** 9, w9, 问题9, j9, 机构 9; also in full width. null for anything else. */
export function readShortNumber(text: string): ShortNumber | null {
  const [, sign, digits] = /^(w|j|问题|机构)?\s*(\d{1,9})$/.exec(text.normalize("NFKC").trim().toLowerCase()) ?? [];
  if (digits === undefined) return null;
  const of = sign === undefined ? null : sign === "w" || sign === "问题" ? "问题" : "机构";
  return { of, number: Number(digits) };
}

/** The number of a finding where nothing else can be meant: 9, w9 or 问题9. */
export function readFindingNumber(text: string): number | null {
  const read = readShortNumber(text);
  return read === null || read.of === "机构" ? null : read.number;
}

/** The number of an institution where nothing else can be meant: 9, j9 or 机构9. */
export function readSubjectNumber(text: string): number | null {
  const read = readShortNumber(text);
  return read === null || read.of === "问题" ? null : read.number;
}

/** w9: how a command that also takes institutions names a finding. */
export const findingWord = (finding: number): string => `w${finding}`;

/** j9 */
export const subjectWord = (subject: number): string => `j${subject}`;
