/** tuban case: penalty cases from 立案 to 结案, and measures. */
export { caseMeasure } from "./case/measure.ts";
export type { MeasureOptions } from "./case/measure.ts";
export { caseOpen } from "./case/open.ts";
export type { OpenOptions } from "./case/open.ts";
export { caseList, caseShow } from "./case/show.ts";
export type { CaseListOptions } from "./case/show.ts";
export { caseStep } from "./case/step.ts";
export type { StepOptions } from "./case/details.ts";
