/** Orders (文书): what may be issued, its number, its clock, and its life from 签发 to 办结. */
export const serviceMethods = ["直接", "留置", "电子", "邮寄", "公告"] as const;
export type ServiceMethod = (typeof serviceMethods)[number];

/** Stages of an order, in the order of its life; which one it is in is derived in ledger/standing. */
export const orderStages = ["已签发", "已送达", "已到期", "办结", "已撤回"] as const;
export type OrderStage = (typeof orderStages)[number];
