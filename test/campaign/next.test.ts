/** What is suggested next can be done: every act is a command, every particular one of its options. */
import { Command } from "commander";
import { describe, expect, test } from "vitest";
import { hint, next, nextActs, nextsIn, particular, generalParticulars } from "../../src/campaign/index.ts";
import { testOffice } from "../office.ts";
import { declareVerbs, verbs } from "../../src/verbs/index.ts";
import { hintText, nextText } from "../../src/write/next.ts";
import { problemJson } from "../../src/write/message.ts";

const program = new Command("tuban");
await declareVerbs(
  program,
  verbs,
  () => true,
  async () => undefined,
);

/** The command of an act, and what may be typed of it: its own options and those of all commands. */
function commandOf(act: string): Command | undefined {
  return act
    .split(" ")
    .reduce<Command | undefined>((at, word) => at?.commands.find((command) => command.name() === word), program);
}

describe("what the law suggests", () => {
  test.each(Object.entries(nextActs))("%s", (act, particulars) => {
    const command = commandOf(act);
    expect(command, act).toBeDefined();
    const typed = new Set([...(command?.options ?? [])].map((option) => option.attributeName()));
    expect(particulars.filter((name) => !typed.has(name))).toEqual([]);
  });

  test("what may be given to every act is an option of the program", async () => {
    const { out } = await testOffice().ok("--help");
    expect(generalParticulars.filter((name) => !out.includes(nextText(particular({ [name]: true }))))).toEqual([]);
  });

  test("in words, and as data for scripts", () => {
    const way = hint`先登记送达：${next("order serve", ["川教体改〔2021〕3号"], { to: "收件人", mailNo: "E12" })}；补照片加 ${particular({ evidence: true })}`;
    expect(hintText(way)).toBe(
      "先登记送达：tuban order serve 川教体改〔2021〕3号 --to 收件人 --mail-no E12；补照片加 --evidence",
    );
    expect(nextsIn(way).map(({ act }) => act)).toEqual(["order serve", null]);
    expect(problemJson({ code: "order-unserved", message: "还没有送达", hint: way })).toEqual({
      code: "order-unserved",
      message: "还没有送达",
      hint: hintText(way),
      next: [
        { command: "order serve", on: ["川教体改〔2021〕3号"], given: { to: "收件人", mailNo: "E12" } },
        { command: null, on: [], given: { evidence: true } },
      ],
    });
  });

  test("a hint within a hint keeps its acts", () => {
    const inner = hint`先复查：${next("review", [3])}`;
    expect(nextsIn(hint`没有到位的，${inner}`)).toEqual([next("review", [3])]);
  });
});
