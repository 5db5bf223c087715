import { cellText, type Cell } from './cell.ts';
import { likelyNames, type FoundName, matchNames, type NameMatch } from './headers.ts';
import type { ColumnLayout, SheetLayout } from './layout-field.ts';
import type { ReadingLog } from './reading-log.ts';
import { type FieldCell, placeOf, placeText, readRow, type RowValues } from './row-values.ts';
import type { Sheet, SheetRow } from './upload.ts';
import { plainName } from '../application/nearest-names.ts';

/** How far down a sheet its headers are looked for: a title or a note may stand above them. */
export const HEADER_SEARCH_ROWS = 20;

/** A sheet's header row with the fields that its columns stand for. */
export type HeaderRow = { readonly row: number; readonly match: NameMatch<number> };

/**
 * Reads the rows of a sheet below its headers, in sheet order, blank ones left out. Columns may stand in any order;
 * one that is not known is reported and left out; one that is needed and missing is a fault, or a likely one is
 * proposed for it. A row like an earlier one in all fields of the key is a fault and is left out.
 */
export function readSheetRows(sheet: Sheet, layout: SheetLayout, log: ReadingLog): RowValues[] {
  const settled = settleHeaders(sheet, layout, log);
  if (settled === undefined) return [];
  const rows = sheet.rows
    .filter(({ number }) => number > settled.headerRow)
    .flatMap((row) => toRow(row, sheet.name, settled.columns, layout.prefilled ?? []) ?? []);
  return withoutDuplicates(rows, sheet.name, layout, log);
}

/** Which column each field is read from, below which row; undefined, and said, where the sheet has no headers. */
export function settleHeaders(
  sheet: Sheet,
  layout: SheetLayout,
  log: ReadingLog,
): { readonly headerRow: number; readonly columns: readonly SettledColumn[] } | undefined {
  const headers = findHeaderRow(sheet, layout);
  if (headers === undefined) {
    const expected = layout.columns
      .filter(({ columnRequired }) => columnRequired)
      .map(({ header }) => header)
      .join(', ');
    if (sheet.rows.length > 0) {
      log.fault({ sheet: sheet.name }, '#', 'no-headers', `The sheet ${sheet.name} has no row of headers`, {
        expected,
        fix: `Give it the headers ${expected}.`,
      });
    }
    return undefined;
  }
  return { headerRow: headers.row, columns: settleColumns(sheet, layout, headers, log) };
}

/** The row with the most known headers among the first; undefined when none has any. */
export function findHeaderRow(sheet: Sheet, layout: Pick<SheetLayout, 'columns'>): HeaderRow | undefined {
  let best: HeaderRow | undefined;
  for (const row of sheet.rows.slice(0, HEADER_SEARCH_ROWS)) {
    const match = matchNames(namesOf(row), layout.columns);
    if (match.matched.size > (best?.match.matched.size ?? 0)) best = { row: row.number, match };
  }
  return best;
}

function namesOf(row: SheetRow): FoundName<number>[] {
  return row.cells
    .filter(({ value }) => value.kind === 'text')
    .map((cell) => ({ text: cellText(cell.value).trim(), at: cell.column }));
}

/** The column of a field, from 1, and its header as it stands in the file. */
export type SettledColumn = {
  readonly field: ColumnLayout;
  readonly column: number | undefined;
  readonly header: string;
};

/** Decides which column each field is read from, and says what is left out, missing, doubtful or there twice. */
function settleColumns(sheet: Sheet, layout: SheetLayout, { row, match }: HeaderRow, log: ReadingLog): SettledColumn[] {
  const found = new Map(match.matched);
  for (const { field, name } of match.twice) {
    log.fault(
      placeOf(sheet.name, row, name.at, name.text),
      '#',
      'duplicate-column',
      `Two columns stand for "${field.header}": rename or remove one`,
      {
        found: name.text,
      },
    );
  }
  const unknown = match.unmatched.filter(
    ({ text }) => !layout.guidance.some((known) => plainName(known) === plainName(text)),
  );
  const missing = layout.columns
    .filter(({ field }) => !found.has(field))
    .map((field) => ({ field, isNeeded: field.columnRequired }));
  const likely = likelyNames(unknown, missing);
  for (const { field, name } of likely) {
    const pair = { kind: 'column', sheet: layout.name, wanted: field.header, found: name.text } as const;
    if (log.isAccepted(pair, placeOf(sheet.name, row, name.at, name.text))) found.set(field.field, name);
  }
  for (const name of unknown) {
    if (likely.some((one) => one.name === name)) continue;
    log.notice(
      `${placeText(placeOf(sheet.name, row, name.at))}: the column "${name.text}" is not known and was left out.`,
    );
  }
  for (const { field, isNeeded } of missing) {
    if (!isNeeded || likely.some((one) => one.field.field === field.field)) continue;
    log.fault(
      { sheet: sheet.name, header: field.header },
      '#',
      'missing-column',
      `The sheet ${sheet.name} has no column "${field.header}"`,
      {
        expected: field.header,
        found: [...match.unmatched, ...match.matched.values()].map(({ text }) => text).join(', '),
      },
    );
  }
  return layout.columns.map((field) => ({
    field,
    column: found.get(field.field)?.at,
    header: found.get(field.field)?.text ?? field.header,
  }));
}

/** The row's values, or undefined when it says nothing in any column that is read. */
function toRow(
  row: SheetRow,
  sheet: string,
  columns: readonly SettledColumn[],
  prefilled: readonly string[],
): RowValues | undefined {
  const byColumn = new Map(row.cells.map((cell) => [cell.column, cell]));
  const cells = new Map<string, FieldCell>();
  let isBlank = true;
  for (const { field, column, header } of columns) {
    const cell = column === undefined ? undefined : byColumn.get(column);
    if (isFilled(cell) && !prefilled.includes(field.field)) isBlank = false;
    if (column === undefined && field.columnRequired) continue;
    const place = () => (column === undefined ? { sheet, header } : placeOf(sheet, row.number, column, header));
    cells.set(field.field, { field, cell: isFilled(cell) ? cell : undefined, place });
  }
  return isBlank ? undefined : readRow(row.number, sheet, cells);
}

function isFilled(cell: Cell | undefined): cell is Cell {
  return cell !== undefined && !(cell.value.kind === 'text' && cell.value.text.trim() === '');
}

function withoutDuplicates(
  rows: readonly RowValues[],
  sheet: string,
  layout: SheetLayout,
  log: ReadingLog,
): RowValues[] {
  const seen = new Map<string, RowValues>();
  return rows.filter((row) => {
    if (layout.key.length === 0) return true;
    const key = layout.key.map((field) => row.get(field) ?? null);
    const earlier = seen.get(JSON.stringify(key));
    if (earlier === undefined || key.every((value) => value === null)) {
      seen.set(JSON.stringify(key), row);
      return true;
    }
    const names = layout.key.flatMap((field) =>
      layout.columns.filter((column) => column.field === field).map(({ header }) => header),
    );
    const given = key.filter((value) => value !== null).join(', ');
    log.fault(
      row.place(layout.key.findLast((field) => row.cell(field) !== undefined) ?? ''),
      '#',
      'duplicate-row',
      `This row repeats row ${earlier.number} (${given})`,
      {
        found: given,
        expected: `each ${names.join(' and ').toLowerCase()} once`,
        fix: `Keep one of ${sheet} rows ${earlier.number} and ${row.number}.`,
      },
    );
    return false;
  });
}
