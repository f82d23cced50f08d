/** tuban paper: 笔录, 审批表, 公示 and the other forms that rest on an inspection, a service or a list. */
export { paperIssue } from "./paper/issue.ts";
export type { PaperOptions } from "./paper/issue.ts";
export { orderKinds, paperList, paperShow } from "./paper/list.ts";
export { reprint } from "./paper/print.ts";
