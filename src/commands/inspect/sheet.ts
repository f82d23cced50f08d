/** The checklist on paper: a sheet to sign, as Word or Markdown, or a CSV to fill in and bring back. */
import { existsSync, readFileSync } from "node:fs";
import { extname, resolve } from "node:path";
import { inForceOn, misuse, refuse, Stop } from "../../campaign/index.ts";
import type { Day, Item, Plan } from "../../campaign/index.ts";
import { fromJson } from "../../ledger/json.ts";
import { sheetColumns } from "../../read/answers.ts";
import { templatePath } from "../../templates.ts";
import { csvText } from "../../write/csv.ts";
import { renderDocument } from "../../write/document.ts";
import type { Fields } from "../../write/document.ts";
import { writeOut } from "../../write/files.ts";
import { jsonRows, jsonText } from "../../write/json.ts";
import { asTyped, nextSteps } from "../../write/message.ts";
import type { Sheet } from "../../write/sheet.ts";
import { commandOf } from "./visit.ts";
import type { Visit } from "./visit.ts";

/** tuban inspect --print: to the screen, or into a new file. Never writes over a sheet that may be filled in. */
export async function printChecklist(
  visit: Visit,
  { csv = false, out }: { readonly csv?: boolean; readonly out?: string },
): Promise<void> {
  const { office, items } = visit;
  const text = textOf(visit, csv);
  if (out === undefined) {
    office.io.out.write(text);
    return;
  }
  const asWord = endingOf(out, { csv, json: office.json }) === ".docx";
  const path = resolve(office.io.cwd, out);
  if (existsSync(path))
    refuse("file-exists", `文件已存在，不会覆盖：${path}`, { hint: "也许里面已经填了答案；换一个文件名" });
  await writeOut(path, asWord ? (await import("../report/word.ts")).sheetWordOf(text) : text);
  office.io.out.write(`已写出检查表 ${items.length} 项：${path}\n`);
  if (csv)
    office.io.err.write(
      nextSteps([`${commandOf(visit, "--answers", asTyped(out))} --by 检查人员甲,检查人员乙`], office.io),
    );
}

/** Under another form's name nobody could open it. @throws Stop bad-format for a name that ends as none of the sheet's forms */
function endingOf(out: string, { csv, json }: { readonly csv: boolean; readonly json: boolean }): string {
  const forms = json ? [".json"] : csv ? [".csv"] : [".docx", ".md"];
  const ending = extname(out).toLowerCase();
  if (ending !== "" && !forms.includes(ending))
    misuse("bad-format", `${csv ? "可填写的" : "纸质"}检查表写不成 ${ending} 文件`, {
      hint: csv
        ? "文件名以 .csv 结尾，用 Excel 或 WPS 打开来填"
        : "打印的以 .docx 结尾；要在电脑上填的，加 --csv，以 .csv 结尾",
    });
  return ending;
}

function textOf(visit: Visit, csv: boolean): string {
  const sheet = fillInSheet(visit.items);
  if (visit.office.json) return jsonText(jsonRows(sheet));
  return csv ? csvText(sheet) : paperSheet(visit);
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
function fieldsOf({ campaign, subject, kind, office, items }: Visit): Fields {
  const { plan } = campaign;
  return {
    方案名称: plan.name,
    检查种类: kind,
    检查日期: office.on,
    机构编号: subject.subject,
    机构名称: subject.name,
    统一社会信用代码: subject.uscc ?? "",
    办学许可证号: subject.permit_no ?? "",
    证照类别: subject.licence_class ?? "",
    类别: subject.category ?? "",
    属地: subject.town ?? "",
    地址: subject.address ?? "",
    负责人: subject.legal_rep ?? fromJson(subject.more).principal ?? "",
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
