/** tuban report (报表): the plan's figures over a week, month … as Markdown, CSV or JSON. */
import { join, resolve } from "node:path";
import { refuse } from "../../campaign/index.ts";
import type { Plan } from "../../campaign/index.ts";
import type { Office } from "../../office.ts";
import { openCampaignAsOf } from "../desk/campaign.ts";
import type { OpenedCampaign } from "../desk/campaign.ts";
import { gather, isEmpty } from "./gather.ts";
import type { GatheredReport } from "./gather.ts";
import { reportJson } from "./json.ts";
import { scopeOf } from "./scope.ts";
import type { Scope, ScopeOptions } from "./scope.ts";
import { fileNameOf } from "../../write/file-name.ts";

export interface ReportOptions extends ScopeOptions {
  readonly out?: string;
  readonly csv?: boolean;
  readonly town?: string;
  readonly html?: boolean;
  /** The Excel file to write. */
  readonly xlsx?: string;
  /** The Word file to write. */
  readonly docx?: string;
}

/** tuban report */
export async function report(office: Office, options: ReportOptions): Promise<void> {
  const opened = await openCampaignAsOf(office);
  const scope = { ...(await scopeOf(office, opened, options)), town: options.town };
  const gathered = await gather(opened, scope);
  if (options.town !== undefined && gathered.total.institutions === 0)
    refuse("unknown-town", `底数里没有这个属地的机构：${options.town}`, { hint: "用 tuban list 看属地的写法" });
  if (isEmpty(gathered))
    office.io.err.write(
      `注意：截至 ${scope.cutOff}，账本里还没有底数，也没有登记，各数都是 0；先导入底数：tuban import 文件\n`,
    );
  if (options.out !== undefined) await writeFiles(office, options.out, opened, scope, gathered);
  if (options.xlsx !== undefined) await writeWorkbook(office, options.xlsx, opened, scope, gathered);
  if (options.docx !== undefined) {
    const { writeWord } = await import("./word.ts");
    await writeWord(office, options.docx, await markdownOf(office, opened, scope, gathered));
  }
  const written = [options.out, options.xlsx, options.docx].some((place) => place !== undefined);
  if (office.json) await showJson(office, opened, scope, gathered);
  else if (options.csv) office.io.out.write(await csvOf(scope, gathered));
  else if (options.html) office.io.out.write(await htmlOf(opened, scope, gathered));
  else if (!written) office.io.out.write(await markdownOf(office, opened, scope, gathered));
}

async function writeWorkbook(
  office: Office,
  file: string,
  opened: OpenedCampaign,
  scope: Scope,
  gathered: GatheredReport,
): Promise<void> {
  const [{ reportWorkbook }, { pathFor, writeOut }] = await Promise.all([
    import("./workbook.ts"),
    import("../../write/files.ts"),
  ]);
  const path = pathFor(office.io.cwd, file, ".xlsx");
  await writeOut(path, await reportWorkbook(opened, scope, gathered), office);
  office.io.err.write(`已写出：${path}\n`);
}

async function htmlOf(opened: OpenedCampaign, scope: Scope, gathered: GatheredReport): Promise<string> {
  const [{ reportHtml }, { seriesOf }] = await Promise.all([import("./html.ts"), import("./series.ts")]);
  return reportHtml(opened, scope, gathered, await seriesOf(opened, scope));
}

async function markdownOf(
  office: Office,
  opened: OpenedCampaign,
  scope: Scope,
  gathered: GatheredReport,
): Promise<string> {
  const { reportText } = await import("./text.ts");
  return reportText(office, opened, scope, gathered);
}

async function csvOf(scope: Scope, gathered: GatheredReport): Promise<string> {
  const [{ csvText }, { reportSheet }] = await Promise.all([import("../../write/csv.ts"), import("./sheet.ts")]);
  return csvText(reportSheet(scope, gathered));
}

/** 周调度-2021-07-23.md, .docx, .csv and .html, of one town 周调度-城南-2021-07-23.md …, all made before any is written; the folder is made where it is missing. */
async function writeFiles(
  office: Office,
  folder: string,
  opened: OpenedCampaign,
  scope: Scope,
  gathered: GatheredReport,
): Promise<void> {
  const [{ makeFolder, writeOut }, { wordOf }] = await Promise.all([
    import("../../write/files.ts"),
    import("./word.ts"),
  ]);
  const md = await markdownOf(office, opened, scope, gathered);
  const contents = {
    md,
    docx: wordOf(md),
    csv: await csvOf(scope, gathered),
    html: await htmlOf(opened, scope, gathered),
  };
  const base = [scope.kind.name, ...(scope.town === undefined ? [] : [scope.town]), scope.cutOff]
    .map(fileNameOf)
    .join("-");
  const home = resolve(office.io.cwd, folder);
  await makeFolder(home);
  for (const [ending, content] of Object.entries(contents)) {
    const path = join(home, `${base}.${ending}`);
    await writeOut(path, content, office);
    office.io.err.write(`已写出：${path}\n`);
  }
}

async function showJson(office: Office, opened: OpenedCampaign, scope: Scope, gathered: GatheredReport): Promise<void> {
  const { jsonText } = await import("../../write/json.ts");
  office.io.out.write(jsonText(reportJson(opened, scope, gathered)));
}

/** tuban report indicators: what each indicator counts. */
export async function reportIndicators(office: Office, options: { readonly csv?: boolean }): Promise<void> {
  const [{ plan }, { definitionOf }, { print }] = await Promise.all([
    openCampaignAsOf(office),
    import("../../campaign/report/sets.ts"),
    import("../desk/print.ts"),
  ]);
  await print(
    office,
    {
      title: `指标（${plan.code}）`,
      columns: [
        { key: "name", title: "指标", value: (indicator: Plan["indicators"][number]) => indicator.name },
        { key: "unit", title: "单位", value: ({ unit }) => unit },
        { key: "basis", title: "口径", value: ({ basis }) => basis },
        { key: "definition", title: "怎样数", value: (indicator) => definitionOf(indicator, plan) },
      ],
      rows: plan.indicators,
    },
    options,
  );
}
