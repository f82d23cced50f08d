/** The checklist on paper: a sheet to sign, as Word or Markdown, or a CSV to fill in and bring back. */
import { existsSync, readFileSync } from "node:fs";
import { extname, resolve } from "node:path";
import { answers, inForceOn, markCells, misuse, refuse, Stop } from "../../campaign/index.ts";
import type { Day, Item, Plan, SheetMark } from "../../campaign/index.ts";
import { headOf } from "../../ledger/roster/content.ts";
import { sheetColumns } from "../../read/answers.ts";
import { templatePath } from "../../templates.ts";
import { csvText } from "../../write/csv.ts";
import { renderDocument } from "../../write/document.ts";
import type { Fields } from "../../write/document.ts";
import { writeOut } from "../../write/files.ts";
import { jsonRows, jsonText } from "../../write/json.ts";
import { asTyped, nextSteps } from "../../write/message.ts";
import type { Sheet } from "../../write/sheet.ts";
import type { Visit } from "./visit.ts";

/** tuban inspect --print: to the screen, or into a new file. Never writes over a sheet that may be filled in. */
export async function printChecklist(
  visit: Visit,
  { csv: asked = false, out }: { readonly csv?: boolean; readonly out?: string },
): Promise<void> {
  const { office, items } = visit;
  const csv = asked || (!office.json && extname(out ?? "").toLowerCase() === ".csv");
  const text = textOf(visit, csv);
  if (out === undefined) {
    office.io.out.write(text);
    return;
  }
  const ending = endingOf(out, { csv, json: office.json });
  const path = resolve(office.io.cwd, out);
  if (existsSync(path))
    refuse("file-exists", `文件已存在，不会覆盖：${path}`, { hint: "也许里面已经填了答案；换一个文件名" });
  const content =
    ending === ".docx"
      ? (await import("../report/word.ts")).sheetWordOf(text)
      : ending === ".xlsx"
        ? await workbookOf(visit)
        : text;
  await writeOut(path, content, office);
  office.io.out.write(`已写出检查表 ${items.length} 项：${path}\n`);
  if (csv || ending === ".xlsx")
    office.io.err.write(
      nextSteps([`tuban inspect --answers ${asTyped(out)}${onText(office)} --by 检查人员甲,检查人员乙`], office.io),
    );
}

const onText = ({ on, today }: Visit["office"]): string => (on === today ? "" : ` --on ${on}`);

/** Under another form's name nobody could open it. @throws Stop bad-format for a name that ends as none of the sheet's forms */
function endingOf(out: string, { csv, json }: { readonly csv: boolean; readonly json: boolean }): string {
  const forms = json ? [".json"] : csv ? [".csv"] : [".docx", ".md", ".xlsx"];
  const ending = extname(out).toLowerCase();
  if (ending !== "" && !forms.includes(ending))
    misuse("bad-format", `${csv ? "可填写的" : "纸质"}检查表写不成 ${ending} 文件`, {
      hint: csv
        ? "文件名以 .csv 结尾，用 Excel 或 WPS 打开来填"
        : "打印的以 .docx 结尾；要在电脑上填的以 .xlsx 或 .csv 结尾",
    });
  return ending;
}

function textOf(visit: Visit, csv: boolean): string {
  const sheet = fillInSheet(visit.items);
  if (visit.office.json) return jsonText(jsonRows(sheet));
  return csv ? csvText(sheet, markCells(markOf(visit))) : paperSheet(visit);
}

function markOf({ subject, campaign, kind, office }: Visit): SheetMark {
  const { code: plan, version } = campaign;
  return { subject: subject.subject, name: subject.name, plan, version, kind, day: office.on };
}

/** The sheet as a workbook, with lists to choose the answers from. */
async function workbookOf(visit: Visit): Promise<Uint8Array> {
  const { formBytes } = await import("../../write/form.ts");
  return formBytes({
    title: `现场检查表（${visit.kind}）`,
    filledBy: markCells(markOf(visit)),
    columns: [
      { title: sheetColumns.item, kind: "code", note: "不要改。" },
      { title: sheetColumns.text, kind: "text", note: "不要改。" },
      { title: sheetColumns.answer, kind: "text", note: "合格、不合格、不适用。", choices: answers },
      { title: sheetColumns.note, kind: "text", note: "不合格的，写明查到了什么。" },
      {
        title: sheetColumns.evidence,
        kind: "text",
        note: "照片的文件名，和这张表放在同一个文件夹；几张的用分号隔开。",
      },
    ],
    rows: visit.items.map(({ code, text }) => [code, text, null, null, null]),
    blankRows: 0,
  });
}

function fillInSheet(rows: readonly Item[]): Sheet<Item> {
  return {
    title: "检查表",
    columns: [
      { key: "item", title: sheetColumns.item, kind: "code", value: ({ code }) => code },
      { key: "text", title: sheetColumns.text, value: ({ text }) => text },
      { key: "answer", title: sheetColumns.answer, value: () => null },
      { key: "note", title: sheetColumns.note, value: () => null },
      { key: "evidence", title: sheetColumns.evidence, value: () => null },
    ],
    rows,
  };
}

function paperSheet(visit: Visit): string {
  const path = templatePath("inspection", "checklist.md");
  const rendered = renderDocument(readFileSync(path, "utf8"), fieldsOf(visit), path);
  if ("problems" in rendered) throw new Stop(2, rendered.problems);
  return rendered.text;
}

/** By the short names that the plan gives its laws, in force on the day: in full they would take the room that answers need. */
function lawsIn({ laws }: Plan, { basis }: Item, on: Day): string {
  return laws
    .filter((law) => basis.includes(law.code) && inForceOn(law, on))
    .map(({ code }) => code)
    .join("、");
}

/** Fields of templates/inspection/checklist.md; what the roster does not say is left blank, to be written in by hand. */
function fieldsOf(visit: Visit): Fields {
  const { campaign, subject, kind, office, items } = visit;
  const { plan } = campaign;
  return {
    方案名称: plan.name,
    检查种类: kind,
    表的来历: markCells(markOf(visit)).join("　"),
    检查日期: office.on,
    机构编号: subject.subject,
    机构名称: subject.name,
    统一社会信用代码: subject.uscc ?? "",
    办学许可证号: subject.permit_no ?? "",
    证照类别: subject.licence_class ?? "",
    类别: subject.category ?? "",
    属地: subject.town ?? "",
    地址: subject.address ?? "",
    负责人: headOf(subject) ?? "",
    电话: subject.phone ?? "",
    项数: items.length,
    治理内容: plan.topics
      .map(({ no, name }) => ({ no, name, own: items.filter((item) => item.topic === no) }))
      .filter(({ own }) => own.length > 0)
      .map(({ no, name, own }) => ({
        内容序号: no,
        内容名称: name,
        检查项: own.map((item) => ({
          编号: item.code,
          检查内容: item.text,
          严重程度: item.severity,
          依据: lawsIn(plan, item, office.on),
        })),
      })),
  };
}
