import type { CellValue } from './cell.ts';
import { type ReadValue, readField } from './field-value.ts';
import type { FieldType } from './layout-field.ts';
import type { SettledColumn } from './read-sheet-rows.ts';
import type { RowCells } from './row-cells.ts';

/** Why a cell cannot be read. */
export type Unreadable = Exclude<ReadValue, { readonly value: string }>;

/** A value as recorded, or why there is none; undefined where the cell is blank. */
export type ReadCell = string | Unreadable | undefined;

/** Texts that are remembered with what they mean, for each column where they come again and again. */
const REMEMBERED_TEXTS = 2000;
const REPEATED: ReadonlySet<FieldType> = new Set<FieldType>(['choice', 'date', 'whole', 'boolean', 'year']);
/** Recorded as it stands, without the space around it. */
const WORDS: ReadonlySet<FieldType> = new Set<FieldType>(['text', 'factor', 'contract']);
const NUMBERS: ReadonlySet<FieldType> = new Set<FieldType>(['decimal', 'percent']);
/** A number that is written as it is recorded: no needless nought, and not too long for anything. */
const AS_RECORDED = /^(0|[1-9]\d{0,14})(\.\d{0,14}[1-9])?$/;

/**
 * Reads the cells of one column of a long sheet: what `readField` says of each, but without an object for every cell.
 * Notices are left out.
 */
export class StreamedColumn {
  readonly settled: SettledColumn;
  /** A cell must be filled in. */
  readonly isNeeded: boolean;
  private readonly column: number | undefined;
  private readonly isRepeated: boolean;
  private readonly isWords: boolean;
  private readonly isNumber: boolean;
  private readonly known = new Map<string, ReadCell>();

  constructor(settled: SettledColumn) {
    const { field, column } = settled;
    this.settled = settled;
    this.column = column;
    this.isNeeded = field.required && column !== undefined;
    this.isRepeated = REPEATED.has(field.type);
    this.isWords = WORDS.has(field.type);
    this.isNumber = NUMBERS.has(field.type);
  }

  read(cells: RowCells): ReadCell {
    if (this.column === undefined) return undefined;
    const text = cells.text(this.column);
    if (text !== undefined) return this.readText(text);
    const cell = cells.at(this.column);
    if (cell === undefined) return undefined;
    if (cell.kind === 'number' && this.isNumber && !cell.percent) return cell.decimal;
    // A date means the same whether it is one or is written as text.
    if (cell.kind === 'date' && this.settled.field.type === 'date') return this.remembered(cell.iso, cell);
    return this.readFully(cell);
  }

  private readText(text: string): ReadCell {
    if (this.isRepeated) return this.known.get(text) ?? this.remembered(text, { kind: 'text', text });
    if (this.isWords) return text.trim() || undefined;
    if (this.isNumber && AS_RECORDED.test(text)) return text;
    return this.readFully({ kind: 'text', text });
  }

  private remembered(text: string, cell: CellValue): ReadCell {
    const known = this.known.get(text);
    if (known !== undefined) return known;
    const read = this.readFully(cell);
    if (this.known.size < REMEMBERED_TEXTS) this.known.set(text, read);
    return read;
  }

  private readFully(cell: CellValue): ReadCell {
    const read = readField(cell, this.settled.field);
    return read !== undefined && 'value' in read ? read.value : read;
  }
}
