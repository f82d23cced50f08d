/** tuban form out: the checklist, or a register, as a form for phones, and beside it the roster to choose from. */
import { dirname, extname, join, resolve } from "node:path";
import { misuse, refuse } from "../../campaign/index.ts";
import { peopleOn } from "../../ledger/people.ts";
import { rosterNow } from "../../ledger/roster/list.ts";
import type { Office } from "../../office.ts";
import { csvText } from "../../write/csv.ts";
import { writeOutTogether } from "../../write/files.ts";
import { jsonText } from "../../write/json.ts";
import { plain } from "../../write/plain.ts";
import { xFormText } from "../../write/xform.ts";
import { xlsFormBytes } from "../../write/xlsform.ts";
import type { PhoneForm, RowsFile } from "../../write/xlsform.ts";
import { deskFor } from "../book/desk.ts";
import { openCampaign } from "../desk/campaign.ts";
import { checklistForm, registerForm } from "./questions.ts";
import type { Lists } from "./questions.ts";

export interface FormOutOptions {
  readonly to: string;
  /** A register instead of the checklist. */
  readonly book?: string;
  readonly town?: string;
  /** For ODK Central: the roster as an entity list. */
  readonly entities?: boolean;
}

/** @throws Stop for another ending; file-exists */
export async function formOut(office: Office, { to, book, town, entities = false }: FormOutOptions): Promise<void> {
  const ending = extname(to).toLowerCase();
  if (ending !== ".xlsx" && ending !== ".xml")
    misuse("bad-format", `手机表单写不成 ${ending || "没有扩展名的"} 文件`, {
      hint: "交给 ODK Central、KoboToolbox 的以 .xlsx 结尾；不经服务器、直接放进手机的以 .xml 结尾",
    });
  if (entities && ending === ".xml")
    misuse("entities-need-server", "实体名单在 ODK Central 上，表单要写成 .xlsx 交给它", {
      hint: "直接放进手机的 .xml 去掉 --entities",
    });
  const opened = await openCampaign(office);
  const lists = { ...(await listsOf(office, opened, town)), entities };
  const form =
    book === undefined
      ? checklistForm(opened, lists)
      : registerForm(opened, (await deskFor(office, book)).register, lists);
  const path = resolve(office.io.cwd, to);
  const beside = join(dirname(path), `${form.file.name}.csv`);
  await writeOutTogether(
    [
      { path, content: ending === ".xml" ? xFormText(form) : await xlsFormBytes(form) },
      { path: beside, content: rowsText(form.file) },
    ],
    office,
  );
  report(office, form, { files: [path, beside], entities });
}

async function listsOf(
  office: Office,
  { ledger, code, plan }: Awaited<ReturnType<typeof openCampaign>>,
  town: string | undefined,
): Promise<Omit<Lists, "entities">> {
  const { roster, people } = await ledger.read(async (db) => ({
    roster: await rosterNow(db, office.on, code),
    people: await peopleOn(db, office.on),
  }));
  const chosen = roster.filter(
    (row) =>
      (row.kind === "机构" || row.kind === "学校") &&
      row.operation !== "取缔关停" &&
      (town === undefined || (row.town?.includes(town) ?? false)),
  );
  if (town !== undefined && chosen.length === 0)
    refuse("form-empty", `底数里没有 ${town} 的机构`, { hint: "看有哪些：tuban list" });
  const officers = people.filter(
    ({ certificate, certificate_until: until }) => certificate !== null && (until === null || until >= office.on),
  );
  return {
    roster: chosen,
    officers: officers.map(({ name }) => name),
    departments: plan.departments.map(({ name }) => name),
  };
}

/** Read by phones and servers, not by spreadsheets: nothing is put before a code. */
const rowsText = ({ columns, rows }: RowsFile): string =>
  csvText({
    title: "",
    columns: columns.map((column, at) => ({
      key: column,
      title: column,
      value: (row: readonly string[]) => row[at] ?? "",
    })),
    rows,
  }).replace(/^\uFEFF/, "");

function report(
  office: Office,
  { id, version, file, survey, entity }: PhoneForm,
  { files, entities }: { readonly files: readonly string[]; readonly entities: boolean },
): void {
  const institutions = file.rows.length - 1;
  const questions = survey.filter(({ type }) => !/^(?:begin|end)_group$|^(?:calculate|start|end)$/.test(type)).length;
  if (office.json) {
    office.io.out.write(jsonText({ formId: id, version, questions, institutions, files }));
    return;
  }
  office.io.out.write(`${plain(`已写出表单 ${id} 第 ${version} 版，${questions} 问，机构 ${institutions} 家：`)}\n`);
  for (const file of files) office.io.out.write(`  ${plain(file)}\n`);
  office.io.err.write(`${whatToUpload(entities, entity !== undefined)}；收回来用 tuban form in\n`);
}

/** What goes to the server, and in which order. Only the checklist makes the entity list; a register's form takes from it. */
function whatToUpload(entities: boolean, makesList: boolean): string {
  if (!entities) return "两个文件都传到服务器：表单，和它的附件 institutions.csv";
  return makesList
    ? "先在 ODK Central 发布表单，再把 institutions.csv 传进它建好的实体名单 institutions"
    : "先发布检查表的表单（实体名单 institutions 由它建），再发布这一张；institutions.csv 传进那个名单，传过的不用再传";
}
