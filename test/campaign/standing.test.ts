/** What stands on a day, by the facts of a root: cases from the office, without a ledger. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addDays,
  breakpointsOf,
  listNames,
  listingChanges,
  noFacts,
  reviewOutcomes,
  standingOf,
  thingsOf,
  timelineOf,
} from "../../src/campaign/index.ts";
import type { Day, FactRows, Facts, ListingChange, OrderEffect, Thing } from "../../src/campaign/index.ts";

const day = (text: string): Day => `2021-07-${text}` as Day;
const campaign = "样例行动";

type Said<Kind extends keyof FactRows> = Partial<FactRows[Kind]> & { readonly on: string };

/** Facts with only what a case is about; each is numbered by its place and recorded by an entry of its own. */
function factsOf(said: { readonly [Kind in keyof FactRows]?: readonly Said<Kind>[] }): Facts {
  let entry = 0;
  const plain = {
    campaign,
    subject: 1,
    order_id: 1,
    finding: 1,
    case_id: 1,
    due_on: null,
    until: null,
    list: "白名单",
  };
  const rows = Object.entries(said).map(([kind, facts]) => [
    kind,
    facts.map(({ on, ...fact }, index) => ({
      id: index + 1,
      entry: (entry += 1),
      happened_on: day(on),
      ...plain,
      ...fact,
    })),
  ]);
  return { ...noFacts, ...(Object.fromEntries(rows) as Partial<Facts>) };
}

const told = (thing: Thing | undefined): string | null =>
  thing === undefined ? null : "since" in thing ? `${thing.state} ${thing.since}` : thing.state;

describe("一条事实算不算数", () => {
  const found = (annulled: string | null, known?: number) =>
    standingOf(
      factsOf({
        finding: [{ on: "05" }],
        annulment: annulled === null ? [] : [{ on: annulled, target: 1 }],
      }),
      { day: day("10"), knownTo: known },
    ).findings.length;

  test.each<[string, string | null, number | undefined, number]>([
    ["没有撤销", null, undefined, 1],
    ["撤销以前", "11", undefined, 1],
    ["撤销当天起不算", "10", undefined, 0],
    ["当天登记当天撤销，从来不算", "05", undefined, 0],
    ["还不知道有撤销", "10", 1, 1],
    ["还不知道有这条事实", null, 0, 0],
  ])("%s", (_, annulled, known, count) => expect(found(annulled, known)).toBe(count));

  test("过去的一天，按后来知道的撤销重算", () => {
    const facts = factsOf({ finding: [{ on: "05" }], annulment: [{ on: "12", target: 1 }] });
    expect(standingOf(facts, { day: day("10") }).findings).toHaveLength(1);
    expect(standingOf(facts, { day: day("10"), annulledTo: day("12") }).findings).toEqual([]);
  });
});

describe("更正", () => {
  const stateOn = (on: string, facts: Facts, knownTo?: number): string | undefined =>
    standingOf(facts, { day: day(on), knownTo }).dispositions[0]?.state;
  const corrected = (
    ...corrections: readonly { readonly on: string; readonly value: string; readonly fact?: string }[]
  ) =>
    factsOf({
      disposition: [{ on: "05", bucket: "写错了" }],
      correction: corrections.map((said) => ({ fact: "disposition", fact_id: 1, field: "bucket", ...said })),
    });

  test.each([
    ["从发生那天起更正：一直按更正后的", [{ on: "05", value: "甲" }], { "05": "甲", "10": "甲" }],
    ["从后来的一天起更正：此前按原来的", [{ on: "08", value: "甲" }], { "07": "写错了", "08": "甲" }],
    [
      "更正了两次：后一次算",
      [
        { on: "05", value: "甲" },
        { on: "05", value: "乙" },
      ],
      { "05": "乙" },
    ],
    ["别的一件事的更正：不相干", [{ on: "05", value: "甲", fact: "tally" }], { "10": "写错了" }],
  ])("%s", (_case, corrections, expected) => {
    const facts = corrected(...corrections);
    for (const [on, state] of Object.entries(expected)) expect(stateOn(on, facts)).toBe(state);
  });

  test("更正以前看到的，仍是原来的；更正撤销了，又按原来的", () => {
    const facts = corrected({ on: "05", value: "甲" });
    expect(stateOn("10", facts, 1)).toBe("写错了");
    expect(stateOn("10", facts, 2)).toBe("甲");
    const annulment = [{ id: 1, entry: 3, target: 2, happened_on: day("05") }];
    expect(stateOn("10", { ...facts, annulment })).toBe("写错了");
    expect(stateOn("10", { ...facts, annulment }, 2)).toBe("甲");
  });
});

