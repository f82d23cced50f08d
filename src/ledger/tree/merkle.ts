/**
 * The Merkle tree of RFC 6962 (section 2.1): one hash for a list, with which it can be shown in a few hashes that something is in
 * the list, and that a later list only added to it. All hashes are SHA-256, 32 bytes.
 */
import { hash } from "node:crypto";

export type Hash = Uint8Array;

const sha256 = (...parts: readonly Uint8Array[]): Hash => hash("sha256", Buffer.concat(parts), "buffer");

const [leafMark, nodeMark] = [Uint8Array.of(0), Uint8Array.of(1)];

export const leafHash = (content: Uint8Array): Hash => sha256(leafMark, content);

const nodeHash = (left: Hash, right: Hash): Hash => sha256(nodeMark, left, right);

/** The hash of the whole list, given the hashes of its leaves. */
export function rootOf(leaves: readonly Hash[]): Hash {
  const [only] = leaves;
  if (only === undefined) return sha256();
  // subtrees whose sizes are falling powers of two, as the bits of the number of leaves say
  const subtrees: { readonly size: number; readonly root: Hash }[] = [];
  for (const leaf of leaves) {
    let one = { size: 1, root: leaf };
    for (let last = subtrees.at(-1); last?.size === one.size; last = subtrees.at(-1)) {
      one = { size: one.size * 2, root: nodeHash(last.root, one.root) };
      subtrees.pop();
    }
    subtrees.push(one);
  }
  return subtrees.map(({ root }) => root).reduceRight((right, left) => nodeHash(left, right));
}

/** The largest power of two below a number of leaves, where the list is divided. */
function splitOf(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

/** What shows that the leaf at `index` is in the list: the hashes beside the way from it to the root, from below. */
export function inclusionProof(index: number, leaves: readonly Hash[]): Hash[] {
  if (leaves.length <= 1) return [];
  const split = splitOf(leaves.length);
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)];
  return index < split
    ? [...inclusionProof(index, left), rootOf(right)]
    : [...inclusionProof(index - split, right), rootOf(left)];
}

/** What shows that the list of the first `size` leaves is the beginning of the whole list. */
export function consistencyProof(size: number, leaves: readonly Hash[]): Hash[] {
  return size === 0 || size === leaves.length ? [] : subproof(size, leaves, true);
}

/** `isKnown`: whether the root of the first `size` of these leaves is what the other side has. */
function subproof(size: number, leaves: readonly Hash[], isKnown: boolean): Hash[] {
  if (size === leaves.length) return isKnown ? [] : [rootOf(leaves)];
  const split = splitOf(leaves.length);
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)];
  return size <= split
    ? [...subproof(size, left, isKnown), rootOf(right)]
    : [...subproof(size - split, right, false), rootOf(left)];
}

/** The root that an inclusion proof leads to; null for one that is too long or too short. */
export function rootByInclusion(
  leaf: Hash,
  { index, size, proof }: { readonly index: number; readonly size: number; readonly proof: readonly Hash[] },
): Hash | null {
  if (index < 0 || index >= size) return null;
  let [at, last, root] = [index, size - 1, leaf];
  for (const beside of proof) {
    if (last === 0) return null;
    if (at % 2 === 1 || at === last) {
      root = nodeHash(beside, root);
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, half(last)];
    } else root = nodeHash(root, beside);
    [at, last] = [half(at), half(last)];
  }
  return last === 0 ? root : null;
}

const half = (value: number): number => Math.floor(value / 2);

/** A list as somebody remembers it. */
export interface RememberedNodes {
  readonly size: number;
  readonly root: Hash;
}

/** Whether the proof shows that `earlier` is the beginning of `later`. */
export function isConsistent(earlier: RememberedNodes, later: RememberedNodes, proof: readonly Hash[]): boolean {
  if (earlier.size > later.size) return false;
  if (earlier.size === later.size) return proof.length === 0 && isSame(earlier.root, later.root);
  if (earlier.size === 0) return proof.length === 0;
  const beginsWithRoot = Number.isInteger(Math.log2(earlier.size));
  const [first, ...rest] = beginsWithRoot ? [earlier.root, ...proof] : proof;
  if (first === undefined) return false;
  let [at, last] = [earlier.size - 1, later.size - 1];
  while (at % 2 === 1) [at, last] = [half(at), half(last)];
  let [old, now] = [first, first];
  for (const beside of rest) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      [old, now] = [nodeHash(beside, old), nodeHash(beside, now)];
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else now = nodeHash(now, beside);
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && isSame(old, earlier.root) && isSame(now, later.root);
}

export const isSame = (one: Hash, other: Hash): boolean => Buffer.compare(one, other) === 0;
