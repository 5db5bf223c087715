import type { TextPieces } from '../application/written-bid.ts';
import type { CarbonLine } from '../domain/bid.ts';
import { type CellValue, NUMBER, SHARED_TEXT, TEXT, toCellValue } from './cell.ts';
import { readField } from './field-value.ts';
import type { ColumnLayout } from './layout-field.ts';
import type { RowBuffer } from './row-buffer.ts';

/** Thrown where the quick reading meets what only the full one can judge. It never leaves the reader. */
export class NotPlain extends Error {}

/** A value as recorded, and the piece of JSON that says it: its number and its length. */
export type PlainValue = { readonly value: string; readonly piece: number; readonly length: number };

export type PlainColumnSetting = {
  readonly pieces: TextPieces;
  /** What stands before the value in the JSON of a line: `,"stage":`. */
  readonly member: string;
  readonly toRecorded: (value: string) => string;
  /** Whether a value as recorded passes the check of a bid. */
  readonly isGood: (value: string) => boolean;
};

/** How many different contents of a column are remembered; then it starts afresh. */
const REMEMBERED = 10_000;

/**
 * Reads the cells of one column. What a content means is asked of the full reading once, and remembered: a column of
 * a large sheet says the same few things over and over. Throws NotPlain for what would be a fault or a notice.
 */
export class PlainColumn {
  private readonly layout: ColumnLayout;
  private readonly setting: PlainColumnSetting;
  private readonly known = new Map<string | number, PlainValue | undefined>();
  /** What the row before said: sorted columns say it again. */
  private lastContent: string | number | undefined;
  private lastValue: PlainValue | undefined;

  constructor(layout: ColumnLayout, setting: PlainColumnSetting) {
    this.layout = layout;
    this.setting = setting;
  }

  /** The value of a cell of the row; undefined when it is blank. */
  read(row: RowBuffer, index: number): PlainValue | undefined {
    const kind = row.kinds[index];
    if (kind === NUMBER) return this.remembered(row.numbers[index] as number);
    if (kind === TEXT || kind === SHARED_TEXT) return this.remembered(row.text(index) ?? '');
    throw new NotPlain();
  }

  /** The same, of a cell that stands by itself. */
  readValue(cell: CellValue): PlainValue | undefined {
    const read = readField(cell, this.layout);
    if (read === undefined) return undefined;
    if (!('value' in read) || read.notice !== undefined) throw new NotPlain();
    const { pieces, member, toRecorded, isGood } = this.setting;
    const value = toRecorded(read.value);
    if (!isGood(value)) throw new NotPlain();
    const json = member + JSON.stringify(value);
    return { value, piece: pieces.add(json), length: json.length };
  }

  private remembered(content: string | number): PlainValue | undefined {
    if (content === this.lastContent) return this.lastValue;
    let value = this.known.get(content);
    if (value === undefined && !this.known.has(content)) value = this.remember(content);
    this.lastContent = content;
    this.lastValue = value;
    return value;
  }

  private remember(content: string | number): PlainValue | undefined {
    const cell =
      typeof content === 'number' ? toCellValue(NUMBER, content, '', false) : toCellValue(TEXT, 0, content, false);
    const value = this.readValue(cell);
    if (this.known.size >= REMEMBERED) this.known.clear();
    this.known.set(content, value);
    return value;
  }
}

/** A line that is good in all but the field that is looked at. */
export const GOOD_LINE: CarbonLine = { line: '1', stage: 'make', declaredKg: '1' };
