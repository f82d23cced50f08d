/** 不合格项: what people write into one cell. */
import { describe, expect, test } from "vitest";
import type { Item } from "../../src/campaign/index.ts";
import { readFailedItems } from "../../src/read/failed-items.ts";

describe("一格里写的不合格项", () => {
  test.each<[string, Record<string, string>]>([
    ["2-1", { "2-1": "" }],
    ["2-1、3-2", { "2-1": "", "3-2": "" }],
    ["2-1 3-2", { "2-1": "", "3-2": "" }],
    ["２－１，3—2", { "2-1": "", "3-2": "" }],
    ["2-1=没有办学许可证", { "2-1": "没有办学许可证" }],
    ["2-1：没有证，也没有照；3-2 通道堵塞", { "2-1": "没有证，也没有照", "3-2": "通道堵塞" }],
    ["2-1没有证", { "2-1": "没有证" }],
    ["3-2:没有灯，1-2 层都是", { "3-2": "没有灯，1-2 层都是" }],
    ["2026-02-01", { "2-1": "" }],
    ["2月1日", { "2-1": "" }],
    ["", {}],
    ["无", {}],
    ["/", {}],
    ["全部合格", {}],
  ])("%s", (text, notes) => {
    expect(readFailedItems(text, items)).toEqual({ notes: new Map(Object.entries(notes)), unknown: [] });
  });

  test.each([
    ["9-9", ["9-9"]],
    ["消防通道堵塞", ["消防通道堵塞"]],
    ["2-1、9-9、没有灯", ["9-9", "没有灯"]],
  ])("说出看不懂的：%s", (text, unknown) => {
    expect(readFailedItems(text, items).unknown).toEqual(unknown);
  });
});

const items: readonly Item[] = ["1-2", "2-1", "3-2"].map((code) => ({
  code,
  topic: Number(code.split("-")[0]),
  kind: "机构",
  text: "样例",
  severity: "一般",
  basis: [],
  lead: [],
  classes: [],
  categories: [],
  from: null,
  until: null,
}));
