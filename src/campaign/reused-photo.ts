/** One photograph shown for two things that it cannot both show: of two institutions, or of a fault and of its cure. */
import { oneProblem } from "../base/problem.ts";
import type { Problem } from "../base/problem.ts";

export interface PhotoUse {
  readonly sha256: string;
  readonly name: string;
  /** null where it is about no institution of the roster. */
  readonly subject: number | null;
  /** What it is to show: a fault found, a fault put right, or anything else. */
  readonly shows: "查处" | "整改" | "其他";
  /** What it is evidence of, in words. */
  readonly of: string;
}

/** Photographs about to be recorded that were used before, or stand twice among themselves. Other files, such as a list for several, may well be. */
export function reusedPhotos(coming: readonly PhotoUse[], before: readonly PhotoUse[]): Problem[] {
  return coming.filter(isPhoto).flatMap((use, at) => {
    const others = [...before, ...coming.slice(0, at)].filter(({ sha256 }) => sha256 === use.sha256);
    const elsewhere = others.find(({ subject }) => subject !== null && use.subject !== null && subject !== use.subject);
    if (elsewhere !== undefined)
      return oneProblem(
        "photo-of-two-institutions",
        `${use.name} 和“${elsewhere.of}”的证据是同一张照片，现在要作“${use.of}”的`,
        "核对是不是拿错了照片",
      );
    const opposite = { 查处: "整改", 整改: "查处", 其他: null }[use.shows];
    const other = others.find(({ shows }) => shows === opposite);
    if (other === undefined) return [];
    return oneProblem(
      "photo-of-fault-and-cure",
      `${use.name} 已经是“${other.of}”的证据（${other.shows}），同一张照片又要作“${use.of}”的（${use.shows}）`,
      "整改前和整改后要各有各的照片，核对是不是拿错了",
    );
  });
}

const isPhoto = ({ name }: PhotoUse): boolean =>
  /\.(?:jpe?g|png|heic|heif|webp|bmp|gif|tiff?|mp4|mov|avi|3gp)$/i.test(name);