describe("文书走到哪一步", () => {
  const issued = {
    orders: [{ on: "01", effect: "整改" }],
    order_finding: [{ on: "01" }, { on: "01", finding: 2 }],
  } as const;
  test.each<[string, Parameters<typeof factsOf>[0], string, string]>([
    ["没有送达", issued, "20", "已签发"],
    ["送达以前", { ...issued, service: [{ on: "05", due_on: day("10") }] }, "04", "已签发"],
    ["期限最后一天", { ...issued, service: [{ on: "05", due_on: day("10") }] }, "10", "已送达"],
    ["过了期限", { ...issued, service: [{ on: "05", due_on: day("10") }] }, "11", "已到期"],
    [
      "延期的以延期为准，后批的为准",
      {
        ...issued,
        service: [{ on: "05", due_on: day("10") }],
        extension: [
          { on: "09", due_on: day("20") },
          { on: "08", due_on: day("15") },
        ],
      },
      "16",
      "已到期",
    ],
    ["销了一个号，还没有办结", { ...issued, close_out: [{ on: "09" }] }, "20", "已签发"],
    ["都销了号，没有送达也算办结", { ...issued, close_out: [{ on: "09" }, { on: "09", finding: 2 }] }, "20", "办结"],
    [
      "撤回的，销了号也是已撤回",
      { ...issued, close_out: [{ on: "09" }, { on: "09", finding: 2 }], withdrawal: [{ on: "06" }] },
      "20",
      "已撤回",
    ],
  ])("%s", (_, facts, asOf, stage) => {
    expect(standingOf(factsOf(facts), { day: day(asOf) }).orders.map(({ state }) => state)).toEqual([stage]);
  });
});

describe("问题归哪一份文书管", () => {
  const clock = (effects: readonly OrderEffect[], withdrawn: readonly number[] = []) =>
    standingOf(
      factsOf({
        finding: [{ on: "01" }],
        orders: effects.map((effect) => ({ on: "02", effect })),
        order_finding: effects.map((_, index) => ({ on: "02", order_id: index + 1 })),
        withdrawal: withdrawn.map((order_id) => ({ on: "03", order_id })),
      }),
      { day: day("10") },
    ).findings[0]?.order?.id ?? null;

  test.each<[string, OrderEffect[], number[], number | null]>([
    ["没有文书", [], [], null],
    ["后下的整改为准", ["整改", "整改"], [], 2],
    ["另下的告知、移送不停整改的期限", ["整改", "告知", "移送"], [], 1],
    ["没有整改的，督办先于其他", ["督办", "告知"], [], 1],
    ["后下的撤回了，回到先下的", ["整改", "整改"], [2], 1],
    ["都撤回了", ["整改"], [1], null],
  ])("%s", (_, effects, withdrawn, order) => expect(clock(effects, withdrawn)).toBe(order));
});

describe("停办、恢复、取缔", () => {
  test.each<[string, Parameters<typeof factsOf>[0], string | null]>([
    ["停办没有送达", { orders: [{ on: "01", effect: "停办" }] }, null],
    ["停办送达", { orders: [{ on: "01", effect: "停办" }], service: [{ on: "05" }] }, "暂时关停 2021-07-05"],
    [
      "同一天取缔、停办，取缔为准",
      {
        orders: [
          { on: "01", effect: "取缔" },
          { on: "01", effect: "停办" },
        ],
        service: [{ on: "05" }, { on: "05", order_id: 2 }],
      },
      "取缔关停 2021-07-05",
    ],
    [
      "停办当天验收合格",
      {
        orders: [{ on: "01", effect: "停办" }],
        service: [{ on: "05" }],
        inspection: [{ on: "05", kind: "验收", result: "合格" }],
      },
      "继续 2021-07-05",
    ],
    ["撤回了", { orders: [{ on: "01", effect: "停办" }], service: [{ on: "05" }], withdrawal: [{ on: "09" }] }, null],
  ])("%s", (_, facts, operation) => {
    expect(told(standingOf(factsOf(facts), { day: day("20") }).operations[0])).toBe(operation);
  });
});

describe("一个名字在名单上", () => {
  const state = (
    changes: readonly (readonly [ListingChange | "公布", string])[],
    asOf: string,
    until: Day | null = null,
  ) =>
    told(
      standingOf(
        factsOf({
          listing: changes.filter(([act]) => act === "公布").map(([, on]) => ({ on, until })),
          listing_change: changes.flatMap(([change, on]) => (change === "公布" ? [] : [{ on, change }])),
        }),
        { day: day(asOf) },
      ).listings[0],
    );

  test.each<[string, (readonly [ListingChange | "公布", string])[], string, Day | null, string | null]>([
    ["什么都没有", [], "20", null, null],
    ["告知了", [["告知", "05"]], "20", null, "拟列入 2021-07-05"],
    ["列入最后一天", [["公布", "05"]], "12", day("12"), "在列 2021-07-05"],
    ["期满", [["公布", "05"]], "13", day("12"), "期满 2021-07-12"],
    [
      "在列的有异议，续到新版还在异议中",
      [
        ["公布", "05"],
        ["异议", "06"],
        ["公布", "08"],
      ],
      "20",
      null,
      "在列异议中 2021-07-06",
    ],
    [
      "整改中恢复了，从恢复算起",
      [
        ["公布", "05"],
        ["整改中", "07"],
        ["恢复", "09"],
      ],
      "20",
      null,
      "在列 2021-07-09",
    ],
    [
      "复核撤销了一个没有公布的",
      [
        ["告知", "05"],
        ["异议", "06"],
        ["复核撤销", "08"],
      ],
      "20",
      null,
      "不予列入 2021-07-08",
    ],
    [
      "移出了",
      [
        ["公布", "05"],
        ["移出", "08"],
      ],
      "20",
      null,
      "移出 2021-07-08",
    ],
  ])("%s", (_, changes, asOf, until, expected) => expect(state(changes, asOf, until)).toBe(expected));
});

