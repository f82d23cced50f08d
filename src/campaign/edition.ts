/** 编印: a numbered, frozen table of rows, and what came, went and changed since the one before. */

import type { EditionRows, Register } from "./plan.ts";

/** The columns of rows that are no register's. */
export const editionColumns: Readonly<Record<Exclude<EditionRows["of"], "台账">, readonly string[]>> = {
  问题: [
    "编号",
    "机构",
    "属地",
    "问题",
    "说明",
    "严重程度",
    "牵头",
    "配合",
    "责任人",
    "发现日期",
    "文号",
    "期限",
    "状态",
    "销号日期",
  ],
  机构: ["编号", "名称", "属地", "地址", "证照类别", "许可证号", "许可证有效至", "电话", "不一致"],
  应有: ["谁", "属地", "有了", "情况"],
  职责: ["部门", "职责"],
  监管措施: ["台账", "环节", "支柱", "原文", "登记", "未办结"],
};

/** The columns that the entries of a register have: what stands around them, its fields, and what its steps write down. */
export const registerColumns = ({ fields, steps }: Pick<Register, "fields" | "steps">): string[] => [
  ...new Set([
    "编号",
    "机构",
    "属地",
    "分办",
    ...fields.flatMap(({ name, sealed }) => (sealed ? [] : [name])),
    ...steps.flatMap(({ asks, takes }) => [...asks, ...takes]),
    "状态",
    "谁办",
    "期限",
    "登记日期",
  ]),
];

/** A table as it was frozen. */
export interface EditionTable {
  readonly columns: readonly string[];
  /** By what a row is known from one version to the next. */
  readonly rows: readonly EditionLine[];
}

export interface EditionLine {
  readonly key: string;
  readonly cells: readonly string[];
}

export interface EditionChange {
  readonly key: string;
  readonly change: "新增" | "去掉" | "改动";
  /** The row as it is now; of one that went, as it was. */
  readonly cells: readonly string[];
  /** What was changed: 责任人 李某乙 → 王某丙 */
  readonly what: string;
}

/** What is new, gone or different against the version before; columns that only one of them has are left aside. */
export function editionChanges(before: EditionTable, now: EditionTable): EditionChange[] {
  const old = new Map(before.rows.map((row) => [row.key, row]));
  const keys = new Set(now.rows.map(({ key }) => key));
  return [
    ...now.rows.flatMap((row): EditionChange[] => {
      const was = old.get(row.key);
      if (!was) return [{ key: row.key, change: "新增", cells: row.cells, what: "" }];
      const what = now.columns.flatMap((column, at) => {
        const place = before.columns.indexOf(column);
        const [then, today] = [was.cells[place] ?? "", row.cells[at] ?? ""];
        return place < 0 || then === today ? [] : [`${column} ${then || "（空）"} → ${today || "（空）"}`];
      });
      return what.length === 0 ? [] : [{ key: row.key, change: "改动", cells: row.cells, what: what.join("；") }];
    }),
    ...before.rows.flatMap((row): EditionChange[] =>
      keys.has(row.key) ? [] : [{ key: row.key, change: "去掉", cells: row.cells, what: "" }],
    ),
  ];
}
