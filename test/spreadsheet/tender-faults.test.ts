import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numberToDecimalText } from '../../src/domain/quantity.ts';
import { assess } from '../../src/scoring/evaluate.ts';
import { at, catalogue, places, readChanged, readTables, setCell } from '../support/changed-tender.ts';
import { detailedTender, tenderWithLots } from '../support/detailed-tender.ts';
import { aboutRow, date, type Entry, getTable, number, percent } from '../support/tender-workbook.ts';

describe('a faulty tender workbook', () => {
  const cases: readonly [string, string, number, string, Entry, string][] = [
    ['an error value', 'Carbon', 2, 'Declared kgCO2e', { kind: 'error', code: '#REF!' }, 'error-value'],
    ['a formula without a value', 'Bids', 2, 'Price', { kind: 'formula-without-value' }, 'formula-without-value'],
    [
      'a cell that cannot be read',
      'Answers',
      2,
      'Answer',
      { kind: 'unreadable', reason: 'the date is out of range' },
      'unreadable',
    ],
    ['an error value as an answer', 'Answers', 2, 'Answer', { kind: 'error', code: '#N/A' }, 'error-value'],
    ['words for a number', 'Carbon', 2, 'Declared kgCO2e', 'n/a', 'not-a-number'],
    ['a thousands separator', 'Bids', 2, 'Price', '1,480,000.25', 'not-a-number'],
    ['a decimal comma', 'Bids', 2, 'Price', '1.480.000,25', 'not-a-number'],
    ['an exponent', 'Bids', 2, 'Price', '1e6', 'not-a-number'],
    ['a date for a number', 'Bids', 2, 'Price', date('2026-01-01'), 'not-a-number'],
    ['a percentage for a price', 'Bids', 2, 'Price', percent('0.5'), 'percentage'],
    ['a price of 0', 'Bids', 2, 'Price', number('0'), 'out-of-range'],
    ['a negative figure', 'Carbon', 2, 'Declared kgCO2e', number('-1'), 'negative'],
    ['quality points above 100', 'Bids', 2, 'Quality points', number('101'), 'out-of-range'],
    ['an unknown stage', 'Carbon', 2, 'Stage', 'build', 'not-a-choice'],
    ['a missing stage', 'Carbon', 2, 'Stage', undefined, 'missing'],
    ['an unknown tier', 'Carbon', 2, 'Tier', 'E', 'not-a-choice'],
    ['a category above 15', 'Carbon', 2, 'Category', number('16'), 'out-of-range'],
    ['half a category', 'Carbon', 2, 'Category', number('1.5'), 'not-a-whole-number'],
    ['a year that is none', 'Carbon', 2, 'Year', 'next year', 'not-a-year'],
    ['an unknown factor', 'Carbon', 3, 'Conversion factor', 'electricity.uk.generaton', 'unknown-factor'],
    ["a unit that is not the factor's", 'Carbon', 3, 'Unit', 'MWh', 'wrong-unit'],
    ['figures that differ', 'Carbon', 3, 'Declared kgCO2e', number('200'), 'figures-differ'],
    ['a nought without a reason', 'Carbon', 4, 'Reason', undefined, 'zero-without-reason'],
    ['an unknown bid', 'Carbon', 2, 'Bid reference', 'B9', 'unknown-bid'],
    ['an unknown device class', 'Devices', 2, 'Class', 'Toaster', 'unknown-device-class'],
    ['an unknown kind of removal', 'Removals', 2, 'Kind', 'hope', 'not-a-choice'],
    ['neither yes nor no', 'Removals', 2, 'Retired', number('1'), 'not-yes-or-no'],
    ['an unknown question', 'Answers', 2, 'Question', 'net-zero-yaer', 'unknown-question'],
    ['n/a for an answer', 'Answers', 2, 'Answer', 'N/A', 'not-applicable-as-answer'],
    ['a page without a document', 'Bids', 2, 'Identifier', number('1234567'), 'not-a-company-number'],
    ['an identifier without its register', 'Bids', 2, 'Identifier scheme', undefined, 'missing'],
    ['an email address that is none', 'Bids', 2, 'Contact email', 'see website', 'not-an-email-address'],
    ['a time that is none', 'Bids', 2, 'Received at', '17/12/2026', 'not-a-time'],
    ['a missing supplier', 'Bids', 2, 'Supplier', undefined, 'missing'],
  ];

  it.each(cases)('%s is told at its cell', (_, sheet, row, header, entry, code) => {
    let where = '';
    const reading = readChanged((tables) => {
      setCell(tables, sheet, row, header, entry);
      where = at(tables, sheet, row, header);
    });
    expect(places(reading.issues)).toEqual([`${where} ${code}`]);
    expect(reading.issues[0]).toMatchObject({ header, pointer: expect.stringMatching(/^#\/bids\/B/) });
    expect(reading.tender).toBeUndefined();
    expect(reading.bids).toEqual([]);
  });

  const aboutCases: readonly [string, Entry, string][] = [
    ['Organisation', undefined, 'missing'],
    ['Procurement reference', undefined, 'missing'],
    ['Title', undefined, 'missing'],
    ['Functional unit', undefined, 'missing'],
    ['Stage default make', number('-1'), 'negative'],
    ['Profile', undefined, 'missing'],
    ['Profile', 'tanks', 'unknown-profile'],
    ['Rule set', 'ict-net-zero-2030@9', 'unknown-rule-set'],
    ['Route', 'negotiated', 'not-a-choice'],
    ['Framework reference', undefined, 'framework-reference-missing'],
    ['Bid deadline', '18/12/2026', 'not-a-date'],
    ['Bid deadline', number('46374'), 'not-a-date'],
    ['Bid deadline', '2026-02-30', 'not-a-date'],
    ['Contract end', date('2027-03-31'), 'end-before-start'],
    ['Functional units', number('0'), 'out-of-range'],
    ['Environment share', number('30'), 'shares-not-100'],
    ['Price share', undefined, 'share-missing'],
    ['Price benchmark high', number('1000000.5'), 'benchmarks-crossed'],
    ['Price benchmark high', undefined, 'benchmark-missing'],
    ['Carbon benchmark high', number('62'), 'benchmarks-crossed'],
    ['Boundary stages', 'make, shop', 'unknown-stage'],
    ['Reference footprint tCO2e', number('-1'), 'negative'],
    ['Adopted conditions and thresholds', 'T9: because', 'unknown-code'],
    ['Adopted conditions and thresholds', 'T2', 'reason-missing'],
    ['Adopted conditions and thresholds', 'no G3', 'reason-missing'],
    ['Adopted conditions and thresholds', 'all of them', 'not-a-code'],
    ['Template', 'carbon-return', 'other-template'],
    ['Template', undefined, 'missing'],
    ['Template version', number('2'), 'unknown-template-version'],
  ];

  it.each(aboutCases)('About, %s of %j', (name, entry, code) => {
    let row = 0;
    const reading = readChanged((tables) => {
      aboutRow(tables, name)['Value'] = entry;
      row = getTable(tables, 'About').rows.findIndex((one) => one['Name'] === name) + 2;
    });
    const shareIsBlank = name.endsWith('share') && entry !== undefined;
    expect(places(reading.issues)).toEqual([`About!B${row} ${code}`]);
    if (!shareIsBlank) expect(reading.issues[0]).toMatchObject({ header: name });
  });

  it('names what to enter for a number with separators, and every reading where it is not certain', () => {
    const messageFor = (entry: string): string =>
      readChanged((tables) => setCell(tables, 'Bids', 2, 'Price', entry)).issues[0]?.message ?? '';
    expect(messageFor('1,480,000.25')).toBe(
      'Enter an amount in pounds in plain digits, as 1480000.25, got "1,480,000.25"',
    );
    expect(messageFor('1,480')).toBe('Enter an amount in pounds in plain digits, as 1480 or 1.480, got "1,480"');
    expect(messageFor('£1480000')).toContain('as 1480000, got');
  });

  it('tells all faults at once, in the order of the sheets', () => {
    const reading = readChanged((tables) => {
      aboutRow(tables, 'Profile')['Value'] = 'tanks';
      aboutRow(tables, 'Organisation')['Value'] = undefined;
      setCell(tables, 'Carbon', 2, 'Stage', 'build');
      setCell(tables, 'Carbon', 2, 'Tier', 'E');
      setCell(tables, 'Bids', 2, 'Price', 'cheap');
      setCell(tables, 'Answers', 2, 'Question', 'nonsense');
    });
    expect(reading.issues.map(({ sheet, code }) => `${sheet} ${code}`)).toEqual([
      'About missing',
      'About unknown-profile',
      'Bids not-a-number',
      'Answers unknown-question',
      'Carbon not-a-choice',
      'Carbon not-a-choice',
    ]);
  });

  it('does not call a figure missing that could not be read', () => {
    const reading = readChanged((tables) => {
      setCell(tables, 'Carbon', 3, 'Quantity', 'lots');
      setCell(tables, 'Carbon', 3, 'Declared kgCO2e', undefined);
    });
    expect(reading.issues.map(({ code }) => code)).toEqual(['not-a-number']);
  });

  it('a repeated row is a fault in every sheet that names its rows', () => {
    for (const [sheet, code] of [
      ['Bids', 'duplicate-row'],
      ['Answers', 'duplicate-row'],
      ['Carbon', 'duplicate-row'],
      ['Devices', 'duplicate-row'],
      ['Removals', 'duplicate-row'],
    ] as const) {
      let repeated = 0;
      const reading = readChanged((tables) => {
        const table = getTable(tables, sheet);
        table.rows.push({ ...table.rows[0] });
        repeated = table.rows.length + 1;
      });
      expect(reading.issues.map((issue) => [issue.sheet, issue.code, /\d+$/.exec(issue.cell ?? '')?.[0]])).toEqual([
        [sheet, code, String(repeated)],
      ]);
      expect(reading.issues[0]?.message).toContain('repeats row 2');
    }
  });

  it('an answer that belongs into another sheet, or is worked out from the lines, is a fault at the answer', () => {
    for (const question of ['bid-price', 'quality-points', 'device-class', 'carbon-per-functional-unit']) {
      const reading = readChanged((tables) => {
        const row = getTable(tables, 'Answers').rows.find((one) => one['Question'] === 'gross-cut-by-2030');
        if (row !== undefined) row['Question'] = question;
      });
      expect(reading.issues.map(({ code, header, pointer }) => [code, header, pointer])).toEqual([
        ['answered-elsewhere', 'Answer', `#/bids/B1/answers/${question}`],
      ]);
    }
  });

  it('an answer beside a reason why the question does not apply is a fault', () => {
    const reading = readChanged((tables) => setCell(tables, 'Answers', 2, 'Not applicable because', 'no devices'));
    expect(reading.issues.map(({ code }) => code)).toEqual(['answer-and-not-applicable']);
  });

  it('a carbon line of a bid for two lots must say which lot it is for', () => {
    const reading = readChanged((tables) => setCell(tables, 'Carbon', 2, 'Lot', undefined), tenderWithLots);
    expect(reading.issues.map(({ sheet, code }) => `${sheet} ${code}`)).toEqual(['Carbon lot-missing']);
  });

  it('a bid for a lot that is not listed, or for none, is a fault', () => {
    const unknown = readChanged((tables) => setCell(tables, 'Bids', 4, 'Lot', '7'), tenderWithLots);
    expect(unknown.issues.map(({ code }) => code)).toContain('unknown-lot');
    const none = readChanged((tables) => {
      const bids = getTable(tables, 'Bids');
      bids.rows = bids.rows.map((row) => ({ ...row, Lot: undefined })).slice(1);
      getTable(tables, 'Answers').rows = [];
      for (const sheet of ['Carbon', 'Devices', 'Removals']) getTable(tables, sheet).rows = [];
    }, tenderWithLots);
    expect(none.issues.map(({ code }) => code)).toEqual(['lot-missing', 'lot-missing']);
  });

  it('a bare kWh of gas is refused with what to say instead', () => {
    const reading = readChanged((tables) => {
      setCell(tables, 'Carbon', 3, 'Conversion factor', 'gas.natural.gross_kwh');
      setCell(tables, 'Carbon', 3, 'Unit', 'kWh');
    });
    expect(reading.issues.map(({ code, expected }) => [code, expected])).toEqual([['wrong-unit', 'kWh_gross']]);
    expect(reading.issues[0]?.message).toContain('calorific value');
  });

  it('a workbook that is not ours is one fault that names its sheets and says how to get a template', () => {
    const reading = readTables([
      { name: 'Sales', headers: ['Month', 'Pounds'], rows: [{ Month: 'May', Pounds: number('3') }] },
      { name: 'Notes', headers: [], rows: [] },
    ]);
    expect(reading.issues).toHaveLength(1);
    expect(reading.issues[0]?.message).toContain('"Sales" and "Notes"');
    expect(reading.issues[0]?.fix).toContain('scorer template tender');
  });

  it('a missing sheet, or one without its headers, is a fault', () => {
    const missing = readChanged((tables) => tables.splice(tables.indexOf(getTable(tables, 'Bids')), 1));
    expect(missing.issues.filter(({ code }) => code === 'missing-sheet').map(({ sheet }) => sheet)).toEqual(['Bids']);
    const bare = readChanged((tables) => {
      getTable(tables, 'Devices').headers = ['x', 'y'];
      for (const row of getTable(tables, 'Devices').rows) row['x'] = 'z';
    });
    expect(bare.issues.map(({ code, sheet }) => `${sheet} ${code}`)).toEqual(['Devices no-headers']);
  });

  it('names of the language itself do no harm as names in the workbook', () => {
    const reading = readChanged((tables) => {
      setCell(tables, 'Answers', 2, 'Question', '__proto__');
      setCell(tables, 'Carbon', 2, 'Bid reference', 'constructor');
      getTable(tables, 'About').rows.push({ Name: '__proto__', Value: 'x' });
    });
    expect(reading.issues.map(({ code }) => code)).toEqual(['unknown-question', 'unknown-bid']);
  });
});

describe('any workbook', () => {
  const value: fc.Arbitrary<Entry> = fc.oneof(
    fc.constant(undefined),
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.constantFrom('', ' ', '0', '-1', '1,5', 'Yes', '#REF!', '__proto__', 'B1', 'make', '=1+1', '\u0000', '\u202e'),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((double) => number(numberToDecimalText(double))),
    fc.nat(200).map((whole) => percent(String(whole / 100))),
    fc.constantFrom(date('2026-12-18'), date('2026-12-18T09:30:00'), date('1899-12-31')),
    fc.boolean().map((yes): Entry => ({ kind: 'boolean', value: yes })),
    fc.constantFrom<Entry>(
      { kind: 'error', code: '#N/A' },
      { kind: 'formula-without-value' },
      { kind: 'unreadable', reason: 'no' },
    ),
  );
  const change = fc.record({ sheet: fc.nat(), row: fc.nat(), column: fc.nat(), value });

  it('is read without a crash, and what has no fault can be scored', () => {
    fc.assert(
      fc.property(
        fc.array(change, { minLength: 1, maxLength: 6 }),
        fc.constantFrom(detailedTender, tenderWithLots),
        (changes, tender) => {
          const reading = readChanged((tables) => {
            for (const one of changes) {
              const table = tables[one.sheet % tables.length];
              const row = table?.rows[one.row % Math.max(1, table.rows.length)];
              const header = table?.headers[one.column % Math.max(1, table.headers.length)];
              if (row !== undefined && header !== undefined) row[header] = one.value;
            }
          }, tender);
          expect(reading.tender === undefined).toBe(reading.issues.length > 0);
          for (const { message, code } of reading.issues)
            expect(`${message} ${code}`).not.toMatch(/undefined|\[object|NaN/);
          if (reading.tender !== undefined) {
            const assessment = assess(catalogue, { ...reading.tender, softwareVersion: '0', status: 'trial' });
            expect(assessment.lots.length).toBeGreaterThan(0);
          }
        },
      ),
      { numRuns: 300, seed: 20261118 },
    );
  });
});