test("并户以后，并入的不在册；事实还各记各的", () => {
  const facts = factsOf({
    roster: [{ on: "01" }, { on: "02", subject: 2 }],
    pairing: [{ on: "05", subject: 1, other: 2, verdict: "同一家" }],
    finding: [{ on: "03", subject: 2 }],
  });
  const on = (text: string) => standingOf(facts, { day: day(text) });
  expect(on("04").subjects.map(({ id, state, into }) => [id, state, into])).toEqual([
    [1, "在册", null],
    [2, "在册", null],
  ]);
  expect(on("05").subjects.map(({ id, state, into }) => [id, state, into])).toEqual([
    [1, "在册", null],
    [2, "已并入", 1],
  ]);
  expect(on("05").findings.map(({ fact }) => fact.subject)).toEqual([2]);
});

/** One random fact of a root; roots have numbers of their own, so that nothing of one is about another. */
const randomFacts = fc.array(
  fc.record({
    kind: fc.constantFrom<keyof FactRows>(
      ...(Object.keys(noFacts) as (keyof FactRows)[]).filter((kind) => kind !== "penalty_case" && kind !== "case_step"),
    ),
    of: fc.integer({ min: 1, max: 3 }),
    other: fc.integer({ min: 1, max: 3 }),
    on: fc.integer({ min: 0, max: 9 }),
    choice: fc.integer({ min: 0, max: 30 }),
  }),
  { maxLength: 40 },
);

function rootOf(nth: number, random: typeof randomFacts extends fc.Arbitrary<infer All> ? All : never): Facts {
  const facts = structuredClone(noFacts) as unknown as Record<keyof FactRows, object[]>;
  const far = nth * 1000;
  for (const [place, { kind, of, other, on, choice }] of random.entries()) {
    const happened_on = addDays(day("01"), on);
    const due = addDays(happened_on, choice % 5);
    facts[kind].push({
      id: far + (kind === "orders" || kind === "finding" ? facts[kind].length + 1 : place + 1),
      entry: far + place + 1,
      happened_on,
      target: far + ((place * 7 + choice) % random.length) + 1,
      subject: far + of,
      other: far + other,
      order_id: far + other,
      finding: far + of,
      campaign,
      verdict: "同一家",
      kind: choice % 2 === 0 ? "验收" : "排查",
      result: "合格",
      effect: ["整改", "停办", "恢复", "告知", "取缔"][choice % 5],
      outcome: reviewOutcomes[choice % reviewOutcomes.length],
      bucket: `去向${choice % 3}`,
      list: listNames[choice % 2],
      change: listingChanges[choice % listingChanges.length],
      due_on: due,
      until: choice % 2 === 0 ? due : null,
    });
  }
  return facts as unknown as Facts;
}

const together = (one: Facts, other: Facts): Facts =>
  Object.fromEntries(
    (Object.keys(noFacts) as (keyof FactRows)[]).map((kind) => [kind, [...one[kind], ...other[kind]]]),
  ) as unknown as Facts;

test("一家单独看，和放在所有家里看，一样", () => {
  fc.assert(
    fc.property(randomFacts, randomFacts, fc.integer({ min: 0, max: 16 }), (first, second, on) => {
      const [one, other] = [rootOf(1, first), rootOf(2, second)];
      const asOf = { day: addDays(day("01"), on) };
      const alone = [...thingsOf(standingOf(one, asOf)), ...thingsOf(standingOf(other, asOf))];
      const among = [...thingsOf(standingOf(together(one, other), asOf))];
      const inOrder = (things: readonly Thing[]) => things.map((thing) => JSON.stringify(thing)).toSorted();
      expect(inOrder(among)).toEqual(inOrder(alone));
    }),
    { numRuns: 300 },
  );
});

test("两个会变的日子之间，什么都不变", () => {
  fc.assert(
    fc.property(randomFacts, (random) => {
      const timeline = timelineOf(rootOf(1, random));
      const changing = new Set(breakpointsOf(rootOf(1, random)));
      for (let on = -1, before = ""; on < 18; on += 1) {
        const today = addDays(day("01"), on);
        const now = JSON.stringify(timeline.on({ day: today }));
        if (on >= 0 && !changing.has(today)) expect(now).toBe(before);
        before = now;
      }
    }),
    { numRuns: 200 },
  );
});
