import { readFileSync } from "node:fs";
import { test } from "vitest";
import { readPlan, planJsonSchema } from "../../src/read/plan/index.ts";
test("x", () => {
  for (const f of ["chuanhui-2021","beilun-2021","epidemic-2021"]) { try {
  const t=performance.now(); const r = readPlan(readFileSync(`templates/plans/${f}.yaml`, "utf8"), f); 
  console.log(f, performance.now()-t, "plan" in r && r.plan ? r.plan.topics.map(t=>t.items.length).join()+" "+r.plan.topics.flatMap(t=>t.items).length : r.problems, r.warnings.map(w=>w.message).join("\n"));}catch(e){console.log(String(e))} }
  console.log(JSON.stringify(planJsonSchema()).length);
});
