/** tuban order: documents from issue to withdrawal. */
export { orderAttempt, orderExtend, orderReturn, orderWaive, orderWithdraw } from "./order/change.ts";
export type { AttemptOptions, ExtendOptions, ReasonOptions, ReturnOptions } from "./order/change.ts";
export { orderIssue } from "./order/issue.ts";
export { orderList, orderShow } from "./order/list.ts";
export type { ListOptions } from "./order/list.ts";
export { orderServe } from "./order/serve.ts";
export type { ServeOptions } from "./order/serve.ts";
export type { IssueOptions } from "./order/wanted.ts";
