/** What a photo says of itself: when and where it was taken (EXIF). JPEG, PNG and HEIC; other files say nothing. */
import exifr from "exifr";
import { isDay } from "../campaign/index.ts";
import type { Day } from "../campaign/index.ts";

export interface PhotoFacts {
  /** By the camera's own clock, 2021-07-20 09:15:00; null where it is not written. */
  readonly takenAt: string | null;
  readonly takenOn: Day | null;
  /** Degrees, north and east positive. */
  readonly latitude: number | null;
  readonly longitude: number | null;
}

export const noPhotoFacts: PhotoFacts = { takenAt: null, takenOn: null, latitude: null, longitude: null };

/** Bytes from the beginning of a file; in a JPEG or PNG the EXIF part stands there. Never throws. */
export async function readPhoto(bytes: Uint8Array): Promise<PhotoFacts> {
  if (!isPicture(bytes)) return noPhotoFacts;
  const found: unknown = await exifr
    // The camera's own clock: a Date would be moved by this computer's time zone.
    .parse(bytes, {
      reviveValues: false,
      pick: ["DateTimeOriginal", "CreateDate", "GPSLatitude", "GPSLatitudeRef", "GPSLongitude", "GPSLongitudeRef"],
    })
    .catch(() => undefined);
  if (typeof found !== "object" || found === null) return noPhotoFacts;
  const tags = found as Readonly<Record<string, unknown>>;
  const takenAt = momentOf(tags["DateTimeOriginal"]) ?? momentOf(tags["CreateDate"]);
  const date = takenAt?.slice(0, 10) ?? "";
  return {
    takenAt,
    takenOn: isDay(date) ? date : null,
    latitude: degrees(tags["latitude"], 90),
    longitude: degrees(tags["longitude"], 180),
  };
}

/** Whether the file is a photo by its first bytes, whatever its name says. */
export function isPicture(bytes: Uint8Array): boolean {
  const text = String.fromCharCode(...bytes.subarray(0, 12));
  return (
    text.startsWith("\xff\xd8") || text.startsWith("\x89PNG") || /^.{4}ftyp(?:heic|heix|hevc|mif1|msf1)/s.test(text)
  );
}

/** 2021:07:20 09:15:00, as cameras write it. */
function momentOf(value: unknown): string | null {
  const parts = typeof value === "string" ? /^(\d{4})[:-](\d{2})[:-](\d{2})[ T](\d{2}:\d{2}:\d{2})/.exec(value) : null;
  return parts ? `${parts[1]}-${parts[2]}-${parts[3]} ${parts[4]}` : null;
}

function degrees(value: unknown, most: number): number | null {
  return typeof value === "number" && Math.abs(value) <= most ? Math.round(value * 1_000_000) / 1_000_000 : null;
}
