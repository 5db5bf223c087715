import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainName } from '../../src/application/nearest-names.ts';
import { readAdoptions } from '../../src/spreadsheet/adoption-text.ts';
import { plainDecimal, readDecimalText } from '../../src/spreadsheet/decimal-text.ts';
import { matchNames } from '../../src/spreadsheet/headers.ts';
import {
  bidLayout,
  type FieldLayout,
  getSheetLayout,
  registerLayouts,
  tenderLayout,
} from '../../src/spreadsheet/layout.ts';
import { toFraction } from '../../src/domain/quantity.ts';

const LAYOUTS = [tenderLayout, bidLayout, ...Object.values(registerLayouts)];

function headers(fields: readonly FieldLayout[]): string[] {
  return fields.map(({ header }) => header);
}

describe('the layout of the workbooks', () => {
  it('has the sheets and headers that are published', () => {
    expect(tenderLayout.sheets.map(({ name }) => name)).toEqual([
      'Lots',
      'Bids',
      'Answers',
      'Carbon',
      'Devices',
      'Removals',
    ]);
    expect(headers(getSheetLayout(tenderLayout, 'Answers').columns)).toEqual([
      'Bid reference',
      'Lot',
      'Question',
      'Question text',
      'Answer',
      'Not applicable because',
      'Evidence document',
      'Page or section',
      'Evidence date',
      'Valid until',
      'Issued to',
    ]);
    expect(headers(getSheetLayout(tenderLayout, 'Carbon').columns)).toEqual([
      'Bid reference',
      'Lot',
      'Line',
      'Stage',
      'Scope',
      'Category',
      'Year',
      'Quantity',
      'Unit',
      'Conversion factor',
      'Declared kgCO2e',
      'Tier',
      'Reason',
      'Evidence document',
      'Page or section',
    ]);
  });

  it('leaves the bid reference out of every sheet of the bid workbook, and asks for the supplier in About', () => {
    for (const sheet of bidLayout.sheets) expect(headers(sheet.columns)).not.toContain('Bid reference');
    expect(bidLayout.about.filter(({ required }) => required).map(({ header }) => header)).toEqual([
      'Template',
      'Supplier',
    ]);
  });

  it('gives no two fields of a sheet one name, whatever the case and punctuation', () => {
    for (const fields of LAYOUTS.flatMap(({ about, sheets }) => [about, ...sheets.map(({ columns }) => columns)])) {
      const names = fields.flatMap(({ header, synonyms }) => [header, ...synonyms]).map(plainName);
      expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    }
  });

  it('has examples and keys that its own columns hold', () => {
    for (const sheet of LAYOUTS.flatMap(({ sheets }) => sheets)) {
      const fields = sheet.columns.map(({ field }) => field);
      expect(sheet.key.filter((field) => !fields.includes(field))).toEqual([]);
      for (const { required, columnRequired, example, choices } of sheet.columns) {
        expect(!required || columnRequired).toBe(true);
        if (choices !== undefined && example !== '') expect(choices.map(({ value }) => value)).toContain(example);
      }
    }
  });
});

describe('header names', () => {
  const columns = getSheetLayout(tenderLayout, 'Bids').columns;

  it('match without regard to case, spaces and punctuation', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...columns),
        fc.boolean(),
        fc.constantFrom('', ' ', '_', '-', '.', '\u00a0'),
        (field, upper, filler) => {
          const text = `${filler}${field.header.split(' ').join(filler)}${filler}`;
          const match = matchNames([{ text: upper ? text.toUpperCase() : text.toLowerCase(), at: 1 }], columns);
          expect([...match.matched.keys()]).toEqual([field.field]);
        },
      ),
    );
  });

  it('may repeat their unit or limits in brackets, but not another unit', () => {
    const fieldOf = (text: string): string | undefined =>
      matchNames([{ text, at: 1 }], columns)
        .matched.keys()
        .next().value;
    expect(fieldOf('Price (GBP)')).toBe('price');
    expect(fieldOf('Price (£)')).toBe('price');
    expect(fieldOf('Quality points [0 to 100]')).toBe('qualityPoints');
    expect(fieldOf('Price (EUR)')).toBeUndefined();
  });
});

describe('a decimal as text', () => {
  it('keeps its value without needless noughts', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^-?\d{1,12}(\.\d{1,12})?$/), (text) => {
        const read = readDecimalText(text);
        const value = 'value' in read ? read.value : '';
        expect(toFraction(value).equals(toFraction(text))).toBe(true);
        expect(value).toMatch(/^(0|-?([1-9]\d*|0)(\.\d*[1-9])?)$/);
        expect(plainDecimal(value)).toBe(value);
      }),
    );
  });

  it('is refused with what to enter for all that a person must decide', () => {
    const advice = (text: string): string | undefined => {
      const read = readDecimalText(text);
      return 'advice' in read ? read.advice : undefined;
    };
    expect(advice('1,234.5')).toBe(' in plain digits, as 1234.5');
    expect(advice('1.234,5')).toBe(' in plain digits, as 1234.5');
    expect(advice('1,234')).toBe(' in plain digits, as 1234 or 1.234');
    expect(advice('12,5')).toBe(' in plain digits, as 12.5');
    expect(advice('1 234 567')).toBe(' in plain digits, as 1234567');
    for (const text of ['n/a', '1e6', '0x10', '1:2', '0.(3)', 'Infinity', '--1', '']) expect(advice(text)).toBe('');
  });
});

describe('adopted conditions and thresholds in one cell', () => {
  it('are codes with reasons, several for one reason, off where it says no', () => {
    expect(readAdoptions('G1, T2: every bidder can meet it; no G3: below the value')).toEqual({
      adoptions: [
        { code: 'G1', on: true, reason: 'every bidder can meet it' },
        { code: 'T2', on: true, reason: 'every bidder can meet it' },
        { code: 'G3', on: false, reason: 'below the value' },
      ],
      unread: [],
    });
    expect(readAdoptions('g1; t3 off\nT1 on: a; b, c: d')).toEqual({
      adoptions: [
        { code: 'G1', on: true },
        { code: 'T3', on: false },
        { code: 'T1', on: true, reason: 'a; b, c: d' },
      ],
      unread: [],
    });
    expect(readAdoptions(' ')).toEqual({ adoptions: [], unread: [] });
    expect(readAdoptions('all: yes').unread).toEqual(['all']);
  });
});
