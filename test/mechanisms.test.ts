/** docs/机制.md: 84 rows; of each the stories show an entry, its way on, a refusal, what is due, the paper and the number. */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { builtInWords } from "../src/campaign/index.ts";
import type { Plan, Register } from "../src/campaign/index.ts";
import { readPlan } from "../src/read/plan/index.ts";

const root = join(import.meta.dirname, "..");
const page = readFileSync(join(root, "docs/机制.md"), "utf8");
const plansFolder = join(root, "templates/plans");
const shippedPlans = readdirSync(plansFolder)
  .filter((name) => name.endsWith(".yaml"))
  .flatMap((name) => readPlan(readFileSync(join(plansFolder, name), "utf8"), name).plan ?? []);

interface Row {
  readonly no: string;
  readonly command: string;
  readonly plan: string;
  readonly register: string;
  readonly figure: string;
  readonly standing: string;
  readonly note: string;
  /** The pages that go through it. */
  readonly stories: readonly string[];
}

const rows = [...page.matchAll(/^\| (M\d\d) \|(.*)\|$/gm)].map(([, no = "", rest = ""]): Row => {
  const [, , command = "", plan = "", register = "", figure = "", standing = "", note = "", story = ""] = rest
    .split("|")
    .map((cell) => cell.trim());
  return {
    no,
    command,
    plan,
    register,
    figure,
    standing,
    note,
    stories: [...story.matchAll(/\]\(([^)]+)\)/g)].map(([, file = ""]) => file),
  };
});

test("all 84 stand there once, in order", () => {
  expect(rows.map(({ no }) => no)).toEqual(
    Array.from({ length: 84 }, (_, at) => `M${String(at + 1).padStart(2, "0")}`),
  );
});

test("every one works, and has a story", () => {
  expect(rows.filter(({ standing }) => standing !== "能用")).toEqual([]);
  expect(rows.filter(({ stories }) => stories.length === 0)).toEqual([]);
});

test.each(rows.map((row) => [row.no, row] as const))("%s", (_, row) => {
  expect(["能用", "部分", "还没有"]).toContain(row.standing);
  // what lacks something says what
  if (row.standing !== "能用") expect(row.note).not.toBe("");
  // the stories are replayed by stories.test.ts; they name the row and show a refusal
  const pages = row.stories.map((story) => readFileSync(join(root, "docs", story), "utf8")).join("\n");
  expect(pages).toContain(row.no);
  expect(pages).toContain("[退出状态 ");
  // what is due, or the day's screen; and what became of it
  const typed = [...pages.matchAll(/^\$ tuban ?(.*)$/gm)].map(([, line = ""]) => line.split(" "));
  expect(typed.some(([word = ""]) => ["", "today", "due", "owed", "--as-of"].includes(word))).toBe(true);
  expect(typed.some(([word = ""]) => ["report", "consolidate", "edition", "list", "zero"].includes(word))).toBe(true);
  if (row.standing === "还没有") return;
  const [tuban, word = ""] = row.command.split(" ");
  expect(tuban).toBe("tuban");
  if (row.register === "—") {
    expect(builtInWords).toContain(word);
    return;
  }
  const plan = shippedPlans.find(({ code }) => code === row.plan);
  const register = plan?.registers?.find(({ name }) => name === row.register);
  expect(register, `${row.plan} 的台账 ${row.register}`).toBeDefined();
  expect(["book", ...builtInWords, register?.command ?? row.register]).toContain(word);
  if (row.figure !== "—") {
    expect(plan?.indicators.map(({ name }) => name)).toContain(row.figure);
    expect(pages, `${row.figure} 在故事里`).toContain(row.figure);
  }
  // within the row's own sections: an entry, its way to an end, a refusal, the list and the paper of the register
  const sections = pages.split(/^(?=## )/m).filter((section) => section.split("\n", 1)[0]?.includes(row.no));
  const own = sections.join("\n");
  expect(own, "被挡回一次").toContain("[退出状态 ");
  const verbs = register ? new Set(verbsOn(register, own)) : new Set<string>();
  expect([...verbs]).toContain("list");
  // parts are begun by the entry that they are of
  if (!isPartOf(plan, row.register)) expect([...verbs], "登记").toContain("add");
  if (register?.steps.some(({ from }) => from.length > 0)) {
    const ends = register.states.filter(({ ends: over }) => over).map(({ name }) => name);
    expect(
      ends.some((state) => own.includes(` → ${state}`)),
      `办到${ends.join("、")}`,
    ).toBe(true);
  }
  if (register?.steps.some(({ paper }) => paper !== null)) expect([...verbs], "文书").toContain("print");
});

/** What was typed of a register: tuban 命令 add, tuban 名称 list, tuban book 名称 print. */
function verbsOn({ name, command }: Register, text: string): string[] {
  return [...text.matchAll(/^\$ tuban (?:book )?(\S+) (\S+)/gm)].flatMap(([, word, verb = ""]) =>
    word === name || word === command ? [verb] : [],
  );
}

const isPartOf = (plan: Plan | undefined, name: string): boolean =>
  (plan?.registers ?? []).some(({ parts }) => parts?.register === name);

describe.each(shippedPlans.map((plan) => [plan.code, plan] as const))("%s", (code, plan) => {
  const file = readdirSync(join(root, "test/stories")).find(
    (name) =>
      name.startsWith("各本台账") && readFileSync(join(root, "test/stories", name), "utf8").includes(`--plan ${code} `),
  );
  const story = readFileSync(join(root, "test/stories", file ?? ""), "utf8");

  test("every register is in its story, in the plan's own words", () => {
    for (const register of plan.registers ?? []) {
      const used = verbsOn(register, story);
      expect(used.includes("add") || (isPartOf(plan, register.name) && used.length > 0), register.name).toBe(true);
    }
    // 教师=样例教师 is somebody on the roster; 内容=样例内容 says nothing
    const values = [...story.matchAll(/ ([^ =]+)=样例([^ ]+)/g)].filter(([, field, value]) => field === value);
    expect([...new Set(values.map(([, field]) => field))].filter((field) => field !== "教师")).toEqual([]);
  });

  test("every field that must be written has an example, and every word that a step asks for", () => {
    for (const { name, fields, steps, examples = {} } of plan.registers ?? []) {
      const found = new Set(fields.filter(({ routedBy }) => routedBy).map((field) => field.name));
      const asked = steps.flatMap(({ asks }) => asks).filter((word) => word !== "新期限" && word !== "并入哪一件");
      const wanted = [...fields.filter(({ required }) => required).map((field) => field.name), ...asked];
      expect(
        wanted.filter((word) => examples[word] === undefined && !found.has(word)),
        name,
      ).toEqual([]);
    }
  });
});
