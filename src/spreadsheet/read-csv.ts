import { isUtf8 } from 'node:buffer';
import Papa from 'papaparse';
import { type FileSource, fileBlocks } from '../application/file-source.ts';
import { cellAddress, LAST_COLUMN, LAST_ROW } from './cell.ts';
import type { Deadline } from './deadline.ts';
import type { UploadLimits } from './limits.ts';
import { damagedFile, tooLarge, unsupportedFile } from './refusal.ts';
import { unfinishedBytes } from './utf8.ts';

/**
 * So much of a block is made rows of at once: few enough that they are gone before the collector of garbage comes by,
 * which would move them all, and soon take new ones for lasting.
 */
const PIECE_CHARACTERS = 8192;

const SAVE_AS_UTF8 =
  'In Excel choose File, Save As, "CSV UTF-8 (Comma delimited)"; in other programs choose the character set UTF-8.';
const SAVE_AS_WORKBOOK = 'Save it again as CSV, or as an Excel workbook (.xlsx), and send that.';

export type CsvSummary = {
  readonly rows: number;
  /** The character between two values. */
  readonly delimiter: string;
};

type ParsedRows = { data: string[][]; errors: Papa.ParseError[]; meta: { cursor: number } };

/**
 * Reads a CSV file (RFC 4180) row by row. It must be UTF-8, with or without a byte order mark. Values are apart by
 * commas, or by semicolons or tabs where the first line has more of those outside quotes; all values are text, so a
 * decimal comma is never taken for a point. A first line `sep=;` names the character and is not a row of values. The
 * row number is the row that a spreadsheet program shows: a quoted value of two lines is one row, an empty line
 * counts. Line ends inside a value become line feeds.
 */
export async function readCsv(
  source: FileSource,
  limits: UploadLimits,
  deadline: Deadline,
  onRow: (row: number, values: string[]) => void,
): Promise<CsvSummary> {
  const reader = new CsvReader(limits, onRow);
  const text = new CsvText();
  for await (const block of fileBlocks(source)) {
    deadline.check();
    reader.write(text.decode(block));
  }
  text.end();
  reader.end(text.heldBack);
  return { rows: reader.rows, delimiter: reader.delimiter };
}

/** Bytes to text; says what is wrong with bytes that are not UTF-8. */
class CsvText {
  heldBack = '';
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: false });
  private tail: Buffer = Buffer.alloc(0);
  private lines = 1;
  private started = false;

  decode(block: Buffer): string {
    if (!this.started) refuseOtherEncodings(block);
    this.started = true;
    const bytes = this.tail.length === 0 ? block : Buffer.concat([this.tail, block]);
    const whole = bytes.length - unfinishedBytes(bytes);
    this.check(bytes.subarray(0, whole));
    // The next block may lie where this one does.
    this.tail = Buffer.from(bytes.subarray(whole));
    return this.withPlainLineEnds(this.decoder.decode(bytes.subarray(0, whole), { stream: true }));
  }

  end(): void {
    if (this.tail.length > 0) this.check(this.tail);
  }

  private check(bytes: Buffer): void {
    if (isUtf8(bytes)) {
      if (bytes.includes(0)) throw notText();
      return;
    }
    const at = firstFaultyByte(bytes);
    const line = this.lines + countLines(bytes.subarray(0, at));
    const byte = bytes[at] as number;
    const likely = new TextDecoder('windows-1252').decode(Uint8Array.of(byte));
    const code = byte.toString(16).toUpperCase().padStart(2, '0');
    throw unsupportedFile(
      `The file is not UTF-8: line ${line} has the byte ${code}, which stands for "${likely}" in the Windows character set (Windows-1252).`,
      SAVE_AS_UTF8,
    );
  }

  /** Line feeds only. A carriage return at the very end waits for what follows. */
  private withPlainLineEnds(decoded: string): string {
    let text = this.heldBack + decoded;
    this.heldBack = '';
    if (!text.includes('\r')) return this.counted(text);
    if (text.endsWith('\r')) {
      this.heldBack = '\r';
      text = text.slice(0, -1);
    }
    return this.counted(text.replace(/\r\n?/g, '\n'));
  }

  private counted(text: string): string {
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) this.lines++;
    return text;
  }
}

function refuseOtherEncodings(block: Buffer): void {
  const [first, second] = block;
  const mark = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  if (mark) throw unsupportedFile('The file is written in UTF-16 ("Unicode text"), not in UTF-8.', SAVE_AS_UTF8);
  if (block.subarray(0, 64).includes(0)) throw notText();
}

function notText(): Error {
  return unsupportedFile('The file is neither a workbook nor text in UTF-8 (it holds null characters).', SAVE_AS_UTF8);
}

