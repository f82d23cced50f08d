/** What somebody outside keeps of a ledger, so that it cannot be rolled back or written anew unseen. */

/** A state as it is kept; hashes in hexadecimal. */
export interface KeptState {
  /** The ledger's identity. */
  readonly ledger: string;
  /** How many entries it had. */
  readonly entries: number;
  /** The root of the tree over them. */
  readonly root: string;
}

/** An Ed25519 signature: the public key as in a JWK (RFC 8037), the value in base64. */
export interface KeySignature {
  readonly key: string;
  readonly value: string;
}

/** What a ledger gives to its witness. */
export interface Testimony extends KeptState {
  readonly code: string;
  /** For each state given before, what shows that this one only added to it. */
  readonly since: readonly { readonly entries: number; readonly proof: readonly string[] }[];
}

/**
 * 初次: nothing was kept of this ledger; 一致: it only grew; 倒回: fewer entries than are kept; 分叉: another history;
 * 无从核对: it grew, and what would show that it only grew is not there.
 */
export type WitnessFinding = "初次" | "一致" | "倒回" | "分叉" | "无从核对";
