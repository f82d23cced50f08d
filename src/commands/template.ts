/** tuban template: the office's own Word templates, copied, checked and looked at before anything is issued with them. */
import { existsSync, readdirSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { Stop, misuse, refuse } from "../campaign/index.ts";
import type { Problem } from "../campaign/index.ts";
import type { Done } from "../io.ts";
import type { Office } from "../office.ts";
import { templatePath } from "../templates.ts";
import { fieldsOf } from "../write/document.ts";
import { makeFolder } from "../write/files.ts";
import { jsonText } from "../write/json.ts";
import { nextSteps } from "../write/message.ts";
import { plain } from "../write/plain.ts";
import { paperKinds } from "./paper/kinds.ts";
import { outputOf, written } from "./paper/output.ts";
import type { OutputOptions } from "./paper/output.ts";
import { ownTemplates, templateFor, textOf, wordOf } from "./paper/template.ts";
import { sampleOf } from "./template/sample.ts";

/** tuban template copy: never over a template that is there. */
export async function templateCopy(office: Office, name: string): Promise<void> {
  const kind = templateNamed(office, name);
  const source = templatePath("documents", `${kind}.docx`);
  if (!existsSync(source))
    refuse("template-not-shipped", `没有随附的 Word 模板：${kind}`, { hint: `可用：${shippedNames().join("、")}` });
  const target = join(ownTemplates(office), "documents", `${kind}.docx`);
  if (existsSync(target))
    refuse("file-exists", `已有本单位的模板，不会覆盖：${target}`, { hint: "要重新开始，先把它改名或移走" });
  await makeFolder(dirname(target));
  await copyFile(source, target);
  office.io.out.write(office.json ? jsonText({ kind, file: target }) : `${plain(`已复制：${target}`)}\n`);
  office.io.err.write(nextSteps([`tuban template check ${kind}`, `tuban template preview ${kind}`], office.io));
}

/** tuban template check: one, or all that an issue would use. @throws Stop with every fault of every template */
export async function templateCheck(office: Office, name: string | undefined): Promise<void> {
  const names = name === undefined ? allNames(office) : [templateNamed(office, name)];
  const problems: Problem[] = [];
  const checked: { kind: string; template: string; fields: readonly string[] }[] = [];
  for (const kind of names) {
    try {
      const template = await templateFor(office, fileOf(kind), kind);
      const { fields, pictures } = sampleOf(kind);
      textOf(template, fields);
      await wordOf(template, { number: kind, fields, pictures });
      checked.push({ kind, template: template.word?.name ?? template.name, fields: fieldsOf(template.markdown) });
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new Stop(1, problems);
  if (office.json) office.io.out.write(jsonText({ templates: checked, faults: [] }));
  else
    for (const { kind, template, fields } of checked)
      office.io.out.write(`${plain(`可以用：${kind}  ${template}，字段 ${fields.length} 个`)}\n`);
}

/** tuban template preview */
export async function templatePreview(office: Office, name: string, options: OutputOptions): Promise<Done> {
  const kind = templateNamed(office, name);
  const output = outputOf(office, { ...options, out: options.out ?? "." });
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

/** The Markdown file that the kind goes by, in templates. */
function fileOf(kind: string): string {
  const paper = paperKinds.find(({ name }) => name === kind);
  return paper?.template ?? join("orders", `${kind}.md`);
}

function shippedNames(): string[] {
  return namesIn(templatePath("documents"), ".docx");
}

function allNames(office: Office): string[] {
  const own = ownTemplates(office);
  const names = [
    ...shippedNames(),
    ...namesIn(join(own, "documents"), ".docx"),
    ...namesIn(join(own, "orders"), ".md"),
    ...namesIn(join(own, "papers"), ".md"),
  ];
  return [...new Set(names)].toSorted((a, b) => (a < b ? -1 : 1));
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
  const known = allNames(office);
  return known.includes(kind)
    ? kind
    : misuse("unknown-template", `没有这个模板：${name}`, { hint: `可用：${known.join("、")}` });
}
