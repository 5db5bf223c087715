import ExcelJS from 'exceljs';
import { type ArchiveEntry, readOwnArchive, zipReproducibly } from '../archive/reproducible-zip.ts';

/** Workbooks carry no time of writing: the same content gives the same bytes. */
const FIXED_DATE = new Date('2020-01-01T00:00:00Z');
/** How far the box of a note reaches. */
const NOTE_COLUMNS = 4;
const NOTE_ROWS = 7;

/** An empty workbook with a title and our name in its properties. */
export function createWorkbook(title: string): ExcelJS.Workbook {
  const workbook = new ExcelJS.Workbook();
  workbook.title = title;
  workbook.creator = 'Supplier Sustainability Scorer';
  workbook.lastModifiedBy = workbook.creator;
  workbook.created = FIXED_DATE;
  workbook.modified = FIXED_DATE;
  return workbook;
}

/**
 * The workbook's bytes, the same for the same content. Links to its own cells are written as such, and a height
 * given to a row is where it starts: it still grows with what is typed.
 */
export async function workbookBytes(workbook: ExcelJS.Workbook): Promise<Uint8Array> {
  const entries = await readOwnArchive(new Uint8Array(await workbook.xlsx.writeBuffer()));
  return zipReproducibly(entries.map(corrected));
}

/** What the library cannot be told to write otherwise. */
function corrected(entry: ArchiveEntry): ArchiveEntry {
  const correct = correctionOf(entry.name);
  return correct === undefined
    ? entry
    : { name: entry.name, bytes: Buffer.from(correct(Buffer.from(entry.bytes).toString('utf8'))) };
}

function correctionOf(part: string): ((xml: string) => string) | undefined {
  if (part.startsWith('xl/worksheets/_rels/')) return withoutOutsideLinks;
  if (part.startsWith('xl/worksheets/')) return (xml) => withGrowingRows(withInnerLinks(xml));
  return part.startsWith('xl/drawings/vmlDrawing') ? withRoomyNotes : undefined;
}

/** A link to a cell of the same workbook is written as one to an outside file named "#...", of which some programs warn. */
function withInnerLinks(xml: string): string {
  return xml.replaceAll(/(<hyperlink ref="[A-Z]+\d+") r:id="[^"]*"([^>]*) location="#/g, '$1$2 location="');
}

function withoutOutsideLinks(xml: string): string {
  return xml.replaceAll(/<Relationship [^>]*Target="#[^>]*TargetMode="External"\/>/g, '');
}

function withGrowingRows(xml: string): string {
  return xml.replaceAll(/(<row [^>]*?) customHeight="1"/g, '$1');
}

/** Notes hold about 30 words; a message is longer. The anchor is eight numbers: column, offset, row, offset, twice. */
function withRoomyNotes(xml: string): string {
  return xml
    .replaceAll('width:97.8pt;height:59.1pt', 'width:240pt;height:100pt')
    .replaceAll(
      /<x:Anchor>(\d+), (\d+), (\d+), (\d+), [^<]*<\/x:Anchor>/g,
      (_, column: string, x: string, row: string, y: string) => {
        const corner = [Number(column) + NOTE_COLUMNS, x, Number(row) + NOTE_ROWS, y];
        return `<x:Anchor>${[column, x, row, y, ...corner].join(', ')}</x:Anchor>`;
      },
    );
}
