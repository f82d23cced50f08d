/** Whether a subject goes on (机构状态), by its own doing. */

/** What has become of an institution by its own doing or its registrar's; what enforcement does to it is no part of the roster. */
export const existences = ["正常", "停业", "注销", "转型", "营转非", "学科转非学科"] as const;
export type Existence = (typeof existences)[number];

/** It teaches no more, by its own doing: nobody visits it, and no white list names it. */
export const hasStopped = (existence: Existence): boolean => existence === "停业" || existence === "注销";
