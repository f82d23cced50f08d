/** Lists in the ledger, on both engines: the state derived from the facts is the state the moves lead to. */
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { addDays, listNames, listingChanges, moveListing, noWords, publicText } from "../../src/campaign/index.ts";
import type { Day, ListName, ListingAct, ListingState, PublicEntry } from "../../src/campaign/index.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import {
  dispositionsListed,
  entriesOn,
  lastListingDay,
  nextVersion,
  publicationsOf,
  recordEdition,
} from "../../src/ledger/acts/listings.ts";
import { listingStandings } from "../../src/ledger/spans/listings.ts";
import { engines, freshLedger } from "./engines.ts";
import { standing } from "./standing-sql.ts";

const campaign = "样例行动";
const first = "2021-12-01" as Day;
const entryFor = (subject: number, until: Day | null = null): PublicEntry => ({
  subject,
  name: publicText(`样例${subject}`),
  uscc: noWords,
  permitNo: noWords,
  address: noWords,
  situation: publicText("样例情形"),
  reason: publicText("样例"),
  basis: publicText("样例"),
  until,
  since: first,
});

async function publish(
  ledger: Ledger,
  list: ListName,
  on: Day,
  entries: readonly PublicEntry[],
  leaving: readonly number[] = [],
): Promise<void> {
  await ledger.record({ command: "publish", actor: "张某甲", on }, async (entry) => {
    const publication = {
      campaign,
      list,
      version: await nextVersion(entry.db, campaign, list),
      title: "样例",
      markdown: "样例",
      csv: "样例",
      happened_on: on,
    };
    await recordEdition(entry, {
      publication,
      listings: entries.map(({ subject, name, situation, reason, basis, until }) => {
        return { campaign, list, subject, name, situation, reason, basis, until, happened_on: on };
      }),
      removals: leaving.map((subject) => {
        return { campaign, list, subject, change: "移出", reason: "样例", happened_on: on };
      }),
    });
  });
}

interface Listed {
  readonly subject: number;
  readonly name: string;
  readonly standing: string;
}

async function listingsNow({ db }: Ledger, asOf: Day): Promise<Listed[]> {
  return (await sql<Listed>`with ${standing(asOf)} select * from listing_now order by list, id`.execute(db)).rows;
}

async function act(ledger: Ledger, list: ListName, subject: number, change: ListingAct, on: Day): Promise<void> {
  if (change === "公布") return publish(ledger, list, on, [entryFor(subject)]);
  await ledger.record({ command: "publish", actor: "张某甲", on }, (entry) =>
    entry.add("listing_change", { campaign, list, subject, change, reason: "样例", happened_on: on }),
  );
}

/** Every chain of allowed acts up to a length, shortest first. */
function walks(list: ListName, length: number): { acts: ListingAct[]; state: ListingState }[] {
  const all: { acts: ListingAct[]; state: ListingState }[] = [];
  let front: typeof all = [{ acts: [], state: "未列入" }];
  for (let step = 0; step < length; step += 1) {
    front = front.flatMap(({ acts, state }) =>
      [...listingChanges, "公布" as const].flatMap((next) => {
        const to = moveListing(list, state, next);
        return to === null ? [] : [{ acts: [...acts, next], state: to }];
      }),
    );
    all.push(...front);
  }
  return all;
}

