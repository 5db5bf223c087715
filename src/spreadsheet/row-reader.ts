import { cellText, type CellValue } from './cell.ts';
import { type ReadValue, readField } from './field-value.ts';
import type { FieldType } from './layout-field.ts';
import type { Place, ReadingLog } from './reading-log.ts';
import type { SettledColumn } from './read-sheet-rows.ts';
import { placeOf } from './row-values.ts';

/** Texts that are remembered with what they mean, for each column where they come again and again. */
const REMEMBERED_TEXTS = 2000;
const REPEATED: ReadonlySet<FieldType> = new Set<FieldType>(['choice', 'date', 'whole', 'boolean', 'year']);

type Column = SettledColumn & { readonly texts: Map<string, ReadValue | undefined> };

/** One row of a long sheet, good until the next is read. */
export type StreamedRow = {
  readonly number: number;
  /** The value as recorded, undefined when blank, absent or not readable. */
  get(field: string): string | undefined;
  /** Says what could not be read; true when there was anything. */
  report(log: ReadingLog, pointer: string): boolean;
};

/**
 * Reads the rows of a sheet that is too long to be held, by its layout: what `readSheetRows` does, one row after the
 * other. Repeated rows are for the caller to find.
 */
export class RowReader implements StreamedRow {
  number = 0;
  private readonly sheet: string;
  private readonly columns: readonly Column[];
  private readonly indexes: ReadonlyMap<string, number>;
  private readonly cells: (CellValue | undefined)[];
  private readonly values: (ReadValue | undefined)[];

  constructor(sheet: string, columns: readonly SettledColumn[]) {
    this.sheet = sheet;
    this.columns = columns.map((column) => ({ ...column, texts: new Map() }));
    this.indexes = new Map(columns.map(({ field }, index) => [field.field, index]));
    this.cells = columns.map(() => undefined);
    this.values = columns.map(() => undefined);
  }

  /** Reads a row; false when it says nothing in any column that is read. */
  read(number: number, cellAt: (column: number) => CellValue | undefined): boolean {
    this.number = number;
    let isBlank = true;
    for (const [index, column] of this.columns.entries()) {
      const cell = column.column === undefined ? undefined : cellAt(column.column);
      const value = cell === undefined ? undefined : readCell(cell, column);
      if (value !== undefined) isBlank = false;
      this.cells[index] = cell;
      this.values[index] = value;
    }
    return !isBlank;
  }

  get(field: string): string | undefined {
    const value = this.values[this.indexes.get(field) ?? -1];
    return value !== undefined && 'value' in value ? value.value : undefined;
  }

  report(log: ReadingLog, pointer: string): boolean {
    let isFaulty = false;
    for (const [index, { field, column }] of this.columns.entries()) {
      const value = this.values[index];
      if (value === undefined ? !field.required || column === undefined : 'value' in value) continue;
      isFaulty = true;
      const at = `${pointer}/${field.field}`;
      const place = rowPlace(this.sheet, this.columns, this.number, field.field);
      if (value === undefined) {
        const example = field.example === '' ? '' : `, as ${field.example}`;
        const message = `Enter a value for "${field.header}"${example}`;
        log.fault(place, at, 'missing', message, { expected: field.hint });
      } else if (!('value' in value)) {
        const { code, message, ...detail } = value;
        const cell = this.cells[index];
        log.fault(place, at, code, message, { ...detail, ...(cell === undefined ? {} : { found: cellText(cell) }) });
      }
    }
    return isFaulty;
  }
}

/** Where a field of a row stands: its cell, or the header that the sheet lacks. */
export function rowPlace(sheet: string, columns: readonly SettledColumn[], row: number, field: string): Place {
  const found = columns.find((one) => one.field.field === field);
  if (found === undefined) return { sheet };
  const { column, header } = found;
  return column === undefined ? { sheet, header } : placeOf(sheet, row, column, header);
}

function readCell(cell: CellValue, { field, texts }: Column): ReadValue | undefined {
  const text = repeatedText(cell, field.type);
  if (text === undefined) return readField(cell, field);
  const known = texts.get(text);
  if (known !== undefined) return known;
  const read = readField(cell, field);
  if (texts.size < REMEMBERED_TEXTS) texts.set(text, read);
  return read;
}

/** The text by which a cell is remembered. A date means the same whether it is one or is written as text. */
function repeatedText(cell: CellValue, type: FieldType): string | undefined {
  if (cell.kind === 'date') return type === 'date' ? cell.iso : undefined;
  return cell.kind === 'text' && REPEATED.has(type) ? cell.text : undefined;
}
