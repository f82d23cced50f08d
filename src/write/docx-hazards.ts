/**
 * What in a Word file can run or fetch something when it is opened. A template is text, tables and pictures: what Word needs for these is
 * let through, and the spellings that only an attacker uses (comments, entities, other encodings within a part) are refused as such.
 */
import type PizZip from "pizzip";

/** Each hazard once, in Chinese; empty for a file that is safe to fill and to open. */
export function hazardsIn(zip: PizZip): string[] {
  const parts = Object.values(zip.files)
    .filter(({ dir }) => !dir)
    .map((part) => ({ name: part.name, bytes: part.asUint8Array() }));
  const found = new Set<string>();
  for (const { name, bytes } of parts) {
    if (runningPart.test(name)) found.add(running);
    if (isBinary(name)) continue;
    const xml = textOf(bytes);
    if (xml === null || !isWellFormed(xml)) found.add("看不懂的部件");
    else for (const hazard of hazardsInText(name, xml)) found.add(hazard);
  }
  return [...found];
}

const running = "宏、控件或嵌入的对象";
const runningPart = /(?:^|\/)(?:vbaProject|vbaData|activeX|embeddings|afchunk)|\.bin$/i;
/** Pictures and embedded fonts. */
const isBinary = (name: string): boolean => /\.(?:png|jpe?g|gif|bmp|tiff?|emf|wmf|odttf)$/i.test(name);

/** The text of a part in UTF-8, the only encoding Word writes; null for another one. */
function textOf(bytes: Uint8Array): string | null {
  if (bytes.includes(0)) return null;
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return /^<\?xml[^>]*encoding\s*=\s*["'](?!utf-8)/i.test(text) ? null : text;
  } catch {
    return null;
  }
}

const anyTag = /<(?:\?[^?>]*\?|(\/?)([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?))>/g;
const strayEntity = /&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)/i;

/** Every tag is one, closes what was opened, and names an attribute once; nothing stands around the one root. What fills the template takes it for granted. */
function isWellFormed(xml: string): boolean {
  if (strayEntity.test(xml)) return false;
  const open: string[] = [];
  let [end, roots] = [0, 0];
  for (const tag of xml.matchAll(anyTag)) {
    const between = xml.slice(end, tag.index);
    if (between.includes("<") || (open.length === 0 && between.replace("\ufeff", "").trim() !== "")) return false;
    end = tag.index + tag[0].length;
    const [, closes, name, attributes = "", alone] = tag;
    if (name === undefined) continue;
    const named = Array.from(
      attributes.matchAll(/([\w:.-]+)\s*=\s*(?:"[^"]*"|'[^']*')/g),
      ([, attribute]) => attribute,
    );
    if (new Set(named).size < named.length) return false;
    if (closes === "/") {
      if (open.pop() !== name) return false;
    } else {
      if (open.length === 0 && (roots += 1) > 1) return false;
      if (alone !== "/") open.push(name);
    }
  }
  return roots === 1 && open.length === 0 && xml.slice(end).trim() === "";
}

function hazardsInText(name: string, xml: string): string[] {
  // Comments, CDATA, DOCTYPE and entities of one's own: Word writes none of them, and each hides a word from a search.
  if (/<!/.test(xml)) return ["嵌入的其他格式内容"];
  const text = xml.replaceAll(/&#(x[0-9a-f]+|\d+);/gi, (_, code: string) => characterOf(code));
  return [
    ...(/\.rels$/i.test(name) ? relationshipHazards(text) : []),
    ...(/content_types/i.test(name) && /macroEnabled|vbaProject|activeX|oleObject/i.test(text) ? [running] : []),
    ...(/<(?:[\w.-]+:)?altChunk\b/i.test(text) ? ["嵌入的其他格式内容"] : []),
    ...(/<(?:[\w.-]+:)?(?:OLEObject|control|object)\b/.test(text) ? [running] : []),
    ...(startingFields.test(instructionsIn(text)) ? ["会启动程序或取外部内容的域"] : []),
  ];
}

const characterOf = (code: string): string => {
  const point = code.toLowerCase().startsWith("x") ? Number.parseInt(code.slice(1), 16) : Number(code);
  return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : "";
};

/** Field words are the same in any case. A field's instruction may be cut over several runs. */
const startingFields =
  /DDE|INCLUDE(?:TEXT|PICTURE)?|IMPORT|MACROBUTTON|GOTOBUTTON|\bLINK|EMBED|DATABASE|CONTROL|HTMLACTIVEX|\bRD\b/i;

/** The instructions of a part's fields, put together; whatever prefix its author gave to Word's namespace. */
function instructionsIn(xml: string): string {
  const instructions = xml.matchAll(
    /<(?:[\w.-]+:)?instrText\b[^>]*>([^<]*)|(?<=[\s:])instr\s*=\s*(?:"([^"]*)"|'([^']*)')/g,
  );
  return [...instructions].map((match) => match[1] ?? match[2] ?? match[3] ?? "").join("");
}

/** Only a hyperlink, which somebody has to click, may lead outside. */
function relationshipHazards(text: string): string[] {
  return [...text.matchAll(/<(?:[\w.-]+:)?Relationship\b[^>]*>/g)].flatMap(([tag]) => {
    const type = attributeOf(tag, "Type");
    const outside = attributeOf(tag, "TargetMode").toLowerCase() === "external";
    const hazards = outside && !type.endsWith("/hyperlink") ? ["从别处取来的模板或图片"] : [];
    return /\/(?:vbaProject|control|oleObject|package|aFChunk|subDocument|frame|activeX\w*)$/i.test(type)
      ? [...hazards, running]
      : hazards;
  });
}

function attributeOf(tag: string, name: string): string {
  const found = new RegExp(`\\b${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(tag);
  return (found?.[1] ?? found?.[2] ?? "").trim();
}