function firstFaultyByte(bytes: Buffer): number {
  let good = 0;
  for (let step = bytes.length; step >= 1; step = Math.floor(step / 2)) {
    while (good + step <= bytes.length && isUtf8(bytes.subarray(0, good + step))) good += step;
  }
  while (good < bytes.length && (bytes[good] as number) < 0x80) good++;
  return Math.min(good, bytes.length - 1);
}

function countLines(bytes: Buffer): number {
  return bytes.toString('latin1').split(/\r\n?|\n/).length - 1;
}

class CsvReader {
  rows = 0;
  delimiter = ',';
  private readonly limits: UploadLimits;
  private readonly onRow: (row: number, values: string[]) => void;
  private parser: Papa.Parser | undefined;
  private kept = '';

  constructor(limits: UploadLimits, onRow: (row: number, values: string[]) => void) {
    this.limits = limits;
    this.onRow = onRow;
  }

  write(text: string): void {
    if (this.parser !== undefined) {
      this.parsePieces(text);
      return;
    }
    this.kept += text;
    if (this.kept.includes('\n') || this.kept.length >= this.limits.rowCharacters) this.parsePieces(this.begin());
  }

  end(heldBack: string): void {
    if (heldBack !== '') this.write('\n');
    if (this.kept !== '') this.parse(this.parser === undefined ? this.begin() : this.kept, true);
  }

  /** A row that is longer than a piece is not begun again for each. */
  private parsePieces(text: string): void {
    for (let at = 0; at < text.length; ) {
      const end = at + Math.max(PIECE_CHARACTERS, this.kept.length);
      this.parse(this.kept + text.slice(at, end), false);
      at = end;
    }
  }

  private parse(text: string, last: boolean): void {
    const parsed = (this.parser as Papa.Parser).parse(text, 0, !last) as ParsedRows;
    for (const error of parsed.errors) this.refuseQuotes(error);
    for (const row of parsed.data) this.row(row);
    this.kept = last ? '' : text.slice(parsed.meta.cursor);
    if (this.kept.length > this.limits.rowCharacters) throw this.rowTooLong();
  }

  /** Finds the character between values; returns what was kept so far, without a `sep=` line. */
  private begin(): string {
    const text = this.kept;
    this.kept = '';
    const named = /^sep=(.)\n/.exec(text);
    this.delimiter = named?.[1] ?? likelyDelimiter(text);
    this.parser = new Papa.Parser({ delimiter: this.delimiter, newline: '\n', quoteChar: '"' });
    if (named === null) return text;
    this.rows = 1;
    return text.slice(named[0].length);
  }

  private row(values: string[]): void {
    this.rows++;
    if (this.rows > LAST_ROW * 4) throw tooLarge(`The file has more than ${LAST_ROW * 4} rows.`, 'Split it.');
    if (values.length > LAST_COLUMN) throw tooManyColumns(this.rows, values.length);
    for (let index = 0; index < values.length; index++) {
      if ((values[index] as string).length > this.limits.cellCharacters) throw this.valueTooLong(index + 1);
    }
    this.onRow(this.rows, values);
  }

  private refuseQuotes(error: Papa.ParseError): void {
    const row = this.rows + (error.row ?? 0) + 1;
    if (error.type !== 'Quotes') return;
    const what =
      error.code === 'MissingQuotes'
        ? 'opens a quotation mark that is never closed'
        : 'has a quotation mark in the middle of a quoted value';
    throw damagedFile(
      `Row ${row} ${what}. Inside a quoted value a quotation mark is written twice.`,
      {},
      SAVE_AS_WORKBOOK,
    );
  }

  private rowTooLong(): Error {
    const most = this.limits.rowCharacters.toLocaleString('en-GB');
    return tooLarge(
      `Row ${this.rows + 1} has more than ${most} characters; perhaps a quotation mark is never closed.`,
      SAVE_AS_WORKBOOK,
    );
  }

  private valueTooLong(column: number): Error {
    const most = this.limits.cellCharacters.toLocaleString('en-GB');
    return tooLarge(`Cell ${cellAddress(this.rows, column)} has more than ${most} characters.`, 'Shorten the text.');
  }
}

function tooManyColumns(row: number, columns: number): Error {
  const most = LAST_COLUMN.toLocaleString('en-GB');
  return tooLarge(
    `Row ${row} has ${columns.toLocaleString('en-GB')} columns; at most ${most} can be read.`,
    'Check that the file is a table with one line for each row.',
  );
}

/** The character that the first row has most of outside quotes: comma, semicolon or tab. */
function likelyDelimiter(text: string): string {
  const counts = new Map([
    [',', 0],
    [';', 0],
    ['\t', 0],
  ]);
  let quoted = false;
  for (const character of text.slice(0, 100_000)) {
    if (character === '"') quoted = !quoted;
    else if (character === '\n' && !quoted) break;
    else if (!quoted && counts.has(character)) counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  const [best] = [...counts].sort(([, a], [, b]) => b - a);
  return best === undefined || best[1] === 0 ? ',' : best[0];
}
