/** The tree over the journal: RFC 6962 by its published vectors, codes as people copy them. */
import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { codeOf, readCode } from "../../src/ledger/tree/code.ts";
import {
  consistencyProof,
  inclusionProof,
  isConsistent,
  leafHash,
  rootByInclusion,
  rootOf,
} from "../../src/ledger/tree/merkle.ts";
import { standingOf, stateOf } from "../../src/ledger/tree/states.ts";

const hex = (bytes: Uint8Array | null): string => Buffer.from(bytes ?? []).toString("hex");

/** The leaves that the RFC's reference implementation is tested with. */
const inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
const known = inputs.map((input) => leafHash(Buffer.from(input, "hex")));

const someLeaves = fc.integer({ min: 1, max: 70 }).map((size) => leavesTo(size));
const leavesTo = (size: number): Uint8Array[] =>
  Array.from({ length: size }, (_, at) => leafHash(createHash("sha256").update(String(at)).digest()));

describe("RFC 6962", () => {
  test.each([
    [0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
    [1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"],
    [2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    [3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"],
    [4, "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"],
    [5, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"],
    [6, "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"],
    [7, "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"],
    [8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"],
  ])("the root over the first %i of the published leaves", (size, root) => {
    expect(hex(rootOf(known.slice(0, size)))).toBe(root);
  });

  test("the published inclusion proof of the first of eight leaves", () => {
    expect(inclusionProof(0, known).map(hex)).toEqual([
      "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ]);
  });

  test("every leaf is shown to be in the list, and nothing else is", () => {
    fc.assert(
      fc.property(someLeaves, fc.nat(), fc.nat(), (leaves, at, other) => {
        const [index, size] = [at % leaves.length, leaves.length];
        const proof = inclusionProof(index, leaves);
        const [leaf, wrong] = [leaves[index] ?? leavesTo(1)[0], leafHash(Buffer.from("另一条"))];
        if (!leaf) return;
        expect(hex(rootByInclusion(leaf, { index, size, proof }))).toBe(hex(rootOf(leaves)));
        expect(hex(rootByInclusion(wrong, { index, size, proof }))).not.toBe(hex(rootOf(leaves)));
        const elsewhere = other % size;
        if (elsewhere !== index)
          expect(hex(rootByInclusion(leaf, { index: elsewhere, size, proof }))).not.toBe(hex(rootOf(leaves)));
        expect(rootByInclusion(leaf, { index, size, proof: [...proof, leaf] })).toBeNull();
      }),
    );
  });

  test("a list that was only added to is consistent with every state it was in, and a changed one with none after the change", () => {
    fc.assert(
      fc.property(someLeaves, fc.nat(), fc.nat(), (leaves, cut, changed) => {
        const size = (cut % leaves.length) + 1;
        const earlier = stateOf(leaves.slice(0, size));
        expect(isConsistent(earlier, stateOf(leaves), consistencyProof(size, leaves))).toBe(true);
        const at = changed % size;
        const other = leaves.with(at, leafHash(Buffer.from("换过")));
        expect(isConsistent(earlier, stateOf(other), consistencyProof(size, other))).toBe(false);
        expect(isConsistent(earlier, stateOf(other), consistencyProof(size, leaves))).toBe(false);
      }),
    );
  });
});

describe("校验码", () => {
  const leaves = leavesTo(37);
  const code = codeOf(stateOf(leaves));

  test("the number of entries, 80 bits, and a check character", () => {
    expect(code).toMatch(/^37(-[0-9A-HJKMNP-TV-Z]{4}){4}-[0-9A-HJKMNP-TV-Z]$/);
    expect(readCode(code)).toEqual({ size: 37, prefix: Uint8Array.from(rootOf(leaves).subarray(0, 10)) });
    expect(codeOf(stateOf([]))).toBe("");
  });

  test.each([
    ["small letters", code.toLowerCase()],
    ["without dashes", code.replaceAll("-", "")],
    ["with spaces", code.replaceAll("-", " ")],
    ["with other dashes", code.replaceAll("-", "—")],
    ["in full width", Array.from(code, (one) => String.fromCodePoint((one.codePointAt(0) ?? 0) + 0xfee0)).join("")],
    ["O for 0 and l for 1", code.replaceAll("0", "O").replaceAll("1", "l")],
  ])("is read %s", (_case, written) => {
    expect(readCode(written)).toEqual(readCode(code));
  });

  test("every single wrong character is found", () => {
    for (let size = 1; size <= 40; size += 1) {
      const right = codeOf(stateOf(leavesTo(size)));
      for (let at = 0; at < right.length; at += 1)
        for (const character of "0123456789ABCDEFGHJKMNPQRSTVWXYZ") {
          const wrong = right.slice(0, at) + character + right.slice(at + 1);
          if (wrong !== right && right[at] !== "-")
            expect(typeof readCode(wrong), `${right} as ${wrong}`).toBe("string");
        }
    }
  });

  test("of two neighbours that changed places, at least 29 of 30 are found", () => {
    let [tried, found] = [0, 0];
    for (let size = 1; size <= 60; size += 1) {
      const right = codeOf(stateOf(leavesTo(size))).replaceAll("-", "");
      for (let at = 0; at + 1 < right.length; at += 1) {
        const [one = "", two = ""] = [right[at], right[at + 1]];
        if (one === two) continue;
        tried += 1;
        if (typeof readCode(right.slice(0, at) + two + one + right.slice(at + 2)) === "string") found += 1;
      }
    }
    expect(found / tried).toBeGreaterThan(29 / 30);
  });

  test.each([
    ["within", "of a state that it was in", leaves.slice(0, 20), leaves],
    ["within", "of the state it is in", leaves, leaves],
    ["beyond", "of a state that it has not come to, or no longer has", leaves, leaves.slice(0, 20)],
    ["altered", "of another history", leaves, leaves.with(3, leafHash(Buffer.from("换过")))],
  ])("is %s a ledger where it is %s", (standing, _case, printed, present) => {
    const read = readCode(codeOf(stateOf(printed)));
    expect(typeof read === "string" ? read : standingOf(read, present)).toBe(standing);
  });
});
