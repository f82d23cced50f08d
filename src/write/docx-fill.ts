/**
 * A Word template filled. What the template says is checked first as text (docx-read, document): here only the values go in.
 *
 * docxtemplater sees names and nothing else: no expressions, no raw XML, no change of delimiters.
 */
import Docxtemplater from "docxtemplater";
import type { DXT } from "docxtemplater";
import PizZip from "pizzip";
import { Stop } from "../campaign/index.ts";
import type { Problem } from "../campaign/index.ts";
import type { WordFile } from "./docx-read.ts";
import { wantsCode, withCodeParagraph } from "./code-line.ts";
import { isEmpty, isList, isPicture } from "./document.ts";
import type { Field, Fields, Picture } from "./document.ts";
import { tidyLines } from "./markdown.ts";
import type { PictureFile } from "./picture.ts";

/** Pictures by the hash that the fields name; one that is not there leaves its name in brackets. */
export type Pictures = ReadonlyMap<string, PictureFile>;

/**
 * The filled document, which ends with its check code (code-line.ts). The same template, fields and pictures give the same bytes.
 * `file` names the template in the problems. @throws Stop template-structure
 */
export function fillWord(template: WordFile, fields: Fields, pictures: Pictures, file: string): Uint8Array {
  const placed = new Map<string, Placed>();
  try {
    const zip = new PizZip(template.bytes);
    if (wantsCode(template.markdown, fields)) edit(zip, "word/document.xml", withCodeParagraph);
    const document = new Docxtemplater(zip, {
      delimiters: { start: "【", end: "】" },
      paragraphLoop: true,
      linebreaks: true,
      errorLogging: false,
      nullGetter: () => "",
      parser: namesOnly,
      modules: [signs(), pictureModule(pictures, placed)],
    });
    document.render(fields);
    return packed(document.getZip(), [...placed.values()]);
  } catch (error) {
    throw new Stop(1, structureProblems(error, file));
  }
}

