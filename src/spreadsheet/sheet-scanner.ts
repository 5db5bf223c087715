import { LAST_COLUMN, LAST_ROW } from './cell.ts';
import { parseIndexBytes, type Reference, readReference } from './cell-bytes.ts';
import { CellRecorder, type CellRecorderSetting } from './cell-recorder.ts';
import { checkMerge } from './merge-guard.ts';
import { PLAIN_CELL_BYTES, PLAIN_SHARED, PLAIN_TEXT, type PlainCell, readPlainCell } from './plain-cell.ts';
import type { RowBuffer } from './row-buffer.ts';
import { TextMemory } from './text-memory.ts';
import { nameCode, XmlScanner } from './xml-scanner.ts';
import { decodeWorkbookEscapes, XmlFault } from './xml-text.ts';

const WORKSHEET = nameCode('worksheet');
const SHEET_DATA = nameCode('sheetData');
const COLS = nameCode('cols');
const COL = nameCode('col');
const MERGE_CELLS = nameCode('mergeCells');
const MERGE_CELL = nameCode('mergeCell');
const ROW = nameCode('row');
const C = nameCode('c');
const V = nameCode('v');
const F = nameCode('f');
const IS = nameCode('is');
const T = nameCode('t');
const RUN = nameCode('r');
const IGNORED_IN_A_CELL = new Set(['extLst', 'rPr', 'rPh', 'phoneticPr'].map(nameCode));
const R = nameCode('r');
const S = nameCode('s');
const TYPE = nameCode('t');
const HIDDEN = nameCode('hidden');
const MIN = nameCode('min');
const MAX = nameCode('max');
const REF = nameCode('ref');

/** What a cell's `t` says that its value is (ECMA-376 part 1, 18.18.11). */
const TYPES = ['n', 's', 'str', 'inlineStr', 'b', 'e', 'd'];
const T_NUMBER = TYPES.indexOf('n');
const T_SHARED = TYPES.indexOf('s');
const T_STRING = TYPES.indexOf('str');
const T_INLINE = TYPES.indexOf('inlineStr');
const T_BOOLEAN = TYPES.indexOf('b');
const T_ERROR = TYPES.indexOf('e');
const T_DATE = TYPES.indexOf('d');

export type SheetScannerSetting = CellRecorderSetting & {
  readonly onRow: (row: number, cells: RowBuffer) => void;
};

/**
 * Reads one sheet and hands over its rows in the order of the file. Nothing is lost in silence: a row or cell given
 * twice is a fault (of a cell the first value is kept, both rows are), an element where a row or cell should stand
 * refuses the file. A cell counts by its stored value; one with a formula and no stored value says so.
 */
export class SheetScanner extends XmlScanner {
  rows = 0;
  cells = 0;
  hiddenRows = 0;
  hiddenColumns = 0;
  private readonly setting: SheetScannerSetting;
  private readonly row: RowBuffer;
  private readonly cell: CellRecorder;
  private readonly seenRows = new Uint8Array(LAST_ROW / 8 + 1);
  private readonly columnHidden = new Uint8Array(LAST_COLUMN + 1);
  private readonly reference: Reference = { column: 0, row: 0 };
  private readonly plainCell: PlainCell = {
    column: 0,
    row: 0,
    style: 0,
    written: 0,
    valueStart: 0,
    valueEnd: 0,
    hash: 0,
  };
  private readonly texts = new TextMemory();
  private inData = false;
  private ignoredDepth = 0;
  private type = T_NUMBER;
  private hasFormula = false;
  private inlineText = '';

  constructor(setting: SheetScannerSetting) {
    super();
    this.setting = setting;
    this.row = setting.row;
    this.cell = new CellRecorder(setting);
  }

  /** Whether the column is hidden. */
  isColumnHidden(column: number): boolean {
    return this.columnHidden[column] === 1;
  }

  protected opened(code: number): void {
    if (this.inData) this.openedInData(code);
    else if (this.depth === 1) {
      if (code !== WORKSHEET) throw new XmlFault('it is not a worksheet');
    } else if (this.depth === 2) this.inData = code === SHEET_DATA;
    else if (this.depth === 3 && code === COL && this.elements[2] === COLS) this.readColumns();
    else if (this.depth === 3 && code === MERGE_CELL && this.elements[2] === MERGE_CELLS)
      checkMerge(this.attribute(REF) ?? '');
  }

