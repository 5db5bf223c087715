import type { FileSource } from '../application/file-source.ts';
import type { FileRow } from '../application/ports.ts';
import { type Cell, cellAddress, cellText } from './cell.ts';
import { carbonReturnSheets } from './layout-carbon-return.ts';
import type { UploadLimits } from './limits.ts';
import { findHeaderRow } from './read-sheet-rows.ts';
import { streamCsv, streamSheet } from './stream-upload.ts';
import type { Sheet } from './upload.ts';
import { csvCells, EnoughRows, readHeads, untilEnough, viewCells } from './upload-heads.ts';

/**
 * A row of a stored carbon return, each cell with its address, the header above it and what it says; undefined where
 * the file has no such sheet or row. `sheet` is absent for a CSV file. Reading stops at the row. Refusals as in
 * `readHeads`.
 */
export async function readFileRow(
  source: FileSource,
  { sheet, row }: { readonly sheet?: string; readonly row: number },
  limits?: Partial<UploadLimits>,
): Promise<FileRow | undefined> {
  const heads = await readHeads(source, limits);
  const head = heads?.sheets.find(({ name }) => sheet === undefined || name === sheet);
  if (heads === undefined || head === undefined) return undefined;
  let found: readonly Cell[] = head.rows.find(({ number }) => number === row)?.cells ?? [];
  const isBeyond = row > (head.rows.at(-1)?.number ?? 0);
  if (isBeyond) {
    const take = (number: number, cells: () => readonly Cell[]): void => {
      if (number < row) return;
      if (number === row) found = cells();
      throw new EnoughRows();
    };
    await untilEnough(() =>
      heads.kind === 'csv'
        ? streamCsv(source, (number, values) => take(number, () => csvCells(number, values)), limits)
        : streamSheet(source, head.name, (number, view) => take(number, () => viewCells(number, view)), limits),
    );
  }
  return found.length === 0 ? undefined : { cells: withHeaders(head, row, found) };
}

/** The cells of a row under the headers of its sheet, those that say nothing too. */
function withHeaders(sheet: Sheet, row: number, cells: readonly Cell[]): FileRow['cells'] {
  const headers = new Map(headerCells(sheet).map(({ column, value }) => [column, cellText(value).trim()]));
  const texts = new Map(cells.map(({ column, value }) => [column, cellText(value)]));
  return [...new Set([...headers.keys(), ...texts.keys()])]
    .toSorted((a, b) => a - b)
    .map((column) => ({
      cell: cellAddress(row, column),
      header: headers.get(column) ?? '',
      text: texts.get(column) ?? '',
    }));
}

/** The row with the most known headers, of figures or of removals. */
function headerCells(sheet: Sheet): readonly Cell[] {
  const layouts = [carbonReturnSheets.figures, carbonReturnSheets.removals];
  const [best] = layouts
    .flatMap((layout) => findHeaderRow(sheet, layout) ?? [])
    .toSorted((a, b) => b.match.matched.size - a.match.matched.size);
  return sheet.rows.find(({ number }) => number === best?.row)?.cells ?? [];
}
