import { type Cell, ERROR, ISO_DATE_TEXT, SHARED_TEXT, TEXT, toCellValue, UNREADABLE } from './cell.ts';
import type { UploadLimits } from './limits.ts';
import { tooLarge } from './refusal.ts';
import type { RowBuffer } from './row-buffer.ts';

/**
 * Some rows on their way from the worker: columns of numbers, handed over without copying, and the texts. Cells
 * become objects only when somebody asks for a row's.
 */
export type RowBatch = {
  readonly rowNumbers: Uint32Array<ArrayBuffer>;
  readonly rowHidden: Uint8Array<ArrayBuffer>;
  /** Where each row's cells end. */
  readonly cellEnds: Uint32Array<ArrayBuffer>;
  readonly columns: Uint16Array<ArrayBuffer>;
  /** The kind, with the top bit for a hidden row or column. */
  readonly kinds: Uint8Array<ArrayBuffer>;
  /** The number, or where the text stands in `texts`. */
  readonly numbers: Float64Array<ArrayBuffer>;
  readonly texts: readonly string[];
};

/** A row of an upload, with only the cells that hold something, in column order. */
export type SheetRow = { readonly number: number; readonly hidden: boolean; readonly cells: readonly Cell[] };

const HIDDEN_BIT = 0x80;
const BATCH_CELLS = 8192;
const BATCH_CHARACTERS = 1_000_000;

/** Collects rows into batches, and refuses more than may be held in memory. */
export class BatchWriter {
  private readonly limits: UploadLimits;
  private readonly send: (batch: RowBatch) => void;
  private rowNumbers: number[] = [];
  private rowHidden: number[] = [];
  private cellEnds: number[] = [];
  private columns: number[] = [];
  private kinds: number[] = [];
  private numbers: number[] = [];
  private texts: string[] = [];
  private readonly sharedTexts = new Map<number, number>();
  private heldCells = 0;
  private heldCharacters = 0;
  private batchCharacters = 0;

  constructor(limits: UploadLimits, send: (batch: RowBatch) => void) {
    this.limits = limits;
    this.send = send;
  }

  add(number: number, row: RowBuffer, isColumnHidden: (column: number) => boolean): void {
    for (let index = 0; index < row.length; index++) {
      const column = row.columns[index] as number;
      this.addCell(row, index, column, row.hidden || isColumnHidden(column));
    }
    this.endRow(number, row.hidden);
  }

  /** A row of texts; empty ones are left out. */
  addTexts(number: number, texts: readonly string[]): void {
    const before = this.columns.length;
    for (const [index, text] of texts.entries()) {
      if (text === '') continue;
      this.columns.push(index + 1);
      this.kinds.push(TEXT);
      this.numbers.push(this.addText(text));
    }
    if (this.columns.length > before) this.endRow(number, false);
  }

  private addCell(row: RowBuffer, index: number, column: number, hidden: boolean): void {
    const kind = row.kinds[index] as number;
    const number = row.numbers[index] as number;
    this.columns.push(column);
    this.kinds.push((kind === SHARED_TEXT ? TEXT : kind) | (hidden ? HIDDEN_BIT : 0));
    if (kind === SHARED_TEXT) this.numbers.push(this.addSharedText(number, row));
    else this.numbers.push(hasText(kind) ? this.addText(row.texts[index] ?? '') : number);
  }

  private addSharedText(shared: number, row: RowBuffer): number {
    const known = this.sharedTexts.get(shared);
    if (known !== undefined) return known;
    const index = this.addText(row.strings?.text(shared) ?? '');
    this.sharedTexts.set(shared, index);
    return index;
  }

  private addText(text: string): number {
    this.heldCharacters += text.length;
    this.batchCharacters += text.length;
    return this.texts.push(text) - 1;
  }

  private endRow(number: number, hidden: boolean): void {
    this.rowNumbers.push(number);
    this.rowHidden.push(hidden ? 1 : 0);
    this.cellEnds.push(this.columns.length);
    if (this.columns.length >= BATCH_CELLS || this.batchCharacters >= BATCH_CHARACTERS) this.flush();
  }

  /** Sends what is left. To be called at the end of each sheet. */
  flush(): void {
    this.heldCells += this.columns.length;
    this.checkHeld();
    if (this.rowNumbers.length > 0) {
      this.send({
        rowNumbers: Uint32Array.from(this.rowNumbers),
        rowHidden: Uint8Array.from(this.rowHidden),
        cellEnds: Uint32Array.from(this.cellEnds),
        columns: Uint16Array.from(this.columns),
        kinds: Uint8Array.from(this.kinds),
        numbers: Float64Array.from(this.numbers),
        texts: this.texts,
      });
    }
    this.batchCharacters = 0;
    this.rowNumbers = [];
    this.rowHidden = [];
    this.cellEnds = [];
    this.columns = [];
    this.kinds = [];
    this.numbers = [];
    this.texts = [];
    this.sharedTexts.clear();
  }

  private checkHeld(): void {
    const cells = this.heldCells > this.limits.heldCells;
    if (!cells && this.heldCharacters <= this.limits.heldCharacters) return;
    const most = cells ? this.limits.heldCells : this.limits.heldCharacters;
    throw tooLarge(
      `The file holds more than ${most.toLocaleString('en-GB')} ${cells ? 'cells' : 'characters of text'}.`,
      'Split it into several files, or send large carbon returns as CSV.',
    );
  }
}

function hasText(kind: number): boolean {
  return kind === TEXT || kind === ERROR || kind === ISO_DATE_TEXT || kind === UNREADABLE;
}

/** The arrays of a batch that change hands instead of being copied. */
export function batchBuffers(batch: RowBatch): ArrayBuffer[] {
  const { rowNumbers, rowHidden, cellEnds, columns, kinds, numbers } = batch;
  return [rowNumbers, rowHidden, cellEnds, columns, kinds, numbers].map((array) => array.buffer);
}

/** The rows of a batch. */
export function batchRows(batch: RowBatch, date1904: boolean): SheetRow[] {
  return Array.from(batch.rowNumbers, (number, index) => new BatchRow(batch, index, number, date1904));
}

class BatchRow implements SheetRow {
  readonly number: number;
  readonly hidden: boolean;
  readonly #batch: RowBatch;
  readonly #index: number;
  readonly #date1904: boolean;
  #cells: readonly Cell[] | undefined;

  constructor(batch: RowBatch, index: number, number: number, date1904: boolean) {
    this.number = number;
    this.hidden = batch.rowHidden[index] === 1;
    this.#batch = batch;
    this.#index = index;
    this.#date1904 = date1904;
  }

  get cells(): readonly Cell[] {
    this.#cells ??= this.#read();
    return this.#cells;
  }

  #read(): Cell[] {
    const start = this.#index === 0 ? 0 : (this.#batch.cellEnds[this.#index - 1] as number);
    const end = this.#batch.cellEnds[this.#index] as number;
    const cells: Cell[] = [];
    for (let at = start; at < end; at++) cells.push(this.#cell(at));
    return cells;
  }

  #cell(at: number): Cell {
    const flagged = this.#batch.kinds[at] as number;
    const kind = flagged & ~HIDDEN_BIT;
    const number = this.#batch.numbers[at] as number;
    const text = hasText(kind) ? (this.#batch.texts[number] ?? '') : '';
    return {
      row: this.number,
      column: this.#batch.columns[at] as number,
      value: toCellValue(kind, number, text, this.#date1904),
      hidden: (flagged & HIDDEN_BIT) !== 0,
    };
  }
}
