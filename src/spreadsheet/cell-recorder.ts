import {
  BOOLEAN,
  cellAddress,
  ERROR,
  ISO_DATE_TEXT,
  NUMBER,
  SHARED_TEXT,
  TEXT,
  UNREADABLE,
  WITHOUT_VALUE,
} from './cell.ts';
import { parseIndexBytes, parseNumberBytes } from './cell-bytes.ts';
import { parseIsoDateCell } from './date-serial.ts';
import type { Findings } from './findings.ts';
import { damagedFile } from './refusal.ts';
import type { RowBuffer } from './row-buffer.ts';
import type { SharedStrings } from './shared-strings.ts';
import { XmlFault } from './xml-text.ts';

export type CellRecorderSetting = {
  readonly sheet: string;
  readonly strings: SharedStrings;
  /** The kind a number has in each cell style: NUMBER, PERCENT or one of the serials. */
  readonly styleKinds: Uint8Array;
  readonly maximumCharacters: number;
  readonly maximumRowCharacters: number;
  readonly findings: Findings;
  readonly row: RowBuffer;
};

/** As much of a faulty value as a message shows. */
const SHOWN_CHARACTERS = 100;

/** Puts the values of a row's cells where they belong, and says which are no values. */
export class CellRecorder {
  rowNumber = 0;
  column = 0;
  /** Whether the cell has a value, an empty one included. */
  hasValue = false;
  private numberKind = NUMBER;
  private rowCharacters = 0;
  private readonly setting: CellRecorderSetting;
  private readonly row: RowBuffer;

  constructor(setting: CellRecorderSetting) {
    this.setting = setting;
    this.row = setting.row;
  }

  startRow(number: number, hidden: boolean): void {
    this.rowNumber = number;
    this.column = 0;
    this.rowCharacters = 0;
    this.row.start(hidden);
  }

  /** The style of the cell to come; -1 for none. An unknown one shows plain numbers. */
  setStyle(style: number): void {
    this.numberKind = this.setting.styleKinds[style] ?? NUMBER;
  }

  addNumber(bytes: Buffer, start: number, end: number): void {
    const number = parseNumberBytes(bytes, start, end);
    if (Number.isNaN(number)) this.addUnreadable(`"${shown(bytes, start, end)}" where a number is announced`);
    else this.add(this.numberKind, number, '');
  }

  addSharedText(bytes: Buffer, start: number, end: number): void {
    const { strings, sheet, findings } = this.setting;
    const index = parseIndexBytes(bytes, start, end);
    if (index >= 0 && index < strings.count) {
      this.hasValue = true;
      if (!strings.isEmpty(index)) this.add(SHARED_TEXT, index, '');
      return;
    }
    const found = shown(bytes, start, end);
    const message = `The cell points to text number ${found}, but the workbook has no such text (it has ${strings.count})`;
    findings.addDamage(sheet, this.rowNumber, this.column, message, found);
    this.addUnreadable(message);
  }

  addText(text: string): void {
    const { sheet, maximumCharacters, maximumRowCharacters } = this.setting;
    if (text.length > maximumCharacters) {
      const message = `The cell has more than ${maximumCharacters.toLocaleString('en-GB')} characters.`;
      throw damagedFile(message, { sheet, cell: this.address() }, 'Shorten the text and send the file again.');
    }
    this.rowCharacters += text.length;
    if (this.rowCharacters > maximumRowCharacters) {
      throw new XmlFault(`row ${this.rowNumber} holds more than ${maximumRowCharacters} characters`);
    }
    this.hasValue = true;
    if (text !== '') this.add(TEXT, 0, text);
  }

  addBoolean(text: string): void {
    if (text === '1' || text === 'true') this.add(BOOLEAN, 1, '');
    else if (text === '0' || text === 'false') this.add(BOOLEAN, 0, '');
    else this.addUnreadable(`a value that is neither true nor false: "${beginning(text)}"`);
  }

  addError(text: string): void {
    this.add(ERROR, 0, beginning(text));
  }

  addIsoDate(text: string): void {
    const iso = parseIsoDateCell(text);
    if (iso === undefined) this.addUnreadable(`"${beginning(text)}" where a date is announced`);
    else this.add(ISO_DATE_TEXT, 0, iso);
  }

  addUnknownType(text: string): void {
    this.addUnreadable(`a value of an unknown type: "${beginning(text)}"`);
  }

  addFormulaWithoutValue(): void {
    this.add(WITHOUT_VALUE, 0, '');
  }

  address(): string {
    return cellAddress(this.rowNumber, this.column);
  }

  private addUnreadable(reason: string): void {
    this.add(UNREADABLE, 0, reason);
  }

  private add(kind: number, number: number, text: string): void {
    this.hasValue = true;
    if (this.row.add(this.column, kind, number, text) === 'added') return;
    const message = `Cell ${this.address()} is given twice in the file; only its first value was read. Save the workbook again`;
    this.setting.findings.addIssue(this.setting.sheet, this.rowNumber, this.column, 'duplicate-cell', message);
  }
}

function shown(bytes: Buffer, start: number, end: number): string {
  return bytes.toString('utf8', start, Math.min(end, start + 4 * SHOWN_CHARACTERS)).slice(0, SHOWN_CHARACTERS);
}

/** The beginning of a text as a text of its own: a slice would keep the whole, a megabyte perhaps, in memory. */
function beginning(text: string): string {
  return Buffer.from(text.slice(0, SHOWN_CHARACTERS)).toString();
}
