/** One row of a roster: what it says of an institution, and what is wrong with it. */
import { shown } from "../../campaign/index.ts";
import type { Institution, ProblemCode } from "../../campaign/index.ts";
import type { Row } from "../csv.ts";
import type { RosterField } from "../fields.ts";
import type { HeaderColumn } from "../headers.ts";
import { countLikeAbove, isDitto } from "./asides.ts";
import { keepDay, readers } from "./cells.ts";
import { remark, takeUp } from "./hand.ts";
import type { RowHand, Remark, RosterSheet } from "./hand.ts";
import { remarkTerms, settlePapers } from "./papers.ts";

export interface RosterEntry {
  readonly line: number;
  /** null when the row is refused; then a remark of grade 拒收 says why. */
  readonly institution: Institution | null;
  readonly remarks: readonly Remark[];
}

/** Reads a row whose cells are clean. */
export function entryOf({ line, cells: written }: Row, sheet: RosterSheet): RosterEntry {
  const hand = takeUp(sheet, line);
  const cells = written.some(isDitto) ? spelledOut(hand, written) : written;
  sheet.above = cells;
  for (const column of sheet.columns) {
    const text = cells[column.index] ?? "";
    if (text !== "") readCell(hand, column, text);
  }
  if (cells.length > sheet.width) remarkSurplus(hand, cells.slice(sheet.width));
  settlePapers(hand);
  remarkTerms(hand);
  return { line, institution: institutionOf(hand), remarks: hand.remarks };
}

/** The cells with those of the row before where they say 同上; blank, and remarked, where nothing stands there. */
function spelledOut(hand: RowHand, cells: readonly string[]): string[] {
  const { columns, above, asides } = hand.sheet;
  const full = [...cells];
  for (const { index, header, field } of columns) {
    const text = cells[index] ?? "";
    if (!isDitto(text)) continue;
    full[index] = above[index] ?? "";
    if (field === "seq" || field === "derived") continue;
    if (full[index] !== "") countLikeAbove(asides, header, hand.line);
    else {
      hand.header = header;
      const hint = "写上实际的内容再导入一次。";
      remark(
        hand,
        "注意",
        { code: "nothing-above", message: `写的是${shown(text)}，上面一行这一栏却没有内容，按空白处理。`, hint },
        text,
      );
    }
  }
  return full;
}

/** A list that leaves the ledger marks a column of which it has one of the same name itself. */
const ofItsOwn = /（另存）$/;

/** What stands in a cell whose formula gave nothing. */
const formulaFault = /^#(?:N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NUM!|NULL!|公式无值)$/;

function readCell(hand: RowHand, { header, field }: HeaderColumn<RosterField>, text: string): void {
  hand.header = field === null ? header.replace(ofItsOwn, "") : header;
  if (formulaFault.test(text)) remarkFormula(hand, text);
  else if (field === null) keepDay(hand, text);
  else readers[field](hand, text);
}

function remarkFormula(hand: RowHand, text: string): void {
  remark(
    hand,
    "注意",
    {
      code: "formula-error",
      message: `这一格的公式没有算出值（${text}），按空白处理。`,
      hint: "用 Excel 打开，等公式算完后选中整列复制、「选择性粘贴—数值」，保存后再导入一次。",
    },
    text,
  );
}

/** Cells beyond the last header mostly mean a comma that was not quoted. */
function remarkSurplus(hand: RowHand, beyond: readonly string[]): void {
  const surplus = beyond.filter(Boolean);
  if (surplus.length === 0) return;
  hand.header = "";
  remark(
    hand,
    "注意",
    {
      code: "surplus-cells",
      message: `这一行比表头多出 ${surplus.length} 格：${shown(surplus.join("、"))}。`,
      hint: "内容里可能有没加引号的分隔符，整行会错位；请核对各列。",
    },
    surplus.join("、"),
  );
}

const [anyWord, noName] = [/[\p{L}\p{N}]/u, /^(?:无|暂无|不详|未知)$/];

/** The institution, or null when the row has to be refused. */
function institutionOf(hand: RowHand): Institution | null {
  const { draft, extra, remarks, sheet } = hand;
  if (!anyWord.test(draft.name) || noName.test(draft.name))
    refuseName(hand, "no-name", "这一行没有机构名称。", "补上名称再导入；没有名称的按招牌名或“地址＋负责人”写。");
  else if (draft.name.length > 120)
    refuseName(
      hand,
      "name-too-long",
      `名称有 ${draft.name.length} 个字，不像一个名称：${shown(draft.name)}。`,
      "核对这一行的分列是否正确。",
    );
  if (remarks.some(({ grade }) => grade === "拒收")) return null;
  if (extra !== null) draft.extra = Object.fromEntries(extra);
  return Object.assign(draft, { kind: draft.kind ?? sheet.kind });
}

function refuseName(hand: RowHand, code: ProblemCode, message: string, hint: string): void {
  hand.header = hand.sheet.columns.find(({ field }) => field === "name")?.header ?? "";
  remark(hand, "拒收", { code, message, hint }, hand.draft.name);
}
