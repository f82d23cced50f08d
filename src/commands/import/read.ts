/** A roster file read: the rows that can be taken, and everything noted on the way. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { misuse } from "../../campaign/index.ts";
import type { Problem } from "../../campaign/index.ts";
import type { Incoming } from "../../ledger/roster.ts";
import { readCsv } from "../../read/csv.ts";
import { rosterFieldNamed, rosterFields } from "../../read/fields.ts";
import type { RosterField } from "../../read/fields.ts";
import { readRoster } from "../../read/roster.ts";
import type { Grade, Remark, Roster, RosterRules } from "../../read/roster.ts";
import { textPieces } from "../../read/text.ts";
import type { Encoding } from "../../read/text.ts";

/** A fault of the file or a row, as it goes to the screen and into the file of problems. */
export interface Noted extends Problem {
  readonly grade: Grade;
  readonly line: number | null;
  readonly name: string;
  readonly value: string;
}

export interface FileRead {
  readonly path: string;
  readonly file: string;
  readonly sha256: string;
  readonly encoding: Encoding;
  readonly roster: Roster;
  readonly rowsRead: number;
  readonly incoming: readonly Incoming[];
  readonly noted: readonly Noted[];
}

export function readTable(path: string, plan: RosterRules, given: ReadonlyMap<string, RosterField>): FileRead {
  const file = basename(path);
  const bytes = bytesOf(path);
  const { pieces, encoding } = textPieces(bytes, file);
  const roster = readRoster(readCsv(pieces, file).rows, { file, plan, given });
  const incoming: Incoming[] = [];
  const noted: Noted[] = roster.remarks.map((problem) => ({
    ...problem,
    grade: "提示",
    line: problem.place?.row ?? null,
    name: "",
    value: problem.place?.column ?? "",
  }));
  let rowsRead = 0;
  for (const { line, institution, remarks } of roster.entries) {
    rowsRead += 1;
    if (institution) incoming.push({ line, institution });
    for (const remark of remarks) noted.push(notedOf(remark, line, institution?.name ?? ""));
  }
  return {
    path,
    file,
    sha256: createHash("sha256").update(bytes).digest("hex"),
    encoding,
    roster,
    rowsRead,
    incoming,
    noted,
  };
}

const notedOf = (remark: Remark, line: number, name: string): Noted => ({ ...remark, line, name });

function bytesOf(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    const reasons: Readonly<Record<string, string>> = {
      ENOENT: "没有这个文件",
      EISDIR: "这是一个文件夹",
      EACCES: "没有读取权限",
      ERR_FS_FILE_TOO_LARGE: "文件超过 2 GB",
    };
    return misuse("file-unreadable", `打不开文件：${path}（${reasons[code] ?? code}）`, {
      hint: "核对文件名和路径；文件名里有空格的要加引号",
    });
  }
}

/** --map 列名=字段, the field by its Chinese name. @throws Stop */
export function columnsGiven(pairs: readonly string[]): Map<string, RosterField> {
  const titles = Object.values(rosterFields).map(({ title }) => title);
  return new Map(
    pairs.map((pair) => {
      const at = pair.lastIndexOf("=");
      const field = at < 1 ? null : rosterFieldNamed(pair.slice(at + 1).trim());
      if (field === null)
        misuse("bad-map", `--map 看不懂：${pair}`, { hint: `写成 --map 列名=字段，字段是：${titles.join("、")}` });
      return [pair.slice(0, at).trim(), field];
    }),
  );
}
