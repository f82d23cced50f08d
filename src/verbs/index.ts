/** Every verb, in the order of a campaign: a new one is added here and nowhere else. */
import { initVerb } from "./init.ts";
import { logVerb, verifyVerb } from "./log.ts";
import { asVerb, personVerb } from "./person.ts";
import { planVerb } from "./plan.ts";
import type { Verb } from "./verb.ts";

export const verbs: readonly { readonly group: string; readonly declare: Verb }[] = [
  { group: "准备：", declare: initVerb },
  { group: "准备：", declare: planVerb },
  { group: "准备：", declare: personVerb },
  { group: "准备：", declare: asVerb },
  { group: "账本：", declare: logVerb },
  { group: "账本：", declare: verifyVerb },
];
