/** Review (复查, 回头看) and close-out (销号): what an outcome means for a finding, and what may follow. */
export const reviewOutcomes = ["已整改", "部分整改", "未整改", "无法核查", "拒检"] as const;
export type ReviewOutcome = (typeof reviewOutcomes)[number];

/** Stages of a finding (问题), in the order of its life; which one it is in is derived in ledger/standing. */
export const findingStages = ["待交办", "已下达", "限期内", "到期待复查", "未整改", "已整改待验收", "销号"] as const;
export type FindingStage = (typeof findingStages)[number];
