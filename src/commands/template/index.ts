/** tuban template: the office's own templates of documents and reports, copied, checked and looked at before anything is issued with them. */
import { existsSync, readdirSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { Stop, misuse, refuse } from "../../campaign/index.ts";
import type { Problem } from "../../campaign/index.ts";
import type { Done } from "../../io.ts";
import type { Office } from "../../office.ts";
import { templatePath } from "../../templates.ts";
import { fieldsOf } from "../../write/document.ts";
import { makeFolder } from "../../write/files.ts";
import { jsonText } from "../../write/json.ts";
import { nextSteps } from "../../write/message.ts";
import { plain } from "../../write/plain.ts";
import { openCampaignAsOf } from "../desk/campaign.ts";
import { paperKinds } from "../paper/kinds.ts";
import { outputOf, written } from "../paper/output.ts";
import type { OutputOptions } from "../paper/output.ts";
import { ownTemplates, templateFor, textOf, wordOf } from "../paper/template.ts";
import { templateOf as reportTemplate } from "../report/text.ts";
import { wholeReport } from "../report/scope.ts";
import { reportTextFaults, reportsWithText } from "../report/text-faults.ts";
import { sampleOf } from "./sample.ts";

/** tuban template copy: never over a template that is there. */
export async function templateCopy(office: Office, name: string): Promise<void> {
  const kind = templateNamed(office, name);
  const isReport = reportNames(office).includes(kind);
  const file = isReport ? join("reports", `${kind}.md`) : join("documents", `${kind}.docx`);
  const source = templatePath(file);
  if (!existsSync(source))
    refuse("template-not-shipped", `没有随附的模板：${kind}`, {
      hint: `可用：${[...shippedNames(), ...namesIn(templatePath("reports"), ".md")].join("、")}`,
    });
  const target = join(ownTemplates(office), file);
  if (existsSync(target))
    refuse("file-exists", `已有本单位的模板，不会覆盖：${target}`, { hint: "要重新开始，先把它改名或移走" });
  await makeFolder(dirname(target));
  await copyFile(source, target);
  office.io.out.write(office.json ? jsonText({ kind, file: target }) : `${plain(`已复制：${target}`)}\n`);
  const look = isReport ? `tuban report --kind ${kind}` : `tuban template preview ${kind}`;
  office.io.err.write(nextSteps([`tuban template check ${kind}`, look], office.io));
}

interface Checked {
  readonly kind: string;
  readonly template: string;
  readonly fields: readonly string[];
}

/** tuban template check: one, or all that an issue or a report would use. @throws Stop with every fault of every template */
export async function templateCheck(office: Office, name: string | undefined): Promise<void> {
  const kind = name === undefined ? undefined : templateNamed(office, name);
  const isReport = kind !== undefined && reportNames(office).includes(kind);
  const outcomes: (Checked | readonly Problem[])[] = [];
  for (const document of isReport ? [] : kind === undefined ? documentNames(office) : [kind])
    outcomes.push(await checkedDocument(office, document));
  if (isReport || (kind === undefined && existsSync(office.home.ledger)))
    outcomes.push(...(await checkedReports(office, kind)));
  const problems = outcomes.flatMap((one) => ("kind" in one ? [] : one));
  if (problems.length > 0) throw new Stop(1, problems);
  const checked = outcomes.flatMap((one) => ("kind" in one ? one : []));
  if (office.json) office.io.out.write(jsonText({ templates: checked, faults: [] }));
  else
    for (const one of checked)
      office.io.out.write(`${plain(`可以用：${one.kind}  ${one.template}，字段 ${one.fields.length} 个`)}\n`);
}

async function checkedDocument(office: Office, kind: string): Promise<Checked | readonly Problem[]> {
  try {
    const template = await templateFor(office, fileOf(kind), kind);
    const { fields, pictures } = sampleOf(kind);
    textOf(template, fields);
    await wordOf(template, { number: kind, fields, pictures });
    return { kind, template: template.word?.name ?? template.name, fields: fieldsOf(template.markdown) };
  } catch (error) {
    if (error instanceof Stop) return error.problems;
    throw error;
  }
}

/** Of one text, or of all that the plan can give: which numbers a sentence may name is the plan's matter. @throws Stop without a ledger */
async function checkedReports(office: Office, name: string | undefined): Promise<(Checked | readonly Problem[])[]> {
  const { plan } = await openCampaignAsOf(office);
  const kinds = reportsWithText(office, plan);
  const wanted = name === undefined ? kinds : kinds.filter(({ template }) => template === `reports/${name}.md`);
  // A text may stand there before any kind of report names it.
  return (wanted.length === 0 && name !== undefined ? [wholeReport(plan, name, "周")] : wanted).map((kind) => {
    const faults = reportTextFaults(office, plan, [kind]);
    if (faults.length > 0) return faults;
    const { name: template, markdown } = reportTemplate(office, kind.template);
    return { kind: kind.name, template, fields: fieldsOf(markdown) };
  });
}

/** tuban template preview */
export async function templatePreview(office: Office, name: string, options: OutputOptions): Promise<Done> {
  const kind = templateNamed(office, name);
  if (reportNames(office).includes(kind))
    misuse("report-preview", `${kind}是报表，按账本里的数看`, { hint: `运行 tuban report --kind ${kind}` });
  const output = { ...outputOf(office, { ...options, out: options.out ?? "." }), replaces: true };
  const template = await templateFor(office, fileOf(kind), kind);
  const { fields, pictures } = sampleOf(kind);
  const text = textOf(template, fields);
  const number = `预览-${kind}`;
  const word = await wordOf(template, { number, fields, pictures });
  const { files, whole } = await written(office, output, [{ number, text, word: word?.content ?? null, pictures }]);
  const paths = files[0] ?? [];
  office.io.out.write(
    office.json
      ? jsonText({ kind, template: template.name, files: paths })
      : `${plain(`样例内容的预览：${paths.join("、")}`)}\n`,
  );
  return whole ? 0 : 3;
}

/** The Markdown file of the kind, in templates. */
function fileOf(kind: string): string {
  const paper = paperKinds.find(({ name }) => name === kind);
  return paper?.template ?? join("orders", `${kind}.md`);
}

function shippedNames(): string[] {
  return namesIn(templatePath("documents"), ".docx");
}

function documentNames(office: Office): string[] {
  const own = ownTemplates(office);
  const names = [
    ...shippedNames(),
    ...namesIn(join(own, "documents"), ".docx"),
    ...namesIn(join(own, "orders"), ".md"),
    ...namesIn(join(own, "papers"), ".md"),
  ];
  return [...new Set(names)].toSorted((a, b) => (a < b ? -1 : 1));
}

/** Texts of reports, shipped or the office's own. */
function reportNames(office: Office): string[] {
  const folders = [templatePath("reports"), join(ownTemplates(office), "reports")];
  return [...new Set(folders.flatMap((folder) => namesIn(folder, ".md")))];
}

function namesIn(folder: string, ending: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith(ending) && !file.startsWith("~$") && !file.startsWith("."))
    .map((file) => basename(file, ending))
    .toSorted((a, b) => (a < b ? -1 : 1));
}

/** @throws Stop naming the templates there are */
function templateNamed(office: Office, name: string): string {
  const kind = basename(name.trim()).replace(/\.(?:docx|md)$/, "");
  const known = [...documentNames(office), ...reportNames(office)];
  return known.includes(kind)
    ? kind
    : misuse("unknown-template", `没有这个模板：${name}`, { hint: `可用：${known.join("、")}` });
}
