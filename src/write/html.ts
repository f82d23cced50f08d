/** A document's Markdown as one HTML page, laid out for printing by GB/T 9704; nothing in it runs or is fetched. */
import { blocksOf, partsOf } from "./blocks.ts";
import type { Block, TableBlock } from "./blocks.ts";
import type { PictureFile } from "./picture.ts";

type Pictures = ReadonlyMap<string, PictureFile>;

/** The Markdown is what document.ts makes: headings, paragraphs, tables, pictures by hash; everything else is text. */
export function htmlOf(markdown: string, title: string, pictures: Pictures): string {
  const blocks = blocksOf(markdown)
    .map((block) => blockHtml(block, pictures))
    .map(placed);
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
${blocks.join("\n")}
</body>
</html>
`;
}

const style = `
@page { size: A4; margin: 37mm 26mm 35mm 28mm; }
@page :right { @bottom-right { content: "— " counter(page) " —"; font: 14pt SimSun, "Noto Serif CJK SC", serif; padding-right: 1em; } }
@page :left { @bottom-left { content: "— " counter(page) " —"; font: 14pt SimSun, "Noto Serif CJK SC", serif; padding-left: 1em; } }
body { max-width: 156mm; margin: 0 auto; font: 16pt/29pt 仿宋_GB2312, 仿宋, FangSong, "Noto Serif CJK SC", serif; color: #000; line-break: strict; overflow-wrap: anywhere; }
h1 { font: 22pt/32pt 方正小标宋简体, "Noto Serif CJK SC", SimSun, serif; text-align: center; margin: 0; break-after: avoid; }
h1 + p { text-align: center; text-indent: 0; margin: 14.5pt 0; }
h2 { font: 16pt/29pt 黑体, SimHei, "Noto Sans CJK SC", sans-serif; text-align: center; break-after: avoid; }
h2.page { break-before: page; }
p { margin: 0; text-indent: 2em; text-align: justify; }
p.to { text-indent: 0; }
p.lead { break-after: avoid; }
p.signed { text-indent: 0; text-align: right; padding-right: 4em; break-after: avoid; }
p.seal { padding-top: 58pt; }
table { width: 100%; border-collapse: collapse; font-size: 12pt; line-height: 18pt; margin: 6pt 0; }
th { font-family: 黑体, SimHei, "Noto Sans CJK SC", sans-serif; font-weight: normal; min-width: 2em; }
th, td { border: 0.5pt solid #000; padding: 2pt 4pt; height: 20pt; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
img { max-width: 60mm; max-height: 48mm; }
@media screen { body { padding: 37mm 26mm 35mm 28mm; box-shadow: 0 0 4px #888; } }
`;

function blockHtml(block: Block, pictures: Pictures): string {
  const read = (text: string): string => inline(text, pictures);
  switch (block.kind) {
    case "heading":
      return block.level === 1
        ? `<h1>${read(block.text)}</h1>`
        : `<h2${block.text === "送达回证" ? ' class="page"' : ""}>${read(block.text)}</h2>`;
    case "paragraph":
      return `<p${classOf(block)}>${block.lines.map(read).join("<br>")}</p>`;
    case "point":
      return `<p>${read(block.text)}</p>`;
    case "rule":
      return "<hr>";
    case "table":
      return tableHtml(block, pictures);
  }
}

/** A paragraph by where it stands: the addressee comes after the number, and what leads to a table stays with it. */
function placed(block: string, at: number, blocks: readonly string[]): string {
  const addressee = blocks[at - 2]?.startsWith("<h1>") === true && block.endsWith("：</p>");
  const leads = blocks[at + 1]?.startsWith("<table>") === true;
  return addressee || leads ? block.replace(/^<p>/, `<p class="${addressee ? "to" : "lead"}">`) : block;
}

function classOf({ lines: [line = ""], alone }: Block & { kind: "paragraph" }): string {
  if (alone && line.endsWith("（印章）")) return ' class="signed seal"';
  if (alone && /^\d{4}年\d{1,2}月\d{1,2}日$/.test(line)) return ' class="signed"';
  return "";
}

function tableHtml({ head, rows }: TableBlock, pictures: Pictures): string {
  const row = (cells: readonly string[], tag: string): string =>
    `<tr>${cells.map((cell) => `<${tag}>${inline(cell, pictures)}</${tag}>`).join("")}</tr>`;
  return `<table>\n<thead>${row(head, "th")}</thead>\n<tbody>\n${rows.map((cells) => row(cells, "td")).join("\n")}\n</tbody>\n</table>`;
}

/** Text of Markdown as HTML: our pictures and line breaks are kept, everything else is text. */
function inline(text: string, pictures: Pictures): string {
  return partsOf(text)
    .map((part) => {
      if (part.kind === "break") return "<br>";
      return part.kind === "picture" ? pictureHtml(part.name, pictures.get(part.sha256)) : escaped(part.text);
    })
    .join("");
}

function pictureHtml(name: string, file: PictureFile | undefined): string {
  const label = escaped(name);
  if (!file) return `（照片：${label}）`;
  const data = Buffer.from(file.bytes).toString("base64");
  return `<img alt="${label}" src="data:image/${file.type === "jpg" ? "jpeg" : "png"};base64,${data}">`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
