export { fromJson, toJson } from "../campaign/index.ts";
export type { Json } from "../campaign/index.ts";
