/** docs/机制.md: 84 rows; of each the stories show an entry, its way on, a refusal, what is due, the paper and the number. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { builtInWords } from "../src/campaign/index.ts";
import { readPlan } from "../src/read/plan/index.ts";

const root = join(import.meta.dirname, "..");
const page = readFileSync(join(root, "docs/机制.md"), "utf8");

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
  const { plan } = readPlan(readFileSync(join(root, "templates/plans", `${row.plan}.yaml`), "utf8"), row.plan);
  const register = plan?.registers?.find(({ name }) => name === row.register);
  expect(register, `${row.plan} 的台账 ${row.register}`).toBeDefined();
  expect(["book", ...builtInWords, register?.command ?? row.register]).toContain(word);
  if (row.figure !== "—") {
    expect(plan?.indicators.map(({ name }) => name)).toContain(row.figure);
    expect(pages, `${row.figure} 在故事里`).toContain(row.figure);
  }
  // an entry, its way on, the list and the paper of the register
  const ours = typed.flatMap(([first = "", ...rest]) =>
    first === register?.command || first === row.register ? [rest] : rest[0] === row.register ? [rest.slice(1)] : [],
  );
  const verbs = new Set(ours.map(([verb = ""]) => verb));
  expect([...verbs], "登记").toEqual(expect.arrayContaining([expect.stringMatching(/^(?:add|import)$/), "list"]));
  const steps = register?.steps.filter(({ from }) => from.length > 0).map(({ name }) => name) ?? [];
  if (steps.length > 0)
    expect(
      [...verbs].some((verb) => ["step", ...steps].includes(verb)),
      "往下办",
    ).toBe(true);
  if (register?.steps.some(({ paper }) => paper !== null)) expect([...verbs], "文书").toContain("print");
});