  protected readWhole(tag: number, end: number): number {
    if (!this.inData || this.depth !== 3 || this.ignoredDepth !== 0 || this.mainPrefix !== 0) return -1;
    if (tag + PLAIN_CELL_BYTES > end) return -1;
    const plain = this.plainCell;
    const next = readPlainCell(this.bytes, tag, plain);
    if (next === -1 || plain.row !== this.cell.rowNumber) return -1;
    if (plain.column > LAST_COLUMN || plain.column === 0) return -1;
    this.cell.column = plain.column;
    this.cell.setStyle(plain.style);
    const { written, valueStart, valueEnd } = plain;
    if (written === PLAIN_TEXT) this.cell.addText(this.texts.get(this.bytes, valueStart, valueEnd, plain.hash));
    else if (written === PLAIN_SHARED) this.cell.addSharedText(this.bytes, valueStart, valueEnd);
    else this.cell.addNumber(this.bytes, valueStart, valueEnd);
    return next;
  }

  private openedInData(code: number): void {
    if (this.ignoredDepth > 0) return;
    const depth = this.depth;
    if (depth === 4 && code === C) this.openedCell();
    else if (depth === 5 && (code === V || code === F || code === IS)) this.openedInCell(code);
    else if (depth === 3 && code === ROW) this.openedRow();
    else if (depth >= 6 && this.isInlineText(code)) this.capturing = code === T;
    else if (depth >= 4 && IGNORED_IN_A_CELL.has(code)) this.ignoredDepth = depth;
    else throw this.misplaced();
  }

  private isInlineText(code: number): boolean {
    const parent = this.elements[this.depth - 1];
    if (this.depth === 6) return parent === IS && (code === T || code === RUN);
    return this.depth === 7 && parent === RUN && code === T;
  }

  private misplaced(): Error {
    const near = this.cell.rowNumber === 0 ? '' : ` in row ${this.cell.rowNumber}`;
    return new XmlFault(`it has an element${near} where a row, a cell or its value should be`);
  }

  protected closed(code: number): void {
    if (!this.inData) return;
    if (this.ignoredDepth > 0) {
      if (this.depth === this.ignoredDepth) this.ignoredDepth = 0;
    } else if (this.depth === 5) this.closedInCell(code);
    else if (this.depth === 4) this.closedCell();
    else if (this.depth === 3) this.closedRow();
    else if (this.depth === 2) this.inData = false;
    else if (code === T) this.closedInlineText();
  }

  private openedRow(): void {
    let number = this.cell.rowNumber + 1;
    let hidden = false;
    for (let index = 0; index < this.attributes; index++) {
      const code = this.attributeCodes[index];
      if (code === R) number = this.indexAttribute(index, LAST_ROW, 'row');
      else if (code === HIDDEN) hidden = isTrue(this.attribute(HIDDEN));
    }
    if (number > LAST_ROW) throw new XmlFault(`it has a row after row ${LAST_ROW}`);
    this.cell.startRow(number, hidden);
  }

  private closedRow(): void {
    if (this.row.length === 0) return;
    this.row.finish();
    const number = this.cell.rowNumber;
    const mask = 1 << (number & 7);
    const seen = this.seenRows[number >> 3] as number;
    if ((seen & mask) !== 0) this.rowTwice(number);
    this.seenRows[number >> 3] = seen | mask;
    this.rows++;
    this.cells += this.row.length;
    if (this.row.hidden) this.hiddenRows++;
    this.setting.onRow(number, this.row);
  }

  private rowTwice(number: number): void {
    const message = `Row ${number} is given twice in the file. Save the workbook again so that each row has its own number`;
    this.setting.findings.addIssue(this.setting.sheet, number, this.row.column(0), 'duplicate-row', message);
  }

  private openedCell(): void {
    const cell = this.cell;
    cell.column++;
    cell.hasValue = false;
    cell.setStyle(-1);
    this.type = T_NUMBER;
    this.hasFormula = false;
    for (let index = 0; index < this.attributes; index++) {
      const code = this.attributeCodes[index];
      if (code === R) this.readCellReference(index);
      else if (code === S) cell.setStyle(this.indexOf(index));
      else if (code === TYPE) this.type = this.readType(index);
    }
    if (cell.column > LAST_COLUMN) throw new XmlFault(`row ${cell.rowNumber} has a cell after the last column`);
  }

