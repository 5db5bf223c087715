import { plainName } from '../application/nearest-names.ts';
import { cellText, type Cell } from './cell.ts';
import { type FoundName, likelyNames, matchNames } from './headers.ts';
import { ABOUT_SHEET } from './layout.ts';
import type { AboutField } from './layout-field.ts';
import type { ReadingLog } from './reading-log.ts';
import { type FieldCell, placeOf, placeText, readRow, type RowValues } from './row-values.ts';
import type { Sheet, SheetRow } from './upload.ts';

/** Where the names of `About` are looked for. */
const ABOUT_SEARCH_ROWS = 200;
const ABOUT_SEARCH_COLUMNS = 20;

type NamedRow = { readonly row: SheetRow; readonly name: string };

/**
 * Reads the sheet `About`: names in one column, values in the next (or under the headers Name and Value). Order is
 * free; a name that is not known is reported and left out, a likely one is proposed.
 */
export function readAbout(sheet: Sheet, fields: readonly AboutField[], log: ReadingLog): RowValues {
  const columns = findAboutColumns(sheet, fields);
  const rows = sheet.rows.flatMap((row): NamedRow[] => {
    const cell = row.cells.find(({ column }) => column === columns.name);
    return cell === undefined || plainName(cellText(cell.value)) === ''
      ? []
      : [{ row, name: cellText(cell.value).trim() }];
  });
  const found = settleNames(sheet, rows, columns, fields, log);
  const cells = new Map<string, FieldCell>();
  for (const field of fields) {
    const row = found.get(field.field);
    const cell = row === undefined ? undefined : valueOf(row, columns.value);
    const place = () =>
      row === undefined
        ? { sheet: sheet.name, header: field.header }
        : placeOf(sheet.name, row.number, columns.value, field.header);
    cells.set(field.field, { field, cell, place });
  }
  return readRow(1, sheet.name, cells);
}

/** How many rows of a sheet have a name of these fields: tells an `About` sheet under another name. */
export function countAboutNames(sheet: Sheet, fields: readonly AboutField[]): number {
  const { name } = findAboutColumns(sheet, fields);
  return matchNames(columnNames(sheet, name), fields).matched.size;
}

function findAboutColumns(
  sheet: Sheet,
  fields: readonly AboutField[],
): { readonly name: number; readonly value: number } {
  for (const row of sheet.rows.slice(0, 20)) {
    const column = (header: string): number | undefined =>
      row.cells.find(({ value }) => plainName(cellText(value)) === plainName(header))?.column;
    const [name, value] = [column(ABOUT_SHEET.nameHeader), column(ABOUT_SHEET.valueHeader)];
    if (name !== undefined && value !== undefined) return { name, value };
  }
  let best = { name: 1, known: 0 };
  for (let name = 1; name <= ABOUT_SEARCH_COLUMNS; name++) {
    const known = matchNames(columnNames(sheet, name), fields).matched.size;
    if (known > best.known) best = { name, known };
  }
  return { name: best.name, value: best.name + 1 };
}

function columnNames(sheet: Sheet, column: number): FoundName<number>[] {
  return sheet.rows.slice(0, ABOUT_SEARCH_ROWS).flatMap((row) => {
    const cell = row.cells.find((one) => one.column === column);
    return cell?.value.kind === 'text' ? [{ text: cell.value.text.trim(), at: row.number }] : [];
  });
}

/** The row of each field. */
function settleNames(
  sheet: Sheet,
  rows: readonly NamedRow[],
  columns: { readonly name: number; readonly value: number },
  fields: readonly AboutField[],
  log: ReadingLog,
): Map<string, SheetRow> {
  const names = rows.map(({ row, name }) => ({ text: name, at: row }));
  const match = matchNames(names, fields);
  const found = new Map([...match.matched].map(([field, { at }]) => [field, at]));
  for (const { field, name } of match.twice) {
    const place = placeOf(sheet.name, name.at.number, columns.name, field.header);
    log.fault(place, '#', 'duplicate-row', `"${field.header}" stands in ${sheet.name} twice: keep one row`, {
      found: name.text,
    });
  }
  const unknown = match.unmatched.filter(
    ({ at }) => valueOf(at, columns.value) !== undefined && !isHeader(at, columns),
  );
  const missing = fields.filter(({ field }) => !found.has(field)).map((field) => ({ field, isNeeded: field.required }));
  const likely = likelyNames(unknown, missing);
  for (const { field, name } of likely) {
    const pair = { kind: 'name', sheet: ABOUT_SHEET.name, wanted: field.header, found: name.text } as const;
    if (log.isAccepted(pair, placeOf(sheet.name, name.at.number, columns.name, name.text)))
      found.set(field.field, name.at);
  }
  for (const name of unknown) {
    if (likely.some((one) => one.name === name)) continue;
    const place = placeText(placeOf(sheet.name, name.at.number, columns.name));
    log.notice(`${place}: "${name.text}" is not known and was left out.`);
  }
  return found;
}

function isHeader(row: SheetRow, columns: { readonly value: number }): boolean {
  const value = valueOf(row, columns.value);
  return value !== undefined && plainName(cellText(value.value)) === plainName(ABOUT_SHEET.valueHeader);
}

function valueOf(row: SheetRow, column: number): Cell | undefined {
  const cell = row.cells.find((one) => one.column === column);
  return cell === undefined || (cell.value.kind === 'text' && cell.value.text.trim() === '') ? undefined : cell;
}
