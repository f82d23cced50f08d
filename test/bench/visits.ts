/** A group's visits in its ledger, an entry each, as many commands would record them. Run by bundle.mjs: node visits.cjs <ledger> <institutions> */
import type { Day } from "../../src/campaign/index.ts";
import { storage } from "../../src/ledger/engines/storage.ts";
import { ledgerOn } from "../../src/ledger/ledger.ts";

const [path = "", institutions = "500"] = process.argv.slice(2);

async function visit(): Promise<void> {
  const now = new Date();
  const day = now.toISOString().slice(0, 10) as Day;
  const ledger = await ledgerOn(await storage.open(path), () => now);
  for (let subject = 1; subject <= Number(institutions); subject += 1)
    await ledger.record({ command: "inspect", actor: "张某甲", on: day }, async (entry) => {
      const inspection = await entry.add("inspection", {
        campaign: "chuanhui-2021",
        subject,
        order_id: null,
        kind: "排查",
        happened_on: day,
        result: "合格",
        note: "",
      });
      await entry.addMany(
        "attendance",
        ["张某甲", "李某乙"].map((name) => ({ inspection, name, unit: "区教体局", certificate: `样例-${name}` })),
      );
      entry.describe(`排查 ${subject}：合格`);
    });
  await ledger.close();
}

void visit();
