/** Papers of a draw: the sheet that witnesses sign before the seed is rolled, and the result for everybody. */
import { bitsNeeded, bitsOfDigits, chineseDay, drawnOf, leastDigits, refuse } from "../../../campaign/index.ts";
import type { DrawRoster } from "../../../campaign/index.ts";
import { drawNamed } from "../../../ledger/acts/draws.ts";
import type { Fields } from "../../../write/document.ts";
import { drawnIn } from "../../draw/outcome.ts";
import { line } from "../kinds.ts";
import type { PaperKind } from "../kinds.ts";
import { departments } from "./desk.ts";
import type { PaperDesk, GatheredFields, PaperWanted } from "./desk.ts";

/** @throws Stop when the draw is not known, or its result is wanted before there is one */
export async function drawPaper(desk: PaperDesk, kind: PaperKind, { query }: PaperWanted): Promise<GatheredFields> {
  const draw = await drawNamed(desk.db, desk.on, desk.campaign, query ?? undefined);
  const { row, roster, seed } = draw;
  if (kind.name === "抽查结果公布" && seed === null)
    refuse("draw-no-seed", `${row.number} 还没有抽出`, { hint: `先登记种子：tuban draw seed ${row.id}` });
  const drawn = drawnIn(draw);
  return {
    aboutId: row.id,
    subject: null,
    addressee: row.number,
    issuers: departments(desk),
    fields: {
      抽取编号: row.number,
      抽取名称: row.rule,
      锁定日期: chineseDay(row.happened_on),
      校验码: row.sha256,
      ...rosterFields(roster),
      种子来源:
        roster.origin.kind === "掷骰"
          ? "两人以上当场掷十面骰子"
          : `${roster.origin.name}（${chineseDay(roster.origin.on)}开奖）`,
      掷骰: roster.origin.kind === "掷骰" ? [1, 2].map((no) => ({ 第几: no, 姓名: line, 数字: line, 签名: line })) : [],
      种子: seed?.text ?? line,
      种子说明: seed?.origin ?? line,
      抽出日期: seed === null ? line : chineseDay(seed.on),
      抽中数: drawn.filter(({ skipped }) => skipped === null).length,
      抽中: drawn.map(({ place, officers, skipped, insteadOf }) => ({
        编号: place.label,
        名称: place.name,
        类别: place.class,
        人员: officers.map(({ name }) => name).join("、"),
        备注:
          [skipped === null ? "" : `未查：${skipped}`, insteadOf === null ? "" : `替换编号 ${insteadOf}`]
            .filter((text) => text !== "")
            .join("；") || "—",
      })),
    },
  };
}

function rosterFields({ places, officers, officersEach, classes, recusals, leftOut }: DrawRoster): Fields {
  const shares = classes.flatMap(({ name, percent }) => {
    const among = places.filter((place) => place.class === name).length;
    return among === 0 ? [] : [{ name, percent, among, drawn: drawnOf(among, percent) }];
  });
  const bits = shares.reduce((sum, { among, drawn }) => sum + bitsNeeded(among, drawn), 0);
  return {
    对象数: places.length,
    人员数: officers.length,
    每处人数: officersEach,
    回避数: recusals.length,
    比例: shares.map(({ name, percent, among, drawn }) => ({
      类别: name,
      对象数: among,
      抽取比例: `${percent}%`,
      抽取数: drawn,
    })),
    不抽: leftOut.map(({ name, reason }) => ({ 名称: name, 理由: reason })),
    所需比特: Math.ceil(bits),
    种子比特: Math.floor(bitsOfDigits(leastDigits)),
    位数: leastDigits,
  };
}
