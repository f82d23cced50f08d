/** tuban case: penalty cases from 立案 to 结案, and measures. */
export { caseMeasure } from "./measure.ts";
export type { MeasureOptions } from "./measure.ts";
export { caseOpen } from "./open.ts";
export type { OpenOptions } from "./open.ts";
export { caseList, caseShow } from "./show.ts";
export type { CaseListOptions } from "./show.ts";
export { caseStep } from "./step.ts";
export type { StepOptions } from "./details.ts";
