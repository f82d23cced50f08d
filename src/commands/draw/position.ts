/** The positions of a draw: HKDF with SHA-256, one output block, as in draft-thomson-elegy-vrs. */
import { createHash, createHmac } from "node:crypto";
import type { Position } from "../../campaign/index.ts";

/** The digest of the frozen directories, as hex; its bytes are the salt. */
export const digestOf = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex");

/** `salt` is hex. The same as HKDF(seed, salt, info = label, 32 bytes), in two HMACs of which the first serves every label. */
export function positionsBy(seed: string, salt: string): Position {
  const key = createHmac("sha256", Buffer.from(salt, "hex")).update(seed, "utf8").digest();
  return (label) => createHmac("sha256", key).update(label, "utf8").update(Uint8Array.of(1)).digest("hex");
}
