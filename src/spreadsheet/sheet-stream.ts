import { PassThrough, pipeline, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import yazl from 'yazl';
import { reproducibleEntry } from '../archive/reproducible-zip.ts';
import { LAST_ROW } from './cell.ts';
import { createRowWriter, type StreamedCell, type StreamedColumn } from './sheet-row-xml.ts';
import {
  figureFormats,
  fixedParts,
  headerRowOf,
  type SheetHead,
  sheetEndXml,
  sheetStartXml,
  stylesOf,
} from './sheet-stream-parts.ts';

export type { StreamedCell, StreamedColumn };

/** A sheet whose rows are taken one at a time, as they are written. Each row has a value for each column. */
export type StreamedSheet = SheetHead & {
  readonly rows: Iterable<readonly StreamedCell[]> | AsyncIterable<readonly StreamedCell[]>;
};

export type StreamedWorkbook = { readonly title: string; readonly sheets: readonly StreamedSheet[] };

/** XML is handed on in pieces of about this many characters. */
const PIECE = 65_536;
const SHEET_NAME = /^(?!')[^[\]:*?/\\]{1,31}(?<!')$/;

/**
 * A workbook of large sheets as a stream: header row styled and frozen, widths, formats, a filter, print set-up,
 * formulas with their stored values. Memory does not grow with the rows, and the same rows give the same bytes. Once
 * the reader of the stream goes away the rows are no longer asked for. The stream fails with a RangeError on a value
 * that does not fit its column, or on more rows than a sheet holds.
 */
export function streamWorkbook({ title, sheets }: StreamedWorkbook): Readable {
  for (const { name } of sheets) {
    if (!SHEET_NAME.test(name)) throw new RangeError(`"${name}" cannot name a sheet`);
  }
  const archive = new yazl.ZipFile();
  const output = new PassThrough();
  const sources: Readable[] = [];
  const formats = figureFormats(sheets);
  for (const { name, xml } of fixedParts(title, sheets, formats))
    archive.addBuffer(Buffer.from(xml), name, reproducibleEntry());
  for (const [index, sheet] of sheets.entries()) {
    archive.addReadStreamLazy(`xl/worksheets/sheet${index + 1}.xml`, streamedEntry(), (done) => {
      const source = Readable.from(sheetXml(sheet, formats), { objectMode: false });
      source.on('error', (error) => output.destroy(error));
      sources.push(source);
      if (output.destroyed) source.destroy();
      else done(null, source);
    });
  }
  pipeline(archive.outputStream, output, () => {
    for (const source of sources) source.destroy();
  });
  archive.end();
  return output;
}

/** The same workbook in memory, for callers that hand on bytes. */
export async function streamedWorkbookBytes(workbook: StreamedWorkbook): Promise<Uint8Array> {
  return buffer(streamWorkbook(workbook));
}

/** Large sheets are packed fast rather than small: about a third less time for a fifth more bytes. */
function streamedEntry() {
  return { ...reproducibleEntry(), compressionLevel: 1 };
}

async function* sheetXml(sheet: StreamedSheet, formats: readonly string[]): AsyncGenerator<Buffer> {
  const styles = stylesOf(sheet, formats);
  const write = createRowWriter(sheet.columns, styles);
  let row = headerRowOf(sheet);
  let xml = sheetStartXml(sheet, styles);
  for await (const cells of sheet.rows) {
    if (++row > LAST_ROW) throw new RangeError(`The sheet "${sheet.name}" has more rows than a workbook can hold`);
    xml += write(row, cells);
    if (xml.length >= PIECE) {
      yield Buffer.from(xml);
      xml = '';
    }
  }
  yield Buffer.from(xml + sheetEndXml(sheet, row));
}
