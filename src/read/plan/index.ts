/** Reading plans (方案): parse → shape → normalise → cross-checks. */
export { readPlan } from "./read-plan.ts";
export { fillBlanks, filledSince, refillBlanks } from "./fill.ts";
export { adaptPlan } from "./adapt.ts";
export type { Leftover } from "./adapt.ts";
export { listPlans } from "./shelf.ts";
export { planJsonSchema } from "./shape.ts";
export { remedy } from "./words.ts";
