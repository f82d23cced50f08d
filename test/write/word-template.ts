/** Word templates of which the body is written by hand. */
import { readFileSync } from "node:fs";
import PizZip from "pizzip";
import { templatePath } from "../../src/templates.ts";

/** A shipped template. */
export const bytesOf = (name: string): Uint8Array => readFileSync(templatePath("documents", `${name}.docx`));

/** A template with this body, over the parts of a shipped one. */
export function withBody(body: string, more: Readonly<Record<string, string>> = {}): Uint8Array {
  const zip = new PizZip(bytesOf("整改通知书"));
  const xml = zip.file("word/document.xml")?.asText() ?? "";
  zip.file("word/document.xml", xml.replace(/<w:body>.*<w:sectPr>/s, `<w:body>${body}<w:sectPr>`));
  for (const [name, content] of Object.entries(more)) zip.file(name, content);
  return zip.generate({ type: "uint8array" });
}

export const paragraph = (...runs: readonly string[]): string =>
  `<w:p>${runs.map((text) => `<w:r><w:t xml:space="preserve">${text}</w:t></w:r>`).join("")}</w:p>`;
