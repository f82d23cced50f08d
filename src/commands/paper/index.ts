/** tuban paper: 笔录, 审批表, 公示 and the other forms that rest on an inspection, a service or a list. */
export { paperIssue } from "./issue.ts";
export type { PaperOptions } from "./issue.ts";
export { orderKinds, paperList, paperShow } from "./list.ts";
export { reprint } from "./print.ts";