/** Our block signs, of either width; nothing else of docxtemplater's. */
const signs = (): DXT.Module => ({
  name: "signs",
  optionsTransformer(options, document) {
    for (const module of (document as unknown as { modules: { name: string; prefix?: unknown }[] }).modules) {
      if (module.name === "LoopModule")
        module.prefix = {
          start: /^\s*[#＃?？]\s*(.+?)\s*$/,
          inverted: /^\s*[\^＾]\s*(.+?)\s*$/,
          end: /^\s*[/／]\s*(.+?)\s*$/,
          dash: never,
        };
      else if (module.name === "RawXmlModule") module.prefix = never;
    }
    return options;
  },
});
const never = /^(?!)()/;

interface Meta {
  readonly tag?: { readonly raw?: string };
}

/** A name is looked up in one scope after another; what it stands for follows from the sign before it. */
function namesOnly(name: string, meta?: unknown): { get(scope: unknown): unknown } {
  const sign = ((meta as Meta | undefined)?.tag?.raw ?? "").trim().charAt(0);
  const wanted = name.trim();
  return {
    get(scope) {
      if (typeof scope !== "object" || scope === null || !Object.hasOwn(scope, wanted)) return undefined;
      const value = (scope as Fields)[wanted] ?? null;
      if (/[?？^＾]/.test(sign)) return !isEmpty(value);
      return valueOf(value);
    },
  };
}

function valueOf(value: Field): unknown {
  if (value === null) return "";
  if (isList(value)) return value.map((element, index) => ({ 序号: index + 1, ...element }));
  if (isPicture(value)) return value;
  if (typeof value === "boolean") return value ? "是" : "否";
  return tidyLines(String(value)).join("\n");
}

interface Scopes {
  getValue(name: string, meta: unknown): Field;
}

interface Placed {
  readonly file: PictureFile;
  readonly part: string;
  readonly relation: string;
}

function pictureModule(pictures: Pictures, placed: Map<string, Placed>): DXT.Module {
  let drawn = 0;
  return {
    name: "picture",
    // The declared type knows only text before a name; the program takes patterns too.
    matchers: () => [[/^\s*[%％]\s*(.+?)\s*$/ as unknown as string, "picture", {}]],
    render(part, { scopeManager }: { scopeManager: Scopes }) {
      if (part.module !== "picture") return null;
      const value = scopeManager.getValue(part.value, { part });
      if (!isPicture(value)) return { value: "", errors: [] };
      const file = pictures.get(value.sha256);
      if (!file) return { value: escaped(`（照片：${tidyLines(value.name).join(" ")}）`), errors: [] };
      const known = placed.get(value.sha256) ?? placedAt(file, placed.size + 1);
      placed.set(value.sha256, known);
      drawn += 1;
      return {
        value: `</w:t></w:r><w:r>${drawing(known, value, drawn)}</w:r><w:r><w:t xml:space="preserve">`,
        errors: [],
      };
    },
  };
}

function placedAt(file: PictureFile, no: number): Placed {
  return { file, part: `media/photo${no}.${file.type}`, relation: `rIdPhoto${no}` };
}

/** As large as its column of a GB/T 9704 page takes: 60 mm wide, 48 mm high; in EMU, 36,000 to the millimetre. */
const box = { width: 60 * 36_000, height: 48 * 36_000 };

function drawing({ file, relation }: Placed, { name }: Picture, id: number): string {
  const scale = Math.min(box.width / file.width, box.height / file.height);
  const [cx, cy] = [Math.round(file.width * scale), Math.round(file.height * scale)];
  const label = escaped(tidyLines(name).join(" ")).replaceAll('"', "&quot;");
  const extent = `cx="${cx}" cy="${cy}"`;
  return `<w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0"><wp:extent ${extent}/><wp:docPr id="${9000 + id}" name="照片${id}" descr="${label}"/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr><pic:cNvPr id="${9000 + id}" name="照片${id}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="${relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext ${extent}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>`;
}

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

const relations = "word/_rels/document.xml.rels";
const types = "[Content_Types].xml";

/** The zip with its pictures; dates are set, so that filling twice gives the same file. */
function packed(zip: PizZip, placed: readonly Placed[]): Uint8Array {
  if (placed.length > 0) {
    for (const { part, file } of placed) zip.file(`word/${part}`, file.bytes, { binary: true });
    const links = placed.map(
      ({ part, relation }) =>
        `<Relationship Id="${relation}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="${part}"/>`,
    );
    edit(zip, relations, (xml) => xml.replace("</Relationships>", `${links.join("")}</Relationships>`));
    for (const [type, mime] of [
      ["jpg", "image/jpeg"],
      ["png", "image/png"],
    ] as const)
      edit(zip, types, (xml) =>
        new RegExp(`Extension="${type}"`, "i").test(xml)
          ? xml
          : xml.replace(/<Types[^>]*>/, (tag) => `${tag}<Default Extension="${type}" ContentType="${mime}"/>`),
      );
  }
  // By the local clock, as zip files have it: the same digits in every time zone.
  for (const entry of Object.values(zip.files)) entry.date = new Date(2021, 0, 1, 12);
  return zip.generate({ type: "uint8array", compression: "DEFLATE", platform: "UNIX" });
}

function edit(zip: PizZip, name: string, change: (xml: string) => string): void {
  zip.file(name, change(zip.file(name)?.asText() ?? ""));
}

interface TemplateFault {
  readonly properties?: { readonly xtag?: unknown; readonly errors?: readonly TemplateFault[] };
}

/** Faults of form that only Word's own structure shows: a block that begins in one cell and ends in another, and the like. */
function structureProblems(error: unknown, file: string): Problem[] {
  if (error instanceof Stop) return [...error.problems];
  const fault = error as TemplateFault;
  const several = fault.properties?.errors ?? [fault];
  // what the parts of the file say does not fit together: Word may well refuse it, too
  if (several.every((one) => one.properties === undefined))
    return [
      {
        code: "docx-unreadable",
        message: `模板的部件对不起来，填不进去：${file}`,
        hint: "用 Word 或 WPS 打开，另存为“Word 文档（.docx）”；打不开的，从 tuban template copy 重新开始",
        place: { file },
      },
    ];
  return several.map(({ properties }) => ({
    code: "template-structure",
    message: `模板里「${typeof properties?.xtag === "string" ? properties.xtag : "？"}」的位置不对，填不进去`,
    hint: "一段的开头和结尾要在同一个单元格里，或者在同一行的第一格和最后一格，或者各占一个自然段",
    place: { file },
  }));
}
