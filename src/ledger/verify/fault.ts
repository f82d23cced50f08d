/** One place where the record does not hold together. */
import type { FactTable } from "../tables.ts";

export interface Fault {
  readonly what:
    | "断链"
    | "记录改动"
    | "内容改动"
    | "多出的记录"
    | "缺少的记录"
    | "错位的记录"
    | "缺少的结构"
    | "改动的结构"
    | "多出的结构"
    | "索引不符";
  /** The journal entry concerned; null where it cannot be told. */
  readonly seq: number | null;
  /** The table, or the name of the part of the schema. */
  readonly table: FactTable | (string & {}) | null;
  /** First and last number of the rows concerned, where they are known. */
  readonly rows?: readonly [number, number];
  readonly detail?: string;
}
