/** Eight computers in one ledger at once: nothing is lost, no number is missing or given twice, the chain is whole. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { storage } from "../../src/ledger/engines/storage.ts";
import { ledgerOn } from "../../src/ledger/ledger.ts";
import type { Asked } from "../clients.ts";
import { clientAt, prepare, round } from "../clients.ts";
import { testOffice } from "../office.ts";
import { emptyDatabase, isTested } from "../postgres/database.ts";

const [clients, rounds] = [8, 1];

test.skipIf(!isTested)("eight computers work at once", { timeout: 240_000 }, async () => {
  const place = await emptyDatabase();
  const { folder } = testOffice();
  await prepare(place, folder);
  const asked: Asked[] = [];
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      const at = join(folder, `电脑${client}`);
      mkdirSync(at);
      const office = clientAt(at);
      for (let nth = 0; nth < rounds; nth += 1) await round(office, place, `第${client}台第${nth}家（样例）`, asked);
    }),
  );
  expect(
    asked.flatMap(({ command, refusal }) =>
      refusal === null || refusal.includes("账本正被") ? [] : [`${command}：${refusal}`],
    ),
  ).toEqual([]);

  const ledger = await ledgerOn(await storage.open(place), () => new Date());
  try {
    const { db } = ledger;
    const orders = await db.selectFrom("orders").select("number").orderBy("id").execute();
    const one = (n: number): string => `川教体改〔2026〕${n}号`;
    expect(orders.map(({ number }) => number)).toEqual(
      Array.from({ length: clients * rounds }, (_, nth) => one(nth + 1)),
    );
    const institutions = await db.selectFrom("roster").select("subject").orderBy("subject").execute();
    expect(institutions.map(({ subject }) => subject)).toEqual(
      Array.from({ length: clients * rounds }, (_, nth) => nth + 1),
    );
    for (const table of ["inspection", "finding", "service", "review_outcome", "close_out"] as const) {
      const rows = await db.selectFrom(table).select("id").execute();
      // a re-check is an inspection, too
      expect([table, rows.length]).toEqual([table, clients * rounds * (table === "inspection" ? 2 : 1)]);
    }
    // the plan, three people, and six acts a round (a report records nothing)
    const entries = await db.selectFrom("journal").select("seq").orderBy("seq").execute();
    expect(entries.map(({ seq }) => seq)).toEqual(
      Array.from({ length: 4 + clients * rounds * 6 }, (_, nth) => nth + 1),
    );
  } finally {
    await ledger.close();
  }
});
