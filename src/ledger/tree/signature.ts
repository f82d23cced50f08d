/** Who gives a state away: an office's key (Ed25519), in a file of its own beside the ledger and never in it. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from "node:crypto";
import type { KeptState, KeySignature } from "../../campaign/index.ts";

/** A new private key, as PEM (PKCS #8). */
export function newKey(): string {
  return generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }) as string;
}

/** The public half of a private key: 43 characters (RFC 8037). Throws where the text is no such key. */
export function publicKeyOf(pem: string): string {
  const { x } = createPublicKey(pem).export({ format: "jwk" });
  if (x === undefined) throw new Error("not a key of Ed25519");
  return x;
}

export function signed(text: string, pem: string): KeySignature {
  return { key: publicKeyOf(pem), value: sign(null, Buffer.from(text), createPrivateKey(pem)).toString("base64") };
}

/** Whether the holder of the key signed exactly this text; false, too, where the key is none. */
export function isSigned(text: string, { key, value }: KeySignature): boolean {
  try {
    const publicKey = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: key }, format: "jwk" });
    return verify(null, Buffer.from(text), publicKey, Buffer.from(value, "base64"));
  } catch {
    return false;
  }
}

/** What is signed of a state that is given to a witness. */
export const stateText = ({ ledger, entries, root }: KeptState): string =>
  `tuban-witness-1\n${ledger}\n${entries}\n${root}`;

/** What is signed of a proof: the entry, and the root that it is under. */
export const proofText = ({ root, entry }: { readonly root: string; readonly entry: string }): string =>
  `tuban-proof-1\n${root}\n${entry}`;
