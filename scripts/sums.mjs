/** SHA256SUMS of files in a folder, as sha256sum -c reads it. */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export function writeSums(folder, names) {
  const sumOf = (name) =>
    createHash("sha256")
      .update(readFileSync(join(folder, name)))
      .digest("hex");
  writeFileSync(join(folder, "SHA256SUMS"), names.map((name) => `${sumOf(name)}  ${name}\n`).join(""));
}
