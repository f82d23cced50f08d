import fc from "fast-check";
import type { Sheet } from "../../src/write/sheet.ts";

interface Row {
  readonly name: string;
  readonly code: string;
  readonly town: string;
  readonly found: string | null;
  readonly open: number;
  readonly share: number;
  readonly certified: boolean;
  readonly note: string;
}

/** Invented sample data: long notes, a missing day, and cells a stranger typed with intent. */
const rows: readonly Row[] = [
  {
    name: "样例阳光教育培训中心",
    code: "340123200001011234",
    town: "东关街道",
    found: "2021-07-20",
    open: 3,
    share: 0.125,
    certified: true,
    note: "未在显著位置公示收费标准；灭火器过期。\n已当场要求公示，ABC-2021 型灭火器限期更换 before Friday。",
  },
  {
    name: "样例小星星托管（分校）",
    code: "0123",
    town: "西关街道",
    found: null,
    open: -12,
    share: 1,
    certified: false,
    note: "",
  },
  {
    name: "=cmd()|'/c calc'!A1",
    code: "12E45",
    town: "\u001b[31m红\u001b[0m",
    found: "2021-07-21",
    open: 1000,
    share: 0,
    certified: false,
    note: "a|b <script>alert(1)</script>\u001b]0;标题\u0007 \u202e反转 e\u0301 🫠 👨‍👩‍👧",
  },
];

export const sample: Sheet<Row> = {
  title: "待整改机构（样例）",
  columns: [
    { key: "name", title: "机构名称", value: (row) => row.name },
    { key: "code", title: "证号", kind: "code", value: (row) => row.code },
    { key: "town", title: "属地", value: (row) => row.town },
    { key: "found", title: "检查日期", kind: "day", value: (row) => row.found },
    { key: "open", title: "问题数", kind: "number", value: (row) => row.open },
    { key: "share", title: "整改率", kind: "percent", value: (row) => row.share },
    { key: "certified", title: "有证", width: 8, value: (row) => row.certified },
    { key: "note", title: "存在问题", value: (row) => row.note },
  ],
  rows,
};

/** One of the characters of a text: what a property test builds its strings of. */
export function oneOf(text: string): fc.Arbitrary<string> {
  return fc.constantFrom(...Array.from(text));
}
