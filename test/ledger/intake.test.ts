import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cleanCell, subjectKinds } from "../../src/campaign/index.ts";
import type { CreditCode, Day, Institution } from "../../src/campaign/index.ts";
import { glancedOf, incomingOf, packed, saidOf, unpacked } from "../../src/ledger/roster/incoming.ts";
import { annul, journalEntry } from "../../src/ledger/annulment.ts";
import { verifyChain } from "../../src/ledger/verify/chain.ts";
import { createSqlite } from "../../src/ledger/engines/sqlite/open.ts";
import { ledgerOn } from "../../src/ledger/ledger.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { institutionsListed } from "../../src/ledger/spans/institutions.ts";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { engines, freshLedger } from "./engines.ts";
import { taken } from "./intake.ts";

const day = (text: string): Day => text as Day;
const codes = ["52411602MJY00001X4", "52411602MJY0000284", "91110000600037341L"] as CreditCode[];

/** Entries as two lists write them: with a code, or with a name and a place of which no two are alike. */
const names = ["阳光", "启明", "博雅", "知行", "星辰"];
const entries: Institution[] = names.map((name, index) => ({
  kind: "机构",
  name: `${name}培训学校`,
  address: `样例${index}路${index + 1}号`,
  phone: `1380000000${index}`,
  extra: {},
  ...(codes[index] === undefined ? {} : { uscc: codes[index] }),
}));
const otherwise = (one: Institution): Institution => ({
  ...one,
  name: one.name.replace("培训学校", "（培训中心）"),
  address: `川汇区${one.address ?? ""}`,
});

async function inLedger(work: (ledger: Ledger) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "tuban-intake-"));
  const ledger = await ledgerOn(createSqlite(join(folder, "tuban.db")), () => new Date("2021-07-20T02:00:00Z"));
  try {
    await work(ledger);
  } finally {
    await ledger.close();
    rmSync(folder, { recursive: true });
  }
}

test("从一个线程传到另一个，一字不差", () => {
  const text = fc.string({ unit: "grapheme", minLength: 1 }).map((word) => cleanCell(word) || "空");
  const institution = fc.record(
    {
      kind: fc.constantFrom(...subjectKinds),
      name: text,
      address: text,
      phone: text,
      town: text,
      remark: text,
      content: text,
    },
    { requiredKeys: ["kind", "name"] },
  );
  const row = fc
    .tuple(institution, fc.dictionary(text, text))
    .map(([said, extra]): Institution => ({ ...said, extra }));
  fc.assert(
    fc.property(fc.array(row), fc.boolean(), (said, glancing) => {
      const rows = said.map((one, index) => saidOf(index + 2, one));
      const there = unpacked(structuredClone(packed(rows, { glancing })));
      expect(there).toEqual(glancing ? rows.map(glancedOf) : rows.map(incomingOf));
    }),
  );
});

describe("收下名单", () => {
  test("确定的归并与行的先后、名单的先后无关", async () => {
    const orders = fc.tuple(
      fc.shuffledSubarray(entries, { minLength: 5 }),
      fc.shuffledSubarray(entries.map(otherwise), { minLength: 5 }),
      fc.boolean(),
    );
    await fc.assert(
      fc.asyncProperty(orders, async ([one, two, swapped]) =>
        inLedger(async (ledger) => {
          const [first, second] = swapped ? [two, one] : [one, two];
          expect((await taken(ledger, { on: day("2021-06-25"), source: "审批库", rows: first })).fresh).toHaveLength(5);
          const later = await taken(ledger, { on: day("2021-06-26"), source: "街道摸排", rows: second });
          expect(later.fresh).toEqual([]);
          expect(later.doubts.filter(({ review }) => review)).toEqual([]);
        }),
      ),
      { numRuns: 15 },
    );
  });

  test("撤销以后，底数就是导入以前的底数", async () => {
    const some = fc.shuffledSubarray([...entries, ...entries.map(otherwise)], { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(some, some, async (before, after) =>
        inLedger(async (ledger) => {
          await taken(ledger, { on: day("2021-06-25"), source: "审批库", rows: before });
          const stood = await institutionsListed(ledger.db, day("2021-06-28"));
          const { seq } = await taken(ledger, { on: day("2021-06-26"), source: "街道摸排", rows: after });
          if (seq !== null)
            await ledger.record({ command: "undo", actor: "张某甲", on: day("2021-06-27") }, async (entry) =>
              annul(entry, await journalEntry(entry.db, seq), { on: day("2021-06-27"), reason: "试" }),
            );
          expect(await institutionsListed(ledger.db, day("2021-06-28"))).toEqual(stood);
          expect((await verifyChain(ledger.db)).faults).toEqual([]);
        }),
      ),
      { numRuns: 15 },
    );
  });

  test("五千家：再来一次不变，留下的记号和重新算出的一样", async () => {
    await inLedger(async (ledger) => {
      const many = Array.from({ length: 5_000 }, (_, index): Institution => ({
        kind: "机构",
        name: `样例${index}培训中心`,
        address: `样例路${index}号`,
        extra: {},
      }));
      const list = { on: day("2021-06-25"), source: "审批库", rows: many };
      expect((await taken(ledger, list)).fresh).toHaveLength(5_000);
      expect(await ledger.db.selectFrom("sign_page").select("no").execute()).toEqual([{ no: 0 }]);
      expect((await taken(ledger, list)).unchanged).toHaveLength(5_000);
      await ledger.db.deleteFrom("sign_page").execute();
      expect((await taken(ledger, list)).unchanged).toHaveLength(5_000);
    });
  });
});

describe.each(engines)("几个来源（$name）", ({ create }) => {
  test("两个来源说得一样：记下第二个，底数不变", async () => {
    const ledger = await freshLedger(create);
    await taken(ledger, { on: day("2021-06-25"), source: "审批库", rows: entries });
    const later = await taken(ledger, { on: day("2021-06-26"), source: "街道摸排", rows: entries });
    expect(later.confirmed).toHaveLength(5);
    expect((await taken(ledger, { on: day("2021-06-27"), source: "街道摸排", rows: entries })).unchanged).toHaveLength(
      5,
    );
  });
});
