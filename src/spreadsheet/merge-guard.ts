import { cellAddress, LAST_ROW } from './cell.ts';
import { type Reference, readReference } from './cell-bytes.ts';
import { XmlFault } from './xml-text.ts';

/** A merge of more cells than a whole column has is no layout. */
const LARGEST_MERGE = LAST_ROW;

/**
 * Merged cells change no value, so merges are not read. One of half the sheet is an attack on the programs that open
 * the workbook next, and one that is no range is damage: both refuse the sheet.
 */
export function checkMerge(range: string): void {
  const [from = '', to = from] = range.split(':').map((corner) => corner.trim());
  const first = readCorner(from);
  const last = readCorner(to);
  if (first.column === 0 || last.column === 0) {
    throw new XmlFault(`it merges "${range.slice(0, 40)}", which is no range of cells`);
  }
  const cells = (Math.abs(last.row - first.row) + 1) * (Math.abs(last.column - first.column) + 1);
  if (cells <= LARGEST_MERGE) return;
  const shown = `${cellAddress(first.row, first.column)}:${cellAddress(last.row, last.column)}`;
  throw new XmlFault(`it merges ${shown} into one cell, ${cells.toLocaleString('en-GB')} cells`);
}

function readCorner(text: string): Reference {
  const corner: Reference = { column: 0, row: 0 };
  const bytes = Buffer.from(text);
  readReference(bytes, 0, bytes.length, corner);
  return corner;
}