describe.each(engines)("$name", ({ create }) => {
  test.each(listNames)("%s：走得通的每一条路（四步以内），推出来的状态都对，同一天办完也一样", async (list) => {
    for (const sameDay of [false, true]) {
      const ledger = await freshLedger(create);
      const paths = walks(list, 4);
      expect(paths.length).toBeGreaterThan(40);
      for (const [index, { acts }] of paths.entries())
        for (const [step, one] of acts.entries())
          await act(ledger, list, index + 1, one, sameDay ? first : addDays(first, step));
      const found = new Map(
        (await listingStandings(ledger.db, addDays(first, 10), campaign)).map((row) => [row.subject, row.state]),
      );
      expect(paths.map(({ acts }, index) => `${acts.join(" ")}：${found.get(index + 1)}`)).toEqual(
        paths.map(({ acts, state }) => `${acts.join(" ")}：${state}`),
      );
    }
  });

  test("按日子看：列入、异议、整改、恢复，自哪一天", async () => {
    const ledger = await freshLedger(create);
    await publish(ledger, "白名单", first, [entryFor(1), entryFor(2)]);
    await act(ledger, "白名单", 1, "整改中", addDays(first, 5));
    await act(ledger, "白名单", 1, "恢复", addDays(first, 9));
    await publish(ledger, "白名单", addDays(first, 12), [entryFor(1)], [2]);
    const at = async (days: number) =>
      (await listingStandings(ledger.db, addDays(first, days), campaign)).map(
        ({ subject, state, since }) => `${subject} ${state} ${since}`,
      );
    expect(await at(-1)).toEqual([]);
    expect(await at(0)).toEqual(["1 在列 2021-12-01", "2 在列 2021-12-01"]);
    expect(await at(6)).toEqual(["1 整改中 2021-12-06", "2 在列 2021-12-01"]);
    expect(await at(12)).toEqual(["1 在列 2021-12-10", "2 移出 2021-12-13"]);
    expect([...(await entriesOn(ledger.db, addDays(first, 12), campaign, "白名单")).keys()]).toEqual([1]);
    const now = await listingsNow(ledger, addDays(first, 12));
    expect(now.map(({ subject, standing, name }) => [subject, standing, name])).toEqual([
      [2, "移出", "样例2"],
      [1, "在列", "样例1"],
    ]);
    expect(await lastListingDay(ledger.db, campaign, "白名单", 2)).toBe("2021-12-13");
    expect(await lastListingDay(ledger.db, campaign, "黑名单", 2)).toBeNull();
  });

  test("异议中的续到新版，异议还在；到期的是期满", async () => {
    const ledger = await freshLedger(create);
    await publish(ledger, "黑名单", first, [entryFor(1), entryFor(2, addDays(first, 3))]);
    await act(ledger, "黑名单", 1, "异议", addDays(first, 1));
    await publish(ledger, "黑名单", addDays(first, 2), [entryFor(1), entryFor(2, addDays(first, 3))]);
    const states = async (days: number) =>
      (await listingStandings(ledger.db, addDays(first, days), campaign)).map(
        ({ state, since }) => `${state} ${since}`,
      );
    expect(await states(3)).toEqual(["在列异议中 2021-12-02", "在列 2021-12-01"]);
    expect(await states(4)).toEqual(["在列异议中 2021-12-02", "期满 2021-12-04"]);
    expect((await listingsNow(ledger, addDays(first, 4))).map(({ subject, standing }) => [subject, standing])).toEqual([
      [1, "在列"],
    ]);
  });

  test("撤销的一次公布不再算数，版次不再用", async () => {
    const ledger = await freshLedger(create);
    await publish(ledger, "黑名单", first, [entryFor(1)]);
    await ledger.record({ command: "annul", actor: "张某甲", on: first }, (entry) =>
      entry.add("annulment", { target: 1, happened_on: first, reason: "样例" }),
    );
    expect(await listingStandings(ledger.db, first, campaign)).toEqual([]);
    expect(await publicationsOf(ledger.db, first, campaign, "黑名单")).toEqual([]);
    expect(await lastListingDay(ledger.db, campaign, "黑名单", null)).toBeNull();
    expect(await nextVersion(ledger.db, campaign, "黑名单")).toBe(2);
  });

  test("去向以最后一次登记的为准", async () => {
    const ledger = await freshLedger(create);
    for (const [days, bucket] of [
      [0, "规范"],
      [3, "关停"],
    ] as const)
      await ledger.record({ command: "bucket", actor: "张某甲", on: addDays(first, days) }, (entry) =>
        entry.add("disposition", { campaign, subject: 1, bucket, reason: "样例", happened_on: addDays(first, days) }),
      );
    expect((await dispositionsListed(ledger.db, addDays(first, 2), campaign)).get(1)?.bucket).toBe("规范");
    expect((await dispositionsListed(ledger.db, addDays(first, 3), campaign)).get(1)?.bucket).toBe("关停");
  });
});
