import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { icsText } from "../../src/write/ics.ts";

const stamp = new Date("2021-07-20T01:02:03Z");
const event = {
  id: "1",
  day: "2021-08-03",
  title: "整改：样例甲培训中心（当事人）",
  note: "川教体改〔2021〕1号\n下一步, 复查; 看\\清楚",
};

/** The text with its folds undone, as a reader does. */
const unfolded = (text: string): string[] => text.replaceAll("\r\n ", "").split("\r\n");

describe("日历文件", () => {
  test("一件全天的事，编号和时间戳照规定写", () => {
    const lines = unfolded(icsText("样例方案 期限", [event], stamp));
    expect(lines).toContain("DTSTART;VALUE=DATE:20210803");
    expect(lines).toContain("DTSTAMP:20210720T010203Z");
    expect(lines).toContain("UID:1@tuban");
    expect(lines).toContain("DESCRIPTION:川教体改〔2021〕1号\\n下一步\\, 复查\\; 看\\\\清楚");
    expect(lines.at(0)).toBe("BEGIN:VCALENDAR");
    expect(lines.slice(-2)).toEqual(["END:VCALENDAR", ""]);
  });

  test("每行不超过 75 个字节，汉字不拆开，折行可以还原；换行和控制符号造不出新的一行", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (title) => {
        const text = icsText("名", [{ ...event, title: `长标题${"样例培训机构".repeat(9)}${title}` }], stamp);
        for (const line of text.split("\r\n")) {
          expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
          expect(line).not.toContain("\n");
        }
        expect(unfolded(text).filter((line) => line.startsWith("BEGIN:VEVENT"))).toHaveLength(1);
        expect(unfolded(text).filter((line) => line.startsWith("SUMMARY:长标题样例培训机构样例"))).toHaveLength(1);
      }),
      { numRuns: 200 },
    );
  });
});
