/** docs/机制.md: 84 rows; of each that a register carries, the plan has the register, its command and its figure. */
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
  /** The page that goes through it; empty while there is none. */
  readonly story: string;
}

const rows = [...page.matchAll(/^\| (M\d\d) \|(.*)\|$/gm)].map(([, no = "", rest = ""]): Row => {
  const [, , command = "", plan = "", register = "", figure = "", standing = "", note = "", story = ""] = rest
    .split("|")
    .map((cell) => cell.trim());
  return { no, command, plan, register, figure, standing, note, story: /^\[.+\]\((.+)\)$/.exec(story)?.[1] ?? "" };
});

test("all 84 stand there once, in order", () => {
  expect(rows.map(({ no }) => no)).toEqual(
    Array.from({ length: 84 }, (_, at) => `M${String(at + 1).padStart(2, "0")}`),
  );
});

test("every one works, and has a story", () => {
  expect(rows.filter(({ standing }) => standing !== "能用")).toEqual([]);
  expect(rows.filter(({ story }) => story === "")).toEqual([]);
});

test.each(rows.map((row) => [row.no, row] as const))("%s", (_, row) => {
  expect(["能用", "部分", "还没有"]).toContain(row.standing);
  // what lacks something says what
  if (row.standing !== "能用") expect(row.note).not.toBe("");
  // the story is replayed by stories.test.ts; it names the row and shows a refusal
  if (row.story !== "") {
    const page = readFileSync(join(root, "docs", row.story), "utf8");
    expect(page).toContain(row.no);
    expect(page).toContain("[退出状态 ");
  }
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
  if (row.figure !== "—") expect(plan?.indicators.map(({ name }) => name)).toContain(row.figure);
});
