/** tuban order: documents from issue to withdrawal. */
export { orderAttempt, orderExtend, orderReturn, orderWaive, orderWithdraw } from "./change.ts";
export type { AttemptOptions, ExtendOptions, ReasonOptions, ReturnOptions } from "./change.ts";
export { orderIssue } from "./issue.ts";
export { orderList, orderShow } from "./list.ts";
export type { OrderListOptions } from "./list.ts";
export { orderServe } from "./serve.ts";
export type { ServeOptions } from "./serve.ts";
export type { OrderIssueOptions } from "./options.ts";