  private readCellReference(index: number): void {
    const start = this.attributeStarts[index] as number;
    const end = this.attributeEnds[index] as number;
    readReference(this.bytes, start, end, this.reference);
    if (this.reference.row === this.cell.rowNumber) {
      this.cell.column = this.reference.column;
      return;
    }
    const shown = this.slice(start, Math.min(end, start + 40));
    throw new XmlFault(
      this.reference.row === 0
        ? `row ${this.cell.rowNumber} has a cell called "${shown}", which no sheet has`
        : `cell ${shown} stands in row ${this.cell.rowNumber}`,
    );
  }

  private readType(index: number): number {
    const start = this.attributeStarts[index] as number;
    const end = this.attributeEnds[index] as number;
    return TYPES.indexOf(this.slice(start, end));
  }

  private openedInCell(code: number): void {
    if (code === F) {
      this.hasFormula = true;
      return;
    }
    if (this.cell.hasValue) throw new XmlFault(`cell ${this.cell.address()} has two values`);
    if (code === V) this.capturing = true;
    else this.inlineText = '';
  }

  /** A run of the text in the cell; too many of them are refused at once. */
  private closedInlineText(): void {
    this.inlineText += decodeWorkbookEscapes(this.text());
    if (this.inlineText.length > this.setting.maximumCharacters) this.cell.addText(this.inlineText);
  }

  private closedInCell(code: number): void {
    if (code === IS) this.cell.addText(this.inlineText);
    else if (code === V) this.closedValue();
  }

  private closedValue(): void {
    const empty = this.textEnd === this.textStart && this.textBefore === '';
    if (this.type === T_STRING || this.type === T_INLINE) this.cell.addText(decodeWorkbookEscapes(this.text()));
    else if (empty) return;
    else if (this.textBefore !== '') this.addCutValue(Buffer.from(this.text()));
    else this.addValue(this.bytes, this.textStart, this.textEnd);
  }

  /** A value that a comment or a CDATA section cut in two. */
  private addCutValue(value: Buffer): void {
    this.addValue(value, 0, value.length);
  }

  private addValue(bytes: Buffer, start: number, end: number): void {
    if (this.type === T_NUMBER) this.cell.addNumber(bytes, start, end);
    else if (this.type === T_SHARED) this.cell.addSharedText(bytes, start, end);
    else this.addOther(this.text().trim());
  }

  private addOther(text: string): void {
    if (this.type === T_BOOLEAN) this.cell.addBoolean(text);
    else if (this.type === T_ERROR) this.cell.addError(text);
    else if (this.type === T_DATE) this.cell.addIsoDate(text);
    else this.cell.addUnknownType(text);
  }

  private closedCell(): void {
    if (this.hasFormula && !this.cell.hasValue) this.cell.addFormulaWithoutValue();
  }

  private indexOf(index: number): number {
    return parseIndexBytes(this.bytes, this.attributeStarts[index] as number, this.attributeEnds[index] as number);
  }

  private indexAttribute(index: number, maximum: number, what: string): number {
    const start = this.attributeStarts[index] as number;
    const end = this.attributeEnds[index] as number;
    const number = this.indexOf(index);
    if (number >= 1 && number <= maximum) return number;
    const shown = this.slice(start, Math.min(end, start + 40));
    throw new XmlFault(`it has a ${what} numbered "${shown}"; a sheet has 1 to ${maximum}`);
  }

  /** A `col` element speaks of a range of columns. */
  private readColumns(): void {
    let min = 0;
    let max = 0;
    for (let index = 0; index < this.attributes; index++) {
      const code = this.attributeCodes[index];
      if (code === MIN) min = this.indexAttribute(index, LAST_COLUMN, 'column');
      else if (code === MAX) max = this.indexAttribute(index, LAST_COLUMN, 'column');
    }
    if (min === 0 || max < min) throw new XmlFault('it has a range of columns that is none');
    if (!isTrue(this.attribute(HIDDEN))) return;
    this.columnHidden.fill(1, min, max + 1);
    this.hiddenColumns = this.columnHidden.reduce((count, hidden) => count + hidden, 0);
  }
}

function isTrue(text: string | undefined): boolean {
  return text === '1' || text === 'true' || text === 'on';
}
