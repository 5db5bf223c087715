import { deflateSync } from 'node:zlib';

/** The parts of pdfkit's document that decide how objects reach the file. */
type ObjectWriter = {
  _write(chunk: string | Uint8Array): void;
  _finalize(): void;
  push(chunk: null): void;
  readonly _offset: number;
  readonly _offsets: (number | null)[];
  readonly _id: Uint8Array;
  readonly _root: { readonly id: number };
  readonly _info: { readonly id: number };
};

type PackedObject = { readonly id: number; readonly body: string };
type Place = { readonly stream: number; readonly index: number };

const OBJECTS_A_STREAM = 200;

/**
 * Makes pdfkit write every object that is no stream of its own into compressed object streams, with a cross-reference
 * stream (ISO 32000-1, 7.5.7 and 7.5.8). A tagged table has one object for each cell: packed, the file is a fraction
 * of the size. Call it before the first object ends; the document must not be encrypted.
 */
export function packObjects(document: PDFKit.PDFDocument): void {
  const writer = document as unknown as ObjectWriter;
  const write = writer._write.bind(document);
  const packed: PackedObject[] = [];
  let open: { id: number; body: string | undefined } | undefined;
  writer._write = (chunk) => {
    const id = typeof chunk === 'string' && open === undefined ? /^(\d+) 0 obj$/.exec(chunk)?.[1] : undefined;
    if (id !== undefined) open = { id: Number(id), body: undefined };
    else if (open === undefined) write(chunk);
    else if (open.body === undefined) open.body = String(chunk);
    else if (chunk === 'endobj') {
      packed.push({ id: open.id, body: open.body });
      open = undefined;
    } else {
      // It has a stream: it goes to the file as it is, and its end with it.
      const { id: number, body } = open;
      open = undefined;
      for (const part of [`${number} 0 obj`, body, chunk]) write(part);
    }
  };
  writer._finalize = () => {
    const places = writeObjectStreams(writer, write, packed);
    writeCrossReferences(writer, write, places);
    writer.push(null);
  };
}

type Write = (chunk: string | Uint8Array) => void;

function writeObjectStreams(writer: ObjectWriter, write: Write, packed: readonly PackedObject[]): Map<number, Place> {
  const places = new Map<number, Place>();
  for (let start = 0; start < packed.length; start += OBJECTS_A_STREAM) {
    const objects = packed.slice(start, start + OBJECTS_A_STREAM);
    const stream = writer._offsets.length + 1;
    let body = '';
    const index = objects.map(({ id, body: text }, position) => {
      places.set(id, { stream, index: position });
      const entry = `${id} ${body.length}`;
      body += `${text}\n`;
      return entry;
    });
    const head = `${index.join(' ')}\n`;
    const bytes = deflateSync(Buffer.from(head + body, 'latin1'));
    writer._offsets.push(writer._offset);
    writeStream(write, stream, `/Type /ObjStm /N ${objects.length} /First ${head.length}`, bytes);
  }
  return places;
}

/** One entry of 8 bytes for each object: free, at an offset, or at an index of an object stream. */
function writeCrossReferences(writer: ObjectWriter, write: Write, places: ReadonlyMap<number, Place>): void {
  const start = writer._offset;
  writer._offsets.push(start);
  const id = writer._offsets.length;
  const table = Buffer.alloc(8 * (id + 1));
  table.writeUInt16BE(0xffff, 6);
  writer._offsets.forEach((offset, position) => {
    const object = position + 1;
    const place = places.get(object);
    const at = 8 * object;
    table.writeUInt8(place === undefined ? 1 : 2, at);
    table.writeUIntBE(place === undefined ? (offset ?? 0) : place.stream, at + 1, 5);
    table.writeUInt16BE(place?.index ?? 0, at + 6);
  });
  const name = Buffer.from(writer._id).toString('hex');
  const dictionary = `/Type /XRef /Size ${id + 1} /W [1 5 2] /Root ${writer._root.id} 0 R /Info ${writer._info.id} 0 R /ID [<${name}> <${name}>]`;
  writeStream(write, id, dictionary, deflateSync(table));
  write(`startxref\n${start}\n%%EOF`);
}

function writeStream(write: Write, id: number, dictionary: string, bytes: Uint8Array): void {
  write(`${id} 0 obj\n<< ${dictionary} /Filter /FlateDecode /Length ${bytes.length} >>\nstream`);
  write(bytes);
  write('\nendstream\nendobj');
}
