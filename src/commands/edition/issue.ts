/** tuban edition issue: a table numbered and frozen, written out, and set against the version before. */
import { join, resolve } from "node:path";
import { chineseDay, editionChanges, misuse } from "../../campaign/index.ts";
import type { EditionChange, EditionRule, EditionTable } from "../../campaign/index.ts";
import { editionsNow, nextEdition } from "../../ledger/acts/editions.ts";
import { toJson } from "../../ledger/json.ts";
import type { Entry } from "../../ledger/ledger.ts";
import { checkCode } from "../../ledger/tree/states.ts";
import type { Office } from "../../office.ts";
import { csvText } from "../../write/csv.ts";
import { makeFolder, writeIssued } from "../../write/files.ts";
import { jsonText } from "../../write/json.ts";
import { plain } from "../../write/plain.ts";
import { actOf, openCampaign } from "../desk/campaign.ts";
import type { OpenedCampaign } from "../desk/campaign.ts";
import { wordOf } from "../report/word.ts";
import { editionTable } from "./rows.ts";
import { editionNamed, labelOf, sheetOf } from "./table.ts";

export interface IssueOptions {
  readonly out?: string;
  /** Every edition that is for the public, together. */
  readonly public?: boolean;
  readonly dryRun?: boolean;
}

interface Issued {
  readonly rule: EditionRule;
  readonly version: number;
  readonly table: EditionTable;
  readonly markdown: string;
  /** null: the first version. */
  readonly changes: readonly EditionChange[] | null;
}

/** @throws Stop when the plan has no such edition */
export async function editionIssue(office: Office, name: string | undefined, options: IssueOptions): Promise<void> {
  const opened = await openCampaign(office);
  const rules = chosen(opened, name, options.public === true);
  const act = await actOf(office, "edition issue");
  const { value: issued } = await opened.ledger.record({ ...act, dryRun: options.dryRun === true }, async (entry) => {
    const made: Issued[] = [];
    for (const rule of rules) made.push(await frozen(entry, office, opened, rule));
    entry.describe(`编印 ${made.map(({ rule, version }) => `${rule.name}第${version}版`).join("、")}`);
    return made;
  });
  const folder = options.out === undefined ? join(office.home.folder, "编印") : resolve(office.io.cwd, options.out);
  if (options.dryRun !== true) await makeFolder(folder);
  for (const one of issued) await tell(office, one, options.dryRun === true ? null : folder);
}

function chosen(opened: OpenedCampaign, name: string | undefined, isPublic: boolean): readonly EditionRule[] {
  if (!isPublic) return [editionNamed(opened, name)];
  const rules = (opened.plan.editions ?? []).filter((rule) => rule.isPublic);
  return rules.length > 0
    ? rules
    : misuse("no-public-editions", "方案里没有公开的编印", { hint: "在方案“编印”里给要公开的写上“公开: 是”" });
}

async function frozen(entry: Entry, office: Office, opened: OpenedCampaign, rule: EditionRule): Promise<Issued> {
  const { code } = opened;
  const before = (await editionsNow(entry.db, office.on, { campaign: code, name: rule.name })).at(-1);
  const version = await nextEdition(entry.db, code, rule.name);
  const table = await editionTable(entry.db, opened, rule, office.asOf);
  const changes = before ? editionChanges(before.table, table) : null;
  const markdown = markdownOf(
    { rule, version, table, changes, markdown: "" },
    {
      plan: opened.plan.name,
      day: chineseDay(office.asOf),
      code: await checkCode(entry.db),
    },
  );
  await entry.add("edition", {
    campaign: code,
    name: rule.name,
    version,
    as_of: office.asOf,
    content: toJson(table),
    markdown,
    happened_on: office.on,
  });
  return { rule, version, table, markdown, changes };
}

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll(/\s*\n\s*/g, "<br>") || "—";

function markdownOf(
  { rule, version, table, changes }: Issued,
  { plan, day, code }: { readonly plan: string; readonly day: string; readonly code: string },
): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(" | ")} |\n`;
  const rows = table.rows.map(({ cells }, at) => line([String(at + 1), ...cells])).join("");
  const differences =
    changes === null
      ? ""
      : changes.length === 0
        ? "\n与上一版相同。\n"
        : `\n与上一版比：\n\n| 变动 | 哪一行 | 改了什么 |\n| --- | --- | --- |\n${changes.map((one) => line([one.change, labelOf(one), one.what])).join("")}`;
  return `# ${rule.name}\n\n第${version}版，截至${day}，共 ${table.rows.length} 行。依据${plan.startsWith("《") ? plan : `《${plan}》`}：${rule.text}。\n\n${
    table.rows.length === 0
      ? "没有可以列的。\n"
      : `| 序号 | ${table.columns.map(cell).join(" | ")} |\n| ---: |${" --- |".repeat(table.columns.length)}\n${rows}`
  }${differences}\n校验码：${code}\n`;
}

async function tell(office: Office, issued: Issued, folder: string | null): Promise<void> {
  const { rule, version, table, markdown, changes } = issued;
  const files: string[] = [];
  if (folder !== null) {
    const path = join(folder, `${rule.name}-第${version}版`);
    files.push(await writeIssued(`${path}.md`, markdown));
    files.push(await writeIssued(`${path}.docx`, wordOf(markdown)));
    files.push(await writeIssued(`${path}.csv`, csvText(sheetOf(rule.name, table))));
  }
  if (office.json) {
    office.io.out.write(jsonText({ name: rule.name, version, rows: table.rows.length, changes, files }));
    return;
  }
  const count = (change: EditionChange["change"]): number =>
    (changes ?? []).filter((one) => one.change === change).length;
  const difference =
    changes === null ? "" : `，与上一版比：新增 ${count("新增")}、去掉 ${count("去掉")}、改动 ${count("改动")}`;
  office.io.out.write(
    `${plain(`${folder === null ? "只是预览，没有编印" : "已编印"}：${rule.name}第${version}版，${table.rows.length} 行${difference}`)}\n`,
  );
  for (const one of (changes ?? []).slice(0, 12))
    office.io.out.write(`  ${plain(`${one.change} ${labelOf(one)}${one.what === "" ? "" : `：${one.what}`}`)}\n`);
  if (files.length > 0) office.io.out.write(`${plain(`→ ${files.join("、")}`)}\n`);
  if (folder === null) office.io.out.write(`\n${markdown}`);
}
