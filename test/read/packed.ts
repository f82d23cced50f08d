/** Archives made by hand, as no program would write them. */
import { deflateRawSync } from "node:zlib";

/** A zip of texts; `claims` lies about the size of a part. */
export function zip(
  parts: Readonly<Record<string, string>>,
  claims: Readonly<Record<string, number>> = {},
): Uint8Array {
  const [files, directory]: [Buffer[], Buffer[]] = [[], []];
  let at = 0;
  for (const [name, text] of Object.entries(parts)) {
    const plain = Buffer.from(text);
    const packed = deflateRawSync(plain);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(8, 8);
    local.writeUInt32LE(packed.length, 18);
    local.writeUInt32LE(plain.length, 22);
    local.writeUInt16LE(Buffer.byteLength(name), 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(claims[name] ?? plain.length, 24);
    entry.writeUInt16LE(Buffer.byteLength(name), 28);
    entry.writeUInt32LE(at, 42);
    files.push(local, Buffer.from(name), packed);
    directory.push(entry, Buffer.from(name));
    at += 30 + Buffer.byteLength(name) + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(parts).length, 10);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...files, ...directory, end]);
}

/** A workbook of one sheet; `claims` is what its sheet says that it unpacks to. */
export function workbook({ sheet = "x", claims }: { readonly sheet?: string; readonly claims?: number }): Uint8Array {
  const part = "xl/worksheets/sheet1.xml";
  return zip(
    {
      "xl/workbook.xml": `<workbook><sheets><sheet name="台账" sheetId="1" r:id="rId1"/></sheets></workbook>`,
      "xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>`,
      [part]: sheet,
    },
    claims === undefined ? {} : { [part]: claims },
  );
}
