import type { FileSource } from '../application/file-source.ts';
import { cellText, parseColumnLetters } from './cell.ts';
import { readUpload } from './upload.ts';

/**
 * What a cell of a workbook says, as text; undefined where there is no such sheet, or nothing in the cell. Throws the
 * refusals of `readUpload` for a file that is no workbook.
 */
export async function readCellText(source: FileSource, sheet: string, address: string): Promise<string | undefined> {
  const [, letters = '', digits = ''] = /^([A-Z]{1,3})([1-9]\d{0,6})$/.exec(address.toUpperCase()) ?? [];
  const column = parseColumnLetters(letters);
  if (column === undefined) return undefined;
  const { sheets } = await readUpload(source);
  const row = sheets.find(({ name }) => name === sheet)?.rows.find((one) => one.number === Number(digits));
  const cell = row?.cells.find((one) => one.column === column);
  return cell === undefined ? undefined : cellText(cell.value);
}
