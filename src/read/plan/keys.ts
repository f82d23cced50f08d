/** The keys that the shape knows at a place of the file. */
import * as z from "zod";
import type { Path } from "./parse.ts";

/** Every key allowed in the map at `path`; empty where no map is expected. */
export function knownKeysAt(shape: z.core.$ZodType, path: Path): string[] {
  let found = mapsOf(shape);
  for (const step of path) {
    found = found.flatMap((type) => insideOf(type, step)).flatMap(mapsOf);
  }
  return [...new Set(found.flatMap((type) => (type instanceof z.ZodObject ? Object.keys(type.shape) : [])))];
}

function insideOf(type: z.core.$ZodType, step: string | number): z.core.$ZodType[] {
  if (type instanceof z.ZodArray) return [type.element];
  if (type instanceof z.ZodObject) {
    const inner = (type.shape as Record<string, z.core.$ZodType>)[step];
    return inner ? [inner] : [];
  }
  return [];
}

/** A type freed of 待填 and optional: the maps and lists it may be. */
function mapsOf(type: z.core.$ZodType): z.core.$ZodType[] {
  if (type instanceof z.ZodOptional) return mapsOf(type.unwrap());
  if (type instanceof z.ZodUnion) return type.options.flatMap(mapsOf);
  return [type];
}
