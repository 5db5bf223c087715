import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellAddress, cellText, columnLetters, LAST_COLUMN, parseColumnLetters } from '../../src/spreadsheet/cell.ts';
import { parseNumberBytes } from '../../src/spreadsheet/cell-bytes.ts';
import { dateSerialText } from '../../src/spreadsheet/date-serial.ts';
import { builtInFormatKind, formatKind } from '../../src/spreadsheet/number-format.ts';

describe('column letters', () => {
  it('are those a spreadsheet shows', () => {
    expect([1, 26, 27, 52, 53, 702, 703, 16_384].map(columnLetters)).toEqual([
      'A',
      'Z',
      'AA',
      'AZ',
      'BA',
      'ZZ',
      'AAA',
      'XFD',
    ]);
    expect(cellAddress(7, 2)).toBe('B7');
  });

  it('lead back to their column, for every column', () => {
    const columns = Array.from({ length: LAST_COLUMN }, (_, index) => index + 1);
    expect(columns.map((column) => parseColumnLetters(columnLetters(column)))).toEqual(columns);
  });

  it('that are none are none', () => {
    expect(['', 'XFE', 'ZZZ', 'AAAA', 'A1', '$A', 'É'].map(parseColumnLetters)).toEqual(Array(7).fill(undefined));
  });
});

describe('the bytes of a number', () => {
  it('are read as the nearest double, as JavaScript reads the text', () => {
    const decimal = fc
      .tuple(fc.boolean(), fc.stringMatching(/^\d{1,18}$/), fc.option(fc.stringMatching(/^\d{1,18}$/)))
      .map(([minus, whole, part]) => `${minus ? '-' : ''}${whole}${part === null ? '' : `.${part}`}`);
    fc.assert(
      fc.property(decimal, (text) => {
        expect(read(text)).toBe(Number(text) === 0 ? 0 : Number(text));
      }),
      { numRuns: 3000, seed: 17 },
    );
  });

  it('give every double back that is written as JavaScript writes it', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        expect(read(String(number))).toBe(number === 0 ? 0 : number);
      }),
      { numRuns: 3000, seed: 18 },
    );
  });

  it('give no number for any other text', () => {
    const other = fc
      .string({ maxLength: 8 })
      .filter((text) => !/^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,4})?\s*$/i.test(text));
    fc.assert(
      fc.property(other, (text) => {
        expect(read(text)).toBeNaN();
      }),
      { numRuns: 1000, seed: 19 },
    );
  });
});

describe('number formats', () => {
  it.each([
    ['General', 'number'],
    ['0.00', 'number'],
    ['#,##0.00 "kg"', 'number'],
    ['#,##0 "days"', 'number'],
    ['0.00E+00', 'number'],
    ['[$£-809]#,##0.00;[Red]-[$£-809]#,##0.00', 'number'],
    ['_-* #,##0.00_-;\\-* #,##0.00_-;_-* "-"??_-;_-@_-', 'number'],
    ['0.0\\ \\m\\d', 'number'],
    ['@', 'number'],
    ['[Magenta]0', 'number'],
    ['[>=1000]#,##0,"k";0', 'number'],
    ['0%', 'percent'],
    ['0.00%;[Red]-0.00%', 'percent'],
    ['0" % of total"', 'number'],
    ['dd/mm/yyyy', 'date'],
    ['yyyy\\-mm\\-dd', 'date'],
    ['[$-809]dd mmmm yyyy;@', 'date'],
    ['[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy', 'date'],
    ['mmm-yy', 'date'],
    ['m/d', 'date'],
    ['dd/mm/yyyy hh:mm:ss', 'date'],
    ['yyyy"年"m"月"d"日"', 'date'],
    ['hh:mm', 'time'],
    ['h:mm AM/PM', 'time'],
    ['[$-F400]h:mm:ss\\ AM/PM', 'time'],
    ['mm:ss', 'time'],
    ['mmss.0', 'time'],
    ['[h]:mm', 'elapsed'],
    ['[hh]:mm:ss', 'elapsed'],
    ['[mm]:ss', 'elapsed'],
    ['[ss].00', 'elapsed'],
  ])('%s shows a %s', (code, kind) => {
    expect(formatKind(code)).toBe(kind);
  });

  it('named by number only are known', () => {
    expect([0, 1, 2, 9, 10, 14, 18, 22, 45, 46, 47, 49].map(builtInFormatKind)).toEqual([
      'number',
      'number',
      'number',
      'percent',
      'percent',
      'date',
      'time',
      'date',
      'time',
      'elapsed',
      'time',
      'number',
    ]);
  });

  it('do not change with quoted text', () => {
    const code = fc.constantFrom('0.00', '0%', 'dd/mm/yyyy', 'hh:mm', '[h]:mm');
    const quoted = fc.string({ maxLength: 10 }).filter((text) => !text.includes('"'));
    fc.assert(
      fc.property(code, quoted, (format, text) => {
        expect(formatKind(`${format}"${text}"`)).toBe(formatKind(format));
      }),
      { seed: 20 },
    );
  });
});

describe('date serials', () => {
  it('count the days as a calendar does, in both systems', () => {
    const days = [...calendar()];
    const shown = days.map((_, index) => dateSerialText(index + 1, 'date', false));
    expect(days.filter((day, index) => shown[index]?.kind !== 'date' || shown[index].text !== day)).toEqual([
      '1900-02-29',
    ]);
    const from1904 = days.filter((day) => day >= '1904');
    expect(from1904.filter((day, index) => readDate(index, true) !== day)).toEqual([]);
  });

  it('carry the time of day to the second', () => {
    fc.assert(
      fc.property(fc.integer({ min: 61, max: 2_958_465 }), fc.integer({ min: 0, max: 86_399 }), (day, second) => {
        const expected = new Date(Date.UTC(1899, 11, 30) + day * 86_400_000 + second * 1000).toISOString().slice(0, 19);
        expect(readDate(day + second / 86_400, false)).toBe(second === 0 ? expected.slice(0, 10) : expected);
      }),
      { numRuns: 2000, seed: 21 },
    );
  });
});

describe('values in messages', () => {
  it('are words that a reader of the sheet knows', () => {
    expect(cellText({ kind: 'number', decimal: '12.5', percent: false })).toBe('12.5');
    expect(cellText({ kind: 'boolean', value: false })).toBe('FALSE');
    expect(cellText({ kind: 'error', code: '#N/A' })).toBe('#N/A');
    expect(cellText({ kind: 'formula-without-value' })).toBe('a formula with no stored value');
  });
});

function readDate(serial: number, date1904: boolean): string {
  const read = dateSerialText(serial, 'date', date1904);
  return read.kind === 'none' ? read.reason : read.text;
}

/** Day by day from the first, as one would count on a paper calendar; knows the false leap day. */
function* calendar(): Generator<string> {
  const lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  for (let year = 1900; year < 2200; year++) {
    const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 || year === 1900;
    for (const [index, length] of lengths.entries()) {
      const days = index === 1 && leap ? 29 : length;
      for (let day = 1; day <= days; day++)
        yield [year, index + 1, day].map((part) => String(part).padStart(2, '0')).join('-');
    }
  }
}

function read(text: string): number {
  return parseNumberBytes(Buffer.from(`<v>${text}</v>`), 3, 3 + Buffer.byteLength(text));
}
