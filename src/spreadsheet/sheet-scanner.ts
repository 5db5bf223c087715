import {
  BOOLEAN,
  cellAddress,
  ERROR,
  ISO_DATE_TEXT,
  LAST_COLUMN,
  LAST_ROW,
  NUMBER,
  SHARED_TEXT,
  TEXT,
  UNREADABLE,
  WITHOUT_VALUE,
} from './cell.ts';
import { parseIndexBytes, parseNumberBytes, type Reference, readReference } from './cell-bytes.ts';
import { parseIsoDateCell } from './date-serial.ts';
import type { Findings } from './findings.ts';
import { checkMerge } from './merge-guard.ts';
import { damagedFile } from './refusal.ts';
import type { RowBuffer } from './row-buffer.ts';
import type { SharedStrings } from './shared-strings.ts';
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
const T_UNKNOWN = -1;

export type SheetScannerSetting = {
  readonly sheet: string;
  readonly strings: SharedStrings;
  /** The kind a number has in each cell style: NUMBER, PERCENT or one of the serials. */
  readonly styleKinds: Uint8Array;
  readonly maximumCharacters: number;
  readonly maximumRowCharacters: number;
  readonly findings: Findings;
  readonly row: RowBuffer;
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
  private readonly seenRows = new Uint8Array(LAST_ROW / 8 + 1);
  private readonly columnHidden = new Uint8Array(LAST_COLUMN + 1);
  private readonly reference: Reference = { column: 0, row: 0 };
  private inData = false;
  private ignoredDepth = 0;
  private rowNumber = 0;
  private column = 0;
  private type = T_NUMBER;
  private numberKind = NUMBER;
  private hasFormula = false;
  private hasValue = false;
  private inlineText = '';
  private rowCharacters = 0;

  constructor(setting: SheetScannerSetting) {
    super();
    this.setting = setting;
    this.row = setting.row;
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
    const near = this.rowNumber === 0 ? '' : ` in row ${this.rowNumber}`;
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
    else if (code === T) this.inlineText += this.text();
  }

  private openedRow(): void {
    let number = this.rowNumber + 1;
    let hidden = false;
    for (let index = 0; index < this.attributes; index++) {
      const code = this.attributeCodes[index];
      if (code === R) number = this.indexAttribute(index, LAST_ROW, 'row');
      else if (code === HIDDEN) hidden = isTrue(this.attribute(HIDDEN));
    }
    if (number > LAST_ROW) throw new XmlFault(`it has a row after row ${LAST_ROW}`);
    this.rowNumber = number;
    this.column = 0;
    this.rowCharacters = 0;
    this.row.start(hidden);
  }

  private closedRow(): void {
    if (this.row.length === 0) return;
    const mask = 1 << (this.rowNumber & 7);
    const seen = this.seenRows[this.rowNumber >> 3] as number;
    if ((seen & mask) !== 0) this.rowTwice();
    this.seenRows[this.rowNumber >> 3] = seen | mask;
    this.rows++;
    this.cells += this.row.length;
    if (this.row.hidden) this.hiddenRows++;
    this.setting.onRow(this.rowNumber, this.row);
  }

  private rowTwice(): void {
    const message = `Row ${this.rowNumber} is given twice in the file. Save the workbook again so that each row has its own number`;
    this.setting.findings.addIssue(this.setting.sheet, this.rowNumber, this.row.column(0), 'duplicate-row', message);
  }

  private openedCell(): void {
    this.column++;
    this.type = T_NUMBER;
    this.numberKind = NUMBER;
    this.hasFormula = false;
    this.hasValue = false;
    for (let index = 0; index < this.attributes; index++) {
      const code = this.attributeCodes[index];
      if (code === R) this.readCellReference(index);
      else if (code === S) this.readStyle(index);
      else if (code === TYPE) this.type = this.readType(index);
    }
    if (this.column > LAST_COLUMN) throw new XmlFault(`row ${this.rowNumber} has a cell after the last column`);
  }

  private readCellReference(index: number): void {
    const start = this.attributeStarts[index] as number;
    const end = this.attributeEnds[index] as number;
    readReference(this.bytes, start, end, this.reference);
    if (this.reference.row === this.rowNumber) {
      this.column = this.reference.column;
      return;
    }
    const shown = this.slice(start, Math.min(end, start + 40));
    throw new XmlFault(
      this.reference.row === 0
        ? `row ${this.rowNumber} has a cell called "${shown}", which no sheet has`
        : `cell ${shown} stands in row ${this.rowNumber}`,
    );
  }

  private readStyle(index: number): void {
    const style = parseIndexBytes(
      this.bytes,
      this.attributeStarts[index] as number,
      this.attributeEnds[index] as number,
    );
    this.numberKind = this.setting.styleKinds[style] ?? NUMBER;
  }

  private readType(index: number): number {
    const start = this.attributeStarts[index] as number;
    const end = this.attributeEnds[index] as number;
    if (end - start === 1 && this.bytes[start] === 0x73) return T_SHARED;
    return TYPES.indexOf(this.slice(start, end));
  }

  private openedInCell(code: number): void {
    if (code === F) {
      this.hasFormula = true;
      return;
    }
    if (this.hasValue) throw new XmlFault(`cell ${this.address()} has two values`);
    if (code === V) this.capturing = true;
    else this.inlineText = '';
  }

  private closedInCell(code: number): void {
    if (code === IS) this.addText(decodeWorkbookEscapes(this.inlineText));
    else if (code === V) this.closedValue();
  }

  private closedValue(): void {
    const empty = this.textEnd === this.textStart && this.textBefore === '';
    if (this.type === T_STRING || this.type === T_INLINE) this.addText(decodeWorkbookEscapes(this.text()));
    else if (empty) return;
    else if (this.type === T_NUMBER) this.addNumber();
    else if (this.type === T_SHARED) this.addSharedText();
    else this.addOther(this.text().trim());
  }

  private addNumber(): void {
    const number =
      this.textBefore === ''
        ? parseNumberBytes(this.bytes, this.textStart, this.textEnd)
        : parseNumberBytes(Buffer.from(this.text()), 0, this.text().length);
    if (Number.isNaN(number)) this.add(UNREADABLE, 0, `"${this.text().slice(0, 100)}" where a number is announced`);
    else this.add(this.numberKind, number, '');
  }

  private addSharedText(): void {
    const strings = this.setting.strings;
    const index = this.textBefore === '' ? parseIndexBytes(this.bytes, this.textStart, this.textEnd) : -1;
    if (index >= 0 && index < strings.count) {
      this.hasValue = true;
      if (!strings.isEmpty(index)) this.add(SHARED_TEXT, index, '');
      return;
    }
    const found = this.text().slice(0, 40);
    const message = `The cell points to text number ${found}, but the workbook has no such text (it has ${strings.count})`;
    this.setting.findings.addDamage(this.setting.sheet, this.rowNumber, this.column, message, found);
    this.add(UNREADABLE, 0, message);
  }

  private addText(text: string): void {
    this.rowCharacters += text.length;
    if (this.rowCharacters > this.setting.maximumRowCharacters) {
      throw new XmlFault(`row ${this.rowNumber} holds more than ${this.setting.maximumRowCharacters} characters`);
    }
    if (text.length > this.setting.maximumCharacters) {
      const most = this.setting.maximumCharacters.toLocaleString('en-GB');
      const place = { sheet: this.setting.sheet, cell: this.address() };
      throw damagedFile(
        `The cell has more than ${most} characters.`,
        place,
        'Shorten the text and send the file again.',
      );
    }
    this.hasValue = true;
    if (text !== '') this.add(TEXT, 0, text);
  }

  private addOther(text: string): void {
    if (this.type === T_BOOLEAN && /^(0|1|true|false)$/.test(text)) this.add(BOOLEAN, isTrue(text) ? 1 : 0, '');
    else if (this.type === T_ERROR) this.add(ERROR, 0, text);
    else if (this.type === T_DATE) this.addIsoDate(text);
    else {
      const what = this.type === T_UNKNOWN ? 'a value of an unknown type' : 'a value that is neither true nor false';
      this.add(UNREADABLE, 0, `${what}: "${text.slice(0, 100)}"`);
    }
  }

  private addIsoDate(text: string): void {
    const iso = parseIsoDateCell(text);
    if (iso === undefined) this.add(UNREADABLE, 0, `"${text.slice(0, 100)}" where a date is announced`);
    else this.add(ISO_DATE_TEXT, 0, iso);
  }

  private add(kind: number, number: number, text: string): void {
    this.hasValue = true;
    if (this.row.add(this.column, kind, number, text) === 'added') return;
    const message = `Cell ${this.address()} is given twice in the file; only its first value was read. Save the workbook again`;
    this.setting.findings.addIssue(this.setting.sheet, this.rowNumber, this.column, 'duplicate-cell', message, text);
  }

  private closedCell(): void {
    if (this.hasFormula && !this.hasValue) this.add(WITHOUT_VALUE, 0, '');
  }

  private address(): string {
    return cellAddress(this.rowNumber, this.column);
  }

  private indexAttribute(index: number, maximum: number, what: string): number {
    const start = this.attributeStarts[index] as number;
    const end = this.attributeEnds[index] as number;
    const number = parseIndexBytes(this.bytes, start, end);
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
