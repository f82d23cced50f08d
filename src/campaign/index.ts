/** The law of the campaign, in the order of its story. Imported only from outside this folder. */
export * from "./problem.ts";
export * from "./day.ts";
export * from "./plan.ts";
export * from "./calendar.ts";
export * from "./limits.ts";
export * from "./codes.ts";
export * from "./naming.ts";
export * from "./institution.ts";
export * from "./inspection.ts";
export * from "./order.ts";
export * from "./review.ts";
export * from "./penalty.ts";
export * from "./measure.ts";
export * from "./listing.ts";
export * from "./publication.ts";
export * from "./report.ts";
