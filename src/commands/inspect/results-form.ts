/** tuban inspect --form: the list of results to be filled in, its institutions written in. */
import { existsSync } from "node:fs";
import { extname, resolve } from "node:path";
import { checklistKinds, misuse, refuse } from "../../campaign/index.ts";
import type { Item } from "../../campaign/index.ts";
import { rosterNow } from "../../ledger/roster/list.ts";
import type { RosterNow } from "../../ledger/roster/list.ts";
import type { Office } from "../../office.ts";
import { resultFields } from "../../read/results.ts";
import type { ResultField } from "../../read/results.ts";
import { csvText } from "../../write/csv.ts";
import { writeOut } from "../../write/files.ts";
import { formBytes } from "../../write/form.ts";
import type { FormColumn } from "../../write/form.ts";
import { asTyped, nextSteps } from "../../write/message.ts";
import type { Kind } from "../../write/sheet.ts";
import { openCampaign } from "../desk/campaign.ts";

export interface FormOptions {
  readonly town?: string;
  readonly out?: string;
}

/** Writes the form, as a workbook or CSV by the file's ending. Never writes over a file. */
export async function writeResultsForm(office: Office, { town, out = "检查结果.xlsx" }: FormOptions): Promise<void> {
  const { ledger, code, plan } = await openCampaign(office);
  const path = resolve(office.io.cwd, out);
  const ending = extname(out).toLowerCase();
  if (ending !== ".xlsx" && ending !== ".csv")
    misuse("bad-format", `检查结果表写不成 ${ending || "没有扩展名的"} 文件`, { hint: "文件名以 .xlsx 或 .csv 结尾" });
  if (existsSync(path))
    refuse("file-exists", `文件已存在，不会覆盖：${path}`, { hint: "也许里面已经填了；换一个文件名" });
  const rows = await ledger.read(async (db) =>
    (await rosterNow(db, office.on, code)).filter(
      (row) => row.kind === "机构" && row.operation !== "取缔关停" && (town === undefined || isIn(row, town)),
    ),
  );
  if (rows.length === 0)
    refuse("form-empty", town === undefined ? "底数里还没有机构" : `底数里没有 ${town} 的机构`, {
      hint: "先导入底数：tuban import 底数.csv；看有哪些：tuban list",
    });
  const items = plan.topics.flatMap((topic) => topic.items).filter(({ kind }) => kind === "机构");
  await writeOut(path, ending === ".csv" ? csvOf(rows) : await workbookOf(rows, items, town), office);
  office.io.out.write(`已写出检查结果表 ${rows.length} 家：${path}\n`);
  office.io.err.write(nextSteps([`tuban inspect --sheet ${asTyped(out)}`], office.io));
}

const isIn = (row: RosterNow, town: string): boolean => row.town?.includes(town) ?? false;

/** The columns in the form's order; those of the roster are written in. */
const columns: readonly {
  readonly field: ResultField;
  readonly kind: Kind;
  readonly note: string;
  readonly choices?: readonly string[];
  readonly value?: (row: RosterNow) => string | number;
}[] = [
  { field: "number", kind: "number", note: "底数里的编号，不要改。", value: ({ subject }) => subject },
  { field: "subject", kind: "text", note: "去了名单以外的，另起一行写名称。", value: ({ name }) => name },
  { field: "town", kind: "text", note: "不用填。", value: ({ town }) => town ?? "" },
  { field: "day", kind: "day", note: "去检查的那一天；没有去的这一行全部留空。" },
  { field: "officers", kind: "text", note: "两名以上，用顿号隔开；全表同一组人的可以不填，登记时写 --by 甲,乙。" },
  { field: "kind", kind: "text", note: "不填的是排查。", choices: checklistKinds },
  { field: "result", kind: "text", note: "合格、不合格。", choices: ["合格", "不合格"] },
  {
    field: "failed",
    kind: "code",
    note: "检查项的编号，如 2-1、3-2；可以写明查到了什么：2-1：没有办学许可证；3-2：通道堵塞。编号见“检查项”。",
  },
  { field: "note", kind: "text", note: "查到了什么；不合格项里已经写了的不用再写。" },
  {
    field: "photos",
    kind: "text",
    note: "照片的文件名，和这张表放在同一个文件夹；几张的用分号隔开；2-1=门头.jpg 写明是哪一项的。",
  },
];

function csvOf(rows: readonly RosterNow[]): string {
  return csvText({
    title: "检查结果",
    columns: columns.map(({ field, kind, value }) => ({
      key: field,
      title: resultFields[field].title,
      kind,
      value: value ?? (() => null),
    })),
    rows,
  });
}

function workbookOf(rows: readonly RosterNow[], items: readonly Item[], town: string | undefined): Promise<Uint8Array> {
  return formBytes({
    title: "检查结果",
    filledBy: ["属地：", town ?? "全部"],
    columns: columns.map(({ field, kind, note, choices }): FormColumn => ({
      title: resultFields[field].title,
      kind,
      note,
      ...(choices === undefined ? {} : { choices }),
    })),
    rows: rows.map((row) => columns.map(({ value }) => value?.(row) ?? null)),
    blankRows: 100,
    beside: {
      name: "检查项",
      rows: [["编号", "检查内容", "严重程度"], ...items.map(({ code, text, severity }) => [code, text, severity])],
      widths: [10, 80, 12],
    },
  });
}
